"""Results as Chinese programs on telephones show them: cards and rows of two lines."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.headers.lexicon import header_words
from tests.unit.tables.pages import line, page
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_cards_whose_line_below_holds_interval_and_unit() -> None:
    text = page(
        [
            [(60.0, "检验报告详情")],
            [(60.0, "报告时间：2024-02-20 11:36")],
            [(60.0, "白细胞计数 WBC"), (640.0, "12.6↑")],
            [(60.0, "参考值：3.5~9.5单位：10^9/L")],
            [(60.0, "血红蛋白 HGB"), (640.0, "131")],
            [(60.0, "参考值：115~150单位：g/L")],
            [(60.0, "降钙素原 PCT"), (640.0, "0.08↑")],
            [(60.0, "参考值：<0.05单位：ng/mL")],
        ]
    )
    assert rows(text) == [
        ("白细胞计数", "12.6", "10^9/L", "3.5~9.5", "H"),
        ("血红蛋白", "131", "g/L", "115~150", ""),
        ("降钙素原", "0.08", "ng/mL", "<0.05", "H"),
    ]


def two_lines(middle: float) -> PageText:
    """Rows 80 apart: name and interval, 34 below the code and the unit, the value ``middle`` below the name."""
    told = [("总胆红素", "TBIL", "13.1", "3.4-20.5", "μmol/L"), ("白蛋白", "ALB", "39.2↓", "40-55", "g/L")]
    told += [("谷氨酰转肽酶", "GGT", "44", "7-45", "U/L"), ("总胆汁酸", "TBA", "6.6", "0-10", "μmol/L")]
    lines = [line("项目名称", 60, 100.0), line("结果", 400, 100.0), line("参考范围", 640, 100.0)]
    for place, (name, code, value, interval, unit) in enumerate(told):
        y = 150.0 + 80 * place
        lines += [line(name, 60, y), line(interval, 640, y), line(value, 400, y + middle)]
        lines += [line(code, 60, y + 34), line(unit, 640, y + 34)]
    return PageText(0, 900, 600, tuple(lines), text_height=20.0)


@pytest.mark.parametrize("middle", [0.0, 2.0, 17.0])
def test_a_value_level_with_the_first_line_of_its_row_or_between_both(middle: float) -> None:
    tables = read_tables([two_lines(middle)])
    got = [(r.name, r.code, r.value, r.unit, r.reference_range.split()[0], r.flag) for r in tables.results]
    assert got == [
        ("总胆红素", "TBIL", "13.1", "μmol/L", "3.4-20.5", ""),
        ("白蛋白", "ALB", "39.2", "g/L", "40-55", "L"),
        ("谷氨酰转肽酶", "GGT", "44", "U/L", "7-45", ""),
        ("总胆汁酸", "TBA", "6.6", "μmol/L", "0-10", ""),
    ]
    assert all(seen.spread == 0.0 for seen in tables.evidence)


def test_a_line_that_says_what_concentrations_mean_is_no_row() -> None:
    text = page(
        [
            [(60.0, "食物"), (400.0, "浓度(U/mL)"), (640.0, "分级")],
            [(60.0, "牛奶"), (400.0, "188.61"), (640.0, "2级")],
            [(60.0, "猪肉"), (400.0, "3.95"), (640.0, "0级")],
            [(60.0, "大豆"), (400.0, "72.15"), (640.0, "1级")],
            [(60.0, "参考值：<50 U/mL为0级(阴性)，50-100为1级，100-200为2级")],
        ]
    )
    assert [row[:2] for row in rows(text)] == [("牛奶", "188.61"), ("猪肉", "3.95"), ("大豆", "72.15")]


def test_a_bullet_before_a_sign_is_a_mark_that_was_not_legible() -> None:
    text = page(
        [
            [(60.0, "檢驗項目"), (400.0, "檢驗值"), (640.0, "參考值")],
            [(60.0, "尿蛋白"), (400.0, "•+/-"), (640.0, "Negative")],
            [(60.0, "尿糖"), (400.0, "-"), (640.0, "Negative")],
            [(60.0, "潛血"), (400.0, "-"), (640.0, "Negative")],
        ]
    )
    found = read_tables([text]).results
    assert [r.value for r in found] == ["+/-", "-", "-"]
    assert [Reason.SYMBOL_UNCERTAIN in r.reasons for r in found] == [True, False, False]


def test_a_word_run_into_the_name_of_a_card_is_its_mark_where_the_value_says_so() -> None:
    cards = [
        ("氯偏低", "96.6 mmol/L", "99.0-110.0"),
        ("淀粉酶", "105 U/L", "35-135"),
        ("钾偏高", "4.2 mmol/L", "3.5-5.3"),
    ]
    text = page(
        [
            line
            for name, value, interval in cards
            for line in ([(60.0, name), (700.0, value)], [(60.0, f"参考范围:{interval}")], [])
        ]
    )
    assert rows(text) == [
        ("氯", "96.6", "mmol/L", "99.0-110.0", "L"),
        ("淀粉酶", "105", "U/L", "35-135", ""),
        ("钾偏高", "4.2", "mmol/L", "3.5-5.3", ""),
    ]


@pytest.mark.parametrize("header", ["检测项目/方法", "项目 / 方法学", "项目/简称"])
def test_a_slash_joins_two_words_to_the_header_of_one_column(header: str) -> None:
    text = page(
        [
            [(60.0, header), (700.0, "检测结果"), (1000.0, "参考区间")],
            [(60.0, "甲状腺过氧化物酶抗体(TPOAb)"), (700.0, "1.38"), (1000.0, "0.00-5.61")],
            [(60.0, "化学发光法")],
            [(60.0, "游离三碘甲状腺原氨酸(FT3)"), (700.0, "7.50"), (1000.0, "2.43-6.01")],
            [(60.0, "化学发光法")],
        ]
    )
    assert [row[0] for row in rows(text)] == ["甲状腺过氧化物酶抗体(TPOAb)", "游离三碘甲状腺原氨酸(FT3)"]


def test_results_and_units_under_one_word_are_two_columns_where_nothing_else_heads_results() -> None:
    text = page(
        [
            [(60.0, "参数"), (400.0, "结果单位"), (700.0, "参考范围")],
            [(60.0, "WBC"), (400.0, "6.96 10^9/L"), (700.0, "3.50-9.50")],
            [(60.0, "PLT"), (400.0, "392 10^9/L"), (700.0, "125-350")],
            [(60.0, "HGB"), (400.0, "103 g/L"), (700.0, "115-150")],
        ]
    )
    assert [row[1:3] for row in rows(text)] == [("6.96", "10^9/L"), ("392", "10^9/L"), ("103", "g/L")]


@pytest.mark.parametrize(
    ("printed", "flag"),
    [("高 H", "H"), ("低L", "L"), ("偏高(H)", "H"), ("↓ 偏低", "L"), ("High ↑", "H"), ("高 L", None)],
)
def test_a_mark_printed_as_a_word_and_a_letter_is_one(printed: str, flag: str | None) -> None:
    mark = parse_flag(printed, column=True)
    assert (mark.flag if mark else None) == flag


@pytest.mark.parametrize("header", ["Result结果", "结果 Result", "Test 化驗項目", "Reference参考值"])
def test_a_header_and_its_translation_before_or_behind_it_are_one(header: str) -> None:
    assert len(header_words(header)) == 1


@pytest.mark.parametrize("title", ["结论", "检测结论", "判读"])
def test_a_column_that_judges_serology_marks_what_is_positive(title: str) -> None:
    told = [("EB病毒衣壳抗原IgM", "12.7", "阴性", "<20"), ("EB病毒衣壳抗原IgG", "147.9", "阳性", "<20")]
    told += [("EB病毒核抗原IgG", "92.2", "阳性", "<5"), ("巨细胞病毒IgM", "3.1", "阴性", "<18")]
    text = page(
        [
            [(60.0, "检测项目"), (320.0, "结果"), (420.0, title), (520.0, "单位"), (620.0, "参考值")],
            *([(60.0, n), (320.0, v), (420.0, w), (520.0, "U/mL"), (620.0, ref)] for n, v, w, ref in told),
        ]
    )
    assert rows(text) == [(n, v, "U/mL", ref, "A" if w == "阳性" else "") for n, v, w, ref in told]
