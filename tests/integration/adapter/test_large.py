"""Documents beyond the limits, over HL7 v2 and over REST: refused in a sentence, and nothing is kept of them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import pytest

from tests.bench.senders import hl7_message
from tests.integration.adapter.harness import Serve, free_port

pytestmark = pytest.mark.integration
MB = 1024 * 1024


def _tell(port: int, message: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall(message)
        answer = b""
        while not answer.endswith(b"\x1c\r") and (part := connection.recv(4096)):
            answer += part
        return answer


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
