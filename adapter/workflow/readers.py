"""A pool of reading processes with limits on time and memory, replaced when they die or have read enough."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from adapter.errors import AdapterError
from adapter.metrics import READER_DEATHS
from adapter.workflow.child import DocumentUnreadableError, Output

DEFAULT_READER = "adapter.workflow.reading_task:read"
#: Not ``-m``: the module would exist twice, and its exceptions would not be those that a reader raises.
_RUN = "from adapter.workflow.child import main; main()"
#: Loading models on a busy machine; reading has its own limit.
START_SECONDS = 120.0


class ReaderDiedError(AdapterError):
    """The reading process died or had to be ended while it read this document. ``cause``: crash, time or memory."""

    def __init__(self, message: str, cause: str) -> None:
        super().__init__(message)
        self.cause = cause


def _out_of_memory() -> ReaderDiedError:
    return ReaderDiedError("Reading needed more memory than SCAN2FHIR_READ_MEMORY_MB.", "memory")


class ReadingFailedError(AdapterError):
    """The program failed on this document without dying: a bug of ours."""


class _Child:
    def __init__(self, target: str, memory_mb: float, threads: int) -> None:
        ours, theirs = socket.socketpair()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SCAN2FHIR_")}
        environment["SCAN2FHIR_THREADS"] = environment["OMP_NUM_THREADS"] = str(threads)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(theirs.fileno()), target, str(memory_mb)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # Native libraries talk to both, and might quote the document.
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("SCAN2FHIR_DEBUG_READER") else subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the service, which then ends its children in order
        )
        theirs.close()
        self.connection = Connection(ours.detach())
        self.memory_mb = memory_mb
        self.done = 0
        self.ready = False

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()

    def resident_mb(self) -> float:
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576
        except (OSError, IndexError, ValueError):
            return 0.0

    def receive(self, deadline: float) -> bytes:
        """The next message. Raises :class:`ReaderDiedError` when the process dies or passes a limit."""
        while not self.connection.poll(0.2):
            if self.process.poll() is not None and not self.connection.poll(0):
                raise self._died()
            if time.monotonic() > deadline:
                raise ReaderDiedError("Reading took longer than SCAN2FHIR_READ_TIMEOUT_SECONDS.", "time")
            if self.resident_mb() > self.memory_mb:
                raise _out_of_memory()
        try:
            return self.connection.recv_bytes()
        except (EOFError, OSError):
            raise self._died() from None

    def _died(self) -> ReaderDiedError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        code = self.process.returncode
        if code is not None and code < 0:
            how = f"was killed by signal {signal.Signals(-code).name}"
        else:
            how = f"ended with status {code}"
        return ReaderDiedError(f"The reading process {how}.", "crash")


class ReaderPool:
    """``read`` blocks until a process is free and has read. Safe to use from several threads."""

    def __init__(
        self,
        count: int,
        *,
        target: str = DEFAULT_READER,
        timeout: float = 300.0,
        memory_mb: float = 3072.0,
        recycle_after: int = 200,
    ) -> None:
        self.count = count
        self._target = target
        self._timeout = timeout
        self._memory_mb = memory_mb
        self._recycle_after = recycle_after
        self._threads = max(1, (os.cpu_count() or 1) // count)
        self._slots: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._live: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(count):
            self._slots.put(None)

    def warm(self) -> None:
        """Starts every process now, so that the first document does not wait for imports."""
        taken = [self._slots.get() for _ in range(self.count)]
        for child in taken:
            self._slots.put(child or self._start())

    def read(self, data: bytes, request: Mapping[str, Any]) -> Output:
        """Raises :class:`DocumentUnreadableError`, :class:`ReaderDiedError` or :class:`ReadingFailedError`."""
        child = self._slots.get()
        keep: _Child | None = None
        try:
            child = child if child is not None and child.process.poll() is None else self._start()
            output = self._exchange(child, data, request)
            keep = child
            return output
        except ReaderDiedError as error:
            READER_DEATHS.labels(error.cause).inc()
            raise
        except (DocumentUnreadableError, ReadingFailedError):
            keep = child
            raise
        finally:
            if child is not None and (keep is None or child.done >= self._recycle_after or self._closed):
                self._stop(child)
                keep = None
            self._slots.put(keep)

    def _exchange(self, child: _Child, data: bytes, request: Mapping[str, Any]) -> Output:
        if not child.ready:
            child.receive(time.monotonic() + START_SECONDS)
            child.ready = True
        child.done += 1
        deadline = time.monotonic() + self._timeout
        try:
            child.connection.send_bytes(json.dumps(dict(request)).encode())
            child.connection.send_bytes(data)
        except OSError:
            raise child._died() from None
        head = json.loads(child.receive(deadline))
        if "unreadable" in head:
            raise DocumentUnreadableError(str(head["unreadable"]))
        if head.get("failed") == "MemoryError":
            raise _out_of_memory()
        if "failed" in head:
            raise ReadingFailedError(f"Reading failed with {head['failed']}; please report it as a bug.")
        bundle = child.receive(deadline)
        files = {str(name): child.receive(deadline) for name in head["files"]}
        return Output(bundle, head["summary"], files)

    def _start(self) -> _Child:
        child = _Child(self._target, self._memory_mb, self._threads)
        with self._lock:
            self._live.add(child)
        return child

    def _stop(self, child: _Child) -> None:
        child.end()
        with self._lock:
            self._live.discard(child)

    def close(self) -> None:
        """Ends every process, also those that read: their documents come again at the next start."""
        self._closed = True
        with self._lock:
            children = list(self._live)
        for child in children:
            child.process.kill()
