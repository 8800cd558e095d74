"""Documents that cannot be read end in exactly one place, with a reason that a person understands."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.adapter.harness import Chart, Serve, assert_exactly_once

pytestmark = pytest.mark.integration


def _attachment(content: bytes, **more: Any) -> dict[str, Any]:
    data = base64.b64encode(content).decode()
    return {"attachment": {"contentType": "text/plain", "data": data, **more}}


def test_each_bad_document_is_dead_with_its_reason(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    serve = serve_on(
        hapi_r4, subscription="off", poll_seconds=0.5, max_document_mb=1, poll_query="status=current,entered-in-error"
    )
    sha1 = base64.b64encode(hashlib.sha1(b"other").digest()).decode()
    gone = Chart(hapi_r4)
    bad = {
        chart.document(content=[{"attachment": {"title": "nothing"}}]): "has no attachment",
        chart.document(
            content=[{"attachment": {"contentType": "image/png", "url": "Binary/none"}}]
        ): "leads to nothing",
        chart.document(content=[{"attachment": {"url": "http://elsewhere.example/x.png"}}]): "not allowed",
        chart.document(content=[{"attachment": {"url": "file:///etc/passwd"}}]): "not fetched",
        chart.document(content=[_attachment(b"a=1", hash=sha1)]): "hash",
        chart.document(content=[_attachment(b"a=1", size=77)]): "states 77",
        chart.document(b"a=1", status="entered-in-error"): "entered in error",
        chart.document(b"BAD file"): "damaged",
        chart.document(b"BUG"): "KeyError",
        chart.document(b"x" * 1_200_000): "larger than 1 MB",
    }
    orphan = gone.document(b"a=1")
    # HAPI keeps referential integrity; other servers do not, so the subject is one that never was
    chart.client.delete(f"{hapi_r4}/{orphan}")
    good = chart.document(content=[_attachment(f"n={i}".encode()) for i in range(5)])
    serve.wait_settled(len(bad) + 1)
    dead = {d["reference"]: d for d in serve.api("GET", "/api/dead").json()}
    for reference, words in bad.items():
        assert words in dead[reference]["reason"], (reference, dead[reference]["reason"])
    assert good not in dead
    five = json.loads(serve.run("dead", "show", good).stdout)
    assert five["state"] == "in_review"
    assert "5 attachments" in five["reason"]
    assert_exactly_once(chart, [good])
    assert "a patient's name" not in serve.log.read_text()


def test_dead_documents_are_listed_and_replayed(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=0.5, poll_query=f"subject={chart.patient}")
    late = f"Binary/late-{chart.patient.split('/')[1]}"
    document = chart.document(content=[{"attachment": {"contentType": "image/png", "url": late}}])
    serve.wait_settled(1)
    listed = serve.run("dead", "list")
    assert document in listed.stdout
    chart.client.put(f"{hapi_r4}/{late}", content=b"a=1", headers={"Content-Type": "image/png"})
    assert "1 replayed" in serve.run("dead", "replay", document).stdout
    serve.wait_settled(1)
    assert serve.status()["delivered"] == 1
    assert_exactly_once(chart, [document])
    assert serve.run("dead", "replay", document).returncode == 1
    assert serve.run("dead", "show", "nothing-such").returncode == 1


def test_a_document_that_kills_its_reader_is_dead_after_three_tries_and_the_others_arrive(
    hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]
) -> None:
    serve = serve_on(
        hapi_r4,
        subscription="off",
        poll_seconds=0.5,
        poll_query=f"subject={chart.patient}",
        read_timeout_seconds=3,
        read_memory_mb=400,
    )
    poison = [chart.document(b"KILL"), chart.document(b"HANG"), chart.document(b"EAT")]
    good = [chart.document(f"n={i}".encode()) for i in range(50)]
    counts = serve.wait_settled(53)
    assert counts == {"received": 53, "in_progress": 0, "delivered": 50, "in_review": 0, "dead": 3}
    dead = {d["reference"]: d for d in serve.api("GET", "/api/dead").json()}
    assert [dead[p]["crashes"] for p in poison] == [3, 3, 3]
    assert "SIGSEGV" in dead[poison[0]]["reason"]
    assert "READ_TIMEOUT" in dead[poison[1]]["reason"]
    assert dead[poison[2]]["cause"] in ("memory", "crash")
    assert_exactly_once(chart, good)
