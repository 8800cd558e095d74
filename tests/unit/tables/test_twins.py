"""A result and its interval that the detector boxed as one are two again, and doubtful where they could be parted otherwise."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.row.words import repeated
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.contents.implied import power_behind
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.scope import has_date
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit

ZH = [(60, "项目"), (500, "结果"), (580, "参考区间"), (900, "单位")]


def test_two_equal_words_are_result_and_interval() -> None:
    cells = [("性状", "软便软便"), ("粘液", "无无"), ("虫卵", "未检出"), ("轮状病毒", "Neg Neg"), ("白细胞", "0-2 0-5")]
    text = table(ZH, [[name, value, "", ""] for name, value in cells])
    found = read_tables([text]).results
    said = [(r.value, r.reference_range) for r in found]
    assert said == [("软便", "软便"), ("无", "无"), ("未检出", ""), ("Neg", "Neg"), ("0-2", "0-5")]
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in found if r.reference_range)


def test_a_sign_and_the_usual_one_behind_it_are_result_and_interval() -> None:
    text = table(ZH, [[name, value, "", ""] for name, value in (("潜血", "± -"), ("白细胞", "2+ -"), ("酮体", "-"))])
    found = read_tables([text]).results
    assert [(r.value, r.reference_range) for r in found] == [("±", "-"), ("2+", "-"), ("-", "")]


def test_words_are_parted_where_the_intervals_about_them_begin() -> None:
    apart = [[(60, n), (470, v), (580, i)] for n, v, i in (("虫卵", "未检出", "未检出"), ("粘液", "阴性", "阴性"),
             ("性状", "软便", "软便"), ("脂肪球", "未检出", "未检出"), ("隐血", "阴性", "阴性"))]  # fmt: skip
    text = page([ZH, [(60, "颜色"), (502, "黑褐色黄褐色")], *apart])
    found = read_tables([text]).results
    assert (found[0].value, found[0].reference_range) == ("黑褐色", "黄褐色")


def test_a_long_word_that_ends_before_the_intervals_is_one() -> None:
    apart = [[(60, n), (470, v), (580, i)] for n, v, i in (("虫卵", "未检出", "未检出"), ("粘液", "阴性", "阴性"),
             ("性状", "软便", "软便"), ("脂肪球", "未检出", "未检出"), ("隐血", "阴性", "阴性"))]  # fmt: skip
    text = page([ZH, [(60, "颜色"), (440, "黑褐色稀")], *apart])
    assert read_tables([text]).results[0].value == "黑褐色稀"


def test_without_a_column_of_intervals_nothing_is_parted() -> None:
    text = table([ZH[0], ZH[1]], [["性状", "软便软便"], ["粘液", "Neg Neg"], ["颜色", "黄色"]])
    assert [r.value for r in read_tables([text]).results] == ["软便软便", "Neg Neg", "黄色"]


@pytest.mark.parametrize(
    ("value", "twice"), [("无无", True), ("阴性(-)阴性(-)", True), ("++", False), ("11", False), ("正常", False)]
)
def test_a_word_said_twice_is_no_value(value: str, twice: bool) -> None:
    assert repeated(value) is twice


TR = [(60, "Test"), (500, "Sonuç"), (640, "Referans aralığı")]


def test_a_value_takes_no_digit_of_the_interval_that_runs_into_it() -> None:
    glued = [
        [(60, n), (520, t)] for n, t in (("GLU", "9070-110mg/dl"), ("UA", "300155-357umol/L"), ("NA", "141137-147"))
    ]
    plain = [
        [(60, n), (520, v), (640, i)]
        for n, v, i in (("ALT", "22", "7-40"), ("AST", "31", "13-35"), ("K", "4.1", "3-5"))
    ]
    found = {r.name: (r.value, r.reference_range) for r in read_tables([page([TR, *plain, *glued])]).results}
    assert found["GLU"] == ("90", "70-110mg/dl")
    assert found["UA"] == ("300", "155-357umol/L")
    assert found["NA"] == ("141", "137-147")


@pytest.mark.parametrize(
    ("text", "interval", "unit"),
    [
        ("3.5--9.510/L", "3.5--9.5", "10/L"),
        ("125--350 10/L", "125--350", "10/L"),
        ("0 - 5 10/L", "0 - 5", "10/L"),
        ("125--35010°/L", "125--350", "10°/L"),
        ("1.10--3.2010°/L", "1.10--3.20", "10°/L"),
        ("60-110/L", "60-110/L", ""),
        ("90--1010/L", "90--1010/L", ""),
        ("3.5-9.10/L", "3.5-9.10/L", ""),
    ],
)
def test_a_power_whose_raised_digit_was_lost_leaves_the_interval_without_brackets(
    text: str, interval: str, unit: str
) -> None:
    assert power_behind(text) == (interval, unit)


def test_the_letter_of_abnormality_far_behind_a_sign_is_its_mark() -> None:
    head = [(60, "Test"), (500, "Result"), (900, "Reference")]
    rows = [[(60, "Occult Blood"), (500, "+"), (700, "A"), (900, "Neg")], [(60, "Glucose"), (500, "Neg"), (900, "Neg")]]
    assert [(r.value, r.flag) for r in read_tables([page([head, *rows])]).results] == [("+", "A"), ("Neg", "")]


def test_the_ticks_of_three_histograms_are_no_row() -> None:
    cells = [
        ("白细胞", "5.1", "10^9/L", "3.5-9.5"),
        ("血小板", "210", "10^9/L", "125-350"),
        ("红细胞", "4.5", "10^12/L", "4.3-5.8"),
    ]
    ticks = [
        (60, "100"),
        (110, "200"),
        (160, "300 fL"),
        (500, "100"),
        (600, "200 fL"),
        (900, "10"),
        (960, "20"),
        (1010, "30 fL"),
    ]
    head = [(60, "项目"), (500, "结果"), (700, "单位"), (900, "参考区间")]
    rows = [list(zip((60, 500, 700, 900), cell, strict=True)) for cell in cells]
    found = read_tables([page([head, *rows, [], ticks])]).results
    assert [r.name for r in found] == ["白细胞", "血小板", "红细胞"]


def test_a_level_power_leaves_a_value_with_as_many_decimals_as_its_interval() -> None:
    head = [(60, "项目"), (500, "结果"), (640, "单位"), (800, "参考区间")]
    text = table(
        head,
        [
            ["淋巴细胞", "1.08109", "/L", "1.10-3.20"],
            ["红细胞", "4.6510", "/L", "4.3-5.8"],
            ["血小板", "210", "10^9/L", "125-350"],
        ],
    )
    assert [(r.value, r.unit) for r in read_tables([text]).results] == [
        ("1.08", "10^9/L"),
        ("4.6510", "/L"),
        ("210", "10^9/L"),
    ]


@pytest.mark.parametrize("printed", ["MoM", "MoN", "NoN"])
def test_multiples_of_the_median_with_a_letter_bent(printed: str) -> None:
    assert parse_unit(printed) == "MoM"


def test_alleles_are_no_times() -> None:
    loci = [("HLA-A", "02:07"), ("HLA-B", "46:01"), ("HLA-DRB1", "09:01"), ("DRB1", "DRB1*15:01")]
    found = read_tables([table([(60, "检测位点"), (500, "结果")], loci)]).results
    assert [(r.name, r.value) for r in found] == loci
    assert has_date("采样 09:01")
    assert not has_date("HLA-A 02:07")


def test_a_value_of_a_hundred_and_a_few_is_no_power_of_ten() -> None:
    head = [(60, "Test"), (400, "Result"), (620, "Unit"), (800, "Reference")]
    rows = [
        [(60, n), (560, v), (800, i)] for n, v, i in (("Na+", "141 mmol/L", "136-146"), ("Cl-", "104 mmol/L", "98-106"))
    ]
    full = [
        [(60, "K+"), (400, "4.1"), (620, "mmol/L"), (800, "3.5-5.1")],
        [(60, "WBC"), (400, "5.1"), (620, "109 /L"), (800, "4-10")],
    ]
    found = {r.name: (r.value, r.unit) for r in read_tables([page([head, *full, *rows])]).results}
    assert found["Cl"] == ("104", "mmol/L")
    assert found["WBC"] == ("5.1", "10^9/L")


def test_a_dash_read_as_the_han_one_is_a_dash_in_an_interval_too() -> None:
    head = [(60, "项目"), (500, "结果"), (800, "参考区间")]
    text = table(
        head, [["乙肝表面抗体", "阳性(+)", "阴性(一)"], ["乙肝e抗体", "阴性(-)", "阴性(-)"], ["蛋白质", "-", "一"]]
    )
    assert [r.reference_range for r in read_tables([text]).results] == ["阴性(-)", "阴性(-)", "-"]


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Total T4:12.8ug/dL", False),
        ("FT4:15 pmol/L", False),
        ("Glucose 4:12.5", False),
        ("at 4:12", True),
        ("2025-01-02 10:23", True),
        ("Collected10:23", True),
        ("8:05 AM", True),
    ],
)
def test_the_number_of_a_hormone_and_its_value_are_no_time(text: str, dated: bool) -> None:
    assert has_date(text) is dated
