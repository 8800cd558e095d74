"""Units in the cells of values that were not quite read: ``4.6 mBq/L`` in a column of ``140 mmol/L``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.pieces import cut_pieces, joined
from ocr_pipeline.tables.grammar.normal import plain

#: A number, its mark before it perhaps, and something with a stroke behind it that begins with a letter.
_VALUE_AND_UNIT = re.compile(
    r"(?P<value>(?:[↑↓*HL]\s?)?[-<>≤≥]?\s?\d+(?:[.,]\d+)?)\s?[^\W\d_]{1,6}/[^\s/]{1,4}(?:\s[A-Z]{2,4})?"
)
LEAST = 2  #: rows whose unit was parted from the value's line prove that the cells hold both


def with_odd_units(rows: Sequence[Row]) -> list[Row]:
    """``rows`` (of one panel) with such a unit apart from its value, where others print theirs in the same place; which unit it
    must be is judged where analytes are known, and the row is doubtful as cells are that were cut apart."""
    both = sum(bool({p.index for p in r.value} & {p.index for p in r.unit}) for r in rows)
    return [_parted(row) if both >= LEAST and not row.unit else row for row in rows]


def _parted(row: Row) -> Row:
    match = _VALUE_AND_UNIT.fullmatch(plain(joined(row.value)))
    if match is None:
        return row
    value, unit = cut_pieces(row.value, match.end("value"))
    return replace(row, value=value, unit=unit, cut=True) if value and unit else row
