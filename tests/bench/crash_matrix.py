"""kill -9 of the adapter again and again while documents arrive: how many are lost, how many doubled.

``python -m tests.bench.crash_matrix --count 200`` prints a table. Kills come at random moments and at the borders of
steps, which a proxy in front of the EHR sees: before and after each kind of request.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration.adapter import postgres
from tests.integration.adapter.harness import Chart, Fault, FaultProxy, Serve, is_transaction

#: A kill is told apart by what the EHR saw last.
BORDERS = (
    "random",
    "before fetch",
    "after fetch",
    "before patient",
    "before transaction",
    "after transaction",
    "before poll",
    "after poll",
)


@dataclass
class Outcome:
    kills: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    lost: int = 0
    doubled: int = 0
    slowest_return: float = 0.0
    status: dict[str, int] = field(default_factory=dict)


class _Killer:
    """Kills the adapter when the proxy sees the wanted border, or after a random pause."""

    def __init__(self) -> None:
        self.border = ""
        self.struck = threading.Event()
        self.serve: Serve | None = None

    def plan(self, method: str, path: str) -> Fault | None:
        kind = _kind(method, path)
        if f"before {kind}" == self.border:
            return Fault("call", before=self.strike)
        if f"after {kind}" == self.border:
            return Fault("call", after=self.strike)
        return None

    def strike(self) -> None:
        if not self.struck.is_set():
            self.struck.set()
            assert self.serve is not None
            assert self.serve.process is not None
            self.serve.process.kill()


def _kind(method: str, path: str) -> str:
    if is_transaction(method, path):
        return "transaction"
    if "/DocumentReference?" in path or "_getpages" in path:
        return "poll"
    if "/DocumentReference/" in path:
        return "fetch"
    return "patient" if "/Patient/" in path else "other"


def run(
    hapi: str,
    folder: Path,
    count: int,
    seed: int = 7,
    database_url: str | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> Outcome:
    """``count`` kills; after the last the adapter is left in peace until all is done. ``tell`` hears of each kill."""
    chance = random.Random(seed)
    outcome = Outcome()
    killer = _Killer()
    chart = Chart(hapi)
    documents: list[str] = []
    # other tests' documents on the same server are none of this run's business
    settings = {"poll_query": f"subject={chart.patient}"} | ({"database_url": database_url} if database_url else {})
    with FaultProxy(hapi, killer.plan) as proxy:
        serve = Serve(proxy.base, folder, poll_overlap_seconds=60, poll_lookback_hours=1, **settings)
        killer.serve = serve
        for number in range(count):
            killer.border = BORDERS[number % len(BORDERS)]
            killer.struck.clear()
            began = time.monotonic()
            serve.start(wait=False)
            documents += [chart.document(f"a{number}={i}\n".encode()) for i in range(chance.randint(1, 3))]
            if killer.border == "random":
                time.sleep(chance.uniform(0.2, 4.0))
                killer.strike()
            elif not killer.struck.wait(30):
                killer.strike()
            assert serve.process is not None
            serve.process.wait()
            outcome.kills[killer.border] += 1
            took = time.monotonic() - began
            outcome.slowest_return = max(outcome.slowest_return, took)
            tell(f"{number + 1:>4} of {count}: {killer.border:20}{took:6.1f} s{len(documents):>6} documents")
        killer.border = ""
        with serve.start():
            outcome.status = serve.wait_settled(len(documents), 180)
            time.sleep(3)  # a late repetition would come now
            outcome.status = serve.counts()
        serve.unsubscribe()
    sources = Counter(chart.sources())
    outcome.documents = len(documents)
    outcome.lost = sum(1 for d in documents if d not in sources)
    outcome.doubled = sum(n - 1 for n in sources.values()) + max(0, len(chart.reports()) - len(documents))
    return outcome


def table(name: str, outcome: Outcome) -> str:
    rows = [f"{'kill at':22}{'times':>7}"]
    rows += [f"{border:22}{outcome.kills[border]:>7}" for border in BORDERS if outcome.kills[border]]
    rows.append(
        f"{name}: {outcome.kills.total()} kills, {outcome.documents} documents, "
        f"{outcome.lost} lost, {outcome.doubled} doubled; {outcome.status}"
    )
    return "\n".join(rows)


def main() -> None:
    from tests.integration.hapi.server import HapiServer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    database = parser.add_mutually_exclusive_group()
    database.add_argument("--database-url", default=None, help="a PostgreSQL that runs; SQLite without")
    database.add_argument("--postgres", action="store_true", help="on a PostgreSQL of our own, gone afterwards")
    parser.add_argument("--ehr", default=None, help="a running HAPI instead of one of our own")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = arguments.database_url
        if arguments.postgres:
            if problem := postgres.missing():
                parser.error(problem)
            url = stack.enter_context(postgres.Cluster()).url
        ehr = arguments.ehr
        if ehr is None:
            ehr = stack.enter_context(HapiServer("R4", log_file=path / "hapi.log")).base_url
        outcome = run(ehr, path, arguments.count, arguments.seed, url, lambda line: print(line, flush=True))
    print(table("PostgreSQL" if url else "SQLite", outcome))
    raise SystemExit(1 if outcome.lost or outcome.doubled else 0)


if __name__ == "__main__":
    main()
