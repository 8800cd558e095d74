"""A minus in the column of marks: low, where the page says so by a plus for what is high; normal on pages of findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.marks.starred import place_of

if TYPE_CHECKING:
    from ocr_pipeline.tables.results import Evidence

_SIGNS = ("+", "++", "-", "--")


def with_minus(found: list[tuple[Result, Evidence]], comma: bool) -> list[tuple[Result, Evidence]]:
    """``found`` with L where a minus is the mark of a number below its interval: only where no number inside its interval
    has a sign, and every sign of another one says on which side it lies."""
    places = [place_of(r, comma) for r, _ in found]
    signs = [mark if (mark := plain(e.mark).strip()) in _SIGNS else "" for _, e in found]
    seen = {(place, sign[:1]) for place, sign in zip(places, signs, strict=True) if sign and place is not None}
    if ("low", "-") not in seen or not seen <= {("low", "-"), ("high", "+")}:
        return found
    if ("high", "+") not in seen and not any(p == "in" for p in places):
        return found
    return [
        (replace(r, flag="L"), e) if sign[:1] == "-" and place == "low" and not r.flag else (r, e)
        for (r, e), place, sign in zip(found, places, signs, strict=True)
    ]
