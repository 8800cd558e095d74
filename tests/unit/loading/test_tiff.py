"""Many pages, square pixels, and damage that stays on its page."""

from __future__ import annotations

import io
import struct

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from ocr_pipeline.loading import DamagedDocument, Limits, PageError, open_document, tiff
from tests.unit.loading import samples

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_fax_pixels_are_made_square(compression):
    document = open_document(samples.fax(pages=3, compression=compression))
    assert document.page_count == 3
    image = document.load(2).image
    height, width = image.shape[:2]
    assert height / width == pytest.approx(297 / 210, abs=0.01)
    mark = image[: height // 6, -(width // 6) :, 0] < 128
    down, across = mark.any(axis=1).sum(), mark.any(axis=0).sum()
    assert down / (height / 8) == pytest.approx(across / (width / 8), rel=0.05)


def test_a_fax_that_states_no_resolution_is_recognised_by_its_shape():
    narrow = samples.fax(pages=1, dpi=None, width=1728)
    height, width = open_document(narrow).load(0).image.shape[:2]
    assert height / width == pytest.approx(297 / 210, abs=0.02)


def test_coarse_dots_get_soft_edges_and_fine_ones_stay():
    coarse = open_document(samples.fax(pages=1)).load(0).image
    assert ((coarse > 40) & (coarse < 215)).any()
    steps = np.abs(np.diff(coarse[:, :, 0].astype(int), axis=1))
    assert steps.max() < 255
    fine = np.where(np.indices((80, 60)).sum(axis=0) % 9 < 4, 0, 255).astype(np.uint8)
    data = io.BytesIO()
    PillowImage.fromarray(fine).convert("1").save(data, "TIFF", dpi=(204, 196), compression="group4")
    assert set(np.unique(open_document(data.getvalue()).load(0).image)) == {0, 255}


def test_square_pixels_are_left_alone():
    data = samples.saved("TIFF", dpi=(300, 300))
    assert open_document(data).load(0).image.shape == (240, 320, 3)


def test_vertical_resolution_above_horizontal_widens():
    image = np.zeros((400, 100, 3), np.uint8)
    assert tiff.square(image, 204 / 391).shape == (400, round(100 * 391 / 204), 3)


def _second_offset(data: bytes) -> int:
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * entries)
    return second


def test_a_damaged_second_page_does_not_lose_the_others():
    pages = [PillowImage.fromarray(samples.page()[:, :, ::-1]) for _ in range(3)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    data = bytearray(out.getvalue())
    second = _second_offset(bytes(data))
    (entries,) = struct.unpack_from("<H", data, second)
    for at in range(second + 2, second + 2 + 12 * entries, 12):
        (tag,) = struct.unpack_from("<H", data, at)
        if tag in {257, 278}:  # height and rows a strip: now far more than the strip holds
            struct.pack_into("<HHII", data, at, tag, 4, 1, 9000)
        if tag == 279:
            struct.pack_into("<HHII", data, at, tag, 4, 1, 7)
    document = open_document(bytes(data))
    assert document.page_count == 3
    assert document.load(0).image.shape == (240, 320, 3)
    with pytest.raises(PageError, match="Page 2: "):
        document.load(1)
    assert document.load(2).image.shape == (240, 320, 3)


def test_a_chain_that_bites_its_tail_ends_and_says_so():
    data = bytearray(samples.fax(pages=2))
    (first,) = struct.unpack_from("<I", data, 4)
    second = _second_offset(bytes(data))
    (entries,) = struct.unpack_from("<H", data, second)
    struct.pack_into("<I", data, second + 2 + 12 * entries, first)
    document = open_document(bytes(data))
    assert document.page_count == 2
    assert "may be missing" in document.cut_short
    assert cv2.cvtColor(document.load(1).image, cv2.COLOR_BGR2GRAY).min() == 0


def test_a_chain_that_leaves_the_file_says_so():
    data = bytearray(samples.fax(pages=2))
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * entries, len(data) + 1000)
    document = open_document(bytes(data))
    assert document.page_count == 1
    assert "may be missing" in document.cut_short


def test_no_page_at_all():
    with pytest.raises(DamagedDocument, match="no page"):
        open_document(b"II*\x00\xff\xff\xff\x00" + b"\0" * 40)


def test_pages_beyond_the_limit_are_named():
    document = open_document(samples.fax(pages=4), Limits(pages=2))
    assert document.page_count == 2
    assert "only the first 2" in document.cut_short
