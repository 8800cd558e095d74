"""Dots that lead from a name to its value and whose last ones the recogniser took for the value's: ``.35,2``, ``. Absent``,
``-86.9``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.pieces import cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value

_BEFORE_VALUE = re.compile(r"(?:[.…·．]+\s?[:;：]?|[:;：])\s?(?=[<>≤≥*↑↓]?\s?\d|[^\W\d_]{2})")
#: What no value prints: two dots before it, a dot before a number that has its decimal sign already or before a word.
_NO_DECIMAL = re.compile(
    r"(?:[.…·．]{2,}\s?|[.…·．]+\s?[:;：]\s?|\.\s?(?=\d+[.,]\d))[<>]?\d|[.…·．]{4,}\Z|…\Z|[.…·．]+\s?[^\W\d_]{3}"
)
#: The same of dashes, where a line of letters ends in them, or more than one of them leads a value.
_DASHED_NAME = re.compile(r"(?<=[^\W\d_])\)?\s?-{2,}\Z|(?<=[^\W\d_]\)|[^\W\d_]{2})\s?-+\Z")
_DASHES = re.compile(r"(?:-{2,}\s?|-\s)(?=[<>≤≥]?\s?\d|[^\W\d_]{3})")
LEAST = 2  #: such lines on a page that prove leader dots; ``.35`` alone may be a number


def without_leaders(page: PageText) -> PageText:
    """``page`` with leader dots and dashes before values cut off, when the page shows that it has them."""
    page = _without_specks(_without_dashes(page))
    if sum(bool(_NO_DECIMAL.match(line.text)) for line in page.lines) < LEAST:
        return page
    lines = []
    for line in page.lines:
        dots = _BEFORE_VALUE.match(line.text)
        fits = dots and len(line.chars) == len(line.text)
        lines.append(line.part(dots.end(), len(line.text)) if dots and fits else line)
    return replace(page, lines=tuple(lines))


_DOTTED = re.compile(r"[^\W\d_].*[.…·．]{2,}\Z")
_SPECK = re.compile(r"[.,'·:;+]")
_BEHIND = 4.0  #: heights of print between such a speck and its number, at most
_PROVED = 4  #: names that end in dots on a page whose leaders are broken into specks


def _without_specks(page: PageText) -> PageText:
    """``page`` without the single signs that small print leaves of a leader, between a name that ends in dots and a number."""
    dotted = [line for line in page.lines if line.text.endswith((".", "…", "·")) and _DOTTED.match(line.text)]
    if len(dotted) < _PROVED:
        return page
    numbers = [line for line in page.lines if re.match(r"[<>*]?\s?\d", line.text)]
    lines = [
        replace(line, text="", chars=())
        if _SPECK.fullmatch(plain(line.text).strip())
        and any(_level(line, name) and name.right <= line.left + line.height for name in dotted)
        and any(_level(line, n) and 0 <= n.left - line.left < _BEHIND * n.height for n in numbers)
        else line
        for line in page.lines
    ]
    return replace(page, lines=tuple(lines))


def _level(speck: Line, other: Line) -> bool:
    middle = (speck.polygon[0][1] + speck.polygon[2][1]) / 2
    return other.polygon[0][1] - 0.3 * other.height < middle < other.polygon[2][1] + 0.3 * other.height


_HARDLY = 0.6  #: confidence in a dash that may be what is left of dots


def _without_dashes(page: PageText) -> PageText:
    """``page`` without the dashes that lead from names to values, when several names end in them and several values begin so.
    One dash right before a number may be its sign and stays."""
    ends = [_DASHED_NAME.search(line.text) if line.text.endswith("-") else None for line in page.lines]
    begins = [_DASHES.match(line.text) if line.text.startswith("-") else None for line in page.lines]
    if sum(map(bool, ends)) < LEAST or sum(map(bool, begins)) < LEAST:
        return page
    lines = []
    for line, end, begin in zip(page.lines, ends, begins, strict=True):
        if (end or begin) and len(line.chars) == len(line.text):
            first, last = begin.end() if begin else 0, end.start() if end else len(line.text)
            lines.append(line.part(first, last) if last > first else line)
        elif line.text.strip() == "-" and any(_right_behind(line, other) for other in page.lines):
            lines.append(replace(line, text="", chars=()))
        else:
            lines.append(line)
    return replace(page, lines=tuple(lines))


def _right_behind(dash: Line, other: Line) -> bool:
    """Whether ``other``, a value, stands right behind the last dash of its leader."""
    (x, top), (_, bottom) = dash.polygon[1], dash.polygon[2]
    high, middle = bottom - top, (top + bottom) / 2
    near = -high < other.polygon[0][0] - x < 2 * high and other.polygon[0][1] < middle < other.polygon[3][1]
    return near and other.text[:1].isalnum()


_SIGN = re.compile(r"[-.…·:\s]*-[-.…·:\s]*(?=\d)")


def without_leading_dashes(rows: Sequence[Row]) -> list[Row]:
    """``rows`` (of one panel) without the dashes that blurred leader dots leave before their values. They are proved by two
    rows whose interval holds no negative number; a row without a bound of its own keeps its sign. Such rows are doubtful
    as cells are that were cut apart."""
    dashed = [_SIGN.match(plain(joined(r.value))) if _never_negative(r) else None for r in rows]
    if sum(m is not None for m in dashed) < LEAST:
        return [replace(r, value=r.value[1:], cut=True) if _hardly_a_dash(r) else r for r in rows]
    if _mark_low(rows, dashed):
        return [
            replace(r, value=value, marks=[*r.marks, (sign[0], Mark("L", "-"))])
            if m is not None and (parts := cut_pieces(r.value, m.end())) and (sign := parts[0]) and (value := parts[1])
            else r
            for r, m in zip(rows, dashed, strict=True)
        ]
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


def _mark_low(rows: Sequence[Row], dashed: Sequence[re.Match[str] | None]) -> bool:
    """Whether the dashes are marks: all values that have one lie below their intervals, and no other value does."""
    low: list[bool] = []
    for row, dash in zip(rows, dashed, strict=True):
        text = plain(joined(row.value))[dash.end() if dash else 0 :]
        value, comma = parse_value(split_trailing_unit(text)[0], "," in text), "," in text
        found = parse_range(joined(row.refs[0]), comma) if row.refs else None
        number = value.number if value is not None else None
        low.append(found is not None and number is not None and found.places(number) == "low")
    return all((dash is not None) == below for dash, below in zip(dashed, low, strict=True))


def _never_negative(row: Row) -> bool:
    found = parse_range(joined(row.refs[0])) if row.refs else None
    bound = None if found is None else found.high if found.low is None else found.low
    return bound is not None and bound >= 0
