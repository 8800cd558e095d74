"""Dashes that the recogniser passed over are found on the picture, and none is invented."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines.characters.dashes import with_dashes
from ocr_pipeline.page import Char, Image
from tests.unit.engines.sheets import LATIN

pytestmark = pytest.mark.unit

SIZE = 34.0
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"


def seen(text: str, missed: str, ink: int = 0, font: str = LATIN) -> tuple[list[Char], Image]:
    """The characters of ``text`` but ``missed``, by their middles, and the crop that shows them all; the missed ones are
    drawn with grey level ``ink``."""
    face = ImageFont.truetype(font, 30)
    canvas = PillowImage.new("RGB", (round(face.getlength(text)) + 30, 48), (255, 255, 255))
    pen, chars, x = ImageDraw.Draw(canvas), [], 15.0
    for char in text:
        width = face.getlength(char)
        shade = ink if char == missed else 0
        pen.text((x, 6), char, font=face, fill=(shade, shade, shade))
        if char not in (missed, " "):
            chars.append(Char(char, 0.999, x + width / 2, x + width / 2))
        x += width
    return chars, np.asarray(canvas)[:, :, ::-1].copy()


@pytest.mark.parametrize("font", [LATIN, MONO])
@pytest.mark.parametrize("text", ["2 - 10", "130-175", "0.10 - 0.60", "4000 - 10000", "3.5-9.5"])
@pytest.mark.parametrize("ink", [0, 120, 190])
def test_a_missed_dash_between_numbers_is_put_back(text: str, ink: int, font: str) -> None:
    chars, crop = seen(text, "-", ink, font)
    read = with_dashes(chars, SIZE, crop)
    assert "".join(c.text for c in read) == text.replace(" ", "")
    assert [c.start for c in read] == sorted(c.start for c in read)


@pytest.mark.parametrize(
    "text", ["2 10", "4.00 4.34", "101 121", "2025-02-24 13:47", "07700 900058", "14 44", "999 421 4187"]
)
@pytest.mark.parametrize("font", [LATIN, MONO])
def test_no_dash_is_invented_in_a_gap(text: str, font: str) -> None:
    chars, crop = seen(text, "", 0, font)
    for blur in (0.1, 1.5, 2.5):
        assert with_dashes(chars, SIZE, np.asarray(cv2.GaussianBlur(crop, (0, 0), blur))) == chars


@pytest.mark.parametrize("missed", [".", ":", "8"])
def test_other_missed_characters_are_no_dash(missed: str) -> None:
    chars, crop = seen(f"12{missed}30", missed)
    assert with_dashes(chars, SIZE, crop) == chars


@pytest.mark.parametrize("font", [LATIN, MONO])
@pytest.mark.parametrize("text", ["0 - 2", "3.5 - 9.5"])
def test_a_dash_that_was_read_as_a_dot_is_doubtful(text: str, font: str) -> None:
    chars, crop = seen(text, "-", 90, font)
    place = next(i for i, (a, b) in enumerate(pairwise(chars)) if b.start - a.start > 40)
    middle = (chars[place].start + chars[place + 1].start) / 2
    read = with_dashes([*chars[: place + 1], Char(".", 0.95, middle, middle), *chars[place + 1 :]], SIZE, crop)
    dot = next(c for c in read if c.text == "." and abs(c.start - middle) < 1)
    assert (dot.confidence, dot.runner_up) == (0.5, "-")


@pytest.mark.parametrize("font", [LATIN, MONO])
@pytest.mark.parametrize("text", ["4. 00", "12.5", "08:30", "1,000", "0 . 5", "59.3", "2.9"])
def test_a_dot_stays_a_dot(text: str, font: str) -> None:
    chars, crop = seen(text, "", 0, font)
    for blur in (0.1, 1.5, 2.5):
        assert with_dashes(chars, SIZE, np.asarray(cv2.GaussianBlur(crop, (0, 0), blur))) == chars
