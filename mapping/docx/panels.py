"""Which results stood side by side: the panels of a page, from where the rows lie on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import hypot

from ocr_pipeline.report import Result


def panels(results: Sequence[Result]) -> list[list[list[Result]]]:
    """Blocks from top to bottom, each a list of panels from left to right, each a list of rows.

    Rows come in reading order, panel after panel; a row that stands clearly above the one before it, and beside it,
    begins a new panel. Directions are taken from the rows themselves, because polygons lie on the photograph, which
    may be turned.
    """
    blocks: list[list[list[Result]]] = []
    for _, rows in groupby(results, key=lambda r: r.page):
        block: list[list[Result]] = []
        above: tuple[float, float] | None = None
        for row in rows:
            place = _place(row)
            jumped = place is not None and above is not None and place[0] < above[0] - 2.5
            if jumped or not block:
                block.append([])
            block[-1].append(row)
            above = place or above
        blocks.append(block)
    return [part for block in blocks for part in _aligned(block)]


def _aligned(block: list[list[Result]]) -> list[list[list[Result]]]:
    """Panels of one page that are of similar length stand side by side; others were tables one under the other."""
    lengths = [len(p) for p in block]
    if len(block) in (2, 3) and max(lengths) <= 3 * min(lengths) + 2 and all(_beside(a, b) for a, b in _pairs(block)):
        return [block]
    return [[panel] for panel in block]


def _pairs(block: list[list[Result]]) -> list[tuple[Result, Result]]:
    return [(left[0], right[0]) for left, right in pairwise(block)]


def _beside(left: Result, right: Result) -> bool:
    first, second = _place(left), _place(right)
    return first is not None and second is not None and second[1] > first[1]


def _place(row: Result) -> tuple[float, float] | None:
    """(down, right) of the row's start in row heights along the page's own axes."""
    if len(row.polygon) < 4:
        return None
    # corners run along the row's top and back along its foot
    (ax, ay), (bx, by), (dx, dy) = row.polygon[0], row.polygon[len(row.polygon) // 2 - 1], row.polygon[-1]
    width, height = hypot(bx - ax, by - ay), hypot(dx - ax, dy - ay)
    if width < 1 or height < 1:
        return None
    ux, uy = (bx - ax) / width, (by - ay) / width
    return (-ax * uy + ay * ux) / height, (ax * ux + ay * uy) / height
