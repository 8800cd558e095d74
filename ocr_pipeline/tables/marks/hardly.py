"""Letters of the column of marks that were hardly read: ``I.`` for the L of a fax is no word for a germ."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.report import Flag
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import Mark

HARDLY = 0.6  #: confidence up to which a letter may be another one


def hardly_read(marks: Sequence[tuple[Piece, Mark]], side: Flag) -> bool:
    """Whether a mark that says only that something is abnormal was hardly read as a letter, and the value lies outside its
    interval on ``side``: it may be the mark for that side."""
    return bool(side) and any(
        mark.flag == "A" and piece.line.confidence <= HARDLY and any(map(str.isalpha, mark.text))
        for piece, mark in marks
    )
