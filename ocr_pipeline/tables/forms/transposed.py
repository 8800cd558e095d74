"""Tables that lie on their side: the names across the page, below them a line of results, of units, of intervals.

Each line begins with the word for what it holds, the words that head columns elsewhere (``项目 | 白细胞 | 红细胞``,
``结果 | 3.12 | 4.61``); that they stand below each other tells such a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import without_unit_and_mark
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import Kind, header_words
from ocr_pipeline.tables.scope import has_date

#: Fewer names beside each other may head the columns of a small table.
LEAST = 3
#: Room between two of its lines, in text heights.
_APART = 4.0
_LINES: frozenset[Kind] = frozenset(("result", "unit", "ref", "flag", "previous", "method", "other", "code"))


def transposed_rows(bands: Sequence[Band]) -> tuple[list[Row], set[int]]:
    """Rows of the tables of ``bands`` that lie on their side, and the lines they are made of."""
    rows: list[Row] = []
    used: set[int] = set()
    for place, head in enumerate(bands):
        names = head.pieces[1:]
        if _kind(head) != "name" or len(names) < LEAST or not all(map(_may_be_name, names)):
            continue
        lines: dict[Kind, Band] = {}
        y = head.y
        for band in bands[place + 1 :]:
            kind = _kind(band)
            if kind not in _LINES or kind in lines or band.y - y > _APART * head.height:
                break
            lines[kind], y = band, band.y
        values = lines.get("result")
        if values is None or not lines.keys() & {"unit", "ref"} or not _holds_values(values):
            continue
        cells = {kind: band.pieces[1:] for kind, band in lines.items()}
        found = [row_under(at, names, cells) for at in range(len(names))]
        rows.extend(row for row in found if row is not None)
        used.update(p.index for band in (head, *lines.values()) for p in band.pieces)
    return rows, used


def _kind(band: Band) -> Kind | None:
    """What a line says that it holds: its first piece alone is a header word."""
    if len(band.pieces) < 2:
        return None
    hits = header_words(band.pieces[0].text)
    if len(hits) != 1:
        return None
    others = sum(bool(header_words(p.text)) for p in band.pieces[1:])
    return hits[0].kind if others <= 0.4 * (len(band.pieces) - 1) else None


def _may_be_name(piece: Piece) -> bool:
    text = piece.text
    told = parse_value(text) is not None or looks_like_range(text) or has_date(text)
    return not told and any(c.isalpha() for c in text)


def _holds_values(band: Band) -> bool:
    cells = [without_unit_and_mark(p.text) for p in band.pieces[1:]]
    return sum(parse_value(text) is not None for text in cells) >= max(LEAST, 0.6 * len(cells))


def row_under(at: int, names: Sequence[Piece], lines: Mapping[Kind, Sequence[Piece]]) -> Row | None:
    """The row of name ``at`` of ``names`` with what stands below it in ``lines``; None where no result does."""
    value = _under(at, names, lines["result"])
    if not value:
        return None
    marks = [p for p in value[1:] if parse_flag(p.text) is not None]
    row = Row(value[0].y, value[0].height, [names[at]], [], [p for p in value if p not in marks])
    body, unit = split_trailing_unit(value[0].text)
    if unit and len(row.value) == 1 and "unit" not in lines:
        one = value[0]
        parts = one.cut(one.start, one.start + len(body)), one.cut(one.start + len(body), one.end)
        row.value, row.unit = [p for p in parts[:1] if p], [p for p in parts[1:] if p]
    flags = [*marks, *_under(at, names, lines.get("flag", ()))]
    row.marks = [(p, mark) for p in flags if (mark := parse_flag(p.text, column=True)) is not None]
    if "unit" in lines:
        row.unit = [p for p in _under(at, names, lines["unit"]) if parse_unit(p.text) is not None]
    ref = _under(at, names, lines.get("ref", ()))
    row.refs = [ref] if ref else []
    bracket = re.search(r"\s*[(\[](?P<unit>[^()\[\]]+)[)\]]\Z", plain(names[at].text))
    if bracket and not row.unit and parse_unit(bracket["unit"]) is not None:
        whole = names[at]  # Glucose (mmol/L)
        name = whole.cut(whole.start, whole.start + bracket.start())
        measure = whole.cut(whole.start + bracket.start("unit"), whole.start + bracket.end("unit"))
        row.name = [name if name is not None else whole]
        row.unit = [measure] if measure is not None else []
    row.code = _under(at, names, lines.get("code", ()))
    return row


def _under(at: int, names: Sequence[Piece], cells: Sequence[Piece]) -> list[Piece]:
    """Those of ``cells`` below name ``at``: nearer to it than to its neighbours, by their left ends or their middles."""

    def away(piece: Piece, name: Piece) -> float:
        return min(abs(piece.x0 - name.x0), abs(piece.center - name.center))

    return [p for p in cells if min(range(len(names)), key=lambda i: away(p, names[i])) == at]
