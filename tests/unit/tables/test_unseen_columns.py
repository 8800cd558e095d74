"""Moments, dates and words that no list holds over columns of results, and what stands below a name."""

from __future__ import annotations

import pytest

from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.headers.dated import is_date
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_a_moment_before_each_line_of_results() -> None:
    head = [(60.0, "Time"), (300.0, "Glucose (mmol/L)"), (640.0, "Insulin (mU/L)")]
    body = [["0 min", "5.4", "9.1"], ["30 min", "9.2", "71.0"]]
    assert [r[:3] for r in rows(table(head, body))] == [
        ("Glucose 0 min", "5.4", "mmol/L"),
        ("Insulin 0 min", "9.1", "mU/L"),
        ("Glucose 30 min", "9.2", "mmol/L"),
        ("Insulin 30 min", "71.0", "mU/L"),
    ]


def test_of_lines_with_dates_the_newest_is_of_now() -> None:
    head = [(60.0, "日期"), (300.0, "空腹血糖(mmol/L)"), (760.0, "糖化血红蛋白(%)")]
    body = [["2025-02-11", "8.6", "8.1"], ["2025-05-18", "7.8", "7.4"]]
    assert [r[:3] for r in rows(table(head, body))] == [("空腹血糖", "7.8", "mmol/L"), ("糖化血红蛋白", "7.4", "%")]


def test_dates_with_the_names_of_months_head_earlier_results() -> None:
    head = [
        (60.0, "Date"),
        (400.0, "12 Nov 24"),
        (560.0, "20 Jan 25"),
        (720.0, "14 Mar 25"),
        (900.0, "Units"),
        (1060.0, "Reference"),
    ]
    body = [["Iron", "9", "11", "14", "umol/L", "5-30"], ["Ferritin", "18", "29", "51", "ug/L", "30-200"]]
    assert [r[:2] for r in rows(table(head, body))] == [("Iron", "14"), ("Ferritin", "51")]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14 Mar 25", True),
        ("Mar 14, 2025", True),
        ("14-MAR-2025", True),
        ("31 Feb 25", False),
        ("12 Mol 24", False),
        ("Mar", False),
        ("06-01 08:00", True),
        ("6月1日 8:00", True),
        ("13-40 08:00", False),
        ("3.5-9.5", False),
        ("06-01", False),
    ],
)
def test_is_date(text: str, date: bool) -> None:
    assert is_date(text) == date


def test_which_of_two_columns_without_a_header_is_the_result_is_not_certain() -> None:
    body = [
        ("Iron", "9", "11", "umol/L", "5-30"),
        ("Ferritin", "18", "29", "ug/L", "30-200"),
        ("Folate", "12", "16", "nmol/L", "7-40"),
    ]
    text = page([list(zip((60.0, 400.0, 560.0, 720.0, 900.0), row, strict=True)) for row in body])
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in read_tables([text]).results)


def test_columns_under_words_that_no_list_holds_are_results_with_them() -> None:
    head = [(60.0, "参数"), (260.0, "单位"), (420.0, "动脉血"), (600.0, "静脉血"), (780.0, "参考范围")]
    body = [
        ["pCO2", "mmHg", "46.1", "53.8", "35-45"],
        ["pO2", "mmHg", "71.2", "38.4", "80-100"],
        ["Lac", "mmol/L", "2.4", "3.1", "0.5-1.6"],
    ]
    assert [r[:2] for r in rows(table(head, body))][:2] == [("pCO2 动脉血", "46.1"), ("pCO2 静脉血", "53.8")]


def test_a_second_column_with_its_own_unit_has_the_interval_behind_it() -> None:
    head = [
        (60.0, "项目"),
        (330.0, "浓度"),
        (470.0, "单位"),
        (640.0, "24h排出量"),
        (820.0, "单位"),
        (1000.0, "参考值(24h)"),
    ]
    body = [
        ["尿蛋白", "0.62", "g/L", "1.15", "g/24h", "0.00-0.15"],
        ["尿钠", "88.1", "mmol/L", "163.0", "mmol/24h", "130.0-260.0"],
        ["尿钾", "21.4", "mmol/L", "39.6", "mmol/24h", "25.0-100.0"],
    ]
    found = rows(table(head, body))
    assert ("尿蛋白 24h排出量", "1.15", "g/24h", "0.00-0.15", "") in found
    assert ("尿蛋白 浓度", "0.62", "g/L", "", "") in found


def test_a_value_indented_below_its_name_with_all_else_on_its_line() -> None:
    body = [
        ("丙氨酸氨基转移酶", "31", "U/L", "(9-50)"),
        ("肌酐", "129↑", "μmol/L", "(57-97)"),
        ("葡萄糖", "7.9↑", "mmol/L", "(3.9-6.1)"),
    ]
    lines: list[list[tuple[float, str]]] = []
    for name, value, unit, ref in body:
        lines += [[(40.0, name)], [(90.0, value), (230.0, unit), (380.0, ref)]]
    assert rows(page(lines)) == [(n, v.rstrip("↑"), u, r, "H" if "↑" in v else "") for n, v, u, r in body]


def test_the_zero_of_a_blood_group_is_a_letter_in_doubt() -> None:
    said = [
        ("ABO Group:", "0"),
        ("Rh(D):", "Positive"),
        ("Antibody screen:", "Negative"),
        ("DAT:", "Negative"),
        ("HBsAg:", "Negative"),
    ]
    found = read_tables([page([[(60.0, n), (400.0, v)] for n, v in said])]).results
    assert (found[0].value, found[0].reasons) == ("O", (Reason.AMBIGUOUS_CHARACTER,))


def test_whole_results_side_by_side_on_a_line() -> None:
    text = page(
        [
            [(60.0, "Na 139 mmol/L (135-145)"), (640.0, "K 5.4* mmol/L (3.5-5.2)")],
            [(60.0, "Urea 6.6 mmol/L (3.0-8.0)"), (640.0, "Creat 92 umol/L (60-110)")],
        ]
    )
    assert rows(text) == [
        ("Na", "139", "mmol/L", "135-145", ""),
        ("K", "5.4", "mmol/L", "3.5-5.2", "A"),
        ("Urea", "6.6", "mmol/L", "3.0-8.0", ""),
        ("Creat", "92", "umol/L", "60-110", ""),
    ]


def test_names_and_values_with_an_equals_sign_between() -> None:
    said = [
        ("cTnI", "=0.26 ng/mL", "<0.04"),
        ("CK-MB", "=12.1 ng/mL", "<5.0"),
        ("MYO", "=188 ng/mL", "<110"),
        ("CRP", "=4.1 mg/L", "<5"),
    ]
    lines: list[list[tuple[float, str]]] = []
    for name, value, ref in said:
        lines += [[(40.0, name), (200.0, value)], [(80.0, f"(REF {ref})")], []]
    lines[6].insert(1, (130.0, "r"))
    assert rows(page(lines)) == [(n, *v.strip("=").split(" "), r, "") for n, v, r in said]


def test_a_letter_alone_is_the_value_between_two_labels() -> None:
    said = [
        ("ABO Group:", "O", "Rh(D):", "Positive"),
        ("Antibody screen:", "Negative", "DAT:", "Negative"),
        ("HBsAg:", "Negative", "VDRL:", "Negative"),
    ]
    text = page([[(60.0, a), (320.0, b), (560.0, c), (760.0, d)] for a, b, c, d in said])
    assert ("ABO Group", "O") in [r[:2] for r in rows(text)]


def test_a_key_of_grades_below_the_rows_is_no_result() -> None:
    head = [(60.0, "食物名称"), (300.0, "浓度(U/mL)"), (600.0, "参考值")]
    body = [
        [(x, c) for (x, _), c in zip(head, row, strict=True)]
        for row in (["牛肉", "12.10", "<50"], ["鸡蛋", "243.66", "<50"], ["小麦", "77.73", "<50"])
    ]
    last = [(60.0, "分级说明:-阴性(<50)"), (300.0, "50-100"), (600.0, "(>200)")]
    assert [r[0] for r in rows(page([head, *body, last]))] == ["牛肉", "鸡蛋", "小麦"]


def test_a_finding_on_one_line_between_rows_is_no_comment() -> None:
    head = [(60.0, "TEST NAME"), (640.0, "VALUE"), (840.0, "UNITS")]
    text = page(
        [
            head,
            [(60.0, "PROTEIN"), (640.0, "0.88"), (840.0, "g/L")],
            [(60.0, "Gram stain of the fluid not seen.")],
            [(60.0, "GLUCOSE"), (640.0, "2.1"), (840.0, "mmol/L")],
        ]
    )
    read = read_tables([text])
    said = " ".join([*(f"{r.name} {r.group}" for r in read.results), *(left.text for left in read.left_over)])
    assert "Gram stain" in said


def test_a_number_behind_a_label_that_is_no_analyte_is_no_result() -> None:
    head = [(60.0, "TEST NAME"), (640.0, "VALUE"), (840.0, "UNITS")]
    text = page(
        [
            head,
            [(60.0, "FSH"), (640.0, "7.4"), (840.0, "IU/L")],
            [(60.0, "Cycle day: 3")],
            [(60.0, "LH"), (640.0, "5.1"), (840.0, "IU/L")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["FSH", "LH"]


def test_millilitres_end_no_table() -> None:
    head = [(60.0, "Test"), (640.0, "Result")]
    text = page(
        [
            head,
            [(60.0, "Volume"), (640.0, "3.0 mls")],
            [(60.0, "Sperm concentration"), (640.0, "22 million/mL")],
            [(60.0, "pH"), (640.0, "7.8")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["Volume", "Sperm concentration", "pH"]


def test_hours_of_the_day_are_conditions() -> None:
    head = [(60.0, "项目"), (260.0, "单位"), (420.0, "8:00"), (600.0, "16:00")]
    body = [["皮质醇", "nmol/L", "512.0", "288.0"], ["促肾上腺皮质激素", "pg/mL", "38.10", "20.40"]]
    assert [r[:2] for r in rows(table(head, body))][:2] == [("皮质醇 8:00", "512.0"), ("皮质醇 16:00", "288.0")]


def test_findings_below_the_rows_of_a_table_without_a_header() -> None:
    body = [
        ("Erythrocytes", "12", "x10^6/L", "(0-5)"),
        ("Leucocytes", "210", "x10^6/L", "(0-5)"),
        ("Protein", "0.88", "g/L", "(0.15-0.45)"),
    ]
    lines = [list(zip((60.0, 400.0, 520.0, 700.0), row, strict=True)) for row in body]
    found = rows(page([*lines, [(60.0, "Cryptococcal antigen"), (400.0, "Negative")]]))
    assert found[-1][:2] == ("Cryptococcal antigen", "Negative")
