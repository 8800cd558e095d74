"""One row of the inbox for people and programs."""

from __future__ import annotations

from typing import Any

from adapter.inbox.store import Document


def summary(document: Document) -> dict[str, Any]:
    """A document's row for people and programs; references only."""
    return {
        "id": document.key,
        "state": document.state,
        "reason": document.reason,
        "cause": document.cause,
        "source": document.source,
        "reference": document.reference,
        "trigger": document.trigger,
        "version": document.version or document.announced,
        "attempts": document.attempts,
        "crashes": document.crashes,
        "sha256": document.sha256,
        "diagnostic_report": document.diagnostic_report,
        "received_at": document.received_at,
        "finished_at": document.finished_at,
        "seconds": dict(document.stages),
    }
