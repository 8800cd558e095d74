"""Chinese print-outs of reference laboratories, terminals and analysers: tiers in the middle of rows, rules of dashes, units far
right of values."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import line, page, table, values
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_tiers_centred_on_rows_none_of_which_is_level_with_the_value() -> None:
    told = [("促卵泡生成素", "6.42", "3.5-12.5"), ("黄体生成素", "9.17", "2.4-12.6"), ("雌二醇", "188", "12.4-233")]
    lines = [line("项目", 60, 60.0), line("结果", 400, 60.0), line("参考区间", 640, 60.0)]
    phases = ("卵泡期", "排卵期", "黄体期", "绝经期")
    for place, (name, value, first) in enumerate(told):
        top = 120.0 + 116 * place
        lines += [line(name, 60, top + 40), line(value, 400, top + 40)]
        bounds = (first, "4.7-21.5", "1.7-7.7", "25.8-134.8")
        lines += [line(f"{p}:{b}", 640, top + 27 * i) for i, (p, b) in enumerate(zip(phases, bounds, strict=True))]
    found = read_tables([PageText(0, 1200, 700, tuple(lines), text_height=20.0)]).results
    assert [r.reference_range for r in found] == [
        f"卵泡期:{first}; 排卵期:4.7-21.5; 黄体期:1.7-7.7; 绝经期:25.8-134.8" for _, _, first in told
    ]


def test_a_unit_stands_far_right_of_its_value_a_mark_between() -> None:
    cards: list[list[tuple[float, str]]] = []
    for name, value, mark, unit, interval in (
        ("白细胞计数(WBC)", "9.84", "↑", "10^9/L", "3.5-9.5"),
        ("血红蛋白(HGB)", "128", "", "g/L", "115-150"),
        ("C反应蛋白(CRP)", "23.61", "↑", "mg/L", "0-10"),
    ):
        cards += [[(60.0, name)], [(60.0, value), (140.0, mark), (420.0, unit), (640.0, f"参考: {interval}")]]
    assert [row[1:] for row in rows(page(cards, pitch=34.0))] == [
        ("9.84", "10^9/L", "3.5-9.5", "H"),
        ("128", "g/L", "115-150", ""),
        ("23.61", "mg/L", "0-10", "H"),
    ]


def test_a_rule_of_dashes_is_no_row() -> None:
    text = page(
        [
            [(60.0, "项目"), (300.0, "结果"), (500.0, "参考范围"), (700.0, "单位")],
            [(60.0, "尿素"), (300.0, "7.2"), (500.0, "3.1-8.0"), (700.0, "mmol/L")],
            [(60.0, "肌酐"), (300.0, "128↑"), (500.0, "57-97"), (700.0, "μmol/L")],
            [(60.0, "----------"), (300.0, "------------"), (500.0, "----------")],
        ]
    )
    assert [row[0] for row in rows(text)] == ["尿素", "肌酐"]


def test_bounds_in_cells_of_their_own_may_differ_in_decimals() -> None:
    text = page(
        [
            [(60.0, "检查项目"), (300.0, "测量值"), (440.0, "单位"), (640.0, "参考下限"), (900.0, "参考上限")],
            [(60.0, "总胆固醇"), (300.0, "5.02"), (440.0, "mmol/L"), (640.0, "2.8"), (900.0, "5.2")],
            [(60.0, "甘油三酯"), (300.0, "2.36"), (440.0, "mmol/L"), (640.0, "0.45"), (900.0, "1.7")],
            [(60.0, "肌酐"), (300.0, "76"), (440.0, "μmol/L"), (640.0, "59"), (900.0, "104")],
        ]
    )
    found = read_tables([text]).results
    assert [r.reference_range for r in found] == ["2.8-5.2", "0.45-1.7", "59-104"]
    assert not any(Reason.RANGE_UNREADABLE in r.reasons for r in found)


def test_a_line_of_intervals_and_the_temperature_of_a_blood_gas_are_no_rows() -> None:
    text = page(
        [
            [(60.0, "检验项目"), (300.0, "空腹"), (440.0, "30分钟"), (640.0, "60分钟"), (900.0, "单位")],
            [(60.0, "葡萄糖"), (300.0, "5.61"), (440.0, "9.88"), (640.0, "12.40"), (900.0, "mmol/L")],
            [(60.0, "胰岛素"), (300.0, "11.2"), (440.0, "64.8"), (640.0, "98.1"), (900.0, "mIU/L")],
            [(60.0, "参考值:葡萄糖 空腹3.9-6.1 mmol/L;2小时<7.8 mmol/L")],
        ]
    )
    assert len(rows(text)) == 6
    gas = page(
        [
            [(60.0, "T 37.0 °C FO2(I)"), (440.0, "29.0"), (600.0, "%")],
            [(60.0, "pH"), (440.0, "7.28"), (760.0, "[7.35 - 7.45]")],
            [(60.0, "pCO2"), (440.0, "61.2"), (600.0, "mmHg"), (760.0, "[35.0 - 45.0]")],
            [(60.0, "pO2"), (440.0, "58"), (600.0, "mmHg"), (760.0, "[80 - 100]")],
        ]
    )
    assert [row[0] for row in rows(gas)] == ["pH", "pCO2", "pO2"]


def test_two_numbers_never_become_one() -> None:
    text = page(
        [
            [(60.0, "Peak"), (300.0, "R.Time"), (440.0, "%"), (560.0, "Area")],
            [(60.0, "A1a"), (300.0, "0.24"), (440.0, "0.9"), (560.0, "14821")],
            [(60.0, "A1b"), (300.0, "0.41"), (440.0, "1.2"), (560.0, "19020")],
            [(60.0, "A0"), (300.0, "1.52"), (440.0, "87.2"), (560.0, "1502210")],
        ]
    )
    assert not {row[1] for row in rows(text)} & {"0.914821", "1.219020", "87.21502210"}


def test_days_are_a_unit() -> None:
    text = page(
        [
            [(60.0, "项目"), (300.0, "结果"), (440.0, "单位"), (640.0, "参考值")],
            [(60.0, "禁欲天数"), (300.0, "4"), (440.0, "天"), (640.0, "2-7")],
            [(60.0, "精液量"), (300.0, "2.6"), (440.0, "mL"), (640.0, "≥1.5")],
        ]
    )
    assert [row[2] for row in rows(text)] == ["天", "mL"]


def test_what_a_culture_found_above_its_antibiogram() -> None:
    text = page(
        [
            [(60.0, "细菌培养及药敏报告单")],
            [(60.0, "检出细菌：肺炎克雷伯菌")],
            [(60.0, "抗菌药物"), (400.0, "方法"), (560.0, "检测结果"), (760.0, "药敏判定")],
            [(60.0, "头孢呋辛"), (400.0, "MIC"), (560.0, "16"), (760.0, "中介")],
            [(60.0, "头孢曲松"), (400.0, "MIC"), (560.0, "≥64"), (760.0, "耐药")],
            [(60.0, "美罗培南"), (400.0, "MIC"), (560.0, "≤0.25"), (760.0, "敏感")],
        ]
    )
    assert next(row[:2] for row in rows(text)) == ("检出细菌", "肺炎克雷伯菌")


def test_the_rule_of_a_column_read_as_a_stroke_beside_a_word_is_no_sign() -> None:
    text = page(
        [
            [(60.0, "检测项目"), (300.0, "结果"), (500.0, "参考值")],
            [(60.0, "HPV 58"), (300.0, "阳性"), (500.0, "阴性")],
            [(60.0, "HPV 59"), (300.0, "阴性"), (500.0, "阴性")],
            [(60.0, "HPV 66"), (300.0, "阴性"), (365.0, "一"), (500.0, "阴性")],
        ]
    )
    assert [row[1] for row in rows(text)] == ["阳性", "阴性", "阴性"]


def test_a_title_of_two_words_for_one_thing_heads_one_column() -> None:
    head = [(60.0, "项目"), (300.0, "参考区间/参考值"), (760.0, "结果"), (900.0, "单位")]
    text = table(head, [["颜色", "淡黄色-黄色", "深黄色", ""], ["比重", "1.003-1.030", "1.026", ""]])
    assert values(text) == [("颜色", "深黄色", "", "淡黄色-黄色"), ("比重", "1.026", "", "1.003-1.030")]


def test_the_last_letter_of_a_title_on_a_line_of_its_own_is_no_part_of_an_interval() -> None:
    head = [("检测项目", 60.0, 100.0), ("结果", 360.0, 100.0), ("单位", 520.0, 100.0), ("生物参考区", 700.0, 96.0), ("间", 700.0, 116.0)]  # fmt: skip
    below = [("白细胞计数", "5.2", "10^9/L", "3.5-9.5"), ("血红蛋白", "128", "g/L", "115-150")]
    lines = [line(text, x, y) for text, x, y in head]
    lines += [
        line(cell, x, 150.0 + 30 * i)
        for i, row in enumerate(below)
        for x, cell in zip((60.0, 360.0, 520.0, 700.0), row, strict=True)
    ]
    assert values(PageText(0, 1200, 400, tuple(lines), text_height=20.0)) == below
