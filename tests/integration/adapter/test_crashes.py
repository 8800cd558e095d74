"""kill -9 at random moments and between any two steps, and SIGTERM in the middle of work: nothing lost, nothing doubled
(many more kills in the bench)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.crash_matrix import run
from tests.integration.adapter.harness import Chart, Serve, assert_exactly_once
from tests.integration.adapter.postgres import Cluster, missing

pytestmark = pytest.mark.integration


def test_kills_lose_nothing_and_double_nothing(hapi_r4: str, tmp_path: Path) -> None:
    outcome = run(hapi_r4, tmp_path, count=20, seed=11)
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.kills.total() == 20
    assert outcome.documents >= 20


def test_nor_where_intake_and_work_are_two_processes_on_postgresql(hapi_r4: str, tmp_path: Path) -> None:
    if problem := missing():
        pytest.skip(problem)
    with Cluster() as cluster:
        outcome = run(hapi_r4, tmp_path, count=16, seed=12, database_url=cluster.url)
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.documents >= 16


def test_told_to_stop_it_ends_what_runs_and_goes_on_at_the_next_start(
    hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]
) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=0.5, poll_query=f"subject={chart.patient}")
    documents = [chart.document(f"SLOW n={i}".encode()) for i in range(10)]
    until = time.monotonic() + 60
    while not 1 <= serve.counts()["delivered"] < 10 and time.monotonic() < until:
        time.sleep(0.02)
    assert serve.stop() in (0, -15)
    log = serve.log.read_text("utf-8")
    assert '"event": "stopped"' in log
    assert "Traceback" not in log
    assert len(chart.sources()) < 10, "it was told in the middle"
    serve.start()
    assert serve.wait_settled(10)["delivered"] == 10
    assert_exactly_once(chart, documents)
