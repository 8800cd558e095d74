"""Headers of European print-outs: titles in two lines, in two languages, for bounds and dates, and panels headed by their topics."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.headers.columns import lower_and_upper
from ocr_pipeline.tables.headers.lexicon import header_words
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit

Row = tuple[str, str, str, str, str]


def rows(text: PageText) -> list[Row]:
    return [(r.name, r.value, r.unit, r.reference_range, r.flag) for r in read_tables([text]).results]


def test_titles_that_go_on_on_the_next_line_are_read_whole() -> None:
    first = [
        (60.0, "Tetkik"),
        (400.0, "Sonuç"),
        (560.0, "Sonuç"),
        (720.0, "Ölçü"),
        (860.0, "Referans"),
        (1060.0, "Bir Önceki"),
    ]
    second = [(560.0, "Durumu"), (720.0, "Birimi"), (860.0, "Aralığı"), (1060.0, "Sonuç")]
    xs = (60.0, 400.0, 560.0, 720.0, 860.0, 1060.0)
    cells = [("Üre", "34", "", "mg/dL", "17-43", "31"), ("Ürik Asit", "6,4", "Yüksek", "mg/dL", "2,6-6,0", "6,1"),
             ("Demir", "19", "Düşük", "µg/dL", "33-193", "24")]  # fmt: skip
    body = [[(x, t) for x, t in zip(xs, line, strict=True) if t] for line in cells]
    assert rows(page([first, second, *body], pitch=30.0)) == [
        ("Üre", "34", "mg/dL", "17-43", ""),
        ("Ürik Asit", "6,4", "mg/dL", "2,6-6,0", "H"),
        ("Demir", "19", "μg/dL", "33-193", "L"),
    ]


def test_a_dated_column_beside_the_results_holds_earlier_ones() -> None:
    head = [(400.0, "Résultat Unité"), (800.0, "Valeurs de référence"), (1200.0, "04/09/2023")]
    body = [
        [(60.0, n), (420.0, v), (500.0, u), (800.0, r), (1210.0, p)]
        for n, v, u, r, p in (
            ("Sodium", "139", "mmol/L", "136 à 145", "126"),
            ("Potassium", "4,3", "mmol/L", "3,5 à 5,1", "4,1"),
            ("Calcium", "2,31", "mmol/L", "2,20 à 2,55", "1,97"),
        )
    ]
    assert [r[1] for r in rows(page([head, *body]))] == ["139", "4,3", "2,31"]


@pytest.mark.parametrize(
    ("low", "high"), [("Réf. inf.", "Réf. sup."), ("Rif. min", "Rif. max"), ("Valor mínimo", "Valor máximo")]
)
def test_bounds_of_intervals_are_told_by_their_last_word(low: str, high: str) -> None:
    assert lower_and_upper([(low, 0.0, 80.0), (high, 120.0, 200.0)]) is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Résultat / Resultaat", "result"), ("Analyse / Analyse", "name"), ("Eenheid / Unité", "unit")],
)
def test_a_title_in_two_languages_heads_one_column(text: str, kind: str) -> None:
    assert [hit.kind for hit in header_words(text)] == [kind]


def test_panels_side_by_side_may_call_their_names_by_what_they_are_about() -> None:
    header = [(60.0, "HEMOGRAM"), (330.0, "Sonuç"), (450.0, "Birim"), (560.0, "Referans"),
              (800.0, "BİYOKİMYA"), (1080.0, "Sonuç"), (1200.0, "Birim"), (1310.0, "Referans")]  # fmt: skip
    text = table(
        header,
        [
            ["Hemoglobin", "10,3", "g/dL", "11,2-15,7", "Üre", "34", "mg/dL", "17-43"],
            ["Hematokrit", "32,1", "%", "34,1-44,9", "Kreatinin", "0,57", "mg/dL", "0,50-0,90"],
            ["MCV", "78,1", "fL", "79,4-94,8", "Demir", "19", "µg/dL", "33-193"],
        ],
    )
    assert [r[:2] for r in rows(text)] == [
        ("Hemoglobin", "10,3"), ("Hematokrit", "32,1"), ("MCV", "78,1"),
        ("Üre", "34"), ("Kreatinin", "0,57"), ("Demir", "19"),
    ]  # fmt: skip


def test_headers_of_intervals_and_earlier_results_alone() -> None:
    head = [(900.0, "Valeurs normales"), (1200.0, "Antécédents")]
    body = [
        [(60.0, n), (600.0, v), (900.0, r), (1200.0, p)]
        for n, v, r, p in (
            ("Urée", "6,0 mmol/L", "2,5-8,3", "5,4 (01/23)"),
            ("Cholestérol total", "2,47 g/L", "Inf à 2,00", "2,80 (01/23)"),
            ("Calcium", "2,31 mmol/L", "2,20-2,55", "2,01 (01/23)"),
        )
    ]
    assert [r[3] for r in rows(page([head, *body]))] == ["2,5-8,3", "Inf à 2,00", "2,20-2,55"]


@pytest.mark.parametrize(("up", "down"), [("(+)", "(-)"), ("+", "-"), ("++", "--")])
@pytest.mark.parametrize("before", [False, True])
def test_signs_in_a_column_without_title_mark_what_lies_outside(up: str, down: str, before: bool) -> None:
    if before == up.startswith("("):
        return
    head = [
        (60.0, "ESAME"),
        (600.0, "RISULTATO"),
        (860.0, "VALORI NORMALI"),
        (1160.0, "UNITÀ DI MISURA"),
        (1460.0, "NOTE"),
    ]
    xs = (420.0 if before else 1470.0, 60.0, 610.0, 870.0, 1170.0)
    cells = [(down, "EMOGLOBINA", "11,4", "12,0-16,0", "g/dL"), ("", "EMATOCRITO", "36,8", "36,0-46,0", "%"),
             (up, "AZOTEMIA", "57", "15-50", "mg/dL")]  # fmt: skip
    body = [sorted((x, t) for x, t in zip(xs, line, strict=True) if t) for line in cells]
    found = rows(page([head[: 4 if before else 5], *body]))
    assert [(v, f) for _, v, _, _, f in found] == [("11,4", "L"), ("36,8", ""), ("57", "H")]


def test_a_wide_gap_inside_a_title_for_intervals_makes_no_two_columns() -> None:
    head = [(105.0, "ANALYSES"), (755.0, "RESULTATS"), (1147.0, "VALEURS"), (1230.0, "USUELLES")]
    body = [
        [(105.0, n), (800.0, v), (940.0, u), (1147.0, r)]
        for n, v, u, r in (
            ("Hémoglobine", "13,4", "g/dL", "12,0 à 15,6"),
            ("Hématocrite", "40,3", "%", "35,5 à 45,5"),
            ("V.G.M.", "87", "fL", "80 à 99"),
        )
    ]
    assert [r[3] for r in rows(page([head, *body]))] == ["12,0 à 15,6", "35,5 à 45,5", "80 à 99"]
