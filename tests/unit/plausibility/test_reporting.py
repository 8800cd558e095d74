"""A bare number where an assay's range or a one-sided interval ends has perhaps lost its comparator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Reason
from tests.unit.plausibility.test_doubt import report

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "value", "unit", "interval", "flag", "doubtful"),
    [
        ("TSH", "0.005", "uIU/mL", "0.27-4.2", "L", True),
        ("TSH", "0.006", "uIU/mL", "0.27-4.2", "L", False),
        ("促甲状腺激素", "100.000", "mIU/L", "0.27-4.2", "H", True),
        ("总前列腺特异性抗原", "0.003", "ng/mL", "0-4", "", True),
        ("Ferritin", "2000", "ng/mL", "30-400", "H", True),
        ("Ferritin", "2004", "ng/mL", "30-400", "H", False),
        ("INR", "8.0", "", "0.8-1.2", "H", True),
        ("eGFR", "90", "mL/min/1.73m2", ">90", "", True),
        ("eGFR", "91", "mL/min/1.73m2", ">90", "", False),
        ("D-Dimer", "0.50", "mg/L", "<0.50", "", True),
        ("D-Dimer", "0.49", "mg/L", "<0.50", "", False),
        ("CRP", "5", "mg/L", "<5", "", False),  # an everyday result
        ("Albumin", "40", "g/L", "40-55", "", False),
        ("Normal forms", "4.0", "%", ">4", "L", False),  # the mark says that it is a number
    ],
)
def test_a_number_where_the_range_ends(
    name: str, value: str, unit: str, interval: str, flag: str, doubtful: bool
) -> None:
    printed = report({name: (value, unit, interval), "钾": ("5.9", "mmol/L", "3.5-5.3")}, {name: flag, "钾": "H"})
    found = doubt(printed).results[0]
    assert (Reason.SYMBOL_UNCERTAIN in found.reasons) is doubtful
    sign = "<" if value.startswith("0") else ">"
    kept = replace(printed, results=(replace(printed.results[0], comparator=sign), printed.results[1]))
    assert Reason.SYMBOL_UNCERTAIN not in doubt(kept).results[0].reasons


@pytest.mark.parametrize(
    ("name", "value", "unit", "interval"),
    [
        ("GLU Açlık kan şekeri", "97", "mmol/L", "70-100"),  # two names of one thing beside each other
        ("TP Total protein", "7.0", "g/L", "6.4-8.3"),
        ("Natrémie", "140", "mg/dL", "137-147"),
        ("Lymphocytes (absolu)", "3.26", "g/dL", "1.0-4.0"),
    ],
)
def test_units_of_names_that_were_not_told_apart(name: str, value: str, unit: str, interval: str) -> None:
    units = {Reason.UNIT_UNUSUAL, Reason.UNIT_OF_ANOTHER_ANALYTE, Reason.VALUE_UNIT_MISMATCH}
    assert units & set(doubt(report({name: (value, unit, interval)})).results[0].reasons)
