"""What a document costs beside its reading: the service against ``digitize``, in seconds of a processor a document.

``python -m tests.bench.overhead --count 1000 [--folder PICTURES] [--postgres]``: the documents wait in the EHR, the
service starts and works them off; then ``digitize`` reads the same bytes in the same reading processes. What the EHR
itself needs is not counted. The figure stands for these documents: quick ones show the overhead larger.
"""

from __future__ import annotations

import argparse
import base64
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil
import sqlalchemy as sa

from adapter.digitizing import Job, digitize_all
from tests.integration.adapter import postgres
from tests.integration.adapter.harness import Chart, Serve

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".pdf": "application/pdf"}


#: The first documents pay for loading models; they are left out on both sides.
WARM = 5


class DatabaseLoad:
    """What one PostgreSQL was asked to do."""

    OPTIONS = "-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track_utility=on"

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with self._engine.begin() as connection:
            connection.execute(sa.text("CREATE EXTENSION pg_stat_statements"))

    def now(self) -> dict[str, float]:
        query = """
            SELECT (SELECT sum(calls) FROM pg_stat_statements) AS statements,
                   (SELECT sum(calls) FROM pg_stat_statements WHERE query = 'COMMIT') AS commits,
                   (SELECT sum(rows) FROM pg_stat_statements WHERE query ~ '^(INSERT|UPDATE|DELETE)') AS rows_written,
                   (SELECT sum(total_exec_time) FROM pg_stat_statements) AS milliseconds,
                   pg_current_wal_lsn() - '0/0' AS log_bytes,
                   pg_database_size(current_database()) AS size_bytes"""
        with self._engine.connect() as connection:
            row = connection.execute(sa.text(query)).one()
        return {name: float(value) for name, value in row._mapping.items()}

    def tell(self, before: dict[str, float], documents: int) -> None:
        after = self.now()
        print(
            "the database, a document: "
            + ", ".join(f"{(after[name] - before[name]) / documents:.1f} {name.replace('_', ' ')}" for name in after)
        )


@dataclass(frozen=True)
class Cost:
    """Seconds a document: of processors in the service and in its reading processes, and on the clock."""

    documents: int
    service: float
    reading: float
    clock: float

    @property
    def total(self) -> float:
        return self.service + self.reading


def contents(folder: Path | None, count: int) -> list[tuple[bytes, str]]:
    """``count`` documents, each with bytes of its own (a picture may be followed by anything)."""
    files = sorted(f for f in folder.rglob("*") if f.suffix.lower() in TYPES) if folder else []
    if folder and not files:
        raise SystemExit(f"{folder} holds no picture and no PDF.")
    text = b"WBC 5.%d 10^9/L 3.5-9.5\nRBC 4.5 10^12/L 4.3-5.8\nHGB 145 g/L 130-175\n"
    made = []
    for number in range(count):
        if files:
            file = files[number % len(files)]
            made.append((file.read_bytes() + b"%%%d" % number, TYPES[file.suffix.lower()]))
        else:
            made.append((text % number, "text/plain"))
    return made


def of_service(ehr: str, folder: Path, documents: list[tuple[bytes, str]], load: DatabaseLoad | None) -> Cost:
    """The documents are announced first, so that the whole queue stands before work begins."""
    chart = Chart(ehr)
    for data, kind in documents:
        chart.document(content=[{"attachment": {"contentType": kind, "data": base64.b64encode(data).decode()}}])
    settings = {"database_url": load.url} if load else {}
    serve = Serve(
        ehr,
        folder,
        reader=None,
        subscription="off",
        poll_seconds=3600,
        poll_lookback_hours=24,
        poll_query=f"subject={chart.patient}",
        fhir_version="R4",
        log_level="warning",
        **settings,
    )
    with serve:
        assert serve.process is not None
        process = psutil.Process(serve.process.pid)
        _wait_finished(serve, WARM)
        first, begun, at_begin = _finished(serve), time.perf_counter(), _seconds(process)
        seen = load.now() if load else None
        _wait_finished(serve, len(documents))
        clock, at_end = time.perf_counter() - begun, _seconds(process)
        each = len(documents) - first
        if load and seen:
            load.tell(seen, each)
    return Cost(each, (at_end[0] - at_begin[0]) / each, (at_end[1] - at_begin[1]) / each, clock / each)


def _finished(serve: Serve) -> int:
    counts = serve.counts()
    return counts["received"] - counts["in_progress"]


def _wait_finished(serve: Serve, count: int) -> None:
    """Asks seldom: asking costs the service something too."""
    while _finished(serve) < count:
        assert serve.alive, serve.log.read_text()[-2000:]
        time.sleep(1)


def _seconds(process: psutil.Process) -> tuple[float, float]:
    """Of the process itself, and of its children, those that have ended included."""
    own = process.cpu_times()
    children = own.children_user + own.children_system
    for child in process.children(recursive=True):
        times = child.cpu_times()
        children += times.user + times.system
    return own.user + own.system, children


def of_digitize(folder: Path, documents: list[tuple[bytes, str]]) -> Cost:
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    for number, (data, kind) in enumerate(documents):
        path = folder / f"{number}{next((s for s, t in TYPES.items() if t == kind), '.txt')}"
        path.write_bytes(data)
        jobs.append(Job(path, folder / "out" / str(number)))
    process = psutil.Process()
    for number, outcome in enumerate(digitize_all(jobs, 1), start=1):
        if outcome.error:
            print(f"digitize: {outcome.error}")
        if number == WARM:
            begun, at_begin = time.perf_counter(), _seconds(process)
        if number == len(jobs):
            # asked while the reading process still lives: nobody waits for its end
            clock, at_end = time.perf_counter() - begun, _seconds(process)
    each = len(documents) - WARM
    return Cost(each, (at_end[0] - at_begin[0]) / each, (at_end[1] - at_begin[1]) / each, clock / each)


def main() -> None:
    from tests.integration.hapi.server import HapiServer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=None, help="pictures to read; else short texts")
    parser.add_argument("--postgres", action="store_true", help="the inbox on PostgreSQL instead of SQLite")
    parser.add_argument("--ehr", default=None, help="a running HAPI instead of one of our own")
    arguments = parser.parse_args()
    documents = contents(arguments.folder, arguments.count)
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        load = None
        if arguments.postgres:
            load = DatabaseLoad(stack.enter_context(postgres.Cluster(options=DatabaseLoad.OPTIONS)).url)
        ehr = arguments.ehr or stack.enter_context(HapiServer("R4", log_file=path / "hapi.log")).base_url
        service = of_service(ehr, path / "serve", documents, load)
        digitize = of_digitize(path / "digitize", documents)
    print(f"{'seconds a document':20}{'own process':>13}{'reading':>10}{'together':>10}{'clock':>9}")
    for name, cost in (("service", service), ("digitize", digitize)):
        print(f"{name:20}{cost.service:>13.4f}{cost.reading:>10.4f}{cost.total:>10.4f}{cost.clock:>9.4f}")
    more = service.total - digitize.total
    print(f"{service.documents} documents: {more * 1000:.1f} ms more a document, {more / digitize.total:+.1%}")


if __name__ == "__main__":
    main()
