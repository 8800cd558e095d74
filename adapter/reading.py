"""Bytes to everything that is written of them: the reading, its codes, the docx and the FHIR transaction.

The one place where the three rooms meet; ``digitize`` and the adapter's workers both call it, in a process of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from adapter.site_terms import site_terms as read_terms
from mapping.docx import to_docx
from mapping.fhir import BundleContext, to_bundle
from mapping.terminology import code_report
from ocr_pipeline.engines import load_engine
from ocr_pipeline.loading import Limits
from ocr_pipeline.page import Engine
from ocr_pipeline.pipeline import Reading, ReadOptions, read, reading_versions
from ocr_pipeline.report import Report


@dataclass(frozen=True)
class Digitised:
    """``reading`` draws redacted pages on demand and holds identity: it must not leave the reading process.
    ``seconds`` by stage, in order."""

    report: Report
    docx: bytes
    bundle: dict[str, Any]
    reading: Reading
    seconds: dict[str, float]


@lru_cache(maxsize=1)
def engine(name: str = "openvino", precision: str = "auto", threads: int = 0) -> Engine:
    """The process's engine, loaded once."""
    return load_engine(name, precision, threads)


def digitise(
    data: bytes,
    *,
    engine: Engine,
    version: str = "R4",
    patient: str = "",
    source: str = "",
    recorded: str = "",
    site_terms: Path | None = None,
    limits: Limits | None = None,
    seconds: float = 0.0,
) -> Digitised:
    """Read ``data`` and say it as docx and FHIR.

    ``patient`` and ``source`` are references (``Patient/1``, ``DocumentReference/2``) or empty; ``recorded`` an ISO
    8601 instant, now when empty; ``site_terms`` a CSV of the site's own names; after ``seconds`` no further page is begun (0: no limit). Raises ``DocumentError`` when
    nothing of the document can be read.
    """
    watch = _Watch()
    deadline = time.monotonic() + seconds if seconds else float("inf")
    options = ReadOptions(limits or Limits(), watch.begin, lambda: time.monotonic() > deadline)
    done = read(data, engine, options)
    watch.begin("code")
    report = code_report(done.report, read_terms(site_terms) if site_terms else None)
    watch.begin("write")
    figures = done.figure_pictures()
    docx = to_docx(report, figures)
    watch.begin("map")
    bundle = to_bundle(
        report,
        BundleContext(
            recorded=recorded or datetime.now(UTC).isoformat(timespec="seconds"),
            version=version,  # type: ignore[arg-type]
            source=source or None,
            patient=patient or None,
            docx=docx,
            figures=figures,
            software_version=installed_version("scan2fhir"),
            models=tuple(reading_versions(engine).items()),
            utc_offset=datetime.now().astimezone().isoformat()[-6:],
        ),
    )
    watch.begin("")
    return Digitised(report, docx, bundle, replace(done, report=report), watch.seconds)


class _Watch:
    """Seconds by stage; :meth:`begin` ends the stage before."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: dict[str, float] = {}
        self._clock = clock
        self._stage, self._since = "", clock()

    def begin(self, stage: str) -> None:
        now = self._clock()
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now
