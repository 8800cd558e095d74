"""A thousand damaged files of every type, opened in child processes: only typed errors, no crash, no hang."""

from __future__ import annotations

import pytest

from tests.bench.fuzz_loading import run_isolated

pytestmark = pytest.mark.integration


def test_a_thousand_damaged_files():
    outcome = run_isolated([(start, 50) for start in range(0, 1000, 50)], seed=1)
    assert outcome.surprises == []
    assert outcome.total == 1000
    assert min(outcome.read, outcome.refused) > 100
