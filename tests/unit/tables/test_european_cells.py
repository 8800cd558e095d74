"""Cells of Spanish, French, Italian, Turkish and Vietnamese reports: marks in words before units, units of these languages, units
repeated in every tier, intervals cut behind their sign."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.contents.implied import complete_units
from ocr_pipeline.tables.grammar.flags import Mark, parse_flag, split_flag
from ocr_pipeline.tables.grammar.tiers import with_labels
from ocr_pipeline.tables.grammar.units import parse_unit
from tests.unit.tables.pages import page, rows, table, values

pytestmark = pytest.mark.unit

ES = [(40.0, "Estudio"), (500.0, "Resultado"), (800.0, "Unidades"), (1100.0, "Límites de referencia")]


@pytest.mark.parametrize(
    "unit",
    [
        "UE/dL",
        "U.E./dL",
        "cel/μL",
        "células/μL",
        "cellules/mL",
        "elementi/μL",
        "elem/μL",
        "ufc/mL",
        "UA/mL",
        "sn",
        "S/Co",
        "secondes",
        "secondi",
        "mm/ora",
        "mm/1ère h",
        "copias/mL",
        "kopya/mL",
        "bản sao/mL",
        "log UI/mL",
        "μ3",
    ],
)
def test_units_of_five_languages_are_known(unit: str) -> None:
    assert parse_unit(unit) == unit


@pytest.mark.parametrize(
    ("cell", "unit", "flag"),
    [
        ("ALTO mg/dL", "mg/dL", "H"),
        ("Bajo %", "%", "L"),
        ("Élevé mmol/L", "mmol/L", "H"),
        ("Thấp g/L", "g/L", "L"),
        ("Yüksek U/L", "U/L", "H"),
        ("High mg/dL", "mg/dL", "H"),
        ("*mg/dL", "mg/dL", "A"),
    ],
)
def test_a_mark_in_words_before_a_unit_is_the_mark_of_the_row(cell: str, unit: str, flag: str) -> None:
    found = rows(
        table(
            ES,
            [
                ("Glucosa", "131", cell, "70 - 100"),
                ("Urea", "31", "mg/dL", "17 - 43"),
                ("Calcio", "9.1", "mg/dL", "8.5 - 10.1"),
            ],
        )
    )
    assert (found[0][2], found[0][4]) == (unit, flag)
    assert [r[4] for r in found[1:]] == ["", ""]


def test_what_calls_a_tier_and_its_sign_are_no_mark() -> None:
    assert parse_flag("Elevato: >") is None
    assert parse_flag("Alto <") is None


def test_an_interval_cut_behind_its_sign_goes_on_below_beside_a_method() -> None:
    it = [(40.0, "Esame"), (500.0, "Risultato"), (750.0, "U.M."), (1100.0, "Intervallo di riferimento")]
    cells = [
        ("S-Glucosio", "88", "mg/dL", "70 - 100"),
        ("S-Colesterolo totale", "226", "mg/dL", "Desiderabile: < 200"),
        ("", "", "", "Limite: 200 - 239"),
        ("", "", "", "Elevato: >"),
        ("", "", "", "240"),
        ("S-Colesterolo HDL", "48", "mg/dL", ">"),
        ("Enzimatico diretto", "", "", "40"),
        ("S-Trigliceridi", "143", "mg/dL", "< 150"),
    ]
    assert [(n, v, r) for n, v, _, r in values(table(it, cells))] == [
        ("S-Glucosio", "88", "70 - 100"),
        ("S-Colesterolo totale", "226", "Desiderabile: < 200; Limite: 200 - 239; Elevato: >240"),
        ("S-Colesterolo HDL", "48", ">40"),
        ("S-Trigliceridi", "143", "< 150"),
    ]


def test_a_unit_that_only_the_tiers_print_is_the_units_alone() -> None:
    vi = [(40.0, "Tên xét nghiệm"), (700.0, "Kết quả"), (900.0, "CSBT")]
    cells = [
        ("SỐ LƯỢNG BẠCH CẦU", "7,32", "3,5-9,5 x10^9/L"),
        ("SỐ LƯỢNG HỒNG CẦU", "4,82", "Nam: 4,3-5,8 x10^12/L"),
        ("", "", "Nữ: 3,8-5,1 x10^12/L"),
        ("HUYẾT SẮC TỐ", "143", "Nam: 130-175 g/L"),
        ("", "", "Nữ: 115-150 g/L"),
        ("HEMATOCRIT", "0,433", "Nam: 0,40-0,50 L/L"),
        ("", "", "Nữ: 0,35-0,45 L/L"),
        ("TỐC ĐỘ MÁU LẮNG", "5", "Nam: 0-15 mm/h; Nữ: 0-20 mm/h"),
    ]
    assert [(v, u, r) for _, v, u, r in values(table(vi, cells))] == [
        ("7,32", "x10^9/L", "3,5-9,5"),
        ("4,82", "x10^12/L", "Nam: 4,3-5,8; Nữ: 3,8-5,1"),
        ("143", "g/L", "Nam: 130-175; Nữ: 115-150"),
        ("0,433", "L/L", "Nam: 0,40-0,50; Nữ: 0,35-0,45"),
        ("5", "mm/h", "Nam: 0-15; Nữ: 0-20"),
    ]


def test_a_word_that_ran_into_the_unit_before_it_is_the_interval() -> None:
    it = [(40.0, "Esame"), (500.0, "Risultato"), (750.0, "U.M."), (1000.0, "Valori di riferimento")]
    cells = [
        ("Glucosio", "assente", "", "mg/dL assente"),
        ("Proteine", "15", "mg/dL", "< 10"),
        ("Nitriti", "assenti", "", "assenti"),
    ]
    found = values(table(it, cells))
    assert (found[0][2], found[0][3]) == ("mg/dL", "assente")


def test_litres_over_litres_without_their_slash_are_no_mark() -> None:
    vi = [(40.0, "TÊN XÉT NGHIỆM"), (500.0, "KẾT QUẢ"), (700.0, "TRỊ SỐ BÌNH THƯỜNG"), (1300.0, "ĐƠN VỊ")]
    cells = [
        ("Huyết sắc tố (HGB)", "98", "Nam: 130-160; Nữ: 125-142", "g/L"),
        ("Hematocrit (HCT)", "0,31", "Nam: 0,40-0,47; Nữ: 0,37-0,42", "LL"),
        ("Hematocrit sau", "0,33", "Nam:0,40-0,47L/L;Nữ:0,37-0,42L/L", "LL"),
        ("MCH", "27,1", "28-32", "pg"),
    ]
    assert [(u, f) for _, _, u, _, f in rows(table(vi, cells))] == [("g/L", ""), ("L/L", ""), ("L/L", ""), ("pg", "")]


def test_a_heading_in_the_middle_below_an_interval_is_none_of_it() -> None:
    fr = [(40.0, "Examens"), (500.0, "Résultats"), (750.0, "Unités"), (1000.0, "Valeurs de référence")]
    cells = [
        ("Gamma-GT", "49", "UI/L", "8 - 61"),
        ("CPK", "212", "UI/L", "39 - 308"),
        ("", "", "", "MARQUEURS"),
        ("PSA", "3,87", "ng/mL", "< 4,00"),
    ]
    found = read_tables([table(fr, cells)]).results
    assert [(r.reference_range, r.group) for r in found] == [("8 - 61", ""), ("39 - 308", ""), ("< 4,00", "MARQUEURS")]


def test_b_in_brackets_is_low_behind_a_measure_alone() -> None:
    assert split_flag("21 mmol/l (B)") == ("21 mmol/l", Mark("L", "B"))
    assert split_flag("6,2 (B)")[1] == Mark("L", "B")
    assert split_flag("Influenza (B)") == ("Influenza (B)", None)
    assert parse_flag("B") is None


def test_specks_of_a_broken_leader_are_no_part_of_the_value() -> None:
    cells = [("Hematíes.....", "+", "4,91", "mill/mm3", "4,50 a 5,90"), ("Hemoglobina...", "+", "14,2", "g/dL", "13,0 a 17,5"),
             ("Hematocrito....", ",", "43,0", "%", "39,0 a 51,0"), ("V.C.M.....", "", "87,6", "fL", "80,0 a 98,0"),
             ("Nitritos.....", "+", "", "", "Negativo")]  # fmt: skip
    found = values(page([list(zip((40.0, 470.0, 500.0, 620.0, 900.0), row, strict=True)) for row in cells]))
    assert [v for _, v, _, _ in found] == ["4,91", "14,2", "43,0", "87,6", "+"]


def test_a_point_may_be_what_is_left_of_the_colon_of_the_second_sex() -> None:
    assert (
        with_labels(["Nam: 62-120; Nữ: 53-100", "Nam: 180-420; Nữ: 150-360", "Nam: 11-50; N.7-32"])[2]
        == "Nam: 11-50; Nữ: 7-32"
    )


def test_a_unit_that_lost_its_litres_is_in_litres_where_all_are() -> None:
    assert complete_units(["mmol/l", "g/l", "µmol/l", "µg/l", "mg/", "10^9/", "UI/ml"])[:6] == [
        "mmol/l",
        "g/l",
        "µmol/l",
        "µg/l",
        "mg/l",
        "10^9/",
    ]
    assert complete_units(["mmol/l", "g/l", "µmol/l", "µg/l", "g/dl", "mg/"])[5] == "mg/"
    assert parse_unit("mUl/mL") == "mUI/mL"


@pytest.mark.parametrize(
    ("mark", "value"), [("B", "10,9"), ("", "10,9 -"), ("", "10,9-")], ids=["letter before", "sign behind", "glued"]
)
def test_a_letter_for_low_and_a_sign_behind_the_value_are_marks_where_the_interval_says_so(mark: str, value: str):
    header = [(40.0, "Analyse"), (430.0, ""), (500.0, "Résultat"), (800.0, "Unité"), (1000.0, "Valeurs usuelles")]
    cells = [("Hématies", "", "3,98", "T/L", "3,80 - 5,90"), ("Hémoglobine", mark, value, "g/dL", "11,5 - 17,5")]
    cells += [("Plaquettes", "", "251", "G/L", "150 - 400"), ("Leucocytes", "", "2+", "G/L", "4 - 11")]
    found = rows(table(header, cells))
    assert ("Hémoglobine", "10,9", "g/dL", "11,5 - 17,5", "L") in found
    assert found[-1][1] == "2+"
