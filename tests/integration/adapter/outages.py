"""Whole outages, played against a real EHR: workers killed and frozen, databases away, disks full and freed.

Each play takes the EHR and an empty folder, mends nothing by hand, and tells what became of every document.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.integration.adapter import dying_serve
from tests.integration.adapter.harness import PATIENCE, Chart, Serve
from tests.integration.adapter.postgres import Cluster


class NoSmallDiskError(Exception):
    """This process may not mount a file system of its own."""


@dataclass(frozen=True)
class Told:
    documents: int
    lost: int
    doubled: int
    status: dict[str, int]
    refused: int = 0

    def __str__(self) -> str:
        refused = f", {self.refused} announcements refused meanwhile" if self.refused else ""
        return f"{self.documents} documents, {self.lost} lost, {self.doubled} doubled, {self.status}{refused}"


def tell(chart: Chart, documents: Sequence[str], status: dict[str, int], refused: int = 0) -> Told:
    """Counts what is in the chart now."""
    sources = chart.sources()
    lost = sum(1 for d in documents if d not in sources)
    doubled = sum(sources.count(d) - 1 for d in set(sources)) + max(0, len(chart.reports()) - len(documents))
    return Told(len(documents), lost, doubled, status, refused)


def workers_killed_and_frozen_database_away(ehr: str, folder: Path, away: float = 30.0) -> Told:
    """One intake and three workers on PostgreSQL. A worker is killed, one freezes after its last look at its claim and
    before it writes; the database is away; the frozen one wakes. Nobody is started again."""
    chart = Chart(ehr)
    folder.mkdir(parents=True, exist_ok=True)
    border = folder / "border"
    with Cluster() as cluster, ExitStack() as stack:
        shared = {
            "database_url": cluster.url,
            "subscription": "off",
            "poll_lookback_hours": 0,
            "poll_overlap_seconds": 5,
        }
        query = f"subject={chart.patient}"
        intake = Serve(ehr, folder / "intake", role="intake", poll_query=query, **shared)
        # one data folder for all workers: each takes a place of its own in it
        workers = [
            Serve(ehr, folder / f"w{i}", role="worker", data_dir=folder / "data", border=border, **shared)
            for i in range(3)
        ]
        for serve in (intake, *workers):
            stack.callback(serve.stop)
            serve.start(wait=False)
        for serve in (intake, *workers):
            serve.wait_ready()
        documents = [chart.document(f"SLOW n={i}".encode()) for i in range(24)]
        _until(lambda: intake.counts()["delivered"] >= 2)
        dying_serve.order(border, "before posting", "SIGSTOP")
        _until(lambda: not border.exists())
        frozen = next(w for w in workers if _is_stopped(w))
        stack.callback(_thaw, frozen)
        next(w for w in workers if w is not frozen).kill()
        intake.wait_settled(24)
        more = [chart.document(f"SLOW m={i}".encode()) for i in range(12)]
        _until(lambda: intake.counts()["delivered"] >= 26)
        cluster.pause()
        refused = _refused(intake, more, away)
        cluster.resume()
        _thaw(frozen)
        status = intake.wait_settled(36)
        time.sleep(3)  # what the thawed one still does would come now
        return tell(chart, [*documents, *more], status, refused)


def sqlite_disk_full(ehr: str, folder: Path, full: float = 10.0) -> Told:
    """The data folder lies on a small disk that is filled while documents are under way, and freed."""
    chart = Chart(ehr)
    with small_disk(48) as disk, ExitStack() as stack:
        serve = Serve(
            ehr,
            folder / "adapter",
            data_dir=disk / "data",
            poll_query=f"subject={chart.patient}",
            subscription="off",
            poll_seconds=1,
            poll_lookback_hours=0,
            poll_overlap_seconds=5,
        )

        stack.callback(serve.stop)
        serve.start()
        documents = [chart.document(f"SLOW n={i}".encode()) for i in range(12)]
        _until(lambda: serve.counts()["delivered"] >= 2)
        ballast = fill(disk)
        documents += [chart.document(f"SLOW m={i}".encode()) for i in range(6)]
        refused = _refused(serve, documents[-6:], full)
        ballast.unlink()
        status = serve.wait_settled(18)
        time.sleep(2)
        return tell(chart, documents, status, refused)


def postgres_disk_full(ehr: str, folder: Path, full: float = 10.0) -> Told:
    """The same with PostgreSQL on the small disk."""
    chart = Chart(ehr)
    with small_disk(400) as disk, Cluster(disk) as cluster, ExitStack() as stack:
        serve = Serve(
            ehr,
            folder / "adapter",
            database_url=cluster.url,
            poll_query=f"subject={chart.patient}",
            subscription="off",
            poll_seconds=1,
            poll_lookback_hours=0,
            poll_overlap_seconds=5,
        )

        stack.callback(serve.stop)
        serve.start()
        documents = [chart.document(f"SLOW n={i}".encode()) for i in range(12)]
        _until(lambda: serve.counts()["delivered"] >= 2)
        ballast = fill(disk)
        documents += [chart.document(f"SLOW m={i}".encode()) for i in range(6)]
        # this one needs new pages at once
        pushed = serve.api("POST", "/api/documents", files={"file": ("a.txt", os.urandom(2_000_000))})
        assert pushed.status_code == 503, pushed.text
        refused = 1 + _refused(serve, documents[-6:], full)
        ballast.unlink()
        with contextlib.suppress(RuntimeError):
            cluster.resume()  # PostgreSQL itself ends when it cannot write its log; its keeper starts it again
        status = serve.wait_settled(18)
        time.sleep(2)
        return tell(chart, documents, status, refused)


ALL: dict[str, Callable[[str, Path], Told]] = {
    "3 workers, killed, frozen, database away 30 s": workers_killed_and_frozen_database_away,
    "SQLite, disk full and freed": sqlite_disk_full,
    "PostgreSQL, disk full and freed": postgres_disk_full,
}


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own, reachable for the database's user too. Raises :class:`NoSmallDiskError`."""
    disk = Path(tempfile.mkdtemp(prefix="s2f-disk-"))
    disk.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        disk.rmdir()
        raise NoSmallDiskError(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
        disk.rmdir()


def fill(disk: Path) -> Path:
    """Writes a file until nothing fits any more; taking it away frees the disk."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return ballast


def _refused(serve: Serve, documents: Sequence[str], seconds: float) -> int:
    """Announces again and again for a while; how often the answer was 503. Anything but 503 and 204 is wrong."""
    refused = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for document in documents:
            try:
                status = serve.notify("PUT", f"/{document}").status_code
            except httpx.TimeoutException:
                status = 503
            assert status in (204, 503), status
            refused += status == 503
        time.sleep(0.5)
    return refused


def _is_stopped(serve: Serve) -> bool:
    assert serve.process is not None
    stat = Path(f"/proc/{serve.process.pid}/stat")
    return serve.alive and stat.read_text("utf-8").rpartition(")")[2].split()[0] == "T"


def _thaw(serve: Serve) -> None:
    if serve.alive and serve.process is not None:
        serve.process.send_signal(signal.SIGCONT)


def _until(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds:g} s")
