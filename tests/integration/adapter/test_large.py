"""A document of fifty megabytes over HL7 v2 and over REST: into the chart, with bounded memory; larger ones are refused."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Callable

import pytest

from tests.bench.mllp_rate import peak_mb
from tests.bench.senders import hl7_message
from tests.integration.adapter.harness import Chart, Serve, free_port, ni_name

pytestmark = pytest.mark.integration
MB = 1024 * 1024
#: The service alone takes some 130 MB; a document is in memory a few times over (as bytes, as Base64, on its way out).
MOST_MB = 900


def _tell(port: int, message: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall(message)
        answer = b""
        while not answer.endswith(b"\x1c\r") and (part := connection.recv(4096)):
            answer += part
        return answer


def test_fifty_megabytes_over_hl7_and_over_rest(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    port = free_port()
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=3600, mllp_listen=f"127.0.0.1:{port}")
    number = chart.patient.split("/")[1]
    chart.put({"resourceType": "Patient", "id": number, "identifier": [{"system": "CLINIC", "value": number}]})
    noise = random.Random(number)
    spoken, posted = (noise.randbytes(25 * MB).hex().encode() for _ in range(2))
    assert b"MSA|AA" in _tell(port, hl7_message("BIG", number, spoken))
    answer = serve.api("POST", f"/api/documents?patient={chart.patient}", content=posted)
    assert answer.status_code == 202, answer.text
    counts = serve.wait_settled(2, 300)
    assert counts["delivered"] == 2, serve.api("GET", "/api/dead").json()
    names = {i["value"] for r in chart.reports() for i in r["identifier"]}
    assert {ni_name(spoken), ni_name(posted)} <= names
    assert serve.process is not None
    assert peak_mb(serve.process.pid) < MOST_MB


def test_too_large_is_refused_in_a_sentence(hapi_r4: str, serve_on: Callable[..., Serve]) -> None:
    port = free_port()
    serve = serve_on(
        hapi_r4,
        subscription="off",
        poll_seconds=3600,
        max_document_mb=1,
        mllp_max_mb=2,
        mllp_listen=f"127.0.0.1:{port}",
        poll_query="_id=none",
    )
    document = _tell(port, hl7_message("A", "1", os.urandom(MB + MB // 4)))
    assert b"MSA|AE|A|" in document
    assert b"larger than 1 MB" in document
    message = _tell(port, hl7_message("B", "1", os.urandom(3 * MB)))
    assert b"MSA|AR|B|" in message
    assert b"larger than" in message
    answer = serve.api("POST", "/api/documents", content=os.urandom(MB + MB // 4))
    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.json()["detail"]
    assert serve.counts()["received"] == 0
