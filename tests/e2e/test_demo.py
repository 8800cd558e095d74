"""The whole promise as a stranger sees it: ``scan2fhir demo`` against a real HAPI FHIR server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.hapi.server import missing_tools

pytestmark = pytest.mark.e2e


@pytest.mark.skipif(bool(missing_tools()), reason=missing_tools())
def test_three_photographs_end_in_the_chart(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    ran = subprocess.run(
        [sys.executable, "-m", "adapter.cli", "demo", "--out", str(out)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("posted") >= 3
    assert "718-7" in ran.stdout  # haemoglobin, as the EHR shows it
    reports = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(out.glob("*/report.json"))]
    assert [r["kind"] for r in reports] == ["laboratory", "laboratory", "imaging"]
    assert len(list(out.glob("*.docx"))) == 3
    assert len(list(out.glob("*/redacted-1.png"))) == len(list(out.glob("*/annotated-1.png"))) == 3
