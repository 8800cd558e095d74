"""Our own StructureDefinitions and CodeSystems; the JSON files beside this one are what :func:`definitions` returns.

Upload them to a server that should know our extensions by name; nothing depends on it.
"""

from __future__ import annotations

from typing import Any

from mapping.fhir.codes import AI_LABEL, EVIDENCE, ORIGIN, PRINTED_DATE, REASON
from mapping.fhir.context import Version
from ocr_pipeline.report import REASONS

_FHIR = {"R4": "4.0.1", "R4B": "4.3.0", "R5": "5.0.0"}
#: Parts of the evidence extension: type, how many at most, what it says.
_EVIDENCE: tuple[tuple[str, str, str, str], ...] = (
    ("page", "positiveInt", "1", "Page of the source document, counted from 1"),
    (
        "polygon",
        "string",
        "1",
        "Where the row stands: x,y pairs in pixels of the original page image, as in SVG points",
    ),
    ("valuePolygon", "string", "1", "Where the value itself stands"),
    ("confidence", "decimal", "1", "How certain the recogniser was of its least certain character, 0 to 1"),
    ("value", "string", "1", "The value exactly as printed"),
    ("unit", "string", "1", "The unit exactly as printed"),
    ("code", "string", "1", "The abbreviation or code that the page prints beside the name"),
    ("flag", "string", "1", "The flag that the page prints"),
    ("reason", "code", "*", f"Why a person should look, from {REASON}"),
)


def definitions(version: Version = "R4") -> list[dict[str, Any]]:
    """StructureDefinitions of our extensions and our CodeSystems, for one FHIR version."""
    return [
        _complex_extension(version),
        _simple_extension(
            version,
            PRINTED_DATE,
            "PrintedDate",
            "string",
            ["dateTime", "instant"],
            "The date or time exactly as the page prints it, where FHIR's type asks for more or less than was printed",
        ),
        _simple_extension(
            version,
            AI_LABEL,
            "AiLabel",
            "uri",
            ["CodeableConcept"],
            "Names the code AIAST of v3-ObservationValue for servers whose release of that code system lacks it",
        ),
        _code_system(
            REASON,
            "Reason",
            "Why a value, a section, a page or a document asks for a person's eye",
            [{"code": reason.value, "display": sentence} for reason, sentence in REASONS.items()],
        ),
        _code_system(
            ORIGIN,
            "Origin",
            "Who wrote a resource; the adapter knows its own writes by it",
            [{"code": "scan2fhir", "display": "Written by scan2fhir"}],
        ),
    ]


def _head(url: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "resourceType": kind,
        "id": url.rsplit("/", 1)[1],
        "url": url,
        "version": "1",
        "name": name,
        "title": f"scan2fhir {name}",
        "status": "active",
        "experimental": False,
        "publisher": "scan2fhir",
    }


def _structure(version: Version, url: str, name: str, contexts: list[str], text: str) -> dict[str, Any]:
    return _head(url, name, "StructureDefinition") | {
        "description": text,
        "fhirVersion": _FHIR[version],
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": expression} for expression in contexts],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
    }


def _simple_extension(
    version: Version, url: str, name: str, kind: str, contexts: list[str], text: str
) -> dict[str, Any]:
    elements = [
        {"id": "Extension", "path": "Extension", "short": text, "definition": text, "min": 0, "max": "1"},
        {"id": "Extension.extension", "path": "Extension.extension", "max": "0"},
        {"id": "Extension.url", "path": "Extension.url", "fixedUri": url},
        {"id": "Extension.value[x]", "path": "Extension.value[x]", "min": 1, "type": [{"code": kind}]},
    ]
    return _structure(version, url, name, contexts, text) | {"differential": {"element": elements}}


def _complex_extension(version: Version) -> dict[str, Any]:
    text = (
        "Where on which page of the source document an observation stands, what is printed there, and how sure we are"
    )
    slicing = {"discriminator": [{"type": "value", "path": "url"}], "rules": "open"}
    elements: list[dict[str, Any]] = [
        {"id": "Extension", "path": "Extension", "short": text, "definition": text, "min": 0, "max": "*"},
        {"id": "Extension.extension", "path": "Extension.extension", "slicing": slicing, "min": 1},
    ]
    for name, kind, most, short in _EVIDENCE:
        root, path = f"Extension.extension:{name}", "Extension.extension"
        least = 1 if name in ("page", "confidence") else 0
        elements += [
            {"id": root, "path": path, "sliceName": name, "short": short, "min": least, "max": most},
            {"id": f"{root}.extension", "path": f"{path}.extension", "max": "0"},
            {"id": f"{root}.url", "path": f"{path}.url", "fixedUri": name},
            {"id": f"{root}.value[x]", "path": f"{path}.value[x]", "min": 1, "type": [{"code": kind}]},
        ]
    elements += [
        {"id": "Extension.url", "path": "Extension.url", "fixedUri": EVIDENCE},
        {"id": "Extension.value[x]", "path": "Extension.value[x]", "max": "0"},
    ]
    body = _structure(version, EVIDENCE, "Evidence", ["Observation"], text)
    return body | {"differential": {"element": elements}}


def _code_system(url: str, name: str, text: str, concepts: list[dict[str, Any]]) -> dict[str, Any]:
    return _head(url, name, "CodeSystem") | {
        "description": text,
        "caseSensitive": True,
        "content": "complete",
        "count": len(concepts),
        "concept": concepts,
    }
