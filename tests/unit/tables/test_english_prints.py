"""Print-outs of English-speaking laboratories: what stands below names, beside intervals and over two results."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.tables.grammar.ranges import is_tier
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.intervals.called import without_label
from ocr_pipeline.tables.naming.names import is_group
from tests.unit.tables.pages import line, page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("90-120 mg/dl : Good Control", True),
        (">=6.5% : Diabetic", True),
        ("Below 5.7% : Normal", True),
        ("12.5 mg/dl : Good Control", False),
        ("2024-05-14 : Collected", False),
    ],
)
def test_a_tier_may_say_its_class_behind_a_colon(text: str, tier: bool) -> None:
    assert is_tier(text) is tier


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Bio. Ref. Interval. :-80-200 ng/dl", "80-200 ng/dl"),
        ("Bio.Ref.Interval.:-4.8-12.7", "4.8-12.7"),
        ("Range: -2 - 2", "-2 - 2"),
    ],
)
def test_a_dash_behind_the_label_of_an_interval_is_no_sign(text: str, bare: str) -> None:
    assert without_label(text).strip() == bare


def test_tiers_below_a_name_do_not_join_the_next_one() -> None:
    head = [(60.0, "TEST NAME"), (640.0, "TECHNOLOGY"), (900.0, "VALUE"), (1100.0, "UNITS")]
    text = page(
        [
            head,
            [(60.0, "AVERAGE BLOOD GLUCOSE"), (640.0, "CALCULATED"), (900.0, "131"), (1100.0, "mg/dL")],
            [(60.0, "Bio. Ref. Interval. :")],
            [(60.0, "90 - 120 mg/dl : Good Control")],
            [(60.0, "> 120 mg/dl : Poor Control")],
            [(60.0, "Method : Derived from HBA1c values")],
            [(60.0, "SERUM IRON"), (640.0, "PHOTOMETRY"), (900.0, "42.1"), (1100.0, "ug/dL")],
            [(60.0, "Bio. Ref. Interval. :-50-170")],
        ]
    )
    assert rows(text) == [
        ("AVERAGE BLOOD GLUCOSE", "131", "mg/dL", "90 - 120 mg/dl : Good Control; > 120 mg/dl : Poor Control", ""),
        ("SERUM IRON", "42.1", "ug/dL", "50-170", ""),
    ]


def test_the_same_result_in_two_systems_of_units_is_one_row() -> None:
    cells = [
        (60.0, "Creatinine"),
        (500.0, "78.70 umol/L"),
        (760.0, "44.2-97.2"),
        (1040.0, "0.89 mg/dL"),
        (1290.0, "0.5-1.1"),
    ]
    other = [
        (60.0, "Fasting Blood Sugar"),
        (500.0, "6.94 mmol/L"),
        (760.0, "3.89-5.83"),
        (1040.0, "125 mg/dL"),
        (1290.0, "70-105"),
    ]
    text = page(
        [
            [(60.0, "TEST"), (560.0, "SI UNIT"), (1100.0, "CONVENTIONAL")],
            [(500.0, "RESULT"), (760.0, "NORMAL VALUES"), (1040.0, "RESULT"), (1290.0, "NORMAL VALUES")],
            cells,
            other,
        ]
    )
    assert [r[:4] for r in rows(text)] == [
        ("Creatinine", "78.70", "umol/L", "44.2-97.2"),
        ("Fasting Blood Sugar", "6.94", "mmol/L", "3.89-5.83"),
    ]


def test_methods_in_brackets_join_no_name_beside_a_second_tier_or_where_some_were_not_legible() -> None:
    head = [
        (60.0, "Investigation"),
        (640.0, "Observed Value"),
        (900.0, "Unit"),
        (1100.0, "Biological Reference Interval"),
    ]
    body = []
    for name, value, first, second in (
        ("CA 125", "48.6", "0.0-35.0", ""),
        ("CEA", "2.31", "Non Smokers : <3.0", "Smokers : <5.0"),
        ("CA 19-9", "2.00", "0.0-37.0", ""),
        ("AFP", "3.8", "0.89-8.78", ""),
        ("Ferritin", "38.1", "30-400", ""),
    ):
        body.append([(60.0, name), (640.0, value), (900.0, "ng/mL"), (1100.0, first)])
        method = "(Serum, CMIA)" if name != "Ferritin" else ""
        body.append([(60.0, method), (1100.0, second)])
    read = rows(page([head, *body], pitch=26.0))
    assert [r[0] for r in read] == ["CA 125", "CEA", "CA 19-9", "AFP", "Ferritin"]
    assert read[1][3] == "Non Smokers : <3.0; Smokers : <5.0"


def test_sentences_and_headings_between_rows_join_no_name() -> None:
    cells = [
        [(80.0, "GFR calculated abbreviated MDRD"), (800.0, "68"), (940.0, "mL/min/1.73m*2")],
        [(100.0, "Multiply eGFR by 1.21 if of African-Caribbean origin")],
        [(80.0, "Serum potassium"), (800.0, "4.1"), (940.0, "mmol/L"), (1200.0, "[3.5 - 5.3]")],
        [(80.0, "Serum C reactive protein level"), (800.0, "27"), (940.0, "mg/L"), (1200.0, "[< 5]")],
        [],
        [(60.0, "Thyroid function test")],
        [(80.0, "Serum TSH level"), (800.0, "6.84"), (940.0, "miu/L"), (1200.0, "[0.27 - 4.20]")],
        [(80.0, "Serum sodium"), (800.0, "139"), (940.0, "mmol/L"), (1200.0, "[133 - 146]")],
    ]
    assert [r[0] for r in rows(page(cells))] == [
        "GFR calculated abbreviated MDRD",
        "Serum potassium",
        "Serum C reactive protein level",
        "Serum TSH level",
        "Serum sodium",
    ]


def test_groups_with_their_specimen_and_units_with_a_star() -> None:
    assert [is_group(t) for t in ("LIPID SCREEN, SERUM", "Full blood count - FBC", "Antibody Screen")] == [
        True,
        True,
        False,
    ]
    assert None not in [parse_unit(t) for t in ("mL/min/1.73m*2", "million/ejaculate", "per hpf", "per LPF")]


def test_rows_without_unit_and_interval_above_and_below_those_that_have_them() -> None:
    cells = [
        [(60.0, "Colour"), (560.0, "Yellow")],
        [(60.0, "Appearance"), (560.0, "Cloudy")],
        [(60.0, "Nitrite"), (560.0, "Positive")],
        [(60.0, "White blood cells"), (560.0, ">100"), (720.0, "x 10^6/L"), (900.0, "(< 10)")],
        [(60.0, "Red blood cells"), (560.0, "40"), (720.0, "x 10^6/L"), (900.0, "(< 10)")],
        [(60.0, "Specific gravity"), (560.0, "1.025"), (900.0, "(1.005 - 1.030)")],
        [(60.0, "Casts"), (560.0, "Not seen")],
        [(60.0, "Crystals"), (560.0, "Not seen")],
        [(60.0, "Yeasts"), (560.0, "Not seen")],
        [(60.0, "Bacteria"), (560.0, "+++")],
    ]
    assert [r[0] for r in rows(page(cells))] == [line[0][1] for line in cells]


def test_times_and_numbers_of_samples_below_dates_are_no_row() -> None:
    head = [(60.0, "Component"), (500.0, "5/14/2024"), (700.0, "5/13/2024")]
    body = [["Latest Ref Rng & Units", "0512", "0448"], ["WBC", "14.2 (H)", "16.8 (H)"], ["4.0 - 11.0 K/uL", "", ""]]
    assert rows(table(head, body)) == [("WBC", "14.2", "K/uL", "4.0 - 11.0", "H")]


def test_drugs_with_two_cutoffs_are_one_row_each() -> None:
    head = [
        (60.0, "Substance"),
        (400.0, "Result"),
        (600.0, "Flag"),
        (760.0, "Screen Cutoff"),
        (1060.0, "Confirm Cutoff"),
    ]
    body = [
        ["Methadone", "NEGATIVE", "", "300 ng/mL", "200 ng/mL"],
        ["Opiates", "POSITIVE", "A", "2000 ng/mL", "300 ng/mL"],
    ]
    assert [(r[0], r[1], r[4]) for r in rows(table(head, body))] == [
        ("Methadone", "NEGATIVE", ""),
        ("Opiates", "POSITIVE", "A"),
    ]


def test_names_in_four_lines_keep_their_last_word_though_line_heights_differ_by_a_hair() -> None:
    columns = (60.0, 500.0, 650.0, 900.0)
    cells = [
        (42.0, "Activated Partial", "33.4", "sec", "25.0-36.5"),
        (73.0, "Thromboplastin"),
        (104.0, "Time"),
        (135.0, "Glycated", "5.1", "%", "4.0-5.6"),
        (166.1, "Haemoglobin"),
        (197.1, "A1c by Capillary"),
        (228.0, "Electrophoresis"),
        (263.0, "Urea", "66", "mg/dL", "17-43"),
        (298.0, "Low Density", "76", "mg/dL", "50-100"),
        (329.1, "Lipoprotein"),
        (360.1, "Cholesterol, Direct"),
        (391.0, "Measurement"),
        (426.0, "Anti-Thyroid", "17", "IU/mL", "0-34"),
        (457.1, "Peroxidase"),
        (488.0, "Antibody"),
        (523.0, "Sodium", "138", "mmol/L", "136-145"),
        (558.0, "Glomerular", "107", "mL/min", "90-120"),
        (589.0, "Filtration"),
        (624.0, "Potassium", "3.9", "mmol/L", "3.5-5.1"),
    ]
    heads = zip(columns, ("Investigation", "Value", "UOM", "Normal Range"), strict=True)
    lines = [line(t, x, 0.0) for x, t in heads]
    lines += [line(t, x, y) for y, *texts in cells for x, t in zip(columns, texts, strict=False)]
    text = PageText(0, 1700, 700, tuple(lines), text_height=20.0)
    assert [r[0] for r in rows(text)] == [
        "Activated Partial Thromboplastin Time",
        "Glycated Haemoglobin A1c by Capillary Electrophoresis",
        "Urea",
        "Low Density Lipoprotein Cholesterol, Direct Measurement",
        "Anti-Thyroid Peroxidase Antibody",
        "Sodium",
        "Glomerular Filtration",
        "Potassium",
    ]
