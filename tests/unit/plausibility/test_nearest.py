"""A name that could hardly be read is shown as the one it must be, and the row stays doubtful."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility.known import is_known
from ocr_pipeline.plausibility.nearest import sure_letters, with_nearest_names
from ocr_pipeline.plausibility.uncoded import UNCODED
from ocr_pipeline.report import GUESSED, Reason, Result

DOUBT = (Reason.NAME_UNCERTAIN,)


def row(name: str, unit: str = "", code: str = "", value: str = "5", reasons: tuple[Reason, ...] = DOUBT) -> Result:
    return Result(name=name, value=value, unit=unit, code=code, reasons=reasons)


@pytest.mark.parametrize(
    ("name", "unit", "meant"),
    [
        ("嘧酸性粒细胞绝对值(EDS#)", "10^9/L", "嗜酸性粒细胞绝对值(EOS#)"),
        ("细胞(WEC)", "10^9/L", "白细胞(WBC)"),
        ("红细胞(RBO)", "10^12/L", "红细胞(RBC)"),
        ("肌F(CREA)", "umol/L", "肌酐(CREA)"),
        ("红组胞分布宽度CV", "%", "红细胞分布宽度CV"),
        ("尿興原", "", "尿胆原"),
        ("π", "s", "TT"),
    ],
)
def test_the_known_name_takes_the_place_of_a_bent_one(name: str, unit: str, meant: str) -> None:
    found = with_nearest_names([row(name, unit)])[0]
    assert found.name == meant
    assert found.reasons == DOUBT
    assert name in found.note


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("血清乳", "mmol/L"),  # potassium, sodium, chloride ...
        ("伙", "mmol/L"),
        ("微性检集胞百分比", "%"),
        ("Hemoglobn X", "g/L"),
        ("", ""),
    ],
)
def test_a_name_that_may_be_several_or_none_stays_as_read(name: str, unit: str) -> None:
    assert with_nearest_names([row(name, unit)]) == [row(name, unit)]


def test_a_name_without_doubt_stays_as_printed() -> None:
    sure = row("红细胞(RBO)", "10^12/L", reasons=())
    assert with_nearest_names([sure]) == [sure]


def test_a_name_that_another_row_bears_is_not_given_twice() -> None:
    found = with_nearest_names([row("直接胆红素", "umol/L", reasons=()), row("同接胆红素", "umol/L")])
    assert [r.name for r in found] == ["直接胆红素", "间接胆红素"]


def test_a_code_in_a_column_of_its_own_is_mended_with_its_name() -> None:
    found = with_nearest_names([row("血江蛋门浓度", "g/L", "BGB", "150")])[0]
    assert (found.name, found.code) == ("血红蛋白浓度", "HGB")


@pytest.mark.parametrize("ending", ["百分比", "百分率"])
def test_of_two_words_for_the_same_the_one_of_the_neighbours_is_taken(ending: str) -> None:
    found = with_nearest_names([row(f"淋巴细胞{ending}", "%", reasons=()), row("嗜酸性粒细胞百分苯(105%)", "%")])
    assert found[1].name == f"嗜酸性粒细胞{ending}(EOS%)"


def test_a_clear_name_stays_whatever_known_one_is_near() -> None:
    rows = [row("中幼红细胞", "%"), row("血江蛋门浓度", "g/L", "BGB", "150")]
    clear, bent = with_nearest_names(rows, sure=[None, frozenset()])
    assert (clear.name, bent.name != rows[1].name) == ("中幼红细胞", True)


def test_a_guessed_name_says_so() -> None:
    guessed, printed = with_nearest_names([row("细胞(WEC)", "10^9/L"), row("红细胞", "10^12/L", reasons=())])
    assert (GUESSED in guessed.note, GUESSED in printed.note) == (True, False)


def test_a_guess_keeps_the_letters_that_were_certain() -> None:
    chars = [Char(c, 0.7 if c == "I" else 0.999, 0, 1) for c in "肺炎衣原体抗体IgM"]
    printed = [row("肺炎衣原体抗体", "", "IgM")]
    assert with_nearest_names(printed, sure=[sure_letters(chars)]) == printed
    assert with_nearest_names(printed, sure=[None]) == printed
    bent = [Char(c, 0.7 if c == "组" else 0.999, 0, 1) for c in "红组胞计数"]
    assert with_nearest_names([row("红组胞计数", "10^12/L")], sure=[sure_letters(bent)])[0].name == "红细胞计数"


def test_names_without_a_code_are_names() -> None:
    assert all(map(is_known, UNCODED))
    assert not is_known("中幼红组胞")


def test_a_greek_letter_however_clear_is_the_two_that_look_like_it() -> None:
    assert with_nearest_names([row("π", "s")], sure=[None])[0].name == "TT"
