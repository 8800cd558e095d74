"""An EHR that answers badly, late or not at all: every document still arrives exactly once."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable

import pytest

from tests.integration.adapter.harness import Chart, Fault, FaultProxy, Serve, assert_exactly_once, is_transaction

pytestmark = pytest.mark.integration
FAULTS = [
    Fault("status", 409),
    Fault("status", 412),
    Fault("status", 429, {"Retry-After": "1"}),
    Fault("status", 500),
    Fault("status", 503, {"Retry-After": "1"}),
    Fault("hang", seconds=4),
    Fault("cut"),
    Fault("commit-cut"),
    Fault("commit-status", 500),
    Fault("commit-status", 503),
]


def test_every_fault_of_the_transaction(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    turns = itertools.cycle([turn for fault in FAULTS for turn in (fault, None)])
    lock = threading.Lock()

    def plan(method: str, path: str) -> Fault | None:
        if not is_transaction(method, path):
            return None
        with lock:
            return next(turns)

    with FaultProxy(hapi_r4, plan) as proxy:
        serve = serve_on(
            proxy.base,
            subscription="off",
            poll_seconds=0.5,
            poll_query=f"subject={chart.patient}",
            ehr_timeout_seconds=2,
        )
        documents = [chart.document(f"n={i}".encode()) for i in range(8)]
        counts = serve.wait_settled(8)
    assert counts["delivered"] == 8
    assert_exactly_once(chart, documents)


def test_every_kind_of_request_fails_now_and_then(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    numbers = itertools.count()

    def plan(method: str, path: str) -> Fault | None:
        number = next(numbers)
        return FAULTS[number // 4 % len(FAULTS)] if number % 4 == 3 else None

    with FaultProxy(hapi_r4, plan) as proxy:
        serve = serve_on(
            proxy.base,
            subscription="off",
            poll_seconds=0.5,
            poll_query=f"subject={chart.patient}",
            ehr_timeout_seconds=2,
        )
        documents = [chart.document(f"n={i}".encode()) for i in range(8)]
        counts = serve.wait_settled(8)
    assert counts["delivered"] == 8, serve.api("GET", "/api/dead").json()
    assert_exactly_once(chart, documents)


def test_ehr_away_and_back(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    away = threading.Event()
    with FaultProxy(hapi_r4, lambda _m, _p: Fault("cut") if away.is_set() else None) as proxy:
        serve = serve_on(proxy.base, subscription="off", poll_seconds=1, poll_query=f"subject={chart.patient}")
        time.sleep(1.5)
        away.set()
        documents = [chart.document(f"n={i}".encode()) for i in range(4)]
        for document in documents:
            assert serve.notify("PUT", f"/{document}").status_code == 204, "taken in while the EHR is away"
        time.sleep(6)
        assert serve.counts() == {"received": 4, "in_progress": 4, "delivered": 0, "in_review": 0, "dead": 0}
        away.clear()
        serve.wait_settled(4)
    assert_exactly_once(chart, documents)


def test_refused_transaction_is_dead_with_the_servers_words(
    hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]
) -> None:
    def plan(method: str, path: str) -> Fault | None:
        return Fault("status", 403) if is_transaction(method, path) else None

    with FaultProxy(hapi_r4, plan) as proxy:
        serve = serve_on(proxy.base, subscription="off", poll_seconds=0.5, poll_query=f"subject={chart.patient}")
        chart.document(b"n=1")
        counts = serve.wait_settled(1)
        assert counts["dead"] == 1
        (dead,) = serve.api("GET", "/api/dead").json()
        assert "403" in dead["reason"]


def test_wrong_credentials_keep_documents_waiting(hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]) -> None:
    wrong = threading.Event()
    wrong.set()
    with FaultProxy(hapi_r4, lambda _m, _p: Fault("status", 401) if wrong.is_set() else None) as proxy:
        serve = serve_on(
            proxy.base, subscription="off", poll_query=f"subject={chart.patient}", fhir_version="R4", ehr_token="x"
        )
        document = chart.document(b"n=1")
        assert serve.notify("PUT", f"/{document}").status_code == 204
        time.sleep(1.5)
        shown = serve.run("status", "--documents", "1").stdout
        assert "SCAN2FHIR_EHR_TOKEN" in shown
        wrong.clear()
        serve.wait_settled(1)
    assert_exactly_once(chart, [document])
