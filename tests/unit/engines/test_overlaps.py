"""A character that two overlapping boxes hold is there once."""

from __future__ import annotations

import pytest

from ocr_pipeline.engines.characters.overlaps import UNSURE, without_overlaps
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit


def line(text: str, x0: float, x1: float, y: float = 0.0) -> Line:
    quad = ((x0, y), (x1, y), (x1, y + 20.0), (x0, y + 20.0))
    chars = tuple(Char(c, 0.99, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, 0.99, chars, quad, quad)


def test_what_both_boxes_hold_is_read_once() -> None:
    read = without_overlaps([line("123", 100, 130), line("3 mg/dL", 120, 190), line("70-105", 300, 360)])
    assert [x.text.strip() for x in read] == ["123", "mg/dL", "70-105"]
    assert read[1].polygon[0][0] >= 130


def test_what_the_two_read_differently_is_doubtful_in_both() -> None:
    one, other = without_overlaps([line("123", 100, 130), line("8 mg/dL", 120, 190)])
    assert (one.text, other.text) == ("123", "8 mg/dL")
    assert [c.confidence for c in one.chars] == [0.99, 0.99, UNSURE]
    assert (one.confidence, other.confidence) == (UNSURE, UNSURE)


def test_two_like_digits_that_stand_apart_are_two() -> None:
    one, other = without_overlaps([line("11", 100, 136), line("12", 124, 168)])
    assert (one.text, other.text) == ("11", "12")
    assert (one.confidence, other.confidence) == (UNSURE, UNSURE)


@pytest.mark.parametrize(
    "second",
    [
        line("33", 133, 153),  # beside it
        line("33", 124, 153, y=14.0),  # on the next line
        line("3", 122, 129),  # wholly inside
    ],
)
def test_boxes_that_share_no_character_stay(second: Line) -> None:
    first = line("123", 100, 130)
    assert without_overlaps([first, second]) == [first, second]


def test_a_sign_that_the_second_box_cuts_leaves_the_digit_that_both_hold() -> None:
    read = without_overlaps([line("[6.4-8", 100, 160), line("8.3]", 144, 188)])
    assert [x.text for x in read] == ["[6.4-8", ".3]"]
    assert read[0].confidence > UNSURE
