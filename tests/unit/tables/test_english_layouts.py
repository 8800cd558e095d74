"""Print-outs of reference laboratories, practices, analysers and portals in English, each kind in few lines."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.quantities import scale
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.ranges import is_tier, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.known import is_name
from tests.unit.tables.pages import page, table, width_of
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_units_may_be_printed_in_capitals() -> None:
    assert parse_unit("MG/DL") == "MG/DL"
    assert parse_unit("UIU/ML") == "UIU/ML"
    assert parse_unit("A/G") is None
    assert parse_unit("N/A") is None


def test_a_unit_that_says_calculated_is_of_the_same_dimension() -> None:
    assert scale("mg/dL (calc)") == scale("mg/dL")


@pytest.mark.parametrize("text", ["> OR = 40 mg/dL", ">/= 40", "< or = 5.0 (calc)", "</= 5"])
def test_bounds_that_may_be_reached(text: str) -> None:
    found = parse_range(text)
    assert found is not None
    assert found.text == text


def test_a_tier_from_a_bound_that_may_be_reached() -> None:
    assert is_tier(">/= 60 High")


def test_a_star_behind_a_letter_makes_it_no_other_mark() -> None:
    body, mark = split_flag("5.6 H*")
    assert body == "5.6"
    assert mark is not None
    assert mark.flag == "H"


def test_two_words_for_intervals_head_one_column() -> None:
    assert [h.kind for h in header_words("REF. RANGES (SI)")] == ["ref"]


def test_names_of_british_practices_are_known() -> None:
    assert is_name("Serum total bilirubin level")
    assert not is_name("Serum level")


def test_units_below_names_are_units() -> None:
    head = [(60.0, "Test"), (500.0, "Reference"), (800.0, "03 Feb 2026"), (1100.0, "20 Jan 2026")]
    body = [
        ["Haemoglobin", "130 - 170", "98 L", "101 L"],
        ["g/L", "", "", ""],
        ["WBC", "4.0 - 10.0", "2.9 L", "3.4 L"],
        ["x10^9/L", "", "", ""],
        ["ALT", "<41", "66 H", "58 H"],
        ["U/L", "", "", ""],
    ]
    assert rows(table(head, body)) == [
        ("Haemoglobin", "98", "g/L", "130 - 170", "L"),
        ("WBC", "2.9", "x10^9/L", "4.0 - 10.0", "L"),
        ("ALT", "66", "U/L", "<41", "H"),
    ]


def test_findings_go_on_below_a_comment() -> None:
    head = [(60.0, "Test"), (600.0, "Result"), (850.0, "Unit"), (1100.0, "Reference Range")]
    body = [
        ["TSH", "0.02", "mIU/L", "0.35 - 4.94"],
        ["Free T4", "38.6", "pmol/L", "9.0 - 19.0"],
        ["Sodium", "141", "mmol/L", "136 - 145"],
        ["Findings consistent with thyrotoxicosis. Suggest TSH receptor antibodies.", "", "", ""],
        ["SEROLOGY", "", "", ""],
        ["HBsAg", "Non-reactive", "", ""],
        ["Anti-HCV", "Non-reactive", "", ""],
    ]
    assert [r[:2] for r in rows(table(head, body))][3:] == [("HBsAg", "Non-reactive"), ("Anti-HCV", "Non-reactive")]


def test_a_sentence_below_the_rows_is_none_though_a_name_with_a_digit_stands_in_it() -> None:
    head = [(60.0, "Component"), (600.0, "Your Value"), (900.0, "Standard Range")]
    body = [
        ["Hemoglobin A1C", "8.1", "<5.7 %"],
        ["TSH", "1.41", "0.450 - 4.500 uIU/mL"],
        ["Creatinine, Random Urine", "61.2", "Not Established mg/dL"],
        ["Hep C Antibody", "Non Reactive", "Non Reactive"],
        ["Estimated average glucose is calculated from HbA1c.", "", ""],
    ]
    assert [(r[0], r[1], r[2]) for r in rows(table(head, body))] == [
        ("Hemoglobin A1C", "8.1", "%"),
        ("TSH", "1.41", "uIU/mL"),
        ("Creatinine, Random Urine", "61.2", "mg/dL"),
        ("Hep C Antibody", "Non Reactive", ""),
    ]


def test_a_rule_of_dashes_below_the_header_is_no_row() -> None:
    head = [(60.0, "TEST"), (600.0, "RESULT"), (850.0, "UNITS"), (1100.0, "REF INTERVAL")]
    body = [
        ["--------------------", "------------", "----------", "------------"],
        ["SODIUM", "138", "mmol/L", "135 - 145"],
        ["POTASSIUM", "5.8 H", "mmol/L", "3.5 - 5.0"],
    ]
    assert [r[0] for r in rows(table(head, body))] == ["SODIUM", "POTASSIUM"]


def test_numbers_in_headers_tell_germs_apart() -> None:
    head = [(60.0, "Antibiotic"), (500.0, "1 MIC"), (700.0, "1 Interp"), (950.0, "2 MIC"), (1150.0, "2 Interp")]
    body = [
        ["Oxacillin", "0.5", "S", "", ""],
        ["Gentamicin", "<=0.5", "S", "4", "R"],
        ["Ciprofloxacin", "<=0.5", "S", "2", "R"],
        ["Meropenem", "", "", "8", "I"],
    ]
    assert [(r[0], r[1], r[4]) for r in rows(table(head, body))] == [
        ("Oxacillin 1", "0.5", ""),
        ("Gentamicin 1", "0.5", ""),
        ("Gentamicin 2", "4", "A"),
        ("Ciprofloxacin 1", "0.5", ""),
        ("Ciprofloxacin 2", "2", "A"),
        ("Meropenem 2", "8", "A"),
    ]


def test_a_scale_below_a_whole_interval_is_none_of_it() -> None:
    head = [(60.0, "Test"), (500.0, "Flag"), (700.0, "Result"), (1000.0, "Reference Range - Units")]
    body = [
        ["Ferritin", "A", "8", "> 30 ug/L"],
        ["Hemoglobin A1C", "", "5.6", "< 6.0 %"],
        ["Normal: <5.5%  At risk: 5.5-5.9%  Prediabetes: 6.0-6.4%", "", "", ""],
        ["Creatinine", "", "66", "50 - 100 umol/L"],
    ]
    assert [r[3] for r in rows(table(head, body))] == ["> 30 ug/L", "< 6.0 %", "50 - 100 umol/L"]


def test_the_number_of_the_laboratory_is_no_part_of_names() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (800.0, "Units"), (1100.0, "Reference Interval")]
    body = [
        ["WBC 01", "11.9 High", "x10E3/uL", "3.4-10.8"],
        ["RBC 01", "4.02", "x10E6/uL", "3.77-5.28"],
        ["MCHC 01", "32.2", "g/dL", "31.5-35.7"],
        ["Platelets 02", "452 High", "x10E3/uL", "150-450"],
    ]
    assert [r[0] for r in rows(table(head, body))] == ["WBC", "RBC", "MCHC", "Platelets"]


def test_values_at_a_few_spaces_behind_names_of_any_length() -> None:
    printed = [
        ("Serum calcium", "2.61 mmol/L", "[2.20 - 2.60]", "High"),
        ("Serum adjusted calcium concentration", "2.59 mmol/L", "[2.20 - 2.60]", ""),
        ("Serum total 25-hydroxy vitamin D level", "31 nmol/L", "[50 - 175]", "Low"),
        ("Serum cholesterol", "6.4 mmol/L", "[< 5.0]", "High"),
        ("Serum cholesterol/HDL ratio", "3.7", "", ""),
    ]
    lines = []
    for cells in printed:
        x, line = 60.0, []
        for cell in filter(None, cells):
            line.append((x, cell))
            x += width_of(cell) + 30.0
        lines.append(line)
    assert rows(page(lines)) == [
        ("Serum calcium", "2.61", "mmol/L", "[2.20 - 2.60]", "H"),
        ("Serum adjusted calcium concentration", "2.59", "mmol/L", "[2.20 - 2.60]", ""),
        ("Serum total 25-hydroxy vitamin D level", "31", "nmol/L", "[50 - 175]", "L"),
        ("Serum cholesterol", "6.4", "mmol/L", "[< 5.0]", "H"),
        ("Serum cholesterol/HDL ratio", "3.7", "", "", ""),
    ]


def test_findings_with_colons_below_a_list() -> None:
    lines = [
        [(60.0, "PCV"), (500.0, "31 %"), (700.0, "(36 - 54)")],
        [(60.0, "WBC"), (500.0, "9,800 /mm3"), (700.0, "(2,500 - 11,000)")],
        [(60.0, "Urea"), (500.0, "11.8 mmol/L"), (700.0, "(2.5 - 6.6)")],
        [(60.0, "Creatinine"), (500.0, "198 umol/L"), (700.0, "(60 - 120)")],
        [],
        [(60.0, "Malaria parasite: Seen (+)")],
        [(60.0, "Widal: Negative")],
    ]
    assert [r[:2] for r in rows(page(lines))][4:] == [("Malaria parasite", "Seen (+)"), ("Widal", "Negative")]


def test_cards_whose_interval_calls_itself_one_need_no_known_names() -> None:
    lines = [
        [(60.0, line)]
        for name, value, ref in (
            ("Serum widget level", "31 umol/L", "0 - 21 umol/L"),
            ("Serum gadget level", "88 iu/L", "30 - 130 iu/L"),
            ("Serum gizmo level", "44 g/L", "35 - 50 g/L"),
        )
        for line in (name, value, f"Normal range: {ref}")
    ]
    assert [(r[0], r[1], r[2]) for r in rows(page(lines))] == [
        ("Serum widget level", "31", "umol/L"),
        ("Serum gadget level", "88", "iu/L"),
        ("Serum gizmo level", "44", "g/L"),
    ]
