"""Cells that the detector joined over two columns, lost dashes, bent letters of names and units, and tables of noise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Char
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.lexicon import bent_words
from ocr_pipeline.tables.naming.chinese import restore_chinese
from ocr_pipeline.tables.naming.latin import restore_latin
from tests.unit.tables.pages import line, page, table, values

Rows = list[tuple[str, str, str, str]]


def test_values_joined_to_their_intervals_are_cut_where_all_rows_can_be() -> None:
    head = [(60.0, "Analyses"), (400.0, "Résultat"), (490.0, "Valeurs de référence"), (800.0, "Unité")]
    cells = [
        ("Leucocytes", "8.32", "4.0-10.0", "G/L"),
        ("Hémoglobine", "12.8", "12.0-15.5", "g/dL"),
        ("Hématocrite", "39.7", "35.0-45.0", "%"),
        ("VGM", "91.1", "82.0-100.0", "fL"),
        ("CRP", "8.16", "0.00-10.00", "mg/L"),
    ]
    # right edge of the value and left edge of the interval touch at x = 480
    body = [[(60.0, name), (480.0 - 10 * len(value), value + ref), (800.0, unit)] for name, value, ref, unit in cells]
    assert values(page([head, *body])) == [(name, value, unit, ref) for name, value, ref, unit in cells]


def test_a_number_and_the_one_before_it_are_two() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (440.0, "历史结果"), (700.0, "单位"), (800.0, "参考区间")]
    cells = [("钾离子", "4.2", "4.3"), ("氯离子", "106", "109"), ("离子钙", "1.22", "1.22"), ("葡萄糖", "5.4", "4.4")]
    body = [
        [(60.0, name), (440.0 - 10 * len(now), now + before), (700.0, "mmol/L"), (800.0, "1.0-200.0")]
        for name, now, before in cells
    ]
    assert [r[1] for r in values(page([head, *body]))] == [now for _, now, _ in cells]


def test_an_interval_that_reaches_under_the_values_header_stays_whole() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (470.0, "Reference interval"), (900.0, "Unit")]
    cells = [("Sodium", "140", "135-145"), ("Potassium", "4.1", "3.5-5.1"), ("Chloride", "101", "98-107")]
    body = [[(60.0, n), (390.0, v), (455.0, r), (900.0, "mmol/L")] for n, v, r in cells]
    assert [(r[1], r[3]) for r in values(page([head, *body]))] == [(v, r) for _, v, r in cells]


def test_a_dash_that_only_a_gap_shows_is_put_back_and_doubted() -> None:
    head = [(60.0, "Esame"), (400.0, "Valore"), (550.0, "Unità"), (700.0, "Valori di riferimento")]
    body = [
        ["Leucociti", "3660", "/mm3", "4000 10000"],
        ["Eritrociti", "4.59", "10^6/uL", "4.00-5.20"],
        ["Emoglobina", "13.9", "g/dL", "12.0-16.0"],
    ]
    found = read_tables([table(head, body)]).results
    assert found[0].reference_range == "4000-10000"
    assert Reason.RANGE_UNREADABLE in found[0].reasons
    assert Reason.RANGE_UNREADABLE not in found[1].reasons


@pytest.mark.parametrize("printed", ["10000 4000", "4.5 10", "04 10"])
def test_two_numbers_that_are_no_interval_stay_as_they_are(printed: str) -> None:
    head = [(60.0, "Esame"), (400.0, "Valore"), (550.0, "Unità"), (700.0, "Valori di riferimento")]
    body = [["Leucociti", "3660", "/mm3", printed], ["Emoglobina", "13.9", "g/dL", "12.0-16.0"]]
    assert read_tables([table(head, body)]).results[0].reference_range == printed


@pytest.mark.parametrize(
    "name, unit, right",
    [
        ("中性粒细胞百分率", "名", "%"),
        ("嗜酸性粒细胞百分比", "g", "%"),
        ("精子存活率", "", "%"),
        ("QRS电轴", "%", "°"),
        ("肾小球滤过率", "", ""),
        ("血红蛋白", "g", "g"),
    ],
)
def test_a_share_has_percent_and_an_axis_degrees(name: str, unit: str, right: str) -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (550.0, "单位"), (700.0, "参考区间")]
    body = [[name, "52.8", unit, "40.0-75.0"], ["钾", "4.1", "mmol/L", "3.5-5.3"], ["钠", "140", "mmol/L", "137-147"]]
    assert values(table(head, body))[0][2] == right


def chars(text: str, doubtful: str) -> list[Char]:
    return [Char(c, 0.7 if c in doubtful else 1.0, 0.0, 0.0) for c in text]


@pytest.mark.parametrize(
    "read, doubtful, right",
    [
        ("Occuit Biood", "i", "Occult Blood"),
        ("POTACSIUM", "C", "POTASSIUM"),
        ("Glucóse", "ó", "Glucose"),
        ("HB AIC", "I", "HB A1C"),
        ("Occuit Biood", "", "Occuit Biood"),  # nothing was doubtful
        ("Glucose", "G", "Glucose"),
        ("Zorbanol", "z", "Zorbanol"),
        ("IgA", "A", "IgA"),
    ],
)
def test_a_doubtful_letter_of_a_latin_name(read: str, doubtful: str, right: str) -> None:
    assert restore_latin(read, chars(read, doubtful)) == right


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("制定结果异常单位", ["result", "flag", "unit"]),
        ("蘭定结果提示", ["result", "flag"]),
        ("项回", ["name"]),
        ("KtQuåKhoángthamchiu", ["result", "ref"]),
        ("姓名张三", []),
        ("Collected on 05 May", []),
    ],
)
def test_header_words_with_slips_run_together(text: str, kinds: list[str]) -> None:
    assert [h.kind for h in bent_words(text)] == kinds


def test_a_number_with_a_dot_before_it_is_doubted_beside_whole_bounds() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (550.0, "Unit"), (700.0, "Reference")]
    body = [["Red Blood Cells", ".6", "/HPF", "0-5"], ["Pus Cells", "2", "/HPF", "0-5"]]
    found = read_tables([table(head, body)]).results
    assert found[0].value == ".6"
    assert Reason.AMBIGUOUS_CHARACTER in found[0].reasons


def test_letters_of_a_watermark_beside_a_word_are_no_part_of_it() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (700.0, "Reference")]
    body = [["Protein", "NEGATIVE", "NEGATIVE"], ["Blood", "NEGATIVE", "NEGATIVE"]]
    text = table(head, body)
    text = replace(text, lines=(*text.lines, line("Lark fie", 320.0, 130.0)))
    found = read_tables([text]).results
    assert [r.value for r in found] == ["NEGATIVE", "NEGATIVE"]
    assert Reason.OVERPRINTED in found[0].reasons


def test_rows_of_noise_are_left_over_where_most_of_a_table_is_noise() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (550.0, "单位"), (700.0, "参考区间")]
    text = table(
        head, [["你敏他", "1.1", "U/L", "1-5"], ["尺中", "11", "U/L", "1-5"], ["钾", "4.1", "mmol/L", "3.5-5.3"]]
    )
    noisy = tuple(
        replace(one, chars=tuple(replace(c, confidence=0.4) for c in one.chars)) if i in (4, 8) else one
        for i, one in enumerate(text.lines)
    )
    found = read_tables([replace(text, lines=noisy)])
    assert [r.name for r in found.results] == ["钾"]
    assert len(found.left_over) == 2


def test_one_row_of_noise_in_a_clear_table_stays_a_row() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (550.0, "单位"), (700.0, "参考区间")]
    body = [["尺中", "11", "U/L", "1-5"], ["钾", "4.1", "mmol/L", "3.5-5.3"], ["钠", "140", "mmol/L", "137-147"]]
    text = table(head, body)
    noisy = replace(text.lines[4], chars=tuple(replace(c, confidence=0.4) for c in text.lines[4].chars))
    found = read_tables([replace(text, lines=(*text.lines[:4], noisy, *text.lines[5:]))])
    assert len(found.results) == 3


def test_one_known_name_among_letters_of_a_stamp() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (700.0, "Reference")]
    text = table(head, [["PT RATIO", "1.1", "0.8-1.2"], ["", "2.48", "0.8-1.2"], ["APTT", "33", "25-37"]])
    stamped = (line("N", 30.0, 160.0), line("INR", 60.0, 160.0), line("R8", 250.0, 160.0), line("中", 330.0, 160.0))
    found = read_tables([replace(text, lines=(*text.lines, *stamped))]).results
    assert [r.name for r in found] == ["PT RATIO", "INR", "APTT"]
    assert [Reason.NAME_UNCERTAIN in r.reasons for r in found] == [False, True, False]


def test_a_dash_behind_a_word_is_none_of_it() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (900.0, "Reference")]
    text = table(head, [["Ova", "None seen", "None seen"], ["Fat Globules", "None seen", "None seen"]])
    found = read_tables([replace(text, lines=(*text.lines, line("-", 700.0, 160.0)))]).results
    assert [r.value for r in found] == ["None seen", "None seen"]


def test_litres_a_litre_without_their_slash_are_no_mark() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (550.0, "Unit"), (700.0, "Reference")]
    body = [["HCT", "0.432", "LL", "0.35-0.45"], ["HGB", "144", "g/L", "120-155"], ["PLT", "20", "10^9/L", "150-400"]]
    found = read_tables([table(head, body)]).results
    assert (found[0].unit, found[0].flag) == ("L/L", "")


@pytest.mark.parametrize(
    "read, unit",
    [
        ("GAL", "G/L"),
        ("U1/L", "UI/L"),
        ("mmol/A", "mmol/l"),
        ("mIU/mLL", "mIU/mL"),
        ("g/dt", "g/dl"),
        ("°10^9/L", "10^9/L"),
    ],
)
def test_bent_letters_of_units(read: str, unit: str) -> None:
    assert parse_unit(read) == unit


def test_codes_bent_before_a_chinese_name() -> None:
    name = "0S4嗜酸性粒细胞计数"
    assert restore_chinese(name, [Char(c, 1.0, 0.0, 0.0) for c in name]) == "嗜酸性粒细胞计数"
    vitamin = "25羟维生素D"
    assert restore_chinese(vitamin, [Char(c, 1.0, 0.0, 0.0) for c in vitamin]) == vitamin


def test_values_far_right_below_their_header_stay_with_it() -> None:
    """Right-aligned values under a header that begins far left, the mark's column close behind them."""
    cells = [
        ("比重", "1.020", ""),
        ("酸碱度", "6.0", ""),
        ("尿蛋白", "1+", "↑"),
        ("酮体", "±", "↑"),
        ("红细胞", "86.4", "↑"),
    ]
    head = [(60.0, "检验项目"), (400.0, "检验结果"), (680.0, "标志"), (900.0, "正常值")]
    body = []
    for (name, value, mark), normal in zip(cells, ("1.003-1.030", "4.5-8.0", "阴性", "阴性", "0-17"), strict=True):
        row = [(60.0, name), (660.0 - 11.0 * len(value), value), (900.0, normal)]
        body.append([*row, *([(682.0, mark)] if mark else [])])
    read = read_tables([page([head, *body])]).results
    assert [(r.value, r.flag) for r in read] == [(value, "H" if mark else "") for _, value, mark in cells]


def test_values_boxed_with_their_units_are_parted_at_the_seam() -> None:
    cells = [
        ("Hemoglobina", "13,1 g/dL"),
        ("Leucocitos", "8,34 10^3/µL"),
        ("Plaquetas", "211 10^3/µL"),
        ("Urea", "38 mg/dL"),
    ]
    head = [(60.0, "Prueba"), (400.0, "Valor obtenido"), (800.0, "Unidad")]
    read = read_tables([page([head, *([(60.0, n), (860.0 - 22.0 * len(v.split()[0]), v)] for n, v in cells)])]).results
    assert [f"{r.value} {r.unit}" for r in read] == [v.replace("µ", "μ") for _, v in cells]
