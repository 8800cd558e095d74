"""Ordinary Chinese sheets: a header that repeats itself over two pages, dates below the titles of results, counts a field, signs
of elements in brackets, adverts below the table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.naming.names import split_code
from ocr_pipeline.tables.scope import is_footer
from tests.unit.tables.pages import line, page, rows, table
from tests.unit.tables.test_chinese_reports import doubted

pytestmark = pytest.mark.unit

_HEAD = [(60.0, "项目"), (360.0, "结果"), (520.0, "单位"), (700.0, "参考区间")]


def test_rows_below_a_header_that_repeats_itself_go_on_once_on_the_next_page() -> None:
    first = table(
        _HEAD,
        [
            ["尿素", "7.2", "mmol/L", "3.1-8.0"],
            ["项目", "结果", "单位", "参考区间"],
            ["肌酐", "128", "μmol/L", "57-97"],
            ["项目", "结果", "单位", "参考区间"],
            ["尿酸", "366", "μmol/L", "155-357"],
        ],
    )
    second = page([[(60.0, "腺苷脱氨酶"), (360.0, "2.4"), (520.0, "U/L"), (700.0, "4-24")]], index=1)
    found = read_tables([first, second]).results
    assert [r.name for r in found] == ["尿素", "肌酐", "尿酸", "腺苷脱氨酶"]


def test_two_panels_of_one_header_both_go_on_on_the_next_page() -> None:
    head = [*_HEAD, *((x + 800, text) for x, text in _HEAD)]
    rows_of = [
        ["尿素", "7.2", "mmol/L", "3.1-8.0", "钙", "2.31", "mmol/L", "2.1-2.5"],
        ["肌酐", "128", "μmol/L", "57-97", "磷", "1.02", "mmol/L", "0.8-1.5"],
    ]
    second = page(
        [[(x, t) for (x, _), t in zip(head, ["钾", "4.1", "mmol/L", "3.5-5.3", "钠", "141", "mmol/L", "137-147"], strict=True)]],
        index=1,
    )  # fmt: skip
    found = read_tables([table(head, rows_of), second]).results
    assert sorted(r.name for r in found) == sorted(["尿素", "肌酐", "钙", "磷", "钾", "钠"])


def test_dates_below_the_titles_of_results_are_no_header_of_their_own() -> None:
    lines = [line(text, x, 100.5) for x, text in ((60.0, "检验项目"), (600.0, "单位"), (760.0, "参考值"))]
    lines += [line(text, x, 90.0) for x, text in ((360.0, "本次结果"), (960.0, "上次结果"))]
    lines += [line(text, x, 110.0) for x, text in ((360.0, "2024-02-20"), (960.0, "2023-11-18"))]
    told = [
        ("甲胎蛋白", "4.98", "ng/mL", "<7.00", "3.84"),
        ("癌胚抗原", "H 6.52", "ng/mL", "<5.00", "3.53"),
        ("糖类抗原125", "19.2", "U/mL", "<35.0", "15.2"),
        ("糖类抗原153", "12.0", "U/mL", "<25.0", "14.3"),
    ]
    for place, row in enumerate(told):
        cells = zip((60.0, 360.0, 600.0, 760.0, 960.0), row, strict=True)
        lines += [line(text, x, 150.0 + 30 * place) for x, text in cells]
    assert rows(PageText(0, 1400, 400, tuple(lines), text_height=20.0)) == [
        ("甲胎蛋白", "4.98", "ng/mL", "<7.00", ""),
        ("癌胚抗原", "6.52", "ng/mL", "<5.00", "H"),
        ("糖类抗原125", "19.2", "U/mL", "<35.0", ""),
        ("糖类抗原153", "12.0", "U/mL", "<25.0", ""),
    ]


def test_of_two_results_with_their_dates_below_the_newest_is_of_now() -> None:
    head = [(60.0, "项目"), (360.0, "结果"), (560.0, "结果"), (760.0, "单位"), (900.0, "参考值")]
    dates = [(360.0, "2023-11-18"), (560.0, "2024-02-20")]
    body = [
        list(zip((60.0, 360.0, 560.0, 760.0, 900.0), row, strict=True))
        for row in (("甲胎蛋白", "4.98", "3.84", "ng/mL", "<7.00"), ("癌胚抗原", "2.52", "3.53", "ng/mL", "<5.00"))
    ]
    assert [r[:4] for r in rows(page([head, dates, *body], pitch=26.0))] == [
        ("甲胎蛋白", "3.84", "ng/mL", "<7.00"),
        ("癌胚抗原", "3.53", "ng/mL", "<5.00"),
    ]


def test_a_count_a_field_beside_a_word_and_without_a_column_of_units_stays_whole() -> None:
    text = table(
        [(60.0, "项目"), (360.0, "结果"), (700.0, "参考值")],
        [["性状", "软便", "软便"], ["红细胞", "0-2/HP", "未见"], ["白细胞", "3-5/HP", "0-3"], ["虫卵", "未见", "未见"]],
    )
    assert [r[1:4] for r in rows(text)] == [
        ("软便", "", "软便"),
        ("0-2/HP", "", "未见"),
        ("3-5", "/HP", "0-3"),
        ("未见", "", "未见"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("钾(K)", "钾(K)", "K"),
        ("钠(Na+)", "钠(Na+)", "Na+"),
        ("白球比(A/G)", "白球比(A/G)", "A/G"),
        ("载脂蛋白A1(ApoA1)", "载脂蛋白A1(ApoA1)", "ApoA1"),
        ("糖类抗原125(CA125)", "糖类抗原125(CA125)", "CA125"),
        ("胱抑素C(CysC)", "胱抑素C(CysC)", "CysC"),
        ("脂蛋白(a)", "脂蛋白(a)", ""),
        ("维生素D3", "维生素D3", ""),
        ("游离T3(FT3)", "游离T3(FT3)", "FT3"),
        ("Ca 钙", "钙", "Ca"),
        ("K+钾离子", "钾离子", "K+"),
        ("GPT (ALT) (U/L)", "GPT (ALT) (U/L)", ""),
        ("抗凝血酶(III)", "抗凝血酶(III)", ""),
    ],
)
def test_a_code_in_brackets_at_the_end_of_a_chinese_name(text: str, name: str, code: str) -> None:
    assert split_code(text) == (name, code)


def test_prices_and_telephones_of_an_advert_are_no_result() -> None:
    text = page(
        [
            [(60.0, "项目"), (360.0, "结果"), (520.0, "单位"), (700.0, "参考区间")],
            [(60.0, "尿素"), (360.0, "7.2"), (520.0, "mmol/L"), (700.0, "3.1-8.0")],
            [(60.0, "肌酐"), (360.0, "128"), (520.0, "μmol/L"), (700.0, "57-97")],
            [],
            [(60.0, "好消息!"), (140.0, "防癌套餐 8 折优惠,原价 1280 元,现价 998 元,预约电话 400-810-2266")],
            [(60.0, "肿瘤筛查套餐"), (520.0, "698"), (640.0, "元")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["尿素", "肌酐"]


def test_rows_go_on_on_a_photograph_that_shows_the_next_page_larger_and_beside_its_place() -> None:
    head = [(60.0, "项目"), (300.0, "代号"), (440.0, "结果"), (560.0, "单位"), (700.0, "参考区间")]
    first = table(
        head,
        [
            ["尿素", "UREA", "7.2", "mmol/L", "3.1-8.0"],
            ["肌酐", "CREA", "128", "μmol/L", "57-97"],
        ],
    )
    cells = ("腺苷脱氨酶", "ADA", "2.4", "U/L", "4-24"), ("脂肪酶", "LPS", "20", "U/L", "10-60")
    second = page([[(180.0 + 1.3 * x, text) for (x, _), text in zip(head, row, strict=True)] for row in cells], index=1)
    found = read_tables([first, second]).results
    assert [(r.name, r.code, r.value, r.unit, r.reference_range) for r in found[2:]] == list(cells)


def test_the_first_of_several_tiers_may_be_called_normal() -> None:
    head = [(60.0, "项目"), (360.0, "结果"), (520.0, "单位"), (700.0, "参考区间")]
    body = [
        ["糖化血红蛋白", "6.1", "%", "正常:4.0-5.6"],
        ["", "", "", "糖尿病前期:5.7-6.4"],
        ["", "", "", "糖尿病:≥6.5"],
        ["葡萄糖", "5.1", "mmol/L", "正常:3.9-6.1"],
    ]
    text = table(head, body, pitch=26.0)
    assert [r[3] for r in rows(text)] == ["正常:4.0-5.6; 糖尿病前期:5.7-6.4; 糖尿病:≥6.5", "3.9-6.1"]


def test_a_later_tier_may_be_called_normal() -> None:
    lines = [line(t, x, 60.0) for x, t in _HEAD]
    for top, name, value, tiers in (
        (120.0, "高密度脂蛋白胆固醇", "1.36", ("降低:<1.04", "正常:1.04-1.55")),
        (180.0, "低密度脂蛋白胆固醇", "3.71", ("合适水平:<3.40", "升高:≥4.10")),
    ):
        lines += [line(name, 60.0, top), line(value, 360.0, top), line("mmol/L", 520.0, top)]
        lines += [line(t, 700.0, top - 10.5 + 21 * i) for i, t in enumerate(tiers)]
    found = rows(PageText(0, 1200, 400, tuple(lines), text_height=20.0))
    assert [r[3] for r in found] == ["降低:<1.04; 正常:1.04-1.55", "合适水平:<3.40; 升高:≥4.10"]


def test_the_telephone_of_the_laboratory_is_no_result() -> None:
    assert is_footer("实验室电话:8812-3390")


def test_a_mark_in_one_box_with_the_unit_behind_it_is_the_value_s() -> None:
    text = table(
        [(60.0, "项目"), (360.0, "结果"), (520.0, "单位"), (700.0, "参考区间")],
        [
            ["血小板计数", "450", "H 10^9/L", "125-350"],
            ["白细胞计数", "2.10", "↓ 10^9/L", "3.5-9.5"],
            ["血红蛋白", "128", "g/L", "115-150"],
        ],
    )
    assert [(r[2], r[4]) for r in rows(text)] == [("10^9/L", "H"), ("10^9/L", "L"), ("g/L", "")]


def test_the_letters_of_a_seal_are_no_code_and_no_name() -> None:
    text = table(
        [(60.0, "项目"), (300.0, "简写"), (460.0, "结果"), (620.0, "单位"), (800.0, "参考区间")],
        [
            ["尿素", "UREA", "7.2", "mmol/L", "3.1-8.0"],
            ["总钙", "检验专用章", "2.31", "mmol/L", "2.11-2.52"],
            ["肌酐", "CREA", "128", "μmol/L", "57-97"],
        ],
    )
    assert [(r.name, r.code) for r in read_tables([text]).results] == [("尿素", "UREA"), ("总钙", ""), ("肌酐", "CREA")]


def test_a_power_of_ten_belongs_to_a_one_sided_interval() -> None:
    plain = [Result(name, value, "IU/mL", bounds) for name, value, bounds in (("HBsAg", "0.02", "0-0.05"), ("HBsAb", "12.1", "0-20"), ("Anti-HCV", "0.1", "0-1"))]  # fmt: skip
    load = replace(Result("HBV-DNA", "2.0E+01", "IU/mL", "<2.0E+01"), comparator="<")
    assert Reason.RANGE_UNREADABLE not in doubted(*plain, load)[-1]


def test_the_column_of_grades_of_a_table_is_no_key_beside_it() -> None:
    text = table(
        [(60.0, "过敏原"), (260.0, "代码"), (400.0, "检测结果"), (620.0, "单位"), (760.0, "分级"), (900.0, "参考值")],
        [
            ["户尘螨", "d1", "<0.35", "IU/mL", "0", "<0.35"],
            ["粉尘螨", "d2", "0.51", "IU/mL", "1", "<0.35"],
            ["猫毛皮屑", "e1", "9.16", "IU/mL", "3", "<0.35"],
            ["鸡蛋白", "f1", "<0.35", "IU/mL", "0", "<0.35"],
        ],
    )
    assert [r[3] for r in rows(text)] == ["<0.35"] * 4


def test_what_a_histogram_beside_the_table_is_called_is_no_part_of_an_interval() -> None:
    text = table(
        [(60.0, "项目"), (360.0, "结果"), (520.0, "单位"), (700.0, "参考区间"), (900.0, "")],
        [
            ["红细胞计数", "4.31", "10^12/L", "3.8-5.1", "RBC直方图"],
            ["血红蛋白", "128", "g/L", "115-150", ""],
            ["血小板计数", "210", "10^9/L", "125-350", "PLT 直方图"],
        ],
    )
    assert [r[3] for r in rows(text)] == ["3.8-5.1", "115-150", "125-350"]


def test_a_sub_heading_right_below_the_widest_name_is_no_rest_of_it() -> None:
    told = [("红细胞计数", "4.31", "10^12/L", "3.8-5.1"), ("平均红细胞体积", "88.1", "fL", "82-100"), ("大型血小板比率P-LCR", "22.4", "%", "13-43")]  # fmt: skip
    below = [("ABO血型", "O型", "", ""), ("RhD血型", "阳性", "", ""), ("不规则红细胞抗体筛查结果", "阴性", "", "阴性")]
    xs = (60.0, 460.0, 620.0, 800.0)
    cells = [list(zip(xs, row, strict=True)) for row in (("项目", "结果", "单位", "参考区间"), *told)]
    cells += [[(60.0, "血型与感染筛查")], *(list(zip(xs, row, strict=True)) for row in below)]
    lines = [line(text, x, 100.0 + 24 * i, height=28.0) for i, row in enumerate(cells) for x, text in row if text]
    assert [r[0] for r in rows(PageText(0, 1200, 400, tuple(lines), text_height=28.0))][2:4] == [
        "大型血小板比率",
        "ABO血型",
    ]


def test_a_finding_that_no_list_holds_is_a_row_on_the_next_page_too() -> None:
    first = table(_HEAD, [["尿素", "7.2", "mmol/L", "3.1-8.0"], ["肌酐", "128", "μmol/L", "57-97"]])
    cells = [["颜色", "麦秆色", "", "淡黄色"], ["透明度", "清晰", "", "清亮"], ["葡萄糖", "5.2", "mmol/L", "3.9-6.1"]]
    second = page([list(zip((x for x, _ in _HEAD), row, strict=True)) for row in cells], index=1)
    assert [(r.name, r.value) for r in read_tables([first, second]).results][2:] == [(row[0], row[1]) for row in cells]
