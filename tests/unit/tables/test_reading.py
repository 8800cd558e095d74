"""Tables as laboratories print them, read from located words."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit

ZH = [(60, "项目"), (400, "结果"), (560, "提示"), (680, "单位"), (900, "参考范围")]


def rows(*pages: PageText) -> list[tuple[str, str, str, str, str]]:
    found = read_tables(pages)
    return [(r.name, (r.comparator or "") + r.value, r.unit, r.reference_range, r.flag) for r in found.results]


def test_a_plain_table() -> None:
    got = rows(
        table(
            ZH,
            [
                ["白细胞计数", "3.86", "↓", "10^9/L", "4.00-10.00"],
                ["血红蛋白", "122", "", "g/L", "120-160"],
                ["淋巴细胞", "1.48", "", "10^9/L", "1.0-3.3"],
            ],
        )
    )
    assert got == [
        ("白细胞计数", "3.86", "10^9/L", "4.00-10.00", "L"),
        ("血红蛋白", "122", "g/L", "120-160", ""),
        ("淋巴细胞", "1.48", "10^9/L", "1.0-3.3", ""),
    ]


def test_two_panels_side_by_side_keep_their_rows_apart() -> None:
    header = [
        (40, "项目"),
        (300, "结果"),
        (420, "单位"),
        (560, "参考范围"),
        (840, "项目"),
        (1100, "结果"),
        (1220, "单位"),
        (1360, "参考范围"),
    ]
    got = rows(
        table(
            header,
            [
                ["白细胞", "5.1", "10^9/L", "3.5-9.5", "血小板", "210", "10^9/L", "125-350"],
                ["红细胞", "4.6", "10^12/L", "4.3-5.8", "淋巴细胞", "1.9", "10^9/L", "1.1-3.2"],
                ["血红蛋白", "140", "g/L", "130-175", "", "", "", ""],
            ],
        )
    )
    assert [g[0] for g in got] == ["白细胞", "红细胞", "血红蛋白", "血小板", "淋巴细胞"]
    assert got[3][1:] == ("210", "10^9/L", "125-350", "")


def test_header_words_that_the_detector_joined() -> None:
    got = rows(
        page(
            [
                [(60, "项目"), (400, "结果提示"), (560, "单位参考范围")],
                [(60, "钾"), (400, "3.2"), (445, "↓"), (560, "mmol/L"), (645, "3.5-5.3")],
                [(60, "钠"), (400, "140"), (560, "mmol/L"), (645, "137-147")],
                [(60, "氯"), (400, "101"), (560, "mmol/L"), (645, "99-110")],
            ]
        )
    )
    assert got == [
        ("钾", "3.2", "mmol/L", "3.5-5.3", "L"),
        ("钠", "140", "mmol/L", "137-147", ""),
        ("氯", "101", "mmol/L", "99-110", ""),
    ]


def test_cells_that_the_detector_joined_are_cut_where_both_sides_make_sense() -> None:
    header = [(60, "Analyse"), (400, "Résultats"), (500, "Normales"), (700, "Unités")]
    got = rows(
        page(
            [
                header,
                [(60, "Leucocytes"), (405, "3.964.0-10.0"), (700, "G/L")],
                [(60, "Hématies"), (405, "4.42"), (502, "3.90-5.20"), (700, "T/L")],
                [(60, "Plaquettes"), (425, "252"), (502, "150-400"), (700, "G/L")],
            ]
        )
    )
    assert got[0] == ("Leucocytes", "3.96", "G/L", "4.0-10.0", "")


def test_marks_before_behind_and_beside_the_value() -> None:
    got = rows(
        table(
            ZH,
            [
                ["钾", "H 5.9", "", "mmol/L", "3.5-5.3"],
                ["钠", "135↓", "", "mmol/L", "137-147"],
                ["氯", "115", "偏高", "mmol/L", "99-110"],
                ["钙", "*2.9", "", "mmol/L", "2.1-2.6"],
            ],
        )
    )
    assert [g[4] for g in got] == ["H", "L", "H", "A"]
    assert [g[1] for g in got] == ["5.9", "135", "115", "2.9"]


def test_litres_per_litre_is_a_unit_and_no_mark() -> None:
    assert rows(
        table(
            ZH,
            [
                ["红细胞压积", "0.40", "", "L/L", "0.35-0.45"],
                ["钾", "4", "", "mmol/L", "3-5"],
                ["钠", "140", "", "mmol/L", "137-147"],
            ],
        )
    )[0][2:] == ("L/L", "0.35-0.45", "")


def test_previous_results_and_methods_are_no_results() -> None:
    header = [
        (40, "Test"),
        (400, "Result"),
        (560, "Previous"),
        (700, "Units"),
        (880, "Reference Range"),
        (1200, "Method"),
    ]
    got = rows(
        table(
            header,
            [
                ["Glucose", "96", "101", "mg/dL", "70 - 110", "Hexokinase"],
                ["Urea", "31", "28", "mg/dL", "15 - 45", "Urease"],
            ],
        )
    )
    assert got == [("Glucose", "96", "mg/dL", "70 - 110", ""), ("Urea", "31", "mg/dL", "15 - 45", "")]


def test_running_numbers_and_codes() -> None:
    header = [(40, "序号"), (140, "代号"), (300, "检验项目"), (600, "结果"), (760, "单位"), (920, "参考区间")]
    found = read_tables(
        [
            table(
                header,
                [
                    ["1", "WBC", "白细胞", "5.1", "10^9/L", "3.5-9.5"],
                    ["2", "RBC", "红细胞", "4.6", "10^12/L", "4.3-5.8"],
                ],
            )
        ]
    )
    assert [(r.name, r.code) for r in found.results] == [("白细胞", "WBC"), ("红细胞", "RBC")]
    assert [e.serial for e in found.evidence] == [1, 2]


def test_a_row_whose_value_was_not_seen_is_kept_and_says_so() -> None:
    header = [(40, "序号"), (140, "代号"), (300, "检验项目"), (600, "结果"), (760, "单位"), (920, "参考区间")]
    found = read_tables(
        [
            table(
                header,
                [
                    ["1", "OB", "潜血", "阴性", "", "阴性"],
                    ["2", "OVA", "虫卵", "", "", ""],
                    ["3", "FAT", "脂肪球", "阴性", "", "阴性"],
                    ["4", "RV", "轮状病毒", "阴性", "", "阴性"],
                ],
            )
        ]
    )
    assert [r.name for r in found.results] == ["潜血", "虫卵", "脂肪球", "轮状病毒"]
    assert found.results[1].reasons == (Reason.VALUE_MISSING,)


def test_sub_headings_become_groups_and_wrapped_names_one_name() -> None:
    header = [(40, "Test"), (400, "Result"), (560, "Units"), (700, "Reference Range")]
    found = read_tables(
        [
            page(
                [
                    header,
                    [(40, "DIFFERENTIAL COUNT")],
                    [(60, "Neutrophils"), (400, "60"), (560, "%"), (700, "50 - 62")],
                    [(60, "Lymphocytes"), (400, "31"), (560, "%"), (700, "20 - 40")],
                    [(60, "Mean corpuscular hemoglobin"), (400, "31"), (560, "pg"), (700, "27 - 32")],
                    [(60, "concentration")],
                ]
            )
        ]
    )
    assert [r.group for r in found.results[:2]] == ["DIFFERENTIAL COUNT"] * 2
    assert found.results[2].name == "Mean corpuscular hemoglobin concentration"


def test_reference_cells_of_several_lines() -> None:
    header = [(40, "Test"), (400, "Result"), (560, "Unit"), (700, "Normal Value")]
    got = rows(
        page(
            [
                header,
                [(40, "Triglyceride"), (400, "60"), (560, "mg/dl"), (700, "- Optimal : <200")],
                [(700, "- Border Line : 200-")],
                [(700, "400")],
                [(700, "- High : >400")],
                [(40, "HDL"), (400, "43"), (560, "mg/dl"), (700, ">35")],
            ]
        )
    )
    assert got[0][3] == "- Optimal : <200; - Border Line : 200-400; - High : >400"
    assert got[1][3] == ">35"


def test_a_table_goes_on_over_the_page_without_a_header() -> None:
    first = table(ZH, [["钾", "4.1", "", "mmol/L", "3.5-5.3"], ["钠", "140", "", "mmol/L", "137-147"]])
    second = page(
        [[(60, "氯"), (400, "101"), (680, "mmol/L"), (900, "99-110")], [(60, "检验者：甲"), (400, "审核者：乙")]],
        index=1,
    )
    found = read_tables([first, second])
    assert [(r.name, r.page) for r in found.results] == [("钾", 0), ("钠", 0), ("氯", 1)]


def test_a_header_that_repeats_every_ten_rows() -> None:
    body = [[(60, f"项目名{i}"), (400, f"{i}.5"), (680, "U/L"), (900, "1-50")] for i in range(40)]
    layout = [r for at in range(0, 40, 10) for r in ([list(ZH), *body[at : at + 10]])]
    assert len(rows(page(layout))) == 40


def test_four_hundred_rows() -> None:
    body = [[(60, f"项目名{i}"), (400, f"{i}.5"), (680, "U/L"), (900, "1-500")] for i in range(400)]
    assert len(rows(page([list(ZH), *body]))) == 400


def test_no_header_at_all() -> None:
    got = rows(
        page(
            [
                [(60, "Glucose"), (400, "96"), (560, "mg/dL"), (700, "70 - 110")],
                [(60, "Urea"), (400, "31"), (560, "mg/dL"), (700, "15 - 45")],
                [(60, "Creatinine"), (400, "0.85"), (560, "mg/dL"), (700, "0.6 - 1.3")],
            ]
        )
    )
    assert [g[0] for g in got] == ["Glucose", "Urea", "Creatinine"]
    assert got[2][1:4] == ("0.85", "mg/dL", "0.6 - 1.3")


def test_values_without_units() -> None:
    header = [(60, "项目"), (400, "结果"), (700, "参考值")]
    assert rows(table(header, [["乙肝表面抗原", "阴性", "阴性"], ["乙肝e抗原", "阴性", "阴性"]])) == [
        ("乙肝表面抗原", "阴性", "", "阴性", ""),
        ("乙肝e抗原", "阴性", "", "阴性", ""),
    ]


def test_a_unit_for_the_whole_table_stands_above_it() -> None:
    header = [(60, "名称"), (400, "测量值"), (700, "正常参考值")]
    got = rows(
        page(
            [
                [(60, "超声心动图主要测值（单位mm）")],
                header,
                [(60, "左房内径"), (400, "37"), (700, "19-40")],
                [(60, "左室射血分数EF(%)"), (400, "59"), (700, "50-80")],
                [(60, "肺动脉收缩压"), (400, "18"), (700, "<40mmHg")],
            ]
        )
    )
    assert [g[2] for g in got] == ["mm", "%", "mmHg"]
