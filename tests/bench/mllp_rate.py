"""How many HL7 v2 messages a second are acknowledged after their commit, and what one large document costs.

``python -m tests.bench.mllp_rate --connections 4 --seconds 10`` sends messages with a document of 20 KB as fast as the
acknowledgements come back, each connection waiting for its own as senders do, and prints rate, p50, p99 and processor
time. The EHR is away meanwhile. ``--large 50`` adds one document of so many MB and prints the memory it took.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from tests.bench.senders import hl7_message
from tests.integration.adapter.harness import Serve, free_port

SIZE = 20 * 1024
PATIENT = "||Doe^Jane^^^^^L||19800101|F|||Street 1^^Town^^12345^XX||555-0100|||||ACC1"


async def _connection(port: int, until: float, waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    while time.perf_counter() < until:
        name = os.urandom(6).hex()
        message = hl7_message(name, name, os.urandom(SIZE), PATIENT)
        began = time.perf_counter()
        writer.write(message)
        answer = await reader.readuntil(b"\x1c\r")
        assert b"MSA|AA|" + name.encode() in answer, answer
        waits.append(time.perf_counter() - began)
    writer.close()


async def measure(port: int, connections: int, seconds: float) -> list[float]:
    """Seconds from the first byte to the acknowledgement, of every message that was sent."""
    waits: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_connection(port, until, waits) for _ in range(connections)))
    return waits


async def _large(port: int, megabytes: float) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    message = hl7_message("LARGE", "1", os.urandom(int(megabytes * 1024 * 1024)))
    began = time.perf_counter()
    writer.write(message)
    answer = await reader.readuntil(b"\x1c\r")
    assert b"MSA|AA|LARGE" in answer, answer
    writer.close()
    return time.perf_counter() - began


def peak_mb(pid: int) -> float:
    """The most memory that a process has held so far (VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--large", type=float, default=0, metavar="MB")
    arguments = parser.parse_args()
    ehr, port = f"http://127.0.0.1:{free_port()}/fhir", free_port()
    settings = {"subscription": "off", "poll_seconds": 3600, "mllp_listen": f"127.0.0.1:{port}", "mllp_max_mb": 100}
    with (
        tempfile.TemporaryDirectory() as folder,
        Serve(ehr, Path(folder), fhir_version="R4", max_document_mb=70, **settings) as serve,
    ):
        time.sleep(3)
        assert serve.process is not None
        process = psutil.Process(serve.process.pid)
        before = process.cpu_times()
        waits = asyncio.run(measure(port, arguments.connections, arguments.seconds))
        after = process.cpu_times()
        cost = (after.user + after.system - before.user - before.system) / len(waits)
        print(
            f"{len(waits) / arguments.seconds:.0f}/s over {arguments.connections} connections  "
            f"p50 {statistics.median(waits) * 1000:.1f} ms  p99 {statistics.quantiles(waits, n=100)[98] * 1000:.1f} ms  "
            f"{cost * 1000:.1f} ms of a processor each"
        )
        sent = len(waits)
        if arguments.large:
            peak = peak_mb(process.pid)
            seconds = asyncio.run(_large(port, arguments.large))
            sent += 1
            print(
                f"{arguments.large:g} MB in {seconds:.1f} s; the most memory before {peak:.0f} MB, "
                f"after {peak_mb(process.pid):.0f} MB"
            )
        lost = sent - serve.counts()["received"]
        print(f"{sent} acknowledged, {lost} of them not in the inbox")
    raise SystemExit(1 if lost else 0)


if __name__ == "__main__":
    main()
