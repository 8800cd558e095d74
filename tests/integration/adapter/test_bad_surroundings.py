"""What surrounds a document is wrong: its patient, the subscription, the database, the clock. Each document ends in
exactly one place all the same, with a reason that a person understands."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapter.inbox import Inbox
from tests.integration.adapter.harness import Chart, Fault, FaultProxy, Serve, assert_exactly_once

pytestmark = pytest.mark.integration
DAY = 86400
ServeOn = Callable[..., Serve]


@pytest.fixture
def faulty(hapi_r4: str) -> Iterator[Callable[[Callable[[str, str], Fault | None]], FaultProxy]]:
    made: list[FaultProxy] = []

    def make(plan: Callable[[str, str], Fault | None]) -> FaultProxy:
        made.append(FaultProxy(hapi_r4, plan))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


def _only(chart: Chart, **more: Any) -> dict[str, Any]:
    return {"subscription": "off", "poll_seconds": 0.5, "poll_query": f"subject={chart.patient}", **more}


def _dead(serve: Serve) -> dict[str, str]:
    return {d["reference"]: d["reason"] for d in serve.api("GET", "/api/dead").json()}


@pytest.mark.parametrize(("status", "words"), [(410, "was deleted"), (404, "does not exist")])
def test_the_patient_is_no_more(
    chart: Chart, faulty: Callable[..., FaultProxy], serve_on: ServeOn, status: int, words: str
) -> None:
    """HAPI does not let a patient go whom a document names; others do."""
    gone = [True]
    number = chart.patient.split("/")[1]

    def plan(method: str, path: str) -> Fault | None:
        return Fault("status", status) if gone[0] and f"/Patient/{number}" in path else None

    serve = serve_on(faulty(plan).base, **_only(chart))
    document = chart.document(b"a=1")
    serve.wait_settled(1)
    assert words in _dead(serve)[document]
    assert "restore the patient" in _dead(serve)[document]
    gone[0] = False
    assert serve.api("POST", f"/api/dead/{_key(serve)}/replay").status_code == 200
    serve.wait_settled(1)
    assert_exactly_once(chart, [document])


def _key(serve: Serve) -> str:
    (one,) = serve.api("GET", "/api/dead").json()
    return str(one["id"])


def test_a_subscription_that_the_ehr_refuses_is_told_and_the_poll_goes_on(
    chart: Chart, faulty: Callable[..., FaultProxy], serve_on: ServeOn
) -> None:
    def plan(method: str, path: str) -> Fault | None:
        return Fault("status", 422) if method == "PUT" and "/Subscription/" in path else None

    serve = serve_on(faulty(plan).base, **_only(chart, subscription="rest-hook"))
    document = chart.document(b"a=1")
    serve.wait_settled(1)
    assert_exactly_once(chart, [document])
    parts = httpx.get(f"{serve.url}/readyz", timeout=5).json()["parts"]
    assert "422" in parts["subscription"]
    assert parts["poll"] == "working"


def test_a_locked_database_refuses_and_goes_on_when_it_is_free(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, **_only(chart))
    documents = [chart.document(f"SLOW n={i}".encode()) for i in range(6)]
    until = time.monotonic() + 60
    while serve.counts()["delivered"] < 1 and time.monotonic() < until:
        time.sleep(0.05)
    lock = sqlite3.connect(serve.folder / "data" / "scan2fhir.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    refused = serve.notify("PUT", "/DocumentReference/later")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "locked" in refused.json()["detail"]
    assert serve.api("GET", "/api/status").status_code == 200, "looking is possible"
    lock.execute("ROLLBACK")
    lock.close()
    documents += [chart.document(b"after=1")]
    assert serve.wait_settled(7)["delivered"] == 7
    assert_exactly_once(chart, documents)


def test_a_database_of_a_newer_version_stops_the_start_with_a_sentence(hapi_r4: str, tmp_path: Path) -> None:
    serve = Serve(hapi_r4, tmp_path)
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "scan2fhir.db"
    Inbox(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE s2f_marks SET number = 99 WHERE name = 'schema'")
    done = serve.run("serve")
    assert done.returncode == 4
    assert "newer scan2fhir" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clock_that_jumps_holds_nothing_up_and_repeats_nothing(
    chart: Chart, faulty: Callable[..., FaultProxy], serve_on: ServeOn, tmp_path: Path
) -> None:
    """Forward, back behind the start, and right again, while documents are read, wait for the EHR and arrive."""
    clock = tmp_path / "clock"
    away = [False]

    def plan(method: str, path: str) -> Fault | None:
        return Fault("status", 429, {"Retry-After": "1"}) if away[0] and "/DocumentReference/" in path else None

    serve = serve_on(faulty(plan).base, clock=clock, **_only(chart))
    documents: list[str] = []
    for number, wrong in enumerate((400 * DAY, -400 * DAY, 30, -3600, 0)):
        away[0] = True
        documents += [chart.document(f"SLOW {number}={i}".encode()) for i in range(3)]
        time.sleep(1.0)
        clock.write_text(str(wrong))
        documents.append(chart.document(f"meanwhile {number}=1".encode()))
        away[0] = False
        serve.wait_settled(len(documents), 60)
    assert serve.counts() == {
        "received": len(documents),
        "in_progress": 0,
        "delivered": len(documents),
        "in_review": 0,
        "dead": 0,
    }
    assert_exactly_once(chart, documents)
