"""Stars that were boxed with a name, dashes and words before values, and cells of which a stroke was lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.contents.implied import complete_units
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.lexicon import kind_by_word
from ocr_pipeline.tables.naming.turkish import dotted
from tests.unit.tables.pages import line, page, table

pytestmark = pytest.mark.unit

HEAD = [(60, "Analyses"), (500, "Résultats"), (700, "Unité"), (900, "Intervalle de référence")]


def results(text: PageText) -> tuple[Result, ...]:
    return read_tables([text]).results


def starred(begins: float, more: int = 6) -> list[str]:
    """Marks of three values outside, the first with a star that was read, the names of the others beginning at ``begins``."""
    rows = [[(56.0, "*Globules blancs"), (500.0, "1,94"), (700.0, "G/L"), (900.0, "4,00-10,00")]]
    inside = [
        ("VGM", "88,7", "fL", "82,0-100,0"),
        ("TCMH", "29,8", "pg", "27,0-34,0"),
        ("CRP", "2,4", "mg/L", "0,0-10,0"),
    ]
    inside += [
        ("Sodium", "140", "mmol/L", "136-145"),
        ("Potassium", "4,1", "mmol/L", "3,5-5,1"),
        ("Fer", "16", "µmol/L", "10-30"),
    ]
    rows += [[(60.0, n), (500.0, v), (700.0, u), (900.0, r)] for n, v, u, r in inside[:more]]
    rows += [[(begins, "Lymphocytes"), (500.0, "0,97"), (700.0, "G/L"), (900.0, "1,00-4,00")]]
    rows += [[(begins, "Monocytes"), (500.0, "0,12"), (700.0, "G/L"), (900.0, "0,20-1,00")]]
    return [r.flag for r in results(page([list(HEAD), *rows]))]


def test_names_that_reach_out_as_a_starred_one_does_hold_a_star() -> None:
    assert starred(55.0) == ["A", *[""] * 6, "A", "A"]


def test_names_that_begin_where_all_do_hold_none() -> None:
    assert starred(60.0) == [""] * 9


def test_a_dash_hardly_seen_before_a_value_that_cannot_be_negative_is_what_is_left_of_dots() -> None:
    rows = [["Natri", "139,2", "137,0-147,0"], ["Kali", "4,36", "3,50-5,30"], ["Protein", "70,9", "65,0-85,0"]]
    text = table([(60, "Xét nghiệm"), (500, "Kết quả"), (900, "CSBT")], rows)
    dash = line("--", 440, text.lines[-1].middle[1], 0.44)
    assert [r.value for r in results(replace(text, lines=(*text.lines, dash)))] == ["139,2", "4,36", "70,9"]
    clear = line("-", 460, text.lines[-1].middle[1], 0.99)
    assert results(replace(text, lines=(*text.lines, clear)))[-1].value != "70,9"


@pytest.mark.parametrize(
    ("cell", "value", "doubtful"),
    [
        ("- High 8,08", "8,08", True),
        ("High Ơ 8,08", "8,08", True),
        ("Hligh 8,08", "8,08", True),
        ("High 8,08", "8,08", False),
    ],
)
def test_a_mark_with_a_speck_before_a_value(cell: str, value: str, doubtful: bool) -> None:
    head = [(60, "Test"), (500, "Result"), (700, "Unit"), (900, "Reference range")]
    text = table(head, [["Bilirubin", cell, "mg/dL", "0,20-1,20"], ["Albumin", "4,4", "g/dL", "3,5-5,2"]])
    found = results(text)[0]
    assert (found.value, found.flag) == (value, "H")
    assert (Reason.SYMBOL_UNCERTAIN in found.reasons) is doubtful


def test_a_word_before_a_value_that_is_no_mark_stays() -> None:
    head = [(60, "Test"), (500, "Result"), (700, "Unit"), (900, "Reference range")]
    found = results(table(head, [["Casts", "Few 5", "/LPF", "0-2"], ["Albumin", "4.4", "g/dL", "3.5-5.2"]]))
    assert found[0].value == "Few 5"


def test_a_chinese_word_of_abnormality_without_a_header_is_a_mark() -> None:
    head = [(60, "测定项目"), (400, "结果"), (760, "单位"), (960, "参考值")]
    rows = [
        [(60, "促卵泡生成激素"), (400, "52.54"), (620, "高"), (760, "mIU/mL"), (960, "(3.50~12.50)")],
        [(60, "雌二醇"), (400, "14.4"), (760, "pg/mL"), (960, "(12.4~233.0)")],
        [(60, "黄体酮"), (400, "0.10"), (620, "低"), (760, "ng/mL"), (960, "(0.20~1.50)")],
    ]
    found = results(page([list(head), *rows]))
    assert [(r.value, r.unit, r.flag) for r in found] == [
        ("52.54", "mIU/mL", "H"),
        ("14.4", "pg/mL", ""),
        ("0.10", "ng/mL", "L"),
    ]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (".>58", ">58"),
        ("--- 20-40", "20-40"),
        ("[70-1 00] mg/dL", "[70-100] mg/dL"),
        ("-3.0-3.0", "-3.0-3.0"),
        ("-- 3.0-3.0", "-- 3.0-3.0"),
    ],
)
def test_specks_before_intervals_and_folds_through_them(printed: str, read: str) -> None:
    rows = [["Urea", "33.5", printed], ["Sodio", "140", "136-145"], ["Potasio", "4.4", "3.5-5.1"]]
    found = results(table([(60, "Prueba"), (400, "Resultado"), (700, "Valores de referencia")], rows))
    assert found[0].reference_range == read


def test_the_thin_strokes_of_units_that_other_rows_have() -> None:
    assert complete_units(["HPF", "hpf", "/HPF", "mg/dL"]) == ["/HPF", "/hpf", "/HPF", "mg/dL"]
    assert complete_units(["HPF", "mg/dL"]) == ["HPF", "mg/dL"]
    assert complete_units(["1", "%", '"。', "%", "°"]) == ["%", "%", "%", "%", "°"]
    assert complete_units(["1", "%", "g/L"]) == ["1", "%", "g/L"]
    assert parse_unit("kpa") == "kPa"


def test_a_short_header_with_one_letter_misread() -> None:
    assert [kind_by_word(word) for word in ("JNIT", "Tesl", "Urea", "Note")] == ["unit", "name", None, None]


def test_a_word_of_abnormality_run_into_the_unit() -> None:
    body, mark = split_flag("0,8210^3/uLLow")
    assert (body, mark and mark.flag) == ("0,8210^3/uL", "L")
    assert split_flag("YELLOW")[1] is None


@pytest.mark.parametrize(
    ("cell", "usual", "value", "flag", "doubtful"),
    [
        ("* Cloudy", "Clear", "Cloudy", "A", False),
        ("*Trace", "Negative", "Trace", "A", False),
        ("*Negative", "Negative", "Negative", "", True),
        ("Negative", "Negative", "Negative", "", False),
    ],
)
def test_a_star_before_a_finding(cell: str, usual: str, value: str, flag: str, doubtful: bool) -> None:
    head = [(60, "Test"), (500, "Result"), (900, "Reference range")]
    found = results(table(head, [["Appearance", cell, usual], ["Nitrite", "Negative", "Negative"]]))[0]
    assert (found.value, found.flag, Reason.SYMBOL_UNCERTAIN in found.reasons) == (value, flag, doubtful)


def test_the_letter_of_an_abnormal_count_before_its_unit_is_no_unit() -> None:
    head = [(60, "Test"), (500, "Value"), (640, "Units"), (900, "Ref. Range")]
    found = results(table(head, [["WBC", "6-10 A /hpf", "", "0-5"], ["Urobilinogen", "0.2 mg/dL", "", "0.2-1.0"]]))[0]
    assert (found.value, found.unit, found.flag) == ("6-10", "/hpf", "A")


def test_a_speck_in_the_column_of_marks_beside_an_unusual_finding_is_a_mark() -> None:
    head = [(60, "项目"), (400, "结果"), (540, "提示"), (680, "单位"), (900, "参考范围")]
    rows = [["潜血", "3+", "", "", "阴性"], ["酮体", "阴性", "", "", "阴性"], ["比重", "1.011", "", "", "1.003-1.030"]]
    text = table(head, rows)
    specks = [line("'", 545, text.lines[i].middle[1], 0.5) for i in (5, 8)]
    found = results(replace(text, lines=(*text.lines, *specks)))
    assert [(r.value, r.flag) for r in found] == [("3+", "A"), ("阴性", ""), ("1.011", "")]
    assert Reason.SYMBOL_UNCERTAIN in found[0].reasons


def test_a_stamp_under_the_units_of_findings_is_no_unit() -> None:
    head = [(60, "项目"), (400, "结果"), (680, "单位"), (900, "参考范围")]
    rows = [["白细胞", "0-2", "/HP", "0-2"], ["隐血", "阴性", "中医院", "阴性"], ["虫卵", "未检出", "", "未检出"]]
    found = results(table(head, rows))
    assert [r.unit for r in found] == ["/HP", "", ""]
    assert Reason.OVERPRINTED in found[1].reasons


def test_a_unit_behind_an_interval_does_not_go_with_the_method() -> None:
    rows = [
        [(60.0, "项目"), (400.0, "结果"), (660.0, "参考值"), (780.0, "方法")],
        [(60.0, "凝血酶时间"), (400.0, "16.3"), (620.0, "[12.0-16.0] s酶法")],
        [(60.0, "纤维蛋白原"), (400.0, "4.55"), (610.0, "[2.00-4.00] g/L酶法")],
        [(60.0, "抗凝血酶III"), (400.0, "88"), (660.0, "[80-120]%"), (770.0, "比浊法")],
    ]
    assert [r.unit for r in results(page(rows))] == ["s", "g/L", "%"]


def test_an_h_without_its_bar_and_a_stamp_without_a_name() -> None:
    head = [(60, "Test"), (500, "Result"), (700, "Unit"), (900, "Reference range")]
    rows = [["MCII", "30.2", "pg", "27.0-34.0"], ["Allergen X", "0.2", "kU/L", "<0.35"], ["", "seen", "", ""]]
    assert [r.name for r in results(table(head, rows))] == ["MCH", "Allergen X"]


def test_marks_behind_the_results_of_the_time_before_are_those_of_now() -> None:
    head = [(60, "项目"), (400, "本次结果"), (560, "上次结果"), (800, "参考值")]
    rows = [
        [(60, "凝血酶时间"), (400, "16.3"), (560, "13.0"), (700, "H"), (800, "12.0-16.0")],
        [(60, "纤维蛋白原"), (400, "4.55"), (560, "4.25"), (700, "H"), (800, "2.00-4.00")],
        [(60, "凝血酶原时间"), (400, "12.8"), (560, "12.5"), (800, "10.0-14.0")],
    ]
    assert [r.flag for r in results(page([list(head), *rows]))] == ["H", "H", ""]
    theirs = [[*row[:1], (400, "13.1"), *row[2:]] for row in rows]
    assert not any(r.flag for r in results(page([list(head), *theirs])))


def test_stars_before_findings_that_are_not_what_their_intervals_ask_for() -> None:
    head = [(60, "TEST"), (400, "Value"), (700, "Ref. Range")]
    rows = [["*KETONES", "Trace", "Negative"], ["NITRITE", "Negative", "Negative"], ["*PROTEIN", "1+", "Negative"]]
    rows += [["GLUCOSE", "Negative", "Negative"], ["COLOR", "Yellow", "Yellow"], ["*CLARITY", "Cloudy", "Clear"]]
    assert [r.flag for r in results(table(head, rows))] == ["A", "", "A", "", "", "A"]


@pytest.mark.parametrize(
    ("cell", "flag"), [("13,1 Bajo", "L"), ("126 Alto", "H"), ("0,214 Thp", "L"), ("5,9 Cao", "H"), ("41 Haut", "H")]
)
def test_words_of_abnormality_behind_values(cell: str, flag: str) -> None:
    body, mark = split_flag(cell)
    assert (body, mark and mark.flag) == (cell.split(maxsplit=1)[0], flag)


def test_urea_keeps_its_dots_on_turkish_pages() -> None:
    assert [dotted(name) for name in ("Ure", "Urik asit", "URE", "Urobilinojen")] == [
        "Üre",
        "Ürik asit",
        "URE",
        "Urobilinojen",
    ]


def test_a_speck_between_an_arrow_and_the_name_behind_it_is_none_of_the_name() -> None:
    rows = [("↓. Glucose", "3.7", "3.9-5.8"), ("↑Lactate", "2.2", "0.5-1.6"), ("Sodium", "140", "136-146")]
    found = results(table([(60, "Test"), (500, "Result"), (700, "Range")], rows))
    assert [(r.name, r.flag) for r in found] == [("Glucose", "L"), ("Lactate", "H"), ("Sodium", "")]


def test_a_star_and_a_letter_behind_a_value_are_one_mark() -> None:
    for text, flag in (("44*H", "H"), ("2.56 *L", "L"), ("12*", "A")):
        value, mark = split_flag(text)
        assert (value, mark.flag if mark else "") == (text.split("*")[0].strip(), flag)


def test_a_low_digit_that_was_hardly_read_in_the_box_of_a_value_costs_no_row() -> None:
    text = table(HEAD, [["Sodium", "140", "mmol/L", "136-145"], ["Glucose", "5,7", "mmol/L", "3,9-6,1"]])
    value = next(o for o in text.lines if o.text == "5,7")
    speck = line("0", value.right - 4.0, value.middle[1], confidence=0.37, height=11.0)
    (_, glucose) = results(replace(text, lines=(*text.lines, speck)))
    assert (glucose.value, glucose.reasons) == ("5,7", (Reason.SYMBOL_UNCERTAIN,))
