"""A column of short numbers that was boxed as one upright text falls into its rows; lettering set downwards stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines.boxes.detection import Box
from ocr_pipeline.engines.boxes.stacks import by_ink
from ocr_pipeline.page import Image
from tests.unit.engines.sheets import CJK, LATIN

pytestmark = pytest.mark.unit

USUAL, PITCH, TOP = 36.0, 44, 60
NAMES = [Box(120.0, TOP + PITCH * row, 160.0, USUAL, 0.0) for row in range(6)]


def page(texts: list[str], pitch: int = PITCH, path: str = LATIN, size: int = 24) -> Image:
    canvas = PillowImage.new("L", (480, 360), 235)
    pen = ImageDraw.Draw(canvas)
    for row, text in enumerate(texts):
        pen.text((330, TOP + pitch * row), text, font=ImageFont.truetype(path, size), fill=120, anchor="mm")
    shade = np.linspace(1.0, 0.6, 360)[:, None]
    grey = np.asarray(np.asarray(canvas) * shade, np.uint8)
    return np.asarray(cv2.cvtColor(cv2.GaussianBlur(grey, (0, 0), 1.5), cv2.COLOR_GRAY2BGR))


def column(rows: int, pitch: int = PITCH) -> Box:
    return Box(330.0, TOP + pitch * (rows - 1) / 2, pitch * rows, 40.0, 88.0)


def test_a_column_of_digits_falls_into_its_rows() -> None:
    found = by_ink(page(["34", "7", "6", "20", "19"]), column(5), 0.0, USUAL, NAMES)
    assert [box.y for box in found] == pytest.approx([TOP + PITCH * row for row in range(5)], abs=7)
    assert all(box.height <= USUAL and abs(box.x - 330) < 6 for box in found)


def test_a_column_beside_which_nothing_stands_stays_one() -> None:
    assert by_ink(page(["34", "7", "6", "20", "19"]), column(5), 0.0, USUAL, []) == []


def test_the_word_above_a_column_is_none_of_its_rows() -> None:
    image = page(["34", "7", "6", "20", "19"])
    image[20:39, 290:370] = 60  # the lower half of a word whose upper half is outside the column's box
    head = Box(330.0, 32.0, 90.0, 30.0, 0.0)
    found = by_ink(image, Box(330.0, 140.5, 225.0, 40.0, 88.0), 0.0, USUAL, [head, *NAMES])
    assert [box.y for box in found] == pytest.approx([TOP + PITCH * row for row in range(5)], abs=7)


def test_letters_set_downwards_stay_one_text() -> None:
    image = page(list("检验报告单联"), 26, CJK)
    assert by_ink(image, column(6, 26), 0.0, USUAL, NAMES) == []


def test_a_line_of_text_that_runs_up_the_page_stays_one() -> None:
    image = np.rot90(page(["Laboratory copy"]), 1)
    assert by_ink(np.ascontiguousarray(image), Box(60.0, 150.0, 200.0, 36.0, 90.0), 0.0, USUAL, NAMES) == []


def test_empty_paper_has_no_rows() -> None:
    assert by_ink(page([]), column(5), 0.0, USUAL, NAMES) == []
