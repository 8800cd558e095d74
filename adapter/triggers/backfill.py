"""Walking an archive that is in the EHR already: resumable page by page, rate-limited, behind live work.

The walk goes by ``_lastUpdated`` in windows: a window's start is stored when all before it are on disk, so that a
walk that was cut short goes on where it was, whatever became of the server's paging links. Each window is a search of
its own: behind the links of a server that counts pages by offset, a document slips over the border of two pages
unseen whenever one before it changes.
"""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from adapter.ehr.client import EhrClient, next_link
from adapter.errors import SettingsError
from adapter.inbox import BACKFILL, Arrival, Inbox
from adapter.triggers.notification import of_resource

PAGE = 200
ELEMENTS = "identifier,status,subject"


@dataclass(frozen=True, slots=True)
class Progress:
    """``total`` is the server's count of all that the query finds, None when it does not count."""

    seen: int = 0
    new: int = 0
    total: int | None = None
    at: str = ""

    def left_seconds(self, elapsed: float, before: int = 0) -> float | None:
        """Seconds left at the pace so far; ``before`` were seen by an earlier walk."""
        done = self.seen - before
        if self.total is None or done <= 0:
            return None
        return max(0, self.total - self.seen) * elapsed / done


@dataclass(frozen=True, slots=True)
class Walk:
    """``query`` are search parameters; ``since`` an ISO 8601 date; ``rate`` documents a second, 0 for no limit."""

    query: str = ""
    since: str = "1900-01-01"
    rate: float = 50.0
    most_waiting: int = 1000

    def __post_init__(self) -> None:
        try:
            datetime.datetime.fromisoformat(self.since)
        except ValueError:
            raise SettingsError(f"--since {self.since} is not a date such as 2024-01-31.") from None

    @property
    def mark(self) -> str:
        name = hashlib.sha256(f"{self.query}\n{self.since}".encode()).hexdigest()[:16]
        return f"backfill:{name}"


def backfill(
    client: EhrClient,
    inbox: Inbox,
    walk: Walk,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """Takes every document of the walk into the inbox; yields after each page. Raises an ``AdapterError``.

    Stop it at any time: the same walk goes on where it was. While more than ``most_waiting`` documents wait for a
    worker, it waits too, so that the inbox does not grow without end.
    """
    at, seen, new = _stored(inbox, walk)
    progress = Progress(seen, new, _count(client, walk), at)
    yield progress
    began = clock()
    before = seen
    last: set[str] = set()
    for page in _windows(client, walk, at):
        arrivals, latest = _arrivals(client, page)
        fresh = inbox.accept(arrivals)
        names = {str(r.get("id")) for r in _resources(page)}
        progress = replace(
            progress,
            seen=progress.seen + len(names - last),
            new=progress.new + sum(a.new for a in fresh),
            at=latest or progress.at,
        )
        # Resuming looks at the last moment again: documents of the same moment may lie on the next page.
        inbox.set_mark(walk.mark, f"{progress.at}|{progress.seen}|{progress.new}")
        last = names
        yield progress
        if walk.rate:
            sleep(max(0.0, (progress.seen - before) / walk.rate - (clock() - began)))
        while inbox.queue()[0] > walk.most_waiting:
            sleep(2.0)


def _windows(client: EhrClient, walk: Walk, at: str) -> Iterator[dict[str, Any]]:
    """Pages from ``at`` on: a new search from the last moment of each, the links only within one moment."""
    while True:
        for page in client.pages("DocumentReference", _parameters(walk, at)):
            yield page
            if next_link(page) is not None and (moment := _sorted_until(page)) > at:
                at = moment
                break
        else:
            return


def _sorted_until(page: dict[str, Any]) -> str:
    """The last ``_lastUpdated`` of a page; empty when the server does not say in ``self`` that it sorted, or did not."""
    links = [link for link in page.get("link") or [] if isinstance(link, dict)]
    if not any(link.get("relation") == "self" and "_sort=" in str(link.get("url")) for link in links):
        return ""
    moments = [str((resource.get("meta") or {}).get("lastUpdated") or "") for resource in _resources(page)]
    return moments[-1] if moments and moments == sorted(moments) else ""


def _stored(inbox: Inbox, walk: Walk) -> tuple[str, int, int]:
    stored = (inbox.mark(walk.mark) or "").split("|")
    if len(stored) != 3 or not stored[0]:
        return walk.since, 0, 0
    return stored[0], int(stored[1]), int(stored[2])


def _parameters(walk: Walk, at: str) -> dict[str, str]:
    asked = {**dict(parse_qsl(walk.query.lstrip("?"))), "_lastUpdated": f"ge{at}", "_sort": "_lastUpdated"}
    return {**asked, "_count": str(PAGE), "_elements": ELEMENTS}


def _count(client: EhrClient, walk: Walk) -> int | None:
    query = {**dict(parse_qsl(walk.query.lstrip("?"))), "_lastUpdated": f"ge{walk.since}", "_summary": "count"}
    total = client.get("DocumentReference", **query).get("total")
    return int(total) if isinstance(total, int) else None


def _arrivals(client: EhrClient, page: dict[str, Any]) -> tuple[list[Arrival], str]:
    arrivals: list[Arrival] = []
    latest = ""
    for resource in _resources(page):
        arrival = of_resource(client.base, resource, "backfill")
        if arrival is not None:
            arrivals.append(replace(arrival, priority=BACKFILL))
        latest = max(latest, str((resource.get("meta") or {}).get("lastUpdated") or ""))
    return arrivals, latest


def _resources(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in page.get("entry") or []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == "DocumentReference":
            yield resource
