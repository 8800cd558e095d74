"""A FHIR server that is not HAPI, gives ids itself and knows no update-as-create: Medplum's router on Node."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.integration.adapter.harness import PATIENCE, Serve, ni_name
from tests.integration.medplum.server import MedplumError, running

pytestmark = pytest.mark.integration
ServeOn = Callable[..., Serve]


@pytest.fixture(scope="module")
def medplum() -> Iterator[str]:
    """FHIR base of the running server."""
    try:
        with running() as base:
            yield base
    except MedplumError as error:
        pytest.skip(str(error))


def _post(base: str, resource: dict[str, Any]) -> str:
    answer = httpx.post(f"{base}/{resource['resourceType']}", json=resource, timeout=PATIENCE)
    assert answer.status_code == 201, answer.text
    return f"{resource['resourceType']}/{answer.json()['id']}"


def _document(base: str, patient: str, content: bytes) -> str:
    attachment = {"contentType": "text/plain", "data": base64.b64encode(content).decode()}
    document = {"resourceType": "DocumentReference", "status": "current", "subject": {"reference": patient}}
    return _post(base, {**document, "content": [{"attachment": attachment}]})


def _found(base: str, kind: str, **asked: str) -> list[dict[str, Any]]:
    bundle = httpx.get(f"{base}/{kind}", params={"_count": "100", **asked}, timeout=PATIENCE).json()
    return [entry["resource"] for entry in bundle.get("entry", [])]


def test_each_document_becomes_one_report(medplum: str, serve_on: ServeOn) -> None:
    patient = _post(medplum, {"resourceType": "Patient", "active": True})
    serve = serve_on(medplum, subscription="off", poll_seconds=1, poll_query=f"subject={patient}")
    contents = [f"Hb=13{n}\nWBC=5.10 {patient}".encode() for n in range(3)]
    sources = [_document(medplum, patient, content) for content in contents]
    serve.wait_settled(3)
    for source in sources:
        assert serve.notify("PUT", f"/{source}").status_code == 204, "a repetition"
    serve.wait_settled(3)
    assert serve.status() == {"received": 3, "in_progress": 0, "delivered": 3, "in_review": 0, "dead": 0}
    reports = _found(medplum, "DiagnosticReport", subject=patient)
    assert sorted(i["value"] for r in reports for i in r["identifier"] if "sha-256" in i["value"]) == sorted(
        ni_name(content) for content in contents
    )
    known = {f"Observation/{o['id']}" for o in _found(medplum, "Observation", subject=patient)}
    assert {item["reference"] for r in reports for item in r["result"]} <= known
    assert all(len(r["result"]) == 2 for r in reports)
    named = [e["what"]["reference"] for p in _found(medplum, "Provenance") for e in p.get("entity", [])]
    assert sorted(named) == sorted(sources)


def test_a_document_entered_in_error_is_withdrawn_there_too(medplum: str, serve_on: ServeOn) -> None:
    patient = _post(medplum, {"resourceType": "Patient", "active": True})
    serve = serve_on(medplum, subscription="off", poll_seconds=1, poll_query=f"subject={patient}")
    source = _document(medplum, patient, b"Hb=135")
    serve.wait_settled(1)
    resource = httpx.get(f"{medplum}/{source}", timeout=PATIENCE).json()
    httpx.put(
        f"{medplum}/{source}", json={**resource, "status": "entered-in-error"}, timeout=PATIENCE
    ).raise_for_status()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        states = {r["status"] for k in ("DiagnosticReport", "Observation") for r in _found(medplum, k, subject=patient)}
        if states == {"entered-in-error"}:
            return
        time.sleep(0.5)
    raise AssertionError(json.dumps(sorted(states)) + serve.log.read_text()[-2000:])
