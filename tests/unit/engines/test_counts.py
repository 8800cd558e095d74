"""Units of counts are put right by the only letter that they can end in and by the page's other units; the rest stays."""

from __future__ import annotations

import pytest

from ocr_pipeline.engines.values.counts import with_counts
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (90.0, 0.0), (90.0, 30.0), (0.0, 30.0))


def line(text: str, doubtful: str = "", confidence: float = 0.4) -> Line:
    chars = tuple(Char(c, confidence if c == doubtful else 0.99, 0.1, 0.2) for c in text)
    return Line(text, min(c.confidence for c in chars), chars, QUAD, QUAD)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("10^9/I.", "10^9/L"),
        ("10*12/1.", "10*12/L"),
        ("mmol/l.", "mmol/L"),
        ("10^12/L.", "10^12/L"),
        ("U/I.", "U/L"),
        ("10^9/1", "10^9/L"),
    ],
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


def placed(text: str, places: list[float], confidence: float = 0.3) -> Line:
    chars = tuple(Char(c, confidence, at - 0.05, at + 0.05) for c, at in zip(text, places, strict=True))
    return Line(text, confidence, chars, QUAD, QUAD)


@pytest.mark.parametrize(
    ("text", "places", "read"),
    [
        ("10°/L", [0.24, 0.39, 0.54, 0.68, 0.8], "10^9/L"),
        ("10%/L", [0.2, 0.35, 0.47, 0.6, 0.8], "10^9/L"),
        ('10"/L', [0.2, 0.34, 0.52, 0.7, 0.85], "10^12/L"),
    ],
)
def test_a_power_that_looks_like_a_mark_is_the_pages_and_hardly_believed(
    text: str, places: list[float], read: str
) -> None:
    page = [line("10^9/L"), line("10^9/L"), line("10^12/L"), line("10^12/L")]
    out = with_counts([*page, placed(text, places)])[-1]
    assert out.text == read == "".join(c.text for c in out.chars)
    assert out.confidence <= 0.3
    assert with_counts([*page, placed(text, places, 0.99)])[-1].text == text  # printed so
    assert with_counts([line("10^9/L"), placed(text, places)])[-1].text == text  # one is no custom
    assert with_counts([*page, placed("10/L", [0.2, 0.37, 0.57, 0.8])])[-1].text == "10/L"  # the analyte tells


def test_a_power_is_raised_where_the_page_raises_it() -> None:
    assert with_counts([line("10^9/L"), line("109/L")])[-1].text == "10^9/L"
    assert with_counts([line("10^9/L"), line("1012/L"), line("109/dL")])[1:] == [line("1012/L"), line("109/dL")]
