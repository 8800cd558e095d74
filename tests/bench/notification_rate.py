"""How many notifications a second are taken in durably, and how long each waits for its answer.

``python -m tests.bench.notification_rate --rate 200 --seconds 10`` prints p50, p99 and the rate reached. The EHR is
away meanwhile, so that what is measured is the intake alone. The client writes to sockets itself: HTTP libraries need
more time for a request than the intake.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from tests.integration.adapter.harness import Serve, free_port

CONNECTIONS = 32


async def _connection(port: int, queue: asyncio.Queue[tuple[float, int] | None], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (item := await queue.get()) is not None:
        due, number = item
        body = f'{{"resourceType":"DocumentReference","id":"n{number}","meta":{{"versionId":"1"}},"status":"current"}}'
        head = (
            f"PUT /fhir/notify/DocumentReference/n{number} HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: Bearer notify-secret\r\nContent-Type: application/fhir+json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write((head + body).encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 204"), answer
        waits.append(time.perf_counter() - due)
    writer.close()


async def measure(port: int, rate: float, seconds: float, first: int = 0) -> tuple[list[float], float]:
    """Waits in seconds from the moment each was due, and the rate reached."""
    queue: asyncio.Queue[tuple[float, int] | None] = asyncio.Queue()
    waits: list[float] = []
    tasks = [asyncio.create_task(_connection(port, queue, waits)) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        pause = began + number / rate - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        queue.put_nowait((time.perf_counter(), first + number))
    for _ in tasks:
        queue.put_nowait(None)
    await asyncio.gather(*tasks)
    return waits, len(waits) / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, nargs="+", default=[200, 500])
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ehr = f"http://127.0.0.1:{free_port()}/fhir"
        with Serve(ehr, Path(folder), fhir_version="R4", subscription="off", poll_seconds=3600) as serve:
            time.sleep(3)
            assert serve.process is not None
            process = psutil.Process(serve.process.pid)
            first = 0
            for rate in arguments.rate:
                before = process.cpu_times()
                waits, reached = asyncio.run(measure(serve.port, rate, arguments.seconds, first))
                after = process.cpu_times()
                first += len(waits)
                cost = (after.user + after.system - before.user - before.system) / len(waits)
                p99 = statistics.quantiles(waits, n=100)[98]
                print(
                    f"asked {rate:.0f}/s  reached {reached:.0f}/s  p50 {statistics.median(waits) * 1000:.1f} ms  "
                    f"p99 {p99 * 1000:.1f} ms  {cost * 1000:.1f} ms of a processor each"
                )
            lost = first - serve.counts()["received"]
            print(f"{first} answered, {lost} of them not in the inbox")
    raise SystemExit(1 if lost else 0)


if __name__ == "__main__":
    main()
