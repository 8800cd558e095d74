"""What to do after a failure, by its cause: come again after a while, or leave the document to a person."""

from __future__ import annotations

import random
from dataclasses import dataclass

from adapter.ehr.documents import UnfitDocumentError
from adapter.ehr.errors import (
    EhrConflictError,
    EhrCredentialsError,
    EhrError,
    EhrGoneError,
    EhrRefusedError,
    EhrServerError,
    EhrUnavailableError,
)
from adapter.errors import AdapterError, SettingsError, StorageError
from adapter.inbox import Document
from adapter.workflow.child import DocumentUnreadableError
from adapter.workflow.readers import ReaderDiedError, ReadingFailedError

#: A request that the server itself fails on (500) is given up after so many attempts, a silent server never is.
MOST_SERVER_ERRORS = 30
MOST_CONFLICTS = 20


@dataclass(frozen=True, slots=True)
class Again:
    delay: float
    reason: str
    cause: str


@dataclass(frozen=True, slots=True)
class Dead:
    reason: str
    cause: str


def backoff(attempts: int, longest: float | None = None) -> float:
    """Seconds: doubling from one, with half of it left to chance against herds.

    At most ``longest``; else at most 8 for the first dozen attempts, so that a short outage costs little, then 60.
    """
    longest = longest or (8.0 if attempts <= 12 else 60.0)
    full = min(longest, 2.0 ** max(0, min(attempts - 1, 16)))
    return full / 2 + random.random() * full / 2


def decide(error: Exception, document: Document, now: float, retry_hours: float = 72.0) -> Again | Dead:
    """The consequence of ``error`` in a run of ``document``. ``now`` in the inbox's clock."""
    if isinstance(error, DocumentUnreadableError):
        return Dead(str(error), "unreadable")
    if isinstance(error, UnfitDocumentError):
        return Dead(str(error), "content")
    if isinstance(error, ReadingFailedError):
        return Dead(str(error), "bug")
    if isinstance(error, EhrGoneError):
        return Dead(f"The document is not in the EHR any more: {error}", "gone")
    if isinstance(error, EhrRefusedError):
        return Dead(str(error), "refused")
    began = document.first_failed_at if document.first_failed_at is not None else now
    if now - began > retry_hours * 3600:
        return Dead(f"Given up after {retry_hours:g} hours of retries. {error}", _cause(error))
    if isinstance(error, EhrServerError) and document.attempts >= MOST_SERVER_ERRORS:
        return Dead(f"Given up after {document.attempts} attempts. {error}", _cause(error))
    if isinstance(error, EhrConflictError) and document.attempts >= MOST_CONFLICTS:
        return Dead(f"Given up after {document.attempts} attempts. {error}", _cause(error))
    delay = backoff(document.attempts)
    if isinstance(error, EhrCredentialsError | SettingsError):
        delay = backoff(document.attempts + 3, longest=60.0)
    elif isinstance(error, EhrConflictError):
        delay = backoff(document.attempts, longest=5.0) / 4
    if isinstance(error, EhrError) and error.retry_after is not None:
        # A little more than asked for: all who wait would come at the same moment.
        delay = error.retry_after + random.random() * min(1.0, error.retry_after)
    return Again(delay, str(error) or type(error).__name__, _cause(error))


def after_death(error: ReaderDiedError, crashes: int, most: int) -> Again | Dead:
    """The reading process died on this document for the ``crashes``-th time."""
    if crashes >= most:
        return Dead(f"{error} That was the {_ordinal(crashes)} time; the file may be damaged on purpose.", error.cause)
    return Again(backoff(crashes, longest=5.0), f"{error} It is read again.", error.cause)


def _ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def _cause(error: Exception) -> str:
    if isinstance(error, EhrUnavailableError | EhrConflictError | EhrCredentialsError):
        return error.cause
    if isinstance(error, StorageError):
        return "storage"
    return "settings" if isinstance(error, AdapterError) else "unexpected"
