"""HL7 v2 over MLLP, the hot folder and the backfill, each into the chart."""

from __future__ import annotations

import base64
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.adapter.harness import PATIENCE, Chart, Serve, assert_exactly_once, free_port, ni_name

pytestmark = pytest.mark.integration


def _message(control: str, identifier: str, content: bytes) -> bytes:
    lines = [
        rf"MSH|^~\&|LAB|CLINIC|S2F|EHR|20240101120000||ORU^R01^ORU_R01|{control}|P|2.5",
        f"PID|1||{identifier}^^^CLINIC^MR",
        "OBR|1|||11502-2^Laboratory report^LN",
        f"OBX|1|ED|11502-2^Laboratory report^LN||^TEXT^PLAIN^Base64^{base64.b64encode(content).decode()}||||||F",
    ]
    return b"\x0b" + "\r".join(lines).encode() + b"\r\x1c\r"


def _send(port: int, *messages: bytes) -> list[bytes]:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        answers = []
        for message in messages:
            for start in range(0, len(message), 37):
                connection.sendall(message[start : start + 37])
            answer = b""
            while not answer.endswith(b"\x1c\r"):
                answer += connection.recv(4096)
            answers.append(answer)
        return answers


def test_hl7_message_is_acknowledged_and_reaches_the_patient_or_a_reviewer(
    hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]
) -> None:
    port = free_port()
    serve = serve_on(
        hapi_r4, subscription="off", poll_query=f"subject={chart.patient}", mllp_listen=f"127.0.0.1:{port}"
    )
    number = chart.patient.split("/")[1]
    chart.put({"resourceType": "Patient", "id": number, "identifier": [{"system": "CLINIC", "value": number}]})
    known, unknown = b"Hb=135 " + number.encode(), b"Hb=136 " + number.encode()
    message = _message("C1", number, known)
    answers = _send(port, message, message, _message("C2", "nobody-" + number, unknown))
    assert all(b"MSA|AA" in a for a in answers)
    counts = serve.wait_settled(2)
    assert counts["received"] == 2, "the repetition is the same document"
    assert counts["in_review"] == 1
    assert [i["value"] for r in chart.reports() for i in r["identifier"] if "sha-256" in i["value"]] == [ni_name(known)]
    (source,) = chart.sources()
    assert chart.get(source)["subject"]["reference"] == chart.patient


def test_hot_folder(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    serve = serve_on(hapi_r4, subscription="off", poll_query=f"subject={chart.patient}", watch_folder=folder)
    (folder / "a.txt").write_bytes(b"Hb=135 " + chart.patient.encode())
    (folder / "empty.txt").write_bytes(b"")
    serve.wait_settled(1)
    assert (folder / "done" / "a.txt").exists()
    assert "empty" in (folder / "failed" / "empty.txt.reason.txt").read_text()


def test_backfill_resumes_and_doubles_nothing(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    documents = [chart.document(f"n={i}".encode()) for i in range(5)]
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=3600, poll_overlap_seconds=0)
    for _ in range(2):
        done = serve.run("backfill", "--query", f"subject={chart.patient}", "--rate", "0")
        assert done.returncode == 0, done.stderr
    serve.wait_settled(5)
    assert_exactly_once(chart, documents)
