"""FHIRPath invariants of the specification and of our own, on every bundle."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from mapping.fhir import dumps, to_bundle
from tests.unit.fhir import reports

pytestmark = pytest.mark.unit

#: (resource type, rule, expression) that must be true; the rules are the specification's unless they start with own-.
INVARIANTS = (
    ("Observation", "obs-6", "dataAbsentReason.empty() or value.empty()"),
    ("Observation", "obs-3", "referenceRange.all(low.exists() or high.exists() or text.exists())"),
    ("Observation", "own-says-something", "value.exists() or dataAbsentReason.exists() or hasMember.exists()"),
    ("Observation", "own-ucum", "value.system.empty() or value.system = 'http://unitsofmeasure.org'"),
    ("Observation", "own-doubt-has-a-note", "extension.extension.where(url = 'reason').empty() or note.exists()"),
    ("Observation", "us-core-3", "value.code.empty() or value.system.exists()"),
    ("Observation", "own-interpretation", "interpretation.all(coding.exists() or text.exists())"),
    ("DiagnosticReport", "own-identifier", "identifier.where(value.startsWith('ni:///sha-256;')).count() = 1"),
    ("DiagnosticReport", "us-core-9", "issued.exists()"),
    ("DiagnosticReport", "own-docx", "presentedForm.all(size.exists() and hash.exists() and title.exists())"),
    ("DocumentReference", "own-attachment", "content.all(attachment.url.exists() or attachment.data.exists())"),
    ("Task", "own-input", "input.all(type.coding.exists() and value.exists())"),
    ("Task", "inv-1", "lastModified.empty() or authoredOn.empty() or lastModified >= authoredOn"),
    ("Provenance", "own-target", "target.count() > 0 and agent.count() > 0"),
    ("Device", "own-version", "version.count() > 0"),
)


@cache
def compiled(expression: str, model: str = "r4") -> Any:
    # the model knows that value may be valueQuantity
    return fhirpathpy.compile(expression, models[model])


@pytest.mark.parametrize("version", ["R4", "R4B", "R5"])
@pytest.mark.parametrize("name", ["laboratory", "imaging", "without dates", "nothing found"])
def test_invariants(name: str, version: str) -> None:
    bundle = json.loads(dumps(to_bundle(reports.ALL[name], reports.context(version=version))))
    broken = [
        f"{rule}: {kind} {entry['fullUrl']}"
        for entry in bundle["entry"]
        for kind, rule, expression in INVARIANTS
        if entry["resource"]["resourceType"] == kind
        and compiled(expression, "r5" if version == "R5" else "r4")(entry["resource"], {}) != [True]
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("expression", "change"),
    [
        ("obs-6", {"dataAbsentReason": {"text": "x"}}),
        ("obs-3", {"referenceRange": [{"age": {"low": {"value": 1}}}]}),
        ("own-doubt-has-a-note", {"extension": [{"url": "e", "extension": [{"url": "reason", "valueCode": "x"}]}]}),
    ],
)
def test_the_invariants_do_bite(expression: str, change: dict[str, Any]) -> None:
    bundle = json.loads(dumps(to_bundle(reports.blood_count(), reports.context())))
    row = next(e["resource"] for e in bundle["entry"] if "valueQuantity" in e["resource"])
    rule = next(text for _, name, text in INVARIANTS if name == expression)
    assert compiled(rule)(row, {}) == [True]
    assert compiled(rule)({**row, **change}, {}) == [False]
