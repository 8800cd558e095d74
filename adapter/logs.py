"""Structured logs: one line an event, with the document's key through all stages, and never a document's text."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_document: ContextVar[str] = ContextVar("document", default="")


@contextmanager
def about(document: str) -> Iterator[None]:
    """Every line that is logged inside carries this document key."""
    token = _document.set(document)
    try:
        yield
    finally:
        _document.reset(token)


def event(logger: logging.Logger, what: str, level: int = logging.INFO, /, **fields: Any) -> None:
    """Logs ``what`` with fields; fields hold references, counts and reasons, never content of a document."""
    logger.log(level, what, extra={"fields": fields})


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields = dict(getattr(record, "fields", {}))
    key = _document.get()
    return ({"document": key} if key and "document" not in fields else {}) | fields


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        body: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        body |= _fields(record)
        if record.exc_info:
            body["error"] = self.formatException(record.exc_info)
        return json.dumps(body, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%H:%M:%S", time.localtime(record.created)) + f".{int(record.msecs):03d}"
        fields = " ".join(f"{k}={v}" for k, v in _fields(record).items())
        line = f"{stamp} {record.levelname[:1]} {record.getMessage()}" + (f"  {fields}" if fields else "")
        return line + ("\n" + self.formatException(record.exc_info) if record.exc_info else "")


def configure(level: str = "info", style: str = "auto") -> None:
    """Logs to stderr. ``style`` is ``json``, ``text`` or ``auto`` (text on a terminal)."""
    handler = logging.StreamHandler(sys.stderr)
    text = style == "text" or (style == "auto" and sys.stderr.isatty())
    handler.setFormatter(TextFormatter() if text else JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Request lines of the HTTP libraries hold addresses with patients' ids and secrets in their paths.
    for noisy in ("httpx", "httpcore", "uvicorn.access", "dbos", "multipart", "python_multipart"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
