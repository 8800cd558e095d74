"""Each reader in a process of its own, kept alive and fed in turns, so that a machine that drifts drifts for all.

Peak memory is the process's own high-water mark (``VmHWM`` on Linux), read after the last page.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapter.bench.readers import make
from adapter.errors import AdapterError

_PATIENCE_SECONDS = 180.0  #: for one page, or for starting


class ReaderDied(AdapterError):
    """A reader's process ended or could not start."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader said about one document, and what it cost: seconds on the clock and of all cores together.
    ``error`` is empty when it could be read. ``megabytes`` is the peak so far."""

    lines: list[str]
    report: dict[str, Any] | None
    seconds: float
    cpu_seconds: float
    megabytes: float
    stages: dict[str, float] = field(default_factory=dict)
    error: str = ""
    written: str = ""


class Child:
    """A reader in a fresh process. Use as context manager."""

    def __init__(self, name: str, engine: str = "openvino", precision: str = "auto", threads: int = 0) -> None:
        self.name = name
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, name, engine, precision, threads), daemon=True)
        self._process.start()
        theirs.close()
        started = self._receive()
        if isinstance(started, str):
            raise ReaderDied(f"{name} cannot be started: {started}")

    def read(self, data: bytes) -> Answer:
        """Raises :class:`ReaderDied` when the process ends over it."""
        self.send(data)
        return self.answer()

    def send(self, data: bytes) -> None:
        self._ours.send_bytes(data)

    def answer(self) -> Answer:
        got = self._receive()
        if not isinstance(got, Answer):
            raise ReaderDied(f"{self.name}: {got}")
        return got

    def ready(self) -> bool:
        """Whether an answer waits."""
        return self._ours.poll()

    def _receive(self) -> Any:
        if not self._ours.poll(_PATIENCE_SECONDS):
            self._process.kill()
            raise ReaderDied(
                f"{self.name} gave no answer within {_PATIENCE_SECONDS:g} s; fewer programs beside it help."
            )
        try:
            return self._ours.recv()
        except EOFError as error:
            self._process.join(timeout=5)
            raise ReaderDied(f"{self.name} ended with exit code {self._process.exitcode}.") from error

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._ours.send_bytes(b"")
        self._process.join(timeout=10)
        if self._process.is_alive():
            self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def peak_megabytes() -> float:
    """The high-water mark of this process's resident memory."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    factor = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / factor


def _cpu_seconds() -> float:
    """This process and the children that it waited for (Tesseract runs as one)."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def _serve(pipe: Connection, name: str, engine: str, precision: str, threads: int) -> None:
    try:
        reader = make(name, engine, precision, threads)
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    pipe.send(True)
    while data := pipe.recv_bytes():
        began, cpu = time.perf_counter(), _cpu_seconds()
        try:
            read = reader(data)
        except Exception as error:
            seconds, used = time.perf_counter() - began, _cpu_seconds() - cpu
            pipe.send(Answer([], None, seconds, used, peak_megabytes(), error=f"{type(error).__name__}: {error}"))
            continue
        seconds, used = time.perf_counter() - began, _cpu_seconds() - cpu
        pipe.send(Answer(read.lines, read.report, seconds, used, peak_megabytes(), read.stages, written=read.written))


def for_peers(data: bytes, suffix: str) -> Sequence[bytes]:
    """The pages of a document as pictures that every engine reads; what is a plain picture already stays as it is."""
    if suffix.lower() in {".jpg", ".jpeg", ".png", ".bmp", ".webp"}:
        return (data,)
    import cv2

    from ocr_pipeline.loading import open_document

    document = open_document(data)
    pages = []
    for index in range(document.page_count):
        done, coded = cv2.imencode(".png", document.load(index).image)
        if done:
            pages.append(coded.tobytes())
    return pages
