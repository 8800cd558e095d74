"""Marks of one letter or sign that stand between a value and its unit under no header of their own (``108  Y  mg/dL``,
``5,61  >  10^6/µl``): what each says, where value and interval agree."""

from __future__ import annotations

import re
from dataclasses import replace

from ocr_pipeline.report import Flag
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.pieces import joined
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import NUMBER, parse_number
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import Value

#: What a faint page leaves of an arrow.
_ILLEGIBLE = frozenset("0O☑□▲△∧^|!†‡")
#: yüksek and düşük, alto and basso, above and below
_SAYS: dict[str, Flag] = {
    ">": "H",
    "Y": "H",
    "+": "H",
    "<": "L",
    "D": "L",
    "B": "L",
    "-": "L",
    "V": "L",
    "▼": "L",
    "▲": "H",
}


#: Heights of print that a mark may stand off the middle of its row.
_NEAR = 2.5


def without_far_marks(row: Row) -> Row:
    """The row without marks that stand rows away from it: the star of a footnote below the table."""
    near = [each for each in row.marks if abs(each[0].y - row.y) <= _NEAR * max(row.height, each[0].height)]
    return replace(row, marks=near) if len(near) < len(row.marks) else row


def without_mark_before_unit(row: Row) -> tuple[Row, str]:
    """The row without a lone mark before its unit, and that mark; empty where none stands there."""
    if len(row.unit) < 2:
        return row, ""
    first, behind = row.unit[0], row.unit[1:]
    mark = _bare(first.text)
    apart = behind[0].x0 - first.x1 > 0.3 * first.height and abs(first.y - behind[0].y) < 0.6 * first.height
    far = bool(row.value) and first.x0 - row.value[-1].x1 > first.height  # no last digit of the value
    known = mark in _SAYS or (mark in _ILLEGIBLE and far)
    if not known or not apart or parse_unit(joined(behind)) is None:
        return row, ""
    return replace(row, unit=behind), mark


def agrees(mark: str, side: Flag) -> bool:
    """Whether ``mark`` says what value and interval say (``side``, empty where these say nothing)."""
    return bool(side) and _SAYS.get(_bare(mark)) == side


def side_of(value: Value, reference: str, comma: bool) -> Flag:
    """The mark that an illegible sign beside a value outside its interval must be; empty for one inside."""
    interval = parse_range(reference, comma)
    where = interval.places(value.number) if interval is not None and value.number is not None else None
    return "H" if where == "high" else "L" if where == "low" else ""


def is_fraction(value: Value, reference: str, comma: bool) -> bool:
    """A share of one, or a value that lies inside its interval: neither is marked ``LL``."""
    bounds = [parse_number(text, comma) for text in re.findall(NUMBER, plain(reference))]
    share = bool(bounds) and all(bound is not None and bound <= 1 for bound in bounds)
    return (share and bool(re.search(r"[.,]", value.body))) or side_of(value, reference, comma) == ""


def _bare(text: str) -> str:
    return plain(text).strip(" '`.,:()").upper()
