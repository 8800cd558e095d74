"""The inbox: every document in exactly one state, repeats harmless, lost claims powerless."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.errors import StorageError
from adapter.inbox import Arrival, Inbox, Intake, LostClaimError, Work, document_key, pushed

pytestmark = pytest.mark.unit
EHR = "http://ehr.example/fhir"


def _arrival(number: int = 1, version: str | None = "1", **more: object) -> Arrival:
    return Arrival(EHR, f"DocumentReference/{number}", "rest-hook", version, **more)  # type: ignore[arg-type]


def _states(inbox: Inbox) -> dict[str, int]:
    return {k: v for k, v in inbox.counts().items() if v}


def test_key_is_the_same_over_every_way_and_fit_for_ids() -> None:
    key = document_key(EHR, "DocumentReference/1")
    assert key == document_key(EHR + "/", "DocumentReference/1") == Arrival(EHR, "DocumentReference/1", "poll").key
    assert key.isalnum()
    assert len(key) == 26
    assert pushed("mllp", b"x").key == pushed("folder", b"x").key


def test_the_same_bytes_of_two_patients_are_two_documents_and_name_neither(inbox: Inbox, tmp_path: Path) -> None:
    def sent(number: str, content: bytes = b"negative") -> Arrival:
        return pushed("mllp", content, details={"patient_identifier": number})

    assert [one.new for one in inbox.accept([sent("17"), sent("17"), sent("18")])] == [True, False, True]
    inbox.accept([sent("17", b"positive")])
    references = [d.reference.split(":") for d in inbox.list()]
    assert len({mark for _, _, mark in references}) == 3, "one patient's documents cannot be told to be his"
    for _, content, mark in references:
        # what an onlooker could compute from a guessed number and what stands beside
        for key in (b"", content.encode(), bytes.fromhex(content)):
            for number in (b"17", b"18"):
                assert hashlib.sha256(key + number).hexdigest()[:16] != mark
                assert hmac.digest(key, number, "sha256").hex()[:16] != mark
    elsewhere = Inbox(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    assert elsewhere.accept([sent("17")])[0].key in {d.key for d in inbox.list()}, "after a lost database too"
    elsewhere.close()


def test_the_deletion_of_an_unknown_document_is_nothing_and_of_a_known_one_is_work(tmp_path: Path) -> None:
    inbox = Inbox(f"sqlite:///{tmp_path / 'i.db'}")
    (ignored,) = inbox.accept([_arrival(1, None, known_only=True)])
    assert ignored.ignored
    assert _states(inbox).get("in_progress", 0) == 0
    inbox.accept([_arrival(1), _arrival(2)])
    work = Work(inbox, "w")
    for row in work.claim(2):
        work.finish(row.key, row.run, row.generation, "delivered", diagnostic_report="DiagnosticReport/1")
    told = inbox.accept([_arrival(1, None, known_only=True), _arrival(3, None, known_only=True)])
    assert [one.new for one in told] == [True, False]
    assert _states(inbox) == {"received": 2, "in_progress": 1, "delivered": 1}
    inbox.close()


@pytest.mark.parametrize(
    ("first", "then", "work"),
    [
        ("1", "1", False),
        ("1", "2", True),
        ("2", "1", False),
        ("9", "10", True),
        ("a", "b", True),
        (None, None, False),
        ("1", None, False),
    ],
)
def test_announcement_before_work_began(inbox: Inbox, first: str | None, then: str | None, work: bool) -> None:
    assert inbox.accept([_arrival(version=first)])[0].new
    assert inbox.accept([_arrival(version=then)])[0].new is work
    assert inbox.counts()["received"] == 1


def test_newer_version_during_work_makes_the_document_due_again(inbox: Inbox) -> None:
    inbox.accept([_arrival()])
    work = Work(inbox, "w")
    (row,) = work.claim(5)
    inbox.accept([_arrival(version="2")])
    assert work.claim(5) == [], "one run at a time"
    assert work.finish(row.key, row.run, row.generation, "delivered", version="1") is False
    assert _states(inbox) == {"received": 1, "in_progress": 1}
    (again,) = work.claim(5)
    assert work.finish(again.key, again.run, again.generation, "in_review", reason="look", version="2")
    assert _states(inbox) == {"received": 1, "in_review": 1}
    assert inbox.accept([_arrival(version="1")])[0].new is False


def test_unchanged_announcement_restores_the_earlier_outcome(inbox: Inbox) -> None:
    inbox.accept([_arrival()])
    work = Work(inbox, "w")
    (row,) = work.claim(1)
    work.finish(row.key, row.run, row.generation, "in_review", reason="look here", version="1")
    assert inbox.accept([_arrival(version=None)])[0].new
    (row,) = work.claim(1)
    work.unchanged(row.key, row.run, row.generation, "1")
    found = inbox.get(row.key)
    assert found is not None
    assert (found.state, found.reason) == ("in_review", "look here")


def test_lost_claim_changes_nothing(inbox: Inbox) -> None:
    inbox.accept([_arrival()])
    frozen, other = Work(inbox, "frozen"), Work(inbox, "other")
    (row,) = frozen.claim(1)
    assert other.release_of("frozen", beats=1) == [], "its heart beat meanwhile"
    assert other.release_of("frozen", beats=0) == [(row.key, row.run)]
    (mine,) = other.claim(1)
    for attempt in (
        lambda: frozen.finish(row.key, row.run, row.generation, "delivered"),
        lambda: frozen.retry(row.key, row.run, 1, "r", "c"),
        lambda: frozen.crashed(row.key, row.run),
        lambda: frozen.save_bundle(row.key, row.run, b"x"),
        lambda: frozen.current(row.key, row.run),
    ):
        with pytest.raises(LostClaimError):
            attempt()
    assert other.finish(mine.key, mine.run, mine.generation, "delivered")


def test_retry_waits_and_a_clock_set_back_does_not_make_it_wait_for_ever(tmp_path: Path) -> None:
    now = [1_000_000.0]
    inbox = Inbox(f"sqlite:///{tmp_path / 'a.db'}", clock=lambda: now[0])
    inbox.accept([_arrival()])
    work = Work(inbox, "w")
    (row,) = work.claim(1)
    work.retry(row.key, row.run, 30, "away", "unavailable")
    assert work.claim(1) == []
    assert not work.anything_due()
    now[0] += 31
    (row,) = work.claim(1)
    work.retry(row.key, row.run, 30, "away", "unavailable")
    now[0] -= 500_000
    assert len(work.claim(1)) == 1
    inbox.close()


def test_hasten_frees_those_that_wait_for_the_ehr(inbox: Inbox) -> None:
    inbox.accept([_arrival(1), _arrival(2)])
    work = Work(inbox, "w")
    for row, cause in zip(work.claim(2), ("unavailable", "credentials"), strict=True):
        work.retry(row.key, row.run, 300, "r", cause)
    assert work.hasten("unavailable") == 1
    assert [d.cause for d in work.claim(5)] == ["unavailable"]


def test_live_work_goes_before_backfill_and_an_announcement_lifts_it(inbox: Inbox) -> None:
    inbox.accept([_arrival(1, priority=10), _arrival(2, priority=10), _arrival(3)])
    inbox.accept([_arrival(2, version="2")])
    assert [d.reference[-1] for d in Work(inbox, "w").claim(3)] == ["3", "2", "1"]


def test_pushed_bytes_are_kept_until_finished_and_for_the_dead(inbox: Inbox) -> None:
    content = bytes(range(256)) * 9000  # several parts
    keys = [inbox.accept([pushed("rest", content + end)])[0].key for end in (b"a", b"b")]
    work = Work(inbox, "w")
    rows = {d.key: d for d in work.claim(2)}
    assert work.original(keys[0]) == content + b"a"
    for key, state in zip(keys, ("delivered", "dead"), strict=True):
        work.finish(key, rows[key].run, 1, state)  # type: ignore[arg-type]
    assert work.original(keys[0]) is None
    assert work.original(keys[1]) == content + b"b"
    assert inbox.replay() == 1
    assert _states(inbox) == {"received": 2, "in_progress": 1, "delivered": 1}


def test_alias_tells_repetition_from_conflict(inbox: Inbox) -> None:
    first = inbox.accept([pushed("rest", b"one", alias="key")])[0]
    assert first.new
    assert inbox.accept([pushed("rest", b"one", alias="key")])[0].new is False
    conflict = inbox.accept([pushed("rest", b"two", alias="key")])[0]
    assert conflict.conflict
    assert inbox.counts()["received"] == 1


def test_own_writing_is_ignored_even_without_a_body(inbox: Inbox) -> None:
    inbox.mark_written(EHR, "k", ["DocumentReference/7"])
    inbox.mark_written(EHR, "k", ["DocumentReference/7"])
    accepted = inbox.accept([_arrival(7, version=None)])[0]
    assert accepted.ignored
    assert inbox.counts()["received"] == 0


def test_intake_commits_many_at_once_and_wakes(inbox: Inbox) -> None:
    woken: list[int] = []
    intake = Intake(inbox, lambda: woken.append(1))

    async def main() -> list[bool]:
        return [a.new for a in await asyncio.gather(*(intake.accept(_arrival(n % 50)) for n in range(200)))]

    assert sum(asyncio.run(main())) == 50
    assert inbox.counts()["received"] == 50
    assert 0 < len(woken) <= 50
    intake.close()


def test_full_disk_is_refused_and_taken_after_space_is_free(inbox: Inbox) -> None:
    intake = Intake(inbox)
    with inbox.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    inbox.engine.dispose()
    intake.inbox.engine.pool = inbox.engine.pool.recreate()

    import sqlalchemy as sa

    @sa.event.listens_for(inbox.engine, "connect")
    def _small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={limit[0]}")

    limit = [pages]
    with pytest.raises(StorageError, match="full"):
        asyncio.run(intake.accept(pushed("rest", b"x" * 3_000_000)))
    assert inbox.counts()["received"] == 0
    limit[0] = 1_000_000
    inbox.engine.dispose()
    assert asyncio.run(intake.accept(pushed("rest", b"x" * 3_000_000))).new
    intake.close()


def test_locked_and_damaged_and_newer_databases_say_so(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"this is no database at all, but it is long enough to be looked at" * 20)
    with pytest.raises(StorageError, match="damaged"):
        Inbox(f"sqlite:///{damaged}")
    path = tmp_path / "new.db"
    Inbox(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE s2f_marks SET number = 99 WHERE name = 'schema'")
    with pytest.raises(StorageError, match="newer scan2fhir"):
        Inbox(f"sqlite:///{path}")
    with pytest.raises(StorageError, match="cannot be opened"):
        Inbox(f"sqlite:///{tmp_path / 'no' / 'folder' / 'a.db'}")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["announce", "claim", "finish", "retry", "replay", "adopt"]), st.integers(1, 4)),
        max_size=40,
    )
)
def test_whatever_happens_every_document_is_in_exactly_one_state(steps: list[tuple[str, int]]) -> None:
    inbox = Inbox("sqlite:///file::memory:?uri=true")
    work = Work(inbox, "w")
    known: set[int] = set()
    for step, number in steps:
        held = work.held()
        if step == "announce":
            inbox.accept([_arrival(number, version=str(len(steps) % 7))])
            known.add(number)
        elif step == "claim":
            work.claim(number)
        elif step == "finish" and held:
            row = held[0]
            work.finish(row.key, row.run, row.generation, ("delivered", "in_review", "dead")[number % 3])  # type: ignore[arg-type]
        elif step == "retry" and held:
            work.retry(held[0].key, held[0].run, 0, "r", "c")
        elif step == "replay":
            inbox.replay()
        elif step == "adopt":
            work.release_of("w", 0)
        counts = inbox.counts()
        assert counts.pop("received") == len(known) == sum(counts.values())
    inbox.close()
