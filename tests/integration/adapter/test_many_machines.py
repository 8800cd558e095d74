"""One intake and three workers on one PostgreSQL: one worker is killed, one frozen, the database goes away."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.adapter.harness import Chart, Serve, assert_exactly_once
from tests.integration.adapter.postgres import Cluster, missing

pytestmark = pytest.mark.integration


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    if problem := missing():
        pytest.skip(problem)
    with Cluster() as made:
        yield made


def test_killed_and_frozen_workers_and_a_database_that_goes_away(
    hapi_r4: str, chart: Chart, cluster: Cluster, tmp_path: Path
) -> None:
    shared = {"database_url": cluster.url, "subscription": "off", "poll_lookback_hours": 0, "poll_overlap_seconds": 5}
    intake = Serve(hapi_r4, tmp_path / "intake", role="intake", poll_query=f"subject={chart.patient}", **shared)
    # one data folder for all workers: each takes a place of its own in it
    workers = [
        Serve(hapi_r4, tmp_path / f"w{i}", role="worker", data_dir=tmp_path / "data", **shared) for i in range(3)
    ]
    everybody = [intake, *workers]
    try:
        for serve in everybody:
            serve.start(wait=False)
        for serve in everybody:
            serve.wait_ready()
        documents = [chart.document(f"SLOW n={i}".encode()) for i in range(24)]
        _until_some_are_done(intake, 3)
        workers[0].kill()
        assert workers[1].process is not None
        workers[1].process.send_signal(signal.SIGSTOP)
        intake.wait_settled(24, 90)
        assert_exactly_once(chart, documents)
        workers[1].process.send_signal(signal.SIGCONT)
        more = [chart.document(f"SLOW m={i}".encode()) for i in range(6)]
        cluster.pause()
        assert intake.notify("PUT", f"/{more[0]}").status_code == 503
        time.sleep(6)
        cluster.resume()
        counts = intake.wait_settled(30, 120)
        assert counts == {"received": 30, "in_progress": 0, "delivered": 30, "in_review": 0, "dead": 0}
        assert_exactly_once(chart, [*documents, *more])
    finally:
        if workers[1].process is not None:
            workers[1].process.send_signal(signal.SIGCONT)
        for serve in everybody:
            serve.stop()


def _until_some_are_done(serve: Serve, count: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and serve.counts()["delivered"] < count:
        time.sleep(0.1)
