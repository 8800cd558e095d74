"""kill -9 at random moments and between any two steps: nothing lost, nothing doubled (many more in the bench)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.crash_matrix import run
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
