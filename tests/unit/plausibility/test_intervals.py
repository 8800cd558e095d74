"""Intervals with signs or words that they cannot have, and rows whose interval went astray."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Reason
from tests.unit.plausibility.test_doubt import doubted, report

pytestmark = pytest.mark.unit

Row = tuple[str, str, str]
PLAIN: dict[str, Row] = {
    "Sodium": ("140", "mmol/L", "136-146"),
    "Potassium": ("4.1", "mmol/L", "3.4-4.5"),
    "Glucose": ("5.1", "mmol/L", "3.9-6.1"),
    "Calcium": ("2.31", "mmol/L", "2.11-2.52"),
    "Magnesium": ("0.88", "mmol/L", "0.75-1.02"),
}


def reasons(name: str, row: Row, others: dict[str, Row] = PLAIN) -> tuple[Reason, ...]:
    return doubted(doubt(report({**others, name: row}))).get(name, ())


@pytest.mark.parametrize(
    "interval", ["98-106 Hosp", "Ger 98-106", "-98-106", "He a a i 98-106", "<106; + 20; LABORATORY"]
)
def test_an_interval_with_something_else_in_it_is_doubtful(interval: str) -> None:
    assert reasons("Chloride", ("105", "mmol/L", interval)) == (Reason.RANGE_UNREADABLE,)


@pytest.mark.parametrize("interval", ["98-106", "98-106 mmol/L", "Adults 98-106", "98-106 mEq/L"])
def test_units_and_people_stand_beside_intervals(interval: str) -> None:
    assert reasons("Chloride", ("105", "mmol/L", interval)) == ()


def test_nothing_stands_before_nought() -> None:
    assert reasons("White Blood Cells", ("3-4", "/HPF", "-0-5")) == (Reason.RANGE_UNREADABLE,)
    assert reasons("White Blood Cells", ("3-4", "/HPF", "0-5")) == ()


def test_an_excess_of_base_may_be_below_zero() -> None:
    assert reasons("Base Excess", ("0.4", "mmol/L", "-2.0-3.0")) == ()


def test_a_sign_that_left_its_brackets_is_missed() -> None:
    assert reasons("乙型肝炎病毒表面抗原", ("阴性(-)", "", "阴性()")) == (Reason.RANGE_UNREADABLE,)


def test_words_beside_no_interval_may_hold_it() -> None:
    words = dict.fromkeys(("Mucus", "Ova", "Blood", "Cysts", "Fat Globules"), ("Absent", "", "Absent"))
    assert Reason.VALUE_FORMAT in reasons("Colour", ("Yellow brown Brown", "", ""), words)
    assert reasons("Colour", ("Yellow brown", "", "Brown"), words) == ()


def test_where_all_have_brackets_one_without_an_interval_lost_it() -> None:
    slip = {n: (v, u, f"[{r}]") for n, (v, u, r) in PLAIN.items()}
    assert reasons("Lactate", ("0.7", "mmol/L", ""), slip) == (Reason.RANGE_UNREADABLE,)
    assert reasons("Lactate", ("0.7", "mmol/L", "")) == ()


def test_a_concentration_is_counted_in_something() -> None:
    assert reasons("Hemoglobin", ("144", "g", "130-175")) == (Reason.UNIT_UNUSUAL,)
    assert reasons("MCH", ("30.1", "pg", "27-34")) == ()


@pytest.mark.parametrize("value", ["+3", "2+", "+++"])
def test_a_graded_finding_without_a_mark_is_doubtful_where_others_have_one(value: str) -> None:
    rows = {"PROTEIN": (value, "", "NEGATIVE"), "Occult Blood": ("+1", "", "NEGATIVE")}
    found = doubted(doubt(report(rows, {"Occult Blood": "A"})))
    assert found == {"PROTEIN": (Reason.FLAG_CONTRADICTS,)}


def test_an_interval_is_no_measured_value() -> None:
    assert reasons("左房内径", ("19-40", "mm", "")) == (Reason.VALUE_FORMAT,)
    assert reasons("Glucose", ("3.9-6.1", "mmol/L", "")) == (Reason.VALUE_FORMAT,)


@pytest.mark.parametrize("unit", ["/HPF", "/HP", "", "/μL", "cells/hpf"])
def test_what_is_counted_by_eye_may_be_an_interval(unit: str) -> None:
    assert Reason.VALUE_FORMAT not in reasons("白细胞", ("2-4", unit, ""))
