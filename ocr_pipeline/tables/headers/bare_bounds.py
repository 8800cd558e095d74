"""Lower and upper bounds in two columns without headers of their own: ``Hemoglobin  11.6 L  g/dL  12.0  16.0``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import decimals, parse_number
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.headers.columns import BOUNDS, Column

LEAST = 4  #: rows with two such numbers
MOST = 0.8  #: of all rows whose result is a number
ALIKE = 0.75  #: of the pairs, that print as many decimals in both numbers
HELD = 0.4  #: of the results, that lie between their numbers: earlier results hold none
STRAY = 1.5  #: text heights that the ends or the middles of a column's numbers may lie apart

_CELLS = 3  #: the result and its two bounds


def with_bare_bounds(panels: list[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """``panels``, each without a column that holds intervals but with two of numbers behind its results, under no header or under
    that of the intervals, with one column of bounds for these."""
    ends = [*(panel[0].x0 for panel in panels[1:]), float("inf")]
    return [_with_bounds(panel, end, body) for panel, end in zip(panels, ends, strict=True)]


def _with_bounds(panel: list[Column], end: float, body: Sequence[Band]) -> list[Column]:
    results = [c for c in panel if c.kind == "result"]
    if len(results) != 1 or sum(c.kind == "ref" for c in panel) > 1 or panel[0].kind == "ref":
        return panel
    result, others = results[0], [c for c in panel if c.kind != "ref"]
    beside = [c for c in others if c is not result]
    pairs: list[tuple[Piece, Piece]] = []
    rows = held = 0
    for band in body:
        free = [p for p in band.pieces if result.x0 - p.height < p.x1 and p.x0 < end and not _over(p, beside)]
        free = [p for p in free if parse_flag(p.text) is None]
        value = _value(free[0]) if free else None
        if value is None:
            continue
        rows += 1
        low, high = (parse_number(plain(p.text)) for p in free[1:]) if len(free) == _CELLS else (None, None)
        if low is not None and high is not None and low < high:
            pairs.append((free[1], free[2]))
            held += low <= value <= high
    even = sum(decimals(plain(a.text)) == decimals(plain(b.text)) for a, b in pairs)
    enough = len(pairs) >= max(LEAST, MOST * rows) and even >= ALIKE * len(pairs) and held >= HELD * len(pairs)
    columns = [[a for a, _ in pairs], [b for _, b in pairs]]
    if not enough or not all(map(_in_line, columns)):
        return panel
    x0, x1 = min(p.x0 for p in columns[0]), max(p.x1 for p in columns[1])
    return sorted([*others, Column("ref", x0, x1, BOUNDS)], key=lambda c: c.x0)


def _over(piece: Piece, columns: Sequence[Column]) -> bool:
    return any(min(piece.x1, c.x1) > max(piece.x0, c.x0) for c in columns)


def _value(piece: Piece) -> Decimal | None:
    return parse_number(plain(split_trailing_unit(split_flag(piece.text)[0])[0]).strip())


def _in_line(column: Sequence[Piece]) -> bool:
    """Whether the left ends, the right ends or the middles stand below each other."""
    room = STRAY * column[0].height
    return any(max(xs) - min(xs) < room for xs in zip(*((p.x0, p.center, p.x1) for p in column), strict=True))
