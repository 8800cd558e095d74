"""Raised digits are found by their ink and believed where two readers are sure of the same."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from models.values.reader import Read
from ocr_pipeline.engines.values import raised as module
from ocr_pipeline.engines.values.raised import raised_digits
from ocr_pipeline.page import Char, Image, Line, Polygon

pytestmark = pytest.mark.unit

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
KNOWN = frozenset({"3", "6", "9", "12"})
WIDTH = 170.0
QUAD: Polygon = ((0.0, 0.0), (WIDTH, 0.0), (WIDTH, 48.0), (0.0, 48.0))


def drawn(before: str, up: str, after: str) -> tuple[Image, tuple[float, float]]:
    """A line with raised digits, and where these lie on it (fractions of its width)."""
    canvas = PillowImage.new("L", (round(WIDTH), 48), 240)
    pen, face, small = ImageDraw.Draw(canvas), ImageFont.truetype(FONT, 32), ImageFont.truetype(FONT, 20)
    pen.text((8, 40), before, font=face, fill=20, anchor="ls")
    a = 8 + face.getlength(before)
    pen.text((a, 26), up, font=small, fill=20, anchor="ls")
    b = a + small.getlength(up)
    pen.text((b, 40), after, font=face, fill=20, anchor="ls")
    return cv2.cvtColor(np.asarray(canvas), cv2.COLOR_GRAY2BGR), (a / WIDTH, b / WIDTH)


def found(
    monkeypatch: pytest.MonkeyPatch, image: Image, one: tuple[str, float], other: tuple[str, float]
) -> tuple[list[Char], int]:
    """What is believed when the readers say that of every picture, and how many pictures they were shown."""
    shown: list[Image] = []

    def reread(picture: Image, quads: Sequence[Polygon]) -> list[Line]:
        shown.append(picture)
        return [Line(one[0], one[1], (), quad, quad) for quad in quads]

    monkeypatch.setattr(module, "best", lambda _: Read(other[0], (other[1],) * len(other[0]), ()))
    chars = raised_digits(image, QUAD, 0.0, KNOWN, reread, lambda crops: crops)
    return chars, len(shown)


@pytest.mark.parametrize(("up", "said"), [("9", "9"), ("12", "1 2"), ("3", "3")])
def test_digits_that_both_readers_are_sure_of_are_written_where_they_stand(
    monkeypatch: pytest.MonkeyPatch, up: str, said: str
) -> None:
    image, (a, b) = drawn("×10", up, "/L")
    chars, _ = found(monkeypatch, image, (said, 0.98), (up, 0.97))
    assert "".join(c.text for c in chars) == up
    assert (chars[0].start, chars[-1].end) == pytest.approx((a, b), abs=0.03)
    assert min(c.confidence for c in chars) == 0.97


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("9", 0.99), ("3", 0.99)),  # they disagree
        (("9", 0.99), ("9", 0.6)),  # one is unsure
        (("2", 0.99), ("2", 0.99)),  # no unit is written so
        (("", 0.0), ("", 0.0)),
    ],
)
def test_anything_less_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, one: tuple[str, float], other: tuple[str, float]
) -> None:
    assert found(monkeypatch, drawn("10", "9", "/L")[0], one, other)[0] == []


@pytest.mark.parametrize(("before", "after"), [("0-10", "/uL"), ("109", "/L"), ("5.2 10", "/L"), ("", "")])
def test_without_raised_ink_nobody_is_asked(monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    assert found(monkeypatch, drawn(before, "", after)[0], ("9", 0.99), ("9", 0.99)) == ([], 0)


def test_ink_left_of_the_power_is_no_exponent(monkeypatch: pytest.MonkeyPatch) -> None:
    image, _ = drawn("5", "9", "/L")
    shown: list[Image] = []
    monkeypatch.setattr(module, "best", lambda _: Read("9", (0.99,), ()))

    def reread(picture: Image, quads: Sequence[Polygon]) -> list[Line]:
        shown.append(picture)
        return [Line("9", 0.99, (), quad, quad) for quad in quads]

    assert raised_digits(image, QUAD, 0.6, KNOWN, reread, lambda crops: crops) == []
    assert not shown
