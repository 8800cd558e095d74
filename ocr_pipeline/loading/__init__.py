"""Opens anything that a report is sent as: pictures, faxes, PDF, DICOM, text. The type is found by magic bytes.

Coordinates everywhere later are pixels of the page image that :meth:`Document.load` gives: for pictures the
full-size picture turned as its orientation tag says, for faxes the picture with square pixels, for PDF the rendered
page (200 dpi, scans at their own resolution between 150 and 300 dpi).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ocr_pipeline.loading import magic, pdf, plain, raster, tiff
from ocr_pipeline.loading.document import Document, Stopwatch
from ocr_pipeline.loading.errors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    PageError,
    UnsupportedDocument,
)
from ocr_pipeline.loading.limits import Limits
from ocr_pipeline.loading.pages import Pages
from ocr_pipeline.page import PageImage

__all__ = [
    "DamagedDocument",
    "Document",
    "DocumentError",
    "EmptyDocument",
    "EncryptedDocument",
    "LimitExceeded",
    "Limits",
    "PageError",
    "Pages",
    "UnsupportedDocument",
    "open_document",
]


def open_document(data: bytes, limits: Limits | None = None, *, stopwatch: Stopwatch = time.monotonic) -> Document:
    """Opens ``data`` without decoding any page.

    Raises a :class:`DocumentError` with one sentence for people: :class:`EmptyDocument`, :class:`UnsupportedDocument`,
    :class:`EncryptedDocument`, :class:`DamagedDocument` or :class:`LimitExceeded`. Bytes, and pixels of a single
    picture, are checked against ``limits`` before anything is decoded.
    """
    limits = limits or Limits()
    opened = stopwatch()
    if not data:
        raise EmptyDocument("The file is empty; send it again.")
    if len(data) > limits.bytes:
        raise LimitExceeded(
            f"The file has {len(data) / 1e6:.0f} MB, {limits.bytes / 1e6:.0f} MB are allowed; "
            "send it smaller or in parts."
        )
    kind = magic.media_type(data)
    text: str | None = None
    decode: Callable[[int], PageImage]
    if kind == "application/pdf":
        count, decode = _pdf(data, limits)
    elif kind == "application/dicom":
        count, decode = _dicom(data, limits)
    elif kind == "text/plain":
        text = plain.decode_text(data)
        sheets = plain.pages_of(text)
        count, decode = len(sheets), lambda index: plain.lay_out(sheets[index], index)
    elif kind == "image/tiff":
        return _tiff(data, limits, stopwatch, opened)
    else:
        count, decode = _picture(data, kind, limits)
    shown = min(count, limits.pages)
    cut = f"The document has {count} pages; only the first {shown} were read." if count > shown else ""
    return Document(kind, shown, cut, text, limits, decode, stopwatch, opened)


def _picture(data: bytes, kind: str, limits: Limits) -> tuple[int, Callable[[int], PageImage]]:
    if kind != "image/heic":
        raster.open_pillow(data, kind, limits).close()
    return 1, lambda index: PageImage(index, raster.decode_raster(data, kind, limits))


def _pdf(data: bytes, limits: Limits) -> tuple[int, Callable[[int], PageImage]]:
    document = pdf.open_pdf(data)
    return len(document), lambda index: pdf.load_page(document, index, limits)


def _dicom(data: bytes, limits: Limits) -> tuple[int, Callable[[int], PageImage]]:
    from ocr_pipeline.loading import dicom  # late: its library brings others along, 13 MB for a rare kind of document

    dataset = dicom.open_dicom(data)
    inside = dicom.encapsulated_pdf(dataset)
    if inside is not None:
        return _pdf(inside, limits)
    return dicom.frame_count(dataset, limits), lambda index: dicom.load_frame(dataset, index)


def _tiff(data: bytes, limits: Limits, stopwatch: Stopwatch, opened: float) -> Document:
    chain = tiff.pages_of(data, limits.pages)
    if not chain.frames:
        raise DamagedDocument("The TIFF file is damaged and no page can be found; scan it again.")
    if len(chain.frames) == 1 and not chain.broken:
        raster.open_pillow(data, "image/tiff", limits).close()
    cut = ""
    if chain.more:
        cut = f"The document has more than {limits.pages} pages; only the first {limits.pages} were read."
    elif chain.broken:
        cut = "The TIFF file breaks off; pages after the last one read may be missing."

    def decode(index: int) -> PageImage:
        return PageImage(index, tiff.decode_frame(data, chain.frames[index], limits))

    return Document("image/tiff", len(chain.frames), cut, None, limits, decode, stopwatch, opened)
