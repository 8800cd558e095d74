"""What the poll sees beyond new documents: those that became entered in error, and those that are no more."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from adapter.ehr.client import EhrClient
from adapter.inbox import Arrival, Inbox, Intake, Work
from adapter.triggers.deleted import BATCH, deleted
from adapter.triggers.poll import Poller

pytestmark = pytest.mark.unit
BASE = "http://ehr.example/fhir"
NOW = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


def _client(answer: Callable[[httpx.Request], Any]) -> EhrClient:
    def handle(request: httpx.Request) -> httpx.Response:
        said = answer(request)
        return said if isinstance(said, httpx.Response) else httpx.Response(200, json=said)

    return EhrClient(BASE, http=httpx.Client(transport=httpx.MockTransport(handle)), version="R4")


def _bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": [{"resource": r} for r in resources]}


def _document(number: int, status: str, version: str = "1") -> dict[str, Any]:
    meta = {"versionId": version, "lastUpdated": "2024-01-01T00:00:00Z"}
    return {"resourceType": "DocumentReference", "id": str(number), "status": status, "meta": meta}


def _deliver(inbox: Inbox, *numbers: int) -> None:
    work = Work(inbox, "here")
    inbox.accept([Arrival(BASE, f"DocumentReference/{n}", "poll", "1") for n in numbers])
    for document in work.claim(len(numbers)):
        report = f"DiagnosticReport/{document.reference.split('/')[1]}"
        work.finish(document.key, document.run, document.generation, "delivered", version="1", diagnostic_report=report)


@pytest.mark.parametrize(
    ("query", "taken"),
    [
        ("status=current", ["1"]),
        ("status=current,superseded&category=lab", ["1", "3"]),
        ("status:not=entered-in-error", ["1", "3"]),
        ("", ["1", "2", "3"]),
    ],
)
def test_a_filter_on_the_status_never_hides_a_withdrawal(inbox: Inbox, query: str, taken: list[str]) -> None:
    page = [_document(1, "current"), _document(2, "entered-in-error"), _document(3, "superseded")]
    asked: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> Any:
        asked.append(dict(request.url.params))
        return _bundle(*page)

    intake = Intake(inbox)
    poller = Poller(_client(answer), intake, query=query, now=lambda: NOW)
    poller.poll()
    assert not any(name.startswith("status") for name in asked[0])
    assert ("category" in asked[0]) is ("category" in query)
    assert sorted(d.reference.split("/")[1] for d in inbox.list()) == taken
    # a document that was delivered while it was current is worked on again whatever the query says
    _deliver(inbox, *[int(t) for t in taken])
    page[0] = _document(1, "entered-in-error", "2")
    poller.poll()
    intake.close()
    assert [d.reference for d in inbox.list("in_progress")] == ["DocumentReference/1"]


def test_an_ehr_clock_that_was_ahead_hides_nothing_after_it_is_set_right(inbox: Inbox) -> None:
    asked: list[str] = []
    page = [_document(1, "current")]
    page[0]["meta"]["lastUpdated"] = "2031-01-01T00:00:00Z"
    now = [NOW]

    def answer(request: httpx.Request) -> Any:
        asked.append(request.url.params["_lastUpdated"])
        return _bundle(*page)

    intake = Intake(inbox)
    for start in (NOW, NOW + datetime.timedelta(hours=1), NOW + datetime.timedelta(days=30)):
        now[0] = start
        poller = Poller(_client(answer), intake, now=lambda: now[0])
        poller.poll()
    intake.close()
    # after a month of silence it asks from where it stood, not from the last day on
    assert asked[-1] <= "ge2024-01-01T01:00:00.000Z"


def test_a_document_that_slips_over_the_border_of_two_pages_is_found(inbox: Inbox) -> None:
    """A server that counts pages by offset, and a document of the first page that is changed before the second."""
    documents = [_document(n, "current") for n in range(6)]

    def answer(request: httpx.Request) -> Any:
        start = int(request.url.params.get("start", "0"))
        page = _bundle(*documents[start : start + 3])
        if start + 3 < len(documents):
            page["link"] = [{"relation": "next", "url": f"{BASE}/DocumentReference?start={start + 3}"}]
        if start == 0 and documents[0]["meta"]["versionId"] == "1":
            changed = _document(0, "current", "2")
            documents[:] = [*documents[1:], changed]
        return page

    intake = Intake(inbox)
    poller = Poller(_client(answer), intake, now=lambda: NOW)
    assert poller.poll() >= 6
    intake.close()
    assert sorted(d.reference[-1] for d in inbox.list()) == list("012345")


def test_a_deletion_that_nobody_announced_is_noticed(inbox: Inbox) -> None:
    _deliver(inbox, *range(30))
    client = _client(lambda request: _bundle(*[_document(n, "current") for n in range(30) if n != 7]))
    arrivals, following = deleted(client, inbox, "")
    assert [(a.reference, a.known_only) for a in arrivals] == [("DocumentReference/7", True)]
    assert following == ""
    assert inbox.accept(arrivals)[0].new


def test_all_are_looked_at_in_turns(inbox: Inbox) -> None:
    _deliver(inbox, *range(BATCH + 5))
    seen: list[str] = []

    def answer(request: httpx.Request) -> Any:
        names = request.url.params["_id"].split(",")
        seen.extend(names)
        return _bundle(*[_document(int(n), "current") for n in names])

    after = ""
    for _ in range(2):
        arrivals, after = deleted(_client(answer), inbox, after)
        assert arrivals == []
    assert sorted(seen) == sorted(str(n) for n in range(BATCH + 5))
    assert after == ""


@pytest.mark.parametrize("answer", [_bundle(), httpx.Response(400, json={})])
def test_an_ehr_that_finds_nothing_or_refuses_withdraws_nothing(inbox: Inbox, answer: Any) -> None:
    _deliver(inbox, *range(12))
    assert deleted(_client(lambda _request: answer), inbox, "") == ([], "")
