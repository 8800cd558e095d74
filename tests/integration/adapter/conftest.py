"""One adapter process per test, in front of the real HAPI of the test run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.adapter.harness import Chart, Serve


@pytest.fixture
def chart(hapi_r4: str) -> Chart:
    return Chart(hapi_r4)


@pytest.fixture
def serve_on(tmp_path: Path) -> Iterator[Callable[..., Serve]]:
    """``serve_on(ehr, **settings)`` starts an adapter that stops with the test."""
    started: list[Serve] = []

    def make(ehr: str, **settings: Any) -> Serve:
        # Tests share the server: only what a test makes after its start is its own.
        settings.setdefault("poll_lookback_hours", 0)
        settings.setdefault("poll_overlap_seconds", 5)
        serve = Serve(ehr, tmp_path / f"adapter-{len(started)}", **settings)
        started.append(serve)
        return serve.start()

    yield make
    for serve in started:
        serve.stop()
        serve.unsubscribe()
