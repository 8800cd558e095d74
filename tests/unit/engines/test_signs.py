from __future__ import annotations

import pytest

from models.symbols.reader import Sign
from ocr_pipeline.engines.signs import agreed
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (20.0, 0.0), (20.0, 30.0), (0.0, 30.0))


def heard(text: str, confidence: float) -> Line:
    chars = (Char(text, confidence, 0.2, 0.8),) if text else ()
    return Line(text, confidence if text else 0.0, chars, QUAD, QUAD)


@pytest.mark.parametrize(
    ("text", "confidence", "sign", "sure", "expected"),
    [
        ("-", 0.95, "-", 0.99, "-"),
        ("十", 0.99, "+", 0.99, "+"),
        ("土", 0.8, "±", 0.97, "±"),
        ("", 0.0, "-", 0.98, "-"),
        ("一", 0.99, "-", 0.98, "-"),
        ("★", 0.98, "*", 0.98, "*"),
        ("V", 0.7, "↓", 0.97, "↓"),
        ("C", 0.6, "<", 0.99, "<"),
        ("＞", 0.9, ">", 0.95, ">"),
        ("Ｈ", 0.9, "H", 0.95, "H"),
    ],
)
def test_signs_that_are_known_to_be_misread_are_set_right(
    text: str, confidence: float, sign: str, sure: float, expected: str
) -> None:
    line = agreed(heard(text, confidence), Sign(sign, sure, "", 0.0))
    assert line.text == expected
    assert line.confidence >= 0.9
    assert len(line.chars) == len(line.text)


def test_agreement_is_more_certain_than_either() -> None:
    assert agreed(heard("↑", 0.8), Sign("↑", 0.9, "", 0.0)).confidence > 0.95


@pytest.mark.parametrize(
    ("text", "confidence", "sign", "sure"),
    [
        ("1", 0.99, "-", 0.95),  # a digit that the recogniser is sure of
        ("5", 0.99, "+", 0.99),  # no known mistake
        ("↑", 0.99, "↓", 0.99),
        ("-", 0.9, "", 0.99),  # the sign reader sees no sign
        ("", 0.0, "+", 0.7),
    ],
)
def test_what_the_two_disagree_on_is_doubtful(text: str, confidence: float, sign: str, sure: float) -> None:
    assert agreed(heard(text, confidence), Sign(sign, sure, "", 0.0)).confidence < 0.9


def test_a_negative_never_becomes_a_confident_one() -> None:
    for sure in (0.5, 0.7, 0.9, 0.95, 0.99, 1.0):
        line = agreed(heard("1", 0.999), Sign("-", sure, "", 0.0))
        assert not (line.text == "1" and line.confidence >= 0.9)


def test_digits_are_left_alone_where_there_is_no_sign() -> None:
    line = heard("7", 0.98)
    assert agreed(line, Sign("", 0.99, "", 0.0)) == line
