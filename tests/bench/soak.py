"""Many documents through one adapter: is the memory flat, are files and connections given back, is all delivered.

``python -m tests.bench.soak --count 2000`` prints a table. The reader does no recognition, so that what is seen is the
service; the reading process's own memory is bounded by its limit and by its replacement.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.integration.adapter.harness import Chart, Serve


@dataclass(frozen=True)
class Sample:
    delivered: int
    memory_mb: float
    files: int
    connections: int
    threads: int


def sample(serve: Serve) -> Sample:
    assert serve.process is not None
    process = psutil.Process(serve.process.pid)
    memory = process.memory_info().rss / 1048576
    connections = len(process.net_connections(kind="tcp"))
    return Sample(serve.counts()["delivered"], memory, process.num_fds(), connections, process.num_threads())


def run(hapi: str, folder: Path, count: int, batch: int = 20) -> tuple[list[Sample], list[float], dict[str, int], int]:
    """Samples after each batch, seconds from a document's making to its DiagnosticReport (one of each batch)."""
    chart = Chart(hapi)
    samples: list[Sample] = []
    waits: list[float] = []
    with Serve(hapi, folder, poll_seconds=10, poll_overlap_seconds=30, poll_lookback_hours=0, **chart.only) as serve:
        done = 0
        while done < count:
            began = time.perf_counter()
            document = chart.document(f"probe {done}=1".encode())
            while not chart.get("Provenance", entity=document, _summary="count")["total"]:
                time.sleep(0.02)
            waits.append(time.perf_counter() - began)
            for number in range(batch - 1):
                chart.document(f"n{done}-{number}=1".encode())
            done += batch
            serve.wait_settled(done, 120)
            samples.append(sample(serve))
        counts = serve.counts()
    return samples, waits, counts, len(chart.sources())


def main() -> None:
    from tests.integration.hapi.server import HapiServer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="a multiple of 20, at least 100")
    parser.add_argument("--ehr", default=None, help="a running HAPI instead of one of our own")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if arguments.ehr:
            samples, waits, counts, sources = run(arguments.ehr, path, arguments.count)
        else:
            with HapiServer("R4", log_file=path / "hapi.log") as hapi:
                samples, waits, counts, sources = run(hapi.base_url, path, arguments.count)
    print(f"{'documents':>10}{'memory MB':>11}{'files':>7}{'tcp':>5}{'threads':>9}")
    for one in samples[:: max(1, len(samples) // 10)]:
        print(f"{one.delivered:>10}{one.memory_mb:>11.0f}{one.files:>7}{one.connections:>5}{one.threads:>9}")
    growth, files, connections = growth_of(samples)
    print(
        f"second half: memory {growth:+.1%}, files {files:+.1f}, connections {connections:+.1f} (medians of its halves)"
    )
    print(f"{counts}; {sources} sources in the chart")
    print(f"document made to report readable: p50 {statistics.median(waits):.2f} s, worst {max(waits):.2f} s")
    whole = counts["delivered"] == sources == arguments.count
    raise SystemExit(0 if whole and abs(growth) <= 0.05 and files <= 2 and connections <= 2 else 1)


def growth_of(samples: list[Sample]) -> tuple[float, float, float]:
    """Memory (a share), files and connections (numbers): the last quarter of the samples against the one before."""
    half = samples[len(samples) // 2 :]
    before, after = half[: len(half) // 2], half[len(half) // 2 :]

    def median(of: list[Sample], name: str) -> float:
        return statistics.median(float(getattr(one, name)) for one in of)

    memory = median(after, "memory_mb") / median(before, "memory_mb") - 1
    files = median(after, "files") - median(before, "files")
    return memory, files, median(after, "connections") - median(before, "connections")


if __name__ == "__main__":
    main()
