"""A cell without what stands beside its value: ``5.2 H g/L`` and ``5.2 g/L H`` are 5.2."""

from __future__ import annotations

from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value


def without_unit_and_mark(text: str) -> str:
    """``5.2 H g/L``: the unit at the end is left out first."""
    return split_flag(split_trailing_unit(text)[0])[0]


def without_mark_and_unit(text: str) -> str:
    """``5.2 g/L H``: the mark is left out first."""
    return split_trailing_unit(split_flag(text)[0])[0]


def holds_value(text: str) -> bool:
    """Whether a value of known form is left without its unit and its mark."""
    return parse_value(without_unit_and_mark(text)) is not None
