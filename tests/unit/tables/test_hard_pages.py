"""What pages of faxes, blurred and tilted photographs taught: columns told by their cells, headers hardly legible."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.lexicon import bent_words
from ocr_pipeline.tables.seams import side
from tests.unit.tables.pages import page, table

Row = tuple[str, str, str, str, str]


def rows(text: PageText) -> list[Row]:
    return [(r.name, r.value, r.unit, r.reference_range, r.flag) for r in read_tables([text]).results]


def test_values_that_lean_towards_the_column_of_marks_are_no_marks() -> None:
    head = [(60.0, "Paramètre"), (500.0, "Résultat"), (590.0, "Alerte"), (680.0, "Unités"), (800.0, "Valeurs usuelles")]
    cells = [
        ("Hématocrite", "45,9", "%", "40,0-50,0"),
        ("CRP", "8,44", "mg/L", "0,00-10,00"),
        ("VS", "13", "mm", "0-20"),
    ]
    body = [[(60.0, name), (580.0, value), (700.0, unit), (800.0, ref)] for name, value, unit, ref in cells]
    assert rows(page([head, *body])) == [(name, value, unit, ref, "") for name, value, unit, ref in cells]


@pytest.mark.parametrize(
    ("left", "right", "text", "told"),
    [
        ("result", "flag", "5,22", -1),
        ("flag", "result", "5,22", 1),
        ("result", "flag", "H", 1),
        ("flag", "unit", "mg/L", 1),
        ("unit", "ref", "3.5-9.5", 1),
        ("result", "ref", "0-2", 0),  # a count in a field
        ("result", "ref", "Negative", 0),
        ("name", "result", "5,22", 0),
    ],
)
def test_the_form_of_a_cell_tells_its_column(left: str, right: str, text: str, told: int) -> None:
    assert side(left, right, text) == told  # type: ignore[arg-type]


def test_the_letter_of_a_tier_is_no_femtolitre() -> None:
    head = [(60.0, "Esame"), (400.0, "Esito"), (560.0, "Unità"), (800.0, "Valori di riferimento")]
    text = table(
        head, [["AST (GOT)", "14", "UI/L", "M: 5-40"], ["", "", "", "F: 5-35"], ["LDH", "216", "UI/L", "125-243"]]
    )
    assert rows(text)[0] == ("AST (GOT)", "14", "UI/L", "M: 5-40; F: 5-35", "")


@pytest.mark.parametrize(
    ("text", "kind"), [("办考值范图", "ref"), ("参考诚范图", "ref"), ("Referenoc lnterval", "ref")]
)
def test_header_words_with_two_wrong_letters_in_five(text: str, kind: str) -> None:
    assert [hit.kind for hit in bent_words(text)] == [kind]


@pytest.mark.parametrize("text", ["甲状腺功能", "测定日期者", "Haemoglobin", "x" * 40])
def test_other_words_are_no_bent_header_words(text: str) -> None:
    assert bent_words(text) == ()
