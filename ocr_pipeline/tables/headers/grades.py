"""Columns that grade a result in words (``Undetectable``, ``Low``, ``Moderate``, ``High`` of specific IgE): there ``High`` and
``Low`` are steps of a scale, no marks against an interval."""

from __future__ import annotations

import re

from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.grammar.normal import plain

#: Steps that no mark of abnormality is called.
_STEP = re.compile(
    r"moderate(?:ly high)?|undetectable|equivocal|very low|negligible|medium|moderado|mod[ée]r[ée]|moderato|orta|中度|中等",
    re.IGNORECASE,
)
_LEAST = 2  #: rows with such a step, or one beside several of others


def without_grades(panel: Panel, marks: list[tuple[Piece, Mark]]) -> list[tuple[Piece, Mark]]:
    """``marks`` of a row without words that stand in a column of grades."""
    if not any(len(mark.text) > 2 for _, mark in marks):
        return marks
    graded = _graded(panel)
    return [(p, m) for p, m in marks if len(m.text) <= 2 or panel.column_of(p.center) not in graded]


def _graded(panel: Panel) -> frozenset[int]:
    steps = [
        panel.column_of(p.center)
        for band in panel.bands
        for p in band.pieces
        if len(p.text) <= 16 and _STEP.fullmatch(plain(p.text).strip())
    ]
    return frozenset(at for at in steps if steps.count(at) >= _LEAST and 0 <= at < len(panel.columns))
