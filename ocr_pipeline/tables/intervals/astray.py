"""Intervals of tables that have no column for them."""

from __future__ import annotations

import re

from ocr_pipeline.tables.contents.cells import Draft, intervals
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import NUMBER

_BOUND = re.compile(
    rf"[(\[]?\s?(?:(?:[<>≤≥]=?)\s?{NUMBER}|\d+[.,]\d+\s?-\s?\d+[.,]\d+|\d{{2,}}\s?-\s?\d{{2,}})\s?[)\]]?"
)


def astray(panel: Panel, draft: Draft) -> list[list[Piece]]:
    """The interval of a row under a header of grades or classes (``<81``), where no column is one of intervals."""
    if any(c.kind == "ref" for c in panel.columns):
        return []
    return intervals([p for p in (*draft.get("other"), *draft.get("flag")) if _BOUND.fullmatch(plain(p.text).strip())])
