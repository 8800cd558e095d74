"""Cards of portals, cumulative reports without a word over the names, and lines of specimens in small print."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables.grammar.values import parse_value
from tests.unit.tables.pages import line, page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit

_CARDS = (
    ("WBC", "5.6", "K/uL", "4.0 - 11.0", ""),
    ("Hemoglobin", "12.6", "g/dL", "13.5 - 18.0", "Low"),
    ("MCV", "92", "fL", "80 - 100", ""),
    ("RDW", "14.9", "%", "0.0 - 14.7", "High"),
)


def test_cards_that_call_the_value_one() -> None:
    lines = []
    for name, value, unit, ref, mark in _CARDS:
        said = f"Your value: {value} {unit} {mark}".strip()
        lines += [[(60.0, name)], [(60.0, said)], [(60.0, f"Standard range: {ref} {unit}")], []]
    assert [(r[0], r[1], r[2], r[4]) for r in rows(page(lines))] == [(n, v, u, m[:1]) for n, v, u, _, m in _CARDS]


def test_marks_beside_the_value_on_the_last_line_of_a_card() -> None:
    lines = []
    for name, value, unit, ref, mark in _CARDS:
        lines += [[(60.0, name)], [(60.0, f"Normal range: {ref} {unit}")], [(60.0, value), (150.0, mark)], []]
    assert [(r[0], r[1], r[2], r[4]) for r in rows(page(lines))] == [(n, v, u, m[:1]) for n, v, u, _, m in _CARDS]


def test_dates_with_nothing_over_the_names() -> None:
    xs = (60.0, 300.0, 450.0, 600.0, 760.0)
    body = [
        ["Sodium", "138", "136", "133 L", "133-146 mmol/L"],
        ["Potassium", "4.1", "4.4", "5.6 H", "3.5-5.3 mmol/L"],
        ["CRP", "4", "11", "62 H", "<5 mg/L"],
        ["Platelets", "244", "260", "301", "140-400 10*9/L"],
    ]
    head = [(300.0, "05.11.25"), (450.0, "09.12.25"), (600.0, "27.01.26")]
    read = rows(page([head, *([(x, t) for x, t in zip(xs, row, strict=True)] for row in body)]))
    assert [(r[0], r[1], r[2], r[4]) for r in read] == [
        ("Sodium", "133", "mmol/L", "L"),
        ("Potassium", "5.6", "mmol/L", "H"),
        ("CRP", "62", "mg/L", "H"),
        ("Platelets", "301", "10^9/L", ""),
    ]


def test_specimens_in_small_print_below_names_are_theirs() -> None:
    head = [line(t, x, 100.0) for x, t in ((60.0, "Test"), (600.0, "Result"), (800.0, "Unit"), (1000.0, "Reference"))]
    found = list(head)
    for n, (name, specimen, value) in enumerate(
        (("Glucose", "Plasma, Fasting", "141"), ("Glucose", "Plasma, PP 2 hr", "228"), ("Urea", "Serum", "31"))
    ):
        y = 150.0 + 80 * n
        found += [line(t, x, y) for x, t in ((60.0, name), (600.0, value), (800.0, "mg/dL"), (1000.0, "70 - 100"))]
        found.append(line(specimen, 60.0, y + 24.0, height=15.0))
    sheet = page([])
    read = rows(type(sheet)(0, 1700, 600, tuple(found), text_height=20.0))
    assert [r[0] for r in read] == ["Glucose Plasma, Fasting", "Glucose Plasma, PP 2 hr", "Urea Serum"]


def test_dilutions_of_two_drugs_given_as_one() -> None:
    value = parse_value("<=8/4")
    assert value is not None
    assert (value.comparator, value.body) == ("<=", "8/4")


@pytest.mark.parametrize("heading", ["THYROID", "Minerals", "Enzymes"])
def test_a_heading_of_one_word_over_codes_and_names_is_no_row(heading: str) -> None:
    head = [(60.0, "Code"), (150.0, "Test Description"), (600.0, "Your Value"), (800.0, "Units"), (1000.0, "Interval")]
    body = [
        ["TSH", "THYROID STIMULATING HORMONE", "3.58", "uIU/mL", "0.27-4.20"],
        ["FT4", "FREE T4", "0.98", "ng/dL", "0.93-1.70"],
        ["FT3", "FREE T3", "3.4", "pg/mL", "2.0-4.4"],
    ]
    wide = table([(x, t) for x, t in head], [[heading, "", "", "", ""], *body])
    assert [(r[0], r[1]) for r in rows(wide)] == [
        ("THYROID STIMULATING HORMONE", "3.58"),
        ("FREE T4", "0.98"),
        ("FREE T3", "3.4"),
    ]
