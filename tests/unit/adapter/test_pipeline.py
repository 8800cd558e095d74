"""One document's steps: which reading is delivered when newer versions and lost claims come in between."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from adapter.ehr.client import EhrClient
from adapter.ehr.documents import FetchLimits
from adapter.inbox import Arrival, Document, Inbox, Work, pushed
from adapter.workflow.child import Output
from adapter.workflow.pipeline import Limits, Pipeline
from adapter.workflow.readers import ReaderPool
from tests.integration.adapter.quick_reader import read as quick_read

pytestmark = pytest.mark.unit
EHR = "http://ehr.example/fhir"


class _Ehr:
    """Holds one document in versions, and what was posted. ``posting`` is called before an answer to a transaction."""

    def __init__(self) -> None:
        self.version, self.content = "1", b"a=1"
        self.posted: list[str] = []
        self.posting: Callable[[], None] = lambda: None

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            body = json.loads(request.content)
            values = [e["resource"].get("valueString") for e in body["entry"]]
            self.posted.append("".join(v for v in values if v))
            posting, self.posting = self.posting, lambda: None
            posting()
            answers = [{"response": {"location": f"{e['request']['url']}/_history/1"}} for e in body["entry"]]
            return httpx.Response(200, json={"resourceType": "Bundle", "entry": answers})
        if "/DocumentReference/" in request.url.path:
            attachment = {"contentType": "text/plain", "data": base64.b64encode(self.content).decode()}
            document = {
                "resourceType": "DocumentReference",
                "id": "1",
                "meta": {"versionId": self.version},
                "status": "current",
                "content": [{"attachment": attachment}],
            }
            return httpx.Response(200, json=document)
        return httpx.Response(404, json={"resourceType": "OperationOutcome"})

    def change(self, version: str, content: bytes) -> None:
        self.version, self.content = version, content


class _Readers:
    def __init__(self) -> None:
        self.read_contents: list[bytes] = []

    def read(self, data: bytes, request: Mapping[str, Any]) -> Output:
        assert data, "nothing is never read"
        self.read_contents.append(data)
        return quick_read(data, request)


@pytest.fixture
def ehr() -> _Ehr:
    return _Ehr()


@pytest.fixture
def readers() -> _Readers:
    return _Readers()


@pytest.fixture
def make(inbox: Inbox, ehr: _Ehr, readers: _Readers) -> Callable[[str], Pipeline]:
    def make(executor: str) -> Pipeline:
        client = EhrClient(EHR, http=httpx.Client(transport=httpx.MockTransport(ehr.handle)), version="R4")
        limits = Limits(FetchLimits(frozenset({"ehr.example"}), 1_000_000))
        return Pipeline(Work(inbox, executor), client, cast("ReaderPool", readers), limits, None)

    return make


def _announce(inbox: Inbox, version: str | None) -> None:
    inbox.accept([Arrival(EHR, "DocumentReference/1", "rest-hook", version)])


def _run(pipeline: Pipeline, document: Document) -> dict[str, Any]:
    said = pipeline.read(document.key, document.run)
    if said["next"] == "deliver":
        said = pipeline.deliver(document.key, document.run)
    pipeline.finish(document.key, document.run, document.generation, said)
    return said


def _work_off(pipeline: Pipeline) -> None:
    while claimed := pipeline.work.claim(1):
        _run(pipeline, claimed[0])


def test_a_reading_that_waited_is_superseded_by_a_newer_version(
    inbox: Inbox, ehr: _Ehr, make: Callable[[str], Pipeline]
) -> None:
    pipeline = make("w")
    _announce(inbox, "1")
    (first,) = pipeline.work.claim(1)
    assert pipeline.read(first.key, first.run)["next"] == "deliver"
    pipeline.work.let_go(first.key, first.run)  # killed here, or the EHR was away
    ehr.change("2", b"a=2")
    _announce(inbox, "2")
    _work_off(pipeline)
    assert ehr.posted == ["2"]
    row = inbox.get(first.key)
    assert row is not None
    assert (row.state, row.version) == ("delivered", "2")


def test_a_newer_version_announced_after_it_was_fetched_is_not_read_again(
    inbox: Inbox, ehr: _Ehr, readers: _Readers, make: Callable[[str], Pipeline]
) -> None:
    pipeline = make("w")
    _announce(inbox, "1")
    ehr.change("2", b"a=2")
    (document,) = pipeline.work.claim(1)
    pipeline.read(document.key, document.run)
    _announce(inbox, "2")
    said = pipeline.deliver(document.key, document.run)
    pipeline.finish(document.key, document.run, document.generation, said)
    _work_off(pipeline)
    assert readers.read_contents == [b"a=2"]
    assert ehr.posted == ["2"]
    assert inbox.counts() == {"received": 1, "in_progress": 0, "delivered": 1, "in_review": 0, "dead": 0}


def test_what_a_thawed_worker_wrote_too_late_is_written_over(
    inbox: Inbox, ehr: _Ehr, make: Callable[[str], Pipeline]
) -> None:
    frozen, other = make("frozen"), make("other")
    _announce(inbox, "1")
    (document,) = frozen.work.claim(1)
    frozen.read(document.key, document.run)

    def meanwhile() -> None:
        other.work.release_of("frozen", 0)
        ehr.change("2", b"a=2")
        _announce(inbox, "2")
        _work_off(other)

    ehr.posting = meanwhile  # its request is on the way while another takes over
    assert frozen.deliver(document.key, document.run)["next"] == "lost"
    assert ehr.posted == ["1", "2"]
    _work_off(other)
    assert ehr.posted == ["1", "2", "2"], "the older reading may have been written last"
    assert inbox.counts()["delivered"] == 1


def test_a_thawed_worker_that_wrote_the_same_changes_nothing(
    inbox: Inbox, ehr: _Ehr, make: Callable[[str], Pipeline]
) -> None:
    frozen, other = make("frozen"), make("other")
    _announce(inbox, "1")
    (document,) = frozen.work.claim(1)
    frozen.read(document.key, document.run)

    def meanwhile() -> None:
        other.work.release_of("frozen", 0)
        _work_off(other)

    ehr.posting = meanwhile
    frozen.deliver(document.key, document.run)
    assert other.work.claim(1) == []
    assert inbox.counts()["delivered"] == 1


def test_a_document_that_was_dead_is_read_in_full_when_it_returns_to_what_was_delivered(
    inbox: Inbox, ehr: _Ehr, make: Callable[[str], Pipeline]
) -> None:
    pipeline = make("w")
    _announce(inbox, "1")
    _work_off(pipeline)
    ehr.change("2", b"")
    _announce(inbox, "2")
    _work_off(pipeline)
    assert inbox.counts()["dead"] == 1
    ehr.change("3", b"a=1")
    _announce(inbox, "3")
    _work_off(pipeline)
    assert inbox.counts()["delivered"] == 1


def test_nothing_of_a_finished_document_is_left_in_the_files(tmp_path: Path, ehr: _Ehr) -> None:
    inbox = Inbox(f"sqlite:///{tmp_path / 'inbox.db'}")
    work = Work(inbox, "w")
    secrets = {"patient_identifier": "urn:oid:1.2|PID-3-OF-SOMEBODY"}
    inbox.accept([pushed("mllp", b"CONTENT-OF-THE-MESSAGE " * 400, alias="A|1", details=secrets)])
    inbox.accept([pushed("mllp", f"{i}".encode(), details=secrets) for i in range(40)])
    assert any(b"PID-3-OF-SOMEBODY" in f.read_bytes() for f in tmp_path.iterdir())
    while claimed := work.claim(10):
        for row in claimed:
            work.save_bundle(row.key, row.run, b"BUNDLE-THAT-WAS-READ " * 400)
            work.finish(row.key, row.run, row.generation, "delivered")
    assert inbox.scrub()
    for file in tmp_path.iterdir():
        for secret in (b"PID-3-OF", b"CONTENT-OF", b"BUNDLE-THAT"):
            assert secret not in file.read_bytes(), (file.name, secret)
    inbox.close()


def test_scrubbing_waits_for_readers_without_holding_anybody_up(inbox: Inbox) -> None:
    inbox.accept([pushed("rest", b"x")])
    with inbox.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM s2f_documents").fetchall()
        assert not inbox.scrub()
    assert inbox.scrub()
