"""Chinese print-outs of wards, screening centres and small reports: names over two lines beside one value, one result alone, blood
sugar by the hour of the day, small print below each name."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import line, page
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit

_LONG = [
    ("低密度脂蛋白胆固", "醇(LDL-C)", "3.87", "mmol/L", "0-3.37"),
    ("高密度脂蛋白胆固", "醇(HDL-C)", "1.12", "mmol/L", "1.04-1.55"),
    ("天门冬氨酸氨基转", "移酶(AST)", "22", "U/L", "13-35"),
]
_BESIDE = [
    ("肌酸激酶同工酶", "(CK-MB)", "14", "U/L", "0-25"),
    ("α-羟丁酸脱氢酶", "(HBDH)", "166", "U/L", "72-182"),
    ("视黄醇结合蛋白", "(RBP)", "51.2", "mg/L", "25-70"),
]


def test_names_over_two_lines_in_two_panels_each_value_between_the_lines() -> None:
    lines = []
    for x, told in ((60.0, _LONG), (760.0, _BESIDE)):
        heads = ((0.0, "检验项目"), (240.0, "参考值"), (400.0, "结果"), (500.0, "单位"))
        lines += [line(text, x + dx, 60.0) for dx, text in heads]
        for place, (first, second, value, unit, interval) in enumerate(told):
            y = 120.0 + 56 * place
            lines += [line(first, x, y - 13), line(second, x, y + 13)]
            lines += [line(interval, x + 240, y), line(value, x + 400, y), line(unit, x + 500, y)]
    found = read_tables([PageText(0, 1500, 400, tuple(lines), text_height=20.0)])
    got = [(r.name.replace(" ", ""), r.value, r.unit, r.reference_range, r.note) for r in found.results]
    assert got == [(a + b, value, unit, interval, "") for a, b, value, unit, interval in (*_LONG, *_BESIDE)]


def test_a_heading_below_a_name_with_its_code_in_brackets_is_no_part_of_it() -> None:
    text = page(
        [
            [(60.0, "Test"), (400.0, "Result"), (560.0, "Unit"), (760.0, "Reference")],
            [(60.0, "SGOT(AST)"), (400.0, "21"), (560.0, "U/L"), (760.0, "5-40")],
            [(60.0, "SGPT(ALT)"), (400.0, "10"), (560.0, "U/L"), (760.0, "5-40")],
            [(60.0, "Imonology")],
            [(60.0, "CRP"), (400.0, "2.1"), (560.0, "mg/L"), (760.0, "0-6")],
        ]
    )
    assert [row[0] for row in rows(text)] == ["SGOT(AST)", "SGPT(ALT)", "CRP"]


def test_small_print_below_each_name_scatters_no_row() -> None:
    lines = [
        line(text, x, 60.0) for x, text in ((60.0, "检测项目"), (500.0, "结果"), (700.0, "单位"), (900.0, "参考区间"))
    ]
    for place, (name, value) in enumerate((("白介素-6", "12.31"), ("白介素-10", "2.66"), ("干扰素-γ", "38.90"))):
        y = 120.0 + 64 * place
        lines += [line(name, 60, y - 13), line("流式荧光法", 60, y + 11, height=13.0)]
        lines += [line(value, 500, y), line("pg/mL", 700, y), line("≤12.9", 900, y)]
    found = read_tables([PageText(0, 1200, 400, tuple(lines), text_height=20.0)])
    assert [r.value for r in found.results] == ["12.31", "2.66", "38.90"]
    assert all(seen.spread == 0.0 for seen in found.evidence)


@pytest.mark.parametrize("below", [False, True])
def test_the_one_result_of_a_report_with_an_interval_that_calls_itself_one(below: bool) -> None:
    told: list[tuple[float, str]] = [(60.0, "检测结果：DPM值：168")]
    interval = (640.0, "参考值：<100 阴性")
    text = page([[(60.0, "碳14尿素呼气试验")], [*told, *([] if below else [interval])], [interval] if below else []])
    assert rows(text) == [("DPM值", "168", "", "<100 阴性", "")]


def test_blood_sugar_by_the_hour_of_the_day() -> None:
    text = page(
        [
            [(60.0, "时间点"), (400.0, "血糖值(mmol/L)")],
            [(60.0, "早餐前"), (400.0, "6.8")],
            [(60.0, "早餐后2h"), (400.0, "11.2")],
            [(60.0, "睡前"), (400.0, "9.0")],
        ]
    )
    assert [row[:3] for row in rows(text)] == [
        ("血糖值 早餐前", "6.8", "mmol/L"),
        ("血糖值 早餐后2h", "11.2", "mmol/L"),
        ("血糖值 睡前", "9.0", "mmol/L"),
    ]


def test_an_amino_acid_is_no_count_of_cells() -> None:
    assert identify("亮氨酸(Leu)", "Leu", "μmol/L") is None


def test_a_numbered_list_with_each_result_below_its_name() -> None:
    told = [
        ("1.游离甲状腺素(FT4)", "25.61↑", "pmol/L", "12.00-22.00"),
        ("2.促甲状腺激素(TSH)", "0.021↓", "μIU/mL", "0.27-4.20"),
    ]
    told.append(("3.甲状腺球蛋白抗体(TGAb)", "388.2↑", "IU/mL", "0-115.0"))
    text = page([r for n, v, u, i in told for r in ([(60.0, n)], [(75.0, v), (260.0, u), (420.0, i)])])
    assert [row[1:] for row in rows(text)] == [(v[:-1], u, i, "H" if "↑" in v else "L") for _, v, u, i in told]


@pytest.mark.parametrize("middle", [17.0, 34.0])
def test_a_unit_below_each_result_and_a_verdict_below_each_interval(middle: float) -> None:
    told = [("总胆固醇", "6.02", "mmol/L", "0.00-5.18", "偏高"), ("甘油三酯", "1.22", "mmol/L", "0.00-1.70", "正常")]
    told += [
        ("高密度脂蛋白胆固醇", "1.36", "mmol/L", "1.04-1.55", "正常"),
        ("载脂蛋白B", "0.92", "g/L", "0.60-1.10", "正常"),
    ]
    lines = [line(text, x, 60.0) for x, text in ((60.0, "项目"), (400.0, "结果"), (640.0, "参考值"))]
    for place, (name, value, unit, interval, verdict) in enumerate(told):
        y = 120.0 + 100 * place
        lines += [line(name, 60, y + middle), line(value, 400, y), line(unit, 400, y + 34, height=15.0)]
        lines += [line(interval, 640, y), line(verdict, 640, y + 34, height=15.0)]
    assert rows(PageText(0, 1000, 700, tuple(lines), text_height=20.0)) == [
        (name, value, unit, interval, "H" if verdict == "偏高" else "") for name, value, unit, interval, verdict in told
    ]


def test_the_first_of_two_tables_whose_names_are_called_an_examination() -> None:
    text = page(
        [
            [(60.0, "理学检查"), (640.0, "结果")],
            [(60.0, "颜色"), (640.0, "淡黄色")],
            [(60.0, "李凡他试验"), (640.0, "阳性(+)")],
            [(60.0, "细胞及生化"), (400.0, "结果"), (560.0, "单位"), (760.0, "参考值")],
            [(60.0, "有核细胞计数"), (400.0, "1860"), (560.0, "10^6/L"), (760.0, "<100")],
            [(60.0, "总蛋白"), (400.0, "41.2"), (560.0, "g/L"), (760.0, "<25")],
        ]
    )
    assert [row[:2] for row in rows(text)][:2] == [("颜色", "淡黄色"), ("李凡他试验", "阳性(+)")]


def test_cards_side_by_side_whose_values_say_their_units() -> None:
    told = [("血红蛋白 HGB", "142 g/L", "115-150"), ("白细胞 WBC", "12.4↑ 10^9/L", "3.5-9.5")]
    told += [("血小板 PLT", "288 10^9/L", "125-350"), ("C反应蛋白 CRP", "31.0↑ mg/L", "0-10")]
    lines = []
    for place, (name, value, interval) in enumerate(told):
        x, y = 60.0 + 440 * (place % 2), 100.0 + 120 * (place // 2)
        lines += [line(name, x, y), line(value, x, y + 30), line(f"参考范围 {interval}", x, y + 58, height=16.0)]
    assert rows(PageText(0, 900, 500, tuple(lines), text_height=20.0)) == [
        ("血红蛋白", "142", "g/L", "115-150", ""),
        ("白细胞", "12.4", "10^9/L", "3.5-9.5", "H"),
        ("血小板", "288", "10^9/L", "125-350", ""),
        ("C反应蛋白", "31.0", "mg/L", "0-10", "H"),
    ]


def test_a_note_below_the_last_of_several_nameless_rows_is_not_surely_its_name() -> None:
    told = [
        ("尿素", "透前", "23.20"),
        ("", "透后", "5.61"),
        ("肌酐", "透前", "874"),
        ("", "透后", "248"),
        ("钾", "透前", "5.09"),
    ]
    told += [("", "透后", "3.46")]
    head = [(60.0, "项目"), (240.0, "时点"), (380.0, "结果"), (520.0, "单位")]
    body = [[(60.0, n), (240.0, w), (380.0, v), (520.0, "mmol/L")] for n, w, v in told]
    body = [[(x, cell) for x, cell in row if cell] for row in body]
    found = read_tables([page([head, *body, [(60.0, "Kt/V 由临床计算")]])]).results
    assert [r.name for r in found if not r.reasons] == ["尿素", "肌酐", "钾"]
