"""kill -9 at random moments and at the borders of steps: nothing lost, nothing doubled (many more in the bench)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.crash_matrix import run

pytestmark = pytest.mark.integration


def test_kills_lose_nothing_and_double_nothing(hapi_r4: str, tmp_path: Path) -> None:
    outcome = run(hapi_r4, tmp_path, count=20, seed=11)
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.kills.total() == 20
    assert outcome.documents >= 20
