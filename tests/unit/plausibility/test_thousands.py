"""Thousands that a point or comma groups: in counts of cells, and beside the other decimal sign."""

from __future__ import annotations

import pytest

from mapping.fhir.observations import result_observation
from mapping.fhir.ranges import reference_ranges
from mapping.fhir.values import value_of
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.quantities.thousands import ungrouped
from ocr_pipeline.report import Report, Result, Source

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


def test_spaces_group_in_every_language() -> None:
    result = Result("Hématies", "4 620 000", "/mm3", "4 000 000-5 400 000")
    assert value_of(result, "fr")["valueQuantity"]["value"] == 4620000
    assert reference_ranges(result, "fr")[0]["high"]["value"] == 5400000


def _page(*rows: tuple[str, str, str, str]) -> Report:
    results = tuple(Result(name, value, unit, interval) for name, value, unit, interval in rows)
    return doubt(Report(Source("00", "image/png", 1), language="es", results=results))


_SODIUM, _POTASSIUM = ("Sodio", "140,5", "mEq/L", "136,0-145,0"), ("Potasio", "4,1", "mEq/L", "3,5-5,1")


def test_the_other_sign_groups_thousands() -> None:
    report = _page(_SODIUM, _POTASSIUM, ("Vitamina B12", "1.240", "pg/mL", "197-1.771"))
    assert report.decimal_sign == ","
    assert not report.results[2].reasons
    assert report.results[2].value == "1.240"
    quantity = result_observation(report, 2, {}, None)
    assert quantity["valueQuantity"]["value"] == 1240
    assert quantity["referenceRange"][0]["high"]["value"] == 1771


def test_points_in_spanish_let_commas_group() -> None:
    report = _page(("Sodio", "140.5", "mEq/L", "136.0-145.0"), ("Vitamina B12", "1,240", "pg/mL", "197-1,771"))
    assert report.decimal_sign == "."
    assert value_of(report.results[1], "es", decimal_sign=report.decimal_sign)["valueQuantity"]["value"] == 1240


def test_a_comma_read_as_a_point_is_doubted() -> None:
    report = _page(_SODIUM, _POTASSIUM, ("TSH", "2.870", "uUI/mL", "1,270-4,200"))
    assert report.results[2].reasons


@pytest.mark.parametrize("value", ["2.870", "2,87"])
def test_two_signs_on_a_page_say_nothing(value: str) -> None:
    report = _page(_SODIUM, ("Potasio", "4.1", "mEq/L", "3.5-5.1"), ("TSH", value, "uUI/mL", ""))
    assert report.decimal_sign == ""
    assert round(float(value_of(report.results[2], "es")["valueQuantity"]["value"]), 2) == 2.87


def test_the_sign_travels_with_the_report() -> None:
    report = _page(_SODIUM)
    assert Report.from_json(report.to_json()).decimal_sign == ","
    body = report.to_json()
    del body["decimal_sign"]  # written before there was one
    assert Report.from_json(body).decimal_sign == ""
