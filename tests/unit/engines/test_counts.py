"""Units of counts are put right by the only letter that they can end in and by the page's other units; the rest stays."""

from __future__ import annotations

import pytest

from ocr_pipeline.engines.counts import with_counts
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (90.0, 0.0), (90.0, 30.0), (0.0, 30.0))


def line(text: str, doubtful: str = "", confidence: float = 0.4) -> Line:
    chars = tuple(Char(c, confidence if c == doubtful else 0.99, 0.1, 0.2) for c in text)
    return Line(text, min(c.confidence for c in chars), chars, QUAD, QUAD)


@pytest.mark.parametrize(
    ("text", "read"),
    [("10^9/I.", "10^9/L"), ("10*12/1.", "10*12/L"), ("mmol/l.", "mmol/L"), ("10^12/L.", "10^12/L"), ("U/I.", "U/L")],
)
def test_a_litre_that_fell_apart_is_one_letter(text: str, read: str) -> None:
    (out,) = with_counts([line(text)])
    assert out.text == read == "".join(c.text for c in out.chars)
    assert out.confidence >= 0.9


@pytest.mark.parametrize("text", ["mg/d.", "see a/I.", "10^9/L", "5.4 mmol/l.", "1/1."])
def test_other_texts_stay(text: str) -> None:
    assert with_counts([line(text)]) == [line(text)]


def test_a_lost_one_comes_back_doubtful() -> None:
    (out,) = with_counts([line("0*9/L")])
    assert out.text == "10*9/L"
    assert out.confidence <= 0.5


@pytest.mark.parametrize(
    ("text", "doubtful", "read"),
    [("10^6/L", "6", "10^9/L"), ("10^8/L", "8", "10^9/L"), ("10^98/L", "8", "10^9/L"), ("10^15/L", "5", "10^12/L")],
)
def test_a_doubtful_exponent_that_no_count_has_follows_the_page(text: str, doubtful: str, read: str) -> None:
    out = with_counts([line("10^9/L"), line("10^12/L"), line(text, doubtful)])[-1]
    assert out.text == read == "".join(c.text for c in out.chars)
    assert out.confidence <= 0.5


def test_without_a_sure_one_or_a_doubt_the_exponent_stays() -> None:
    for page in ([line("10^6/L", "6")], [line("10^9/L"), line("10^6/L")], [line("10^3/uL"), line("10^6/uL", "6")]):
        assert with_counts(page) == page
