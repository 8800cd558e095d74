"""Layouts of Chinese laboratories: culture in two panels, slips of analysers, typing in three panels, marrow, charts beside."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.report import Region, Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.values import mend_signs
from ocr_pipeline.tables.headers.lexicon import bent_words, header_words
from ocr_pipeline.tables.marks.starred import marked_name
from ocr_pipeline.tables.naming.chinese import restore_chinese
from ocr_pipeline.tables.naming.names import split_code
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit


def told(results: tuple[Result, ...]) -> list[tuple[str, str, str, str]]:
    return [(r.name, (r.comparator or "") + r.value, r.reference_range, r.flag) for r in results]


def test_words_of_a_column_of_methods_open_no_boxes() -> None:
    head = [(40, "抗菌药物"), (300, "方法"), (420, "结果"), (540, "敏感度"), (680, "折点")]
    two = [*head, *((x + 800, word) for x, word in head)]
    rows = [
        ["头孢呋辛", "MIC", "≥64", "R", "≤8", "美罗培南", "MIC", "≤0.25", "S", "≤1"],
        ["头孢他啶", "MIC", "16", "R", "≤4", "阿米卡星", "MIC", "≤2", "S", "≤16"],
        ["头孢吡肟", "MIC", "8", "I", "≤2", "庆大霉素", "MIC", "≥16", "R", "≤4"],
        ["氨曲南", "MIC", "16", "R", "≤4", "米诺环素", "KB", "17", "S", "≥16"],
    ]
    found = told(read_tables([table(two, rows)]).results)
    assert found[2] == ("头孢吡肟", "8", "≤2", "A")
    assert ("美罗培南", "<=0.25", "≤1", "") in found
    assert len(found) == 8


@pytest.mark.parametrize(
    ("name", "flag", "side", "after"),
    [
        ("↑ Glu", "", "H", ("Glu", "H")),
        ("↓pCO2", "", "", ("pCO2", "L")),
        ("Glu", "H", "H", ("Glu", "H")),
        ("WBC H", "", "H", ("WBC", "H")),
        ("WBC H", "", "", ("WBC H", "")),
    ],
)
def test_a_mark_boxed_with_the_name_is_the_rows_mark(name, flag, side, after) -> None:  # type: ignore[no-untyped-def]
    assert marked_name(name, flag, side) == after


def test_stars_before_findings_that_are_not_negative_are_marks() -> None:
    rows = [("*LEU", "+1"), ("KET", "-"), ("NIT", "-"), ("*BLD", "+2"), ("GLU", "-"), ("BIL", "-")]
    head = [(40, "项目"), (300, "结果"), (500, "参考值")]
    found = read_tables([table(head, [[name, value, ""] for name, value in rows])]).results
    assert [r.flag for r in found] == ["A", "", "", "A", "", ""]
    everywhere = read_tables([table(head, [["*" + name.strip("*"), value, ""] for name, value in rows])]).results
    assert not any(r.flag for r in everywhere)


def test_a_key_of_classes_and_a_line_of_methods_are_no_rows() -> None:
    head = [(40, "过敏原"), (300, "浓度"), (440, "单位"), (560, "级别"), (680, "参考值")]
    rows = [["猫毛皮屑", "0.22", "IU/mL", "0级", "<0.35"], ["虾", "4.08", "IU/mL", "3级", "<0.35"]]
    rows += [["蟹", "3.77", "IU/mL", "3级", "<0.35"]]
    whole = table(head, [*rows, ["分级:0级<0.35 1级0.35-0.70 2级0.70-3.50", "", "", "", ""]])
    below = table(head, [*rows, ["检测方法:PCR+膜杂交法 检测下限:1.0E+03拷贝/mL", "", "", "", ""]])
    for one in (whole, below):
        assert [r.name for r in read_tables([one]).results] == ["猫毛皮屑", "虾", "蟹"]


def test_three_panels_under_a_word_of_typing() -> None:
    head = [(x + dx, w) for x in (40, 560, 1080) for dx, w in ((0, "型别"), (180, "结果"), (320, "参考值"))]
    types = ["HPV16", "HPV18", "HPV31", "HPV33", "HPV35", "HPV39", "HPV45", "HPV51", "HPV52"]
    rows = [[c for t in types[k : k + 3] for c in (t, "阴性(-)", "阴性")] for k in (0, 3, 6)]
    assert sorted(r.name for r in read_tables([table(head, rows)]).results) == sorted(types)


def test_the_mean_beside_the_interval_and_the_system_beside_the_name_are_apart() -> None:
    head = [(40, "系统"), (140, "细胞名称"), (420, "血片%"), (540, "髓片%"), (680, "参考均值"), (820, "参考范围")]
    rows = [
        ["", "原始粒细胞", "", "0.5", "0.64", "0.00-1.80"],
        ["粒系", "早幼粒细胞", "", "1.0", "1.57", "0.40-3.90"],
        ["红系", "早幼红细胞", "", "1.5", "0.92", "0.20-2.60"],
        ["淋巴", "成熟淋巴细胞", "31.0", "15.0", "22.78", "10.70-43.10"],
    ]
    found = read_tables([table(head, rows)]).results
    assert [(r.name, r.value, r.reference_range) for r in found] == [(r[1], r[3], r[5]) for r in rows]


def test_a_chart_right_of_the_last_interval_is_no_part_of_it() -> None:
    head = [(40, "项目"), (300, "结果"), (440, "单位"), (560, "参考值")]
    rows = [["血红蛋白浓度", "121", "g/L", "112-149"], ["红细胞压积", "36.2", "%", "34.0-43.0"]]
    rows += [["血小板数目", "401", "10^9/L", "188-472"]]
    cells = [[(x, c) for (x, _), c in zip(head, row, strict=True)] for row in rows]
    chart = [[], [(900, "100"), (980, "200")], [(760, "RBC")]]
    seen = page(
        [head, *(a + b for a, b in zip(cells, chart, strict=True)), [(900, "100"), (980, "200"), (1060, "300")]]
    )
    assert [r.reference_range for r in read_tables([seen]).results] == ["112-149", "34.0-43.0", "188-472"]


def test_a_header_that_was_not_legible_is_that_of_the_panel_beside() -> None:
    head = [(40, "序号"), (120, "项目"), (400, "结果"), (520, "参考值")]
    bent = [(840, "序号"), (920, "酬音"), (1200, "结果"), (1320, "李考值")]
    rows = [
        ["1", "抗Sm抗体", "阴性", "阴性", "4", "抗Jo-1抗体", "阴性", "阴性"],
        ["2", "抗SSA抗体", "阳性", "阴性", "5", "抗PCNA抗体", "阴性", "阴性"],
        ["3", "抗SSB抗体", "阴性", "阴性", "6", "抗核小体抗体", "阴性", "阴性"],
    ]
    found = read_tables([table([*head, *bent], rows)]).results
    assert [(r.name, r.reference_range) for r in found[3:]] == [(row[5], "阴性") for row in rows]


def test_a_header_and_its_translation_are_one_column() -> None:
    assert [h.kind for h in header_words("结果 Result")] == ["result"]
    assert [h.kind for h in header_words("检测项目Test")] == ["name"]
    assert [h.kind for h in header_words("结果单位")] != ["result"]


def test_two_sure_letters_are_no_bent_header() -> None:
    assert bent_words("级引", 0.5)
    assert not bent_words("级引", 0.99)


def test_cells_between_cells_are_no_picture() -> None:
    head = [(40, "编号"), (140, "过敏原"), (400, "浓度"), (560, "参考值")]
    seen = table(head, [["1", "猫毛皮屑", "0.22", "<0.35"], ["2", "狗毛皮屑", "0.41", "<0.35"]])
    box = Region("figure", ((130, 115), (300, 115), (300, 175), (130, 175)), 0.8)
    assert not inscriptions(seen, (box,))
    alone = page([[(140, "猫毛皮屑")], [(140, "狗毛皮屑")]])
    assert inscriptions(alone, (Region("figure", ((130, 80), (300, 80), (300, 150), (130, 150)), 0.8),))


def test_intervals_in_parts_at_fixed_places() -> None:
    rows = [("cK+", "4.4", "mmol/L", "L", "3.4 -", "4.5]"), ("cNa+", "137", "mmol/L", "[", "136 -", "146]")]
    rows += [("cBase", "-0.9", "mmol/L", "L", "-3.0 -", "3.0]")]
    xs = (60, 300, 420, 560, 600, 690)
    found = read_tables([page([[(x, c) for x, c in zip(xs, row, strict=True)] for row in rows])])
    assert told(found.results) == [
        ("cK+", "4.4", "3.4 -4.5", ""),
        ("cNa+", "137", "136 -146", ""),
        ("cBase", "-0.9", "-3.0 -3.0", ""),
    ]


def test_the_value_stands_far_right_of_what_is_called_its_interval() -> None:
    rows = [("白细胞计数", "3.50-9.50", "×10^9/L", "3.02↓"), ("血红蛋白", "115-150", "g/L", "120")]
    rows += [("血小板计数", "125-350", "×10^9/L", "201")]
    lines: list[list[tuple[float, str]]] = []
    for name, ref, unit, value in rows:
        lines += [[(40, name)], [(40, f"参考：{ref} 单位：{unit}"), (900, value)], []]
    found = read_tables([page(lines)]).results
    assert told(found) == [
        ("白细胞计数", "3.02", "3.50-9.50", "L"),
        ("血红蛋白", "120", "115-150", ""),
        ("血小板计数", "201", "125-350", ""),
    ]
    assert [r.unit for r in found] == [unit for _, _, unit, _ in rows]


def test_panels_headed_by_an_index_keep_their_names_apart() -> None:
    head = [
        (x + dx, w)
        for x in (40, 840)
        for dx, w in ((0, "项目名称"), (300, "COI值"), (420, "结果判定"), (560, "参考值"))
    ]
    rows = [["弓形虫抗体", "0.21", "阴性", "<1.00", "巨细胞病毒抗体", "9.40", "阳性", "<1.00"]]
    rows += [["风疹病毒抗体", "6.12", "阳性", "<1.00", "单纯疱疹病毒抗体", "0.27", "阴性", "<1.00"]]
    rows += [["细小病毒抗体", "0.12", "阴性", "<1.00", "柯萨奇病毒抗体", "0.30", "阴性", "<1.00"]]
    found = told(read_tables([table(head, rows)]).results)
    assert found[3] == ("巨细胞病毒抗体", "9.40", "<1.00", "A")
    assert len(found) == 6


def test_the_numbers_that_the_intervals_are_for_are_the_results() -> None:
    head = [(40, "检测项目"), (300, "灰度值"), (440, "结果"), (560, "参考范围")]
    rows = [["AMA-M2", "72", "阳性", "<11"], ["Sp100", "3", "阴性", "<11"], ["gp210", "1", "阴性", "<11"]]
    assert told(read_tables([table(head, rows)]).results) == [
        ("AMA-M2", "72", "<11", "A"),
        ("Sp100", "3", "<11", ""),
        ("gp210", "1", "<11", ""),
    ]
    words = [[name, number, word, "阴性"] for name, number, word, _ in rows]
    assert [r.value for r in read_tables([table(head, words)]).results] == ["阳性", "阴性", "阴性"]


def test_a_second_header_calls_its_names_something_else() -> None:
    head = [(40, "组分"), (300, "结果"), (440, "单位"), (560, "参考范围")]
    rows = [["Hb A", "93.1", "%", "96.8-97.8"], ["Hb A2", "5.6", "%", "2.2-3.2"], ["Hb F", "1.3", "%", "0.0-0.5"]]
    rows += [
        ["红细胞参数", "结果", "", "参考范围"],
        ["MCV", "64.2", "", "82.0-100.0"],
        ["MCH", "20.1", "", "27.0-34.0"],
    ]
    assert [r.name for r in read_tables([table(head, rows)]).results] == ["Hb A", "Hb A2", "Hb F", "MCV", "MCH"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("钾 K", ("钾", "K")), ("氯Cl", ("氯", "Cl")), ("钠离子 Na+", ("钠离子", "Na+")), ("总IgE", ("总IgE", ""))],
)
def test_a_name_of_one_letter_with_its_sign(text: str, parts: tuple[str, str]) -> None:
    assert split_code(text) == parts


@pytest.mark.parametrize(
    ("text", "code"), [("游离肉碱(CO)", "C0"), ("Free carnitine (CO)", "C0"), ("碳氧血红蛋白(CO)", "CO")]
)
def test_the_free_carnitine_is_the_one_without_carbon_atoms(text: str, code: str) -> None:
    assert split_code(text)[1] == code


def test_a_weak_finding_says_plus_minus() -> None:
    assert mend_signs("弱阳性(士)") == "弱阳性(±)"
    assert mend_signs("阳性(士)") == "阳性(士)"
    assert [mend_signs(t) for t in ("~", "～", "(~)", "(-)~(+)", "0~3")] == ["-", "-", "(-)", "(-)~(+)", "0~3"]


def test_a_word_right_of_the_value_is_its_mark_and_what_calls_itself_an_interval_below_is_one() -> None:
    rows = [("谷丙转氨酶(ALT)", "66 U/L", "偏高", "9-50"), ("总胆固醇(TC)", "4.61 mmol/L", "正常", "0-5.18")]
    rows += [("肌酐(Cr)", "80 μmol/L", "正常", "57-97"), ("尿酸(UA)", "467 μmol/L", "偏高", "208-428")]
    lines: list[list[tuple[float, str]]] = []
    for name, value, word, ref in rows:
        lines += [[(40, name), (620, value), (990, word)], [(620, f"参考值{ref}")]]
    found = read_tables([page(lines, pitch=34.0)]).results
    assert [(r.value, r.unit, r.reference_range, r.flag) for r in found] == [
        (*value.split(), ref, "H" if word == "偏高" else "") for _, value, word, ref in rows
    ]


@pytest.mark.parametrize(
    ("word", "flag"), [("高于参考值", "H"), ("低于参考区间", "L"), ("偏高↑", "H"), ("↓偏低", "L"), ("低于下限", "L")]
)
def test_words_that_say_where_a_value_lies_are_marks(word: str, flag: str) -> None:
    mark = parse_flag(word, column=True)
    assert mark is not None
    assert mark.flag == flag


def test_a_stroke_before_a_type_is_a_roman_one() -> None:
    assert restore_chinese("单纯疱疹|型", ()) == "单纯疱疹I型"
