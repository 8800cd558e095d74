"""Print-outs of English-speaking laboratories, portals and clinics, each kind in few lines."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables.naming.names import is_group
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_times_below_the_dates_of_a_cumulative_report_are_no_header_of_their_own() -> None:
    head = [
        (60.0, "Date"),
        (300.0, "12/08/25"),
        (480.0, "03/11/25"),
        (660.0, "19/02/26"),
        (840.0, "Units"),
        (1000.0, "Reference"),
    ]
    body = [
        ["Time", "09:12", "08:50", "10:05", "", ""],
        ["Sodium", "139", "140", "141", "mmol/L", "135-145"],
        ["Potassium", "4.2", "4.8", "5.4*", "mmol/L", "3.5-5.2"],
        ["Chloride", "103", "104", "106", "mmol/L", "95-110"],
        ["Urea", "6.9", "8.8*", "12.6*", "mmol/L", "3.0-8.5"],
    ]
    assert rows(table(head, body)) == [
        ("Sodium", "141", "mmol/L", "135-145", ""),
        ("Potassium", "5.4", "mmol/L", "3.5-5.2", "A"),
        ("Chloride", "106", "mmol/L", "95-110", ""),
        ("Urea", "12.6", "mmol/L", "3.0-8.5", "A"),
    ]


@pytest.mark.parametrize("title", ["Latest Reference Range & Units", "Latest Ref Rng & Units", "Ref Range & Units"])
def test_a_chart_heads_intervals_with_units_and_one_day(title: str) -> None:
    head = [(60.0, ""), (500.0, title), (1000.0, "02/27/26 04:15")]
    body = [
        ["Sodium", "136 - 145 mmol/L", "134 (L)"],
        ["Potassium", "3.5 - 5.1 mmol/L", "3.9"],
        ["Anion Gap", "5 - 15 mmol/L", "15"],
        ["Urea Nitrogen", "7 - 18 mg/dL", "41 (H)"],
    ]
    assert rows(table(head, body)) == [
        ("Sodium", "134", "mmol/L", "136 - 145 mmol/L", "L"),
        ("Potassium", "3.9", "mmol/L", "3.5 - 5.1 mmol/L", ""),
        ("Anion Gap", "15", "mmol/L", "5 - 15 mmol/L", ""),
        ("Urea Nitrogen", "41", "mg/dL", "7 - 18 mg/dL", "H"),
    ]


def test_lists_side_by_side_whose_second_has_intervals_keep_their_first_rows() -> None:
    head = [(60.0, "MACROSCOPIC"), (400.0, "RESULT"), (700.0, "MICROSCOPIC"), (1040.0, "RESULT"), (1300.0, "NORMAL")]
    body = [
        ["Color", "Dark yellow", "Pus Cells", "12-15 /hpf", "0-5 /hpf"],
        ["Transparency", "Slightly hazy", "RBC", "3-6 /hpf", "0-3 /hpf"],
        ["Reaction (pH)", "6.5", "Epithelial Cells", "Moderate", ""],
        ["Sugar", "Negative", "Bacteria", "Moderate", ""],
        ["Protein", "Trace", "Casts", "None seen", ""],
    ]
    read = rows(table(head, body))
    assert {r[:2] for r in read} == {
        ("Color", "Dark yellow"), ("Transparency", "Slightly hazy"), ("Reaction (pH)", "6.5"), ("Sugar", "Negative"),
        ("Protein", "Trace"), ("Pus Cells", "12-15 /hpf"), ("RBC", "3-6 /hpf"), ("Epithelial Cells", "Moderate"),
        ("Bacteria", "Moderate"), ("Casts", "None seen"),
    }  # fmt: skip
    assert ("RBC", "3-6 /hpf", "", "0-3 /hpf", "") in read


def test_findings_in_words_below_measurements_in_two_columns_are_not_lost() -> None:
    xs = (60.0, 300.0, 700.0, 940.0)
    lines = [
        ["WBC :", "3.1 x10^9/L", "HB :", "9.9 g/dL"],
        ["RBC :", "3.80 x10^12/L", "HCT :", "30.1 %"],
        ["MCV :", "79.2 fL", "MCH :", "26.1 pg"],
        ["PLT :", "88 x10^9/L", "NEUT :", "41 %"],
        ["SEROLOGY", "", "", ""],
        ["Malaria RDT :", "Positive", "BS for MPS :", "++"],
        ["HIV I & II :", "Non-reactive", "VDRL :", "Non-reactive"],
        ["Widal O :", "1:80", "Widal H :", "1:40"],
        ["HBsAg :", "Negative", "Blood group :", "O Rh positive"],
    ]
    read = rows(page([[(x, c) for x, c in zip(xs, row, strict=True)] for row in lines]))
    assert {r[:2] for r in read} >= {
        ("WBC", "3.1"), ("NEUT", "41"), ("Malaria RDT", "Positive"), ("BS for MPS", "++"), ("HIV I & II", "Non-reactive"),
        ("VDRL", "Non-reactive"), ("Widal O", "1:80"), ("Widal H", "1:40"), ("HBsAg", "Negative"),
        ("Blood group", "O Rh positive"),
    }  # fmt: skip


def test_value_unit_and_interval_may_share_one_cell_beside_what_it_means() -> None:
    xs = (60.0, 600.0, 1000.0)
    lines = [
        ["Serum sodium", "131 mmol/L [133.0 - 146.0]", "Below low reference limit"],
        ["Serum potassium", "4.6 mmol/L [3.5 - 5.3]", ""],
        ["Serum creatinine", "112 umol/L [45.0 - 84.0]", "Above high reference limit"],
        ["Serum albumin", "38g/L[35.0-50.0]", ""],
    ]
    assert rows(page([[(x, c) for x, c in zip(xs, row, strict=True)] for row in lines])) == [
        ("Serum sodium", "131", "mmol/L", "[133.0 - 146.0]", "L"),
        ("Serum potassium", "4.6", "mmol/L", "[3.5 - 5.3]", ""),
        ("Serum creatinine", "112", "umol/L", "[45.0 - 84.0]", "H"),
        ("Serum albumin", "38", "g/L", "[35.0-50.0]", ""),
    ]


def test_the_second_line_of_one_header_joins_no_interval() -> None:
    head = [(60.0, "Test"), (400.0, "Current Result"), (700.0, "Flag"), (820.0, "Units"), (1000.0, "Reference")]
    body = [
        ["", "", "", "", "Interval"],
        ["Glucose", "108", "High", "mg/dL", "70-99"],
        ["BUN", "19", "", "mg/dL", "8-27"],
        ["Sodium", "138", "", "mmol/L", "134-144"],
        ["ALT (SGPT)", "18", "", "IU/L", "0-32"],
        ["Hemoglobin A1c", "", "", "", ""],
        ["Test", "Current Result", "Flag", "Units", "Rntferance"],
        ["Hemoglobin A1c", "6.3", "High", "%", "4.8-5.6"],
    ]
    assert rows(table(head, body)) == [
        ("Glucose", "108", "mg/dL", "70-99", "H"),
        ("BUN", "19", "mg/dL", "8-27", ""),
        ("Sodium", "138", "mmol/L", "134-144", ""),
        ("ALT (SGPT)", "18", "IU/L", "0-32", ""),
        ("Hemoglobin A1c", "6.3", "%", "4.8-5.6", "H"),
    ]


def test_classes_of_risk_below_a_panel_are_no_rows() -> None:
    xs = (60.0, 400.0, 640.0, 880.0, 1120.0)
    lines = [
        ["Test Name", "Results", "Units", "Bio. Ref. Interval", ""],
        ["Cholesterol, Total", "243.00", "mg/dL", "<200.00", ""],
        ["Triglycerides", "211.00", "mg/dL", "<150.00", ""],
        ["HDL Cholesterol", "38.00", "mg/dL", ">40.00", ""],
        ["TC / HDL Ratio", "6.39", "", "<5.00", ""],
        [],
        ["Interpretation", "", "", "", ""],
        ["REMARKS", "TOTAL in mg/", "TRIGLYC in mg/", "LDL in mg/", "NON HDL in mg/"],
        ["", "dL", "dL", "dL", "dL"],
        ["Optimal", "<200", "<150", "<100", "<130"],
        ["Above Optimal", "-", "-", "100-129", "130-159"],
        ["Borderline", "200-239", "150-199", "130-159", "160-189"],
        ["High", ">=240", "200-499", "160-189", "190-219"],
        ["Very High", "-", ">=500", ">=190", ">=220"],
    ]
    read = rows(page([[(x, c) for x, c in zip(xs, row, strict=False)] for row in lines]))
    assert [r[0] for r in read] == ["Cholesterol, Total", "Triglycerides", "HDL Cholesterol", "TC / HDL Ratio"]


def test_the_number_of_a_patient_is_no_prothrombin_time() -> None:
    lines = [
        ["Pt:", "003318", ""],
        ["Na", "133", "mmol/L"],
        ["K", "2.9", "mmol/L"],
        ["Cl", "94", "mmol/L"],
        ["Glu", "172", "mg/dL"],
    ]
    read = rows(page([[(x, c) for x, c in zip((60.0, 300.0, 450.0), row, strict=True)] for row in lines]))
    assert [r[0] for r in read] == ["Na", "K", "Cl", "Glu"]


def test_analytes_and_findings_head_nothing() -> None:
    head = [
        (60.0, ""),
        (400.0, "VALUE"),
        (600.0, "ABNORMAL"),
        (800.0, "REFERENCE RANGE"),
        (1000.0, "UNIT"),
        (1200.0, "STATUS"),
    ]
    body = [
        ["color", "AMBER", "abnormal", "yellow", "", "final"],
        ["specific gravity", "1.031", "high", "1.005-1.030", "", "final"],
        ["protein", "2+", "abnormal", "negative/trace", "", "final"],
        ["RBC, urine", "3-10", "abnormal", "0-2", "/hpf", "final"],
    ]
    read = rows(table(head, body))
    assert [r[:2] for r in read] == [
        ("color", "AMBER"),
        ("specific gravity", "1.031"),
        ("protein", "2+"),
        ("RBC, urine", "3-10"),
    ]


def test_a_slip_of_labels_has_findings_and_long_names() -> None:
    lines = [
        "CD4 absolute count: 287 cells/uL", "HIV-1 viral load: <20 copies/mL", "Creatinine:88umol/L", "ALT: 41 U/L",
        "Hepatitis B surface antigen: Negative", "TB LAM (urine): Positive", "Date reported:22/01/2026",
    ]  # fmt: skip
    assert [r[:3] for r in rows(page([[(60.0, text)] for text in lines]))] == [
        ("CD4 absolute count", "287", "cells/uL"),
        ("HIV-1 viral load", "20", "copies/mL"),
        ("Creatinine", "88", "umol/L"),
        ("ALT", "41", "U/L"),
        ("Hepatitis B surface antigen", "Negative", ""),
        ("TB LAM (urine)", "Positive", ""),
    ]


def test_a_key_of_marks_that_is_hardly_legible_joins_no_name() -> None:
    head = [(60.0, "Procedure"), (600.0, "Result"), (800.0, "Units"), (1000.0, "Ref Interval")]
    body = [
        ["Zinc, Serum", "58.1 L", "ug/dL", "[60.0-120.0]"],
        ["Homocysteine, Total", "16.2 H", "umol/L", "[5.0-15.0]"],
        ["Methylmalonic Acid", "0.31", "umol/L", "[0.00-0.40]"],
        ["H.High, 1. Low. * Abnorma. C-Cnteal", "", "", ""],
    ]
    assert [r[0] for r in rows(table(head, body))] == ["Zinc, Serum", "Homocysteine, Total", "Methylmalonic Acid"]


def test_bounds_may_say_or_and_units_have_small_letters() -> None:
    head = [(60.0, "Test Name"), (400.0, "Result"), (700.0, "Reference Range")]
    body = [
        ["EGFR", "78", ">0R=60 mL/min/1.73m2"],
        ["PSA, TOTAL", "1.7", "<0R=4.0 ng/mL"],
        ["Serum ALT level", "212 iu/L", "10 - 49"],
        ["RBC", "3.71", "3.90 - 5.20 m/uL"],
        ["Urate", "0.41 mmol/L", "0. .21 - 0.43"],
    ]
    assert rows(table(head, body)) == [
        ("EGFR", "78", "mL/min/1.73m2", ">OR=60 mL/min/1.73m2", ""),
        ("PSA, TOTAL", "1.7", "ng/mL", "<OR=4.0 ng/mL", ""),
        ("Serum ALT level", "212", "iu/L", "10 - 49", ""),
        ("RBC", "3.71", "m/uL", "3.90 - 5.20 m/uL", ""),
        ("Urate", "0.41", "mmol/L", "0.21 - 0.43", ""),
    ]


def test_stars_behind_names_are_marks_where_findings_say_so() -> None:
    lines = [
        ["GLU", "NEGATIVE"],
        ["KET*", "15 mg/dL"],
        ["SG", "1.025"],
        ["PRO*", "100 mg/dL"],
        ["URO", "0.2 mg/dL"],
        ["NIT*", "POSITIVE"],
    ]
    read = rows(page([[(x, c) for x, c in zip((60.0, 300.0), row, strict=True)] for row in lines]))
    assert [(r[0], r[4]) for r in read] == [
        ("GLU", ""),
        ("KET", "A"),
        ("SG", ""),
        ("PRO", "A"),
        ("URO", ""),
        ("NIT", "A"),
    ]


def test_a_heading_that_ends_in_a_plus_begins_no_name() -> None:
    lines = [
        ["Gases+", "", "", ""],
        ["pH", "7.204 L", "", "7.350-7.450"],
        ["pCO2", "71.3 H", "mmHg", "35.0-48.0"],
        ["pO2", "54.0 L", "mmHg", "83.0-108.0"],
        ["Chem+", "", "", ""],
        ["Na+", "143", "mmol/L", "138-146"],
        ["K+", "5.8 H", "mmol/L", "3.5-4.5"],
        ["Cl-", "104", "mmol/L", "98-107"],
        ["Meta+", "", "", ""],
        ["Glu", "188 H", "mg/dL", "74-100"],
        ["Lac", "4.92 H", "mmol/L", "0.56-1.39"],
    ]
    read = rows(page([[(x, c) for x, c in zip((60.0, 240.0, 400.0, 560.0), row, strict=True)] for row in lines]))
    assert [r[0].rstrip("-") for r in read] == ["pH", "pCO2", "pO2", "Na+", "K+", "Cl", "Glu", "Lac"]


def test_what_is_left_of_rules_behind_marks_is_no_part_of_values() -> None:
    head = [(60.0, "Test"), (240.0, "Units"), (400.0, "Reference"), (600.0, "21/02/2026"), (900.0, "14/01/2026")]
    body = [
        [(60.0, "Hb"), (240.0, "g/L"), (400.0, "115-165"), (600.0, "88 L"), (690.0, "——"), (900.0, "94 L")],
        [(60.0, "WCC"), (240.0, "10^9/L"), (400.0, "4.0-11.0"), (600.0, "13.2 H"), (900.0, "9.8")],
        [(60.0, "MCV"), (240.0, "fL"), (400.0, "80-100"), (600.0, "74L"), (690.0, "-"), (900.0, "75 L")],
    ]
    assert [(r[1], r[4]) for r in rows(page([head, *body]))] == [("88", "L"), ("13.2", "H"), ("74", "L")]


@pytest.mark.parametrize("text", ["Oximetry Values", "Acid Base Status", "Temperature Corrected Values", "CO-Oximetry"])
def test_headings_of_blood_gases_name_groups(text: str) -> None:
    assert is_group(text)
