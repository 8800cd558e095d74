"""What the mapping is told besides the report, and how ids follow from it."""

from __future__ import annotations

import re
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Version = Literal["R4", "R4B", "R5"]
Profile = Literal["base", "us-core", "ips", "eu-lab"]
#: A FHIR resource or a part of one, as ``json`` reads it.
Json = dict[str, Any]

NAMESPACE = uuid.UUID("6f7a3c54-1a52-5f0e-9d55-2d6c1f3b8e21")
_REFERENCE = re.compile(r"^(https?://\S+/)?[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}$")


class MappingError(ValueError):
    """What was asked for cannot be said in FHIR; the message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class BundleContext:
    """Everything that the report itself does not know; the mapping has no clock, network or settings of its own.

    ``recorded`` is the moment of reading, an instant with time zone (``2026-03-01T08:30:00Z``). ``ehr_base``,
    ``source`` (``DocumentReference/123``) and the attachment's hash decide all ids. ``patient``, ``encounter``,
    ``performer`` and ``organization`` are references, None when unknown. ``utc_offset`` (``+08:00``) belongs to the
    times that the page prints, which carry none. ``models`` are (name, version) pairs. ``figures`` are PNG bytes by
    figure label.

    ``release``: ``never`` leaves everything preliminary until a person approves; ``certain`` makes what nothing speaks
    against final. ``style``: ``put`` chooses the ids itself (update as create); ``conditional`` lets the server choose
    and guards each creation by identifier. ``ai_label``: ``text`` says AIAST in words, because servers that ship the
    vocabulary of R4 and R5 refuse the newer code; ``coding`` uses the code, also as a security label.
    """

    recorded: str
    version: Version = "R4"
    ehr_base: str = ""
    source: str | None = None
    patient: str | None = None
    encounter: str | None = None
    performer: str | None = None
    organization: str | None = None
    docx: bytes = b""
    docx_title: str = "report.docx"
    figures: Mapping[str, bytes] = field(default_factory=dict)
    software: str = "scan2fhir"
    software_version: str = "0"
    models: tuple[tuple[str, str], ...] = ()
    profile: Profile = "base"
    release: Literal["never", "certain"] = "never"
    style: Literal["put", "conditional"] = "put"
    utc_offset: str = ""
    confidentiality: str = "N"
    ai_label: Literal["text", "coding"] = "text"

    def __post_init__(self) -> None:
        instant(self.recorded)
        for name in ("source", "patient", "encounter", "performer", "organization"):
            value = getattr(self, name)
            if value is not None and not _REFERENCE.match(unversioned(value)):
                raise MappingError(f"{name} {value!r} is no FHIR reference; write it as in 'Patient/123'.")
        if self.utc_offset and not re.fullmatch(r"Z|[+-](0\d|1[0-4]):[0-5]\d", self.utc_offset):
            raise MappingError(f"utc_offset {self.utc_offset!r} is no UTC offset; write it as in '+08:00'.")
        if self.version not in ("R4", "R4B", "R5"):
            raise MappingError(f"FHIR version {self.version!r} is not known; choose R4, R4B or R5.")
        if self.profile not in ("base", "us-core", "ips", "eu-lab"):
            raise MappingError(f"Profile {self.profile!r} is not known; choose base, us-core, ips or eu-lab.")
        if self.profile != "base" and self.version != "R4":
            raise MappingError(
                f"Profile {self.profile} is defined on R4, not {self.version}; choose R4 or profile base."
            )


def instant(text: str) -> datetime:
    """The moment that ``text`` names. Raises :class:`MappingError` without a time zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise MappingError(f"{text!r} is no instant with time zone; write it as in '2026-03-01T08:30:00Z'.")
    return moment


def unversioned(reference: str) -> str:
    """``DocumentReference/1/_history/3`` as ``DocumentReference/1``: ids must not change with the version."""
    return reference.split("/_history/", 1)[0]


def local(reference: str, ehr_base: str) -> str:
    """``reference`` without its version and, on the EHR itself, without the base: servers refuse absolute ones."""
    base = ehr_base.rstrip("/")
    return unversioned(reference).removeprefix(f"{base}/") if base else unversioned(reference)


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of everything made from one source document: the same source gives the same ids, on any machine."""

    ehr_base: str
    source: str
    sha256: str

    @staticmethod
    def of(context: BundleContext, sha256: str) -> Ids:
        # an absolute and a relative reference to the same document must not make two of it
        return Ids(context.ehr_base.rstrip("/"), local(context.source or "", context.ehr_base), sha256)

    def make(self, role: str) -> str:
        """A UUID (5, SHA-1 name-based) for one part, for example ``result/3``."""
        return str(uuid.uuid5(NAMESPACE, "|".join((self.ehr_base, self.source, self.sha256, role))))

    def software(self, context: BundleContext) -> str:
        """One Device for all documents that the same software and models read: a faulty model can be recalled."""
        parts = (self.ehr_base, context.software, context.software_version, *(f"{n}={v}" for n, v in context.models))
        return str(uuid.uuid5(NAMESPACE, "|".join(parts)))


def hash_name(sha256: str) -> str:
    """RFC 6920 name of bytes with this SHA-256 (hex): ``ni:///sha-256;<base64url without padding>``."""
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def urn(identity: str) -> str:
    return f"urn:uuid:{identity}"
