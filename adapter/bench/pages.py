"""Writes measured tables into the documentation, between two marks, with everything needed to repeat them."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapter.bench.tables import Table
from adapter.errors import AdapterError


def machine() -> str:
    """Processor, cores and memory, as far as the system tells."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {memory:.0f} GB, Python {platform.python_version()}"


def write(page: Path, mark: str, tables: Sequence[Table], *, command: str, notes: Sequence[str] = ()) -> None:
    """Replaces what stands between ``<!-- mark -->`` and ``<!-- /mark -->`` on ``page``.

    Raises :class:`AdapterError` when the page or its marks are missing.
    """
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if begin not in text or end not in text:
        raise AdapterError(f"{page} has no marks {begin} and {end}; put them where the tables belong.")
    head = [f"Measured {datetime.now(UTC):%Y-%m-%d} with `{command}` on {machine()}.", *notes]
    body = "\n\n".join(["\n".join(head), *(table.markdown() for table in tables)])
    before, after = text.split(begin, 1)[0], text.split(end, 1)[1]
    page.write_text(f"{before}{begin}\n{body}\n{end}{after}", encoding="utf-8")
