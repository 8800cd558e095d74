"""Dots that lead from a name to its value and whose last ones the recogniser took for the value's: ``.35,2``, ``. Absent``,
``-86.9``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import PageText
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.pieces import cut_pieces, joined
from ocr_pipeline.tables.rows import Row

_BEFORE_VALUE = re.compile(r"[.…·．]+\s?(?=[<>≤≥*↑↓]?\s?\d|[^\W\d_]{2})")
#: What no value prints: two dots before it, a dot before a number that has its decimal sign already or before a word.
_NO_DECIMAL = re.compile(r"(?:[.…·．]{2,}\s?|\.\s?(?=\d+[.,]\d))[<>]?\d|[.…·．]{4,}\Z|…\Z|[.…·．]+\s?[^\W\d_]{3}")
LEAST = 2  #: such lines on a page that prove leader dots; ``.35`` alone may be a number


def without_leaders(page: PageText) -> PageText:
    """``page`` with leader dots before values cut off, when the page shows that it has them."""
    if sum(bool(_NO_DECIMAL.match(line.text)) for line in page.lines) < LEAST:
        return page
    lines = []
    for line in page.lines:
        dots = _BEFORE_VALUE.match(line.text)
        fits = dots and len(line.chars) == len(line.text)
        lines.append(line.part(dots.end(), len(line.text)) if dots and fits else line)
    return replace(page, lines=tuple(lines))


_HARDLY = 0.6  #: confidence in a dash that may be what is left of dots
_SIGN = re.compile(r"[-.…·:\s]*-[-.…·:\s]*(?=\d)")


def without_leading_dashes(rows: Sequence[Row]) -> list[Row]:
    """``rows`` (of one panel) without the dashes that blurred leader dots leave before their values. They are proved by two
    rows whose interval holds no negative number; a row without a bound of its own keeps its sign. Such rows are doubtful
    as cells are that were cut apart."""
    dashed = [_SIGN.match(plain(joined(r.value))) if _never_negative(r) else None for r in rows]
    if sum(m is not None for m in dashed) < LEAST:
        return [replace(r, value=r.value[1:], cut=True) if _hardly_a_dash(r) else r for r in rows]
    return [
        replace(r, value=cut_pieces(r.value, m.end())[1], cut=True) if m is not None else r
        for r, m in zip(rows, dashed, strict=True)
    ]


def _hardly_a_dash(row: Row) -> bool:
    """Whether a dash that was hardly seen stands alone before a value that cannot be negative."""
    if len(row.value) < 2 or plain(row.value[0].text).strip() not in ("-", "--", "_"):
        return False
    first, second = row.value[:2]
    lone = first.index != second.index and first.line.confidence < _HARDLY
    return lone and any(map(str.isdigit, second.text)) and _never_negative(row)


def _never_negative(row: Row) -> bool:
    found = parse_range(joined(row.refs[0])) if row.refs else None
    bound = None if found is None else found.high if found.low is None else found.low
    return bound is not None and bound >= 0
