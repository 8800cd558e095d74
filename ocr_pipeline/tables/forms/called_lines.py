"""The one result or two of a report that has no table, each on its line with an interval that calls itself one: ``检测结果：DPM值：168
参考值：<100 阴性``, the interval behind it or right below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.forms.lines import segment
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.intervals.called import LABEL
from ocr_pipeline.tables.scope import ends_table, has_date, is_identity

_RESULT = re.compile(r"\s*(?:检[测查验]|测[定试]|[试实]验)?结果\s*:\s*(?=[^:]+:)")
_BOUND = re.compile(r"\s*[<>≤≥]?=?\s?\d")
_BELOW = 2.4  #: text heights from a result to the line of its interval


def called_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of such lines among ``bands``, which hold no other row."""
    out: list[Row] = []
    for band, below in pairwise([*bands, None]):
        if band is None or has_date(band.text) or ends_table(band.text):
            continue
        pieces = [part for p in band.pieces for part in _at_label(p)]
        here = next((n for n, p in enumerate(pieces) if n and _interval(p) is not None), None)
        near = below is not None and below.y - band.y < _BELOW * band.height
        told = pieces[here] if here is not None else below.pieces[0] if below is not None and near else None
        ref = _interval(told) if told is not None else None
        row = _row(pieces[here - 1 if here is not None else 0]) if ref is not None else None
        if row is not None and ref is not None and not is_identity(row.name[0].text):
            row.refs = [[ref]]
            out.append(row)
    return out


def _at_label(piece: Piece) -> list[Piece]:
    """``piece`` parted before what calls an interval one."""
    label = LABEL.search(plain(piece.line.text), piece.start + 1, piece.end)
    parts = [(piece.start, label.start()), (label.start(), piece.end)] if label else [(piece.start, piece.end)]
    return [p for start, end in parts if (p := piece.cut(start, end)) is not None]


def _interval(piece: Piece) -> Piece | None:
    """What stands behind the word that calls it an interval; None where the piece does not begin with one or no bound follows."""
    text = plain(piece.line.text)[piece.start : piece.end]
    label = LABEL.match(text)
    told = label is not None and _BOUND.match(text, label.end())
    return piece.cut(piece.start + label.end(), piece.end) if label is not None and told else None


def _row(piece: Piece) -> Row | None:
    text = plain(piece.line.text)[piece.start : piece.end]
    lead = _RESULT.match(text)
    at = lead.end() if lead else 0
    return segment(piece, at, text[at:], plainly=False)
