"""Opening the inbox's database: SQLite in WAL mode with full syncs, or PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from adapter.errors import StorageError
from adapter.inbox.tables import SCHEMA, documents, marks, metadata

BUSY_MS = 10_000
_AWAY = re.compile(
    "connection refused|connection failed|server closed the connection|terminating connection|starting up|shutting down"
    "|recovery mode|connection timeout|connection is closed|consuming input failed|connection is lost"
)


def open_engine(url: str) -> sa.Engine:
    """An engine on ``url`` with our tables present. Raises :class:`StorageError` with what to do."""
    try:
        engine = _create(url)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                # Two processes that start together would both create the tables.
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(732114)"))
            metadata.create_all(connection)
            _check_schema(connection)
            for index in documents.indexes:  # those that came after the table was made
                index.create(connection, checkfirst=True)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise storage_error(error) from error
    return engine


def _create(url: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(
            url,
            pool_size=8,
            max_overflow=8,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "application_name": "scan2fhir"},
        )
    engine = sa.create_engine(url, pool_size=6, max_overflow=6, connect_args={"timeout": BUSY_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        # In WAL mode only FULL makes a commit survive a power cut, and an acknowledgement promises that.
        connection.execute("PRAGMA synchronous=FULL")
        # What is deleted may be a patient's identifier: its bytes are overwritten, not only marked as free.
        connection.execute("PRAGMA secure_delete=ON")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # Taking the write lock at once avoids the deadlock of two readers that both want to write.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _check_schema(connection: sa.Connection) -> None:
    found = connection.execute(sa.select(marks.c.number).where(marks.c.name == "schema")).scalar()
    if found is None:
        connection.execute(sa.insert(marks).values(name="schema", value="", number=SCHEMA))
    elif found > SCHEMA:
        raise StorageError(
            f"The inbox's database was written by a newer scan2fhir (schema {found}, this one knows {SCHEMA}); "
            "install that version again or point SCAN2FHIR_DATABASE_URL elsewhere."
        )
    elif found < SCHEMA:
        raise StorageError(
            f"The inbox's database was written by an older scan2fhir (schema {found}, this one needs {SCHEMA}); let that "
            "version finish its documents, then point SCAN2FHIR_DATABASE_URL at a new database."
        )


def storage_error(error: BaseException) -> StorageError:
    """The database driver's complaint as one sentence with the next step."""
    text = str(getattr(error, "orig", None) or error).strip().splitlines()[0] if str(error) else type(error).__name__
    low = text.lower()
    if "database or disk is full" in low or "no space left" in low or "could not extend" in low:
        return StorageError("The disk that holds the inbox is full; free some space, the work goes on by itself.")
    if _AWAY.search(low):
        return StorageError(f"The inbox's database is away ({text}); when it is back the work goes on by itself.")
    if "no such column" in low or ("column" in low and "does not exist" in low):
        return StorageError(
            f"The inbox's database has other tables than this scan2fhir ({text}); "
            "install the version that wrote it, or point SCAN2FHIR_DATABASE_URL elsewhere."
        )
    if "locked" in low or isinstance(error, PoolTimeout):
        return StorageError("The inbox's database is locked by another process; end that process or wait.")
    if "not a database" in low or "malformed" in low:
        return StorageError(f"The inbox's database is damaged ({text}); restore it from a backup.")
    if "unable to open" in low:
        return StorageError("The inbox's database file cannot be opened; check SCAN2FHIR_DATABASE_URL and its folder.")
    return StorageError(f"The inbox's database cannot be used ({text}); check SCAN2FHIR_DATABASE_URL.")


@contextmanager
def translated() -> Iterator[None]:
    """Turns every error of the database into :class:`StorageError`."""
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
        raise storage_error(error) from error
