"""``scan2fhir serve`` that kills or freezes itself at a border between two of its steps, for tests only.

The order (``SIGKILL before claim``) is read anew at each step from the file named in ``S2F_BORDER``; whoever takes
that file away obeys, so one order strikes one process once. ``reading process`` kills the process that reads, just
after it was given a document.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adapter.ehr.client import EhrClient
from adapter.inbox.store import Inbox
from adapter.inbox.work import Work
from adapter.workflow.engine import Engine
from adapter.workflow.pipeline import Pipeline
from adapter.workflow.readers import ReaderPool, _Child

FILE = Path(os.environ.get("S2F_BORDER", "/nonexistent"))

#: Every durable change of ours and every step of the engine, in the order in which a document meets them.
STEPS: dict[str, tuple[type, str]] = {
    "accept": (Inbox, "accept"),
    "watermark": (Inbox, "set_mark"),
    "claim": (Work, "claim"),
    "run begun": (Engine, "start"),
    "read step": (Pipeline, "read"),
    "reading": (ReaderPool, "read"),
    "bundle kept": (Work, "save_bundle"),
    "deliver step": (Pipeline, "deliver"),
    "posting": (EhrClient, "transaction"),
    "retry": (Work, "retry"),
    "finish step": (Pipeline, "finish"),
    "finished": (Work, "finish"),
}
READING_PROCESS = "reading process"
BORDERS = (*(f"{when} {step}" for step in STEPS for when in ("before", "after")), READING_PROCESS)


def order(file: Path, border: str, what: str = "SIGKILL") -> None:
    """Whoever comes to ``border`` next is killed, or frozen (``SIGSTOP``)."""
    part = file.with_suffix(".part")
    part.write_text(f"{what} {border}", "utf-8")
    part.replace(file)


def struck(border: str) -> str:
    """The signal for this process when it is its turn at ``border``, else empty."""
    with contextlib.suppress(OSError):
        what, _, where = FILE.read_text("utf-8").partition(" ")
        if where == border:
            FILE.unlink()
            return what
    return ""


def _obey(border: str) -> None:
    if what := struck(border):
        os.kill(os.getpid(), signal.Signals[what])


def _around(owner: type, name: str, step: str) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def outer(*arguments: Any, **named: Any) -> Any:
        # An empty claim and a read-only look change nothing: nothing lies between before and after.
        _obey(f"before {step}")
        result = inner(*arguments, **named)
        if result != []:
            _obey(f"after {step}")
        return result

    setattr(owner, name, outer)


def _mortal_reader() -> None:
    inner = _Child.receive

    def outer(self: _Child, deadline: float) -> bytes:
        if self.ready and struck(READING_PROCESS):
            self.process.kill()
        return inner(self, deadline)

    _Child.receive = outer  # type: ignore[method-assign]


def main() -> None:
    for step, (owner, name) in STEPS.items():
        _around(owner, name, step)
    _mortal_reader()
    from adapter.cli import main as scan2fhir

    scan2fhir()


if __name__ == "__main__":
    main()
