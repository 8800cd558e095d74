"""Chinese reports: hours down the page, classes of antibodies, break points, whole blood, slips of strips."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Page, Reason, Report, Result, Source
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.ranges import is_breakpoints, looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.conditions import is_condition
from ocr_pipeline.tables.naming.names import split_code
from ocr_pipeline.tables.scope import has_date
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit


def told(results: tuple[Result, ...]) -> list[tuple[str, str, str, str]]:
    return [(r.name, (r.comparator or "") + r.value, r.unit, r.flag) for r in results]


def doubted(*results: Result, title: str = "") -> list[tuple[Reason, ...]]:
    report = Report(Source("0" * 64, "image/png", 1), title=title, pages=(Page(1000, 1000),), results=results)
    return [r.reasons for r in doubt(report).results]


@pytest.mark.parametrize("corner", ["检查时间", "采血时间", "时间点", "时间/项目", "项目"])
def test_hours_down_the_page_below_any_word_for_them(corner: str) -> None:
    head = [(40, corner), (300, "葡萄糖(mmol/L)"), (620, "胰岛素(mU/L)"), (920, "C肽(ng/mL)")]
    rows = [
        ["空腹", "5.62", "12.4", "2.10"],
        ["半小时", "10.35", "86.7", "6.44"],
        ["餐后2小时", "9.41", "118.5", "10.02"],
    ]
    found = told(read_tables([table(head, rows)]).results)
    assert found[:3] == [
        ("葡萄糖 空腹", "5.62", "mmol/L", ""),
        ("胰岛素 空腹", "12.4", "mU/L", ""),
        ("C肽 空腹", "2.10", "ng/mL", ""),
    ]
    assert len(found) == 9


@pytest.mark.parametrize("text", ["半小时", "一小时", "餐后两小时", "8点", "下午4点", "16时", "服糖后30分钟"])
def test_hours_in_chinese_are_conditions(text: str) -> None:
    assert is_condition(text)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("弓形虫抗体IgG", "弓形虫抗体IgG", ""),
        ("巨细胞病毒抗体lgM", "巨细胞病毒抗体IgM", ""),
        ("EB病毒衣壳抗原IgA", "EB病毒衣壳抗原IgA", ""),
        ("SARS-CoV-2抗体IgG", "SARS-CoV-2抗体IgG", "SARS-CoV-2"),
        ("白介素IL-6", "白介素IL-6", "IL-6"),
        ("凝血因子VIII", "凝血因子VIII", ""),
        ("血清IgG", "血清", "IgG"),
        ("谷丙转氨酶ALT", "谷丙转氨酶", "ALT"),
    ],
)
def test_what_tells_analytes_apart_stays_in_the_name(text: str, name: str, code: str) -> None:
    assert split_code(text) == (name, code)


def test_break_points_of_germs_are_intervals_of_their_own_kind() -> None:
    assert all(map(is_breakpoints, ("≤8-≥32", "<=0.5~>=2", "≥17-≤13")))
    assert not any(map(is_breakpoints, ("8-32", "≤8", "≤8-32")))
    assert doubted(Result("氨苄西林", "32", "μg/mL", "≤8-≥32", "A", comparator=">=")) == [()]


def test_a_day_and_an_hour_are_no_interval() -> None:
    assert not looks_like_range("报告时间:2024-08-30 10:12")
    assert looks_like_range("20-24岁:1.22-11.70")
    head = [(40, "缩写"), (200, "项目"), (500, "参考范围"), (760, "结果"), (900, "单位")]
    rows = [["WBC", "白细胞计数", "3.5-9.5", "6.12", "10^9/L"], ["RBC", "红细胞计数", "3.8-5.1", "4.61", "10^12/L"]]
    rows += [["HGB", "血红蛋白", "115-150", "139", "g/L"]]
    seen = page(
        [
            head,
            *([(x, c) for (x, _), c in zip(head, row, strict=True)] for row in rows),
            [],
            [(40, "检验:衡力"), (500, "报告时间:2024-08-30 10:12")],
        ]
    )
    assert len(read_tables([seen]).results) == 3


def test_elements_in_whole_blood_are_not_held_to_the_limits_of_serum() -> None:
    rows = [("铁(Fe)", "8.41", "7.52-11.82"), ("镁(Mg)", "1.36", "1.12-2.06"), ("钙(Ca)", "1.61", "1.55-2.10")]
    assert doubted(*(Result(n, v, "mmol/L", r) for n, v, r in rows)) == [(), (), ()]
    assert doubted(Result("钙(Ca)", "1.61", "mmol/L", "11.55-2.10"))[0]
    assert doubted(Result("铁(Fe)", "18.2", "mmol/L", "9.0-30.4"))[0]


def test_no_cells_a_field_is_an_interval() -> None:
    assert doubted(Result("红细胞", "0-2", "/HP", "0")) == [()]


def test_more_decimals_than_a_single_bound_are_usual() -> None:
    rows = [Result("精子浓度", "41.30", "10^6/mL", "≥15"), Result("前向运动", "28.4", "%", "≥32", "L")]
    rows += [Result("存活率", "64", "%", "≥58"), Result("精液量", "3.2", "mL", "≥1.5")]
    assert doubted(*rows)[0] == ()


def test_seconds_behind_an_interval_are_the_unit() -> None:
    cards = [("凝血酶原时间", "11.8", "参考区间：9.8-12.1秒"), ("凝血酶时间", "16.9", "参考区间：14.0-21.0秒")]
    cards += [("活化部分凝血活酶时间", "28.1", "参考区间：25.0-31.3秒")]
    rows = [line for name, value, interval in cards for line in ([(40, name), (900, value)], [(40, interval)])]
    assert [r.unit for r in read_tables([page(rows, pitch=44)]).results] == ["秒"] * 3


def test_a_mark_behind_the_last_interval_is_that_of_the_last_result() -> None:
    head = [
        (40, "分析项目"),
        (300, "浓度"),
        (420, "单位"),
        (560, "24h总量"),
        (700, "单位"),
        (860, "参考区间"),
        (1060, "提示"),
    ]
    rows = [["尿钠", "148.0", "mmol/L", "273.8", "mmol/24h", "130-260", "↑"]]
    rows += [
        ["尿钾", "25.3", "mmol/L", "46.8", "mmol/24h", "25-125", ""],
        ["尿钙", "5.30", "mmol/L", "6.81", "mmol/24h", "2.5-7.5", ""],
    ]
    found = read_tables([table(head, rows)]).results
    assert [(r.value, r.flag) for r in found if r.flag] == [("273.8", "H")]


def test_words_of_a_grey_zone_are_marks_in_their_column() -> None:
    assert [parse_flag(w, column=True).flag for w in ("灰区", "可疑", "临界")] == ["A"] * 3  # type: ignore[union-attr]
    assert parse_flag("可疑") is None


@pytest.mark.parametrize("unit", ["mPa·s", "mPa.s", "deg", "GPL-U/mL", "d/sc"])
def test_units_of_flow_and_clots(unit: str) -> None:
    assert parse_unit(unit) is not None


def test_a_slip_without_header_doubts_only_rows_with_a_second_number() -> None:
    lines = [
        ("LEU", "+1", "70", "Cell/uL"),
        ("NIT", "-", "", ""),
        ("PRO", "+-", "0.15", "g/L"),
        ("SG", "1.020", "", ""),
    ]
    lines += [
        ("KET", "-", "0", "mmol/L"),
        ("BIL", "-", "0", "umol/L"),
        ("GLU", "-", "0", "mmol/L"),
        ("pH", "6.0", "", ""),
    ]
    rows = [[(40, a), (160, b), (225, c), (400, d)] for a, b, c, d in lines]
    found = {r.name: (r.value, r.reasons) for r in read_tables([page(rows)]).results}
    assert found["SG"] == ("1.020", ())
    assert (found["NIT"], found["pH"]) == (("-", ()), ("6.0", ()))
    assert found["KET"] == ("-", (Reason.COLUMNS_UNCERTAIN,))


def test_a_titre_where_intervals_stand_is_the_value_of_a_row_without_one() -> None:
    head = [(40, "项目"), (400, "结果"), (640, "参考值")]
    rows = [
        ["抗Sm抗体", "-", "阴性"],
        ["抗SSA抗体", "+", "阴性"],
        ["抗SSB抗体", "-", "阴性"],
        ["抗核抗体滴度", "", "1:320"],
    ]
    last = read_tables([table(head, rows)]).results[-1]
    assert (last.value, last.reference_range, last.reasons) == ("1:320", "", (Reason.COLUMNS_UNCERTAIN,))


def test_years_of_check_ups_side_by_side() -> None:
    head = [(40, "项目名称"), (300, "2024年"), (460, "2023年"), (620, "2022年"), (780, "单位"), (940, "参考范围")]
    rows = [
        ["空腹血糖", "6.84", "6.20", "5.71", "mmol/L", "3.9-6.1"],
        ["甘油三酯", "2.10", "1.92", "1.65", "mmol/L", "0.4-1.7"],
    ]
    rows += [["尿酸", "431", "420", "399", "μmol/L", "208-428"]]
    found = read_tables([table(head, rows)]).results
    assert [(r.name, r.value) for r in found] == [(row[0], row[1]) for row in rows]


def test_lists_whose_intervals_stand_in_brackets_far_right() -> None:
    lines = [("谷丙转氨酶(ALT)：23 U/L", "（参考值：9-50）"), ("总胆红素(TBIL)：28.4 μmol/L ↑", "（参考值：0-26）")]
    lines += [
        ("总胆固醇(TC)：6.02mmol/L↑", "（参考值：0-5.2）"),
        ("高密度脂蛋白(HDL-C)：1.30mmol/L", "（参考值：>1.04）"),
    ]
    found = read_tables([page([[(40, a), (900, b)] for a, b in lines])]).results
    assert [(r.name, r.value, r.unit, r.reference_range, r.flag) for r in found[:2]] == [
        ("谷丙转氨酶(ALT)", "23", "U/L", "9-50", ""),
        ("总胆红素(TBIL)", "28.4", "μmol/L", "0-26", "H"),
    ]
    assert len(found) == 4


def test_a_whole_result_in_one_piece_below_the_table() -> None:
    head = [(40, "组分"), (300, "保留时间(min)"), (540, "面积"), (700, "面积百分比(%)")]
    rows = [["A1a", "0.16", "13820", "1.1"], ["F", "0.28", "8790", "0.7"], ["A0", "0.91", "1052113", "83.7"]]
    last = [(40, "糖化血红蛋白(HbA1c) 7.4 % 参考值：4.0-6.0 %")]
    cells = [[(x, c) for (x, _), c in zip(head, row, strict=True)] for row in rows]
    found = read_tables([page([head, *cells, [], last])]).results
    assert [(r.name, r.value, r.unit) for r in found] == [
        ("A1a", "1.1", "%"),
        ("F", "0.7", "%"),
        ("A0", "83.7", "%"),
        ("糖化血红蛋白(HbA1c)", "7.4", "%"),
    ]
    twice = [(40, "A0 83.7 % 参考值：80-90 %")]
    assert len(read_tables([page([head, *cells, [], twice])]).results) == 3


def test_words_in_the_corner_of_a_box_are_its_mark() -> None:
    boxes = [
        ("白细胞", "偏高", "结果：11.62 10^9/L", "参考值：3.5-9.5"),
        ("血红蛋白", "", "结果：128 g/L", "参考值：115-150"),
    ]
    boxes += [("血小板", "偏低", "结果：98 10^9/L", "参考值：125-350")]
    rows = [cells for a, b, c, d in boxes for cells in ([(40, a), (900, b)], [(40, c)], [(40, d)], [])]
    assert [r.flag for r in read_tables([page(rows)]).results] == ["H", "", "L"]


def test_a_name_over_a_chart_is_no_interval_and_grades_are_no_rows() -> None:
    head = [(40, "食物"), (300, "浓度"), (440, "单位"), (560, "参考值")]
    rows = [["牛肉", "12.4", "U/mL", "<50"], ["玉米", "61.3", "U/mL", "<50"], ["小麦", "88.2", "U/mL", "<50"]]
    key = [(40, "等级：0 阴性 <50；+1 轻度 50-100；+2 中度 100-200")]
    cells = [[(x, c) for (x, _), c in zip(head, row, strict=True)] for row in rows]
    assert len(read_tables([page([head, *cells, key])]).results) == 3
    chart = [(40, "BAS%"), (560, "RBC")]
    assert len(read_tables([page([head, *cells, chart])]).results) == 3


@pytest.mark.parametrize("name", ["钙 Calcium", "镁 Magnesium"])
def test_an_element_and_its_english_name(name: str) -> None:
    assert split_code(name) == tuple(name.split(" "))


@pytest.mark.parametrize("joined", [False, True])
def test_bounds_with_headers_of_their_own(joined: bool) -> None:
    head = [(40, "项目"), (300, "测定结果低值")] if joined else [(40, "项目"), (300, "测定结果"), (400, "低值")]
    head = [*head, (500, "高值"), (600, "单位"), (760, "状态")]
    rows = [("白细胞计数", "13.21", "3.50", "9.50", "10^9/L", "高"), ("血红蛋白", "121", "130", "175", "g/L", "低")]
    rows += [("C反应蛋白", "6.2", "0.0", "10.0", "mg/L", ""), ("降钙素原", "0.31", "0.00", "0.05", "ng/mL", "高")]
    cells = [list(zip((40, 300, 400, 500, 600, 760), row, strict=True)) for row in rows]
    found = read_tables([page([head, *cells])]).results
    assert [(r.value, r.reference_range, r.flag) for r in found[:2]] == [
        ("13.21", "3.50-9.50", "H"),
        ("121", "130-175", "L"),
    ]
    assert [r.value for r in found] == [row[1] for row in rows]


def test_hours_in_the_names_of_hormones_are_no_dates() -> None:
    head = [(40, "检验项目"), (460, "结果"), (600, "单位"), (760, "参考区间")]
    rows = [["促肾上腺皮质激素(8:00)", "31.6", "pg/mL", "7.2-63.3"], ["皮质醇(8:00)", "14.8", "μg/dL", "6.7-22.6"]]
    rows += [["醛固酮(立位)", "402.6", "pg/mL", "40.0-310.0"]]
    assert [r.name for r in read_tables([table(head, rows)]).results] == [row[0] for row in rows]
    assert has_date("采样时间 (2024-05-02 8:00)")
    assert has_date("8:00")


def test_cultures_say_how_long_they_grew() -> None:
    assert doubted(Result("真菌培养", "48h无真菌生长", "", "无生长")) == [()]


def test_an_interval_behind_the_names_of_hours() -> None:
    head = [(40, "采血时间"), (300, "皮质醇(nmol/L)"), (640, "ACTH(pg/mL)"), (900, "参考区间")]
    rows = [
        ["8:00", "612.4", "48.2", "171-536"],
        ["16:00", "402.8", "33.1", "64-327"],
        ["0:00", "318.6", "28.7", "<138"],
    ]
    found = told(read_tables([table(head, rows)]).results)
    assert found[:2] == [("皮质醇 8:00", "612.4", "nmol/L", ""), ("ACTH 8:00", "48.2", "pg/mL", "")]
    assert len(found) == 6


def test_a_value_over_the_next_card_is_no_name() -> None:
    cards = [
        ("总胆红素", "228.6↑ umol/L", "(0-205)"),
        ("直接胆红素", "9.1 umol/L", "(0-10)"),
        ("血红蛋白", "171 g/L", "(170-200)"),
    ]
    cards += [("血糖", "3.4 mmol/L", "(2.2-7.0)")]
    rows = [cells for name, value, ref in cards for cells in ([(40, name)], [(60, value), (400, ref)])]
    assert [r.name for r in read_tables([page(rows, pitch=36)]).results] == [name for name, _, _ in cards]


def test_a_result_inside_a_name_makes_it_doubtful() -> None:
    head = [(40, "区带"), (420, "百分比(%)"), (640, "参考范围")]
    rows = [["白蛋白", "48.2", "55.8-66.1"], ["α1球蛋白", "5.1", "2.9-4.9"], ["γ球蛋白", "27.3", "11.1-18.8"]]
    rows += [["总蛋白:80.0g/L A/G", "0.93", ""]]
    assert Reason.NAME_UNCERTAIN in read_tables([table(head, rows)]).results[-1].reasons
