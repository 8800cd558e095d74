"""Cards of portals, other scripts, scales in words, and headers of nothing but conditions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import PageText
from tests.unit.tables.pages import line, page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_a_card_may_show_its_value_on_a_scale_or_level_with_its_interval() -> None:
    scale = [
        cell
        for name, value, x, low, high in (
            ("Sodium", "138", 514.0, "136", "145"),
            ("Glucose", "118", 900.0, "70", "99"),
            ("CO2", "21", 380.0, "22", "29"),
        )
        for cell in (
            [(100.0, name)],
            [(100.0, f"Normal range: {low} - {high} mmol/L")],
            [(x, value)],
            [(411.0, low), (840.0, high)],
            [],
        )
    ]
    assert [r[:4] for r in rows(page(scale))] == [
        ("Sodium", "138", "mmol/L", "136 - 145"),
        ("Glucose", "118", "mmol/L", "70 - 99"),
        ("CO2", "21", "mmol/L", "22 - 29"),
    ]
    level = [
        cell
        for name, value, bound in (
            ("Cholesterol", "218", "<200"),
            ("Triglycerides", "96", "<150"),
            ("LDL Calculated", "138", "<100"),
        )
        for cell in ([(100.0, name)], [(100.0, f"Standard range: {bound} mg/dL"), (800.0, f"{value} mg/dL")], [])
    ]
    assert [r[:4] for r in rows(page(level))] == [
        ("Cholesterol", "218", "mg/dL", "<200"),
        ("Triglycerides", "96", "mg/dL", "<150"),
        ("LDL Calculated", "138", "mg/dL", "<100"),
    ]


def test_a_card_may_say_low_or_high_behind_the_unit() -> None:
    cards = [
        cell
        for name, value, ref in (
            ("White Blood Cell Count", "3.2 x10^3/uL Low", "4.0-10.5"),
            ("Hemoglobin", "14.8 g/dL", "12.5-17.0"),
            ("Hematocrit", "51.2% High", "36.0-50.0"),
            ("MCV", "88 fL", "80-98"),
        )
        for cell in ([(100.0, name)], [(100.0, value)], [(100.0, f"Normal range: {ref}")], [])
    ]
    assert rows(page(cards)) == [
        ("White Blood Cell Count", "3.2", "x10^3/uL", "4.0-10.5", "L"),
        ("Hemoglobin", "14.8", "g/dL", "12.5-17.0", ""),
        ("Hematocrit", "51.2", "%", "36.0-50.0", "H"),
        ("MCV", "88", "fL", "80-98", ""),
    ]


def test_a_card_may_have_everything_below_one_another_in_its_middle() -> None:
    def centred(middle: float, text: str) -> tuple[float, str]:
        return (middle - 5.5 * len(text), text)

    cards = [
        [centred(200.0, left), centred(700.0, right)]
        for one, other in (
            (("Cholesterol", "231", "mg/dL", "Target <200"), ("Triglycerides", "188", "mg/dL", "Target <150")),
            (("HDL Cholesterol", "41", "mg/dL", "Target >39"), ("LDL Cholesterol", "152", "mg/dL", "Target 0-99")),
        )
        for left, right in zip(one, other, strict=True)
    ]
    assert [r[:4] for r in rows(page(cards))] == [
        ("Cholesterol", "231", "mg/dL", "<200"),
        ("Triglycerides", "188", "mg/dL", "<150"),
        ("HDL Cholesterol", "41", "mg/dL", ">39"),
        ("LDL Cholesterol", "152", "mg/dL", "0-99"),
    ]


def test_units_may_head_the_results_below_them() -> None:
    cells = [
        ("Neutrophils", "62.4", "(40.0-75.0)", "5.12", "(1.80-7.70)"),
        ("Lymphocytes", "18.1", "(20.0-45.0)", "1.48", "(1.00-4.80)"),
        ("Monocytes", "9.8", "(2.0-10.0)", "0.80", "(0.20-0.95)"),
    ]
    at = (60.0, 400.0, 600.0, 900.0, 1100.0)
    head = list(zip(at[1:], ("%", "Ref", "10^9/L", "Ref"), strict=True))
    read = rows(page([head, *(list(zip(at, row, strict=True)) for row in cells)]))
    assert [r[:4] for r in read] == [
        row
        for name, share, normal, count, usual in cells
        for row in ((name, share, "%", normal), (name, count, "10^9/L", usual))
    ]


def test_what_a_chart_beside_the_table_is_called_is_no_part_of_an_interval() -> None:
    cells = [
        ("WBC", "11.82", "10^9/L", "3.5-9.5"),
        ("RBC", "4.12", "10^12/L", "4.3-5.8"),
        ("HGB", "126", "g/L", "130-175"),
        ("MCH", "30.6", "pg", "27.0-34.0"),
        ("PLT", "268", "10^9/L", "125-350"),
    ]
    printed = [list(zip((60.0, 240.0, 360.0, 520.0), row, strict=True)) for row in cells]
    printed[3].append((690.0, "WBC"))
    assert [r[3] for r in rows(page(printed))] == [row[3] for row in cells]


def _bilingual() -> PageText:
    head = [(60.0, "Test"), (640.0, "Result"), (840.0, "Unit"), (1080.0, "Normal Range")]
    values = [
        ("Glucose", "8.1"),
        ("Urea", "4.4"),
        ("Creatinine", "6.8"),
        ("Calcium", "2.29"),
        ("Iron", "6.1"),
        ("Zinc", "9.9"),
    ]
    text = table(head, [[n, v, "mmol/L", "1.0 - 9.0"] for n, v in values])
    lost = [replace(line("r l gj", 480.0, 130.0 + 30.0 * i), confidence=0.5) for i in range(5)]
    return replace(text, lines=(*text.lines, *lost))


def test_what_was_made_of_another_script_joins_no_value() -> None:
    assert [(r[0], r[1]) for r in rows(_bilingual())][:3] == [
        ("Glucose", "8.1"),
        ("Urea", "4.4"),
        ("Creatinine", "6.8"),
    ]


def test_a_bent_name_alone_in_its_row_stays() -> None:
    text = _bilingual()
    bent = [replace(o, text="Zlmc", confidence=0.5) if o.text == "Zinc" else o for o in text.lines]
    lines = [o for o in bent if not (o.text == "r l gj" and o.middle[1] > 240)]  # nothing stands beside it
    assert ("Zlmc", "9.9") in [r[:2] for r in rows(replace(text, lines=tuple(lines)))]


def test_a_value_below_another_is_no_conversion_without_a_quotient() -> None:
    head = [(60.0, "Test"), (480.0, "Result"), (700.0, "Units"), (900.0, "Reference")]
    text = table(
        head, [["Hematocrit", "42.2", "%", "41-53"], ["", "87.7", "fL", "83-101"], ["MCH", "29.3", "pg", "26-33"]]
    )
    assert [r[0] for r in rows(text)].count("Hematocrit") == 1


def test_what_two_boxes_of_a_row_both_hold_counts_once() -> None:
    head = [(300.0, "Test"), (480.0, "Result"), (700.0, "Units"), (900.0, "Reference")]
    text = table(head, [["Sodium", "141", "mmol/L", "136-146"], ["Lactate", "1.5", "mmol/L", "0.5-1.6"]])
    pair = [line("Bicarbonate (HCO3) 2", 300.0, 190.0), line("26.3", 480.0, 190.0), line("mmol/L", 700.0, 190.0)]
    found = rows(replace(text, lines=(*text.lines, *pair, line("22.0-27.0", 900.0, 190.0))))
    assert found[-1] == ("Bicarbonate (HCO3)", "26.3", "mmol/L", "22.0-27.0", "")


def test_high_and_low_on_a_scale_of_words_are_no_marks() -> None:
    head = [(60.0, "Allergen"), (500.0, "Result"), (700.0, "Units"), (900.0, "Class"), (1080.0, "Level")]
    body = [
        ["House dust mite", "22.6", "kUA/L", "4", "High"],
        ["Mixed grass pollen", "8.91", "kUA/L", "3", "Moderate"],
        ["Peanut", "0.71", "kUA/L", "2", "Low"],
        ["Egg white", "1.10", "kUA/L", "2", "Moderate"],
    ]
    assert [r[4] for r in rows(table(head, body))] == [""] * 4


def test_any_word_before_minutes_heads_the_names() -> None:
    head = [(60.0, "Specimen"), (420.0, "0 min"), (620.0, "60 min"), (820.0, "120 min")]
    body = [["Plasma glucose (mmol/L)", "5.4", "11.8", "8.1"], ["Insulin (mIU/L)", "12", "121", "70"]]
    assert [r[1] for r in rows(table(head, body))] == ["5.4", "11.8", "8.1", "12", "121", "70"]


def test_headings_left_of_their_rows_join_no_name() -> None:
    head = [(60.0, "Test"), (640.0, "Result"), (840.0, "Unit"), (1080.0, "RefValue")]
    text = page(
        [
            head,
            [(60.0, "Thyroid Peroxidase Ab, S")],
            [(76.0, "Thyroperoxidase Ab, S"), (640.0, "212.4"), (840.0, "IU/mL"), (1080.0, "<9.0")],
            [],
            [(60.0, "Metanephrines, Fractionated, Free, P")],
            [(76.0, "Metanephrine, Free"), (640.0, "0.28"), (840.0, "nmol/L"), (1080.0, "<0.50")],
            [(76.0, "Normetanephrine, Free"), (640.0, "1.42"), (840.0, "nmol/L"), (1080.0, "<0.90")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["Thyroperoxidase Ab, S", "Metanephrine, Free", "Normetanephrine, Free"]


def test_the_first_of_several_tiers_keeps_its_label_and_times_that_ran_into_dates_are_dates() -> None:
    head = [(60.0, "TEST"), (500.0, "RESULT"), (700.0, "UNITS"), (900.0, "REFERENCE RANGE")]
    text = page(
        [
            head,
            [(60.0, "Vitamin B12"), (500.0, "188"), (700.0, "pg/mL"), (900.0, "Normal: 211 - 911")],
            [(900.0, "Deficient: < 145")],
        ]
    )
    assert rows(text)[0][3] == "Normal: 211 - 911; Deficient: < 145"
    flow = [(60.0, "Collected"), (400.0, "Tacrolimus"), (640.0, "Creatinine"), (880.0, "Magnesium")]
    body = [
        ["", "(ng/mL)", "(mg/dL)", "(mg/dL)"],
        ["05/28/2407:30", "9.8", "1.62", "1.5"],
        ["05/21/2407:45", "11.4 H", "1.71 H", "1.4 L"],
    ]
    assert [r[:3] for r in rows(table(flow, body))] == [
        ("Tacrolimus", "9.8", "ng/mL"),
        ("Creatinine", "1.62", "mg/dL"),
        ("Magnesium", "1.5", "mg/dL"),
    ]
