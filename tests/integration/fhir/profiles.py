"""What EU Laboratory builds on and no registry in reach carries: its own rules stay whole, these stand in for the rest.

The IPS data types are written from the published guide (Quantity: a UCUM code is mandatory); the others are extensions
of which only the existence matters here.
"""

from __future__ import annotations

from typing import Any

_IPS = "http://hl7.org/fhir/uv/ips/StructureDefinition"
_R5 = "http://hl7.org/fhir/5.0/StructureDefinition"
_EU = "http://hl7.eu/fhir/StructureDefinition"
_EXTENSIONS = (
    f"{_R5}/extension-DiagnosticReport.composition",
    f"{_R5}/extension-Observation.triggeredBy",
    f"{_R5}/extension-Observation.value[x]",
    f"{_R5}/extension-Specimen.container.device",
    f"{_EU}/composition-basedOn-order-or-requisition",
    f"{_EU}/information-recipient",
)


def stand_ins() -> list[dict[str, Any]]:
    quantity = [
        {"id": "Quantity", "path": "Quantity"},
        {"id": "Quantity.system", "path": "Quantity.system", "min": 1, "patternUri": "http://unitsofmeasure.org"},
        {"id": "Quantity.code", "path": "Quantity.code", "min": 1},
    ]
    types = [_type("Quantity", quantity)]
    types += [_type(name, [{"id": name, "path": name}]) for name in ("Range", "Ratio", "CodeableConcept", "Coding")]
    return types + [_extension(number, url) for number, url in enumerate(_EXTENSIONS)]


def _type(name: str, elements: list[dict[str, Any]]) -> dict[str, Any]:
    return _structure(f"{name}-uv-ips", f"{_IPS}/{name}-uv-ips", name, elements)


def _extension(number: int, url: str) -> dict[str, Any]:
    elements = [
        {"id": "Extension", "path": "Extension"},
        {"id": "Extension.url", "path": "Extension.url", "fixedUri": url},
    ]
    context = {"context": [{"type": "element", "expression": "Element"}]}
    return _structure(f"stand-in-{number}", url, "Extension", elements) | context


def _structure(name: str, url: str, kind: str, elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": url,
        "version": "1",
        "name": "StandIn" + "".join(c for c in name if c.isalnum()),
        "status": "active",
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "type": kind,
        "baseDefinition": f"http://hl7.org/fhir/StructureDefinition/{kind}",
        "derivation": "constraint",
        "differential": {"element": elements},
    }
