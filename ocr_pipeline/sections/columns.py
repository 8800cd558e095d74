"""Text in two columns: the left one is read to its end before the right one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.captions import is_caption
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.series import label_column
from ocr_pipeline.page import PageText

#: So many rows must have a cell at the right column's edge; fields beside one another have fewer.
_LEAST = 3
#: Lines of a column of text, and the column itself, are so wide in heights of the type.
_WIDE = 10


def in_reading_order(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> list[list[int]]:
    """``rows`` (line indices from left to right, top to bottom) with those of a block of two columns split: left parts
    first, then right parts. A right column begins where a heading stands that is not the first of its row, marked or alone
    on its line beside prose; no line of the block reaches across its edge. ``body`` by line: headers and footers are never
    split."""
    out = _beside_labels(page, [list(row) for row in rows], body)
    parted = _prose_columns(page, out, body)
    if parted is not out:
        return parted
    for row in out:
        for at, i in enumerate(row):
            heading = heading_in(page.lines[i].text) if at and body[i] else None
            alone = (
                heading is not None and heading.after >= len(page.lines[i].text) and _is_text(page.lines[row[0]].text)
            )
            if heading is None or not (heading.marked or alone):
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


def _prose_columns(page: PageText, rows: list[list[int]], body: Sequence[bool]) -> list[list[int]]:
    """Running text in two columns without a heading that tells so: lines of prose begin at two edges, beside one another, and
    nothing of the block reaches across the second."""
    text = [(i, line) for i, line in enumerate(page.lines) if body[i] and not is_caption(line.text)]
    wide = [i for i, line in text if line.right - line.left > _WIDE * line.height]
    wide.sort(key=lambda i: page.lines[i].left)
    gaps = [(page.lines[b].left - page.lines[a].left, n) for n, (a, b) in enumerate(pairwise(wide), 1)]
    far, at = max(gaps, default=(0.0, 0))
    first, second = wide[:at], wide[at:]
    prose = [sum(is_prose_line(page.lines[i].text) for i in part) for part in (first, second)]
    if min(len(first), len(second)) < _LEAST or far < _WIDE * page.lines[wide[0]].height:
        return rows
    if not all(prose) or sum(prose) <= _LEAST:
        return rows
    begins, high = min(page.lines[i].left for i in second), page.lines[second[0]].height
    ends = [page.lines[i].right for i in first if page.lines[i].right < begins]
    edge = max(begins - 0.7 * high, (max(ends, default=0.0) + begins) / 2)
    top = max(min(page.lines[i].top for i in part) for part in (first, second))
    bottom = min(max(page.lines[i].bottom for i in part) for part in (first, second))
    if bottom <= top:
        return rows
    across = [
        any(page.lines[i].left < edge < page.lines[i].right for i in row) or not all(body[i] for i in row)
        for row in rows
    ]
    inside = [n for n, row in enumerate(rows) if any(i in second for i in row)]
    begin, end = inside[0], inside[-1]
    if any(across[begin : end + 1]):
        return rows
    while begin > 0 and not across[begin - 1] and _is_text(page.lines[rows[begin - 1][0]].text):
        begin -= 1
    while end + 1 < len(rows) and not across[end + 1] and _follows(page, rows[end], rows[end + 1]):
        end += 1
    block = rows[begin : end + 1]
    left = [[i for i in row if page.lines[i].left < edge] for row in block]
    right = [[i for i in row if page.lines[i].left >= edge] for row in block]
    return [*rows[:begin], *(r for r in (*left, *right) if r), *rows[end + 1 :]]


def _follows(page: PageText, above: Sequence[int], row: Sequence[int]) -> bool:
    """A row no further below than a heading stands below the paragraph before it."""
    first, last = page.lines[row[0]], page.lines[above[0]]
    return first.top - last.bottom < 2.5 * max(first.height, 1.0)


def _beside_labels(page: PageText, rows: list[list[int]], body: Sequence[bool]) -> list[list[int]]:
    """Forms with their headings in a column at the left, each at half the height of its text: the heading first. Between two
    headings the widest gap of the text parts them."""
    heads = label_column(page, rows, body)
    if not heads:
        return rows
    high = page.lines[heads[0]].height
    last = page.lines[heads[-1]]
    below = [
        page.lines[row[0]].middle[1] for row in rows if body[row[0]] and page.lines[row[0]].left < last.left + 2 * high
    ]
    low = min((y for y in below if y > last.middle[1] + 0.5 * high), default=float("inf"))  # what stands under the form
    edge, first = max(page.lines[h].right for h in heads), page.lines[heads[0]]
    above = [page.lines[row[0]] for row in rows if body[row[0]] and page.lines[row[0]].bottom < first.top]
    high_up = max(
        (o.middle[1] for o in above if o.left < edge - 0.4 * high), default=0.0
    )  # a label that ran into its text
    top = max(first.top - 20 * high, high_up)
    inside = [n for n, row in enumerate(rows) if body[row[0]] and top < page.lines[row[0]].middle[1] < low]
    beside = [i for n in inside for i in rows[n] if i not in heads and body[i]]
    middles = [page.lines[h].middle[1] for h in heads]
    under: list[list[int]] = [[] for _ in heads]
    at = 0
    level = _levels(page, beside)
    lines = [i for row in level for i in row]
    for place, i in enumerate(lines):
        while at + 1 < len(heads) and place and place >= _seam(page, lines, middles[at], middles[at + 1]):
            at += 1
        under[at].append(i)
    apart = [b - a for a, b in pairwise(_middle(page, row) for row in level if row) if b - a > 0.3 * high]
    slack = 0.35 * min([1.7 * high, *apart])  # boxes of a photograph at an angle are higher than their lines lie apart
    if all(not u or page.lines[u[0]].middle[1] > m - slack for u, m in zip(under, middles, strict=True)):
        return rows  # every heading stands on the first row of its text
    out = rows[: inside[0]]
    for head, mine in zip(heads, under, strict=True):
        out.append([head])
        out.extend(_as_rows(level, mine))
    return [*out, *rows[inside[-1] + 1 :]]


def _middle(page: PageText, row: Sequence[int]) -> float:
    return sum(page.lines[i].middle[1] for i in row) / max(len(row), 1)


def _levels(page: PageText, lines: Sequence[int]) -> list[list[int]]:
    """``lines`` from top to bottom, those beside one another together. Two that a heading at half their height joined to one
    row stand above one another."""
    out: list[list[int]] = []
    for i in sorted(lines, key=lambda i: page.lines[i].middle[1]):
        line, last = page.lines[i], out[-1] if out else []
        level = last and line.middle[1] - _middle(page, last) < 0.5 * line.height
        if level and all(
            line.left >= page.lines[k].right - line.height or line.right <= page.lines[k].left + line.height
            for k in last
        ):
            last.append(i)
        else:
            out.append([i])
    return [sorted(row, key=lambda i: page.lines[i].left) for row in out]


def _seam(page: PageText, lines: Sequence[int], above: float, below: float) -> int:
    """Place in ``lines`` where the text of the heading at ``below`` begins: behind the widest gap on the way from ``above``."""
    best, seam = -1.0, len(lines)
    for n in range(1, len(lines)):
        a, b = page.lines[lines[n - 1]], page.lines[lines[n]]
        gap = b.middle[1] - a.middle[1]
        # what stands level with the heading above is its own text
        apart = above + 0.5 * b.height < b.middle[1] <= below + 0.6 * b.height
        if above - 2 * a.height <= a.middle[1] < below and apart and gap > best:
            best, seam = gap, n
    return seam


def _as_rows(rows: Sequence[Sequence[int]], lines: Sequence[int]) -> list[list[int]]:
    kept = set(lines)
    return [[i for i in row if i in kept] for row in rows if kept & set(row)]


def _block(
    page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool], edge: float, slack: float
) -> tuple[int, int] | None:
    """First and last row of the longest stretch without a line across ``edge``, None when it is no block of two columns."""
    at_edge = [any(abs(page.lines[i].left - edge) < slack and body[i] for i in row) for row in rows]
    across = [
        any(page.lines[i].left < edge - slack and page.lines[i].right > edge + 0.3 * slack for i in row) for row in rows
    ]
    best: tuple[int, int] | None = None
    start: int | None = None
    for n, (starts, blocked) in enumerate(zip(at_edge, across, strict=True)):
        if blocked or not all(body[i] for i in rows[n] if page.lines[i].left < edge - slack):
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
    if right < _LEAST or right < 0.6 * len(inside) or len(left) < 2 or not prose:
        return None
    return best[0], _left_goes_on(page, rows, body, best[1], edge - 0.2 * slack)


def _left_goes_on(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool], last: int, edge: float) -> int:
    """Last row of a block whose left column is the longer one: when nothing of the body below reaches across ``edge`` and
    some line fills the left column."""
    below = [n for n in range(last + 1, len(rows)) if any(body[i] for i in rows[n])]
    ends = [page.lines[i].right for n in below for i in rows[n] if body[i]]
    begins = [page.lines[i].left for n in below for i in rows[n] if body[i]]
    if not ends or max(ends) > edge + 1e-6 or max(ends) - min(begins) < 0.5 * (edge - min(begins)):
        return last
    return below[-1]


def _is_text(text: str) -> bool:
    """Prose or a heading, and no cell of a table."""
    return heading_in(text) is not None or (len(text) >= 20 and sum(c.isdigit() for c in text) < 0.3 * len(text))
