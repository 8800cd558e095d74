from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.symbols.reader import Sign
from ocr_pipeline.engines.signs.lone import agreed, as_shaped, as_standing, oblong, with_last_signs
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
        ("八", 0.45, "<", 0.95, "<"),
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


@pytest.mark.parametrize(
    ("text", "confidence", "sign", "sure", "expected", "certain"),
    [
        ("I.", 0.98, "L", 0.97, "L", True),
        ("1.", 0.98, "L", 0.7, "L", False),
        ("II", 0.7, "H", 0.97, "H", True),
        ("II", 0.98, "H", 0.97, "H", False),  # a Roman two
        ("II", 0.98, "", 0.97, "II", True),
        ("1.", 0.98, "-", 0.97, "1.", True),
        ("土", 0.98, "", 0.97, "±", False),
        ("士", 0.98, "L", 0.7, "±", False),
    ],
)
def test_letters_and_signs_that_came_apart_are_whole(
    text: str, confidence: float, sign: str, sure: float, expected: str, certain: bool
) -> None:
    chars = tuple(Char(c, confidence, 0.2, 0.8) for c in text)
    line = agreed(Line(text, confidence, chars, QUAD, QUAD), Sign(sign, sure, "", 0.0))
    assert line.text == expected
    assert (line.confidence >= 0.9) is certain


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


@pytest.mark.parametrize("text", ["a", "—1"])
def test_what_the_recogniser_hardly_believes_itself_gives_way_and_stays_doubtful(text: str) -> None:
    line = agreed(heard(text, 0.32), Sign("-", 0.95, "", 0.0))
    assert line.text == "-"
    assert line.confidence < 0.9
    assert agreed(heard(text, 0.32), Sign("-", 0.8, "", 0.0)).text == text


@pytest.mark.parametrize(
    ("sign", "sure", "expected"), [("-", 0.95, "-"), ("+", 0.7, "+"), ("-", 0.5, "*"), ("<", 0.95, "*")]
)
def test_a_blot_gives_way_to_a_dash_or_plus_and_stays_doubtful(sign: str, sure: float, expected: str) -> None:
    line = agreed(heard("*", 0.99), Sign(sign, sure, "", 0.0))
    assert line.text == expected
    assert line.confidence < 0.9


@pytest.mark.parametrize(("sure", "certain"), [(0.78, False), (0.95, True)])
def test_a_star_is_certain_only_where_the_reader_of_signs_is_sure(sure: float, certain: bool) -> None:
    line = agreed(heard("*", 0.99), Sign("*", sure, "+", 0.08))
    assert (line.text, line.confidence >= 0.9) == ("*", certain)


@pytest.mark.parametrize(("text", "expected"), [("t", "t"), ("θ", "0"), ("士", "±")])
def test_what_stands_in_no_cell_by_itself_is_doubtful(text: str, expected: str) -> None:
    line = agreed(heard(text, 0.99), Sign("", 0.9, "", 0.0))
    assert (line.text, line.confidence < 0.9) == (expected, True)


def test_digits_are_left_alone_where_there_is_no_sign() -> None:
    line = heard("7", 0.98)
    assert agreed(line, Sign("", 0.99, "", 0.0)) == line


def number(text: str, sure: float) -> Line:
    chars = tuple(Char(c, sure, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, sure, chars, LONG, LONG)


LONG = ((0.0, 0.0), (90.0, 0.0), (90.0, 30.0), (0.0, 30.0))


class Hearing:
    """A sign reader that always hears the same."""

    def __init__(self, sign: Sign) -> None:
        self.sign = sign

    def read(self, windows: Sequence[np.ndarray]) -> list[Sign]:
        return [self.sign for _ in windows]


def heard_at_end(text: str, sure: float, sign: Sign) -> Line:
    page = np.full((60, 120, 3), 255, np.uint8)
    return with_last_signs(page, [LONG], [number(text, sure)], Hearing(sign))[0]  # type: ignore[arg-type]


def test_an_arrow_behind_a_number_is_never_a_certain_digit() -> None:
    line = heard_at_end("59.31", 0.99, Sign("↑", 0.95, "", 0.0))
    assert (line.text, line.chars[-1].runner_up) == ("59.31", "↑")
    assert line.confidence < 0.9


def test_an_arrow_that_the_recogniser_is_unsure_of_is_written() -> None:
    line = heard_at_end("59.31", 0.7, Sign("↑", 0.95, "", 0.0))
    assert line.text == "59.3↑"
    assert line.confidence < 0.9


@pytest.mark.parametrize(("text", "sign"), [("59.31", Sign("", 0.99, "", 0.0)), ("59.31", Sign("H", 0.99, "", 0.0)),
                                            ("59.32", Sign("↑", 0.99, "", 0.0))])  # fmt: skip
def test_other_ends_of_numbers_stay(text: str, sign: Sign) -> None:
    assert heard_at_end(text, 0.99, sign) == number(text, 0.99)


def look(width: int, height: int) -> NDArray[np.uint8]:
    """A blurred blot of ``width`` x ``height`` pixels in a window."""
    out = np.full((32, 32), 200, np.uint8)
    out[16 - height // 2 : 16 + (height + 1) // 2, 16 - width // 2 : 16 + (width + 1) // 2] = 90
    return np.asarray(cv2.GaussianBlur(out, (0, 0), 2.0), np.uint8)


def test_a_blurred_bar_is_no_certain_star() -> None:
    bar, blot = look(14, 3), look(9, 9)
    assert (oblong(bar) > 2, 0.8 < oblong(blot) < 1.2) == (True, True)
    assert as_shaped(heard("*", 0.8), bar).text == "-"
    assert as_shaped(heard("果", 0.3), bar).text == "-"
    assert (as_shaped(heard(".", 0.8), bar).text, as_shaped(heard(".", 0.8), bar).confidence) == ("-", 0.5)
    both = as_shaped(heard("*", 0.99), bar)
    assert (both.text, both.confidence <= 0.5) == ("*", True)
    assert all(as_shaped(heard("*", sure), blot).confidence == sure for sure in (0.8, 0.99))
    assert as_shaped(heard("1", 0.99), bar) == heard("1", 0.99)


def test_a_rule_through_the_window_is_no_dash() -> None:
    assert as_shaped(heard("一", 0.4), look(32, 2)) == heard("一", 0.4)


@pytest.mark.parametrize("grey", [0, 200, 255])
def test_an_empty_window_tells_nothing(grey: int) -> None:
    assert oblong(np.full((32, 32), grey, np.uint8)) == 0.0


def test_a_lone_stroke_that_is_no_word_is_doubtful_where_no_sign_is_seen() -> None:
    assert agreed(heard("土", 0.99), Sign("", 0.9, "", 0.0)).confidence <= 0.5
    assert agreed(heard("男", 0.99), Sign("", 0.9, "", 0.0)) == heard("男", 0.99)


@pytest.mark.parametrize(
    ("text", "confidence", "sign", "heard_at", "expected"),
    [
        ("*", 0.98, "*", 0.4, "*"),  # a blurred plus or dash is a star to the one reader and nearly one to the other
        ("*", 0.98, "", 0.6, "*"),
        ("业", 0.5, "*", 0.86, "*"),
        ("↑", 0.5, "+", 0.81, "+"),
        ("↑", 0.75, "±", 0.65, "↑"),
    ],
)
def test_of_two_unsure_readers_the_likelier_is_taken_in_doubt(
    text: str, confidence: float, sign: str, heard_at: float, expected: str
) -> None:
    line = agreed(heard(text, confidence), Sign(sign, heard_at, "-", 0.2))
    assert (line.text, line.confidence <= 0.5) == (expected, True)


@pytest.mark.parametrize(
    ("text", "height", "expected", "certain"),
    [("**", 0.02, "++", False), ("1*", -0.03, "1+", False), ("**", 0.2, "**", True), ("4*", 0.15, "4*", True)],
)
def test_stars_that_stand_as_low_as_plus_signs_are_these_in_doubt(
    text: str, height: float, expected: str, certain: bool
) -> None:
    chars = tuple(Char(c, 0.99, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    line = as_standing(Line(text, 0.99, chars, QUAD, QUAD), height)
    assert (line.text, line.confidence >= 0.9) == (expected, certain)
    assert all(c.confidence >= 0.9 for c in line.chars if c.text.isdigit())
