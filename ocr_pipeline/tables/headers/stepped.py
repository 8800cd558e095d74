"""A page that was flattened one row off across a gap: the header words of one side stand level with the first results of the
other (``序号 抗生素`` above ``1 氨苄西林   MIC 单位``), and so does everything below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables.headers.lexicon import header_words, is_header_word

LEVEL = 0.5  #: text heights within which two lines are level
STEP = (0.6, 2.2)  #: text heights that two rows are apart
FEWEST = 3  #: rows below the header that must have something on both sides
SHARE = 0.8  #: of the lines under a header word on the moved side that must meet a row then


def with_sides_level(page: PageText) -> tuple[PageText, bool]:
    """``page`` with the right side of such a table moved to the rows of the left one, and whether there was such a table: its
    rows are told by the header alone then."""
    heads = [
        line for line in page.lines if len(line.text) < 24 and is_header_word(line.text) and header_words(line.text)
    ]
    if len(heads) < 3:
        return page, False
    high = median(line.height for line in heads)
    for left, right in _torn(heads, page.lines, high):
        split = (max(x.right for x in left) + min(x.left for x in right)) / 2
        step = _mean(left) - _mean(right)
        top = min(x.middle[1] for x in (*left, *right)) - LEVEL * high
        below = [x for x in page.lines if x.middle[1] > top + high and x not in left and x not in right]
        rows = [x.middle[1] for x in below if _under(x, left[-1])]
        cells = [x.middle[1] + step for x in below if _under(x, right[0])]
        off = [min((y - cell for y in rows), key=abs, default=high) for cell in cells]
        met = [d for d in off if abs(d) < LEVEL * high]
        if len(met) < max(FEWEST, SHARE * len(off)):
            continue
        down = step + median(met)
        moved = (
            replace(x, flat=tuple((px, py + down) for px, py in x.flat)) if x.left > split and x.middle[1] > top else x
            for x in page.lines
        )
        return replace(page, lines=tuple(moved)), True
    return page, False


def _torn(heads: Sequence[Line], lines: Sequence[Line], high: float) -> list[tuple[list[Line], list[Line]]]:
    """Header words for names and, a row higher or lower, two or more for results to the right of them, where nothing but header
    words stands level with the upper ones, and cells of results with the lower ones."""
    out = []
    for name in heads:
        if header_words(name.text)[0].kind != "name":
            continue
        left = [x for x in heads if abs(x.middle[1] - name.middle[1]) < LEVEL * high and x.left <= name.left]
        right = [
            x
            for x in heads
            if x.left > name.right + high and STEP[0] * high < abs(x.middle[1] - name.middle[1]) < STEP[1] * high
        ]
        if len(right) < 2 or max(x.middle[1] for x in right) - min(x.middle[1] for x in right) > LEVEL * high:
            continue
        if not any(header_words(x.text)[0].kind in ("result", "unit", "ref") for x in right):
            continue
        upper, lower = (left, right) if _mean(left) < _mean(right) else (right, left)
        level = [[x for x in lines if abs(x.middle[1] - _mean(side)) < LEVEL * high] for side in (upper, lower)]
        edge = min(x.left for x in right)
        beside = [x for x in level[1] if x not in lower]
        if any(x in heads and header_words(x.text)[0].kind == "name" for x in beside):
            continue  # a title above a header of its own
        if (
            any(x not in upper for x in level[0])
            or not beside
            or any((x.left < edge) is (lower is left) for x in beside)
        ):
            continue
        out.append((sorted(left, key=lambda x: x.left), sorted(right, key=lambda x: x.left)))
    return out


def _mean(lines: Sequence[Line]) -> float:
    return sum(x.middle[1] for x in lines) / len(lines)


def _under(line: Line, head: Line) -> bool:
    return line.left < head.right and line.right > head.left
