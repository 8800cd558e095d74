"""The reading process: one document after the other over a pipe, until the pipe closes.

Native libraries read hostile files here, so the process has no secrets in its environment, little priority, and its
death costs its parent one document's attempt. Messages are JSON and raw bytes, never pickle: what comes out of this
process is not trusted.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Protocol


class DocumentUnreadableError(Exception):
    """The document itself is at fault (empty, damaged, encrypted, too large): its message is for a person."""


@dataclass(frozen=True, slots=True)
class Output:
    """What reading made of a document: the transaction as JSON bytes, a summary of counts, files to keep."""

    bundle: bytes
    summary: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)


class Reader(Protocol):
    """``module:function`` of this kind is what a reading process runs. Raises :class:`DocumentUnreadableError`."""

    def __call__(self, data: bytes, request: Mapping[str, Any]) -> Output: ...


def main() -> None:
    handle, target, memory_mb = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    _lower_ourselves(memory_mb)
    threading.Thread(target=_die_with_parent, args=(os.getppid(),), daemon=True).start()
    module, _, name = target.partition(":")
    connection = Connection(handle)
    with contextlib.suppress(EOFError, ConnectionError):
        reader: Reader = getattr(importlib.import_module(module), name)
        gc.freeze()  # code and tables stay: a full collection went through their 140,000 objects, 9 ms a document
        connection.send_bytes(b'{"ready": true}')
        while True:
            request = json.loads(connection.recv_bytes())
            data = connection.recv_bytes()
            _answer(connection, reader, request, data)


def _answer(connection: Connection, reader: Reader, request: Mapping[str, Any], data: bytes) -> None:
    try:
        output = reader(data, request)
    except DocumentUnreadableError as error:
        connection.send_bytes(json.dumps({"unreadable": str(error)}).encode())
    except MemoryError:
        connection.send_bytes(json.dumps({"failed": "MemoryError"}).encode())
        # What an interrupted native call left behind is unknown; the parent starts another process.
        sys.exit(1)
    except Exception as error:
        # The message may quote the document, so only the kind and the place leave this process.
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
        connection.send_bytes(json.dumps({"failed": type(error).__name__ + place}).encode())
    else:
        head = {"summary": dict(output.summary), "files": list(output.files)}
        connection.send_bytes(json.dumps(head).encode())
        connection.send_bytes(output.bundle)
        for content in output.files.values():
            connection.send_bytes(content)


def _lower_ourselves(memory_mb: float) -> None:
    with contextlib.suppress(OSError):
        os.nice(5)  # answering senders comes before reading
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("800")  # when memory is short, the reading process goes and not the service
    # The parent watches resident memory; this is the wall behind it, for one huge allocation between two looks.
    wall = int(memory_mb * 1024 * 1024 * 2)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (wall, wall))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document


def _die_with_parent(parent: int) -> None:
    """A killed parent closes the pipe, but native code that is busy would not notice for minutes."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)
