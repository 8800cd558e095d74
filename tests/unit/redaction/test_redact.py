"""Painted pages: covered pixels are black, the rest is untouched, and the file says nothing else."""

from __future__ import annotations

import struct
from dataclasses import replace

import cv2
import numpy as np
import pytest

from ocr_pipeline.identity import find_identity
from ocr_pipeline.page import PageImage
from ocr_pipeline.redaction import cut, encode, find_codes, redact
from ocr_pipeline.report import Region
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def _paper(height=600, width=800):
    return np.full((height, width, 3), 255, np.uint8)


def _pixels(png):
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)


def _chunks(png):
    names, at = [], 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        names.append(png[at + 4 : at + 8].decode())
        at += 12 + size
    return names


def test_spans_are_solid_black_with_padding_and_nothing_else_changes():
    page = page_of(["姓名：张伟明", "项目：白细胞"])
    image = _paper()
    image[:] = 200
    spans = find_identity([page])
    out = _pixels(redact(PageImage(0, image), spans))
    polygon = np.array(spans[0].polygon)
    left, top = polygon.min(axis=0).astype(int)
    right, bottom = polygon.max(axis=0).astype(int)
    assert out[top - 2 : bottom + 2, left - 3 : right + 3].max() == 0
    assert (out[300:] == 200).all()
    assert (image == 200).all()


def test_identity_and_footer_regions_are_filled_and_others_are_not():
    def box(top, bottom):
        return ((10.0, top), (700.0, top), (700.0, bottom), (10.0, bottom))

    regions = (
        Region("identity", box(10, 60), 1.0),
        Region("table", box(100, 200), 1.0),
        Region("footer", box(500, 560), 1.0),
    )
    out = _pixels(redact(PageImage(0, _paper()), (), regions))
    assert out[20:50, 20:690].max() == 0
    assert out[510:550, 20:690].max() == 0
    assert out[110:190].min() == 255


def test_figures_stay_but_for_the_identity_that_stands_in_them():
    image = _paper()
    image[:] = 130
    page = page_of(["", "", "", "", [(120.0, "姓名：张伟明")]])
    box = ((100.0, 100.0), (500.0, 100.0), (500.0, 400.0), (100.0, 400.0))
    header = ((0.0, 0.0), (799.0, 0.0), (799.0, 200.0), (0.0, 200.0))
    regions = (Region("identity", header, 1.0), Region("figure", box, 1.0))
    spans = find_identity([page])
    out = _pixels(redact(PageImage(0, image), spans, regions))
    polygon = np.array(spans[0].polygon)
    (left, top), (right, bottom) = polygon.min(axis=0).astype(int), polygon.max(axis=0).astype(int)
    assert 100 < top < bottom < 400
    assert out[top:bottom, left:right].max() == 0
    assert (out[105 : top - 8, 105:495] == 130).all()
    assert (out[bottom + 8 : 395, 105:495] == 130).all()
    assert out[5:95].max() == 0


def test_the_file_holds_pixels_only():
    assert set(_chunks(redact(PageImage(0, _paper()), ()))) == {"IHDR", "IDAT", "IEND"}


@pytest.mark.parametrize("turned", [False, True])
def test_bar_codes_are_covered(turned):
    image = _paper()
    rng = np.random.default_rng(5)
    x = 300
    while x < 520:
        width = int(rng.integers(2, 6))
        image[100:160, x : x + width] = 0
        x += width + int(rng.integers(2, 6))
    if turned:
        image = np.ascontiguousarray(np.rot90(image))
    out = _pixels(redact(PageImage(0, image), ()))
    inside = np.ascontiguousarray(np.rot90(out, -1)) if turned else out
    assert inside[105:155, 305:510].max() == 0


@pytest.mark.parametrize("angle", [16.0, -53.0, 30.0])
def test_bar_codes_of_a_slanted_page_are_covered_with_their_digits(angle):
    image = _paper()
    rng = np.random.default_rng(5)
    x = 290
    while x < 510:
        width = int(rng.integers(2, 6))
        image[270:320, x : x + width] = 0
        x += width + int(rng.integers(2, 6))
    cv2.putText(image, "2218133000", (340, 338), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    matrix = cv2.getRotationMatrix2D((400, 300), -angle, 1.0)
    image = cv2.warpAffine(image, matrix, (800, 600), borderValue=(255, 255, 255))
    codes = find_codes(image, angle)
    assert codes
    out = _pixels(redact(PageImage(0, image), (_slanted_span(angle),)))
    upright = cv2.warpAffine(out, cv2.invertAffineTransform(matrix), (800, 600), borderValue=(255, 255, 255))
    assert upright[275:316, 300:500].max() < 60
    assert upright[324:336, 345:420].max() < 60


def _slanted_span(angle):
    """A found name whose line has the page's direction, in the picture's corner."""
    dx, dy = float(np.cos(np.radians(angle))), float(np.sin(np.radians(angle)))
    corners = ((0.0, 0.0), (80.0 * dx, 80.0 * dy), (80.0 * dx - 9.0 * dy, 80.0 * dy + 9.0 * dx), (-9.0 * dy, 9.0 * dx))
    polygon = tuple((x + 60.0, y + 80.0) for x, y in corners)
    return replace(find_identity([page_of(["姓名：张伟明"])])[0], polygon=polygon)


def test_the_grain_of_a_table_is_no_bar_code():
    image = _paper(1600, 1200)
    grain = np.clip(np.random.default_rng(2).normal(110, 45, 1200), 0, 255).astype(np.uint8)
    image[:] = grain[None, :, None]
    image[500:1500, 100:900] = 250
    out = _pixels(redact(PageImage(0, image), ()))
    assert out[520:1480, 120:880].min() > 200


def test_qr_codes_are_covered():
    image = _paper()
    code = cv2.QRCodeEncoder.create().encode("PID 4711 Zhang Weiming")
    code = cv2.resize(code, None, fx=5, fy=5, interpolation=cv2.INTER_NEAREST)
    image[80 : 80 + code.shape[0], 560 : 560 + code.shape[1]] = code[:, :, None]
    out = _pixels(redact(PageImage(0, image), ()))
    assert out[90 : 70 + code.shape[0], 570 : 550 + code.shape[1]].max() == 0


def test_rows_of_text_and_rules_are_no_codes():
    image = _paper()
    for row in range(12):
        cv2.putText(
            image,
            "Hemoglobin 13.5 g/dL 12.0-15.5 illicit lilt 1111",
            (40, 40 + 40 * row),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.6,
            (0, 0, 0),
            1,
        )
        cv2.line(image, (30, 50 + 40 * row), (760, 50 + 40 * row), (0, 0, 0), 1)
    assert find_codes(image) == ()


def test_cut_stays_inside_the_page():
    page = _paper()
    assert _pixels(cut(page, ((-50.0, -50.0), (100.0, -50.0), (100.0, 80.0), (-50.0, 80.0)))).shape[:2] == (81, 101)
    assert _pixels(cut(page, ((900.0, 900.0), (950.0, 900.0), (950.0, 950.0), (900.0, 950.0)))).size


def test_pages_without_colour_are_written_with_one_channel():
    grey, coloured = _paper(), _paper()
    coloured[3, 5] = (10, 20, 200)
    assert _pixels(encode(grey)).tolist() == grey.tolist()
    assert _pixels(encode(coloured)).tolist() == coloured.tolist()
    assert len(encode(grey)) < len(encode(coloured))
