"""Reading many files side by side, each in a process that may die without taking the others along."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from adapter.errors import AdapterError
from adapter.workflow.child import DocumentUnreadableError, Output
from adapter.workflow.readers import ReaderPool


class FhirVersion(StrEnum):
    R4 = "R4"
    R4B = "R4B"
    R5 = "R5"


@dataclass(frozen=True)
class Job:
    path: Path
    folder: Path
    fhir_version: str = "R4"
    patient: str = ""
    explain: bool = False
    engine: str = "openvino"
    precision: str = "auto"


@dataclass(frozen=True)
class Outcome:
    """``error`` is one sentence when the file could not be read; then nothing else is filled in."""

    job: Job
    error: str = ""
    kind: str = ""
    pages: int = 0
    results: int = 0
    sections: int = 0
    doubtful: int = 0
    seconds: float = 0.0


def digitize_all(jobs: list[Job], workers: int, timeout: float = 300.0) -> Iterator[Outcome]:
    """Outcomes as they come, one a job; ``timeout`` in seconds a document."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    pool = ReaderPool(min(workers, len(jobs)), timeout=timeout)
    try:
        for _ in range(pool.count):
            threading.Thread(target=_lane, args=(waiting, done, pool), daemon=True).start()
        for _ in jobs:
            yield done.get()
    finally:
        pool.close()


def _lane(waiting: queue.SimpleQueue[Job], done: queue.SimpleQueue[Outcome], pool: ReaderPool) -> None:
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        done.put(_digitize(job, pool))


def _digitize(job: Job, pool: ReaderPool) -> Outcome:
    request = {
        "version": job.fhir_version,
        "patient": job.patient,
        "recorded": datetime.now(UTC).isoformat(timespec="seconds"),
        "explain": job.explain,
        "engine": job.engine,
        "precision": job.precision,
    }
    begun = time.perf_counter()
    try:
        output = pool.read(job.path.read_bytes(), request)
        _write(job.folder, output)
    except (DocumentUnreadableError, AdapterError) as error:
        return Outcome(job, str(error))
    except OSError as error:
        return Outcome(job, f"{error.strerror or error}; check the path and the free space.")
    counts = {name: output.summary[name] for name in ("kind", "pages", "results", "sections", "doubtful")}
    return Outcome(job, seconds=time.perf_counter() - begun, **counts)


def _write(folder: Path, output: Output) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**output.files, "bundle.json": output.bundle}.items():
        if name != "report.json":
            (folder / name).write_bytes(content)
    # last, and at once: a folder with a report.json is a finished one
    draft = folder / f".report-{os.getpid()}.part"
    draft.write_bytes(output.files["report.json"])
    draft.replace(folder / "report.json")
