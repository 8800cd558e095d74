"""Every way in against every kind of trouble: each document must become exactly one DiagnosticReport.

``python -m tests.bench.outages`` starts a FHIR server and an adapter for each way in, and prints a table: ways in down,
troubles across, ``arrived/sent`` in each cell. ``--ways`` and ``--troubles`` choose some; ``--server URL`` uses a server
that runs already (it cannot be restarted then). Other lengths of ``down`` and ``adapter-down``, in seconds, can be named.
Nearly all of the time is waiting.
"""

from __future__ import annotations

import argparse
import json
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx

from tests.bench.senders import WAYS, Way
from tests.integration.adapter.harness import Chart, Fault, FaultProxy, Serve, free_port, ni_name
from tests.integration.hapi.server import FhirVersion, HapiServer

#: HAPI tries to deliver for a minute: 70 s are longer.
TROUBLES = ("calm", "down-20", "down-120", "restarted", "adapter-down-70", "lost", "doubled", "reordered")
PATIENCE = 240.0


class NotifyProxy(FaultProxy):
    """Between the EHR and the adapter: loses, doubles or reorders what the EHR announces.

    ``mode`` is pass, cut, lose (every second one is answered and thrown away), double or reorder (held for three
    seconds, then sent on last first).
    """

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.mode = "pass"
        self.url = self.base.removesuffix("/fhir")
        self._held: list[tuple[str, str, dict[str, str], bytes]] = []
        self._count = 0
        self._lock = threading.Lock()

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        if self.mode == "cut":
            request.close_connection = True
            request.connection.close()
            return
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        kept = ("host", "connection", "content-length", "accept-encoding")
        headers = {k: v for k, v in request.headers.items() if k.lower() not in kept}
        message = (request.command, request.path, headers, body)
        with self._lock:
            self._count += 1
            lost = self.mode == "lose" and self._count % 2 == 0
            if self.mode == "reorder":
                self._held.append(message)
                if len(self._held) == 1:
                    threading.Timer(3.0, self._release).start()
        if self.mode == "reorder" or lost:
            self._say(request, 204, {}, b"")
            return
        status = 502
        for _ in range(2 if self.mode == "double" else 1):
            status = self._pass_on(message)
        self._say(request, status, {}, b"")

    def _release(self) -> None:
        with self._lock:
            held, self._held = self._held[::-1], []
        for message in held:
            self._pass_on(message)

    def _pass_on(self, message: tuple[str, str, dict[str, str], bytes]) -> int:
        method, path, headers, body = message
        try:
            return self._client.request(method, self.target + path, headers=headers, content=body).status_code
        except httpx.HTTPError:
            return 502


@dataclass
class Stand:
    """One way in, with an adapter, a patient and the proxies of its own."""

    way: Way
    chart: Chart
    adapter: Serve
    notify: NotifyProxy
    expected: list[bytes] = field(default_factory=list)
    forbidden: list[bytes] = field(default_factory=list)
    number: int = 0

    def content(self, trouble: str) -> bytes:
        self.number += 1
        return f"{self.way.name} {trouble} {self.number}={self.chart.patient}".encode()

    def send(self, trouble: str, count: int, *, repeat: bool = False, twice: bool = False) -> None:
        """Hands ``count`` documents over, whatever it takes; returns when the sender is done."""
        contents = [self.content(trouble) for _ in range(count)]
        self.expected += contents
        for content in contents[::-1] if trouble == "reordered" else contents:
            self.way.send(self, content, lose_answer=repeat, twice=twice)

    def found(self, content: bytes) -> int:
        """How many standing DiagnosticReports the chart has of it."""
        name = f"urn:ietf:rfc:3986|{ni_name(content)}"
        entries = self.chart.get("DiagnosticReport", identifier=name).get("entry", [])
        return sum(e["resource"]["status"] != "entered-in-error" for e in entries)


class Field:
    """The server and all stands on it."""

    def __init__(self, ways: Sequence[Way], folder: Path, base: str, server: HapiServer | None) -> None:
        self.server = server
        self.away = threading.Event()
        self.proxy = FaultProxy(base, lambda _m, _p: Fault("cut") if self.away.is_set() else None)
        self.stands = [self._stand(way, folder, base) for way in ways]

    def _stand(self, way: Way, folder: Path, base: str) -> Stand:
        chart = Chart(base)
        number = chart.patient.split("/")[1]
        chart.put({"resourceType": "Patient", "id": number, "identifier": [{"system": "CLINIC", "value": number}]})
        settings: dict[str, Any] = {
            "poll_query": f"subject={chart.patient}",
            "poll_lookback_hours": 1,
            "subscription_criteria": f"DocumentReference?status=current&subject={chart.patient}",
            **way.settings(folder / way.name),
        }
        adapter = Serve(self.proxy.base, folder / way.name, ehr_timeout_seconds=10, **settings)
        notify = NotifyProxy(adapter.url)
        adapter.environment["SCAN2FHIR_PUBLIC_URL"] = notify.url
        return Stand(way, chart, adapter, notify)

    def start(self) -> None:
        for stand in self.stands:
            stand.adapter.start()
        until = time.monotonic() + 60
        waiting = [s for s in self.stands if s.way.subscribes]
        while waiting and time.monotonic() < until:
            waiting = [s for s in waiting if _subscription(s.adapter) != "active"]
            time.sleep(0.5)

    def close(self) -> None:
        for stand in self.stands:
            stand.adapter.stop()
            stand.adapter.unsubscribe()
            stand.notify.close()
        self.proxy.close()

    def each(self, work: Callable[[Stand], object]) -> None:
        with ThreadPoolExecutor(len(self.stands)) as pool:
            list(pool.map(work, self.stands))

    def mode(self, name: str) -> None:
        for stand in self.stands:
            stand.notify.mode = name

    # ------------------------------------------------------------------ troubles
    def run(self, trouble: str) -> dict[str, str]:
        """The cell of each way in, after ``trouble`` is over and the dust has settled."""
        for stand in self.stands:
            stand.expected, stand.forbidden = [], []
        kind, _, seconds = trouble.rpartition("-")
        if kind == "down":
            self._down(trouble, float(seconds))
        elif trouble == "restarted":
            self._restarted(trouble)
        elif kind == "adapter-down":
            self._adapter_down(trouble, float(seconds))
        else:
            self.mode({"lost": "lose", "doubled": "double", "reordered": "reorder"}.get(trouble, "pass"))
            self.each(lambda s: s.send(trouble, 5, repeat=trouble == "lost", twice=trouble == "doubled"))
            if trouble == "reordered":
                self.each(_write_anew)
        cells = self._settle()
        self.mode("pass")
        return cells

    def _down(self, trouble: str, seconds: float) -> None:
        self.each(lambda s: s.send(trouble, 1))
        self.away.set()
        self.mode("cut")
        with ThreadPoolExecutor(len(self.stands)) as pool:
            meanwhile = [pool.submit(s.send, trouble, 3) for s in self.stands]
            time.sleep(seconds)
            self.away.clear()
            self.mode("pass")
            for one in meanwhile:
                one.result()
        self.each(lambda s: s.send(trouble, 1))

    def _restarted(self, trouble: str) -> None:
        if self.server is None:
            return
        self.each(lambda s: s.send(trouble, 3))
        self.server.kill()
        self.server.start()
        self.each(lambda s: s.send(trouble, 2))

    def _adapter_down(self, trouble: str, seconds: float) -> None:
        self.each(lambda s: s.send(trouble, 1))
        for stand in self.stands:
            stand.adapter.kill()
        with ThreadPoolExecutor(len(self.stands)) as pool:
            meanwhile = [pool.submit(s.send, trouble, 3) for s in self.stands]
            time.sleep(seconds)
            for stand in self.stands:
                stand.adapter.start()
            for one in meanwhile:
                one.result()
        self.each(lambda s: s.send(trouble, 1))

    def _settle(self) -> dict[str, str]:
        until = time.monotonic() + PATIENCE
        open_stands = list(self.stands)
        while open_stands and time.monotonic() < until:
            time.sleep(1.0)
            open_stands = [s for s in open_stands if not all(s.found(c) for c in s.expected)]
        time.sleep(3.0)  # what would come twice comes now
        return {s.way.name: _cell(s) for s in self.stands}


def _write_anew(stand: Stand) -> None:
    """Announced documents get new content, so that announcements of both versions arrive the wrong way round."""
    if stand.way.posted:
        for source in stand.way.posted[-5:]:
            resource = stand.chart.get(source)
            attachment = resource["content"][0]["attachment"]
            content = stand.content("rewritten")
            stand.forbidden.append(stand.way.contents[source])
            stand.expected.remove(stand.way.contents[source])
            stand.expected.append(content)
            stand.way.contents[source] = content
            attachment["data"] = stand.way.encoded(content)
            stand.chart.put(resource)
        stand.way.rewritten(stand)


def _cell(stand: Stand) -> str:
    counts = [stand.found(c) for c in stand.expected]
    stale = sum(stand.found(c) for c in stand.forbidden)
    problems = [
        *([f"{counts.count(0)} lost"] if 0 in counts else []),
        *([f"{sum(c > 1 for c in counts)} double"] if any(c > 1 for c in counts) else []),
        *([f"{stale} stale"] if stale else []),
    ]
    status = stand.adapter.counts()
    if status["dead"]:
        problems.append(f"{status['dead']} dead")
    return f"{sum(c == 1 for c in counts)}/{len(counts)}" + (f" ({', '.join(problems)})" if problems else "")


def _subscription(adapter: Serve) -> str:
    return str(httpx.get(f"{adapter.url}/readyz", timeout=5).json()["parts"].get("subscription"))


def measure(
    version: FhirVersion, ways: Sequence[Way], troubles: Sequence[str], folder: Path, running: str | None
) -> Any:
    """For each trouble the cells of ``ways``, on a server of ``version``."""
    server = None if running else HapiServer(version, free_port(), database=folder / "ehr")
    if server is not None:
        server.start()
    base = running or (server.base_url if server else "")
    table = {}
    try:
        stands = Field(ways, folder, base, server)
        try:
            stands.start()
            for trouble in troubles:
                began = time.monotonic()
                table[trouble] = stands.run(trouble)
                print(f"{trouble}: {json.dumps(table[trouble])} in {time.monotonic() - began:.0f} s", flush=True)
        finally:
            stands.close()
    finally:
        if server is not None:
            server.stop()
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", nargs="+", default=[w.name for w in WAYS], choices=[w.name for w in WAYS])
    parser.add_argument("--troubles", nargs="+", default=list(TROUBLES))
    parser.add_argument("--server", help="FHIR base of a running R4 server")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no adapter is left behind
    rows: dict[str, list[str]] = {}
    for version in ("R4", "R5"):
        chosen = [w for w in WAYS if w.name in arguments.ways and w.version == version]
        if chosen:
            with tempfile.TemporaryDirectory() as folder:
                table = measure(version, chosen, arguments.troubles, Path(folder), arguments.server)
            for way in chosen:
                rows[way.name] = [table[t][way.name] for t in arguments.troubles]
    print("| way in | " + " | ".join(arguments.troubles) + " |\n|---" + "|---" * len(arguments.troubles) + "|")
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(cells) + " |")
    raise SystemExit(1 if any("(" in cell for cells in rows.values() for cell in cells) else 0)


if __name__ == "__main__":
    main()
