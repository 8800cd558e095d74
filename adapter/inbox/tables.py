"""The inbox's tables. One row of ``documents`` is one document, for ever in exactly one state."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

#: Written by this program; a newer number in the database means a newer program wrote it.
SCHEMA = 1

IN_PROGRESS, DELIVERED, IN_REVIEW, DEAD = "in_progress", "delivered", "in_review", "dead"
STATES = (IN_PROGRESS, DELIVERED, IN_REVIEW, DEAD)

metadata = MetaData()

documents = Table(
    "s2f_documents",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("source", Text, nullable=False),  # the EHR's base address, or mllp, rest, folder
    Column("reference", Text, nullable=False),  # DocumentReference/id, or the content's hash for pushed documents
    Column("trigger", String(32), nullable=False),  # the way in of the first announcement
    Column("patient", Text),  # Patient/id where the way in knows it
    Column("announced", Text),  # newest version that was announced
    Column("version", Text),  # version that the present outcome stands for
    Column("generation", Integer, nullable=False, default=1),  # grows with every announcement that asks for work
    Column("state", String(16), nullable=False),
    Column("previous", String(16)),  # the outcome before a later announcement asked for work again
    Column("reason", Text),  # a sentence for people
    Column("cause", String(32)),  # a short code: ehr, storage, crash, content, ...
    Column("priority", Integer, nullable=False, default=0),  # 0 live, 10 backfill; less is sooner
    Column("attempts", Integer, nullable=False, default=0),
    Column("crashes", Integer, nullable=False, default=0),
    Column("due_at", Float, nullable=False),
    Column("owner", String(128)),  # the executor at work on it, else null
    Column("run", Integer, nullable=False, default=0),  # grows with every claim: fences out whoever lost it
    Column("sha256", String(64)),
    Column("diagnostic_report", Text),
    Column("received_at", Float, nullable=False),
    Column("first_failed_at", Float),
    Column("finished_at", Float),
    Column("stages", Text),  # JSON: seconds by stage of the last run
    Column("details", Text),  # JSON: references the way in needs later; never document text
    Index("s2f_documents_due", "state", "owner", "priority", "due_at"),
    Index("s2f_documents_owner", "owner"),
    # the few ended rows that retention has still to look at
    Index(
        "s2f_documents_detailed",
        "finished_at",
        sqlite_where=text("details IS NOT NULL"),
        postgresql_where=text("details IS NOT NULL"),
    ),
)

#: Bytes that wait with a document: the pushed original, the bundle that was read. Gone when it is finished.
blobs = Table(
    "s2f_blobs",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

#: Second names of a document: Idempotency-Keys, HL7 v2 sender and control id. ``digest`` tells same from different.
aliases = Table(
    "s2f_aliases",
    metadata,
    Column("alias", String(64), primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("digest", String(64)),
)

#: What we wrote to the EHR ourselves, so that an announcement of it is not taken for a new document.
written = Table(
    "s2f_written",
    metadata,
    Column("source", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("key", String(64), nullable=False),
)

#: Watermarks, event numbers, executors' heartbeats, the schema's number.
marks = Table(
    "s2f_marks",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("value", Text, nullable=False),
    Column("number", BigInteger, nullable=False, default=0),
)
