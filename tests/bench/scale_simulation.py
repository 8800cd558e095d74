"""A queue of documents and those who read them, moment by moment: how deep it gets, how long documents wait.

``python -m tests.bench.scale_simulation`` prints the table of docs/scale.md. ``--real COUNT`` sets the simulation beside
a real adapter with a reader of known time. A document waits for a reading process, is read, and waits for the EHR while
that is away; live documents go before the archive, in the order in which they came, as the inbox hands them out.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

HOUR = 3600.0
DAY = 24 * HOUR
#: Share of a day's documents in each hour: a hospital's morning, 15 % in the peak hour.
HOURS = (1, 1, 1, 1, 1, 1, 2, 5, 10, 15, 12, 9, 6, 6, 8, 7, 5, 3, 2, 1, 1, 1, 0.5, 0.5)


@dataclass(frozen=True)
class Site:
    """``reading``: mean seconds of one reading process a document, ``spread`` its standard deviation over its mean.
    ``archive``: documents that wait from the start at lower priority. ``away``: (from, to) in seconds, EHR unreachable.
    ``fewer``: (from, to, share) in seconds, that share of the processes is dead meanwhile."""

    name: str
    a_day: float
    processes: int
    reading: float = 5.0
    spread: float = 0.8
    archive: int = 0
    away: tuple[float, float] = (0.0, 0.0)
    fewer: tuple[float, float, float] = (0.0, 0.0, 0.0)
    delivering: float = 0.3


@dataclass(frozen=True)
class Outcome:
    """Of one day; waits are seconds from announced to delivered, of live documents."""

    delivered: int
    archive_delivered: int
    waits: Sequence[float]
    deepest: int
    busy: float
    empty_at: float

    def share(self, below: float) -> float:
        """The wait that the share ``below`` of the live documents stay under."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(below * len(ordered)))] if ordered else 0.0


def arrivals(a_day: float, chance: random.Random, hours: Sequence[float] = HOURS) -> Iterator[float]:
    """Moments of one day, Poisson with the day's profile (thinned from the peak rate)."""
    whole = sum(hours)
    peak = max(hours) / whole * a_day / HOUR
    now = 0.0
    while a_day > 0:
        now += chance.expovariate(peak)
        if now >= DAY:
            return
        if chance.random() < hours[int(now // HOUR)] / max(hours):
            yield now


def lognormal(mean: float, spread: float, chance: random.Random) -> float:
    """One time with this mean and this standard deviation over the mean; the mean itself when ``spread`` is 0."""
    if spread == 0:
        return mean
    variance = math.log(1 + spread * spread)
    return chance.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


def simulate(site: Site, seed: int = 1, coming: Sequence[float] | None = None) -> Outcome:
    """One day (``coming`` instead of the day's own moments), and on until the live queue is empty."""
    chance = random.Random(seed)
    due = deque(arrivals(site.a_day, chance) if coming is None else coming)
    archive, archive_done = site.archive, 0
    waiting: deque[float] = deque()
    ending: list[tuple[float, float]] = []  # when a process is free again, and the arrival it worked on (-1: archive)
    waits: list[float] = []
    now, busy, deepest, empty_at = 0.0, 0.0, 0, 0.0
    while due or waiting or (ending and now < DAY) or any(came >= 0 for _, came in ending):
        alive = site.processes
        if site.fewer[0] <= now < site.fewer[1]:
            alive = math.ceil(site.processes * (1 - site.fewer[2]))
        # While the EHR is away nothing can be fetched: all but what is being read waits in the inbox.
        away = site.away[0] <= now < site.away[1]
        while not away and len(ending) < alive and (waiting or (archive and now < DAY)):
            came = waiting.popleft() if waiting else -1.0
            archive -= came < 0
            took = lognormal(site.reading, site.spread, chance)
            busy += took
            heapq.heappush(ending, (now + took, came))
        moments = [m for m in (site.away[1], site.fewer[0], site.fewer[1]) if m > now]
        following = min([*moments, *(ending[0][:1] if ending else ()), *((due[0],) if due else ())], default=None)
        if following is None:
            break
        now = following
        while due and due[0] <= now:
            waiting.append(due.popleft())
        while ending and ending[0][0] <= now:
            _, came = heapq.heappop(ending)
            delivered = now + site.delivering
            if site.away[0] <= delivered < site.away[1]:
                delivered = site.away[1] + site.delivering  # read, kept, and sent when the EHR is back
            if came >= 0:
                waits.append(delivered - came)
            else:
                archive_done += 1
        deepest = max(deepest, len(waiting))
        if not waiting and not due:
            empty_at = now
    return Outcome(len(waits), archive_done, waits, deepest, busy / (site.processes * max(now, DAY)), empty_at)


def waiting_by_formula(rate: float, processes: int, reading: float, spread: float) -> float:
    """Mean seconds in the queue of M/G/c: Erlang's C for exponential times, scaled as Allen and Cunneen do."""
    load = rate * reading
    if load >= processes:
        return math.inf
    term, whole = 1.0, 1.0
    for k in range(1, processes):
        term *= load / k
        whole += term
    last = term * load / processes * processes / (processes - load)
    waits = last / (whole + last)
    return waits * reading / (processes - load) * (1 + spread * spread) / 2


SITES = (
    Site("clinic", 300, 1),
    Site("clinic, EHR away 9 to 11", 300, 1, away=(9 * HOUR, 11 * HOUR)),
    Site("hospital, one process", 5_000, 1),
    Site("hospital, two processes", 5_000, 2),
    Site("hospital, EHR away 9 to 11", 5_000, 2, away=(9 * HOUR, 11 * HOUR)),
    Site("region, 42 processes", 200_000, 42),
    Site("region, 48 processes", 200_000, 48),
    Site("region, 48, half dead 9 to 10", 200_000, 48, fewer=(9 * HOUR, 10 * HOUR, 0.5)),
    Site("hospital and archive, 10", 5_000, 10, archive=10_000_000),
    Site("region and archive, 56", 200_000, 56, archive=10_000_000),
)


def table(sites: Sequence[Site]) -> str:
    rows = [
        "| site | live a day | processes | busy | deepest queue | live p50 | p95 | longest | archive a day |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for site in sites:
        told = simulate(site)
        rows.append(
            f"| {site.name} | {told.delivered:,} | {site.processes} | {told.busy:.0%} | {told.deepest:,} "
            f"| {_span(told.share(0.5))} | {_span(told.share(0.95))} | {_span(max(told.waits))} "
            f"| {told.archive_delivered:,} |"
        )
    return "\n".join(rows)


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def real(ehr: str, folder: Path, count: int, tell: Callable[[str], None] = print) -> tuple[float, float]:
    """Mean wait of ``count`` announcements at a steady pace, in a real adapter and in the simulation of the same."""
    from adapter.inbox import Inbox
    from tests.integration.adapter.harness import Chart, Serve

    chart = Chart(ehr)
    documents = [chart.document(f"SLOW {number}=1".encode()) for number in range(count)]
    alone = {**chart.only, "poll_seconds": 3600, "poll_lookback_hours": 0, "poll_overlap_seconds": 0}
    with Serve(ehr, folder, fhir_version="R4", subscription="off", **alone) as serve:
        assert serve.notify("PUT", f"/{documents[0]}").status_code == 204
        serve.wait_settled(1)  # the reading process is up now
        for document in documents[1:]:
            assert serve.notify("PUT", f"/{document}").status_code == 204
            time.sleep(0.2)  # faster than they are read, so that a queue grows
        serve.wait_settled(count, 300)
        inbox = Inbox(f"sqlite:///{folder}/data/scan2fhir.db")
        rows = sorted((r for r in inbox.list(limit=count)), key=lambda r: r.received_at)[1:]
        inbox.close()
    assert len(rows) == count - 1
    waits = [(r.finished_at or 0) - r.received_at for r in rows]
    # what the one reading process is taken for, waiting for it left out
    reading = min(r.stages["read"] for r in rows)
    other = statistics.median(r.stages["fetch"] + r.stages["deliver"] for r in rows)
    coming = [r.received_at - rows[0].received_at for r in rows]
    site = Site("real", 0, 1, reading=reading, spread=0, delivering=other)
    told = simulate(site, coming=coming)
    tell(f"{len(rows)} documents, {reading:.3f} s of reading, {other:.3f} s of fetching and delivering")
    tell(f"mean wait {statistics.mean(waits):.2f} s in the adapter, {statistics.mean(told.waits):.2f} s simulated")
    tell(f"longest   {max(waits):.2f} s in the adapter, {max(told.waits):.2f} s simulated")
    return statistics.mean(waits), statistics.mean(told.waits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reading", type=float, default=5.0, help="mean seconds of one process a document")
    parser.add_argument("--real", type=int, default=0, metavar="COUNT", help="beside a real adapter instead")
    parser.add_argument("--ehr", default=None, help="a running HAPI instead of one of our own")
    arguments = parser.parse_args()
    if not arguments.real:
        from dataclasses import replace

        print(table([replace(site, reading=arguments.reading) for site in SITES]))
        return
    from tests.integration.hapi.server import HapiServer

    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ehr = arguments.ehr or stack.enter_context(HapiServer("R4", log_file=path / "hapi.log")).base_url
        real(ehr, path / "serve", arguments.real)


if __name__ == "__main__":
    main()
