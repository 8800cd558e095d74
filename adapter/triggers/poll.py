"""The reconciliation poll: asks the EHR what changed since the watermark. The only thing that makes delivery certain.

The watermark is the EHR's own ``meta.lastUpdated``, never our clock; every poll looks back behind it, because servers
commit out of order, and what is known already costs a look into the inbox. A start looks back further.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from adapter.ehr.client import EhrClient
from adapter.errors import AdapterError
from adapter.inbox import Arrival, Intake
from adapter.logs import event
from adapter.metrics import POLLS
from adapter.triggers.deleted import deleted
from adapter.triggers.notification import of_resource

log = logging.getLogger("scan2fhir.poll")
PAGE = "100"
MOST_PASSES = 4
#: Enough to tell our own writing from others' without the attachments themselves.
ELEMENTS = "identifier,status,subject"


class Poller:
    """Polls in a thread of its own: at start, every ``period`` seconds, and soon after :meth:`ask`."""

    def __init__(
        self,
        client: EhrClient,
        intake: Intake,
        *,
        period: float = 60.0,
        overlap: float = 300.0,
        lookback: float = 86400.0,
        query: str = "",
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self._client = client
        self._intake = intake
        self._period = period
        self._overlap = datetime.timedelta(seconds=overlap)
        self._lookback = datetime.timedelta(seconds=lookback)
        # A filter on the status would hide that a document became entered in error: it is applied here instead.
        asked = parse_qsl(query.lstrip("?"))
        self._query = {name: value for name, value in asked if name.partition(":")[0] != "status"}
        self._statuses = [(name, value) for name, value in asked if name.partition(":")[0] == "status"]
        self._now = now
        self._mark = f"watermark:{client.base}"
        self._asked = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="poll", daemon=True)
        self._first = True
        self._checked: float | None = None
        self._cursor = ""
        self.last_error: str | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._asked.set()
        self._thread.join(timeout=15)

    def ask(self) -> None:
        """Something may be new: poll now. Many calls make one poll."""
        self._asked.set()

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.is_set():
            if pause and self._asked.wait(pause) and self._stop.is_set():
                return
            self._asked.clear()
            try:
                self.poll()
                self._look_for_deleted()
                pause, self.last_error = self._period, None
                POLLS.labels("done").inc()
            except AdapterError as error:
                self.last_error = str(error)
                pause = min(self._period, max(1.0, getattr(error, "retry_after", None) or 2.0))
                POLLS.labels("failed").inc()
                event(log, "poll failed", logging.WARNING, reason=str(error))
            except Exception:
                pause = min(self._period, 5.0)
                POLLS.labels("failed").inc()
                log.exception("poll failed")

    def poll(self) -> int:
        """Asks for all since the watermark. Returns how many documents were new. Raises an ``AdapterError``.

        Where pages are counted by offset, a document that changes meanwhile moves to the end, and another slips over
        the border of two pages unseen: what took several pages is asked for again while that brings anything new.
        """
        since = self._since(self._watermark())
        found = 0
        for _ in range(MOST_PASSES):
            new, pages = self._pass(since)
            found += new
            if new == 0 or pages < 2:
                break
        self._first = False
        if found:
            event(log, "poll found documents", count=found)
        return found

    def _pass(self, since: str) -> tuple[int, int]:
        """One pass over all pages: how many documents were new, and how many pages there were."""
        newest = self._watermark()
        new = pages = 0
        parameters = {
            **self._query,
            "_lastUpdated": f"ge{since}",
            "_sort": "_lastUpdated",
            "_count": PAGE,
            "_elements": ELEMENTS,
        }
        for page in self._client.pages("DocumentReference", parameters):
            pages += 1
            arrivals, latest = self._read(page)
            # The page's documents are on disk before the watermark moves past them.
            new += sum(one.new for one in self._intake.accept_all(arrivals))
            # no moment that is still to come: an EHR's clock that is set right again would write behind it
            latest = min(latest, self._now()) if latest is not None else None
            if latest is not None and latest > newest:
                newest = latest
                self._intake.inbox.set_mark(self._mark, newest.isoformat())
        return new, pages

    def _look_for_deleted(self) -> None:
        """Once a period: whether a hundred of the sources that we delivered from are still there."""
        if self._checked is None or time.monotonic() - self._checked >= self._period:
            self._checked = time.monotonic()
            arrivals, self._cursor = deleted(self._client, self._intake.inbox, self._cursor)
            self._intake.accept_all(arrivals)

    def _since(self, watermark: datetime.datetime) -> str:
        # A clock of the EHR that was set back writes times before the watermark: never look from the future on.
        back = max(self._overlap, self._lookback) if self._first else self._overlap
        since = min(watermark, self._now()) - back
        return since.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _watermark(self) -> datetime.datetime:
        """The stored watermark; at the very first start our own clock, stored at once so that it does not move."""
        stored = _moment(self._intake.inbox.mark(self._mark))
        if stored is not None:
            return stored
        now = self._now()
        self._intake.inbox.set_mark(self._mark, now.isoformat())
        return now

    def _read(self, page: Mapping[str, Any]) -> tuple[list[Arrival], datetime.datetime | None]:
        arrivals: list[Arrival] = []
        latest: datetime.datetime | None = None
        for entry in page.get("entry") or []:
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if not isinstance(resource, dict) or resource.get("resourceType") != "DocumentReference":
                continue
            arrival = of_resource(self._client.base, resource, "poll")
            if arrival is not None:
                arrivals.append(arrival if self._wanted(resource) else replace(arrival, known_only=True))
            moment = _moment(str((resource.get("meta") or {}).get("lastUpdated") or ""))
            if moment is not None and (latest is None or moment > latest):
                latest = moment
        return arrivals, latest

    def _wanted(self, resource: Mapping[str, Any]) -> bool:
        """Whether the status is one that the query asks for."""
        status = resource.get("status")
        return all((status in value.split(",")) is not name.endswith(":not") for name, value in self._statuses)


def _moment(text: str | None) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
