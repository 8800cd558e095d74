"""Reading many files side by side, each in a process that may die without taking the others along."""

from __future__ import annotations

import json
import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the parent process stays light; its children import what reads
    from adapter.reading import Digitised

RECYCLE_AFTER = 200  # documents a process: native libraries keep what a large page made them allocate


class FhirVersion(StrEnum):
    R4 = "R4"
    R4B = "R4B"
    R5 = "R5"


@dataclass(frozen=True)
class Job:
    path: Path
    folder: Path
    fhir_version: str
    patient: str
    explain: bool
    engine: str
    precision: str


@dataclass(frozen=True)
class Outcome:
    """``error`` is one sentence when the file could not be read; then nothing else is filled in."""

    job: Job
    error: str = ""
    kind: str = ""
    pages: int = 0
    results: int = 0
    sections: int = 0
    for_review: int = 0
    seconds: float = 0.0


def digitize_all(jobs: list[Job], workers: int) -> Iterator[Outcome]:
    """Outcomes as they come, one a job. Each lane has a process of its own with one job in flight, so that a native
    crash costs just that job."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    lanes = min(workers, len(jobs))
    threads = max(1, (os.cpu_count() or 1) // lanes)
    for _ in range(lanes):
        threading.Thread(target=_lane, args=(waiting, done, threads), daemon=True).start()
    for _ in jobs:
        yield done.get()


def _lane(waiting: queue.SimpleQueue[Job], done: queue.SimpleQueue[Outcome], threads: int) -> None:
    process = _process()
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            process.shutdown()
            return
        try:
            outcome = process.submit(_digitize_one, job, threads).result()
        except BrokenProcessPool:
            process = _process()
            outcome = Outcome(job, "The reading process died on this file; the file may be damaged on purpose.")
        except Exception as error:
            outcome = Outcome(job, f"This file could not be read: {type(error).__name__}; please report it as a bug.")
        done.put(outcome)


def _process() -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=RECYCLE_AFTER)


def _digitize_one(job: Job, threads: int) -> Outcome:
    from adapter import reading
    from ocr_pipeline.loading import DocumentError

    begun = time.perf_counter()
    try:
        data = job.path.read_bytes()
        digitised = reading.digitise(
            data,
            engine=reading.engine(job.engine, job.precision, threads),
            version=job.fhir_version,
            patient=job.patient,
        )
        _write(job, digitised)
    except DocumentError as error:
        return Outcome(job, str(error))
    except OSError as error:
        return Outcome(job, f"{error.strerror or error}; check the file and the free space.")
    report = digitised.report
    doubtful = sum(r.needs_review for r in report.results) + sum(s.needs_review for s in report.sections)
    return Outcome(
        job,
        kind=report.kind,
        pages=report.source.pages,
        results=len(report.results),
        sections=len(report.sections),
        for_review=doubtful or int(report.needs_review),
        seconds=time.perf_counter() - begun,
    )


def _write(job: Job, digitised: Digitised) -> None:
    from mapping.fhir import dumps
    from ocr_pipeline.explain import annotate

    job.folder.mkdir(parents=True, exist_ok=True)
    report = digitised.report
    for index in range(report.source.pages):
        page = digitised.reading.redacted_page(index)
        if page is None:
            continue
        (job.folder / f"redacted-{index + 1}.png").write_bytes(page)
        if job.explain:
            text = digitised.reading.texts[index]
            (job.folder / f"annotated-{index + 1}.png").write_bytes(annotate(page, text, report))
    (job.folder / "report.docx").write_bytes(digitised.docx)
    (job.folder / "bundle.json").write_text(dumps(digitised.bundle), encoding="utf-8")
    # last, and at once: a folder with a report.json is a finished one
    draft = job.folder / ".report.json.part"
    draft.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(job.folder / "report.json")
