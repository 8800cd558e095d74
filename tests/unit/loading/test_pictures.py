"""Every picture type opens to the same upright BGR page."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image as PillowImage

from ocr_pipeline.loading import DamagedDocument, LimitExceeded, Limits, PageError, open_document
from ocr_pipeline.loading.raster import to_8_bit
from tests.unit.loading import samples

pytestmark = pytest.mark.unit

RED, BLUE, GREEN = (0, 0, 255), (255, 0, 0), (0, 255, 0)


def corners(image: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(int(v) for v in image[y, x]) for y, x in ((4, 4), (4, -5), (-5, 4))]


def close(seen: list[tuple[int, ...]], wanted: list[tuple[int, ...]], by: int = 40) -> bool:
    return all(abs(a - b) <= by for p, q in zip(seen, wanted, strict=True) for a, b in zip(p, q, strict=True))


@pytest.mark.parametrize(
    "name, media_type",
    [
        ("jpeg", "image/jpeg"),
        ("jpeg-progressive", "image/jpeg"),
        ("jpeg-cmyk", "image/jpeg"),
        ("png", "image/png"),
        ("png-alpha", "image/png"),
        ("png-palette", "image/png"),
        ("webp", "image/webp"),
        ("webp-lossless", "image/webp"),
        ("bmp", "image/bmp"),
        ("gif", "image/gif"),
        ("tiff", "image/tiff"),
        ("tiff-lzw", "image/tiff"),
        ("tiff-jpeg", "image/tiff"),
    ],
)
def test_colour_and_place_survive(name, media_type):
    document = open_document(samples.every_type()[name])
    page = document.load(0)
    assert (document.media_type, document.page_count) == (media_type, 1)
    assert page.image.shape == (240, 320, 3)
    assert page.image.dtype == np.uint8
    assert close(corners(page.image), [RED, BLUE, GREEN])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("value", range(1, 9))
def test_orientation_tags_are_applied_as_pillow_does(value, form):
    data = samples.with_orientation(value, form)
    shown = open_document(data).load(0).image
    from PIL import ImageOps

    wanted = np.asarray(ImageOps.exif_transpose(PillowImage.open(io.BytesIO(data))).convert("RGB"))[:, :, ::-1]
    assert shown.shape == wanted.shape
    assert np.abs(shown.astype(int) - wanted).max() <= 6


def test_heic_opens():
    image = open_document(samples.heic()).load(0).image
    assert image.shape == (48, 64, 3)
    assert image[24, 8].min() > 230
    assert image[24, 56, 0] > 200 > 60 > image[24, 56, 2]


def test_transparent_ink_lies_on_white():
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[10:20, 10:20] = (0, 0, 0, 255)
    out = io.BytesIO()
    PillowImage.fromarray(rgba).save(out, "PNG")
    image = open_document(out.getvalue()).load(0).image
    assert tuple(image[0, 0]) == (255, 255, 255)
    assert tuple(image[15, 15]) == (0, 0, 0)


@pytest.mark.parametrize("most, bits", [(65535, 16), (4095, 12), (255, 8)])
def test_grey_of_more_than_8_bits_keeps_black_and_white(most, bits):
    values = np.linspace(0, most, 64 * 64).reshape(64, 64).astype(np.uint16)
    out = io.BytesIO()
    PillowImage.fromarray(values).save(out, "PNG")
    image = open_document(out.getvalue()).load(0).image
    assert image[0, 0, 0] <= 1
    assert image[-1, -1, 0] >= 254
    assert to_8_bit(np.full((2, 2), 2 ** (bits - 1), np.uint16))[0, 0] in range(126, 130)


def test_floats_with_holes_do_not_break_the_scale():
    assert to_8_bit(np.array([[0.0, np.nan, np.inf, 1.0]], np.float32)).tolist() == [[0, 0, 0, 255]]


def test_a_truncated_jpeg_is_refused_and_not_read_half():
    data = samples.saved("JPEG", quality=90)
    document = open_document(data[: len(data) * 2 // 3])
    with pytest.raises(PageError, match="cut off"):
        document.load(0)


def test_a_thumbnail_does_not_hide_the_missing_end():
    exif = PillowImage.Exif()
    exif[274] = 1
    thumbnail = samples.saved("JPEG", samples.page(64, 48))
    data = samples.saved("JPEG", exif=b"Exif\0\0" + exif.tobytes()[6:] + thumbnail)
    assert open_document(data).load(0).image.shape == (240, 320, 3)
    with pytest.raises(PageError, match="cut off"):
        open_document(data[:-40]).load(0)


@pytest.mark.parametrize("name", ["png", "webp", "gif", "bmp", "tiff"])
def test_truncated_pictures_give_a_typed_error(name):
    data = samples.every_type()[name]
    with pytest.raises((PageError, DamagedDocument)):
        open_document(data[: len(data) // 2]).load(0)


def test_a_pixel_bomb_is_refused_before_decoding():
    out = io.BytesIO()
    PillowImage.new("1", (15_000, 14_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(LimitExceeded, match="pixels"):
        open_document(out.getvalue())


def test_the_pixel_limit_is_a_setting():
    data = samples.saved("PNG")
    open_document(data, Limits(pixels=320 * 240)).load(0)
    with pytest.raises(LimitExceeded, match="send it smaller"):
        open_document(data, Limits(pixels=320 * 240 - 1))


def test_a_bmp_that_lies_about_its_size():
    data = bytearray(samples.saved("BMP"))
    struct.pack_into("<ii", data, 18, 100_000, 100_000)
    with pytest.raises(LimitExceeded):
        open_document(bytes(data))
