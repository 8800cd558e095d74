"""Marks printed between a value and the one of the time before (``9,1  ↑ 8,7``, ``A  129``): whose they are, the values tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocr_pipeline.report import Flag
from ocr_pipeline.tables.frame.pieces import Piece, joined
from ocr_pipeline.tables.grammar.bare import without_mark_and_unit
from ocr_pipeline.tables.grammar.flags import Mark, parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.values import parse_value

if TYPE_CHECKING:
    from ocr_pipeline.tables.bands.rows import Row

_LEAST = 2
_ARROW = re.compile(r"[↑↓]+")
#: ``A 129``: alto, high; ``* 129``.
_SIGN = re.compile(r"(?P<sign>[A-Z*])\s+(?=[<>≤≥]?\s?\d)")


def marks_between(rows: Sequence[Row]) -> None:
    """Gives the rows the marks that were boxed with their earlier values, where every one of them fits the value of now and
    its interval and none of these has a mark of its own. A letter or star fits where all values outside have one, those on one
    side the same, and none inside has."""
    if any(row.marks or split_flag(joined(row.value))[1] for row in rows):
        return
    signs = [_sign(row) for row in rows]
    sides = [_side(row) for row in rows]
    found = [(row, sign, side) for row, sign, side in zip(rows, signs, sides, strict=True) if sign]
    if len(found) < _LEAST:
        _take_marks_behind(rows)
        return
    arrows = all(_ARROW.fullmatch(sign) for _, sign, _ in found)
    if arrows and all(side == ("H" if "↑" in sign else "L") for _, sign, side in found):
        for row, sign, _ in found:
            row.marks = [(_first(row), _arrow(sign))]
        return
    told = {(sign, side) for _, sign, side in found}
    each = len({sign for sign, _ in told}) == len(told) or told == {("*", "H"), ("*", "L")}
    if not arrows and each and all(bool(sign) == bool(side) for sign, side in zip(signs, sides, strict=True)):
        for row, sign, side in found:
            row.marks = [(_first(row), Mark("A" if sign == "*" else side, sign))]


def _sign(row: Row) -> str:
    text = plain(joined(row.prior)).strip()
    arrow, letter = _ARROW.match(text), _SIGN.match(text)
    return arrow[0] if arrow else letter["sign"] if letter else ""


def _first(row: Row) -> Piece:
    return row.prior[0]


def _arrow(sign: str) -> Mark:
    up = "↑" in sign
    return Mark(("HH" if up else "LL") if len(sign) > 1 else "H" if up else "L", sign)


def _side(row: Row) -> Flag:
    """Where the value lies; empty for one inside its interval or without one."""
    text = plain(joined(row.value))
    value = parse_value(text, "," in text)
    interval = parse_range(joined(row.refs[0]), "," in text) if row.refs else None
    if value is None or value.number is None or interval is None:
        return ""
    where = interval.places(value.number)
    return "H" if where == "high" else "L" if where == "low" else ""


def _take_marks_behind(rows: Sequence[Row]) -> None:
    """Gives the rows the marks that stand behind their earlier values, where all fit the values of now, and one of the earlier
    ones lies inside its interval: else the marks may be theirs."""
    found = [
        (row, mark)
        for row in rows
        if len(row.prior) > 1 and (mark := parse_flag(row.prior[-1].text)) is not None and mark.flag
    ]
    earlier = [_where(joined(row.prior[:-1]), row) for row, _ in found]
    now = [_where(joined(row.value), row) for row, _ in found]
    if len(found) < _LEAST or "in" not in earlier:
        return
    if all(place == ("high" if mark.flag[0] == "H" else "low") for (_, mark), place in zip(found, now, strict=True)):
        for row, mark in found:
            row.marks = [(row.prior[-1], mark)]


def _where(text: str, row: Row) -> str | None:
    """Where a value, its unit perhaps behind it, lies in the interval of ``row``."""
    value = parse_value(without_mark_and_unit(text))
    interval = parse_range(joined(row.refs[0])) if row.refs else None
    return interval.places(value.number) if value is not None and value.number is not None and interval else None
