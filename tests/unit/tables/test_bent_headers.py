"""Headers that were misread, rows found all the same, and lines printed around the cells."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.ranges import mend_separator
from ocr_pipeline.tables.grammar.values import number_within
from ocr_pipeline.tables.headers.lexicon import header_words, with_letters_lost
from tests.unit.tables.pages import line, page, values

pytestmark = pytest.mark.unit


def test_a_vietnamese_header_that_lost_its_vowels() -> None:
    assert [h.kind for h in with_letters_lost("KtQu")] == ["result"]
    assert not with_letters_lost("Creatinin")
    text = page(
        [
            [(60, "Xét nghim"), (500, "KtQu"), (700, "CSBT"), (1000, "Đnv tính")],
            [(60, "Creatinin"), (500, "85,1"), (700, "57,0-97,0"), (1000, "umol/L")],
            [(60, "Kali"), (500, "4,27"), (700, "3,50-5,30"), (1000, "mmol/L")],
            [(60, "Natri"), (500, "140"), (700, "135-147"), (1000, "mmol/L")],
        ]
    )
    assert [r[:3] for r in values(text)] == [
        ("Creatinin", "85,1", "umol/L"),
        ("Kali", "4,27", "mmol/L"),
        ("Natri", "140", "mmol/L"),
    ]


def test_a_result_header_and_a_short_flag_header_run_together() -> None:
    assert [h.kind for h in header_words("KẾT QUẢCờ")] == ["result", "flag"]


def test_a_table_with_earlier_results_only_is_read_and_doubted() -> None:
    text = page(
        [
            [(60, "Test"), (500, "Previous result"), (800, "Reference range")],
            [(60, "Sodium"), (500, "140"), (800, "135-145")],
            [(60, "Potassium"), (500, "4.2"), (800, "3.5-5.1")],
        ]
    )
    found = read_tables([text]).results
    assert [r.value for r in found] == ["140", "4.2"]
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in found)


def test_codes_under_an_illegible_header_word_stand_apart_from_names() -> None:
    text = page(
        [
            [(60, "简霖"), (300, "检查项目"), (600, "结果"), (900, "生物泰考区同")],
            [(60, "VOL"), (300, "精液体积"), (600, "2.9"), (900, ">1.5")],
            [(60, "CONC"), (300, "精子密度"), (600, "98.8"), (900, ">15")],
            [(60, "MOT"), (300, "精子总活动率"), (600, "60.5"), (900, ">40")],
            [(60, "PR"), (300, "前向运动"), (600, "59.0"), (900, ">32")],
        ]
    )
    found = read_tables([text]).results
    assert [(r.name, r.code, r.value, r.reference_range) for r in found] == [
        ("精液体积", "VOL", "2.9", ">1.5"),
        ("精子密度", "CONC", "98.8", ">15"),
        ("精子总活动率", "MOT", "60.5", ">40"),
        ("前向运动", "PR", "59.0", ">32"),
    ]


def test_the_ph_that_opens_a_slip_below_the_block_of_identity() -> None:
    text = page(
        [
            [(60, "样本号：9340774536")],
            [],
            [(60, "pH值"), (300, "7.257↓")],
            [(300, "[7.350~7.450]")],
            [(60, "氧分压"), (300, "94.3"), (420, "mmHg")],
            [(300, "[80.0~100.0]")],
            [(60, "钾离子"), (300, "4.1"), (420, "mmol/L")],
            [(300, "[3.4~4.5]")],
            [(60, "氯离子"), (300, "102"), (420, "mmol/L")],
            [(300, "[98~106]")],
        ]
    )
    assert [(r[0], r[1], r[3]) for r in values(text)] == [
        ("pH值", "7.257", "[7.350~7.450]"),
        ("氧分压", "94.3", "[80.0~100.0]"),
        ("钾离子", "4.1", "[3.4~4.5]"),
        ("氯离子", "102", "[98~106]"),
    ]


def test_the_numbers_along_an_axis_are_no_row() -> None:
    text = page(
        [
            [(60, "Test"), (500, "Result"), (800, "Reference range")],
            [(60, "WBC"), (500, "5.29"), (800, "3.5-9.5")],
            [(60, "RBC"), (500, "4.94"), (800, "3.8-5.1")],
            [(60, "100"), (500, "200")],
            [(60, "200 300fL"), (500, "100 200fL")],
        ]
    )
    assert [r[0] for r in values(text)] == ["WBC", "RBC"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("~316~354", "316~354"),
        ("7.0~13.0~", "7.0~13.0"),
        ('82.0"100.0', "82.0~100.0"),
        ("- >0.40", ">0.40"),
        ("-2.0~3.0", "-2.0~3.0"),
        ("130 175", "130 175"),
    ],
)
def test_a_ruled_line_around_an_interval(read: str, meant: str) -> None:
    assert mend_separator(read) == meant


@pytest.mark.parametrize(("read", "unit"), [("-10^9/L", "10^9/L"), ("7mm3", "/mm3"), ("S", "s"), ("8/1", "g/l")])
def test_units_beside_a_ruled_line(read: str, unit: str) -> None:
    text = page(
        [
            [(60, "Test"), (500, "Result"), (700, "Unit"), (1000, "Reference range")],
            [(60, "Something"), (500, "5.29"), (700, read), (1000, "3.5-9.5")],
            [(60, "Something else"), (500, "4.94"), (700, "g/L"), (1000, "3.8-5.1")],
        ]
    )
    assert values(text)[0][2] == unit


@pytest.mark.parametrize(
    ("text", "number"), [("mmm 140", "140"), ("0.60 rio", "0.60"), ("12,7 nghil m", "12,7"), ("A1 5.2.3", None)]
)
def test_the_one_number_among_stray_letters(text: str, number: str | None) -> None:
    found = number_within(text)
    assert (found.body if found else None) == number


def test_a_panel_takes_the_headers_between_that_only_its_neighbour_shows() -> None:
    at = (20.0, 320.0, 460.0, 600.0, 860.0, 900.0, 1180.0, 1300.0, 1420.0)
    cells = [
        ("1 白细胞计数", "11.82", "10^9/L", "3.5-9.5", "11", "淋巴细胞百分比", "11.0", "%", "20.0-50.0"),
        ("2 红细胞计数", "4.12", "10^12/L", "4.3-5.8", "12", "单核细胞百分比", "6.0", "%", "3.0-10.0"),
        ("3 血红蛋白", "126", "g/L", "130-175", "13", "嗜酸性粒细胞百分比", "0.6", "%", "0.4-8.0"),
        ("4 红细胞压积", "37.9", "%", "40.0-50.0", "14", "嗜碱性粒细胞百分比", "0.3", "%", "0.0-1.0"),
    ]
    head = [(20.0, "No项目"), (320.0, "结果"), (460.0, "单位"), (600.0, "参考区间"), (860.0, "No"), (1300.0, "单位")]
    text = page([[*head, (1420.0, "参考区间")], *(list(zip(at, row, strict=True)) for row in cells)])
    assert [r[:4] for r in values(text)] == [
        *((row[0][2:], *row[1:4]) for row in cells),
        *(row[5:9] for row in cells),
    ]


def test_a_torn_header_of_intervals_is_no_second_column_of_results() -> None:
    cells = [("Hemoglobina", "13,1", "g/dL", "[13,5-17,5]"), ("Leucocitos", "8,34", "10^3/µL", "[4,50-11,00]")]
    cells += [("Glucosa", "126", "mg/dL", "[70-110]"), ("Urea", "38", "mg/dL", "[17-49]")]
    head = [(60.0, "Determinación"), (400.0, "Resultado"), (600.0, "Unidades"), (800.0, "Resultados ant.")]
    body = [list(zip((60.0, 400.0, 600.0, 800.0), row, strict=True)) for row in cells]
    assert [r[3] for r in values(page([head, *body]))] == [row[3] for row in cells]


def test_pieces_of_rules_between_header_words_head_nothing() -> None:
    text = page(
        [
            [(500, "-"), (900, "一")],
            [(60, "测试项目"), (500, "测定结果"), (640, "-"), (700, "计量单位"), (950, "一"), (1000, "参考范围")],
            [(60, "白细胞计数"), (620, "11.82"), (720, "10^9/L"), (1000, "3.5-9.5")],
            [(60, "红细胞计数"), (630, "4.12"), (720, "10^12/L"), (1000, "4.3-5.8")],
            [(60, "血红蛋白"), (640, "126"), (720, "g/L"), (1000, "130-175")],
        ]
    )
    assert [r[1] for r in values(text)] == ["11.82", "4.12", "126"]


def test_a_title_that_stands_a_little_high_joins_its_header() -> None:
    cells = [(158, 364.8, "主要测值（mm）"), (620, 381.5, "正常参考值"), (401, 383.0, "测量值"), (155, 384.3, "名称")]
    names = ("主动脉根部内径", "左房内径", "左室舒张期内径", "左室收缩期内径", "室间隔厚度", "左室后壁厚度", "肺动脉干")
    for row, name in enumerate(names):
        cells += [(157, 414 + 28 * row, name), (653, 412 + 28 * row, f"{6 + row}-{19 + row}")]
    cells += [(430, 413 + 28 * row, "8") for row in (5, 6)]  # of the others the values were not seen
    lines = tuple(line(text, x, y, height=28.0) for x, y, text in cells)
    found = values(PageText(0, 1000, 900, lines, text_height=28.0))
    assert [row[3] for row in found] == [f"{6 + row}-{19 + row}" for row in range(7)]
    assert [row[1] for row in found] == ["", "", "", "", "", "8", "8"]
