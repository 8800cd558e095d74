"""Values that stand under another word than the one that heads results: a column of signs that nobody sees leaves those of the
interval in its place."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.headers.lexicon import header_words

LEAST = 3  #: rows with a value
NEAR = 1.5  #: text heights beside a header word in which its column may begin
MOST = 0.8  #: of the values, that stand under the other word
ABOVE = 8.0  #: text heights from a header to its first row


def under_another_word(rows: Sequence[Row], text: Sequence[Band]) -> bool:
    """Whether nothing stands under the word for results above ``rows``, and their values under one that is not known."""
    values = [row.value[0] for row in rows if row.value]
    if len(values) < LEAST:
        return False
    top, height = min(row.y for row in rows), rows[0].height
    for band in text:
        if not top - ABOVE * height < band.y < top:
            continue
        for piece in band.pieces:
            if not _heads(piece, "result") or any(_under(v, piece) for v in values):
                continue
            others = [p for p in band.pieces if p is not piece and not header_words(p.text)]
            if any(sum(_under(v, p) for v in values) >= MOST * len(values) for p in others):
                return True
    return False


def _heads(piece: Piece, kind: str) -> bool:
    hits = header_words(piece.text)
    return len(hits) == 1 and hits[0].kind == kind


def _under(value: Piece, head: Piece) -> bool:
    room = NEAR * head.height
    return value.x0 < head.x1 + room and value.x1 > head.x0 - room
