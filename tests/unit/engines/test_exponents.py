"""Powers of ten are told from numbers that stand right before their unit."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from models.values.alphabet import CHARS
from ocr_pipeline.engines.values.exponents import with_exponents
from ocr_pipeline.page import Char, Image, Line, Polygon
from tests.unit.engines.sheets import LATIN

pytestmark = pytest.mark.unit


def drawn(text: str, up: str = "") -> tuple[Image, Line]:
    """A line of print, with ``up`` raised where ``text`` has a caret, and what a recogniser would read of it: no caret."""
    face, small = ImageFont.truetype(LATIN, 32), ImageFont.truetype(LATIN, 20)
    before, _, after = text.partition("^")
    parts = [(c, face, 40) for c in before] + [(c, small, 26) for c in up] + [(c, face, 40) for c in after]
    width = sum(font.getlength(c) for c, font, _ in parts) + 16
    canvas = PillowImage.new("L", (round(width), 48), 240)
    pen, x, chars = ImageDraw.Draw(canvas), 8.0, []
    for char, font, foot in parts:
        pen.text((x, foot), char, font=font, fill=20, anchor="ls")
        end = x + font.getlength(char)
        chars.append(Char(char, 0.99, x / width, end / width))
        x = end
    quad: Polygon = ((0.0, 0.0), (width, 0.0), (width, 48.0), (0.0, 48.0))
    line = Line("".join(c.text for c in chars), 0.99, tuple(chars), quad, quad)
    return cv2.cvtColor(np.asarray(canvas), cv2.COLOR_GRAY2BGR), line


def written(text: str, share: float, count: int) -> NDArray[np.float32]:
    """Time steps of the small reader that show ``text``; its raised digit with a probability of ``share``, else a 6."""
    steps = np.zeros((max(count, 2 * len(text) + 2), len(CHARS) + 1), np.float32)
    steps[:, 0] = 1.0
    for place, char in enumerate(text):
        steps[2 * place + 1] = 0.0
        steps[2 * place + 1, CHARS.index(char) + 1] = 1.0
    at = 2 * text.index("^") + 3
    steps[at, CHARS.index(text[text.index("^") + 1]) + 1] = share
    steps[at, CHARS.index("6") + 1] = 1 - share
    return steps


def spelled(image: Image, line: Line, shown: str = "×10^9/L", share: float = 0.99) -> Line:
    """By a recogniser that sees nothing more, and a small reader that sees ``shown`` with a probability of ``share``."""

    def reread(_: Image, quads: Sequence[Polygon]) -> list[Line]:
        return [Line("", 0.0, (), quad, quad) for quad in quads]

    def run(crops: NDArray[np.float32]) -> NDArray[np.float32]:
        return written(shown, share, crops.shape[3] // 4)

    return with_exponents(image, [line.polygon], [line], reread, run)[0]


@pytest.mark.parametrize(
    "text",
    ["10.9mg/L", "10,3mg/L", "110.6U/L", "109U/L", "103g/L", "109mg/L", "10g/L", "110g/L", "10U/L", "0-10.9mg/L", "<10.9U/L",
     "10.12U/L", "10.6/L", "1012ng/L", "10mg/L", "10.9mg/1", "100/uL",
     "108/uL", "1080/µL", "10500/uL", "0-10/uL", "5.10/uL", "*10.2", "*100.2"],
)  # fmt: skip
def test_a_number_before_its_unit_is_no_power(text: str) -> None:
    image, line = drawn(text)
    assert spelled(image, line) == line


@pytest.mark.parametrize(("text", "up"), [("10^/L", "9"), ("×10^/L", "9"), ("x10^/µL", "3"), ("4.5 10^/L", "12")])
def test_raised_digits_get_their_caret(text: str, up: str) -> None:
    image, line = drawn(text, up)
    assert spelled(image, line).text == text.replace("^", "^" + up)


@pytest.mark.parametrize("mark", ["°", "'", "%", "g", "°9"])
def test_what_a_raised_digit_was_taken_for_is_read_again(mark: str) -> None:
    image, line = drawn("×10^/L", "9")
    place = line.text.index("9")
    chars = [*line.chars[:place], *(Char(c, 0.8, line.chars[place].start, line.chars[place].end) for c in mark)]
    misread = line.with_chars([*chars, *line.chars[place + 1 :]])
    assert spelled(image, misread).text == "×10^9/L"


@pytest.mark.parametrize("likely", ["3", "6"])
def test_a_microlitre_whose_letter_was_misread_has_its_power_in_doubt(likely: str) -> None:
    image, line = drawn("10/pL")
    read = spelled(image, line, f"10^{likely}/µL")
    assert read.text == f"10^{likely}/µL"
    assert read.confidence < 0.9


@pytest.mark.parametrize("likely", ["9", "12"])
def test_a_lost_exponent_is_the_likeliest_that_units_know(likely: str) -> None:
    image, line = drawn("×10/L")
    assert spelled(image, line, f"×10^{likely}/L").text == f"×10^{likely}/L"


@pytest.mark.parametrize(
    ("printed", "read"),
    [("4.5110/L", "4.5110^12/L"), ("4.70109/L", "4.7010^9/L"), ("4.511012/L", "4.5110^12/L")],
)
def test_a_power_right_behind_its_value_is_found(printed: str, read: str) -> None:
    image, line = drawn(printed)
    assert spelled(image, line, "4.5110^12/L").text == read


@pytest.mark.parametrize(
    ("share", "text", "sure"), [(0.95, "×10^9/L", 0.9), (0.6, "×10^9/L", 0.8), (0.45, "×10/L", 0.0)]
)
def test_an_exponent_that_is_hardly_likelier_than_another_stays_lost(share: float, text: str, sure: float) -> None:
    image, line = drawn("×10/L")
    read = spelled(image, line, "×10^9/L", share)
    assert read.text == text
    assert (read.confidence >= 0.9) == (sure >= 0.9)


@pytest.mark.parametrize(
    ("misread", "whole"),
    [("10'L", "10^9/L"), ("×10'lL", "×10^9/L"), ("10°VL", "10^9/L"), ("10PL", "10^9/L"), ("×10PL", "×10^9/L")],
)
def test_a_lost_slash_is_put_back(misread: str, whole: str) -> None:
    image, line = drawn(whole.replace("^9", "^"), "9")
    chars = [Char(c, 0.8, i / len(misread), (i + 1) / len(misread)) for i, c in enumerate(misread)]
    assert spelled(image, line.with_chars(chars)).text == whole


@pytest.mark.parametrize(
    "text", ["10L", "10%", "10FL", "110PL", "10.9L", "10:1mL", "10-1mL", "10 mL", "10mL", "110'L", "10'"]
)
def test_none_is_put_into_volumes(text: str) -> None:
    image, line = drawn(text)
    assert spelled(image, line) == line
