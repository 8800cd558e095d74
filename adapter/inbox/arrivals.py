"""What the ways in hand over: one :class:`Arrival` for each document that someone announced or pushed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Trigger = Literal["rest-hook", "topic", "poll", "mllp", "folder", "rest", "backfill"]

LIVE, BACKFILL = 0, 10
#: Stands where announced documents have their server: the bytes came to us, over whichever way.
PUSHED = "pushed"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An announced document (``reference`` in the EHR at ``source``) or a pushed one (``content`` given).

    ``version`` is the announced ``meta.versionId``, None when unknown. ``alias`` and ``digest`` name this very
    announcement for senders that repeat themselves. ``details`` holds references, never text of the document.
    ``known_only``: of interest only when the document was accepted before (its deletion, for example).
    """

    source: str
    reference: str
    trigger: Trigger
    version: str | None = None
    patient: str | None = None
    content: bytes | None = None
    alias: str | None = None
    digest: str | None = None
    priority: int = LIVE
    details: Mapping[str, str] = field(default_factory=dict)
    known_only: bool = False

    @property
    def key(self) -> str:
        """The document's key: the same for every announcement of the same document over any way in."""
        return document_key(self.source, self.reference)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of an arrival, durable before it is handed out.

    ``new`` is False for a repetition; ``conflict`` is True when the alias was used before with other content
    (the arrival was not taken then).
    """

    key: str
    new: bool
    conflict: bool = False
    ignored: bool = False


def document_key(source: str, reference: str) -> str:
    """26 characters of lower-case base32 (130 bits of SHA-256), fit for URLs, file names and FHIR ids."""
    digest = hashlib.sha256(f"{source.rstrip('/')}\n{reference}".encode()).digest()
    return base64.b32encode(digest).decode("ascii")[:26].lower()


def pushed(
    source: Literal["mllp", "folder", "rest"],
    content: bytes,
    *,
    patient: str | None = None,
    alias: str | None = None,
    digest: str | None = None,
    details: Mapping[str, str] | None = None,
) -> Arrival:
    """An arrival for bytes that were pushed to us: the same bytes for the same patient are the same document.

    ``patient`` is a reference (``Patient/1``) or a sender's identifier in a form of the way in's own; it only tells
    documents apart here.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    who = (details or {}).get("patient_identifier", "") or patient or ""
    reference = f"sha-256:{sha256}" + (f":{_whose(content, who)}" if who else "")
    hashed = None if alias is None else hashlib.sha256(f"{source}\n{alias}".encode()).hexdigest()
    return Arrival(
        source=PUSHED,
        reference=reference,
        trigger=source,
        version=sha256,
        patient=patient,
        content=content,
        alias=hashed,
        digest=digest or sha256,
        details=dict(details or {}),
    )


def _whose(content: bytes, who: str) -> str:
    """16 digits that tell the same bytes of two patients apart, the same on every machine and after a lost database.

    They outlive the document's bytes, and patients' numbers are few enough to try them all: so the bytes themselves are
    the key, not their hash, which stands beside. Who has the bytes knows the patient anyway.
    """
    digest = hashlib.sha256(b"whose\n")
    digest.update(content)
    digest.update(b"\n" + who.encode())
    return digest.hexdigest()[:16]
