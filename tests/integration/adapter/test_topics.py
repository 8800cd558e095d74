"""Topic subscriptions of real servers, from the registration to the chart, without help from the poll."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pytest

from tests.integration.adapter.harness import Chart, Serve, assert_exactly_once

pytestmark = pytest.mark.integration
ServeOn = Callable[..., Serve]


def _until_active(serve: Serve) -> None:
    until = time.monotonic() + 30
    state = ""
    while time.monotonic() < until and state != "active":
        state = httpx.get(f"{serve.url}/readyz", timeout=5).json()["parts"]["subscription"]
        time.sleep(0.2)
    assert state == "active"


def _through(serve: Serve, chart: Chart) -> None:
    _until_active(serve)
    # the poll that follows activation comes first, so that only a notification can bring the document
    time.sleep(1.5)
    document = _first_announced(serve, chart)
    assert_exactly_once(chart, [document])
    (report,) = chart.reports()
    assert len(report["result"]) == 2


def _first_announced(serve: Serve, chart: Chart) -> str:
    """A server reads new topics once a minute: what is written before is not announced (in life, the poll finds it)."""
    until = time.monotonic() + 120
    while True:
        document = chart.document(b"Hb=135\nWBC=5.10\n")
        try:
            serve.wait_settled(1, seconds=10)
            return document
        except AssertionError:
            if time.monotonic() > until:
                raise


def test_r5_topic_brings_a_document_into_the_chart(hapi_r5: str, serve_on: ServeOn) -> None:
    chart = Chart(hapi_r5)
    _through(serve_on(hapi_r5, poll_seconds=3600, poll_query=f"subject={chart.patient}"), chart)


def test_r4_topic_brings_a_document_into_the_chart(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, subscription="topic", poll_seconds=3600, poll_query=f"subject={chart.patient}")
    _through(serve, chart)
