"""Print-outs of reference laboratories, practices, analysers and portals in English, each kind in few lines."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.doubting import doubt
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.report import Page, Reason, Report, Source
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.ranges import is_tier, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import is_word
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.reader import read_tables
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


def test_dates_in_one_box_head_a_column_each() -> None:
    head = [(60.0, "Date"), (300.0, "03/08/25 11/11/25 02/02/26")]
    xs = (60.0, 300.0, 400.0, 500.0, 700.0, 900.0)
    body = [
        ["Haemoglobin", "128", "121", "*112", "g/L", "(115-160)"],
        ["RCC", "4.3", "4.1", "*3.7", "x10*12/L", "(3.8-5.2)"],
        ["PCV", "0.39", "0.37", "*0.34", "", "(0.35-0.47)"],
        ["MCV", "90", "90", "92", "fL", "(80-100)"],
    ]
    read = rows(page([head, *([(x, t) for x, t in zip(xs, row, strict=True) if t] for row in body)]))
    assert [(r[1], r[3], r[4]) for r in read] == [
        ("112", "(115-160)", "A"),
        ("3.7", "(3.8-5.2)", "A"),
        ("0.34", "(0.35-0.47)", "A"),
        ("92", "(80-100)", ""),
    ]


def test_letters_behind_the_results_of_two_dates_are_each_dates_own() -> None:
    head = [(60.0, "Test"), (400.0, "2026-02-03"), (700.0, "2026-02-01"), (1000.0, "Units"), (1200.0, "Reference")]
    xs = (60.0, 400.0, 600.0, 700.0, 900.0, 1000.0, 1200.0)
    body = [
        ["ALP", "210", "H", "198", "H", "U/L", "40-120"],
        ["LDH", "220", "", "231", "H", "U/L", "125-225"],
        ["Lipase", "44", "", "41", "", "U/L", "<60"],
        ["Ammonia", "61", "H", "", "", "umol/L", "<50"],
    ]
    read = rows(page([head, *([(x, t) for x, t in zip(xs, row, strict=True) if t] for row in body)]))
    assert [(r[0], r[1], r[4]) for r in read] == [
        ("ALP", "210", "H"),
        ("LDH", "220", ""),
        ("Lipase", "44", ""),
        ("Ammonia", "61", "H"),
    ]


def test_dates_with_hours_without_a_colon_head_columns() -> None:
    head = [(60.0, ""), (300.0, "Units"), (500.0, "02/03/26 0412"), (900.0, "02/02/26 0430")]
    body = [
        ["WBC", "K/uL", "3.1 !", "4.4"],
        ["Hemoglobin", "g/dL", "8.9 !", "9.2 !"],
        ["Sodium", "mmol/L", "138", "137"],
    ]
    assert rows(table(head, body)) == [
        ("WBC", "3.1", "K/uL", "", "A"),
        ("Hemoglobin", "8.9", "g/dL", "", "A"),
        ("Sodium", "138", "mmol/L", "", ""),
    ]


def test_a_title_above_the_heading_of_the_first_card_is_no_part_of_its_name() -> None:
    lines = [[(60.0, "Thaddeus Example")], [(60.0, "Comprehensive panel")]]
    for name, value, ref in (
        ("Glucose", "92 mg/dL", "65 - 99"),
        ("BUN", "24 mg/dL", "7 - 25"),
        ("Sodium", "140 mmol/L", "135 - 146"),
        ("Calcium", "9.6 mg/dL", "8.6 - 10.3"),
    ):
        lines += [[(60.0, name), (600.0, value)], [(60.0, f"Range: {ref}")], []]
    assert [r[0] for r in rows(page(lines))] == ["Glucose", "BUN", "Sodium", "Calcium"]


def test_a_heading_that_is_a_name_itself_heads_the_row_below() -> None:
    head = [(60.0, "Test"), (600.0, "Result"), (850.0, "Units"), (1100.0, "Reference range")]
    body = [
        ["Serum ferritin", "", "", ""],
        ["Ferritin", "11", "ug/L", "13 - 150"],
        ["Suggest iron studies if clinically indicated by the history.", "", "", ""],
        ["Vitamin B12 and folate", "", "", ""],
        ["Folate", "4.8", "ug/L", "3.9 - 20.0"],
        ["Thyroid function", "", "", ""],
        ["TSH", "5.9", "mU/L", "0.27 - 4.20"],
    ]
    assert [r[0] for r in rows(table(head, body))] == ["Ferritin", "Folate", "TSH"]


def test_numbers_beside_a_column_of_words_are_the_results_where_units_follow_them() -> None:
    head = [(60.0, "Analyte"), (400.0, "Outcome"), (700.0, "Quantitation"), (1000.0, "Units"), (1200.0, "Cutoff")]
    body = [
        ["Buprenorphine", "Positive", "88", "ng/mL", "5"],
        ["Naloxone", "Positive", "44", "ng/mL", "20"],
        ["Fentanyl", "Negative", "<1", "ng/mL", "1"],
        ["Oxycodone", "Negative", "<50", "ng/mL", "50"],
    ]
    assert [r[:3] for r in rows(table(head, body))] == [
        ("Buprenorphine", "88", "ng/mL"),
        ("Naloxone", "44", "ng/mL"),
        ("Fentanyl", "1", "ng/mL"),
        ("Oxycodone", "50", "ng/mL"),
    ]


def test_marks_in_words_before_the_interval_of_a_list() -> None:
    lines = [
        [(60.0, line)]
        for line in (
            "WBC: 14.2 x10^3/mcL HI (4.0-11.0)",
            "Hgb: 10.8 gm/dL LOW (12.0-16.0)",
            "Potassium Lvl: 3.6 mmol/L (3.5-5.1)",
            "Lactic Acid Lvl: 3.9 mmol/L CRIT (0.5-2.0)",
        )
    ]
    assert [(r[1], r[2], r[4]) for r in rows(page(lines))] == [
        ("14.2", "x10^3/mcL", "H"),
        ("10.8", "gm/dL", "L"),
        ("3.6", "mmol/L", ""),
        ("3.9", "mmol/L", "A"),
    ]


def test_stars_before_the_names_of_findings_mark_them() -> None:
    body = [
        [(88.0, "GLU"), (300.0, "Negative")],
        [(60.0, "* KET"), (300.0, "15 mg/dL")],
        [(88.0, "BIL"), (300.0, "Negative")],
        [(60.0, "* BLO"), (300.0, "Moderate")],
        [(60.0, "* PRO"), (300.0, "100 mg/dL")],
        [(88.0, "URO"), (300.0, "0.2 mg/dL")],
    ]
    assert [r[4] for r in rows(page(body))] == ["", "A", "", "A", "A", ""]


def test_findings_of_slips() -> None:
    assert is_word("No mps seen")
    assert is_word("B Rh positive")
    assert not is_word("No sample received")


def test_a_line_of_a_list_that_could_not_be_read_is_left_over() -> None:
    lines = [
        [(60.0, line)]
        for line in (
            "WBC: 14.2 x10^3/mcL (4.0-11.0)",
            "Hgb: 10.8 xyz/q (12.0-16.0)",
            "Potassium: 3.6 mmol/L (3.5-5.1)",
            "Sodium: 139 mmol/L (135-145)",
        )
    ]
    assert [p.text for p in read_tables([page(lines)]).left_over] == ["Hgb: 10.8 xyz/q (12.0-16.0)"]


def test_the_algebra_of_a_column_says_nothing_of_the_column_beside_it() -> None:
    body = [
        ["Hb", "128", "112", "g/L", "(115-160)"],
        ["RBC", "4.3", "3.7", "x10*12/L", "(3.8-5.2)"],
        ["Hct", "0.39", "0.34", "L/L", "(0.35-0.47)"],
        ["MCV", "91", "92", "fL", "(80-100)"],
        ["MCH", "30", "30", "pg", "(27-34)"],
    ]
    xs = (60.0, 300.0, 450.0, 600.0, 800.0)
    text = page([[(x, t) for x, t in zip(xs, row, strict=True)] for row in body])
    tables = read_tables([text])
    read = Report(Source("0" * 64, "image/png", 1), pages=(Page(1700, 900),), results=tables.results)
    report = doubt(read, [text], tables)
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in report.results)


def test_a_mark_behind_the_bracket_of_an_interval() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (700.0, "Units"), (900.0, "Reference")]
    body = [
        ["Potassium", "5.2", "mmol/L", "(3.5-5.0) H"],
        ["Urate", "0.52", "mmol/L", "(0.12-0.45) H"],
        ["Sodium", "140", "mmol/L", "(137-147)"],
        ["HDL Cholesterol", "48", "mg/dL", "< 40 Low"],
    ]
    assert [(r[3], r[4]) for r in rows(table(head, body))] == [
        ("(3.5-5.0)", "H"),
        ("(0.12-0.45)", "H"),
        ("(137-147)", ""),
        ("< 40 Low", ""),
    ]


def test_a_mark_between_two_panels_is_that_of_the_left_one() -> None:
    xs = (60.0, 400.0, 700.0, 800.0, 1150.0, 1450.0)
    body = [
        ["Sodium", "139 mmol/L", "", "Potassium", "3.4 mmol/L", "L"],
        ["Chloride", "104 mmol/L", "", "CO2", "27 mmol/L", ""],
        ["Glucose", "142 mg/dL", "H", "Calcium", "8.8 mg/dL", ""],
        ["Magnesium", "1.9 mg/dL", "", "Phosphorus", "2.6 mg/dL", ""],
    ]
    read = rows(page([[(x, t) for x, t in zip(xs, row, strict=True) if t] for row in body]))
    assert {r[0]: r[4] for r in read if r[4]} == {"Potassium": "L", "Glucose": "H"}
