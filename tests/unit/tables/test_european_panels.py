"""Panels of Spanish, French, Italian, Turkish and Vietnamese laboratories: headings between rows, two systems of units, marks
that were hardly legible."""

from __future__ import annotations

import pytest

from ocr_pipeline.fields import labels_in
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.naming.names import is_group
from ocr_pipeline.tables.naming.turkish import finding, prints_dots
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("VITAMINE E METABOLISMO DEL FERRO", True),
        ("Chức năng thận / Renal function", True),
        ("Karaciğer Fonksiyon Testleri", True),
        ("Bilan phosphocalcique", True),
        ("REACCIONES FEBRILES", True),
        ("Sierologia virale", True),
        ("Xét nghiệm HBsAg", False),
        ("Vitamina B12", False),
        ("Proteine totali", False),
        ("Examen direct", False),
    ],
)
def test_headings_of_groups_are_told_by_their_first_or_last_word(text: str, heads: bool) -> None:
    assert is_group(text) is heads


def test_a_heading_in_two_languages_joins_no_name() -> None:
    header = [(90.0, "Tên xét nghiệm"), (700.0, "Kết quả"), (900.0, "Đơn vị"), (1100.0, "Khoảng tham chiếu")]
    text = table(
        header,
        [
            ["LDL-Cholesterol", "3.79", "mmol/L", "<3.4"],
            ["Chức năng thận / Renal function", "", "", ""],
            ["Urê máu", "4.9", "mmol/L", "2.8-7.2"],
            ["Creatinine máu", "84", "µmol/L", "62-106"],
        ],
        pitch=24.0,
    )
    assert [r.name for r in read_tables([text]).results] == ["LDL-Cholesterol", "Urê máu", "Creatinine máu"]


def test_a_method_without_its_colon_joins_no_name() -> None:
    header = [(90.0, "Analisi"), (700.0, "Risultato"), (900.0, "Unità"), (1100.0, "Intervallo di riferimento")]
    text = table(
        header,
        [
            ["S-FT4", "14,9", "pmol/L", "9,0-19,0"],
            ["Metodo CMIA", "", "", ""],
            ["S-FT3", "5,1", "pmol/L", "2,6-5,7"],
            ["Metodo CMIA", "", "", ""],
            ["S-Ferro", "42", "µg/dL", "50-170"],
        ],
        pitch=24.0,
    )
    assert [r.name for r in read_tables([text]).results] == ["S-FT4", "S-FT3", "S-Ferro"]


def test_a_turkish_finding_keeps_its_dots_before_its_figure() -> None:
    assert finding("NEGATiF (0,21)") == "NEGATİF (0,21)"
    assert finding("POZiTIF") == "POZİTİF"


def test_the_second_system_of_units_says_the_same_again() -> None:
    header = [
        (90.0, "Analyse"),
        (560.0, "Résultats"),
        (830.0, "Normales"),
        (1080.0, "Unités SI"),
        (1360.0, "Normales SI"),
    ]
    text = table(
        header,
        [
            ["Glucose", "0,92 g/l", "0,70-1,10", "5,11 mmol/l", "3,89-6,11"],
            ["Urée", "0,31 g/l", "0,15-0,50", "5,16 mmol/l", "2,50-8,33"],
            ["Créatinine", "9,8 mg/l", "7,0-13,0", "86,7 µmol/l", "62,0-115,0"],
            ["Calcium", "95 mg/l", "86-103", "2,37 mmol/l", "2,15-2,57"],
            ["Transaminases TGO", "31 UI/l", "5-40", "", ""],
        ],
    )
    assert [r[:4] for r in rows(text)] == [
        ("Glucose", "0,92", "g/l", "0,70-1,10"),
        ("Urée", "0,31", "g/l", "0,15-0,50"),
        ("Créatinine", "9,8", "mg/l", "7,0-13,0"),
        ("Calcium", "95", "mg/l", "86-103"),
        ("Transaminases TGO", "31", "UI/l", "5-40"),
    ]


def test_values_boxed_with_their_units_are_said_once() -> None:
    header = [(90.0, "Test"), (560.0, "Result"), (640.0, "Unit"), (900.0, "Reference range"), (1300.0, "Specimen")]
    cells = [("Haemoglobin", "135 g/L", "115-150"), ("Albumin", "42 g/L", "35-52"), ("Protein", "68 g/L", "65-82")]
    text = page([header, *([(90.0, n), (560.0, v), (900.0, r)] for n, v, r in cells)])
    assert [r[:4] for r in rows(text)] == [
        ("Haemoglobin", "135", "g/L", "115-150"),
        ("Albumin", "42", "g/L", "35-52"),
        ("Protein", "68", "g/L", "65-82"),
    ]


def test_a_form_with_colons_above_an_antibiogram_is_read() -> None:
    text = page(
        [
            [(90.0, "PACIENTE"), (560.0, ": MARDONES VERA HILDA")],
            [(90.0, "TIPO DE MUESTRA"), (560.0, ": ORINA SONDA")],
            [(90.0, "RECUENTO DE COLONIAS"), (560.0, ": >100.000 UFC/mL")],
            [(90.0, "MICROORGANISMO"), (560.0, ": Klebsiella pneumoniae")],
            [],
            [(90.0, "ANTIBIÓTICO"), (640.0, "CIM (ug/mL)"), (920.0, "INTERPRETACIÓN")],
            [(90.0, "Ampicilina"), (640.0, ">=32"), (920.0, "R")],
            [(90.0, "Cefepime"), (640.0, "8"), (920.0, "R")],
            [(90.0, "Amikacina"), (640.0, "4"), (920.0, "S")],
        ]
    )
    found = {(r.name, r.value, r.unit) for r in read_tables([text]).results}
    assert ("RECUENTO DE COLONIAS", "100.000", "UFC/mL") in found  # and its sign
    assert ("MICROORGANISMO", "Klebsiella pneumoniae", "") in found
    assert not {n for n, _, _ in found} & {"PACIENTE", "TIPO DE MUESTRA"}
    assert len(found) == 5


def test_a_lower_bound_of_nought_is_no_percent_sign() -> None:
    """Bounds in columns of their own: ``0`` alone could be a bent %, and drew the columns' border over the lower ones."""
    header = [
        (90.0, "Prestazione"),
        (600.0, "Valore"),
        (800.0, "Unità"),
        (1100.0, "Min"),
        (1200.0, "Max"),
        (1400.0, "Prec."),
    ]
    text = table(
        header,
        [
            ["Urea", "84", "mg/dL", "17", "49", "77"],
            ["AST", "21", "U/L", "0", "40", "23"],
            ["ALT", "18", "U/L", "0", "41", "20"],
            ["Colinesterasi", "5210", "U/L", "5320", "12920", ""],
        ],
    )
    assert [r[3] for r in rows(text)] == ["17-49", "0-40", "0-41", "5320-12920"]


def test_a_count_of_cells_is_no_number_of_a_bed() -> None:
    assert not labels_in("Sốlượng HC")
    assert labels_in("Số giường: 12")


def test_units_of_time_and_fields_as_they_are_printed_there() -> None:
    assert parse_unit("giẩy") == parse_unit("giáy") == "giây"
    assert split_trailing_unit("13,1 g/100mL") == ("13,1", "g/100mL")
    assert split_trailing_unit("1 450 mL/24h") == ("1 450", "mL/24h")
    assert split_trailing_unit("15-20 xC") == ("15-20", "xC")


def test_a_dotted_capital_read_with_an_accent_is_one() -> None:
    assert prints_dots(["BAHÇELÍ TIP LABORATUVARI", "POZITiF"])
