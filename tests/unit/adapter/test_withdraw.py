"""Withdrawing from a server that gives ids itself, and leaving alone what is not ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adapter.ehr.client import Answer
from adapter.ehr.errors import EhrGoneError, EhrRefusedError
from adapter.ehr.withdraw import withdraw

pytestmark = pytest.mark.unit
OURS = {"tag": [{"system": "https://scan2fhir.org/fhir/CodeSystem/tag", "code": "derived"}]}


class _Ehr:
    version = "R4"

    def __init__(self, *held: dict[str, Any]) -> None:
        self.held = {f"{r['resourceType']}/{r['id']}": r for r in held}
        self.posted: list[dict[str, Any]] = []

    def request(self, _method: str, path: str, **_more: Any) -> Answer:
        if path not in self.held:
            raise EhrGoneError("gone", 404)
        return Answer(200, {}, json.dumps(self.held[path]).encode())  # type: ignore[arg-type]

    def search(self, kind: str, **_parameters: str) -> Iterator[dict[str, Any]]:
        if kind == "Task":
            raise EhrRefusedError("no such type", 400)
        return (r for r in self.held.values() if r["resourceType"] == kind)

    def update_creates(self) -> bool:
        return False

    def transaction(self, bundle: bytes) -> None:
        tree = json.loads(bundle)
        if any(e["request"]["url"].startswith("Provenance/") for e in tree["entry"]):
            raise EhrRefusedError("ids are mine to give", 405)
        self.posted.append(tree)


def test_only_our_own_is_withdrawn_also_where_the_server_gives_ids() -> None:
    results = [{"reference": "Observation/mine"}, {"reference": "Observation/theirs"}]
    ehr = _Ehr(
        {"resourceType": "DiagnosticReport", "id": "r", "meta": OURS, "status": "final", "result": results},
        {"resourceType": "Observation", "id": "mine", "meta": OURS, "status": "final"},
        {"resourceType": "Observation", "id": "theirs", "status": "final"},
        {"resourceType": "DocumentReference", "id": "source", "status": "entered-in-error"},
    )
    count = withdraw(ehr, "DiagnosticReport/r", "DocumentReference/source", [], "2026-03-02T09:00:00Z", lambda: None)  # type: ignore[arg-type]
    assert count == 2
    (tree,) = ehr.posted
    changed = {e["request"]["url"]: e["resource"].get("status") for e in tree["entry"]}
    assert changed == {
        "DiagnosticReport/r": "entered-in-error",
        "Observation/mine": "entered-in-error",
        "Provenance": None,
    }
