"""Characters joined to lines and cells by the gaps between them.

A table's cells must come out as lines of their own, a sentence as one. The gap decides, in ems: within one text object
(where blanks are characters) more than in front of a new one (where a program placed the next piece).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ocr_pipeline.loading.glyphs import Glyph
from ocr_pipeline.loading.wording import composed, normal, power
from ocr_pipeline.page import Char, Line
from ocr_pipeline.report import Polygon

_GAP_SAME_RUN, _GAP_NEW_RUN = 1.3, 0.75
_SPACE = 0.13  # a gap from which words are apart, in ems: half a narrow blank
_RAISED_SIZE, _RAISED_BY = 0.82, 0.18


@dataclass(frozen=True, slots=True)
class _Placed:
    """A glyph in the frame of its reading direction: x along the line, y down, pixels."""

    glyph: Glyph
    x0: float
    x1: float
    base: float
    top: float
    bottom: float


def join_lines(glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Lines from row to row, left to right in each; the direction in which most characters run comes first.

    ``flat`` is turned so that the direction in which most characters run is level (equal to ``polygon`` on a page that
    is upright already).
    """
    by_angle: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_angle[round(math.degrees(glyph.angle)) % 360].append(glyph)
    lines: list[Line] = []
    main = math.radians(max(by_angle, key=lambda degrees: len(by_angle[degrees]))) if by_angle else 0.0
    for degrees, group in sorted(by_angle.items(), key=lambda item: -len(item[1])):
        angle = math.radians(degrees)
        for row in _rows(_without_doubles([_place(g, angle) for g in group])):
            lines += [line for cell in _cells(row) if (line := _line(cell, angle)) is not None]
    if main:
        lines = [replace(line, flat=_turned(line.polygon, -main)) for line in lines]
        left, top = min(line.left for line in lines), min(line.top for line in lines)
        lines = [replace(line, flat=tuple((x - left, y - top) for x, y in line.flat)) for line in lines]
    return tuple(lines)


def _place(glyph: Glyph, angle: float) -> _Placed:
    cos, sin = math.cos(-angle), math.sin(-angle)
    x = glyph.origin[0] * cos - glyph.origin[1] * sin
    y = glyph.origin[0] * sin + glyph.origin[1] * cos
    return _Placed(glyph, x + glyph.start, x + glyph.end, y, y + glyph.rise, y + glyph.fall)


def _without_doubles(placed: list[_Placed]) -> list[_Placed]:
    """Bold print is sometimes made by printing a character twice, a fraction of a pixel apart. The letters of a ligature (``ffi``)
    share their place, too, but within one piece of text."""
    seen: dict[tuple[str, int, int], _Placed] = {}
    out = []
    for p in placed:
        width = max(p.x1 - p.x0, 1.0)
        cell = (p.glyph.text, round(p.x0 / 4), round(p.base / 4))
        near = [(cell[0], cell[1] + i, cell[2] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        before = [seen[k] for k in near if k in seen and not (p.glyph.text == "f" and p.glyph.run == seen[k].glyph.run)]
        if any(abs(q.x0 - p.x0) < 0.2 * width and abs(q.base - p.base) < 0.2 * width for q in before):
            continue
        seen[cell] = p
        out.append(p)
    return out


def _rows(placed: list[_Placed]) -> list[list[_Placed]]:
    """Characters of one base line; raised and lowered small ones join the row that they overlap most."""
    rows: list[list[_Placed]] = []
    anchors: list[tuple[float, float]] = []  # base line, size
    typical = sorted(p.glyph.size for p in placed)[len(placed) // 2] if placed else 0.0
    large = sorted((p for p in placed if p.glyph.size > 0.85 * typical), key=lambda p: (p.base, p.x0))
    for p in large:
        if anchors and abs(p.base - anchors[-1][0]) < 0.3 * min(p.glyph.size, anchors[-1][1]):
            rows[-1].append(p)
        else:
            rows.append([p])
            anchors.append((p.base, p.glyph.size))
    late: list[_Placed] = []
    for p in sorted((p for p in placed if p.glyph.size <= 0.85 * typical), key=lambda p: (p.base, p.x0)):
        best = _beside(p, rows, anchors)
        if best is None:
            late.append(p)
        else:
            rows[best].append(p)
    for p in late:
        if late and rows and anchors and rows[-1][0] in late and abs(p.base - anchors[-1][0]) < 0.3 * p.glyph.size:
            rows[-1].append(p)
        else:
            rows.append([p])
            anchors.append((p.base, p.glyph.size))
    order = sorted(range(len(rows)), key=lambda index: anchors[index][0])
    return [sorted(rows[index], key=lambda p: (p.x0, p.x1)) for index in order]


def _beside(p: _Placed, rows: list[list[_Placed]], anchors: list[tuple[float, float]]) -> int | None:
    """The row of large print that a small character belongs to: base line within reach, a neighbour close by."""
    for index, (base, size) in enumerate(anchors):
        if -0.35 * size <= base - p.base <= 0.75 * size and any(
            -0.6 * size < p.x0 - q.x1 < 1.2 * size or -0.6 * size < q.x0 - p.x1 < 1.2 * size for q in rows[index]
        ):
            return index
    return None


def _cells(row: list[_Placed]) -> list[list[_Placed]]:
    cells: list[list[_Placed]] = []
    last: _Placed | None = None
    for p in row:
        if p.glyph.text.isspace():
            continue
        em = max(p.glyph.size, last.glyph.size) * 0.8 if last else 0.0
        if last is not None:
            gap = p.x0 - last.x1
            limit = _GAP_SAME_RUN if p.glyph.run == last.glyph.run else _GAP_NEW_RUN
        if last is None or gap > limit * em:
            cells.append([p])
        else:
            cells[-1].append(p)
        last = p
    return cells


def _line(cell: list[_Placed], angle: float) -> Line | None:
    left, right = min(p.x0 for p in cell), max(p.x1 for p in cell)
    width = max(right - left, 1e-6)
    size = max(p.glyph.size for p in cell)
    base = sorted(p.base for p in cell)[len(cell) // 2]
    chars: list[Char] = []
    last: _Placed | None = None
    for p in cell:
        start, end = (p.x0 - left) / width, (max(p.x1, p.x0 + 0.01) - left) / width
        text = "".join(c.text for c in chars)
        mark = composed(text[-1:], p.glyph.text)
        if mark:
            chars[-1] = Char(mark, 1.0, chars[-1].start, max(chars[-1].end, end))
            continue
        raised = p.glyph.size < _RAISED_SIZE * size and base - p.base > _RAISED_BY * size
        shown = normal(p.glyph.text, text)
        if raised and shown[:1].isdigit() and last is not None:
            shown = power(shown, text)
        elif last is not None and p.x0 - last.x1 > _SPACE * size and shown and not _wide(p, last, size):
            chars.append(Char(" ", 1.0, (last.x1 - left) / width, start))
        step = (end - start) / max(len(shown), 1)
        chars += [Char(c, 1.0, start + k * step, start + (k + 1) * step) for k, c in enumerate(shown)]
        last = p
    while chars and chars[-1].text == " ":
        chars.pop()
    if not chars:
        return None
    box = _quad(left, right, min(p.top for p in cell), max(p.bottom for p in cell), angle)
    return Line("".join(c.text for c in chars), 1.0, tuple(chars), box, box, "text-layer")


def _wide(p: _Placed, last: _Placed, size: float) -> bool:
    """Between two Chinese characters a small gap is letter spacing, not a blank."""
    east = all("\u2e80" <= g.glyph.text <= "\uffef" for g in (p, last))
    return east and p.x0 - last.x1 < 0.6 * size


def _quad(left: float, right: float, top: float, bottom: float, angle: float) -> Polygon:
    return _turned(((left, top), (right, top), (right, bottom), (left, bottom)), angle)


def _turned(polygon: Polygon, angle: float) -> Polygon:
    cos, sin = math.cos(angle), math.sin(angle)
    return tuple((x * cos - y * sin, x * sin + y * cos) for x, y in polygon)
