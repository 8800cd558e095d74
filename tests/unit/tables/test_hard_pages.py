"""What pages of faxes, blurred and tilted photographs taught: columns told by their cells, headers hardly legible."""

from __future__ import annotations

import pytest

from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.contents.implied import complete_units, legible_unit
from ocr_pipeline.tables.frame.seams import side
from ocr_pipeline.tables.grammar.tiers import completes, with_labels
from ocr_pipeline.tables.grammar.units import mend_letters
from ocr_pipeline.tables.headers.lexicon import bent_words
from ocr_pipeline.tables.intervals.bounds import with_bounds
from tests.unit.tables.pages import page, rows, table


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


def test_marks_that_were_read_as_letters_are_doubtful_marks() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (520.0, "参考范围"), (800.0, "单位")]
    text = table(
        head,
        [
            ["白细胞数目", "12.38", "R(3.5-9.5)", "10^9/L"],
            ["单核细胞", "0.83B", "(0.10-0.60)", "10^9/L"],
            ["血小板数目", "207", "(125-350)", "10^9/L"],
            ["淋巴细胞", "0.60", "1(20.00-10.00)", "%"],
        ],
    )
    results = read_tables([text]).results
    assert [(r.value, r.reference_range, r.flag) for r in results] == [
        ("12.38", "(3.5-9.5)", "H"),
        ("0.83", "(0.10-0.60)", "H"),
        ("207", "(125-350)", ""),
        ("0.60", "(20.00-10.00)", ""),
    ]
    doubted = [Reason.SYMBOL_UNCERTAIN in r.reasons for r in results]
    assert doubted == [True, True, False, True]


def test_a_value_at_the_end_of_a_name_beside_a_stroke() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (520.0, "参考范围"), (800.0, "单位")]
    text = table(head, [["中性粒细胞百82.4", "1", "40.0-75.0", "%"], ["单核细胞", "5.2", "3.0-10.0", "%"]])
    first = read_tables([text]).results[0]
    assert (first.name, first.value, first.flag) == ("中性粒细胞百", "82.4", "H")
    assert Reason.SYMBOL_UNCERTAIN in first.reasons


def test_columns_right_of_the_results_under_no_header() -> None:
    lines = [[(60.0, "项目名称"), (400.0, "结果")]]
    cells = [
        ("颜色", "黄褐色", "黄褐色"),
        ("红细胞", "未检出", "未检出"),
        ("虫卵", "未检出", "未检出"),
        ("脂肪球", "", "未检出"),
    ]
    lines += [[(60.0, name), (395.0, value), (650.0, ref)] for name, value, ref in cells]
    results = read_tables([page(lines)]).results
    assert [(r.name, r.value, r.reference_range) for r in results] == cells
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in results)


def test_values_and_those_before_them_run_together_in_some_rows_only() -> None:
    head = [(60.0, "测定项目"), (500.0, "测定值历史结果"), (800.0, "单位"), (900.0, "参考区间")]
    cells = [("67.7", "73.9"), ("68.3", "56.4"), ("32.3", "26.5"), ("34.4", "29.0"), ("24.2", "24.3"), ("37.5", "35.1")]
    apart, names = {0, 1, 5}, ("二氧化碳分压", "氧分压", "碳酸氢根浓度", "二氧化碳总量", "总二氧化碳", "红细胞压积")
    body = [
        [(60.0, name), *([(520.0, now), (572.0, before)] if i in apart else [(524.0, now + before)]), (800.0, "mmol/L")]
        for i, (name, (now, before)) in enumerate(zip(names, cells, strict=True))
    ]
    assert [r.value for r in read_tables([page([head, *body])]).results] == [now for now, _ in cells]


@pytest.mark.parametrize(
    ("value", "unit", "ref", "told"),
    [
        ("2.63↓10*12", "/L", "3.8-5.1", ("2.63", "10^12/L", "3.8-5.1", "L")),
        ("7,3510E9/L", "", "4,00-10,00", ("7,35", "10^9/L", "4,00-10,00", "")),
        ("0-20-5", "/HPF", "", ("0-2", "/HPF", "0-5", "")),
        ("30.8", "pg", "126.5-33.5)", ("30.8", "pg", "(26.5-33.5)", "")),
        ("2.93", "U/mL", "€4.70", ("2.93", "U/mL", "<4.70", "")),
        ("41.9", "1", "36.0-46.0", ("41.9", "%", "36.0-46.0", "")),
        ("333", "B/L", "316-354", ("333", "g/L", "316-354", "")),
    ],
)
def test_cells_run_together_or_bent(value: str, unit: str, ref: str, told: tuple[str, str, str, str]) -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (620.0, "单位"), (800.0, "参考范围")]
    name = "血细胞比容" if told[1] == "%" else "检验项目甲"
    text = table(head, [[name, value, unit, ref], ["血小板", "207", "10^9/L", "125-350"]])
    assert rows(text)[0] == (name, *told)


def test_letters_of_a_chart_below_the_last_row_are_no_part_of_it() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (560.0, "单位"), (800.0, "参考范围")]
    cells = [["血小板", "207", "10^9/L", "125-350"], ["大血小板比率", "38.0", "%", "13.0-43.0"], ["", "", "W", "HO"]]
    assert rows(table(head, cells))[-1] == ("大血小板比率", "38.0", "%", "13.0-43.0", "")


def test_fractional_shortening_of_the_short_axis_is_no_angle() -> None:
    assert legible_unit("9", "左室短轴缩短率FS") != "°"
    assert legible_unit("9", "QRS电轴") == "°"


@pytest.mark.parametrize("text", ["9" * 2000, "1-" * 2000 + "1", "(" * 3000 + "1" + ")" * 3000, "A1." * 1500])
def test_hostile_lines_are_read(text: str) -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (620.0, "单位"), (800.0, "参考范围")]
    read_tables([table(head, [["白细胞", text, "", text], ["血小板", "207", "10^9/L", "125-350"]])])


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (["M:15-40; E:13-35", "M: 3,5-7,2; 2,6-6,0"], ["M:15-40; F:13-35", "M: 3,5-7,2; F: 2,6-6,0"]),
        (["H: 35-72; F: 26-60", *["M: 5-40; F: 5-35"] * 3], ["M: 35-72; F: 26-60", *["M: 5-40; F: 5-35"] * 3]),
        (["男:45~125; 安:35~100", "男:45~125; 35~100"], ["男:45~125; 女:35~100"] * 2),
        (["Nam: 3-4; Nu: 2-5"], ["Nam: 3-4; Nữ: 2-5"]),
        (["M: 10-20; H: 5-15"] * 2 + ["M: 10-20; 5-15"], ["M: 10-20; H: 5-15"] * 3),  # mujeres, hombres
        (["0-1岁: 4-5; 5-9", "H: 5-15; F: 2-9", "<5.7", ""], ["0-1岁: 4-5; 5-9", "H: 5-15; F: 2-9", "<5.7", ""]),
    ],
)
def test_labels_of_tiers(read: list[str], told: list[str]) -> None:
    assert with_labels(read) == told


def test_a_label_whose_first_letter_stands_is_completed_without_a_doubt() -> None:
    assert completes("Nam: 57-111; N: 41-81", "Nam: 57-111; Nữ: 41-81")
    assert not completes("男:45~125; 35~100", "男:45~125; 女:35~100")
    assert not completes("M:15-40; E:13-35", "M:15-40; F:13-35")
    assert not completes("57-111", "5.7-111")


def test_a_label_written_out_is_doubtful() -> None:
    head = [(60.0, "Esame"), (400.0, "Esito"), (560.0, "Unità"), (800.0, "Valori di riferimento")]
    text = table(
        head, [["AST (GOT)", "14", "UI/L", "M: 5-40"], ["", "", "", "P: 5-35"], ["LDH", "216", "UI/L", "125-243"]]
    )
    first, second = read_tables([text]).results
    assert first.reference_range == "M: 5-40; F: 5-35"
    assert (Reason.RANGE_UNREADABLE in first.reasons, second.reasons) == (True, ())


def test_a_bent_unit_is_that_of_the_rows_about_it() -> None:
    assert complete_units(["mm", "mù", "mm", "mm", "mn", "mg"]) == ["mm", "mm", "mm", "mm", "mm", "mg"]
    assert complete_units(["mm", "mù"]) == ["mm", "mù"]


def test_a_unit_mended_by_its_neighbours_is_doubtful() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (560.0, "Unit"), (800.0, "Reference")]
    body = [
        [n, v, "mmol/L", "3.5-5.5"]
        for n, v in (("Glucose", "5.1"), ("Potassium", "4.1"), ("Urea", "5.0"), ("Sodium", "140"))
    ]
    body[2][2] = "rmol/L"
    found = read_tables([table(head, body)]).results
    assert [r.unit for r in found] == ["mmol/L"] * 4
    assert [Reason.UNIT_UNUSUAL in r.reasons for r in found] == [False, False, True, False]


def test_units_of_activity_are_no_grams() -> None:
    assert (mend_letters("E/L"), mend_letters("&/L")) == ("E/L", "g/L")


def test_a_dash_far_behind_a_name_does_not_let_it_go_on() -> None:
    head = [(60.0, "TEST"), (500.0, "RESULT"), (700.0, "REFERENCE")]
    cells = [
        [(60.0, "Ascorbic Acid"), (400.0, "-"), (500.0, "Negative"), (700.0, "Negative")],
        [(60.0, "MICROSCOPIC EXAMINATION")],
    ]
    rest = [[(60.0, name), (500.0, "0-2"), (700.0, "0-5")] for name in ("Pus Cells", "Epithelial Cells")]
    assert [r[0] for r in rows(page([head, *cells, *rest]))] == ["Ascorbic Acid", "Pus Cells", "Epithelial Cells"]


def test_a_value_has_no_more_decimals_than_the_interval_it_ran_into() -> None:
    head = [(60.0, "项目名称"), (500.0, "结果"), (560.0, "生物参考区间"), (800.0, "单位")]
    body = [
        [(60.0, "中性粒细胞百分比"), (500.0, "66.740.0-75.0"), (800.0, "%")],
        [(60.0, "血红蛋白"), (500.0, "135"), (570.0, "130-175"), (800.0, "g/L")],
        [(60.0, "红细胞压积"), (500.0, "41.9"), (580.0, "40.0-50.0"), (800.0, "%")],
    ]
    assert rows(page([head, *body]))[0] == ("中性粒细胞百分比", "66.7", "%", "40.0-75.0", "")


def test_a_mark_in_words_right_before_the_unit() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (560.0, "Unit"), (800.0, "Reference Range")]
    text = table(head, [["pCO2", "31.2", "LowmmHg", "35.0-45.0"], ["pO2", "88.0", "mmHg", "80.0-100.0"]])
    assert rows(text)[0] == ("pCO2", "31.2", "mmHg", "35.0-45.0", "L")


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (["2037", "35.56", "611", "23-35", "6-11"], ["20-37", "35-56", "6-11", "23-35", "6-11"]),
        (["0.3", "02", "0-2", "0-5"], ["0-3", "0-2", "0-2", "0-5"]),
        (["2,6-6|0", "0.50--2:50", "3.5-5.5"], ["2,6-6,0", "0.50--2.50", "3.5-5.5"]),
        (["40 0-75.0", "11 0 14.5", "80 0-7.5", "4 00-7.5"], ["40.0-75.0", "11.0-14.5", "80 0-7.5", "4 00-7.5"]),
        (["<0.3", "35.0", "<37.0", "100"], ["<0.3", "35.0", "<37.0", "100"]),
        (["4.6-204", "100", "1111", "10-20", "5-9"], ["4.6-204", "100", "1111", "10-20", "5-9"]),
    ],
)
def test_bounds_whose_dash_or_decimal_sign_was_not_read(read: list[str], told: list[str]) -> None:
    assert with_bounds(read) == told


def test_a_dash_written_out_is_doubtful() -> None:
    head = [(60.0, "名称"), (400.0, "测量值"), (700.0, "正常参考值")]
    cells = [["升主动脉内径", "29", "2037"], ["左室收缩末内径", "35", "23-35"], ["室间隔厚度", "13", "6-11"]]
    first, second, _ = read_tables([table(head, cells)]).results
    assert (first.reference_range, Reason.RANGE_UNREADABLE in first.reasons) == ("20-37", True)
    assert Reason.RANGE_UNREADABLE not in second.reasons
