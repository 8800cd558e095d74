"""Broken notifications and HL7 v2 streams against a running adapter, at a small size (in full: ``make fuzz``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.fuzz_intake import run

pytestmark = pytest.mark.integration


def test_broken_senders_crash_nothing_and_lose_nothing(tmp_path: Path) -> None:
    assert run(300, 7, tmp_path) == []
