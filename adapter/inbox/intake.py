"""The one durable intake: whatever the way in, ``await intake.accept(arrival)`` and then answer the sender.

Arrivals that come at the same time share one commit: a disk can sync some hundred times a second, and senders may
come faster.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from adapter.errors import StorageError
from adapter.inbox.arrivals import Accepted, Arrival
from adapter.inbox.store import Inbox
from adapter.logs import event
from adapter.metrics import RECEIVED

log = logging.getLogger("scan2fhir.intake")
BATCH = 256
_Item = tuple[Arrival, Future[Accepted]]


class Intake:
    """Group commit in front of an inbox. ``wake`` is called after each commit that brought something new."""

    def __init__(self, inbox: Inbox, wake: Callable[[], None] = lambda: None) -> None:
        self.inbox = inbox
        self.wake = wake
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()

    async def accept(self, arrival: Arrival, timeout: float = 15.0) -> Accepted:
        """Returns when the arrival is on disk. Raises :class:`StorageError`: the sender must be told to come again."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self.submit(arrival)), timeout)
        except TimeoutError:
            raise StorageError("The inbox's database does not answer; the sender should come again.") from None

    def submit(self, arrival: Arrival) -> Future[Accepted]:
        future: Future[Accepted] = Future()
        self._queue.put((arrival, future))
        return future

    def accept_all(self, arrivals: Sequence[Arrival]) -> list[Accepted]:
        """Many at once, for the poll and the backfill, which wait anyway."""
        accepted = self.inbox.accept(arrivals) if arrivals else []
        self._tell(list(arrivals), accepted)
        return accepted

    def close(self) -> None:
        """Commits what is queued and ends the thread."""
        self._queue.put(None)
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch: list[_Item] = [first]
            last = False
            while len(batch) < BATCH and not last:
                try:
                    item = self._queue.get_nowait()
                except queue.Empty:
                    break
                if item is None:
                    last = True
                else:
                    batch.append(item)
            self._commit(batch)
            if last:
                return

    def _commit(self, batch: list[_Item]) -> None:
        wanted = [(arrival, future) for arrival, future in batch if future.set_running_or_notify_cancel()]
        try:
            accepted = self.inbox.accept([arrival for arrival, _ in wanted])
        except Exception as error:
            if len(wanted) > 1 and not isinstance(error, StorageError):
                # One arrival that cannot be stored must not take its neighbours with it.
                for arrival, future in wanted:
                    self._commit_one(arrival, future)
                return
            for _, future in wanted:
                future.set_exception(error)
            return
        for (_, future), one in zip(wanted, accepted, strict=True):
            future.set_result(one)
        self._tell([arrival for arrival, _ in wanted], accepted)

    def _commit_one(self, arrival: Arrival, future: Future[Accepted]) -> None:
        try:
            accepted = self.inbox.accept([arrival])
        except Exception as error:
            future.set_exception(error)
            return
        future.set_result(accepted[0])
        self._tell([arrival], accepted)

    def _tell(self, arrivals: list[Arrival], accepted: list[Accepted]) -> None:
        for arrival, one in zip(arrivals, accepted, strict=True):
            outcome = "new" if one.new else "own" if one.ignored else "conflict" if one.conflict else "known"
            RECEIVED.labels(arrival.trigger, outcome).inc()
            if one.new:
                event(log, "accepted", document=one.key, trigger=arrival.trigger)
        if any(one.new for one in accepted):
            self.wake()
