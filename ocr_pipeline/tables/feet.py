"""What stands right below the last row in its columns and is none of its cells: signatures, headings, the key of the stars."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.tables.cells import Draft
from ocr_pipeline.tables.grammar.ranges import is_range_or_word, is_tier, looks_like_range, speaks_of_people
from ocr_pipeline.tables.naming.names import is_unfinished
from ocr_pipeline.tables.scope import is_prose

#: ``* fuera de rango``, ``(*) Resultado fuera de los límites``.
KEY = re.compile(r"[*†‡]\s|\([*†‡]{1,2}\)")
#: How a further line of an interval begins: a small letter, a sign, a bracket.
_GOES_ON = re.compile(r"[a-zà-ÿ\d(\[<>≤≥%~/-]")


def runs_across(draft: Draft) -> bool:
    """Whether a sentence was cut where a number of it stands below the values: print without a gap and without an interval,
    of which what came below the names is prose."""
    return "  " not in draft.band and not draft.get("ref") and is_prose(draft.text("name"))


def is_foot(draft: Draft, name: str, refs: Sequence[str]) -> bool:
    """Whether what waits below the last row, of that name and those lines of intervals, is of the form or heads what follows."""
    if draft.marks:
        return False
    if draft.only("name"):
        return heading_in(draft.text("name")) is not None and not is_unfinished(name)
    said = draft.text("ref").strip()
    told = is_range_or_word(said) or is_tier(said) or speaks_of_people(said) or _GOES_ON.match(said)
    whole = bool(refs) and looks_like_range(refs[-1])
    return draft.only("name", "ref", "unit", "other", "method", "previous") and whole and not told
