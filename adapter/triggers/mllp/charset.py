"""Character sets of HL7 table 0211 (MSH-18) as Python codecs."""

from __future__ import annotations

import codecs

_CODECS = {
    "": "utf-8",
    "ASCII": "ascii",
    "UNICODE": "utf-16",
    "UNICODE UTF-8": "utf-8",
    "UNICODE UTF-16": "utf-16",
    "UNICODE UTF-32": "utf-32",
    "GB 18030-2000": "gb18030",
    "BIG-5": "big5hkscs",
    "KS X 1001": "cp949",
    "ISO IR6": "ascii",
    "ISO IR14": "iso2022_jp",
    "ISO IR87": "iso2022_jp",
    "ISO IR159": "iso2022_jp_2",
} | {f"8859/{part}": f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)}


def decode(raw: bytes) -> tuple[str, str]:
    """The message's text and the codec that fitted.

    MSH-18 decides, its repetitions are alternates; when it is absent, says ASCII (as many do without meaning it)
    or does not fit, UTF-8 is tried and then Windows-1252. Nothing is lost: an undecodable byte becomes U+FFFD only in
    the last resort.
    """
    for codec in (*_named(raw), "utf-8", "cp1252"):
        try:
            return raw.decode(codec), codec
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace"), "utf-8"


def _named(raw: bytes) -> list[str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if raw.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    for wide in ("utf-16-le", "utf-16-be"):
        if raw.startswith("MSH".encode(wide)):
            return [wide]
    head = raw.split(b"\r", 1)[0].split(b"\n", 1)[0].decode("latin-1")
    if len(head) < 8:
        return []
    fields = head.split(head[3])
    names = fields[17].split(head[5]) if len(fields) > 17 else [""]
    return [_CODECS[name] for name in (n.strip().upper() for n in names) if name in _CODECS]
