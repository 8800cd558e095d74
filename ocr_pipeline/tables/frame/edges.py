"""Where the columns of a table meet: in the widest stretch between two headers that the fewest cells cross."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece, atoms
from ocr_pipeline.tables.frame.seams import common_seam, side
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.columns import BOUNDS, Column

#: One piece in so many may lie across the gap between two columns.
STRAYS = 12
#: What is narrower, in text heights, is no gap.
GAP = 0.75
#: What a cell on the wrong side of a boundary weighs, against one that lies across it and can be divided.
WRONG = 2
#: So many cells on either side of a boundary are enough.
FILLED = 2


def place_bounds(panels: list[list[Column]], body: Sequence[Band]) -> list[tuple[float, ...]]:
    """The x of every boundary: in the widest stretch between two neighbouring headers that the fewest pieces cross."""
    columns = [c for panel in panels for c in panel]
    pieces = _fragments(columns, body)
    edges: list[float] = []
    cells = [p for band in body for p in band.pieces]
    for left, right in pairwise(columns):
        seam = common_seam(left, right, cells)
        edges.append(_valley(left, right, pieces) if seam is None else seam)
    out: list[tuple[float, ...]] = []
    at = 0
    for panel in panels:
        first = edges[at - 1] if at else -1e9
        inner = edges[at : at + len(panel) - 1]
        at += len(panel)
        last = edges[at - 1] if at - 1 < len(edges) else 1e9
        out.append((first, *inner, last))
    return out


def _fragments(columns: Sequence[Column], body: Sequence[Band]) -> list[Piece]:
    """Pieces that tell where columns are: what lies under two headers is taken apart, or says nothing."""

    heads = [(c.x0, c.x1, 0.5 * (c.x1 - c.x0)) for c in columns]

    def under(piece: Piece) -> int:
        left, right, room = piece.x0, piece.x1, 0.5 * piece.height
        return sum(
            [
                (right if right < x1 else x1) - (left if left > x0 else x0) > (room if room < half else half)
                for x0, x1, half in heads
                if right > x0 and left < x1
            ]
        )

    out: list[Piece] = []
    for band in body:
        for piece in band.pieces:
            if under(piece) < 2 and not _holds_unit(piece):
                out.append(piece)
            else:
                out.extend(atom for atom in atoms(piece) if under(atom) < 2)
    return out


def _holds_unit(piece: Piece) -> bool:
    """``126 mg/dL``: a value and its unit, which may be cells of two columns."""
    body, unit = split_trailing_unit(piece.text)
    return bool(unit) and " " in piece.text and parse_value(split_flag(body)[0]) is not None


def _middle(column: Column, last: bool) -> float:
    """Where the cells next to a boundary are about: of two bounds under headers of their own those of one."""
    width = column.x1 - column.x0
    return column.center if column.title != BOUNDS else column.x1 - 0.15 * width if last else column.x0 + 0.15 * width


def _valley(left: Column, right: Column, pieces: Sequence[Piece]) -> float:
    a, b = _middle(left, last=True), _middle(right, last=False)
    if b - a < 4:
        return (left.x1 + right.x0) / 2
    steps = max(16, min(240, int((b - a) / 2)))
    xs = np.linspace(a, b, steps)
    near = [p for p in pieces if p.x1 > a and p.x0 < b]
    insets = [min(0.12 * p.height, p.width / 4) for p in near]
    told = [side(left.kind, right.kind, p.text) if a < p.center < b else 0 for p in near]
    # what is told to be of one column stands in the way on all of the other's side
    begins = np.array([-np.inf if t < 0 else p.x0 + i for p, i, t in zip(near, insets, told, strict=True)])
    ends = np.array([np.inf if t > 0 else p.x1 - i for p, i, t in zip(near, insets, told, strict=True)])
    weights = np.array([WRONG if t else 1 for t in told], np.float64)
    cover = weights @ ((xs > begins[:, None]) & (xs < ends[:, None]))
    for column in (left, right):
        cover += 0.5 * ((xs > column.x0) & (xs < column.x1))
    least = float(cover.min())
    middle = (left.x1 + right.x0) / 2

    cells = sorted(p.center for p in pieces if p.x1 > left.x0 and p.x0 < right.x1)

    def wanted(run: tuple[int, int]) -> tuple[int, float, float]:
        # room between the two headers counts twice: cells usually keep to their header's side
        a, b = xs[run[0]], xs[run[1]]
        between = max(0.0, min(b, right.x0) - max(a, left.x1))
        here = bisect_right(cells, (a + b) / 2)
        kept = min(here, len(cells) - here, FILLED)  # a column without a cell has been given to its neighbour
        return kept, (b - a) + between, -abs((a + b) / 2 - middle)

    # a line or two of the page's foot must not hide the gap that all rows leave
    strays = range(1 + max(len(near) // STRAYS, len(near) >= 6))
    found = [max(_runs(cover <= least + stray + 1e-9), key=wanted) for stray in strays]
    room = GAP * median([p.height for p in near]) if near else 0.0
    first, last = next((run for run in found if xs[run[1]] - xs[run[0]] >= room), found[0])
    return float((xs[first] + xs[last]) / 2)


def _runs(low: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each stretch that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], low, [False]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
