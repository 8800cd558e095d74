"""Results printed as boxes that each say what their parts are: a name, below it ``Result 112 mg/dL`` and ``Reference range
74-106``, box under box or side by side, as portals and applications print them.

A word that heads columns elsewhere stands before every value; that it comes back with a value behind it tells such a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band, read_header
from ocr_pipeline.tables.frame.pieces import Piece, joined
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import Kind, header_words
from ocr_pipeline.tables.scope import has_date

#: Fewer boxes may be a sentence that speaks of a result.
LEAST = 3
#: How far above its value a name may stand, and how far below it the other parts, in text heights.
_ABOVE, _BELOW = 4.0, 7.0
_RIGHT_BELOW = 3.0
_OPENING = re.compile(r"[^\d:<>≤≥+]{2,30}?(?:\s*:|\s+(?=[\d<>≤≥]))")
#: Behind a value it judges it, whatever it heads elsewhere.
_STATUS = re.compile(r"(?:in|within|out of|outside) range|(?:ab)?normal", re.IGNORECASE)
_PARTS: frozenset[Kind] = frozenset(("name", "result", "unit", "ref", "flag", "method", "previous"))


@dataclass
class _Cell:
    """A label of a part and what stands behind it on its line."""

    kind: Kind
    label: Piece
    y: float
    content: list[Piece] = field(default_factory=list)


def boxed_rows(bands: Sequence[Band]) -> tuple[list[Row], set[int]]:
    """Rows of boxes and the lines that they are made of; none when there are fewer than :data:`LEAST`."""
    cells: list[_Cell] = []
    free: list[Piece] = []
    beside: list[tuple[float, float]] = []
    above: list[Band] = []
    for band in bands:
        above.append(band)
        here, before = _cells(band)
        while here and above:
            beside = _methods(above.pop(0), beside)
        here = [c for c in here if not any(a < c.label.center < b for a, b in beside)]
        cells.extend(here)
        free.extend(before)
    empty = [c for c in cells if c.kind == "result" and not c.content]
    heads = {band.y for band in bands if read_header(band) is not None} if len(empty) >= LEAST else set()
    for cell in empty if len(empty) >= LEAST else ():
        if cell.y not in heads:
            _take_below(cell, bands, cells)
    results = [c for c in cells if c.kind == "result" and _is_value(c)]
    if len(results) < LEAST:
        return [], set()
    rows: list[Row] = []
    used: set[int] = set()
    for result in results:
        name = _name(result, cells, free)
        if name is None:
            continue
        row, lines = _row(name, result, cells)
        tags = [] if row.marks else _tags(name, free)
        row.marks += [(p, mark) for p in tags if (mark := parse_flag(p.text)) is not None]
        rows.append(row)
        used |= lines | {p.index for p in tags}
    return (rows, used) if len(rows) >= LEAST and len(rows) > 0.6 * len(results) else ([], set())


def _methods(band: Band, beside: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where columns of methods are below ``band``: its own where it is a header of results, else what there was."""
    header = read_header(band)
    if header is None or not {"name", "result"} <= {c.kind for c in header.columns}:
        return beside
    return [(c.x0 - band.height, c.x1 + band.height) for c in header.columns if c.kind == "method"]


def _take_below(cell: _Cell, bands: Sequence[Band], cells: Sequence[_Cell]) -> None:
    """Gives ``cell``, a label of results with nothing behind it, the value right below it with what follows on its line."""
    label = cell.label
    for band in bands:
        if not 0.5 * label.height < band.y - label.y < _RIGHT_BELOW * label.height:
            continue
        first = next((p for p in band.pieces if abs(p.x0 - label.x0) < label.height), None)
        taken = [p for p in band.pieces if first is not None and p.x0 >= first.x0]
        if not taken or not _is_value(_Cell("result", label, band.y, taken)):
            continue
        for other in cells:
            other.content = [p for p in other.content if p not in taken]
        cell.content, cell.y = taken, band.y
        return


def _is_figure(piece: Piece) -> bool:
    value = parse_value(split_flag(piece.text)[0])
    return value is not None and value.kind == "number"


def _cells(band: Band) -> tuple[list[_Cell], list[Piece]]:
    """The labelled parts of a band, and the pieces that stand before the first of them."""
    out: list[_Cell] = []
    free: list[Piece] = []
    for piece in band.pieces:
        label = _label(plain(piece.line.text)[piece.start : piece.end])
        if label is not None and not (_STATUS.fullmatch(plain(piece.text).strip()) and any(map(_is_figure, free))):
            out.append(_Cell(label[0], piece, band.y))
            start = piece.start + label[1]
            while start < piece.end and piece.line.text[start] in " :：":
                start += 1
            rest = piece.cut(start, piece.end)
            out[-1].content.extend([rest] if rest is not None else [])
        elif out:
            out[-1].content.append(piece)
        else:
            free.append(piece)
    return out, free


@lru_cache(maxsize=4096)
def _label(text: str) -> tuple[Kind, int] | None:
    """Kind and length of the header word that opens ``text``: all of it, or what stands before a colon or a digit."""
    opening = _OPENING.match(text)
    for end in (opening.end() if opening else 0, len(text)):
        hits = header_words(text[:end].rstrip(" :")) if end else []
        if (
            len(hits) == 1
            and hits[0].start == 0
            and hits[0].kind in _PARTS
            and hits[0].end >= len(text[:end].rstrip(" :"))
        ):
            return hits[0].kind, end
    return None


def _is_value(cell: _Cell) -> bool:
    if not cell.content or has_date(joined(cell.content)):
        return False
    value, _, _ = _parts(cell.content)
    return parse_value(split_flag(joined(value))[0]) is not None


def _parts(content: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Value, unit and marks behind a label of results."""
    first, rest = content[0], [p for p in content[1:] if plain(p.text).strip(":")]
    marks = [p for p in rest if parse_flag(p.text, column=True) is not None]
    units = [p for p in rest if p not in marks and parse_unit(p.text) is not None]
    body, unit = split_trailing_unit(first.text)
    if unit and not units:
        cut = first.cut(first.start, first.start + len(body)), first.cut(first.start + len(body), first.end)
        return [p for p in cut[:1] if p], [p for p in cut[1:] if p], marks
    return [first], units[:1], marks


def _name(result: _Cell, cells: Sequence[_Cell], free: Sequence[Piece]) -> Piece | None:
    """What the box is called: behind a label of names, before the result on its line, or right above it."""
    height, x = result.label.height, result.label.x0
    named = [
        c.content[0]
        for c in cells
        if c.kind == "name" and c.content and 0 <= result.y - c.y < _ABOVE * height and c.label.x0 < x + height
    ]
    above = [
        p
        for p in free
        if 0.5 * height < result.label.y - p.y < _ABOVE * height and abs(p.x0 - x) < 1.5 * height and _is_word(p)
    ]
    level = [p for p in free if abs(p.y - result.label.y) < 0.5 * height and p.x1 < x and _is_word(p)]
    nearest = max(above, key=lambda p: p.y, default=None)
    return max(named, key=lambda p: p.y, default=None) or max(level, key=lambda p: p.x1, default=None) or nearest


def _tags(name: Piece, free: Sequence[Piece]) -> list[Piece]:
    """Marks in words right of a box's name (``偏高`` in its corner), nothing else between them."""
    level = sorted((p for p in free if abs(p.y - name.y) < 0.8 * name.height and p.x0 > name.x1), key=lambda p: p.x0)
    return level[:1] if level and parse_flag(level[0].text) is not None else []


def _is_word(piece: Piece) -> bool:
    return sum(c.isalpha() for c in piece.text) >= 2 and not has_date(piece.text)


def _row(name: Piece, result: _Cell, cells: Sequence[_Cell]) -> tuple[Row, set[int]]:
    value, unit, marks = _parts(result.content)
    row = Row(result.y, value[0].height, [name], [], value, unit)
    row.marks = [(p, mark) for p in marks if (mark := parse_flag(p.text, column=True)) is not None]
    used = {name.index, result.label.index, *(p.index for p in result.content)}
    height, x = result.label.height, result.label.x0
    later = [
        c.label.y
        for c in cells
        if c.kind == "result" and c.label.y > result.y + height and abs(c.label.x0 - x) < 2 * height
    ]
    end = min([*later, result.label.y + _BELOW * height])
    for cell in cells:
        beside = abs(cell.y - result.y) < 0.5 * height and cell.label.x0 > x and _next(cell, result, cells)
        aligned = any(abs(cell.label.x0 - left) < 1.5 * height for left in {x, name.x0})
        below = result.label.y + 0.5 * height < cell.y < end and aligned
        if cell is result or not cell.content or not (beside or below):
            continue
        if cell.kind == "ref" and not row.refs:
            row.refs = [cell.content]
        elif cell.kind == "unit" and not row.unit:
            row.unit = cell.content[:1]
        elif cell.kind == "flag" and (mark := parse_flag(joined(cell.content), column=True)) is not None:
            row.marks.append((cell.content[0], mark))
        used |= {cell.label.index, *(p.index for p in cell.content)}
    return row, used


def _next(cell: _Cell, result: _Cell, cells: Sequence[_Cell]) -> bool:
    """True when no other box begins on the line between ``result`` and ``cell``."""
    near = 0.5 * result.label.height
    return not any(
        c.kind in ("result", "name") and abs(c.y - result.y) < near and result.label.x0 < c.label.x0 <= cell.label.x0
        for c in cells
    )
