"""The inbox: the truth about documents. Every change is one durable transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from adapter.inbox.arrivals import PUSHED, Accepted, Arrival
from adapter.inbox.blobs import read_blob, write_blob
from adapter.inbox.database import BUSY_MS, open_engine, translated
from adapter.inbox.tables import (
    DEAD,
    DELIVERED,
    IN_PROGRESS,
    IN_REVIEW,
    STATES,
    aliases,
    blobs,
    documents,
    marks,
    written,
)

State = Literal["in_progress", "delivered", "in_review", "dead"]


#: Asked at every step of every document: made once.
_BY_KEY = sa.select(documents).where(documents.c.key == sa.bindparam("key"))


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the inbox, as it was read."""

    key: str
    source: str
    reference: str
    trigger: str
    patient: str | None
    announced: str | None
    version: str | None
    generation: int
    state: State
    previous: State | None
    reason: str | None
    cause: str | None
    priority: int
    attempts: int
    crashes: int
    due_at: float
    owner: str | None
    run: int
    sha256: str | None
    diagnostic_report: str | None
    received_at: float
    first_failed_at: float | None
    finished_at: float | None
    stages: Mapping[str, float]
    details: Mapping[str, str]

    @property
    def pushed(self) -> bool:
        """True when the bytes were pushed to us and lie in the inbox."""
        return self.source == PUSHED


class Inbox:
    """All that is known about documents, in one database. Safe to use from several threads and processes."""

    def __init__(self, url: str, clock: Any = time.time) -> None:
        self.url = url
        self.engine = open_engine(url)
        #: For single looks: on SQLite they need not wait for a writer, on PostgreSQL they need no transaction.
        self.reads = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self.clock = clock
        #: Whether bytes were deleted that may still stand in SQLite's write-ahead log.
        self.erased = True
        self._insert: Any = postgresql_insert if self.engine.dialect.name == "postgresql" else sqlite_insert

    @property
    def shared(self) -> bool:
        """True on PostgreSQL, where many processes may work."""
        return self.engine.dialect.name == "postgresql"

    def close(self) -> None:
        self.engine.dispose()

    # ------------------------------------------------------------------ intake
    def accept(self, arrivals: Sequence[Arrival]) -> list[Accepted]:
        """Takes arrivals in one transaction: when this returns they are on disk. Raises ``StorageError``."""
        plain = all(a.alias is None and a.content is None and not a.known_only for a in arrivals)
        with translated(), self.engine.begin() as connection:
            if plain and len(arrivals) > 1:
                return self._accept_pointers(connection, arrivals)
            return [self._accept(connection, arrival) for arrival in arrivals]

    def _accept_pointers(self, connection: sa.Connection, arrivals: Sequence[Arrival]) -> list[Accepted]:
        """The same as one by one, with three statements for all that are new: bursts are when time is short."""
        now = self.clock()
        references = {a.reference for a in arrivals}
        known = connection.execute(
            sa.select(written.c.source, written.c.reference).where(written.c.reference.in_(references))
        )
        own = {(source, reference) for source, reference in known}
        first = {a.key: a for a in reversed(arrivals) if (a.source, a.reference) not in own}
        made: set[str] = set()
        if first:
            insert = self._insert(documents).on_conflict_do_nothing(index_elements=["key"]).returning(documents.c.key)
            made = set(connection.execute(insert, [_row(a, now) for a in first.values()]).scalars())
        accepted = []
        for arrival in arrivals:
            key = arrival.key
            if (arrival.source, arrival.reference) in own:
                accepted.append(Accepted(key, new=False, ignored=True))
            elif key in made and first[key] is arrival:
                accepted.append(Accepted(key, new=True))
            else:
                accepted.append(Accepted(key, new=self._announce_again(connection, arrival, now)))
        return accepted

    def _accept(self, connection: sa.Connection, arrival: Arrival) -> Accepted:
        if arrival.alias is not None:
            known = connection.execute(
                sa.select(aliases.c.key, aliases.c.digest).where(aliases.c.alias == arrival.alias)
            ).first()
            if known is not None:
                conflict = known.digest != arrival.digest
                # only a repetition, unless the bytes are needed and not kept any more
                again = not conflict and self._push_again(connection, known.key, arrival, only_lost=True)
                return Accepted(known.key, new=again, conflict=conflict)
        if arrival.source != PUSHED and self._is_own(connection, arrival.source, arrival.reference):
            return Accepted(arrival.key, new=False, ignored=True)
        now = self.clock()
        key = arrival.key
        if arrival.known_only:
            known = connection.execute(sa.select(documents.c.key).where(documents.c.key == key)).first()
            if known is None:
                return Accepted(key, new=False, ignored=True)
        # Not rowcount, which psycopg leaves open for an insert.
        insert = self._insert(documents).on_conflict_do_nothing(index_elements=["key"]).returning(documents.c.key)
        new = connection.execute(insert, _row(arrival, now)).first() is not None
        if new and arrival.content is not None:
            write_blob(connection, key, "original", arrival.content)
        if not new:
            new = self._announce_again(connection, arrival, now) or self._push_again(connection, key, arrival)
        if arrival.alias is not None:
            connection.execute(
                self._insert(aliases)
                .values(alias=arrival.alias, key=key, digest=arrival.digest)
                .on_conflict_do_nothing(index_elements=["alias"])
            )
        return Accepted(key, new=new)

    def _announce_again(self, connection: sa.Connection, arrival: Arrival, now: float) -> bool:
        """A document that we know: asks for work again only when the announcement may mean a newer version."""
        row = connection.execute(
            sa.select(documents.c.announced, documents.c.version, documents.c.state, documents.c.owner)
            .where(documents.c.key == arrival.key)
            .with_for_update()
        ).one()
        if arrival.version is None:
            # Only a pointer. Work that has not begun will fetch the newest version anyway.
            if row.state == IN_PROGRESS and row.owner is None:
                return False
        elif not _is_newer(arrival.version, row.announced, row.version):
            return False
        live = sa.case((documents.c.priority > arrival.priority, arrival.priority), else_=documents.c.priority)
        changes: dict[str, Any] = {
            "generation": documents.c.generation + 1,
            "previous": sa.case((documents.c.state == IN_PROGRESS, documents.c.previous), else_=documents.c.state),
            "state": IN_PROGRESS,
            "attempts": 0,
            "crashes": 0,
            "first_failed_at": None,
            "due_at": now,
            "priority": live,
        }
        if arrival.version is not None:
            changes["announced"] = arrival.version
        connection.execute(sa.update(documents).where(documents.c.key == arrival.key).values(changes))
        return True

    def _push_again(self, connection: sa.Connection, key: str, arrival: Arrival, only_lost: bool = False) -> bool:
        """Dead documents whose bytes are sent once more are worked on again: a person was asked to send them."""
        if arrival.content is None:
            return False
        state = connection.execute(
            sa.select(documents.c.state).where(documents.c.key == key).with_for_update()
        ).scalar()
        if state != DEAD or (only_lost and read_blob(connection, key, "original") is not None):
            return False
        write_blob(connection, key, "original", arrival.content)
        details = json.dumps(dict(arrival.details)) if arrival.details else None
        again = sa.update(documents).where(documents.c.key == key)
        connection.execute(again.values(**_afresh(self.clock()), details=details))
        return True

    @staticmethod
    def _is_own(connection: sa.Connection, source: str, reference: str) -> bool:
        found = connection.execute(
            sa.select(written.c.key).where(written.c.source == source, written.c.reference == reference)
        )
        return found.first() is not None

    def mark_written(self, source: str, key: str, references: Iterable[str]) -> None:
        """Remembers what we are about to write to ``source``, before it is written."""
        with translated(), self.engine.begin() as connection:
            self.note_written(connection, source, key, references)

    def note_written(self, connection: sa.Connection, source: str, key: str, references: Iterable[str]) -> None:
        """The same within a transaction that goes on."""
        rows = [{"source": source, "reference": r, "key": key} for r in references]
        if rows:
            connection.execute(
                self._insert(written).on_conflict_do_nothing(index_elements=["source", "reference"]), rows
            )

    def written_for(self, key: str) -> list[str]:
        """The DocumentReferences that were announced by :meth:`mark_written` for a document."""
        with translated(), self.reads.connect() as connection:
            return list(connection.execute(sa.select(written.c.reference).where(written.c.key == key)).scalars())

    # ------------------------------------------------------------------ reading
    def counts(self) -> dict[str, int]:
        """``received`` and the four states of the contract; the four add up to the first."""
        with translated(), self.reads.connect() as connection:
            found = connection.execute(sa.select(documents.c.state, sa.func.count()).group_by(documents.c.state)).all()
        by_state = dict.fromkeys(STATES, 0) | {str(row[0]): int(row[1]) for row in found}
        return {"received": sum(by_state.values()), **by_state}

    def queue(self) -> tuple[int, float]:
        """How many documents wait for a worker, and the age of the oldest in seconds."""
        waiting = sa.and_(documents.c.state == IN_PROGRESS, documents.c.owner.is_(None))
        with translated(), self.reads.connect() as connection:
            depth, oldest = connection.execute(
                sa.select(sa.func.count(), sa.func.min(documents.c.received_at)).where(waiting)
            ).one()
        return int(depth), max(0.0, self.clock() - oldest) if oldest is not None else 0.0

    def get(self, key: str) -> Document | None:
        with translated(), self.reads.connect() as connection:
            row = connection.execute(_BY_KEY, {"key": key}).first()
        return None if row is None else document(row)

    def find(self, prefix: str) -> list[Document]:
        """Documents whose key begins with ``prefix`` or whose reference is it; for people who type."""
        where = sa.or_(documents.c.key.startswith(prefix, autoescape=True), documents.c.reference == prefix)
        with translated(), self.reads.connect() as connection:
            return [document(r) for r in connection.execute(sa.select(documents).where(where).limit(20))]

    def list(self, state: State | None = None, limit: int = 100, offset: int = 0) -> list[Document]:
        """Newest first."""
        query = sa.select(documents).order_by(documents.c.received_at.desc(), documents.c.key)
        if state is not None:
            query = query.where(documents.c.state == state)
        with translated(), self.reads.connect() as connection:
            return [document(r) for r in connection.execute(query.limit(limit).offset(offset))]

    def delivered(self, source: str, after: str, limit: int) -> Sequence[tuple[str, str]]:
        """(key, reference) of documents at ``source`` with standing results, by key, behind the key ``after``."""
        standing = sa.and_(
            documents.c.key > after,
            documents.c.source == source,
            documents.c.state.in_((DELIVERED, IN_REVIEW)),
            documents.c.diagnostic_report.is_not(None),
            sa.func.coalesce(documents.c.cause, "") != "withdrawn",
        )
        query = sa.select(documents.c.key, documents.c.reference).where(standing).order_by(documents.c.key)
        with translated(), self.engine.connect() as connection:
            return [(row.key, row.reference) for row in connection.execute(query.limit(limit))]

    # ------------------------------------------------------------------ marks
    def mark(self, name: str) -> str | None:
        with translated(), self.reads.connect() as connection:
            return connection.execute(sa.select(marks.c.value).where(marks.c.name == name)).scalar()

    def set_mark(self, name: str, value: str) -> None:
        with translated(), self.engine.begin() as connection:
            statement = self._insert(marks).values(name=name, value=value, number=0)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
            )

    # ------------------------------------------------------------------ upkeep
    def replay(self, keys: Sequence[str] | None = None) -> int:
        """Dead documents (all of them, or those named) to be worked on again. Returns how many."""
        where = documents.c.state == DEAD
        if keys is not None:
            where = sa.and_(where, documents.c.key.in_(keys))
        with translated(), self.engine.begin() as connection:
            return connection.execute(sa.update(documents).where(where).values(_afresh(self.clock()))).rowcount

    def scrub(self) -> bool:
        """Takes what was deleted out of SQLite's write-ahead log too. Returns False when a reader is in the way."""
        if self.shared or not self.erased:
            return True
        self.erased = False
        with translated(), self.reads.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=200")
            try:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")
        self.erased = self.erased or bool(busy)
        return not busy

    def purge(self, before: float) -> int:
        """Forgets the pushed bytes and details of documents finished before ``before``; the row itself stays.

        The row is what makes a repeated announcement harmless, so it is kept; it holds references only.
        """
        ended = (documents.c.state.in_((DELIVERED, IN_REVIEW, DEAD)), documents.c.finished_at < before)
        # from the side of the bytes, which are few: rows of ended documents may be millions
        old = sa.select(blobs.c.key).join(documents, documents.c.key == blobs.c.key).where(*ended)
        detailed = sa.update(documents).where(documents.c.details.is_not(None), *ended).values(details=None)
        with translated(), self.engine.begin() as connection:
            gone = connection.execute(sa.delete(blobs).where(blobs.c.key.in_(old))).rowcount
            connection.execute(detailed)
        self.erased = True
        return gone


def _row(arrival: Arrival, now: float) -> dict[str, Any]:
    return {
        "key": arrival.key,
        "source": arrival.source,
        "reference": arrival.reference,
        "trigger": arrival.trigger,
        "patient": arrival.patient,
        "announced": arrival.version,
        "generation": 1,
        "state": IN_PROGRESS,
        "priority": arrival.priority,
        "due_at": now,
        "received_at": now,
        "details": json.dumps(dict(arrival.details)) if arrival.details else None,
    }


def _afresh(now: float) -> dict[str, Any]:
    """The columns of a dead document that is to be worked on as if it were new."""
    return {
        "state": IN_PROGRESS,
        "generation": documents.c.generation + 1,
        "attempts": 0,
        "crashes": 0,
        "first_failed_at": None,
        "finished_at": None,
        "version": None,
        "previous": None,
        "reason": None,
        "cause": None,
        "due_at": now,
    }


def document(row: Any) -> Document:
    """A database row as a :class:`Document`."""
    values = {name: getattr(row, name) for name in Document.__dataclass_fields__ if name not in ("stages", "details")}
    return Document(**values, stages=json.loads(row.stages or "{}"), details=json.loads(row.details or "{}"))


def _is_newer(version: str, announced: str | None, done: str | None) -> bool:
    """Whether ``version`` may be newer than those known. Versions are opaque in FHIR; whole numbers are compared."""
    known = [v for v in (announced, done) if v is not None]
    if version in known:
        return False
    if version.isdecimal() and known and all(v.isdecimal() for v in known):
        return int(version) > max(int(v) for v in known)
    return True
