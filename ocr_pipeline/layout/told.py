"""Which lines of a page are text beyond doubt, so that no table takes a row out of them."""

from __future__ import annotations

from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.paragraphs import headed_text, sentences
from ocr_pipeline.layout.series import labelled_text
from ocr_pipeline.page import PageText


def lines_of_text(page: PageText) -> frozenset[int]:
    """Indices of the lines of paragraphs under their headings, of sentences, and of forms with headings in a column."""
    known = know(page)
    form = labelled_text(page, known.rows, [zone == "body" for zone in known.zones])
    return headed_text(page) | sentences(page) | form
