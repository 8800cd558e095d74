"""One HL7 v2 message: who sent it, whose documents it carries, and the documents' bytes.

ORU^R01 and MDM^T02 (and the MDM events that replace a document) with documents as ED in OBX-5 (Base64, Hex or A, HL7
table 0299), or as lines of TX/FT/ST in an MDM. Large data are taken out before anything is decoded or split, so that a
document of 50 MB is copied once and not ten times; hl7apy is given the one field that has structure, the patient's
identifiers, because a whole PID would cost it more than all the rest of the message.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass

from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.core import Segment
from hl7apy.exceptions import HL7apyException
from hl7apy.parser import parse_segment

from adapter.triggers.mllp.charset import decode

#: Messages that carry documents (HL7 table 0003); MDM^T10 replaces one, MDM^T04 and T08 notify of an edit.
SUPPORTED = {("ORU", "R01"), ("MDM", "T02"), ("MDM", "T04"), ("MDM", "T06"), ("MDM", "T08"), ("MDM", "T10")}
TEXT_TYPES = {"TX", "FT", "ST"}
#: A run of Base64 or Hex; the mark that stands for it (a NUL, its number, a NUL) appears in no text.
_LARGE = re.compile(rb"[A-Za-z0-9+/]{4096,}={0,2}")
_MARK = re.compile("\0(\\d+)\0")
_BREAKS = re.compile(r"\\\.(?:br|sp\d*|ce|in[+-]?\d*|ti[+-]?\d*|fi|nf)\\", re.IGNORECASE)


class MessageError(Exception):
    """``code`` is the acknowledgement (AE or AR), ``condition`` a number of HL7 table 0357, the text one sentence."""

    def __init__(self, code: str, condition: str, sentence: str, location: str = "") -> None:
        super().__init__(sentence)
        self.code, self.condition, self.location = code, condition, location


@dataclass(frozen=True, slots=True)
class Header:
    """MSH as far as an answer needs it; all fields may be empty in a broken message."""

    separator: str = "|"
    encoding: str = "^~\\&"
    application: str = ""
    facility: str = ""
    receiving_application: str = ""
    receiving_facility: str = ""
    kind: str = ""
    event: str = ""
    control_id: str = ""
    processing_id: str = "P"
    version: str = "2.5"
    accept_acknowledgement: str = ""
    application_acknowledgement: str = ""
    charset: str = ""
    codec: str = "utf-8"

    @property
    def enhanced(self) -> bool:
        """Enhanced acknowledgement mode: MSH-15 or MSH-16 is present (HL7 v2 chapter 2.9.3)."""
        return bool(self.accept_acknowledgement or self.application_acknowledgement)


@dataclass(frozen=True, slots=True)
class Message:
    """``patient`` is PID-3 as FHIR search tokens (``authority|number``), best first; ``digest`` names all content."""

    header: Header
    patient: tuple[str, ...]
    documents: tuple[bytes, ...]
    digest: str


def read_header(raw: bytes) -> Header:
    """MSH of ``raw``. Raises :class:`MessageError` (AR) when the message does not begin with one."""
    text, codec = decode(raw[:65536] if len(raw) > 65536 and b"\r" in raw[:65536] else raw)
    return _header(text.lstrip("\ufeff"), codec)


def parse_message(raw: bytes) -> Message:
    """The whole message. Raises :class:`MessageError` when it cannot be used as it is."""
    small, large = _take_out(raw)
    text, codec = decode(small)
    text = text.lstrip("\ufeff")
    header = _header(text, codec)
    if (header.kind, header.event) not in SUPPORTED:
        raise MessageError("AR", "200", f"Messages of type {header.kind}^{header.event} are not taken here.", "MSH^1^9")
    if not header.control_id:
        raise MessageError("AE", "101", "MSH-10 (message control id) is missing.", "MSH^1^10")
    segments = [s for s in re.split(r"[\r\n]+", text) if s.strip()]
    patient: tuple[str, ...] = ()
    documents: list[bytes] = []
    lines: list[str] = []
    withdrawn = False
    for number, segment in enumerate(segments):
        name = segment[:3]
        if name == "PID" and not patient:
            patient = _patient(segment, header)
        elif name == "OBX":
            if _is_withdrawn(segment, header):
                withdrawn = True
                continue
            document, line = _observation(segment, header, number, large)
            if document is not None:
                documents.append(document)
            elif line is not None and header.kind == "MDM":
                lines.append(line)
    if any(line.strip() for line in lines):
        documents.append("\n".join(lines).encode())
    if header.kind == "MDM" and not documents and not withdrawn:
        # an ORU may well bring single results only; this message says that it brings a document
        raise MessageError("AE", "101", "The message brings no document: no OBX has an ED with data or text.", "OBX")
    return Message(header, patient, tuple(documents), hashlib.sha256(raw).hexdigest())


def _take_out(raw: bytes) -> tuple[bytes, list[memoryview]]:
    """The message with marks for its large data, and the data."""
    if b"\0" in raw:  # UTF-16 or UTF-32, where no run is found anyway, or broken
        return raw, []
    view = memoryview(raw)
    parts: list[bytes | memoryview] = []
    large: list[memoryview] = []
    end = 0
    for found in _LARGE.finditer(raw):
        parts += [view[end : found.start()], b"\0%d\0" % len(large)]
        large.append(view[found.start() : found.end()])
        end = found.end()
    return (b"".join([*parts, view[end:]]), large) if large else (raw, [])


def _put_back(text: str, large: list[memoryview]) -> str:
    return _MARK.sub(lambda mark: str(large[int(mark[1])], "ascii"), text) if large else text


def _header(text: str, codec: str) -> Header:
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    if not first.startswith("MSH") or len(first) < 8:
        raise MessageError("AR", "100", "The message does not begin with an MSH segment.")
    separator = first[3]
    fields = first.split(separator)
    encoding = fields[1]
    if len(encoding) < 3:
        raise MessageError("AR", "102", "MSH-2 (encoding characters) is broken.", "MSH^1^2")

    def at(number: int) -> str:
        return fields[number - 1].strip() if len(fields) >= number else ""

    kind, event = [*at(9).split(encoding[0]), ""][:2]
    return Header(
        separator,
        encoding,
        at(3),
        at(4),
        at(5),
        at(6),
        kind,
        event,
        at(10),
        at(11).split(encoding[0])[0] or "P",
        at(12).split(encoding[0])[0] or "2.5",
        at(15).upper(),
        at(16).upper(),
        at(18),
        codec,
    )


def _patient(segment: str, header: Header) -> tuple[str, ...]:
    tokens: list[tuple[bool, str]] = []
    identifiers = [*segment.split(header.separator, 4), "", "", ""][3]
    for repetition in _parse(header.separator.join(["PID", "", "", identifiers]), header).pid_3:
        # CX: id, check digit, scheme, assigning authority (namespace & OID & type), identifier type code
        number = _text(repetition, "cx_1")
        authority = _text(repetition, "cx_4").split(header.encoding[3] if len(header.encoding) > 3 else "&")
        system = f"urn:oid:{authority[1]}" if len(authority) > 2 and authority[2] == "ISO" and authority[1] else ""
        if number:
            tokens.append((not system, f"{system}|{number}" if system else number))
    return tuple(dict.fromkeys(token for _, token in sorted(tokens, key=lambda t: t[0])))


def _text(field: object, name: str) -> str:
    part = getattr(field, name, None)
    return str(part.to_er7() if part else "").strip()


def _parse(segment: str, header: Header) -> Segment:
    marks = dict(
        zip(("COMPONENT", "REPETITION", "ESCAPE", "SUBCOMPONENT"), header.encoding.ljust(4, "&")[:4], strict=True)
    )
    characters = {"SEGMENT": "\r", "FIELD": header.separator, "GROUP": "\r", **marks}
    for version in (header.version, "2.5"):
        try:
            return parse_segment(
                segment, version=version, encoding_chars=characters, validation_level=VALIDATION_LEVEL.TOLERANT
            )
        except HL7apyException:
            continue
    raise MessageError("AE", "207", f"The {segment[:3]} segment cannot be parsed.", segment[:3])


def _is_withdrawn(segment: str, header: Header) -> bool:
    """OBX-11 (table 0085): deleted, not obtainable, posted in error."""
    fields = segment.split(header.separator, 12)
    return len(fields) > 11 and fields[11].strip() in ("D", "X", "W")


def _observation(segment: str, header: Header, number: int, large: list[memoryview]) -> tuple[bytes | None, str | None]:
    """(document, None) for an ED, (None, text line) for text, (None, None) for anything else."""
    fields = segment.split(header.separator)
    kind = fields[2].strip() if len(fields) > 2 else ""
    value = fields[5] if len(fields) > 5 else ""
    if kind in TEXT_TYPES:
        lines = _put_back(value, large).split(header.encoding[1])
        return None, "\n".join(_unescape(line, header) for line in lines)
    if kind == "RP":
        raise MessageError(
            "AE", "207", "OBX-5 points to a file elsewhere (RP); send the document itself as ED.", "OBX^1^5"
        )
    if kind != "ED":
        return None, None
    components = value.split(header.encoding[0], 4)
    if len(components) < 5 or not components[4].strip():
        raise MessageError("AE", "101", f"OBX-5 of segment {number + 1} is an ED without data.", f"OBX^{number}^5")
    encoding, data = components[3].strip().lower(), components[4]
    whole = _MARK.fullmatch(data.strip()) if large else None
    # the usual case, one unbroken run, goes from the message's bytes to the document's without a copy between
    return _data(encoding, large[int(whole[1])] if whole else _put_back(data, large), header, number), None


def _data(encoding: str, data: str | memoryview, header: Header, number: int) -> bytes:
    """The bytes of an ED. Raises :class:`MessageError` when they are not what the encoding says."""
    squeezed: str | memoryview = data
    if isinstance(data, str) and encoding != "a":
        plain = re.sub(r"\\X(?:0D|0A)+\\", "", _BREAKS.sub("", data)) if "\\" in data else data
        squeezed = "".join(plain.split())
    try:
        if encoding in ("hex", "hexadecimal"):
            return binascii.unhexlify(squeezed)
        if encoding in ("base64", ""):
            if missing := -len(squeezed) % 4:
                squeezed = (squeezed if isinstance(squeezed, str) else str(squeezed, "ascii")) + "=" * missing
            return binascii.a2b_base64(squeezed, strict_mode=True)
        if encoding == "a":
            return _unescape(data if isinstance(data, str) else str(data, "ascii"), header).encode()
    except (binascii.Error, ValueError):
        pass
    raise MessageError("AE", "102", f"OBX-5 of segment {number + 1} is not what its encoding says.", f"OBX^{number}^5")


def _unescape(text: str, header: Header) -> str:
    escape = header.encoding[2]
    if escape not in text:
        return text
    marks = {
        "F": header.separator,
        "S": header.encoding[0],
        "R": header.encoding[1],
        "E": escape,
        "T": header.encoding[3] if len(header.encoding) > 3 else "&",
        ".br": "\n",
    }
    out: list[str] = []
    rest = text
    while True:
        before, opened, after = rest.partition(escape)
        out.append(before)
        inside, closed, behind = after.partition(escape)
        if not opened or not closed:
            out.append(opened + after)
            return "".join(out)
        if inside in marks:
            out.append(marks[inside])
        elif inside.startswith("X") and re.fullmatch(r"X(?:[0-9A-Fa-f]{2})+", inside):
            out.append(bytes.fromhex(inside[1:]).decode(header.codec, "replace"))
        rest = behind
