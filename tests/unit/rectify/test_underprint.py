"""Watermarks across the text become paper; everything else on the page stays as it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_pipeline.page import Image, Polygon
from ocr_pipeline.rectify.orientation import Quads, as_quads
from ocr_pipeline.rectify.underprint import without_underprint

pytestmark = pytest.mark.unit

ROWS = range(120, 600, 40)
BLACK, GREY = (25, 25, 25), (212, 212, 212)


def sheet() -> Image:
    return np.full((700, 1000, 3), 250, np.uint8)


def write(page: Image, text: str, x: int, y: int, colour: tuple[int, int, int] = BLACK, size: float = 0.8) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, colour, max(1, round(2.4 * size)), cv2.LINE_AA)


def rows(page: Image) -> Quads:
    boxes: list[Polygon] = []
    for number, y in enumerate(ROWS):
        for x, text in ((60, "Haemoglobin"), (420, f"{100 + 7 * number}"), (620, "130 - 175")):
            write(page, text, x, y)
            boxes.append(((x, y - 24), (x + 17 * len(text), y - 24), (x + 17 * len(text), y + 8), (x, y + 8)))
    return as_quads(boxes)


def test_a_watermark_across_rows_becomes_paper_and_the_print_stays() -> None:
    page = sheet()
    write(page, "SAMPLE COPY", 80, 300, GREY, 4.0)
    write(page, "SAMPLE COPY", 80, 500, GREY, 4.0)
    watermark = page[..., 0] < 240
    found = rows(page)
    print_ = page[..., 0] < 90
    clear = without_underprint(page, found)
    assert clear is not None
    assert clear[print_].max() < 110
    assert np.median(clear[watermark & (page[..., 0] > 200)]) > 245


def test_pale_print_of_the_texts_own_size_stays_beside_a_watermark() -> None:
    page = sheet()
    write(page, "SAMPLE COPY", 80, 300, GREY, 4.0)
    found = rows(page)
    write(page, "grey remark", 60, 660, GREY)
    box = ((60, 636), (240, 636), (240, 668), (60, 668))
    clear = without_underprint(page, as_quads([*[tuple(map(tuple, quad)) for quad in found], box]))
    assert clear is not None
    assert (clear[636:668, 60:240] == page[636:668, 60:240]).all()


def test_decimal_points_half_as_dark_as_thin_print_stay() -> None:
    page = sheet()
    write(page, "SAMPLE COPY", 80, 300, (208, 208, 208), 4.0)
    found = rows(page)
    page[page < 120] = 120  # faint print
    points = [(x, y) for y in ROWS for x in (580, 590)]
    for x, y in points:
        cv2.circle(page, (x, y), 2, (185, 185, 185), -1)
    clear = without_underprint(page, found)
    assert clear is not None
    assert all(clear[y, x].max() < 215 for x, y in points)


@pytest.mark.parametrize("kind", ["plain", "shaded", "ruled", "red", "title", "grain", "dark", "seal"])
def test_pages_without_a_watermark_are_left_alone(kind: str) -> None:
    page = sheet()
    if kind == "shaded":
        for y in ROWS[::2]:
            page[y - 28 : y + 12, 40:960] = 225
    if kind == "ruled":
        for y in ROWS:
            page[y + 14 : y + 16, 40:960] = 190
        page[90:600, 400:402] = 190
    if kind == "title":
        write(page, "Laboratory Report", 200, 60, GREY, 2.0)
    if kind == "dark":
        page[:, :380] = 0  # a black wall behind a sheet
    if kind == "grain":
        page = np.clip(page.astype(int) - np.random.default_rng(1).integers(0, 60, page.shape), 0, 255).astype(np.uint8)
    found = rows(page)
    if kind == "seal":
        for radius in (120, 90, 60):
            cv2.circle(page, (480, 300), radius, (150, 150, 235), 6, cv2.LINE_AA)
    if kind == "red":
        for y in ROWS[::3]:
            write(page, "H *", 500, y, (60, 60, 230))
    assert without_underprint(page, found) is None
