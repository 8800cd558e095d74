"""A minus in the column of marks: low, where a plus says what is high; elsewhere it says that nothing is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.marks.starred import place_of

if TYPE_CHECKING:
    from ocr_pipeline.tables.results import Evidence

SURE = 0.8  #: confidence of a minus that is no star or arrow


def with_minus(found: list[tuple[Result, Evidence]], comma: bool) -> list[tuple[Result, Evidence]]:
    """``found`` with L where a minus is the mark of a number below its interval: only where a plus marks one above, no other
    kind of mark is printed, and no number inside its interval has a sign. Doubtful where the minus was hardly read."""
    places = [place_of(r, comma) for r, _ in found]
    marks = [plain(e.mark).strip() for _, e in found]
    signs = {(place, mark[:1]) for place, mark in zip(places, marks, strict=True) if mark and place is not None}
    if signs != {("low", "-"), ("high", "+")}:
        return found
    return [
        (_low(r, e), e) if mark in ("-", "--") and place == "low" and not r.flag else (r, e)
        for (r, e), place, mark in zip(found, places, marks, strict=True)
    ]


def _low(result: Result, seen: Evidence) -> Result:
    read = [line.confidence for line in seen.row_lines if plain(line.text).strip() == plain(seen.mark).strip()]
    unsure = max(read, default=1.0) < SURE
    return replace(result, flag="L", reasons=(*result.reasons, *(Reason.SYMBOL_UNCERTAIN,) * unsure))
