"""The reviewed table: every code exists under the meaning that we give it, every unit is UCUM."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from ucumvert import PintUcumRegistry

from mapping.terminology import concept_map
from mapping.terminology.table import Code, analytes

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[3]
EXTRACT = ROOT / "mapping" / "terminology" / "loinc_names.csv"
REFERENCE = ROOT.parent / "shared" / "reference" / "loinc_lab.csv"
#: Words for a unit's place that are no UCUM: what has no unit, and groups of codes.
PLACES = {"ord", "none", "titer", "index", "ratio", "pH", "text", ""} | {"[pH]"}  # UCUM, unknown to ucumvert

CODED = [(a.id, c) for a in analytes() for c in a.codes if c.loinc]


def official() -> dict[str, str]:
    path = REFERENCE if REFERENCE.exists() else EXTRACT
    with path.open(encoding="utf-8") as file:
        return {row["loinc"]: row["long_name"] for row in csv.DictReader(file)}


def test_the_table_is_broad() -> None:
    assert len(analytes()) >= 300


def test_every_code_is_an_official_one() -> None:
    names = official()
    assert [(analyte, code.loinc) for analyte, code in CODED if code.loinc not in names] == []


def test_the_committed_names_cover_the_table() -> None:
    with EXTRACT.open(encoding="utf-8") as file:
        kept = {row["loinc"]: row["long_name"] for row in csv.DictReader(file)}
    names = official()
    assert {code.loinc: names[str(code.loinc)] for _, code in CODED} == kept


def _property(code: Code) -> set[str]:
    """Words that LOINC's long name has in brackets for the units of ``code``."""
    unit = code.units[0] if code.units else ""
    if unit == "ord":
        return {
            "Presence",
            "Titer",
            "Identifier",
            "Type",
            "Color",
            "Consistency",
            "Appearance",
            "Odor",
            "Turbidity",
            "of",
            "interpretation",
        }
    if "mol" in unit and "/" in unit and not unit.endswith("mol"):
        return {"Moles", "Mass", "Ratio", "Presence"}
    if unit.split("/")[0] in {"g", "mg", "ug", "ng", "pg"} and unit.endswith(("/L", "/dL", "/mL")):
        return {"Mass"}
    return set()


def test_the_property_in_the_official_name_is_that_of_the_unit() -> None:
    names = official()
    wrong = []
    for analyte, code in CODED:
        wanted = _property(code)
        name = names[str(code.loinc)]
        if wanted and "[" in name and not any(word in name for word in wanted):
            wrong.append((analyte, code.loinc, code.units, name))
    assert wrong == []


def test_every_unit_is_ucum() -> None:
    registry = PintUcumRegistry()
    bad = []
    for unit in sorted({u for _, code in CODED for u in code.units} - PLACES):
        try:
            registry.from_ucum(unit)
        except Exception:
            bad.append(unit)
    assert bad == []


@pytest.mark.parametrize("version", ["R4", "R5"])
def test_the_concept_map_holds_every_code(version: str) -> None:
    body = concept_map(version=version)
    codes = {t["code"] for e in body["group"][0]["element"] for t in e["target"]}
    assert codes == {code.loinc for _, code in CODED}
    assert "LOINC" in body["copyright"]
