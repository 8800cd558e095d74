"""Which of two readings of a line stays."""

from __future__ import annotations

import pytest

from ocr_pipeline.engines.ppocr import better
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (90.0, 0.0), (90.0, 30.0), (0.0, 30.0))


def line(text: str, *sure: float) -> Line:
    confidences = sure or (0.99,) * len(text)
    chars = tuple(Char(c, p, 0.1, 0.2) for c, p in zip(text, confidences, strict=True))
    return Line(text, min(confidences, default=0.0), chars, QUAD, QUAD)


def test_the_surer_reading_stays() -> None:
    low, high = line("7.4", 0.6, 0.9, 0.9), line("7.1", 0.95, 0.99, 0.9)
    assert better(low, high) == better(high, low) == high


@pytest.mark.parametrize(
    ("whole", "part"), [("4,800-10,800", "4,80-10,800"), ("3.5-9.5", "3.5 9.5"), ("0.00-35.00", "0.0-35.00")]
)
def test_a_character_that_one_reading_swallowed_stays(whole: str, part: str) -> None:
    long, short = line(whole, *[0.8] * len(whole)), line(part)
    assert better(long, short) == better(short, long) == long


def test_a_character_that_is_hardly_seen_is_no_reason() -> None:
    long, short = line("1.55", 0.9, 0.9, 0.9, 0.2), line("1.5")
    assert better(long, short) == better(short, long) == short


@pytest.mark.parametrize(
    ("more", "less"), [(".600", "600"), ("79", "7"), ("阴性(()", "阴性()"), ("川I活性", "川活性"), ("1.5.", "1.5")]
)
def test_other_characters_are_not_believed_for_being_more(more: str, less: str) -> None:
    long, short = line(more, 0.6, *[0.9] * (len(more) - 1)), line(less)
    assert better(long, short) == better(short, long) == short


def test_an_empty_reading_never_stays() -> None:
    assert better(line(""), line("5", 0.3)).text == "5"
