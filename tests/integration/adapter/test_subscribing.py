"""``scan2fhir subscribe`` makes and repairs the Subscription of a real server, and the watchdog keeps it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.adapter.harness import PATIENCE, Chart, Serve, assert_exactly_once

pytestmark = pytest.mark.integration


def _own(chart: Chart, serve: Serve) -> list[dict[str, Any]]:
    """The Subscriptions that lead to the adapter."""
    entries = chart.get("Subscription", _count="200").get("entry", [])
    return [e["resource"] for e in entries if e["resource"]["channel"]["endpoint"].startswith(serve.url)]


def _until_active(chart: Chart, serve: Serve, seconds: float = PATIENCE) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = _own(chart, serve)
        if [s["status"] for s in found] == ["active"]:
            return found[0]
        time.sleep(0.5)
    raise AssertionError(f"not one active Subscription but {found}")


def test_the_command_makes_and_repairs(hapi_r4: str, chart: Chart, tmp_path: Path) -> None:
    serve = Serve(hapi_r4, tmp_path, **chart.only)
    try:
        made = serve.run("subscribe")
        assert made.returncode == 0, made.stderr
        assert " made; it notifies " in made.stdout
        found = _until_active(chart, serve)
        assert "notify-secret" not in made.stdout + made.stderr
        assert " kept; " in serve.run("subscribe").stdout
        chart.put({**found, "status": "off"})
        assert " repaired; " in serve.run("subscribe").stdout
        _until_active(chart, serve)
    finally:
        serve.unsubscribe()
    off = Serve(hapi_r4, tmp_path, subscription="off").run("subscribe")
    assert (off.returncode, "turned off" in off.stdout) == (0, True)


def test_the_watchdog_makes_a_lost_subscription_again_and_nothing_of_the_gap_is_lost(
    hapi_r4: str, chart: Chart, serve_on: Callable[..., Serve]
) -> None:
    serve = serve_on(hapi_r4, poll_seconds=3600, **chart.only)
    found = _until_active(chart, serve)
    httpx.delete(f"{hapi_r4}/Subscription/{found['id']}", timeout=PATIENCE).raise_for_status()
    # announced to nobody: the poll that follows the repair finds it
    documents = [chart.document(b"in the gap=1")]
    _until_active(chart, serve)
    serve.wait_settled(1)
    documents.append(chart.document(b"after it=1"))
    serve.wait_settled(2)
    assert_exactly_once(chart, documents)
