"""Headers of dates alone, over the columns of a cumulative report: what stands before them heads the names, and the intervals
and units behind them may be headed a line or two lower (``Lab ID  8701233  8765541  Units  Reference``)."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.frame.grid import Band, Header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import holds_value
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.dated import is_date, settle
from ocr_pipeline.tables.headers.lexicon import Kind, header_words

LEAST = 3  #: rows below with a name and a value under a date
_BEHIND: tuple[Kind, ...] = ("unit", "ref", "flag", "method")
_SECOND_LINES = 3


def dated_header(band: Band, below: Sequence[Band]) -> tuple[Header, int] | None:
    """``band`` as the header of a table of several dates, and how many of the bands ``below`` belong to it; None when it is none
    or when no rows with values under these dates follow."""
    bare = all(is_date(p.text) for p in band.pieces)
    named = [b.pieces[0] for b in below[:12] if any(map(str.isalpha, b.pieces[0].text))] if bare else []
    first, rest = (named[0], band.pieces) if named else (band.pieces[0], band.pieces[1:])
    dates = [p for p in rest if is_date(p.text)]
    if len(dates) < 2 or is_date(first.text) or (not bare and any(c.isdigit() for c in first.text)):
        return None
    others = [p for p in rest if p not in dates]
    if any(p.x0 < dates[-1].x1 for p in others):
        return None
    columns = [Column("result", p.x0, p.x1, p.text) for p in dates]
    columns += [c for p in others for c in _words(p)]
    skip = 0
    for place, line in enumerate(below[:_SECOND_LINES]):
        found = [c for p in line.pieces if p.x0 > dates[-1].x1 for c in _words(p)]
        if found:
            columns += [c for c in found if c.kind not in {o.kind for o in columns}]
            skip = place + 1
    rows = [b for b in below[skip : skip + 12] if b.pieces[0].x1 < dates[0].x0 and _fills(b.pieces[1:], dates)]
    if sum(any(c.isalpha() for c in b.pieces[0].text) for b in rows) < LEAST:
        return None
    name = Column("name", first.x0, min(first.x1, dates[0].x0 - 1), "" if bare else first.text)
    return Header(band, settle([name, *sorted(columns, key=lambda c: c.x0)])), skip


def _words(piece: Piece) -> list[Column]:
    kinds = {hit.kind for hit in header_words(piece.text)}
    return [Column(kind, piece.x0, piece.x1, piece.text) for kind in _BEHIND if kind in kinds][:1]


def _fills(cells: Sequence[Piece], dates: Sequence[Piece]) -> bool:
    """True for a row with a value near one of ``dates`` (a cell may reach out beyond its header)."""
    room = dates[1].x0 - dates[0].x0
    under = [p for p in cells if any(abs(p.center - d.center) < 0.5 * room for d in dates)]
    return any(holds_value(split_flag(p.text)[0]) for p in under)
