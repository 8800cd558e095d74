"""Where a row and its value stand on the page, and the characters that they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_pipeline.page import Char
from ocr_pipeline.report import Polygon
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.values import Value


def value_only(pieces: list[Piece], value: Value) -> list[Piece]:
    """The pieces without what else is printed in the same cell (``64.0H``, ``..... 188``)."""
    holding = [p for p in pieces if value.body and value.body in p.line.text[p.start : p.end]]
    if len(holding) != 1:
        return pieces
    piece = holding[0]
    shown = piece.line.text[piece.start : piece.end]
    at = shown.find(value.body)
    before = shown[:at].rstrip()
    start = len(before) - len(value.sign) if value.sign and before.endswith(value.sign) else at
    own = piece.cut(piece.start + start, piece.start + at + len(value.body))
    return [own] if own else pieces


def inked(pieces: Iterable[Piece]) -> tuple[Char, ...]:
    """The characters of the pieces, without blanks."""
    return tuple(c for p in pieces for c in p.line.chars[p.start : p.end] if c.text.strip())


def is_digital(pieces: Sequence[Piece]) -> bool:
    """Read from a document's own text, where nothing was misread."""
    return bool(pieces) and all(p.line.source == "text-layer" for p in pieces)


def hull(pieces: list[Piece]) -> Polygon:
    """A quadrilateral in the original picture from the leftmost part's left side to the rightmost part's right side."""
    if not pieces:
        return ()
    ordered = sorted(pieces, key=lambda p: p.x0)
    first, last = ordered[0].polygon, max(ordered, key=lambda p: p.x1).polygon
    return (first[0], last[1], last[2], first[3])
