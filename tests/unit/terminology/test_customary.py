"""Right rows of many analytes, in the units that laboratories of seven languages use, raise no doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.terminology import code_report
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.quantities.measures import number_of
from ocr_pipeline.report import Flag, Page, Reason, Report, Result, Source
from ocr_pipeline.tables.grammar.ranges import parse_range

pytestmark = pytest.mark.unit

ROWS = Path(__file__).with_name("customary.txt")


def rows() -> Iterator[tuple[str, Result]]:
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            context, name, unit, values, interval = (cell.strip() for cell in line.split("|"))
            for value in values.split():
                yield context, Result(name, value, unit, interval, _mark(value, interval))


def _mark(value: str, interval: str) -> Flag:
    """The mark that a laboratory prints."""
    known, number = parse_range(interval, "," in value), number_of(Result("", value), "," in value)
    where = known.places(number) if known is not None and number is not None else None
    return {"high": "H", "low": "L"}.get(where or "", "")  # type: ignore[return-value]


def judged(context: str, *results: Result) -> Report:
    report = Report(Source("0" * 64, "image/png", 1), title=context, pages=(Page(1000, 1000),), results=results)
    return code_report(doubt(report))


def test_right_rows_are_not_doubted() -> None:
    doubted = [
        f"{context} | {r.name} {r.value} {r.unit} [{r.reference_range}]: {', '.join(r.reasons)} {r.note}"
        for context, row in rows()
        for r in judged(context, row).results
        if r.reasons
    ]
    assert doubted == []


@pytest.mark.parametrize(
    ("context", "name", "value", "unit", "interval"),
    [
        ("生化", "白蛋白", "44.2", "mmol/L", "40.0-55.0"),
        ("血常规", "血红蛋白", "135", "mmol/L", "130-175"),
        ("Chemistry", "Calcium", "9.4", "mmol/L", "8.6-10.2"),
        ("Chemistry", "Creatinine", "72", "mg/dL", "57-97"),
        ("Thyroid", "Free T4", "16.1", "ng/dL", "12.0-22.0"),
        ("血气", "pH", "5.40", "", "7.350-7.450"),
        ("CBC", "WBC", "6.2", "10^12/L", "3.5-9.5"),
        ("Coagulation", "Fibrinogen", "312", "g/L", "200-400"),
        ("Coagulation", "D-Dimer", "0.21", "mmol/L", "<0.5"),
        ("Urine sediment", "Casts", "0.5", "mg/dL", "0-1"),
        ("Semen", "Total sperm number", "186", "g/L", ">39"),
        ("Emogas", "Lattato", "9", "g/L", "5-14"),
    ],
)
def test_wrong_units_are_doubted(context: str, name: str, value: str, unit: str, interval: str) -> None:
    assert judged(context, Result(name, value, unit, interval)).results[0].reasons


def test_a_urine_page_behind_a_blood_count_is_urine() -> None:
    blood = tuple(
        Result(name, value, unit, interval)
        for name, value, unit, interval in (
            ("WBC", "6.2", "10^9/L", "3.5-9.5"),
            ("RBC", "4.62", "10^12/L", "4.3-5.8"),
            ("HGB", "135", "g/L", "130-175"),
        )
    )
    urine = tuple(
        Result(name, value, unit, interval, page=1)
        for name, value, unit, interval in (
            ("Specific gravity", "1.015", "", "1.003-1.030"),
            ("Nitrite", "Negative", "", "Negative"),
            ("Urobilinogen", "Normal", "", "Normal"),
            ("Glucose", "Negative", "", "Negative"),
            ("pH", "5.0", "", "5.0-8.0"),
            ("Red blood cells", "3.6", "/uL", "0-10"),
            ("White blood cells", "65.8", "/uL", "0-10"),
        )
    )
    report = Report(
        Source("0" * 64, "image/png", 2),
        title="Complete Blood Count",
        specimen="Whole blood",
        pages=(Page(1000, 1000), Page(1000, 1000)),
        results=blood + urine,
    )
    found = code_report(doubt(report)).results
    assert [r.loinc for r in found[:2]] == ["6690-2", "789-8"]
    assert found[7].loinc == "5803-2"
    assert {r.loinc for r in found[8:]} <= {None, "798-9", "20409-9", "30405-5", "20408-1"}
    assert [r.reasons for r in found[3:]] == [()] * 7


@pytest.mark.parametrize(
    ("name", "unit", "interval", "blood"),
    [
        ("WBC", "/uL", "4000-11000", True),
        ("WBC", "/uL", "0-10", False),
        ("RBC", "/uL", "0-10", False),
        ("pH", "", "5.0-8.0", False),
        ("Basophils", "10^9/L", "0.00-0.10", True),
    ],
)
def test_an_interval_tells_the_specimen(name: str, unit: str, interval: str, blood: bool) -> None:
    value = interval.split("-")[1]
    found = judged("", Result(name, value, unit, interval)).results[0]
    of_blood = {"6690-2", "789-8", "704-7"}
    assert (found.loinc in of_blood) == blood
    assert Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS not in found.reasons


def test_a_haematocrit_in_percent_behind_which_l_per_l_is_printed() -> None:
    mixed, right, torn = judged(
        "血常规",
        Result("红细胞压积", "39.2", "L/L", "42.0-49.0", "L"),
        Result("红细胞压积", "0.392", "L/L", "0.420-0.490", "L"),
        Result("红细胞压积", "39.2", "L/L", "0.420-0.490", "H"),
    ).results
    assert (mixed.ucum, mixed.unit, mixed.loinc) == ("%", "L/L", right.loinc)
    assert not mixed.reasons
    assert "percent" in mixed.coding_note
    assert (right.ucum, right.coding_note) == ("L/L", "")
    assert torn.ucum == "L/L"
    assert torn.reasons
