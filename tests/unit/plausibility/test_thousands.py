"""Thousands that a point or comma groups in counts of cells."""

from __future__ import annotations

import pytest

from mapping.fhir.ranges import reference_ranges
from mapping.fhir.values import value_of
from ocr_pipeline.plausibility.thousands import ungrouped
from ocr_pipeline.report import Result

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "unit", "interval", "whole", "bounds"),
    [
        ("265.000", "/mm3", "150.000-400.000", "265000", "150000-400000"),
        ("4.310.000", "/mm3", "4.000.000-5.200.000", "4310000", "4000000-5200000"),
        ("7,450", "/μL", "5,000-10,000", "7450", "5000-10000"),
        ("2,410", "uUI/ml", "0,550-4,780", "2,410", "0,550-4,780"),
        ("6.850", "10^3/mm3", "4.500-10.500", "6.850", "4.500-10.500"),
    ],
)
def test_counts_of_cells_have_no_decimals(value: str, unit: str, interval: str, whole: str, bounds: str) -> None:
    made = ungrouped(Result(name="", value=value, unit=unit, reference_range=interval))
    assert (made.value, made.reference_range) == (whole, bounds)


@pytest.mark.parametrize("value", ["265.000", "265,000"])
@pytest.mark.parametrize("language", ["es", "en", "it"])
def test_their_quantities_are_whole_in_every_language(value: str, language: str) -> None:
    result = Result(name="Plaquetas", value=value, unit="/mm3", reference_range="150.000-400.000")
    assert value_of(result, language)["valueQuantity"]["value"] == 265000
    assert [(r["low"]["value"], r["high"]["value"]) for r in reference_ranges(result, language)] == [(150000, 400000)]
