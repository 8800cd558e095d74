"""Once an hour: what is past its retention is forgotten. A clock that jumped makes nothing old."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from adapter.inbox import Inbox
from adapter.logs import event
from adapter.workflow.files import purge_files

log = logging.getLogger("scan2fhir.upkeep")
#: How far the clock may run from our own monotonic one between two looks and still be believed.
DRIFT = 300.0
#: After a jump nothing is forgotten for so long: whoever set the clock wrong may set it right meanwhile.
CAUTION = 86400.0


class Runs(Protocol):
    def purge(self, before_iso: str) -> int:
        """Forgets runs that ended before a moment; how many they were."""


class Upkeep:
    """``keep`` is the retention in seconds; ``runs`` the engine's records, kept for an hour."""

    def __init__(
        self,
        inbox: Inbox,
        files: Path,
        runs: Runs | None,
        keep: float,
        *,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inbox, self._files, self._runs, self._keep = inbox, files, runs, keep
        self._clock, self._steady = clock, steady
        self._last = (clock(), steady())
        self._wary_until: float | None = None

    def look(self) -> int:
        """One look. Returns how much was forgotten. Raises ``StorageError``."""
        now = self._clock()
        if not self._believed(now):
            return 0
        gone = self._inbox.purge(now - self._keep) + purge_files(self._files, now - self._keep)
        if self._runs is not None:
            hour_ago = datetime.datetime.fromtimestamp(now - 3600, datetime.UTC).isoformat()
            while count := self._runs.purge(hour_ago):
                gone += count
        return gone

    def _believed(self, now: float) -> bool:
        then, began = self._last
        steady = self._steady()
        self._last = (now, steady)
        jump = (now - then) - (steady - began)
        if abs(jump) > DRIFT:
            event(log, "the clock jumped, nothing is forgotten for a day", logging.WARNING, seconds=round(jump))
            self._wary_until = steady + CAUTION
        return self._wary_until is None or steady >= self._wary_until
