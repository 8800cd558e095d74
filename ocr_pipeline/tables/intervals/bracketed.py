"""Values in brackets (``↑[48.6]``), and values whose mark is a sign before a unit in brackets, as analysers print them
(``12.30 + [10^9/L]``)."""

from __future__ import annotations

import re

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import Mark, parse_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import NUMBER
from ocr_pipeline.tables.grammar.units import parse_unit

_BRACKETED = re.compile(
    rf"(?P<before>[↑↓*]*|HH?|LL?)\s?[\[【]\s?(?P<value>[<>≤≥]?\s?{NUMBER})\s?[\]】]\s?(?P<after>[↑↓*]*|HH?|LL?)\Z"
)
_SIGNED = re.compile(rf"(?P<value>{NUMBER})\s?(?P<sign>[-+])\Z")
_UNIT = re.compile(r"(?P<sign>[-+]?)\s?(?P<unit>\[[^\[\]]{1,14}\]?|[^\[\]]{1,14}\])\Z")  # one bracket may be lost


def in_brackets(text: str) -> str:
    """The value that ``text`` prints in square brackets, else ``text``."""
    match = _BRACKETED.match(plain(text).strip())
    return match["value"] if match else text


def signed_value(value: Piece, behind: Piece | None) -> tuple[Piece, Piece] | None:
    """``98-`` before ``[g/L]`` as the number and its sign; None for anything else."""
    match = _SIGNED.match(plain(value.line.text)[value.start : value.end])
    if match is None or behind is None or not _UNIT.match(plain(behind.text)):
        return None
    parts = (
        value.cut(value.start, value.start + match.end("value")),
        value.cut(value.start + match.start("sign"), value.end),
    )
    return (parts[0], parts[1]) if parts[0] is not None and parts[1] is not None else None


def take_brackets(draft: Draft) -> None:
    """Changes ``draft`` in place: value and mark out of the brackets, a sign before the unit's bracket among the marks."""
    cell = draft.get("result")
    match = _BRACKETED.match(plain(joined(cell)).strip()) if cell else None
    if match:
        head, tail = cut_pieces(cell, match.end("value"))
        before, draft.cells["result"] = cut_pieces(head, match.start("value"))
        mark = parse_flag(match["before"] or match["after"], column=True) if match["before"] or match["after"] else None
        if mark is not None:
            draft.marks.append(((before or tail)[0], mark))
        return
    unit = _UNIT.match(plain(joined(draft.get("unit"))).strip()) if draft.get("unit") else None
    if unit is None or parse_unit(unit["unit"]) is None:
        return
    number = _SIGNED.match(plain(joined(cell)).strip())
    if number:
        draft.cells["result"], sign = cut_pieces(cell, number.end("value"))
        _mark(draft, sign)
    elif unit["sign"]:
        sign, draft.cells["unit"] = cut_pieces(draft.get("unit"), unit.end("sign"))
        _mark(draft, sign)


def _mark(draft: Draft, sign: list[Piece]) -> None:
    if sign:
        up = plain(joined(sign)).strip() == "+"
        draft.marks.append((sign[0], Mark("H" if up else "L", joined(sign))))
