"""Lists and panels of English-speaking laboratories: risks, titres, earlier results below names, cut-offs, litres a litre."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.contents.implied import implied_unit
from ocr_pipeline.tables.grammar.durations import is_duration
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_a_risk_is_the_result_and_the_words_judge_it() -> None:
    head = [(60.0, "Condition"), (400.0, "Risk"), (700.0, "Cut-off"), (950.0, "Result")]
    text = table(
        head,
        [
            ["Trisomy 21", "1:84", "1:270", "Screen positive"],
            ["Trisomy 18", "1:4200", "1:100", "Screen negative"],
            ["Open NTD", "1:9100", "1:104", "Screen negative"],
        ],
    )
    assert [r[:4] for r in rows(text)] == [
        ("Trisomy 21", "1:84", "", "1:270"),
        ("Trisomy 18", "1:4200", "", "1:100"),
        ("Open NTD", "1:9100", "", "1:104"),
    ]


def test_titres_with_what_counts_and_a_method_beside_them() -> None:
    head = [(60.0, "TEST"), (500.0, "RESULT"), (760.0, "SIGNIFICANT TITRE"), (1200.0, "METHOD")]
    text = table(
        head,
        [
            ["Salmonella typhi O", "1:160", ">= 1:80", "Tube"],
            ["Brucella abortus", "1:40", ">= 1:160", "Slide"],
            ["RPR", "Reactive 1:8", "Non-reactive", "Card"],
        ],
    )
    assert [r[:4] for r in rows(text)] == [
        ("Salmonella typhi O", "1:160", "", ">= 1:80"),
        ("Brucella abortus", "1:40", "", ">= 1:160"),
        ("RPR", "Reactive 1:8", "", "Non-reactive"),
    ]


def test_an_earlier_result_below_a_name_joins_none() -> None:
    head = [(60.0, "Assay"), (600.0, "Result"), (800.0, "Unit"), (1000.0, "Reference value")]
    text = page(
        [
            head,
            [(60.0, "CEA"), (140.0, "Previous: 12.1 (12-Jan-24)"), (600.0, "18.4"), (800.0, "ug/L"), (1000.0, "< 5.0")],
            [(60.0, "CA 125"), (600.0, "21"), (800.0, "kU/L"), (1000.0, "< 35")],
            [(140.0, "Previous: 19 (12-Jan-24)")],
            [(60.0, "PSA"), (600.0, "0.9"), (800.0, "ug/L"), (1000.0, "< 4.0")],
        ]
    )
    assert [r[:2] for r in rows(text)] == [("CEA", "18.4"), ("CA 125", "21"), ("PSA", "0.9")]


def test_a_finding_of_several_words_stands_in_a_list() -> None:
    lines = [
        ("Colour", "Brown"),
        ("Mucus", "Present"),
        ("Ova", "Ascaris lumbricoides ova seen"),
        ("Trophozoites", "Not seen"),
        ("Pus cells", "Few"),
        ("Occult blood", "Negative"),
    ]
    text = page([[(60.0, name), (500.0, value)] for name, value in lines])
    assert [r[:2] for r in rows(text)] == lines


def test_what_a_value_should_be_is_no_result() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (700.0, "Units"), (900.0, "Reference")]
    text = page(
        [
            head,
            [(60.0, "Prothrombin Time"), (500.0, "23.4"), (700.0, "sec"), (900.0, "11.0 - 14.5")],
            [(60.0, "INR"), (500.0, "1.92")],
            [(60.0, "Therapeutic INR range: 2.0 - 3.0 (mechanical valve 2.5 - 3.5)")],
        ]
    )
    assert [r[:2] for r in rows(text)] == [("Prothrombin Time", "23.4"), ("INR", "1.92")]


def test_litres_a_litre_without_their_slash_are_no_mark() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (600.0, "Units"), (800.0, "Reference")]
    text = table(
        head,
        [
            ["Haemoglobin", "*98", "g/L", "(115 - 165)"],
            ["HCT", "*0.301", "LL", "(0.370 - 0.470)"],
            ["MCV", "95.1", "fL", "(80.0 - 100.0)"],
        ],
    )
    assert rows(text)[1] == ("HCT", "0.301", "L/L", "(0.370 - 0.470)", "A")


def test_drugs_with_an_outcome_a_number_and_a_cut_off() -> None:
    head = [(60.0, "Drug / Metabolite"), (500.0, "Outcome"), (750.0, "Measured"), (950.0, "Cutoff"), (1150.0, "Units")]
    text = table(
        head,
        [
            ["Morphine", "POSITIVE", "2140", "50", "ng/mL"],
            ["Codeine", "NEGATIVE", "<50", "50", "ng/mL"],
            ["Hydrocodone", "NEGATIVE", "<50", "50", "ng/mL"],
        ],
    )
    assert [(r[0], r[1], r[3], r[4]) for r in rows(text)] == [
        ("Morphine", "2140", "50", "A"),
        ("Codeine", "50", "50", ""),
        ("Hydrocodone", "50", "50", ""),
    ]


def test_a_dash_between_name_and_value_is_no_minus() -> None:
    text = page(
        [
            [(60.0, "Sodium -141 mmol/L (Ref: 135-145)")],
            [(60.0, "Potassium - 3.1 mmol/L (Ref: 3.5-5.1) L")],
            [(60.0, "Urea -4.9 mmol/L (Ref: 1.7-8.3)")],
            [(60.0, "Magnesium-0.61mmol/L(Ref:0.66-1.07)L")],
        ]
    )
    assert [r[:2] + r[4:] for r in rows(text)] == [
        ("Sodium", "141", ""),
        ("Potassium", "3.1", "L"),
        ("Urea", "4.9", ""),
        ("Magnesium", "0.61", "L"),
    ]


def test_a_judgement_worded_like_a_header_heads_nothing() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (650.0, "Unit"), (800.0, "Status"), (1000.0, "Reference Interval")]
    text = table(
        head,
        [
            ["Kappa light chain", "142.8", "mg/L", "Above range", "3.3 - 19.4"],
            ["Lambda light chain", "9.7", "mg/L", "In range", "5.7 - 26.3"],
            ["Complement C3", "1.02", "g/L", "In range", "0.75 - 1.65"],
            ["Rheumatoid Factor", "<10", "IU/mL", "In range", "< 14"],
        ],
    )
    assert rows(text)[1::2] == [
        ("Lambda light chain", "9.7", "mg/L", "5.7 - 26.3", ""),
        ("Rheumatoid Factor", "10", "IU/mL", "< 14", ""),
    ]


def test_the_intervals_header_names_the_results() -> None:
    head = [
        (60.0, "Analyte"),
        (350.0, "Concentration"),
        (700.0, "Excretion"),
        (900.0, "Unit"),
        (1100.0, "Ref. Excretion"),
    ]
    text = table(
        head,
        [
            ["Protein", "0.22 g/L", "0.41", "g/24h", "< 0.15"],
            ["Calcium", "4.1 mmol/L", "7.6", "mmol/24h", "2.5 - 7.5"],
            ["Citrate", "0.9 mmol/L", "1.7", "mmol/24h", "> 1.7"],
        ],
    )
    assert [r[:4] for r in rows(text)] == [
        ("Protein", "0.41", "g/24h", "< 0.15"),
        ("Calcium", "7.6", "mmol/24h", "2.5 - 7.5"),
        ("Citrate", "1.7", "mmol/24h", "> 1.7"),
    ]


def test_marks_between_value_and_unit_of_lists_that_call_their_intervals() -> None:
    body = [
        "Glucose : 80 mg/dL Ref: 70-99",
        "Creatinine : 1.67 H mg/dL Ref: 0.60-1.20",
        "Sodium : 144 mmol/L Ref: 136-145",
        "Potassium : 3.4 L mmol/L Ref: 3.5-5.1",
        "Chloride : 99 mmol/L Ref: 98-107",
    ]
    assert rows(page([[(60.0, text)] for text in body])) == [
        ("Glucose", "80", "mg/dL", "70-99", ""),
        ("Creatinine", "1.67", "mg/dL", "0.60-1.20", "H"),
        ("Sodium", "144", "mmol/L", "136-145", ""),
        ("Potassium", "3.4", "mmol/L", "3.5-5.1", "L"),
        ("Chloride", "99", "mmol/L", "98-107", ""),
    ]


def test_a_line_of_classes_with_their_limits_is_no_row() -> None:
    head = [(60.0, "TEST"), (500.0, "RESULT"), (650.0, "UNIT"), (800.0, "REFERENCE")]
    body = [["Glucose, Fasting", "135", "mg/dL", "70 - 92"], ["HbA1c", "6.0", "%", "4.0 - 5.6"]]
    text = table(head, [*body, ["HbA1c: Non-diabetic < 5.7 %; Prediabetes 5.7 - 6.4 %; Diabetes >= 6.5 %", "", "", ""]])
    assert [r[0] for r in rows(text)] == ["Glucose, Fasting", "HbA1c"]


def test_minutes_with_their_seconds_are_one_value() -> None:
    head = [(60.0, "TEST"), (500.0, "RESULT"), (800.0, "REFERENCE")]
    body = [["Bleeding Time", "2 min 30 sec", "1 - 5"], ["Clotting Time", "5 min 10 sec", "4 - 9"]]
    assert [r[:3] for r in rows(table(head, body))] == [
        ("Bleeding Time", "2 min 30 sec", ""),
        ("Clotting Time", "5 min 10 sec", ""),
    ]
    assert [is_duration(t) for t in ("2分30秒", "1 h 20 min", "30 sec", "2 mg 30 s")] == [True, True, False, False]


def test_units_behind_names_and_marks_in_a_column_without_a_header() -> None:
    head = [(60.0, "Component"), (500.0, "Value"), (650.0, ""), (750.0, "Units"), (950.0, "Interval")]
    body = [
        ["Protein", "Nil", "", "", "Nil"],
        ["Ketones", "2+", "A", "", "Nil"],
        ["Leucocyte Esterase", "Nil", "", "", "Nil"],
        ["Microscopic", "", "", "", ""],
        ["WBC", "8 - 10", "H", "/hpf", "0 - 5"],
        ["RBC", "0-1", "", "/hpf", "0 - 2"],
    ]
    assert rows(table(head, body)) == [
        ("Protein", "Nil", "", "Nil", ""),
        ("Ketones", "2+", "", "Nil", "A"),
        ("Leucocyte Esterase", "Nil", "", "Nil", ""),
        ("WBC", "8 - 10", "/hpf", "0 - 5", "H"),
        ("RBC", "0-1", "/hpf", "0 - 2", ""),
    ]
    assert [implied_unit(n, "", False) for n in ("Calcium, mg/dL", "Cortisol, AM", "Haematocrit, %")] == [
        "mg/dL",
        "",
        "%",
    ]


URINE = [
    [(60, "Color"), (400, "Yellow"), (700, "WBC"), (1000, "0-2/hpf")],
    [(60, "Transparency"), (400, "Clear"), (600, "?"), (700, "RBC"), (1000, "0-1/hpf")],
    [(60, "Specific Gravity"), (400, "1.010"), (700, "Epithelial Cells"), (1000, "Moderate")],
    [(60, "pH"), (400, "6.5"), (700, "Bacteria"), (1000, "Few")],
    [(60, "Protein"), (400, "Negative"), (700, "Mucus Threads"), (1000, "Rare")],
]


def test_a_row_of_a_list_that_was_passed_over_is_told() -> None:
    found = read_tables([page(URINE)])
    assert "Transparency" in [r.name for r in found.results] or "Transparency" in [p.text for p in found.left_over]


def test_a_piece_of_a_rule_between_two_columns_loses_no_row() -> None:
    ruled = [[(x, text.replace("?", "_")) for x, text in row] for row in URINE]
    assert {"Transparency", "RBC"} <= {r.name for r in read_tables([page(ruled)]).results}
