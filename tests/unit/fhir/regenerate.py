"""Writes what is generated: the example of docs/mapping.md and the JSON of mapping/fhir/definitions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mapping.fhir import dumps, to_bundle
from mapping.fhir.definitions import definitions
from tests.unit.fhir import reports

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "mapping.md"
DEFINITIONS = ROOT / "mapping" / "fhir" / "definitions"
#: What differs from row to row; the rest is shared with the DiagnosticReport.
_OWN = ("extension", "status", "code", "value", "dataAbsent", "interpretation", "note", "referenceRange")
MARK = "<!-- example: generated from here on -->\n"


def page() -> str:
    """docs/mapping.md with the example as the code writes it now."""
    hand_written = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    return hand_written + MARK + example()


def example() -> str:
    """Three rows with what is their own of the Observations they become, and what stands around them, in R4."""
    report = reports.laboratory(results=(reports.ROWS[1], reports.ROWS[2], reports.ROWS[8]))
    bundle = to_bundle(report, reports.context())
    resources = [entry["resource"] for entry in bundle["entry"]]
    rows = [r for r in resources if r["resourceType"] == "Observation"]
    parts: list[str] = []
    for result, resource in zip(report.results, rows, strict=False):
        value = f"{result.comparator or ''}{result.value}" or "(unreadable)"
        parts.append(f"\n`{result.name} {value} {result.unit} {result.reference_range} {result.flag}`\n")
        shown = {name: part for name, part in resource.items() if name.startswith(_OWN)}
        parts.append(_block(shown))
    for kind in ("DiagnosticReport", "Task", "Provenance"):
        parts.append(f"\n{kind}\n")
        parts.append(_block(next(r for r in resources if r["resourceType"] == kind)))
    return "".join(parts)


def _block(resource: dict[str, Any]) -> str:
    return f"```json\n{dumps(resource, indent=1)}\n```\n"


def definition_files() -> dict[str, str]:
    """File name and text of each definition (R4)."""
    return {
        f"{body['resourceType']}-{body['id']}.json": json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        for body in definitions("R4")
    }


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    for name, text in definition_files().items():
        (DEFINITIONS / name).write_text(text, encoding="utf-8")
