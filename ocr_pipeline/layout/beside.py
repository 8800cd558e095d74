"""Paragraphs that stand beside a table on the same lines: they are no cells of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.page import Line, PageText

#: So many lines make a paragraph, and so many rows of cells a table beside it.
LINES, ROWS = 3, 3
#: Paragraphs of which so many begin, nearly all of them on the line of a row, are a column of remarks.
REMARKS = 3
#: What begins on a row's line lies so near to it, in distances of rows.
LEVEL = 0.15
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CLOSED = re.compile(r"[.。;；:：!！?？]\s*$")


def prose_beside(page: PageText) -> frozenset[int]:
    """Indices of the lines of paragraphs, their headings included, that have a table to their left or right."""
    return frozenset().union(*_stacks(page))


def parted(page: PageText, rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """``rows`` (line indices from left to right, top to bottom) with the rows of a table before the paragraphs beside it."""
    out = [list(row) for row in rows]
    for stack in _stacks(page):
        here = [n for n, row in enumerate(out) if stack.intersection(row)]
        inside = out[here[0] : here[-1] + 1]
        cells = [[i for i in row if i not in stack] for row in inside]
        prose = [[i for i in row if i in stack] for row in inside]
        out[here[0] : here[-1] + 1] = [row for row in (*cells, *prose) if row]
    return out


@once_a_page
def _stacks(page: PageText) -> list[set[int]]:
    """The paragraphs beside tables, each with the lines that belong to it. A column of remarks is no such paragraph: its
    sentences begin where the rows do."""
    prose = sorted(
        (i for i, line in enumerate(page.lines) if is_prose_line(line.text)), key=lambda i: page.lines[i].top
    )
    found = [stack for i in range(len(page.lines)) if (stack := _headed_stack(page, i))]
    for first in prose:
        if any(first in stack for stack in found):
            continue
        stack = _stack(page, prose, first)
        for other in found:
            stack -= other
        if stack:
            found.append(stack)
    return found


@lru_cache(maxsize=4096)
def is_prose_line(text: str) -> bool:
    """A line of running text: words in lower case, or a dozen Han characters."""
    body = unicodedata.normalize("NFKC", text).strip()
    han = len(_HAN.findall(body))
    if han:
        return han >= 12 or (han >= 8 and body.endswith(("。", ".", "；")))
    words = [w for w in body.split() if w[:1].isalpha()]
    return len(words) >= 5 and sum(w[:1].islower() for w in words) >= 0.6 * len(words)


def _stack(page: PageText, prose: Sequence[int], first: int) -> set[int]:
    """The paragraph that begins with line ``first`` and whatever belongs to it, empty without a table beside."""
    lines = page.lines
    head = lines[first]
    high = max(head.height, 1.0)
    mine, low, edges = [first], head.bottom, _room(page, head)
    if edges is None:
        return set()
    for i in prose:
        line = lines[i]
        if line.top <= lines[mine[-1]].top or abs(line.left - head.left) > 1.2 * high:
            continue
        if line.top - low > 5.0 * high:
            break
        room = _room(page, line)
        narrower = edges if room is None else (max(edges[0], room[0]), min(edges[1], room[1]))
        if (
            min(lines[k].left for k in (*mine, i)) <= narrower[0]
            or max(lines[k].right for k in (*mine, i)) >= narrower[1]
        ):
            break
        mine.append(i)
        low, edges = line.bottom, narrower
    if len(mine) < LINES:
        return set()
    left, right = min(lines[i].left for i in mine), max(lines[i].right for i in mine)
    top = lines[mine[0]].top
    held = {
        i
        for i, line in enumerate(lines)
        if left - high < line.left
        and line.right < right + high
        and line.bottom < low + 2.5 * high
        and (line.bottom > top + 0.3 * high or (line.top > top - 3.2 * high and _is_title(line.text)))
    } | set(mine)
    beside = [line for i, line in enumerate(lines) if i not in held and line.bottom > top and line.top < low]
    rows = _rows_of_cells([line for line in beside if line.right < left or line.left > right])
    if len(rows) < ROWS or sum(is_prose_line(line.text) for line in beside) > 0.25 * len(beside):
        return set()
    starts, running = _paragraphs([lines[i] for i in mine], right, high)
    near = LEVEL * median(b - a for a, b in pairwise(rows))
    level = sum(any(abs(s.middle[1] - y) < near for y in rows) for s in starts)
    behind = all(line.right < left for line in beside)
    if (
        behind
        and not any(_is_headline(lines[i].text) for i in held)
        and len(starts) >= REMARKS
        and level > 0.75 * len(starts)
    ):
        return set()
    said = Counter(found.text for i in held if (found := heading_in(lines[i].text)) is not None)
    headed = 1 in said.values()  # what labels line after line (``Method: ...``) heads nothing
    off = [min((y - lines[i].middle[1] for y in rows), key=abs) for i in mine]
    named = sum(abs(y) < near for y in off) > 0.75 * len(off)
    steady = sum(abs(b - a) < near for a, b in pairwise(off)) > 0.75 * (len(off) - 1)  # where the paper is curled
    cells = [line for line in beside if line.bottom > rows[0] - near and not is_prose_line(line.text)]
    if not headed and (named or steady) and all(line.left > right or line.text.isdigit() for line in cells):
        return set()  # long names of the table's rows, their numbers before them perhaps
    apart = len(starts) >= REMARKS and level <= 0.5 * len(starts)
    return held if headed or apart or running >= 2 else set()


def _headed_stack(page: PageText, head: int) -> set[int]:
    """A heading right of a table's rows, and the lines below it that begin where it does, short ones too. One without a colon
    has no other words beside it: level with those it heads a column."""
    line = page.lines[head]
    if not _is_headline(line.text) and not (_is_conclusion(line.text) and not _is_level_with_words(page, line)):
        return set()
    high = max(line.height, 1.0)
    mine, low = [head], line.bottom
    for i in sorted(range(len(page.lines)), key=lambda i: page.lines[i].top):
        other = page.lines[i]
        if i == head or other.top < line.top or abs(other.left - line.left) > 1.2 * high:
            continue
        if other.top - low > 1.5 * high:
            break
        mine.append(i)
        low = other.bottom
    told = [page.lines[i].text for i in mine[1:]]
    if not any(is_prose_line(text) for text in told) or any(not any(c.isalpha() for c in text) for text in told):
        return set()
    beside = [
        o for i, o in enumerate(page.lines) if i not in mine and o.middle[1] > line.top - 0.5 * high and o.top < low
    ]
    if any(o.right > line.left + 0.3 * high for o in beside) or len(_rows_of_cells(beside)) < ROWS:
        return set()
    return set(mine)


def _is_headline(text: str) -> bool:
    """A heading with its colon and nothing behind it: no remark of a row is that."""
    found = heading_in(text)
    return found is not None and found.marked and found.after >= len(text.rstrip())


def _is_conclusion(text: str) -> bool:
    """The heading of what was found, and nothing else."""
    found = heading_in(text)
    return found is not None and found.after >= len(text.rstrip()) and found.kind in ("findings", "impression")


def _is_level_with_words(page: PageText, line: Line) -> bool:
    level = [o for o in page.lines if o is not line and abs(o.middle[1] - line.middle[1]) < 0.5 * line.height]
    return bool(level) and not any(c.isdigit() for o in level for c in o.text)


def _is_title(text: str) -> bool:
    """What may stand above a paragraph: a heading, or a few words that label nothing."""
    return heading_in(text) is not None or (len(text) <= 30 and not re.search(r"[\d:：]", text))


def _room(page: PageText, line: Line) -> tuple[float, float] | None:
    """Where the neighbours of ``line`` on its own height end (left of it) and begin (right of it); None without any."""
    middle, near = line.middle[1], 0.6 * max(line.height, 1.0)
    level = [o for o in page.lines if o is not line and abs(o.middle[1] - middle) < near]
    before = [o.right for o in level if o.middle[0] < line.left]
    behind = [o.left for o in level if o.middle[0] > line.right]
    if not before and not behind:
        return None
    return max(before, default=float("-inf")), min(behind, default=float("inf"))


def _rows_of_cells(lines: Sequence[Line]) -> list[float]:
    """The heights at which at least two lines stand beside one another and one of them shows a digit."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda o: o.middle[1]):
        near = 0.5 * max(line.height, 1.0)
        if rows and abs(median([o.middle[1] for o in rows[-1]]) - line.middle[1]) < near:
            rows[-1].append(line)
        else:
            rows.append([line])
    full = [r for r in rows if len(r) >= 2 and any(c.isdigit() for o in r for c in o.text)]
    return [median([o.middle[1] for o in r]) for r in full]


def _paragraphs(lines: Sequence[Line], right: float, high: float) -> tuple[list[Line], int]:
    """The lines that begin a paragraph, and how many run on to the next one."""
    starts, running = [lines[0]], 0
    for above, line in pairwise(lines):
        full = above.right > right - 4.0 * high and not _CLOSED.search(above.text)
        if full and line.top - above.bottom < 1.5 * high:
            running += 1
        else:
            starts.append(line)
    return starts, running
