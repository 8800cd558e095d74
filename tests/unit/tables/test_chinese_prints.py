"""Chinese print-outs: forms above tables, keys of germs and classes, units below a first row, cells that ran together."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.report import Reason, Region
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit

HEAD = [(60.0, "检验项目"), (500.0, "结果"), (700.0, "单位"), (900.0, "参考值")]


def test_a_form_above_the_table_holds_results() -> None:
    text = page(
        [
            [(60.0, "姓名：祝长庚"), (600.0, "禁欲天数：5天")],
            [
                (60.0, "精液量："),
                (240.0, "2.8"),
                (320.0, "ml"),
                (400.0, "(≥1.5)"),
                (800.0, "外观："),
                (960.0, "灰白色"),
            ],
            [(60.0, "培养结果：大肠埃希菌"), (500.0, "菌落计数：>10^5 CFU/mL"), (960.0, "标本编号：12345")],
            HEAD,
            [(60.0, "精子浓度"), (500.0, "38.62"), (700.0, "10^6/ml"), (900.0, "≥15")],
            [(60.0, "精子总数"), (500.0, "108.1"), (700.0, "10^6"), (900.0, "≥39")],
        ]
    )
    assert {r[:4] for r in rows(text)} >= {("精液量", "2.8", "ml", "≥1.5"), ("外观", "灰白色", "", "")}
    assert not any("姓名" in r[0] or "禁欲" in r[0] for r in rows(text))


def test_what_a_culture_says_above_its_drugs() -> None:
    text = page(
        [
            [(60.0, "培养结果：大肠埃希菌"), (500.0, "菌落计数：>10^5 CFU/mL"), (960.0, "ESBL：阳性")],
            [(60.0, "抗菌药物"), (500.0, "MIC(ug/ml)"), (900.0, "结果")],
            *([(60.0, n), (500.0, v), (900.0, "耐药")] for n, v in (("氨苄西林", ">=32"), ("头孢唑啉", ">=64"))),
            [(60.0, "S敏感"), (200.0, "I中介R耐药SDD剂量依赖敏感")],
        ]
    )
    found = {r[:2] for r in rows(text)}
    assert found >= {("培养结果", "大肠埃希菌"), ("ESBL", "阳性")}
    assert len(found) == 5


def test_a_key_of_classes_with_their_limits_is_no_row() -> None:
    text = table(
        [(60.0, "过敏原"), (500.0, "结果"), (700.0, "单位")],
        [["艾蒿", "3.08", "IU/mL"], ["虾", "1.93", "IU/mL"], ["5级50.00-100.00；6级≥100.00", "", ""]],
    )
    assert [r[0] for r in rows(text)] == ["艾蒿", "虾"]


def test_a_unit_below_the_first_row_is_no_second_header() -> None:
    text = page(
        [
            [(60.0, "检验项目"), (500.0, "结果"), (800.0, "参考范围")],
            [(60.0, "血红蛋白"), (500.0, "138"), (800.0, "115-150")],
            [(800.0, "g/L")],
            [],
            [(60.0, "血小板计数"), (500.0, "268"), (800.0, "125-350")],
            [(800.0, "10^9/L")],
            [],
            [(60.0, "白细胞计数"), (500.0, "5.60"), (800.0, "3.5-9.5")],
            [(800.0, "10^9/L")],
        ],
        pitch=22.0,
    )
    assert [(r[0], r[2]) for r in rows(text)][:2] == [("血红蛋白", "g/L"), ("血小板计数", "10^9/L")]


def test_a_column_of_toxic_levels_and_one_of_groups_hold_no_part_of_a_row() -> None:
    head = [
        (60.0, "类别"),
        (260.0, "化验项目"),
        (620.0, "单位"),
        (840.0, "结果"),
        (1010.0, "参考值"),
        (1330.0, "中毒浓度"),
    ]
    text = table(
        head,
        [
            ["血药", "地高辛", "ng/mL", "0.72", "0.80-2.00", ">2.40"],
            ["", "茶碱", "ug/mL", "12.1", "10.0-20.0", ">20.0"],
        ],
    )
    assert [(r[0], r[1], r[3]) for r in rows(text)] == [("地高辛", "0.72", "0.80-2.00"), ("茶碱", "12.1", "10.0-20.0")]


def test_a_finding_that_ran_into_its_interval_is_cut_before_it() -> None:
    text = table(
        [(60.0, "检验项目"), (420.0, "结果"), (560.0, "参考值")],
        [["滴虫", "未见", "未见"], ["霉菌", "查见芽生孢子未见", ""], ["线索细胞", "阴性", "阴性"]],
    )
    assert rows(text)[1][:4] == ("霉菌", "查见芽生孢子", "", "未见")


def test_a_square_metre_that_ran_into_the_interval_ends_the_unit() -> None:
    text = table(
        [(60.0, "检验项目"), (500.0, "结果"), (740.0, "单位"), (870.0, "参考值")],
        [
            ["尿素", "5.1", "mmol/L", "2.6-7.5"],
            ["估算肾小球滤过率", "71.6", "mL/min/1.73m290", ""],
            ["肌酐", "60", "umol/L", "41-73"],
        ],
    )
    assert rows(text)[1][:3] == ("估算肾小球滤过率", "71.6", "mL/min/1.73m2")


def test_a_row_whose_sign_was_not_seen_is_a_row_without_a_value() -> None:
    text = page(
        [
            [(60.0, name), (300.0, sign), (500.0, "0"), (600.0, "mmol/L")]
            for name, sign in (("BIL", "-"), ("GLU", "-"), ("KET", ""), ("PRO", "-"), ("NIT", "-"))
        ]
    )
    found = {r.name: r for r in read_tables([text]).results}
    assert Reason.VALUE_MISSING in found["KET"].reasons


def test_two_dashes_beside_an_interval_of_one_are_doubtful() -> None:
    text = table(HEAD, [["尿蛋白", "--", "", "-"], ["尿酮体", "-", "", "-"], ["尿糖", "2+", "", "-"]])
    assert Reason.SYMBOL_UNCERTAIN in read_tables([text]).results[0].reasons
    assert not read_tables([text]).results[1].reasons


def test_a_letter_of_a_name_is_no_code_beside_another_one() -> None:
    text = table(
        [(60.0, "简称"), (260.0, "检测项目"), (700.0, "结果"), (900.0, "单位"), (1100.0, "参考范围")],
        [["FIB", "纤维蛋白原", "5.18", "g/L", "2.38-4.98"], ["D D", "T-聚体", "1.86", "mg/L", "0.00-0.50"]],
    )
    assert rows(text)[1][0] == "T-聚体"


def test_a_box_that_cuts_through_a_row_is_no_picture() -> None:
    text = page([[(60.0, "pH"), (200.0, "7.312"), (400.0, "[7.350-7.450]")], [(60.0, "pCO2"), (200.0, "58.4")]])
    box = Region("figure", ((0, 0), (390, 0), (390, 110), (0, 110)), 0.9)
    assert not inscriptions(text, (box,))
