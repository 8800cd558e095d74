"""A quantity printed twice, the second time on a line of its own in another unit."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.bands.below_names import IN_BRACKETS
from ocr_pipeline.tables.bands.full import reads_as_value
from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import Piece, joined
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.scope import is_small_note


def says_again(unit: Sequence[Piece], value: Sequence[Piece], draft: Draft) -> bool:
    """Whether ``draft`` holds a value under the one of the row above (``unit`` and ``value``) in another unit, with no name or
    a method beside it."""
    name = draft.text("name")
    if draft.get("code") or (draft.get("name") and not (is_small_note(name) or IN_BRACKETS.match(plain(name)))):
        return False
    if not reads_as_value(draft.text("result")):
        return False
    before, here = (
        parse_unit(joined(list(u))) or split_trailing_unit(joined(list(v)))[1]
        for u, v in ((unit, value), (draft.get("unit"), draft.get("result")))
    )
    if {before, here} == {"%", "mmol/mol"}:  # of glycated haemoglobin
        return True
    return bool(before and here and before != here and 1 <= before.count("/") == here.count("/"))
