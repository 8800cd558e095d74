"""From a DocumentReference posted to its DiagnosticReport readable, over the rest-hook, without the reading itself.

``python -m tests.bench.latency --count 50`` prints medians. One document at a time, a reader that needs no time; the
figure holds the EHR's own delay before it announces, its answers, and everything of ours. An idle machine, please.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.integration.adapter.harness import Chart, Serve


def run(hapi: str, folder: Path, count: int) -> list[tuple[float, dict[str, float]]]:
    """Seconds of each document, and of its stages as the adapter counted them."""
    chart = Chart(hapi)
    waits = []
    with Serve(hapi, folder, poll_seconds=3600, poll_lookback_hours=0, log_level="warning", **chart.only) as serve:
        # An active subscription is heard of by the server's own parts a little later: what comes too early is not told.
        while _delivered(chart, chart.document(b"warm=1"), 5) is None:
            assert serve.alive
        for number in range(count):
            document = chart.document(f"n={number}".encode())
            took = _delivered(chart, document, 60)
            assert took is not None, f"{document} did not arrive:\n{serve.log.read_text()[-2000:]}"
            waits.append((took, _stages(serve, document)))
        serve.unsubscribe()
    return waits


def _delivered(chart: Chart, document: str, seconds: float) -> float | None:
    """Seconds until the report is readable. Its id follows from the source, so a plain read finds it at once."""
    begun = time.perf_counter()
    report = f"{chart.base}/DiagnosticReport/{hashlib.sha256(document.encode()).hexdigest()[:20]}-report"
    while chart.client.get(report).status_code != 200:
        if time.perf_counter() - begun > seconds:
            return None
        time.sleep(0.01)
    return time.perf_counter() - begun


def _stages(serve: Serve, document: str) -> dict[str, float]:
    from adapter.inbox import Inbox

    inbox = Inbox(f"sqlite:///{serve.environment['SCAN2FHIR_DATA_DIR']}/scan2fhir.db")
    try:
        for _ in range(100):
            (row,) = inbox.find(document)
            if row.finished_at is not None:
                return {**row.stages, "accepted to finished": row.finished_at - row.received_at}
            time.sleep(0.02)
    finally:
        inbox.close()
    return {}


def main() -> None:
    from tests.integration.hapi.server import HapiServer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--ehr", default=None, help="a running HAPI instead of one of our own")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ehr = arguments.ehr or stack.enter_context(HapiServer("R4", log_file=path / "hapi.log")).base_url
        waits = run(ehr, path / "serve", arguments.count)
    whole = sorted(seconds for seconds, _ in waits)
    p95 = whole[min(len(whole) - 1, int(len(whole) * 0.95))]
    print(f"posted to readable: p50 {statistics.median(whole):.3f} s, p95 {p95:.3f} s, {len(whole)} documents")
    for name in dict.fromkeys(stage for _, stages in waits for stage in stages):
        print(f"  {name:22}{statistics.median(s[name] for _, s in waits if name in s):.3f} s")


if __name__ == "__main__":
    main()
