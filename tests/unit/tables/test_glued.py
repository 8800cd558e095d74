"""Marks, units, dots and stray letters that run into a value, and names with a letter misread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ocr_pipeline.fields import labels_in
from ocr_pipeline.page import Char
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.naming.chinese import restore_chinese
from ocr_pipeline.tables.naming.vietnamese import restore
from tests.unit.tables.pages import page, rows, table

pytestmark = pytest.mark.unit

EN = [(60, "Test"), (400, "Result"), (900, "Reference range")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("28,4Low%", "28,4Low", "%"),
        ("9High/HPF", "9High", "/HPF"),
        ("24-26High/hpf", "24-26High", "/hpf"),
        ("20.4*mmHg", "20.4*", "mmHg"),
        ("50 High mm/1hr", "50 High", "mm/1hr"),
        ("5 L/min", "5", "L/min"),
    ],
)
def test_a_mark_between_value_and_unit(text: str, value: str, unit: str) -> None:
    assert split_trailing_unit(text) == (value, unit)
    assert parse_unit(unit) == unit


def test_a_word_of_abnormality_behind_a_sign_or_a_word_is_its_mark() -> None:
    text = table(
        EN,
        [
            ["Blood", "2+Abnormal", "Negative"],
            ["Nitrite", "PositiveABN", "Negative"],
            ["Red Cells", "9High/HPF", "0-3"],
            ["Glucose", "Negative", "Negative"],
        ],
    )
    assert rows(text) == [
        ("Blood", "2+", "", "Negative", "A"),
        ("Nitrite", "Positive", "", "Negative", "A"),
        ("Red Cells", "9", "/HPF", "0-3", "H"),
        ("Glucose", "Negative", "", "Negative", ""),
    ]


def test_leader_dots_are_no_part_of_a_name_or_a_value() -> None:
    text = page(
        [
            [(60, "Test"), (700, "Result"), (1100, "Reference range")],
            [(60, "AST ............... HH"), (700, "580 U/L"), (1100, "15 - 40")],
            [(60, "GGT"), (500, "............... 16.7 U/L"), (1100, "10 - 60")],
            [(60, "Calcium"), (700, "9.3 mg/dL"), (1100, "8.6 - 10.2")],
        ]
    )
    assert rows(text) == [
        ("AST", "580", "U/L", "15 - 40", "HH"),
        ("GGT", "16.7", "U/L", "10 - 60", ""),
        ("Calcium", "9.3", "mg/dL", "8.6 - 10.2", ""),
    ]


def test_a_slip_without_header_whose_values_carry_marks() -> None:
    text = page(
        [
            [(60, "Name: Vikram Harlow")],
            [],
            [(60, "pH"), (300, "7.49 High")],
            [(60, "pO2"), (300, "12.1"), (420, "kPa")],
            [(60, "HCO3"), (300, "21.9 Low mEq/L")],
            [(60, "Na"), (300, "140"), (420, "mEq/L")],
            [(60, "Ratio 2"), (300, "1.4")],
            [(60, "K"), (300, "4.2"), (420, "mEq/L")],
            [(60, "Glu"), (300, "115 High mg/dL")],
        ]
    )
    assert [(r[0], r[1], r[2], r[4]) for r in rows(text)] == [
        ("pH", "7.49", "", "H"),
        ("pO2", "12.1", "kPa", ""),
        ("HCO3", "21.9", "mEq/L", "L"),
        ("Na", "140", "mEq/L", ""),
        ("Ratio 2", "1.4", "", ""),
        ("K", "4.2", "mEq/L", ""),
        ("Glu", "115", "mg/dL", "H"),
    ]


def test_a_sub_heading_over_the_columns_of_code_and_name_is_no_row() -> None:
    text = page(
        [
            [(60, "Code"), (180, "Examination"), (600, "Result"), (900, "Reference range")],
            [(60, "LIVER FUNCTION TEST")],
            [(60, "AST"), (180, "Aspartate Aminotransferase"), (600, "26 U/L"), (900, "15-40")],
            [(60, "ALT"), (180, "Alanine Aminotransferase"), (600, "27 U/L"), (900, "9-50")],
            [(60, "LIPIDPROFILE")],
            [(60, "TC"), (180, "Total Cholesterol"), (600, "162 mg/dL"), (900, "<200")],
        ]
    )
    assert [r[:2] for r in rows(text)] == [
        ("Aspartate Aminotransferase", "26"),
        ("Alanine Aminotransferase", "27"),
        ("Total Cholesterol", "162"),
    ]


def test_letters_beside_a_number_and_a_dot_before_it_are_left_out_and_the_row_is_doubtful() -> None:
    text = table(
        [(60, "Test"), (400, "Result"), (640, "Unit"), (900, "Reference range")],
        [
            ["Cholesterol", "mmm 140", "mg/dL", "< 200"],
            ["Bilirubin", "0.60 rio", "mg/dL", "0.20-1.10"],
            ["Eosinophils", ".170", "/uL", "20-500"],
            ["Calcium", ".95", "mmol/L", "1.12-1.32"],
        ],
    )
    found = read_tables([text]).results
    assert [(r.value, r.reasons) for r in found] == [
        ("140", (Reason.OVERPRINTED,)),
        ("0.60", (Reason.OVERPRINTED,)),
        ("170", (Reason.AMBIGUOUS_CHARACTER,)),
        (".95", ()),
    ]


def test_words_in_line_below_a_table_are_no_row() -> None:
    text = page(
        [
            [(60, "Measurement"), (500, "Value"), (700, "Unit")],
            [(60, "LVIDd"), (500, "48"), (700, "mm")],
            [(60, "LVIDs"), (500, "31"), (700, "mm")],
            [(60, "IVSd"), (500, "9"), (700, "mm")],
            [],
            [],
            [(60, "Final remark"), (500, "Sound function")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["LVIDd", "LVIDs", "IVSd"]


def read_as(text: str, **unsure: tuple[float, str]) -> tuple[Char, ...]:
    chars = tuple(Char(c, 0.999, 0.0, 0.0) for c in text)
    return tuple(
        replace(c, confidence=unsure[c.text][0], runner_up=unsure[c.text][1]) if c.text in unsure else c for c in chars
    )


def test_a_chinese_name_with_one_uncertain_character_is_written_out() -> None:
    assert restore_chinese("碱性磷酸睛", read_as("碱性磷酸睛", 睛=(0.97, ""))) == "碱性磷酸酶"
    assert restore_chinese("三般甘油(TG)", read_as("三般甘油(TG)", 般=(0.66, "酰"))) == "三酰甘油(TG)"


def test_a_chinese_name_stays_where_the_print_was_certain_or_several_names_are_as_near() -> None:
    assert restore_chinese("碱性磷酸睛", read_as("碱性磷酸睛")) == "碱性磷酸睛"
    assert restore_chinese("纤维蛋百原(FIB)", read_as("纤维蛋百原(FIB)")) == "纤维蛋白原(FIB)"
    assert restore_chinese("纤维蛋百(原)降解产物", read_as("纤维蛋百(原)降解产物")) == "纤维蛋白(原)降解产物"
    assert restore_chinese("百细胞计数", read_as("百细胞计数")) == "白细胞计数"
    assert restore_chinese("某接胆红素", read_as("某接胆红素", 某=(0.5, ""))) == "某接胆红素"  # 直接 or 间接
    assert restore_chinese("直接胆红素", read_as("直接胆红素", 直=(0.5, "间"))) == "直接胆红素"


def test_the_known_chinese_names_are_those_of_the_terminology() -> None:
    root = Path(__file__).parents[3]
    said = {
        name.strip()
        for part in (root / "mapping/terminology/analytes").glob("*.txt")
        for line in part.read_text("utf-8").splitlines()
        if line.startswith("  zh ")
        for name in line[5:].split(";")
    }
    known = (root / "ocr_pipeline/tables/naming/names_zh.txt").read_text("utf-8").split()
    assert known
    assert set(known) <= said


def test_a_vietnamese_name_is_not_cut_to_a_shorter_known_one_nor_spelled_anew() -> None:
    assert restore("Creatinin máu") == "Creatinin máu"
    assert restore("Urê máu") == "Urê máu"


def test_analytes_are_no_labels_of_a_form() -> None:
    assert not [x for name in ("pH", "PH", "Clo") for x in labels_in(name)]
    assert [x.kind for x in labels_in("Ph: 555 0100 22")] == ["phone"]
    assert [x.kind for x in labels_in("C/O: Ann Field")] == ["name"]


def test_a_field_behind_a_count_is_its_unit_where_the_interval_has_none() -> None:
    text = table(
        EN,
        [
            ["Pus Cells", "0-2 /hpf", "0-5"],
            ["Casts", "0/HPF", "0-1"],
            ["White Cells", "0-3/HP", "0-5/HP"],
        ],
    )
    assert [r[1:4] for r in rows(text)] == [("0-2", "/hpf", "0-5"), ("0", "/HPF", "0-1"), ("0-3/HP", "", "0-5/HP")]


@pytest.mark.parametrize(
    ("text", "value", "unit", "flag"),
    [("1.31 mg/dLH", "1.31", "mg/dL", "H"), ("61 IU/LH", "61", "IU/L", "H"), ("4.5 g/dL", "4.5", "g/dL", "")],
)
def test_a_mark_behind_a_unit_that_ends_in_a_litre(text: str, value: str, unit: str, flag: str) -> None:
    body, mark = split_flag(text)
    assert (*split_trailing_unit(body), mark.flag if mark else "") == (value, unit, flag)
