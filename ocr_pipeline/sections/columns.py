"""Text in two columns: the left one is read to its end before the right one."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.page import PageText

#: So many rows must have a cell at the right column's edge; fields beside one another have fewer.
_LEAST = 3


def in_reading_order(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> list[list[int]]:
    """``rows`` (line indices from left to right, top to bottom) with those of a block of two columns split: left parts
    first, then right parts. A right column begins where a marked heading stands that is not the first of its row; no
    line of the block reaches across its edge. ``body`` by line: headers and footers are never split."""
    out = [list(row) for row in rows]
    for row in rows:
        for at, i in enumerate(row):
            heading = heading_in(page.lines[i].text) if at and body[i] else None
            if heading is None or not heading.marked:
                continue
            edge, slack = page.lines[i].left, 1.5 * page.lines[i].height
            block = _block(page, out, body, edge, slack)
            if block is not None:
                first, last = block
                inside = out[first : last + 1]
                left = [[i for i in r if page.lines[i].left < edge - slack] for r in inside]
                right = [[i for i in r if page.lines[i].left >= edge - slack] for r in inside]
                return [*out[:first], *(r for r in (*left, *right) if r), *out[last + 1 :]]
    return out


def _block(
    page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool], edge: float, slack: float
) -> tuple[int, int] | None:
    """First and last row of the longest stretch without a line across ``edge``, None when it is no block of two columns."""
    at_edge = [any(abs(page.lines[i].left - edge) < slack and body[i] for i in row) for row in rows]
    across = [
        any(page.lines[i].left < edge - slack and page.lines[i].right > edge - 0.3 * slack for i in row) for row in rows
    ]
    best: tuple[int, int] | None = None
    start: int | None = None
    for n, (starts, blocked) in enumerate(zip(at_edge, across, strict=True)):
        if blocked or not all(body[i] for i in rows[n]):
            start = None
            continue
        if starts:
            start = n if start is None else start
            if best is None or n - start >= best[1] - best[0]:
                best = (start, n)
    if best is None:
        return None
    inside = range(best[0], best[1] + 1)
    right = sum(at_edge[n] for n in inside)
    left = [i for n in inside for i in rows[n] if page.lines[i].left < edge - slack]
    prose = any(len(page.lines[i].text) >= 20 or heading_in(page.lines[i].text) for i in left)
    return best if right >= _LEAST and right >= 0.6 * len(inside) and len(left) >= 2 and prose else None
