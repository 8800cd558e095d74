"""A reader for tests of the way around reading: no recognition, but the transaction has the real one's shape.

Content that begins with ``KILL``, ``HANG``, ``EAT``, ``BUG`` or ``BAD`` does to the process what it says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import signal
import time
from collections.abc import Mapping
from typing import Any

from adapter.workflow.child import DocumentUnreadableError, Output

TAG = {"system": "https://scan2fhir.org/fhir/CodeSystem/tag", "code": "derived"}


def read(data: bytes, request: Mapping[str, Any]) -> Output:
    _misbehave(data)
    sha256 = hashlib.sha256(data).hexdigest()
    bundle = _bundle(data, sha256, request)
    doubtful = 1 if b"doubt" in data else 0
    summary = {"kind": "laboratory", "results": 1, "doubtful": doubtful, "sha256": sha256, "media_type": "text/plain"}
    return Output(json.dumps(bundle).encode(), summary, {"report.json": b'{"schema_version": "1"}'})


def _misbehave(data: bytes) -> None:
    if data.startswith(b"KILL"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if data.startswith(b"HANG"):
        time.sleep(3600)
    if data.startswith(b"EAT"):
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1024)) * 16384)
    if data.startswith(b"BUG"):
        raise KeyError("a patient's name")
    if data.startswith(b"BAD"):
        raise DocumentUnreadableError("The file is damaged; send it again.")
    if data.startswith(b"SLOW"):
        time.sleep(0.3)


def _bundle(data: bytes, sha256: str, request: Mapping[str, Any]) -> dict[str, Any]:
    stem = hashlib.sha256(str(request["source"]).encode()).hexdigest()[:20]
    subject = {"subject": {"reference": request["patient"]}} if request["patient"] else {}
    name = "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    source = {"reference": request["source"]}
    r5 = request["version"] == "R5"
    rows = [line for line in data.decode(errors="replace").splitlines() if "=" in line] or ["a=1"]
    observations = [_observation(stem, i, line, subject) for i, line in enumerate(rows)]
    docx = {"resourceType": "Binary", "id": f"{stem}-docx", "contentType": "application/octet-stream", "data": "UEs="}
    reference = {
        "resourceType": "DocumentReference",
        "id": f"{stem}-doc",
        "meta": {"tag": [TAG]},
        "identifier": [{"system": "https://scan2fhir.org/fhir/id", "value": f"{stem}-doc"}],
        "status": "current",
        **subject,
        "relatesTo": [{"code": {"text": "transforms"} if r5 else "transforms", "target": source}],
        "content": [{"attachment": {"contentType": "application/octet-stream", "url": f"Binary/{stem}-docx"}}],
    }
    report = {
        "resourceType": "DiagnosticReport",
        "id": f"{stem}-report",
        "meta": {"tag": [TAG]},
        "identifier": [
            {"system": "urn:ietf:rfc:3986", "value": name},
            {"system": "https://scan2fhir.org/fhir/id", "value": f"{stem}-report"},
        ],
        "status": "preliminary",
        "code": {"text": "report"},
        **subject,
        "issued": request["recorded"],
        "result": [{"reference": f"Observation/{o['id']}"} for o in observations],
        "presentedForm": [{"contentType": "application/octet-stream", "url": f"Binary/{stem}-docx"}],
    }
    provenance = {
        "resourceType": "Provenance",
        "id": f"{stem}-provenance",
        "target": [{"reference": f"DiagnosticReport/{stem}-report"}],
        "recorded": request["recorded"],
        "agent": [{"who": {"display": "scan2fhir"}}],
        "entity": [{"role": "source", "what": source}],
    }
    entries = [docx, reference, *observations, report, provenance]
    return {"resourceType": "Bundle", "type": "transaction", "entry": [_put(e) for e in entries]}


def _observation(stem: str, index: int, line: str, subject: Mapping[str, Any]) -> dict[str, Any]:
    name, _, value = line.partition("=")
    return {
        "resourceType": "Observation",
        "id": f"{stem}-{index}",
        "identifier": [{"system": "https://scan2fhir.org/fhir/id", "value": f"{stem}-{index}"}],
        "status": "preliminary",
        "code": {"text": name[:100] or "x"},
        **subject,
        "valueString": value[:100] or "x",
    }


def _put(resource: dict[str, Any]) -> dict[str, Any]:
    url = f"{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": f"urn:x-test:{url}", "resource": resource, "request": {"method": "PUT", "url": url}}
