"""What is forgotten and when: pushed bytes and identifiers go, the row that makes repeats harmless stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapter.inbox import Arrival, Inbox, Work, pushed
from adapter.inbox.store import State
from adapter.upkeep import CAUTION, DRIFT, Upkeep
from adapter.workflow.files import keep_files, purge_files

pytestmark = pytest.mark.unit
DAY = 86400.0
START = 1_700_000_000.0
WHO = {"patient_identifier": "PID-3-OF-SOMEBODY", "media_type": "text/plain"}


class Clock:
    def __init__(self) -> None:
        self.wall, self.steady = START, 0.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Inbox:
    return Inbox(f"sqlite:///{tmp_path / 'inbox.db'}", clock=lambda: clock.wall)


def _end(inbox: Inbox, content: bytes, state: State) -> str:
    key = inbox.accept([pushed("mllp", content, alias=content.decode(), details=WHO)])[0].key
    work = Work(inbox, "w")
    (row,) = work.claim(1)
    work.finish(key, row.run, row.generation, state, reason="as it is")
    return key


def _original(inbox: Inbox, key: str) -> bytes | None:
    return Work(inbox, "w").original(key)


def test_the_dead_keep_their_bytes_until_retention_and_their_rows_for_ever(kept: Inbox, clock: Clock) -> None:
    old = _end(kept, b"old", "dead")
    clock.pass_by(10 * DAY)
    young = _end(kept, b"young", "dead")
    waiting = kept.accept([pushed("mllp", b"waiting", details=WHO)])[0].key
    clock.pass_by(DAY)
    kept.purge(clock.wall - 5 * DAY)
    assert [_original(kept, key) for key in (old, young, waiting)] == [None, b"young", b"waiting"]
    rows = {key: kept.get(key) for key in (old, young, waiting)}
    assert {key: row is not None and "patient_identifier" in row.details for key, row in rows.items()} == {
        old: False,
        young: True,
        waiting: True,
    }
    assert rows[old] is not None
    assert rows[old].reason == "as it is"
    assert kept.counts() == {"received": 3, "in_progress": 1, "delivered": 0, "in_review": 0, "dead": 2}


def test_nothing_of_what_was_forgotten_is_left_in_the_files(kept: Inbox, clock: Clock, tmp_path: Path) -> None:
    _end(kept, b"CONTENT-OF-THE-DEAD " * 300, "dead")
    clock.pass_by(2 * DAY)
    kept.purge(clock.wall - DAY)
    assert kept.scrub()
    for file in tmp_path.glob("inbox.db*"):
        for secret in (b"PID-3-OF", b"CONTENT-OF"):
            assert secret not in file.read_bytes(), (file.name, secret)


def test_what_was_forgotten_can_be_sent_again(kept: Inbox, clock: Clock) -> None:
    key = _end(kept, b"text", "dead")
    repetition = pushed("mllp", b"text", alias="text", details=WHO)
    assert not kept.accept([repetition])[0].new, "the very same message, and the bytes are there"
    clock.pass_by(DAY)
    kept.purge(clock.wall)
    again = kept.accept([repetition])[0]
    assert (again.key, again.new) == (key, True)
    assert _original(kept, key) == b"text"
    (row,) = Work(kept, "w").claim(5)
    assert row.details == WHO
    assert kept.counts()["received"] == 1


def test_a_dead_document_that_is_pushed_again_is_tried_again_and_a_delivered_one_is_not(kept: Inbox) -> None:
    dead, delivered = _end(kept, b"dead", "dead"), _end(kept, b"delivered", "delivered")
    sent = [pushed("folder", content, details=WHO) for content in (b"dead", b"delivered")]
    assert [(a.key, a.new) for a in kept.accept(sent)] == [(dead, True), (delivered, False)]
    (row,) = Work(kept, "w").claim(5)
    assert (row.key, row.attempts, row.reason) == (dead, 1, None)


def test_a_repeated_announcement_of_a_forgotten_document_is_harmless(kept: Inbox, clock: Clock) -> None:
    announced = Arrival("http://ehr/fhir", "DocumentReference/1", "rest-hook", "3")
    kept.accept([announced])
    work = Work(kept, "w")
    (row,) = work.claim(1)
    work.finish(row.key, row.run, row.generation, "delivered", version="3", diagnostic_report="DiagnosticReport/1")
    clock.pass_by(400 * DAY)
    kept.purge(clock.wall - DAY)
    assert not kept.accept([announced])[0].new


def test_files_of_old_documents_go(tmp_path: Path) -> None:
    for name in ("old", "young"):
        keep_files(tmp_path / name, {"report.json": b"{}"})
    os.utime(tmp_path / "old", (START, START))
    os.utime(tmp_path / "young", (START + DAY, START + DAY))
    assert purge_files(tmp_path, START + 1) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["young"]
    assert purge_files(tmp_path / "absent", START) == 0


class _Runs:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def purge(self, before_iso: str) -> int:
        self.asked.append(before_iso)
        return 1 if len(self.asked) == 1 else 0


def test_upkeep_forgets_bytes_files_and_runs(kept: Inbox, clock: Clock, tmp_path: Path) -> None:
    key = _end(kept, b"old", "dead")
    keep_files(tmp_path / "documents" / key, {"report.json": b"{}"})
    os.utime(tmp_path / "documents" / key, (START, START))
    runs = _Runs()
    upkeep = Upkeep(kept, tmp_path / "documents", runs, 90 * DAY, clock=lambda: clock.wall, steady=lambda: clock.steady)
    clock.pass_by(89 * DAY)
    assert upkeep.look() == 1, "a run of the engine"
    clock.pass_by(2 * DAY)
    assert upkeep.look() == 2
    assert _original(kept, key) is None
    assert runs.asked[0] < runs.asked[-1]


@pytest.mark.parametrize("jump", [400 * DAY, -400 * DAY])
def test_a_clock_that_jumps_makes_nobody_old(kept: Inbox, clock: Clock, tmp_path: Path, jump: float) -> None:
    key = _end(kept, b"dead", "dead")
    upkeep = Upkeep(kept, tmp_path, None, 90 * DAY, clock=lambda: clock.wall, steady=lambda: clock.steady)
    clock.pass_by(3600)
    clock.wall += jump
    for _ in range(20):
        clock.pass_by(3600)
        assert upkeep.look() == 0
    clock.wall -= jump  # set right again
    for _ in range(30):
        clock.pass_by(3600)
        upkeep.look()
    assert _original(kept, key) == b"dead"
    assert DRIFT < 3600 < CAUTION
    clock.pass_by(91 * DAY)
    assert upkeep.look() == 1
    assert _original(kept, key) is None
