"""Print-outs of Spanish, French, Italian and Latin American laboratories: leaders of dashes and dots, signs before values, a second
system of units, bounds in words, stars in a column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.ranges import beyond_tiers, is_tier
from ocr_pipeline.tables.grammar.values import mend_signs
from ocr_pipeline.tables.intervals.called import without_label
from ocr_pipeline.tables.naming.vietnamese import restore
from ocr_pipeline.tables.scope import ends_table
from tests.unit.tables.pages import page, table, values

pytestmark = pytest.mark.unit

COLS = [(40.0, "Analyses"), (600.0, "Résultats"), (800.0, "Unités"), (1000.0, "Valeurs de référence")]


def test_dashes_that_lead_to_values_are_no_part_of_them() -> None:
    rows = [
        ("GLICEMIA -", "-97 mg/dl", "Ref: 70-110"),
        ("COLESTEROL HDL -", "--41 mg/dl", "Ref: 35-65"),
        ("COLESTEROL TOTAL -", "-209 mg/dl", "Ref: 0-200"),
        ("CREATININA ---", "--0.98 mg/dl", "Ref: 0.7-1.4"),
        ("PROTEINAS", "- Trazas", "Ref: Negativo"),
        ("SANGRE -", "-- Negativo", "Ref: Negativo"),
    ]
    found = values(page([[(40.0, n), (640.0, v), (1000.0, r)] for n, v, r in rows]))
    assert [(n, v) for n, v, _, _ in found] == [
        ("GLICEMIA", "97"),
        ("COLESTEROL HDL", "41"),
        ("COLESTEROL TOTAL", "209"),
        ("CREATININA", "0.98"),
        ("PROTEINAS", "Trazas"),
        ("SANGRE", "Negativo"),
    ]


def test_dots_with_a_colon_that_lead_to_values_are_no_part_of_them() -> None:
    rows = [
        ("Hemoglobina.....", "...: 12,8 g/dl", "(V.R. 12,0-16,0)"),
        ("H.C.M.....", ";29,7 pg", "(V.R,27,0-33,0)"),
        ("Hematocrito....", ": 38,9%", "(V.R. 36,0-47,0)"),
        ("Colesterol total....", "..:2,12 g/l", "(V.R.Hasta 2,00)"),
    ]
    found = values(page([[(40.0, n), (640.0, v), (1000.0, r)] for n, v, r in rows]))
    assert [(v, u, r) for _, v, u, r in found] == [
        ("12,8", "g/dl", "12,0-16,0"),
        ("29,7", "pg", "27,0-33,0"),
        ("38,9", "%", "36,0-47,0"),
        ("2,12", "g/l", "Hasta 2,00"),
    ]


def test_glycated_haemoglobin_below_in_another_system_is_a_result_too() -> None:
    rows = [
        ("Potassium", "4,7 mmol/L", "3,5-5,0"),
        ("NT-proBNP", "812 ng/L", "<450"),
        ("Hémoglobine glyquée (HbA1c)", "5,9 %", "4,0-6,0"),
        ("", "41 mmol/mol", "20-42"),
    ]
    found = values(page([[(40.0, n), (740.0, v), (1100.0, r)] for n, v, r in rows]))
    assert [(v, u) for _, v, u, _ in found] == [("4,7", "mmol/L"), ("812", "ng/L"), ("5,9", "%"), ("41", "mmol/mol")]


def test_a_result_said_again_beside_in_another_system_is_one_row() -> None:
    head = [(600.0, "Résultat"), (760.0, "Unité"), (900.0, "Valeurs usuelles")]
    again = [(x + 600.0, t) for x, t in head]
    rows = [
        ("Glucose", "0,98", "g/L", "0,74-1,06", "5,44", "mmol/L", "4,11-5,88"),
        ("Créatinine", "9,7", "mg/L", "6,7-11,7", "86", "µmol/L", "59-104"),
        ("Urée", "0,41", "g/L", "0,17-0,49", "6,8", "mmol/L", "2,8-8,1"),
        ("Calcium", "95", "mg/L", "86-100", "2,37", "mmol/L", "2,15-2,50"),
    ]
    xs = [40.0, *(x for x, _ in head), *(x for x, _ in again)]
    body = [list(zip(xs, row, strict=True)) for row in rows]
    assert values(page([[*head, *again], *body])) == [(n, v, u, r) for n, v, u, r, *_ in rows]


def test_signs_before_values_say_where_these_lie() -> None:
    rows = [
        ("POTASSIUM", "+5,32", "mmol/L", "3,50-5,10"),
        ("SODIUM", "138", "mmol/L", "136-146"),
        ("FERRITINE", "-28", "µg/L", "30-400"),
        ("25-OH VITAMINE D", "-17,6", "ng/mL", "30,0-100,0"),
    ]
    found = read_tables([table(COLS, rows)]).results
    assert [(r.value, r.flag) for r in found] == [("5,32", "H"), ("138", ""), ("28", "L"), ("17,6", "L")]


def test_an_empty_bracket_behind_a_value_is_a_mark_that_was_not_read() -> None:
    rows = [("ALAT", "41[]", "U/L", "<33"), ("ASAT", "22", "U/L", "<32"), ("Sodium", "140", "mmol/L", "136-145")]
    first = read_tables([table(COLS, rows)]).results[0]
    assert (first.value, Reason.SYMBOL_UNCERTAIN in first.reasons) == ("41", True)


def test_lower_and_upper_bounds_in_columns_of_their_own_are_one_interval() -> None:
    head = [
        (40.0, "Analisi"),
        (500.0, "Valore"),
        (700.0, "Unità di misura"),
        (1000.0, "Val. min"),
        (1200.0, "Val. max"),
    ]
    rows = [("Piastrine", "176", "x10^9/L", "150", "400"), ("Sodio", "139", "mmol/L", "136", "145"), ("Albumina", "36", "g/L", "35", "52")]  # fmt: skip
    assert [r for *_, r in values(table(head, rows))] == ["150-400", "136-145", "35-52"]


@pytest.mark.parametrize("text", ["M: fino a 60", "Niños: hasta 350", "Donne fino a 31", "Desiderabile <200"])
def test_bounds_in_words_are_tiers(text: str) -> None:
    assert is_tier(text)
    assert not ends_table(text)


def test_the_turkish_word_for_patient_still_ends_a_table() -> None:
    assert ends_table("Hasta: Ayşe Yılmaz")


@pytest.mark.parametrize(
    ("text", "number", "side"),
    [
        ("M: 0,70-1,20; F: 0,50-0,90", "1.31", "high"),
        ("M: 0,70-1,20; F: 0,50-0,90", "1.05", None),
        ("M: fino a 60; F: fino a 40", "74", "high"),
        ("Uomini > 35; Donne > 45", "30", "low"),
        ("0,70-1,20", "5", None),
    ],
)
def test_a_number_beyond_all_tiers(text: str, number: str, side: str | None) -> None:
    assert beyond_tiers(text, Decimal(number), decimal_comma=True) == side


def test_what_calls_an_interval_one_may_be_bent() -> None:
    assert without_label("(V.R,36,0-47,0)") == "36,0-47,0"
    assert without_label("(V.R.Hasta 2,00)") == "Hasta 2,00"


def test_letters_boxed_with_earlier_values_are_marks_where_all_fit() -> None:
    head = [(40.0, "Prueba"), (500.0, "Resultado"), (660.0, "Uds."), (800.0, "Val. Ref."), (1100.0, "Anterior")]
    rows = [
        ("Glucosa", "143", "mg/dL", "70-110", "A 129"),
        ("Colesterol", "188", "mg/dL", "<200", "201"),
        ("Colesterol HDL", "34", "mg/dL", ">40", "B 36"),
        ("Creatinina", "1,08", "mg/dL", "0,70-1,20", "1,10"),
    ]
    found = read_tables([table(head, rows)]).results
    assert [(r.value, r.flag) for r in found] == [("143", "H"), ("188", ""), ("34", "L"), ("1,08", "")]
    rows[1] = ("Colesterol", "188", "mg/dL", "<200", "A 201")  # of the earlier value
    assert not any(r.flag for r in read_tables([table(head, rows)]).results)


def test_counts_of_a_field_in_short() -> None:
    head = [(40.0, "Examen"), (600.0, "Resultado"), (1000.0, "Valor de referencia")]
    rows = [("Leucocitos", "0-2 /cpo", "0-4"), ("Eritrocitos", "3-5 /cpo", "0-2"), ("Bacterias", "Escasas", "Escasas")]
    assert [(v, u) for _, v, u, _ in values(table(head, rows))] == [("0-2", "/cpo"), ("3-5", "/cpo"), ("Escasas", "")]


def test_a_methods_line_may_have_a_bent_colon() -> None:
    rows = [("GLUCEMIA", "102", "mg/dl", "70-110"), ("Método: Enzimático", "", "", ""), ("UREMIA", "41", "mg/dl", "10-50"),
            ("Método; UV cinético", "", "", ""), ("SODIO", "140", "mmol/l", "136-145")]  # fmt: skip
    assert [n for n, *_ in values(table(COLS, rows))] == ["GLUCEMIA", "UREMIA", "SODIO"]


def test_urea_stays_as_a_vietnamese_laboratory_prints_it() -> None:
    assert (restore("Ure máu"), restore("Urê máu")) == ("Ure máu", "Urê máu")


@pytest.mark.parametrize(
    ("read", "printed"),
    [("Assentí", "Assenti"), ("Uominí: >35", "Uomini: >35"), ("Sí", "Sí"), ("Amarillo", "Amarillo")],
)
def test_a_dot_read_as_an_accent(read: str, printed: str) -> None:
    assert mend_signs(read) == printed
