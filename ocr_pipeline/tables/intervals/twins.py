"""A result and its interval in one cell: ``无无``, ``Neg Neg``, ``3-5 0-3`` where the interval's own cell is empty."""

from __future__ import annotations

import re

from ocr_pipeline.tables.cells import Draft
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.grid import Panel
from ocr_pipeline.tables.pieces import cut_pieces, joined

#: Characters; no result and its interval are longer.
_LONGEST = 40


def interval_follows(panel: Panel) -> bool:
    """True where the column of intervals stands right of the one of results, nothing but marks or units between."""
    kinds = [c.kind for c in panel.columns if c.kind not in ("flag", "unit")]
    return any(kinds[i : i + 2] == ["result", "ref"] for i in range(len(kinds)))


def part_twins(draft: Draft) -> None:
    """Changes ``draft`` in place: two whole results in the cell of the value, none in that of the interval. The row counts as
    cut, so that it is doubtful unless its cells fit one another."""
    cell, text = draft.get("result"), plain(draft.text("result"))
    if not cell or draft.get("ref") or not text or len(text) > _LONGEST or parse_value(text) is not None:
        return
    half = len(text) // 2
    stops = [m.end() for m in re.finditer(r"\s+", text)]
    if len(text) % 2 == 0 and text[:half] == text[half:] and text[:half].isalpha():
        stops.append(half)
    stops = [at for at in stops if _are_twins(text[:at].strip(), text[at:])]
    if len(stops) != 1:
        return
    value, interval = cut_pieces(cell, stops[0])
    if joined(value) and interval:
        draft.cells["result"], draft.cells["ref"], draft.cut = value, interval, True


def _are_twins(one: str, other: str) -> bool:
    """The same word of results twice, or two counts; two other words or numbers may be one result."""
    first, second = parse_value(one), parse_value(other)
    counts = first is not None and second is not None and first.kind == second.kind == "interval"
    return counts or (one.casefold() == other.casefold() and is_word(one))
