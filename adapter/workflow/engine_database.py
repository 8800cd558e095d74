"""The workflow engine's connections to its database, quicker than its own at the price of its last moments.

A power cut may take the engine's last commits with it, not the inbox's: the inbox syncs every commit and is the truth
about documents. A run that the engine forgot is found by the sweep and begun anew, and repeats are harmless.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def engine_database(url: str) -> sa.Engine:
    """An engine on ``url`` as DBOS expects it: immediate transactions and foreign keys on SQLite."""
    if url.startswith("sqlite"):
        made, prepare = sa.create_engine(url, pool_size=2, max_overflow=4), _prepare_sqlite
    else:
        made = sa.create_engine(
            url,
            pool_size=10,
            max_overflow=4,
            pool_pre_ping=True,
            pool_timeout=30,
            connect_args={"connect_timeout": 5, "application_name": "scan2fhir-engine"},
        )
        prepare = _prepare_postgresql
    sa.event.listen(made, "connect", prepare)
    return made


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        # A machine that vanished in the middle of a transaction must not hold its locks for ever.
        cursor.execute("SET idle_in_transaction_session_timeout = 60000")
    connection.commit()  # a rollback, as the pool does it, would undo the settings
