"""A whole run over every way in, with the real reader: one id a document through all stages, and neither identity nor
text of a document in what is logged, counted or left at rest."""

from __future__ import annotations

import base64
import json
import re
import socket
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.senders import hl7_message
from tests.integration.adapter.harness import PATIENCE, Chart, Fault, FaultProxy, Serve, free_port

pytestmark = pytest.mark.integration
REPORT = """Sankt Ansgar Laboratory
Name: Quillfeather Benedicta   Sex: F   Age: 47
Medical record number: 88412073   Phone: 13912345678
ID: 11010519491231002X
Doctor: Ravensworth

Haemoglobin   137   g/L   115-150
Leukocytes   {value}   10^9/L   3.5-9.5
Zirconium screen   negative
"""
#: Identity of the patient and others, and words that stand in the document and nowhere else.
SECRETS = [
    "Quillfeather",
    "Benedicta",
    "88412073",
    "13912345678",
    "11010519491231002X",
    "Ravensworth",
    "Ansgar",
    "Haemoglobin",
    "Leukocytes",
    "Zirconium",
    "115-150",
    "PID-77120",
]


def test_a_whole_run_says_nothing_of_anybody(
    hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve], tmp_path: Path
) -> None:
    mllp, folder, failed = free_port(), tmp_path / "in", [False]

    def plan(method: str, path: str) -> Fault | None:
        """The first transaction is refused for a while, so that errors are logged too."""
        if method == "POST" and not failed[0]:
            failed[0] = True
            return Fault("status", 503, {"Retry-After": "0"})
        return None

    with FaultProxy(hapi_r4, plan) as proxy:
        serve = serve_on(
            proxy.base,
            reader=None,
            poll_seconds=2,
            poll_query=f"subject={chart.patient}",
            subscription_criteria=f"DocumentReference?subject={chart.patient}",
            mllp_listen=f"127.0.0.1:{mllp}",
            watch_folder=folder,
            log_format="json",
            log_level="debug",
        )
        texts = [REPORT.format(value=f"5.4{number}").encode() for number in range(5)]
        title = {"title": "Quillfeather Benedicta 88412073"}
        good = {"contentType": "text/plain", "data": base64.b64encode(texts[0]).decode(), **title}
        bad = {
            "contentType": "image/png",
            "data": base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0 Quillfeather").decode(),
            **title,
        }
        for attachment in (good, bad):
            chart.document(content=[{"attachment": attachment}], description="of Quillfeather Benedicta")
        with socket.create_connection(("127.0.0.1", mllp), timeout=PATIENCE) as connection:
            connection.sendall(hl7_message("C1", "PID-77120", texts[1], "||Quillfeather^Benedicta"))
            assert b"MSA|AA" in connection.recv(4096)
            connection.sendall(hl7_message("C2", "PID-77120", b"", "||Quillfeather^Benedicta"))
            assert b"MSA|AE" in connection.recv(4096)
        (folder / "Quillfeather 88412073.txt").write_bytes(texts[2])
        (folder / "Quillfeather empty.txt").write_bytes(b"")
        file = {"file": ("Quillfeather.txt", texts[3], "text/plain")}
        assert serve.api("POST", "/api/documents", files=file).status_code == 202
        assert serve.api("POST", "/api/ocr", files={"file": ("Quillfeather.txt", texts[4])}).status_code == 200
        serve.wait_settled(5)
        metrics = serve.api("GET", "/metrics").text
        status = serve.api("GET", "/api/dead").text + serve.run("dead", "list").stdout
        serve.stop()
    log = serve.log.read_text("utf-8")
    told = {"the log": log, "the metrics": metrics, "the dead letters": status}
    at_rest = [f for f in (serve.folder / "data").rglob("*") if f.is_file() and "documents" not in f.parts]
    told |= {f"{f.name} at rest": f.read_bytes().decode("latin-1") for f in at_rest}
    for where, text in told.items():
        for secret in SECRETS:
            assert secret not in text, (where, secret, text[max(0, text.find(secret) - 200) :][:300])
    _one_id_through_all_stages(log)
    for line in (
        'scan2fhir_received_total{outcome="new",trigger="mllp"} 1.0',
        'scan2fhir_received_total{outcome="new",trigger="folder"} 1.0',
        'scan2fhir_received_total{outcome="new",trigger="rest"} 1.0',
        'scan2fhir_documents{state="dead"} 1.0',
        "scan2fhir_queue_depth 0.0",
        "scan2fhir_queue_age_seconds 0.0",
    ):
        assert line in metrics, line
    stages = set(re.findall(r'scan2fhir_stage_seconds_count\{stage="(\w+)"\} [1-9]', metrics))
    assert stages == {"fetch", "read", "deliver"}


def _one_id_through_all_stages(log: str) -> None:
    events: dict[str, list[str]] = defaultdict(list)
    for line in log.splitlines():
        said = json.loads(line)  # every line is one JSON object
        if "document" in said:
            events[said["document"]].append(said["event"])
    assert len(events) == 5
    ways = sorted(
        tuple(dict.fromkeys(e for e in said if e in ("accepted", "read", "finished"))) for said in events.values()
    )
    assert ways == [("accepted", "finished"), *[("accepted", "read", "finished")] * 4]
