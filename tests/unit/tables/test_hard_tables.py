"""Tables under bad light: what is no table, what the eye missed or bent, and what stands in a neighbour's cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.plausibility.quantities.restoring import restore_units
from ocr_pipeline.report import Region, Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.naming.names import without_unit
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_reading import ZH, rows

pytestmark = pytest.mark.unit

EN = [(60, "Test"), (500, "Result"), (700, "Unit"), (900, "Reference Range")]


@pytest.mark.parametrize(
    "layout",
    [
        [],
        [[(60, "餐厅菜单")], [(60, "宫保鸡丁"), (400, "38")], [(60, "麻婆豆腐"), (400, "22")], [(60, "米饭"), (400, "2")]],
        [[(60, "收费项目"), (400, "单价"), (560, "数量"), (700, "金额")], [(60, "血常规"), (400, "25.00"), (560, "1"), (700, "25.00")], [(60, "尿常规"), (400, "12.00"), (560, "1"), (700, "12.00")]],
        [[(60, "Description"), (400, "Qty"), (560, "Unit Price"), (760, "Amount")], [(60, "Paracetamol 500 mg"), (400, "2"), (560, "3.50"), (760, "7.00")]],
        [[(60, "Great offers this week! Book your full body check-up now and save 40 % at our centre.")], [(60, "Call 0100 361 261")]],
        [[(60, "姓名：甲"), (400, "性别：男"), (700, "年龄：35岁")], [(60, "住院号：12345"), (400, "床号：7"), (700, "科室：骨科")], [(60, "标本号：55"), (400, "送检时间：2023-01-01")]],
        [[(60, "两肺纹理清晰，未见明显异常密度影，气管及主要支气管通畅。")], [(60, "1. 左肺上叶结节，大小约5mm×4mm。")]],
        [[(60, ""), (300, "High"), (700, "Low")], [(60, "MCV"), (300, "Macrocytic anemia, liver disease"), (700, "Microcytic anemia")]],
    ],
)  # fmt: skip
def test_what_holds_no_results(layout: list[list[tuple[float, str]]]) -> None:
    assert rows(page(layout)) == []


def test_signatures_and_times_below_the_table_are_no_rows() -> None:
    found = rows(
        page(
            [
                list(ZH),
                [(60, "钾"), (400, "4.1"), (680, "mmol/L"), (900, "3.5-5.3")],
                [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
                [],
                [(60, "检验者：甲"), (400, "审核者：乙"), (700, "报告时间：2023-02-24 11:38")],
                [(60, "★为互认项目"), (400, "带*为参加室间质评项目")],
            ]
        )
    )
    assert len(found) == 2


def test_two_reports_on_one_page() -> None:
    one = [
        [(60, "钾"), (400, "4.1"), (680, "mmol/L"), (900, "3.5-5.3")],
        [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
    ]
    other = [(60, "Test"), (400, "Result"), (680, "Unit"), (900, "Reference")]
    got = rows(
        page(
            [
                list(ZH),
                *one,
                [(60, "检验者：甲")],
                [],
                [(60, "姓名：乙"), (400, "性别：女")],
                other,
                [(60, "TSH"), (400, "2.1"), (680, "mIU/L"), (900, "0.3-4.5")],
            ]
        )
    )
    assert [g[0] for g in got] == ["钾", "钠", "TSH"]


def test_what_the_detector_boxed_twice_counts_once() -> None:
    got = rows(
        page(
            [
                list(ZH),
                [(60, "钾"), (400, "4.1"), (680, "mmol/L"), (900, "3.5-5.3"), (902, "3.5-5.3")],
                [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
            ]
        )
    )
    assert got[0][3] == "3.5-5.3"


def test_every_value_has_its_place_on_the_picture() -> None:
    found = read_tables([table(ZH, [["钾", "4.1", "", "mmol/L", "3.5-5.3"], ["钠", "140", "", "mmol/L", "137-147"]])])
    for result in found.results:
        assert len(result.polygon) == len(result.value_polygon) == 4
        assert result.polygon[0][0] == 60
        assert result.value_polygon[0][0] == 400
    assert (0, 0) in found.used_lines


@pytest.mark.parametrize(
    "printed, value",
    [(".5", ".5"), ("12.", "12."), ("…60", "60"), ("......4.97", "4.97"), (",10", "10"), ("2.17.", "2.17")],
)
def test_dust_goes_but_a_decimal_sign_never(printed: str, value: str) -> None:
    got = rows(
        table(
            ZH,
            [
                ["某酶", printed, "", "U/L", "1-50"],
                ["钾", "4.1", "", "mmol/L", "3.5-5.3"],
                ["钠", "140", "", "mmol/L", "137-147"],
            ],
        )
    )
    assert got[0][1] == value


def test_a_header_printed_with_wide_gaps() -> None:
    header = [
        (60, "检验项目"),
        (400, "结"),
        (450, "果"),
        (600, "参考范围"),
        (800, "单位"),
        (960, "检验项目"),
        (1200, "结"),
        (1250, "果"),
        (1400, "参考范围"),
        (1600, "单位"),
    ]
    got = rows(
        page(
            [
                header,
                [
                    (60, "钾"),
                    (405, "4.1"),
                    (600, "3.5-5.3"),
                    (790, "mmol/L"),
                    (960, "钠"),
                    (1205, "140"),
                    (1400, "137-147"),
                    (1590, "mmol/L"),
                ],
                [
                    (60, "氯"),
                    (405, "101"),
                    (600, "99-110"),
                    (790, "mmol/L"),
                    (960, "钙"),
                    (1205, "2.3"),
                    (1400, "2.1-2.6"),
                    (1590, "mmol/L"),
                ],
            ]
        )
    )
    assert [g[:2] for g in got] == [("钾", "4.1"), ("氯", "101"), ("钠", "140"), ("钙", "2.3")]


def test_an_illegible_mark_behind_a_value_is_no_digit_of_it() -> None:
    found = read_tables(
        [
            page(
                [
                    list(ZH),
                    [(60, "钾"), (400, "5.9"), (445, "y"), (680, "mmol/L"), (900, "3.5-5.3")],
                    [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
                    [(60, "氯"), (400, "101"), (680, "mmol/L"), (900, "99-110")],
                ]
            )
        ]
    )
    assert found.results[0].value == "5.9"


def test_a_header_whose_word_for_results_was_not_legible() -> None:
    got = rows(
        page(
            [
                [(60, "项目名称"), (400, "粘昊"), (680, "单位"), (900, "参考范围")],
                [(60, "钾"), (400, "5.9"), (680, "mmol/L"), (900, "3.5-5.3")],
                [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
            ]
        )
    )
    assert [g[:3] for g in got] == [("钾", "5.9", "mmol/L"), ("钠", "140", "mmol/L")]


def test_vietnamese_names_with_letters_missing_are_written_out() -> None:
    from ocr_pipeline.tables.naming.vietnamese import restore

    assert restore("Slưngbchcu") == "Số lượng bạch cầu"
    assert restore("Bachcu(WBC)") == "Bạch cầu(WBC)"
    assert [restore(n) for n in ("HDL Cholesterol", "Albumin", "Creatinine", "Cholesterol")] == [
        "HDL Cholesterol",
        "Albumin",
        "Creatinine",
        "Cholesterol",
    ]


def test_a_method_or_an_earlier_result_is_no_part_of_the_interval() -> None:
    header = [(60, "Test"), (500, "Result"), (700, "Unit"), (900, "Reference Range")]
    got = rows(
        page(
            [
                header,
                [(60, "Thrombin time"), (500, "17.3"), (700, "s"), (900, "10.3-16.6"), (1100, "Clotting")],
                [(60, "Fibrinogen"), (500, "3.70"), (700, "g/L"), (900, "2.38-4.98"), (1100, "Clotting")],
                [(60, "Antithrombin"), (500, "95.7"), (700, "%"), (900, "75.0-125.0"), (1110, "96.1")],
            ]
        )
    )
    assert [g[3] for g in got] == ["10.3-16.6", "2.38-4.98", "75.0-125.0"]


def test_a_slip_with_intervals_below_their_rows() -> None:
    got = rows(
        page(
            [
                [(60, "pH"), (300, "7.441")],
                [(300, "[7.350-7.450]")],
                [(60, "pCO2"), (300, "37.1"), (400, "mmHg")],
                [(300, "[35.0-45.0]")],
                [(60, "pO2"), (300, "96.3"), (400, "mmHg")],
                [(300, "[80.0-100.0]")],
                [(60, "Na+"), (300, "138"), (400, "mmol/L")],
                [(300, "[136-146]")],
                [(60, "K+"), (300, "4.5"), (400, "mmol/L")],
                [(300, "[3.4-4.5]")],
            ]
        )
    )
    assert [(g[1], g[2], g[3]) for g in got] == [
        ("7.441", "", "[7.350-7.450]"),
        ("37.1", "mmHg", "[35.0-45.0]"),
        ("96.3", "mmHg", "[80.0-100.0]"),
        ("138", "mmol/L", "[136-146]"),
        ("4.5", "mmol/L", "[3.4-4.5]"),
    ]


def test_a_mark_before_the_unit_and_a_power_of_ten_that_is_none() -> None:
    got = rows(
        table(
            EN,
            [
                ["Uric acid", "603", "*umol/L", "210-420"],
                ["Sodium", "140", "mmol/L", "137-147"],
                ["Leukocytes", "5.1", "*10^9/L", "3.5-9.5"],
            ],
        )
    )
    assert [(g[2], g[4]) for g in got] == [("umol/L", "A"), ("mmol/L", ""), ("*10^9/L", "")]


def test_rows_inside_a_box_taken_for_a_figure_are_kept_and_a_drawing_is_not_read() -> None:
    text = table(
        EN,
        [
            ["Glucose", "5.1", "mmol/L", "3.9-6.1"],
            ["Sodium", "140", "mmol/L", "137-147"],
            ["Potassium", "4.2", "mmol/L", "3.5-5.3"],
        ],
    )
    box = Region("figure", ((0, 110), (1600, 110), (1600, 400), (0, 400)), 0.9)
    assert len(read_tables([text], [(box,)]).results) == 3
    drawing = page([EN, [(60, "WBC"), (500, "100"), (700, "fL"), (900, "0-300")]])
    assert read_tables([drawing], [(box,)]).results == ()


def test_vietnamese_and_turkish_names_whose_marks_were_bent() -> None:
    from ocr_pipeline.tables.naming.turkish import dotted, is_turkish
    from ocr_pipeline.tables.naming.vietnamese import restore

    assert restore("SO LUONG BACH CÃU(WBC)") == "SỐ LƯỢNG BẠCH CẦU(WBC)"
    assert restore("Máuláng1giò(ESR)") == "Máu lắng 1 giờ(ESR)"
    assert restore("Glucose") == "Glucose"
    assert dotted("TOTAL BÍLÍRUBIN") == "TOTAL BİLİRUBİN".replace("RUBİN", "RUBIN")
    assert dotted("Sodyum") == "Sodyum"
    assert is_turkish(["Tetkik", "Sonuç", "Birim"])
    assert not is_turkish(["Análisis", "Resultado", "Unidad"])


def test_latin_ends_that_belong_to_a_chinese_name() -> None:
    from ocr_pipeline.tables.naming.names import split_code

    assert split_code("游离T3") == ("游离T3", "")
    assert split_code("抗凝血酶III") == ("抗凝血酶III", "")
    assert split_code("白细胞WBC") == ("白细胞", "WBC")
    for whole in ("免疫球蛋白G4", "载脂蛋白B/A1", "胃蛋白酶原I/II"):
        assert split_code(whole) == (whole, "")


def test_the_end_of_a_unit_does_not_stick_to_the_name_beside_it() -> None:
    assert without_unit("/L 14红细胞压积") == "14红细胞压积"
    assert without_unit("/116平均血红蛋白") == "16平均血红蛋白"
    assert without_unit("A/G") == "A/G"


def test_a_cut_unit_keeps_its_print_and_is_given_its_meaning_where_the_page_prints_it_whole_elsewhere() -> None:
    cut = Result("白细胞计数", "3.86", unit="10^9")
    whole = Result("血小板计数", "171", unit="10^9/L")
    assert [(r.unit, r.ucum) for r in restore_units([cut, whole])] == [("10^9", "10*9/L"), ("10^9/L", None)]
    assert restore_units([cut, whole])[0].note
    assert restore_units([cut]) == [cut]
    assert restore_units([replace(cut, unit="109/"), whole])[0].ucum == "10*9/L"
    assert restore_units([replace(cut, unit="109"), whole])[0].ucum is None
    impossible = Result("红细胞计数", "4.35", unit="10^9")
    assert restore_units([impossible, whole])[0] is impossible
