"""What follows from each failure."""

from __future__ import annotations

import httpx
import pytest

from adapter.ehr.breaker import Breaker
from adapter.ehr.documents import UnfitDocumentError
from adapter.ehr.errors import (
    EhrConflictError,
    EhrCredentialsError,
    EhrError,
    EhrGoneError,
    EhrRefusedError,
    EhrServerError,
    EhrUnavailableError,
    error_for,
    parse_retry_after,
)
from adapter.errors import StorageError
from adapter.inbox import Arrival, Document, Inbox
from adapter.workflow.child import DocumentUnreadableError
from adapter.workflow.readers import ReaderDiedError, ReadingFailedError
from adapter.workflow.retries import Again, Dead, after_death, backoff, decide

pytestmark = pytest.mark.unit
OUTCOME = b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","diagnostics":"no such code"}]}'


@pytest.fixture
def document(inbox: Inbox) -> Document:
    inbox.accept([Arrival("http://e/fhir", "DocumentReference/1", "poll", "1")])
    return inbox.list()[0]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, EhrRefusedError),
        (401, EhrCredentialsError),
        (403, EhrRefusedError),
        (404, EhrGoneError),
        (409, EhrConflictError),
        (410, EhrGoneError),
        (412, EhrConflictError),
        (422, EhrRefusedError),
        (429, EhrUnavailableError),
        (500, EhrServerError),
        (502, EhrUnavailableError),
        (503, EhrUnavailableError),
    ],
)
def test_statuses(status: int, kind: type[EhrError]) -> None:
    error = error_for("POST", "/fhir", status, httpx.Headers({"Retry-After": "7"}), OUTCOME)
    assert type(error) is kind
    assert "no such code" in str(error)
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (UnfitDocumentError("no attachment"), "content"),
        (DocumentUnreadableError("damaged"), "unreadable"),
        (ReadingFailedError("bug"), "bug"),
        (EhrGoneError("gone", 410), "gone"),
        (EhrRefusedError("refused", 422), "refused"),
    ],
)
def test_what_repeating_cannot_help_is_dead(document: Document, error: Exception, cause: str) -> None:
    consequence = decide(error, document, 0.0)
    assert isinstance(consequence, Dead)
    assert (consequence.cause, str(error) in consequence.reason) == (cause, True)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (EhrUnavailableError("away"), "unavailable"),
        (EhrServerError("500", 500), "server-error"),
        (EhrConflictError("409", 409), "conflict"),
        (EhrCredentialsError("401", 401), "credentials"),
        (StorageError("full"), "storage"),
        (RuntimeError("?"), "unexpected"),
    ],
)
def test_what_may_pass_is_tried_again(document: Document, error: Exception, cause: str) -> None:
    consequence = decide(error, document, document.received_at)
    assert isinstance(consequence, Again)
    assert consequence.cause == cause
    assert 0 < consequence.delay <= 60


def test_retry_after_is_honoured_and_bounded(document: Document) -> None:
    consequence = decide(EhrUnavailableError("429", 429, retry_after=20), document, 0.0)
    assert isinstance(consequence, Again)
    assert 20 <= consequence.delay <= 21
    assert parse_retry_after("99999") == 300
    assert parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert parse_retry_after("soon") is None


def test_nothing_is_retried_for_ever(document: Document) -> None:
    from dataclasses import replace

    old = replace(document, first_failed_at=0.0)
    assert isinstance(decide(EhrUnavailableError("away"), old, 73 * 3600), Dead)
    tired = replace(document, attempts=30)
    assert isinstance(decide(EhrServerError("500", 500), tired, 0.0), Dead)
    assert isinstance(decide(EhrUnavailableError("503", 503), tired, 0.0), Again), "a silent server is waited for"


def test_deaths_of_the_reader() -> None:
    died = ReaderDiedError("The reading process was killed by signal SIGSEGV.", "crash")
    assert [type(after_death(died, n, 3)) for n in (1, 2, 3)] == [Again, Again, Dead]
    last = after_death(died, 3, 3)
    assert "third time" in last.reason


def test_backoff_grows_and_stays_below_its_limit() -> None:
    for attempts, most in ((1, 1), (2, 2), (4, 8), (12, 8), (13, 60), (500, 60)):
        assert most / 2 <= backoff(attempts) <= most


def test_breaker_opens_probes_once_and_closes() -> None:
    now = [0.0]
    breaker = Breaker(threshold=3, clock=lambda: now[0])
    closed: list[int] = []
    breaker.on_close = lambda: closed.append(1)
    for _ in range(3):
        assert breaker.enter() == 0
        breaker.failed()
    assert breaker.is_open
    assert breaker.enter() > 0
    now[0] = 1.1
    assert breaker.enter() == 0, "the probe"
    assert breaker.enter() > 0, "only one"
    breaker.failed()
    assert breaker.wait() == pytest.approx(2.0)
    now[0] = 3.2
    assert breaker.enter() == 0
    breaker.succeeded()
    assert (breaker.is_open, closed, breaker.enter()) == (False, [1], 0)
