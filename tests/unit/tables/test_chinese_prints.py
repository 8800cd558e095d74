"""Chinese print-outs: forms above tables, keys of germs and classes, units below a first row, cells that ran together."""

from __future__ import annotations

import pytest

from ocr_pipeline.fields.traditional import prints_traditional, traditional
from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.report import Reason, Region
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.naming.names import is_group
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


def test_a_page_in_traditional_characters_is_understood_and_keeps_them() -> None:
    text = table(
        [(60.0, "健檢項目"), (520.0, "本次檢查"), (720.0, "前次檢查"), (930.0, "單位"), (1140.0, "參考範圍")],
        [
            ["紅血球計數 RBC", "4.62", "4.51", "10^6/uL", "3.8-5.3"],
            ["红血球容積", "38.1", "37.9", "%", "35.0-46.0"],
            ["總膽紅素", "0.8", "0.7", "mg/dL", "0.2-1.2"],
            ["B型肝炎表面抗原", "陰性", "陰性", "", "陰性"],
        ],
    )
    assert [r[:4] for r in rows(text)] == [
        ("紅血球計數", "4.62", "10^6/uL", "3.8-5.3"),
        ("紅血球容積", "38.1", "%", "35.0-46.0"),
        ("總膽紅素", "0.8", "mg/dL", "0.2-1.2"),
        ("B型肝炎表面抗原", "陰性", "", "陰性"),
    ]


def test_a_page_in_simplified_characters_stays_one() -> None:
    assert not prints_traditional(["检验项目", "红细胞计数", "总胆红素 黃色 鏡检"])
    assert traditional("红血球計数") == "紅血球計數"


def test_a_mark_at_the_end_of_an_interval_below_the_name() -> None:
    cards = [
        ("丙氨酸轉氨酶", "64 U/L", "參考範圍：<35 U/L", "偏高"),
        ("肌酐", "71 umol/L", "參考範圍：45-84 umol/L", ""),
    ]
    cards += [
        ("白細胞", "3.4 10^9/L", "參考範圍：4.0-11.0 10^9/L", "偏低"),
        ("尿素", "5.1 mmol/L", "參考範圍：2.6-7.5 mmol/L", ""),
    ]
    lines = [line for n, v, r, f in cards for line in ([(60.0, n), (700.0, v)], [(60.0, r), (800.0, f)], [])]
    assert [(r[0], r[3], r[4]) for r in rows(page(lines))] == [
        ("丙氨酸轉氨酶", "<35", "H"),
        ("肌酐", "45-84", ""),
        ("白細胞", "4.0-11.0", "L"),
        ("尿素", "2.6-7.5", ""),
    ]


def test_intervals_beside_each_name_across_the_page() -> None:
    text = page(
        [
            [(80.0, "时间"), (420.0, "血糖(mmol/L)"), (720.0, "参考值"), (980.0, "胰岛素(uIU/mL)"), (1340.0, "参考值")],
            [(80.0, "空腹"), (420.0, "5.31"), (720.0, "3.90-5.10"), (980.0, "9.62"), (1340.0, "2.60-24.90")],
            [(80.0, "1小时"), (420.0, "10.84"), (720.0, "<10.00"), (980.0, "86.40")],
        ]
    )
    assert {(r[0], r[1], r[3]) for r in rows(text)} == {
        ("血糖 空腹", "5.31", "3.90-5.10"),
        ("胰岛素 空腹", "9.62", "2.60-24.90"),
        ("血糖 1小时", "10.84", "<10.00"),
        ("胰岛素 1小时", "86.40", ""),
    }


def test_a_slip_with_colons_and_arrows_before_its_units() -> None:
    results = [
        ("CK-MB", "12.40", "↑ng/mL", "<5.00"),
        ("MYO", "188.3", "↑ng/mL", "<70.0"),
        ("D-Dimer", "0.31", "mg/L", "<0.50"),
    ]
    lines = [
        line for n, v, u, r in results for line in ([(50.0, f"{n}:"), (250.0, v), (420.0, u)], [(80.0, f"参考值: {r}")])
    ]
    assert [r[:5] for r in rows(page([[(50.0, "样本类型：全血")], *lines]))] == [
        ("CK-MB", "12.40", "ng/mL", "<5.00", "H"),
        ("MYO", "188.3", "ng/mL", "<70.0", "H"),
        ("D-Dimer", "0.31", "mg/L", "<0.50", ""),
    ]


@pytest.mark.parametrize("text", ["凝血四项+D-二聚体", "性激素六项", "输血前八项"])
def test_so_many_tests_of_a_kind_are_a_group(text: str) -> None:
    assert is_group(text)
    assert not is_group("D-二聚体")


def test_an_arrow_behind_a_weak_finding_is_its_mark() -> None:
    assert split_flag("±↑")[0] == "±"
