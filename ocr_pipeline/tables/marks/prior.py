"""Arrows printed between a value and the one of the time before: whose they are, the values tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocr_pipeline.tables.grammar.flags import Mark, split_flag
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.pieces import Piece, joined

if TYPE_CHECKING:
    from ocr_pipeline.tables.rows import Row


def arrows_between(rows: Sequence[Row]) -> None:
    """Gives the rows the arrows that were boxed with their earlier values, where every one of them fits the value of now and
    its interval and none of these has a mark of its own."""
    found: list[tuple[Row, Piece, Mark]] = []
    for row in rows:
        _, mark = split_flag(joined(row.prior))
        if row.prior and mark is not None and joined(row.prior)[:1] in "↑↓":
            found.append((row, row.prior[0], mark))
    if any(row.marks or split_flag(joined(row.value))[1] for row in rows) or len(found) < 2:
        return
    if all(_fits(row, mark) for row, _, mark in found):
        for row, piece, mark in found:
            row.marks = [(piece, mark)]


def _fits(row: Row, mark: Mark) -> bool:
    value = parse_value(joined(row.value))
    interval = parse_range(joined(row.refs[0])) if row.refs else None
    if value is None or value.number is None or interval is None:
        return False
    return interval.places(value.number) == {"H": "high", "L": "low"}.get(mark.flag[:1])
