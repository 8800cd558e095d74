"""Bytes that wait in the inbox's database, in parts of one megabyte."""

from __future__ import annotations

import sqlalchemy as sa

from adapter.inbox.tables import blobs

PART = 1024 * 1024


def write_blob(connection: sa.Connection, key: str, kind: str, data: bytes) -> None:
    """Stores ``data`` for a document, in place of what was stored under the same kind."""
    connection.execute(sa.delete(blobs).where(blobs.c.key == key, blobs.c.kind == kind))
    # Empty content is stored as one empty part, so that it is told from absent content.
    for part, start in enumerate(range(0, max(len(data), 1), PART)):
        connection.execute(sa.insert(blobs).values(key=key, kind=kind, part=part, data=data[start : start + PART]))


def read_blob(connection: sa.Connection, key: str, kind: str) -> bytes | None:
    """What was stored, or None."""
    parts = connection.execute(
        sa.select(blobs.c.data).where(blobs.c.key == key, blobs.c.kind == kind).order_by(blobs.c.part)
    ).scalars()
    found = [bytes(p) for p in parts]
    return b"".join(found) if found else None


def delete_blobs(connection: sa.Connection, key: str, *kinds: str) -> None:
    connection.execute(sa.delete(blobs).where(blobs.c.key == key, blobs.c.kind.in_(kinds)))
