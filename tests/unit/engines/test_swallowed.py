"""Arrows that the recogniser passed over are seen in the gap, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from models.symbols.reader import SignReader
from ocr_pipeline.engines.signs.swallowed import with_swallowed
from ocr_pipeline.page import Char, Image, Line, Polygon
from tests.unit.engines.sheets import LATIN

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def reader() -> SignReader:
    return SignReader()


def seen(printed: str, missed: str, off: float = 0.0) -> tuple[Image, Line]:
    """A line of print and what is read of it: spaces for ``missed``, ``off`` pixels away."""
    face = ImageFont.truetype(LATIN, 30)
    width = round(face.getlength(printed)) + 20
    canvas = PillowImage.new("L", (width, 48), 240)
    pen, x, chars = ImageDraw.Draw(canvas), 10.0, list[Char]()
    for char in printed:
        pen.text((x, 36), char, font=face, fill=20, anchor="ls")
        end = x + face.getlength(char)
        blank = char in missed + " "
        if blank and chars and chars[-1].text == " ":
            chars[-1] = Char(" ", 1.0, chars[-1].start, (end + off) / width)
        else:
            chars.append(Char(" " if blank else char, 0.99, (x + off * blank) / width, (end + off * blank) / width))
        x = end
    quad: Polygon = ((0.0, 0.0), (width, 0.0), (width, 48.0), (0.0, 48.0))
    image = cv2.GaussianBlur(cv2.cvtColor(np.asarray(canvas), cv2.COLOR_GRAY2BGR), (0, 0), 1.0)
    return np.asarray(image, np.uint8), Line("".join(c.text for c in chars), 0.99, tuple(chars), quad, quad)


@pytest.mark.parametrize(
    ("printed", "arrow"), [("2.39 ↓ pmol/L", "↓"), ("187.6 ↑ IU/mL", "↑"), ("135 ↑ g/L", "↑"), ("12.5 ↓ %", "↓")]
)
@pytest.mark.parametrize("off", [-4.0, 0.0, 4.0])
def test_an_arrow_in_a_gap_is_put_in_and_open_to_doubt(
    printed: str, arrow: str, off: float, reader: SignReader
) -> None:
    image, line = seen(printed, arrow, off)
    (read,) = with_swallowed(image, [line], reader)
    assert read.text == printed
    assert next(c for c in read.chars if c.text == arrow).confidence < 0.9
    edges = [e for c in read.chars for e in (c.start, c.end)]
    assert len(edges) == 2 * len(printed)


@pytest.mark.parametrize("missed", ["", "|", "*", ".", "-", "'", ":", "H"])
@pytest.mark.parametrize("printed", ["2.39 {} pmol/L", "142 {} g/L", "31 {} U/L", "1.1 {} mmol/L"])
def test_nothing_else_is(printed: str, missed: str, reader: SignReader) -> None:
    image, line = seen(printed.format(missed), missed)
    assert with_swallowed(image, [line], reader) == [line]
