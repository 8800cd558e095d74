"""What can go wrong when an engine is loaded or run."""

from __future__ import annotations


class EngineError(RuntimeError):
    """A text engine cannot be used; the message says why and what to do."""


class EngineUnknown(EngineError):
    """No engine of that name or precision."""


class EngineMissing(EngineError):
    """The library behind the engine is not installed."""
