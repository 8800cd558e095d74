"""Flowsheets whose lines are dates and whose columns are analytes."""

from __future__ import annotations

import pytest

from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_of_lines_with_dates_the_newest_is_of_now_with_units_and_intervals_above() -> None:
    head = [(60.0, "Date"), (300.0, "Na"), (480.0, "K"), (660.0, "Creat"), (840.0, "Hb")]
    body = [
        ["", "mmol/L", "mmol/L", "umol/L", "g/L"],
        ["Ref. range", "135-145", "3.5-5.1", "62-106", "130-170"],
        ["12/02/2024", "141", "4.6", "244", "104"],
        ["15/04/2024", "138", "5.3", "298", "98"],
        ["13/05/2024", "140", "5.9 H", "322", "97"],
    ]
    assert rows(table(head, body)) == [
        ("Na", "140", "mmol/L", "135-145", ""),
        ("K", "5.9", "mmol/L", "3.5-5.1", "H"),
        ("Creat", "322", "umol/L", "62-106", ""),
        ("Hb", "97", "g/L", "130-170", ""),
    ]


def test_units_and_intervals_may_stand_below_and_the_dates_have_no_header() -> None:
    head = [(60.0, ""), (300.0, "FBS"), (480.0, "HbA1c"), (660.0, "Creat")]
    body = [
        ["02-May-2024", "9.8", "8.4", "104"],
        ["01-Feb-2024", "11.2", "9.1", "101"],
        ["Units", "mmol/L", "%", "umol/L"],
        ["Normal range", "3.9-5.6", "4.0-5.6", "62-106"],
    ]
    assert rows(table(head, body)) == [
        ("FBS", "9.8", "mmol/L", "3.9-5.6", ""),
        ("HbA1c", "8.4", "%", "4.0-5.6", ""),
        ("Creat", "104", "umol/L", "62-106", ""),
    ]


def test_two_samples_of_one_day_are_told_by_their_times() -> None:
    head = [(60.0, "Date"), (260.0, "Time"), (400.0, "Na (mmol/L)"), (640.0, "K (mmol/L)"), (880.0, "Lactate (mmol/L)")]
    body = [
        ["13/05/2024", "06:10", "140", "5.0", "4.1"],
        ["13/05/2024", "18:45", "138", "4.4", "2.0"],
        ["12/05/2024", "22:00", "137", "4.9", "5.2"],
    ]
    assert [r[:3] for r in rows(table(head, body))] == [
        ("Na", "138", "mmol/L"),
        ("K", "4.4", "mmol/L"),
        ("Lactate", "2.0", "mmol/L"),
    ]


def test_dates_that_may_be_read_both_ways_are_left_alone() -> None:
    head = [(60.0, "Date"), (300.0, "Na"), (480.0, "K"), (660.0, "Creat")]
    body = [["02/03/2024", "141", "4.6", "244"], ["03/02/2024", "138", "5.3", "298"]]
    assert rows(table(head, body)) == []


def test_a_bill_with_dates_is_no_flowsheet() -> None:
    text = page(
        [
            [(60.0, "Date"), (300.0, "Description"), (640.0, "Charge"), (800.0, "Paid")],
            [(60.0, "13/05/2024"), (300.0, "Sodium"), (640.0, "12.50"), (800.0, "0.00")],
            [(60.0, "14/05/2024"), (300.0, "Potassium"), (640.0, "12.50"), (800.0, "0.00")],
        ]
    )
    assert rows(text) == []
