"""kill -9 of the adapter again and again while documents arrive: how many are lost, how many doubled.

``python -m tests.bench.crash_matrix --count 200`` prints one table for SQLite (one process) and PostgreSQL (an intake
and a worker). Kills come at random moments, before and after each durable step of ours, and before and after each kind
of request, as a proxy in front of the EHR sees them. ``--outages`` adds frozen workers, an absent database, full disks.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.integration.adapter import dying_serve, outages, postgres
from tests.integration.adapter.harness import Chart, Fault, FaultProxy, Serve, is_transaction, ni_name

REQUESTS = ("fetch", "patient", "transaction", "poll")
BORDERS = (
    "random",
    *(f"{when} {kind} request" for kind in REQUESTS for when in ("before", "after")),
    *dying_serve.BORDERS,
)
#: Where intake and work are two processes: these happen in the intake.
OF_INTAKE = ("accept", "watermark", "poll request")


@dataclass
class Outcome:
    kills: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    lost: int = 0
    doubled: int = 0
    slowest_return: float = 0.0
    status: dict[str, int] = field(default_factory=dict)


class _Killer:
    """Kills one process when the proxy sees the wanted request; processes die of themselves at their own borders."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "border"
        self.border = ""
        self.turn = 0
        self.struck = threading.Event()
        self.victim: Serve | None = None
        self.failed_once = False

    def aim(self, border: str, victim: Serve) -> None:
        self.turn += 1
        self.border, self.victim = border, victim
        self.struck.clear()
        self.failed_once = False
        if border in dying_serve.BORDERS:
            dying_serve.order(self.file, border)

    def rest(self) -> None:
        self.border = ""
        self.file.unlink(missing_ok=True)

    def plan(self, method: str, path: str) -> Fault | None:
        kind, turn = _kind(method, path), self.turn
        if self.border == f"before {kind} request":
            return Fault("call", before=lambda: self.strike(turn))
        if self.border == f"after {kind} request":
            return Fault("call", after=lambda: self.strike(turn))
        if self.border.endswith(" retry") and kind == "fetch" and not self.failed_once:
            self.failed_once = True
            return Fault("status", 503, {"Retry-After": "0"})
        return None

    def strike(self, turn: int) -> None:
        """A request of an earlier turn, or of the process that was killed last, may still be on its way: nobody dies."""
        assert self.victim is not None
        if turn == self.turn and self.victim.alive and not self.struck.is_set():
            self.struck.set()
            assert self.victim.process is not None
            self.victim.process.kill()

    def wait(self, seconds: float) -> bool:
        """Until the victim is dead (or its reading process is); False when nobody came to the border."""
        assert self.victim is not None
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.victim.alive or (self.border == dying_serve.READING_PROCESS and not self.file.exists()):
                return True
            time.sleep(0.02)
        return False


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
    seconds: float = float("inf"),
) -> Outcome:
    """``count`` kills, or as many as fit into ``seconds``; after the last the adapter is left in peace until all is
    done. ``tell`` hears of each kill."""
    until = time.monotonic() + seconds
    chance = random.Random(seed)
    outcome = Outcome()
    folder.mkdir(parents=True, exist_ok=True)
    killer = _Killer(folder)
    chart = Chart(hapi)
    documents: list[str] = []
    sent: list[_Sender] = []
    shared: dict[str, Any] = {**chart.only, "poll_overlap_seconds": 60, "poll_lookback_hours": 1}
    with FaultProxy(hapi, killer.plan) as proxy, ExitStack() as stack:
        if database_url:
            shared["database_url"] = database_url
            parts = {
                role: Serve(proxy.base, folder / role, role=role, border=killer.file, **shared)
                for role in ("intake", "worker")
            }
        else:
            parts = {"all": Serve(proxy.base, folder / "all", border=killer.file, **shared)}
        front = parts.get("intake") or parts["all"]
        stack.callback(front.unsubscribe)
        for part in parts.values():
            stack.callback(part.stop)
        borders: list[str] = []
        for number in range(count):
            if time.monotonic() > until:
                break
            # every border as often as the others, in another order each time round
            borders = borders or chance.sample(BORDERS, len(BORDERS))
            border = borders.pop()
            began = time.monotonic()
            victim = parts["all"] if "all" in parts else parts["intake" if border.endswith(OF_INTAKE) else "worker"]
            if border == "random":
                victim = chance.choice(list(parts.values()))
            killer.aim(border, victim)
            for part in parts.values():
                if not part.alive:
                    part.start(wait=False)
            documents += [chart.document(f"a{number}={i}\n".encode()) for i in range(chance.randint(1, 3))]
            if chance.random() < 0.5:
                sent.append(_Sender(front, f"pushed {chart.patient} {number}=1".encode(), chart.patient))
            if border == "random":
                time.sleep(chance.uniform(0.2, 4.0))
                killer.strike(killer.turn)
            elif not killer.wait(40):
                outcome.missed[border] += 1
                killer.strike(killer.turn)
            killer.rest()
            if border != dying_serve.READING_PROCESS and victim.process is not None:
                victim.process.wait(20)
            outcome.kills[border] += 1
            took = time.monotonic() - began
            outcome.slowest_return = max(outcome.slowest_return, took)
            tell(f"{number + 1:>4} of {count}: {border:26}{took:6.1f} s{len(documents):>6} documents")
        for part in parts.values():
            if not part.alive:
                part.start(wait=False)
        for part in parts.values():
            part.wait_ready()
        for one in sent:
            one.join(60)
        front.wait_settled(len(documents) + len(sent), 180)
        time.sleep(3)  # a late repetition would come now
        outcome.status = front.counts()
    sources = Counter(chart.sources())
    reports = chart.reports()
    named = Counter(i["value"] for r in reports for i in r["identifier"])
    outcome.documents = len(documents) + len(sent)
    outcome.lost = sum(1 for d in documents if d not in sources) + sum(1 for one in sent if not named[one.name])
    outcome.doubled = sum(n - 1 for n in sources.values()) + max(0, len(reports) - outcome.documents)
    return outcome


class _Sender:
    """A sender over REST that comes again until its document is taken, as it is told to."""

    def __init__(self, to: Serve, content: bytes, patient: str) -> None:
        self.name = ni_name(content)
        self._ask: dict[str, Any] = {
            "content": content,
            "params": {"patient": patient},
            "headers": {"Idempotency-Key": self.name},
        }
        self._to = to
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def _send(self) -> None:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if self._to.api("POST", "/api/documents", **self._ask).status_code == 202:
                    return
            time.sleep(0.3)

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)


def table(outcomes: dict[str, Outcome]) -> str:
    """One row a border, one column a database."""
    rows = [f"{'kill -9 at':28}" + "".join(f"{name:>12}" for name in outcomes)]
    rows += [f"{border:28}" + "".join(f"{one.kills[border]:>12}" for one in outcomes.values()) for border in BORDERS]
    sums: dict[str, Callable[[Outcome], int]] = {
        "kills": lambda one: one.kills.total(),
        "border not reached": lambda one: one.missed.total(),
        "documents": lambda one: one.documents,
        "lost": lambda one: one.lost,
        "doubled": lambda one: one.doubled,
        "dead": lambda one: one.status.get("dead", -1),
    }
    rows += [f"{name:28}" + "".join(f"{of(one):>12}" for one in outcomes.values()) for name, of in sums.items()]
    return "\n".join(rows)


def main() -> None:
    from tests.integration.hapi.server import HapiServer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="kills on each database")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgres"], default=["sqlite", "postgres"])
    parser.add_argument("--minutes", type=float, default=float("inf"), help="at most so long on each database")
    parser.add_argument("--outages", action="store_true", help="frozen workers, absent databases, full disks as well")
    parser.add_argument("--ehr", default=None, help="a running HAPI instead of one of our own")
    arguments = parser.parse_args()
    if "postgres" in arguments.databases and (problem := postgres.missing()):
        parser.error(problem)

    def tell(line: str) -> None:
        print(line, flush=True)

    outcomes: dict[str, Outcome] = {}
    seconds = arguments.minutes * 60
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ehr = arguments.ehr
        if ehr is None:
            ehr = stack.enter_context(HapiServer("R4", log_file=path / "hapi.log")).base_url
        if "sqlite" in arguments.databases:
            outcomes["SQLite"] = run(ehr, path / "sqlite", arguments.count, arguments.seed, None, tell, seconds)
        if "postgres" in arguments.databases:
            with postgres.Cluster() as cluster:
                outcomes["PostgreSQL"] = run(
                    ehr, path / "postgres", arguments.count, arguments.seed, cluster.url, tell, seconds
                )
        print(table(outcomes), flush=True)
        broken = any(one.lost or one.doubled for one in outcomes.values())
        if arguments.outages:
            for name, play in outages.ALL.items():
                told = play(ehr, path / name.replace(" ", "-"))
                print(f"{name:48}{told}", flush=True)
                broken = broken or told.lost > 0 or told.doubled > 0
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
