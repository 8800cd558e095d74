"""Look-alikes follow the page's decimals and chemistry; thousands and clear print are left alone."""

from __future__ import annotations

import pytest

from ocr_pipeline.engines.characters.spelling import with_page_spelling
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (90.0, 0.0), (90.0, 30.0), (0.0, 30.0))


def line(text: str, doubtful: str = "", runner_up: str = "", confidence: float = 0.6) -> Line:
    chars = tuple(
        Char(c, confidence, 0.1, 0.2, runner_up, 0.95 - confidence) if c == doubtful else Char(c, 0.999, 0.1, 0.2)
        for c in text
    )
    return Line(text, min(c.confidence for c in chars), chars, QUAD, QUAD)


DOTS = [line(t) for t in ("3.50-9.50", "4.71", "0.10", "31.9", "7.1")]


def test_a_doubtful_decimal_sign_follows_the_page() -> None:
    read = with_page_spelling([*DOTS, line("1,80", ",", ".")])[-1]
    assert read.text == "1.80"
    assert read.confidence > 0.9


def test_a_doubtful_sign_that_is_the_page_s_own_is_certain() -> None:
    assert with_page_spelling([*DOTS, line("6.2", ".", ",")])[-1].confidence > 0.9


@pytest.mark.parametrize(
    ("text", "doubtful", "runner_up"), [("10,800", ",", "."), ("1,80", "", ""), ("1:80", ":", "."), ("1,80", ",", ";")]
)
def test_thousands_clear_signs_and_other_readings_stay(text: str, doubtful: str, runner_up: str) -> None:
    before = line(text, doubtful, runner_up)
    assert with_page_spelling([*DOTS, before])[-1] == before


def test_a_page_that_writes_both_ways_decides_nothing() -> None:
    before = line("1,80", ",", ".")
    assert with_page_spelling([*DOTS, *(line(t) for t in ("1,5", "2,5", "3,5", "4,5")), before])[-1] == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [("pC02", "pCO2"), ("pc02", "pcO2"), ("p02", "pO2"), ("HC03-", "HCO3-"), ("Sa02", "SaO2"), ("TC02(P)", "TCO2(P)"), ("Fi02", "FiO2"),
     ("02 Saturation", "O2 Saturation"), ("02 Dec 2023", "02 Dec 2023"), ("C1202", "C1202"), ("p02.5", "p02.5"),
     ("MR02345", "MR02345")],
)  # fmt: skip
def test_oxygen_is_a_letter(text: str, expected: str) -> None:
    assert with_page_spelling([line(text)])[0].text == expected


def test_a_round_letter_in_a_number_is_a_nought() -> None:
    assert [x.text for x in with_page_spelling([line("Φ.4"), line("0.θ"), line("Φ"), line("αΦ2")])] == [
        "0.4", "0.0", "Φ", "αΦ2"
    ]  # fmt: skip


def test_a_dot_in_front_of_a_number_is_doubtful() -> None:
    assert with_page_spelling([line(".600")])[0].confidence == 0.5
    assert with_page_spelling([line("0.600"), line(".NET")])[0].confidence > 0.9


@pytest.mark.parametrize(
    ("text", "read"), [("16.592↑1mIU/L", "16.592↑↑mIU/L"), ("0.3 ↓1 g/L", "0.3 ↓↓ g/L"), ("187↑1", "187↑↑")]
)
def test_a_stroke_between_an_arrow_and_a_unit_is_an_arrow(text: str, read: str) -> None:
    (out,) = with_page_spelling([line(text)])
    assert out.text == read
    assert out.confidence <= 0.5


@pytest.mark.parametrize("text", ["16.592↑ IU/L", "5.2↑1-5", "5.2↑10^9/L", "5.2↑1.5", "↑1", "5.2 ↑ 1 - 5", "5.2↑ 1"])
def test_other_numbers_behind_an_arrow_stay(text: str) -> None:
    assert with_page_spelling([line(text)])[0].text == text


@pytest.mark.parametrize(
    ("text", "doubtful", "read"),
    [
        ("Y-谷氨酰转移酶", "Y", "γ-谷氨酰转移酶"), ("r谷氨酰转肽酶", "r", "γ谷氨酰转肽酶"), ("a-L-岩藻糖苷酶", "a", "α-L-岩藻糖苷酶"),
        ("B2-微球蛋白", "B", "β2-微球蛋白"), ("r-谷氨酰转肽酶", "", "r-谷氨酰转肽酶"), ("CA谷氨酰", "A", "CA谷氨酰"),
    ],
)  # fmt: skip
def test_doubtful_letters_are_greek_where_a_name_has_a_greek_one(text: str, doubtful: str, read: str) -> None:
    assert with_page_spelling([line(text, doubtful, "v")])[0].text == read
