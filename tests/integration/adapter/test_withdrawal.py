"""A source that is entered in error or deleted after its delivery: what was read from it does not stay valid."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from tests.integration.adapter.harness import PATIENCE, Chart, Fault, FaultProxy, Serve

pytestmark = pytest.mark.integration
ServeOn = Callable[..., Serve]


def _statuses(chart: Chart, source: str) -> set[str]:
    """The statuses of everything of the patient but the source document."""
    found = set()
    for kind in ("DiagnosticReport", "Observation", "DocumentReference"):
        for entry in chart.get(kind, subject=chart.patient).get("entry", []):
            if f"{kind}/{entry['resource']['id']}" != source:
                found.add(f"{kind} {entry['resource']['status']}")
    return found


ALL_WITHDRAWN = {f"{kind} entered-in-error" for kind in ("DiagnosticReport", "Observation", "DocumentReference")}
ALL_VALID = {"DiagnosticReport preliminary", "Observation preliminary", "DocumentReference current"}


def _until(chart: Chart, source: str, wanted: set[str]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and _statuses(chart, source) != wanted:
        time.sleep(0.2)
    assert _statuses(chart, source) == wanted


def test_entered_in_error_withdraws_and_current_again_brings_back(
    hapi_r4: str, chart: Chart, serve_on: ServeOn
) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=0.5, poll_query=f"subject={chart.patient}")
    source = chart.document(b"Hb=135\nWBC=5.1\n")
    serve.wait_settled(1)
    assert _statuses(chart, source) == ALL_VALID
    resource = chart.get(source)
    chart.put({**resource, "status": "entered-in-error"})
    _until(chart, source, ALL_WITHDRAWN)
    assert serve.wait_settled(1) == {"received": 1, "in_progress": 0, "delivered": 1, "in_review": 0, "dead": 0}
    assert "entered in error" in serve.run("status", "--documents", "1").stdout
    versions = [e["resource"]["meta"]["versionId"] for e in chart.get("Observation", subject=chart.patient)["entry"]]
    assert serve.notify("PUT", f"/{source}").status_code == 204
    time.sleep(1)
    serve.wait_settled(1)
    again = [e["resource"]["meta"]["versionId"] for e in chart.get("Observation", subject=chart.patient)["entry"]]
    assert sorted(versions) == sorted(again), "a repetition changes nothing"
    chart.put({**resource, "status": "current"})
    _until(chart, source, ALL_VALID)


def test_deleted_source_withdraws_and_an_unknown_one_is_nobodys_business(
    hapi_r4: str, chart: Chart, serve_on: ServeOn
) -> None:
    gone = threading.Event()
    sources: list[str] = []

    def plan(method: str, path: str) -> Fault | None:
        # HAPI does not delete what others refer to; other servers do
        if gone.is_set() and method == "GET" and path.split("?", maxsplit=1)[0] == f"/fhir/{sources[0]}":
            return Fault("status", 410)
        return None

    with FaultProxy(hapi_r4, plan) as proxy:
        serve = serve_on(proxy.base, subscription="off", poll_query=f"subject={chart.patient}")
        sources.append(chart.document(b"Hb=135\n"))
        serve.wait_settled(1)
        gone.set()
        assert serve.notify("DELETE", f"/{sources[0]}").status_code == 204
        assert serve.notify("DELETE", "/DocumentReference/never-heard-of").status_code == 204
        _until(chart, sources[0], ALL_WITHDRAWN)
        assert serve.wait_settled(1)["received"] == 1
        assert "was deleted" in serve.run("status", "--documents", "1").stdout
