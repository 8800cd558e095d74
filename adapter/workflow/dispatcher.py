"""Hands due documents to the engine, as many as there are hands, and looks after runs that went missing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from adapter.errors import StorageError
from adapter.inbox import LostClaimError, Work
from adapter.logs import event
from adapter.workflow.engine import Engine, run_id

log = logging.getLogger("scan2fhir.dispatch")
SWEEP_SECONDS = 3.0
#: A held document without a living run is looked at so often before it is let go.
LOOKS = 2


class Dispatcher:
    """``may_start`` says how many further runs make sense now (0 while the EHR is away)."""

    def __init__(self, work: Work, engine: Engine, slots: int, may_start: Callable[[], int], pause: float) -> None:
        self._work = work
        self._engine = engine
        self._slots = slots
        self._may_start = may_start
        self._pause = pause
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._missing: dict[str, int] = {}
        self._threads = [
            threading.Thread(target=self._run, name="dispatch", daemon=True),
            threading.Thread(target=self._sweep_for_ever, name="sweep", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        for thread in self._threads:
            thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                busy = self.dispatch()
            except StorageError as error:
                event(log, "inbox not usable", logging.ERROR, reason=str(error))
                busy = False
                self._stop.wait(1.0)
            except Exception:
                log.exception("dispatch failed")
                busy = False
                self._stop.wait(1.0)
            if not busy:
                self._wake.wait(self._pause)
                self._wake.clear()

    def dispatch(self) -> bool:
        """Starts what is due and fits. Returns True when there may be more to start at once."""
        free = min(self._slots - len(self._engine.running()), self._may_start())
        if free <= 0 or not self._work.anything_due():
            return False
        claimed = self._work.claim(free)
        for document in claimed:
            try:
                self._engine.start(document.key, document.run, document.generation)
            except Exception:
                # The run was not recorded: without letting go, the document would wait for the sweep.
                log.exception("run not started")
                self._work.let_go(document.key, document.run)
        return len(claimed) == free

    # ------------------------------------------------------------------ upkeep
    def _sweep_for_ever(self) -> None:
        while not self._stop.wait(SWEEP_SECONDS):
            try:
                self.sweep()
                self._work.inbox.scrub()
            except StorageError as error:
                event(log, "sweep put off", logging.WARNING, reason=str(error))
            except Exception:
                log.exception("sweep failed")

    def sweep(self) -> int:
        """Lets go of documents that we hold but do not work on (a full disk, a kill between two commits)."""
        running = self._engine.running()
        held = {run_id(d.key, d.run): d for d in self._work.held()}
        self._missing = {name: self._missing.get(name, 0) + 1 for name in held if name not in running}
        freed = 0
        for name, looks in self._missing.items():
            if looks < LOOKS or name in self._engine.running():
                continue
            document = held[name]
            try:
                self._work.let_go(document.key, document.run)
            except LostClaimError:
                continue
            event(log, "a lost run is begun anew", logging.WARNING, document=document.key)
            self._engine.abandon(name)
            freed += 1
        if freed:
            self.wake()
        return freed


class Adoption:
    """Takes over the documents of executors whose heartbeat stands still, on databases that several share.

    Dead is told from slow by the counter alone, on our own monotonic clock: clocks of machines differ. After any
    database error all that was seen is forgotten, for then everybody's heart stood still.
    """

    def __init__(
        self,
        work: Work,
        engine: Engine,
        wake: Callable[[], None],
        *,
        lease: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work = work
        self._engine = engine
        self._wake = wake
        self._lease = lease
        self._clock = clock
        self._seen: dict[str, tuple[int, float]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._stop.wait(1.0):
            try:
                self._work.beat()
                self.look()
            except StorageError as error:
                self._seen.clear()
                event(log, "heartbeat missed", logging.WARNING, reason=str(error))
            except Exception:
                self._seen.clear()
                log.exception("heartbeat failed")

    def look(self) -> int:
        """Adopts what is due for it. Returns how many documents were freed."""
        now = self._clock()
        beats = self._work.beats()
        freed = 0
        self._seen = {name: seen for name, seen in self._seen.items() if name in beats}
        for name, counter in beats.items():
            if name == self._work.executor:
                continue
            known = self._seen.get(name)
            if known is None or known[0] != counter:
                self._seen[name] = (counter, now)
            elif now - known[1] > self._lease:
                adopted = self._work.release_of(name, counter)
                for key, run in adopted:
                    self._engine.abandon(run_id(key, run))
                if adopted:
                    event(log, "adopted the work of a silent worker", logging.WARNING, worker=name, count=len(adopted))
                freed += len(adopted)
                self._seen.pop(name)
        if freed:
            self._wake()
        return freed
