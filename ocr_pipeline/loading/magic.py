"""The type of a document by its first bytes, whatever the sender calls it.

Signatures: the format's own specification (PNG §5.2, TIFF 6.0 §2, RFC 9649 WebP, ISO 32000-2 §7.5.2 with the 1024 bytes
of tolerance that readers grant, ISO 23008-12 brands, DICOM PS3.10 §7.1).
"""

from __future__ import annotations

from ocr_pipeline.loading.errors import UnsupportedDocument

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
#: Kinds that people do send and that are refused by name, with what to do instead.
_REFUSED = (
    (b"PK\x03\x04", "an Office document or archive", "save it as PDF, or send its pages one by one"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", "save it as PDF"),
    (b"{\\rtf", "a Rich Text document", "save it as PDF"),
    (b"Rar!\x1a\x07", "an archive", "send the files in it one by one"),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "send the files in it one by one"),
    (b"\x1f\x8b", "a compressed file", "send what is in it"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", "save it as JPEG or PNG"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture", "save it as JPEG or PNG"),
    (b"%!PS", "a PostScript file", "save it as PDF"),
    (b"ID3", "a sound recording", "send a picture or a PDF"),
    (b"OggS", "a recording", "send a picture or a PDF"),
    (b"\x1aE\xdf\xa3", "a film", "send a picture or a PDF"),
)
_BMP_HEADERS = {bytes([n, 0, 0, 0]) for n in (12, 40, 52, 56, 64, 108, 124)}
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<svg")


def media_type(data: bytes) -> str:
    """The media type of ``data``; ``text/plain`` when it is readable text of no other kind.

    Raises :class:`UnsupportedDocument` for everything else.
    """
    head = data[:64]
    fixed = _fixed(head)
    if fixed:
        return fixed
    if head[4:8] == b"ftyp":
        return _iso_media(data)
    if data[128:132] == b"DICM" or _bare_dicom(head):
        return "application/dicom"
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    for signature, what, instead in _REFUSED:
        if head.startswith(signature):
            raise UnsupportedDocument(f"This is {what}, which is not read here; {instead}.")
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise UnsupportedDocument("This is a web page or XML file, which is not read here; save it as PDF.")
    return "text/plain"


def _fixed(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return "image/tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    # "BM" alone also begins sentences: the header size and the reserved words must fit as well.
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and head[14:18] in _BMP_HEADERS:
        return "image/bmp"
    return ""


def _iso_media(data: bytes) -> str:
    size = min(int.from_bytes(data[:4], "big"), 256, len(data))
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size - 3, 4))}
    if brands & _AVIF_BRANDS:
        return "image/avif"
    if brands & _HEIC_BRANDS:
        return "image/heic"
    raise UnsupportedDocument("This is a film or sound recording; send a picture or a PDF.")


def _bare_dicom(head: bytes) -> bool:
    """DICOM without its preamble starts with a group 0002 or 0008 element, little endian, of a low element number."""
    group, element = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:4], "little")
    explicit = head[4:6] in {b"UL", b"CS", b"UI", b"DA", b"TM", b"LO", b"SH", b"OB"}
    length = int.from_bytes(head[4:8], "little")
    implicit = group == 0x0008 and 0 < length <= 64 and element in {0x05, 0x08, 0x16, 0x18}
    return group in {0x0002, 0x0008} and (explicit or implicit)
