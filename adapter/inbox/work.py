"""The inbox as the workers see it: claim, hold, finish, retry. Every change names the run it belongs to.

A worker that lost its claim (it was frozen, another adopted its work) holds an old run number: whatever it then
tries changes nothing and raises :class:`LostClaimError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from adapter.inbox.blobs import delete_blobs, read_blob, write_blob
from adapter.inbox.database import translated
from adapter.inbox.store import Document, Inbox, State, document
from adapter.inbox.tables import DEAD, IN_PROGRESS, documents, marks

#: No delay of ours is longer; what is due later than this was written before the clock was set back.
LONGEST_DELAY = 600.0


class LostClaimError(Exception):
    """Another worker has the document now, or a newer announcement took its place."""


class Work:
    """Claims of one executor on the documents of an inbox."""

    def __init__(self, inbox: Inbox, executor: str) -> None:
        self.inbox = inbox
        self.executor = executor
        self.engine = inbox.engine
        self.reads = inbox.reads

    def claim(self, limit: int) -> list[Document]:
        """Up to ``limit`` documents that are due, now held by this executor under a new run number."""
        now = self.inbox.clock()
        due = (
            sa.select(documents.c.key)
            .where(
                documents.c.state == IN_PROGRESS,
                documents.c.owner.is_(None),
                sa.or_(documents.c.due_at <= now, documents.c.due_at > now + LONGEST_DELAY),
            )
            .order_by(documents.c.priority, documents.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with translated(), self.engine.begin() as connection:
            keys = list(connection.execute(due).scalars())
            if not keys:
                return []
            take = (
                sa.update(documents)
                .where(documents.c.key.in_(keys))
                .values(owner=self.executor, run=documents.c.run + 1, attempts=documents.c.attempts + 1)
                .returning(documents)
            )
            taken = {row.key: document(row) for row in connection.execute(take)}
        return [taken[key] for key in keys]

    def held(self) -> list[Document]:
        """Documents that this executor holds (after a restart: those it was at)."""
        mine = sa.select(documents).where(documents.c.owner == self.executor)
        with translated(), self.reads.connect() as connection:
            return [document(r) for r in connection.execute(mine)]

    def current(self, key: str, run: int) -> Document:
        """The row, when the run still holds it. Raises :class:`LostClaimError`."""
        found = self.inbox.get(key)
        if found is None or found.owner != self.executor or found.run != run:
            raise LostClaimError(key)
        return found

    # ------------------------------------------------------------------ outcomes
    def finish(
        self,
        key: str,
        run: int,
        generation: int,
        state: State,
        *,
        reason: str | None = None,
        cause: str | None = None,
        version: str | None = None,
        sha256: str | None = None,
        patient: str | None = None,
        diagnostic_report: str | None = None,
        stages: Mapping[str, float] | None = None,
    ) -> bool:
        """Ends the run. Returns False when a newer announcement came meanwhile: the document is then due again."""
        now = self.inbox.clock()
        with translated(), self.engine.begin() as connection:
            row = connection.execute(
                sa.select(documents.c.generation)
                .where(documents.c.key == key, documents.c.owner == self.executor, documents.c.run == run)
                .with_for_update()
            ).first()
            if row is None:
                raise LostClaimError(key)
            last = bool(row.generation == generation)
            values: dict[str, Any] = {
                "owner": None,
                "state": state if last else IN_PROGRESS,
                "reason": reason,
                "cause": cause,
                # what stands while the newer announcement is looked at
                "previous": None if last else state,
                "first_failed_at": None,
                "finished_at": now if last else None,
                "due_at": now,
            }
            known = {"version": version, "sha256": sha256, "patient": patient, "diagnostic_report": diagnostic_report}
            values |= {name: value for name, value in known.items() if value is not None}
            if last and state != DEAD:
                values["details"] = None  # a sender's patient identifier is needed no more
            if stages is not None:
                values["stages"] = json.dumps({k: round(v, 4) for k, v in stages.items()})
            connection.execute(sa.update(documents).where(documents.c.key == key).values(values))
            delete_blobs(connection, key, "bundle")
            if last and state != DEAD:
                delete_blobs(connection, key, "original")
        self.inbox.erased = True
        return last

    def wrote_late(self, key: str, sha256: str) -> bool:
        """A run that had lost its claim has written what it read of ``sha256`` to the EHR. Where another wrote
        something else meanwhile, the document is due again, so that the newest stands last. Returns whether it is."""
        with translated(), self.engine.begin() as connection:
            row = connection.execute(
                sa.select(documents.c.state, documents.c.sha256).where(documents.c.key == key).with_for_update()
            ).first()
            if row is None or (row.state != IN_PROGRESS and row.sha256 == sha256):
                return False
            again = {
                "generation": documents.c.generation + 1,
                "state": IN_PROGRESS,
                "previous": None,
                "due_at": self.inbox.clock(),
            }
            connection.execute(sa.update(documents).where(documents.c.key == key).values(again))
        return True

    def unchanged(self, key: str, run: int, generation: int, version: str | None) -> bool:
        """Ends the run of an announcement that brought nothing new: the earlier outcome and its reason stand."""
        row = self.current(key, run)
        state: State = row.previous or "delivered"
        return self.finish(key, run, generation, state, reason=row.reason, cause=row.cause, version=version)

    def retry(self, key: str, run: int, delay: float, reason: str, cause: str) -> None:
        """Lets go of the document; it is due again after ``delay`` seconds."""
        now = self.inbox.clock()
        self._release(
            key,
            run,
            {
                "reason": reason,
                "cause": cause,
                "due_at": now + min(delay, LONGEST_DELAY),
                "first_failed_at": sa.func.coalesce(documents.c.first_failed_at, now),
            },
        )

    def crashed(self, key: str, run: int) -> int:
        """Counts a death of the reading process for this document; returns how many there were."""
        with translated(), self.engine.begin() as connection:
            self._update(connection, key, run, {"crashes": documents.c.crashes + 1})
            return int(connection.execute(sa.select(documents.c.crashes).where(documents.c.key == key)).scalar_one())

    def _release(self, key: str, run: int, values: dict[str, Any]) -> None:
        with translated(), self.engine.begin() as connection:
            self._update(connection, key, run, values | {"owner": None})

    def _update(self, connection: sa.Connection, key: str, run: int, values: dict[str, Any]) -> None:
        changed = connection.execute(
            sa.update(documents)
            .where(documents.c.key == key, documents.c.owner == self.executor, documents.c.run == run)
            .values(values)
        )
        if changed.rowcount != 1:
            raise LostClaimError(key)

    def let_go(self, key: str, run: int) -> None:
        """Frees a document without an outcome: its run was lost on the way (a crash, a full disk)."""
        self._release(key, run, {"due_at": self.inbox.clock()})

    def hasten(self, cause: str) -> int:
        """Documents that wait because of ``cause`` are due now: what they wait for is over."""
        waiting = sa.and_(
            documents.c.state == IN_PROGRESS,
            documents.c.owner.is_(None),
            documents.c.cause == cause,
            documents.c.due_at > self.inbox.clock(),
        )
        with translated(), self.engine.begin() as connection:
            return connection.execute(sa.update(documents).where(waiting).values(due_at=self.inbox.clock())).rowcount

    def anything_due(self) -> bool:
        """A cheap look that takes no lock."""
        now = self.inbox.clock()
        due = sa.or_(documents.c.due_at <= now, documents.c.due_at > now + LONGEST_DELAY)
        query = (
            sa.select(sa.literal(1)).where(documents.c.state == IN_PROGRESS, documents.c.owner.is_(None), due).limit(1)
        )
        with translated(), self.reads.connect() as connection:
            return connection.execute(query).first() is not None

    def forget(self, key: str, run: int) -> None:
        """Takes a document out of the inbox that should never have been in it: one of our own writing."""
        with translated(), self.engine.begin() as connection:
            delete_blobs(connection, key, "original", "bundle")
            connection.execute(
                sa.delete(documents).where(
                    documents.c.key == key, documents.c.owner == self.executor, documents.c.run == run
                )
            )

    # ------------------------------------------------------------------ bytes
    def save_bundle(self, key: str, run: int, bundle: bytes, own: Sequence[str] = (), target: str = "") -> None:
        """Keeps what was read until it is delivered, whoever delivers it. ``own``: references that will be written to
        ``target``, so that an announcement of them is not taken for a new document."""
        with translated(), self.engine.begin() as connection:
            self._update(connection, key, run, {"run": run})
            write_blob(connection, key, "bundle", bundle)
            self.inbox.note_written(connection, target, key, own)

    def bundle(self, key: str) -> bytes | None:
        with translated(), self.reads.connect() as connection:
            return read_blob(connection, key, "bundle")

    def original(self, key: str) -> bytes | None:
        with translated(), self.reads.connect() as connection:
            return read_blob(connection, key, "original")

    # ------------------------------------------------------------------ many machines
    def beat(self) -> None:
        """One heartbeat of this executor."""
        name = f"beat:{self.executor}"
        with translated(), self.engine.begin() as connection:
            changed = connection.execute(sa.update(marks).where(marks.c.name == name).values(number=marks.c.number + 1))
            if changed.rowcount == 0:
                connection.execute(sa.insert(marks).values(name=name, value="", number=1))

    def beats(self) -> dict[str, int]:
        """Heartbeat counters of the executors that hold documents; 0 for one that never beat."""
        with translated(), self.reads.connect() as connection:
            holders = connection.execute(
                sa.select(documents.c.owner).where(documents.c.owner.is_not(None)).distinct()
            ).scalars()
            found = {str(h): 0 for h in holders}
            rows = connection.execute(sa.select(marks.c.name, marks.c.number).where(marks.c.name.startswith("beat:")))
            return found | {r.name[5:]: int(r.number) for r in rows if r.name[5:] in found}

    def release_of(self, executor: str, beats: int) -> Sequence[tuple[str, int]]:
        """Frees the documents of a dead executor, unless its counter moved. Returns (key, run) of each."""
        with translated(), self.engine.begin() as connection:
            number = connection.execute(
                sa.select(marks.c.number).where(marks.c.name == f"beat:{executor}").with_for_update()
            ).scalar()
            if (number or 0) != beats:
                return []
            rows = connection.execute(
                sa.select(documents.c.key, documents.c.run).where(documents.c.owner == executor).with_for_update()
            ).all()
            connection.execute(
                sa.update(documents)
                .where(documents.c.owner == executor)
                .values(owner=None, due_at=self.inbox.clock(), run=documents.c.run + 1)
            )
            return [(r.key, r.run) for r in rows]
