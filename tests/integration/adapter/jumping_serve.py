"""``scan2fhir serve`` whose wall clock can be set while it runs, for tests only.

The file named in ``S2F_CLOCK`` holds the seconds by which the clock is wrong; the monotonic clock is left alone, as in
life.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

FILE = Path(os.environ.get("S2F_CLOCK", "/nonexistent"))
_true = time.time
_wrong = [0.0]


def _follow() -> None:
    while True:
        with contextlib.suppress(OSError, ValueError):
            _wrong[0] = float(FILE.read_text("ascii"))
        time.sleep(0.05)


def main() -> None:
    # before anything of ours is imported: defaults of arguments would keep the true one
    time.time = lambda: _true() + _wrong[0]
    threading.Thread(target=_follow, daemon=True).start()
    from adapter.cli import main as scan2fhir

    scan2fhir()
