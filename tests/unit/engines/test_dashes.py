"""Dashes that the recogniser passed over are found on the picture, and none is invented."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines.dashes import with_dashes
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
    assert with_dashes(chars, SIZE, crop) == chars


@pytest.mark.parametrize("missed", [".", ":", "8"])
def test_other_missed_characters_are_no_dash(missed: str) -> None:
    chars, crop = seen(f"12{missed}30", missed)
    assert with_dashes(chars, SIZE, crop) == chars
