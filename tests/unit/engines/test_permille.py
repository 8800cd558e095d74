"""A lone permille sign is no percent sign, and a percent sign stays one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines.signs.permille import with_permille
from ocr_pipeline.page import Char, Image, Line
from tests.unit.engines.sheets import CJK, LATIN

pytestmark = pytest.mark.unit

QUAD = ((40.0, 20.0), (110.0, 20.0), (110.0, 76.0), (40.0, 76.0))


def cell(text: str, path: str, blur: float) -> Image:
    canvas = PillowImage.new("L", (150, 96), 235)
    ImageDraw.Draw(canvas).text((75, 48), text, font=ImageFont.truetype(path, 36), fill=60, anchor="mm")
    return np.asarray(cv2.cvtColor(cv2.GaussianBlur(np.asarray(canvas), (0, 0), blur), cv2.COLOR_GRAY2BGR))


def read(text: str, confidence: float = 0.99) -> Line:
    chars = tuple(Char(c, confidence, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, confidence, chars, QUAD, QUAD)


@pytest.mark.parametrize("path", [LATIN, CJK])
@pytest.mark.parametrize("blur", [0.5, 1.2])
def test_three_rings_are_no_percent(path: str, blur: float) -> None:
    (line,) = with_permille(cell("‰", path, blur), [QUAD], [read("%")])
    assert line.confidence < 0.9
    assert "‰" in (line.text, line.chars[0].runner_up)


@pytest.mark.parametrize("path", [LATIN, CJK])
@pytest.mark.parametrize("blur", [0.5, 1.2, 2.5])
def test_a_percent_stays_certain(path: str, blur: float) -> None:
    (line,) = with_permille(cell("%", path, blur), [QUAD], [read("%")])
    assert (line.text, line.confidence) == ("%", 0.99)


@pytest.mark.parametrize("text", ["%o", "%e"])
def test_a_ring_that_was_read_for_itself_belongs_to_the_sign(text: str) -> None:
    (line,) = with_permille(cell("‰", LATIN, 0.5), [QUAD], [read(text)])
    assert line.text == "‰"
    assert len(line.chars) == 1
    assert line.confidence < 0.9
