"""What stands right below the last row in its columns and is none of its cells: signatures, headings, the key of the stars."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.tables.bands.full import looks_like_result
from ocr_pipeline.tables.bands.remarks import is_comment
from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.grammar.ranges import is_range_or_word, is_tier, looks_like_range, speaks_of_people
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.naming.names import is_unfinished
from ocr_pipeline.tables.scope import (
    ends_table,
    has_date,
    is_footer,
    is_graphic,
    is_labelled,
    is_note,
    is_prose,
    is_sentence,
)

#: ``* fuera de rango``, ``(*) Resultado fuera de los límites``.
KEY = re.compile(r"[*†‡]\s|\([*†‡]{1,2}\)")
#: ``H: superior al valor normal``, ``L = Low, H = High``: what the marks say.
_LEGEND = re.compile(r"\(?(?:HH?|LL?|ABNL?|[↑↓]|\*{1,3})\)?\s?[:=]\s?[^\W\d_]{3}")
#: How a further line of an interval begins: a small letter, a sign, a bracket.
_GOES_ON = re.compile(r"[a-zà-ÿ\d(\[<>≤≥%~/-]")


def runs_across(draft: Draft) -> bool:
    """Whether a sentence was cut where a number of it stands below the values: print without a gap and without an interval,
    of which what came below the names is prose."""
    return "  " not in draft.band and not draft.get("ref") and is_prose(draft.text("name"))


def is_end(draft: Draft, text: str, colons: bool) -> bool:
    """Whether the rows are over at ``draft``, whose print is ``text``; ``colons``: all names have them, so that one ends nothing."""
    name = draft.text("name")
    if _LEGEND.match(draft.band) and not draft.ranged:
        return True
    if looks_like_result(draft) and not (runs_across(draft) or is_footer(name) or is_note(name)):
        return False
    if has_date(text) or (not draft.ranged and (has_date(draft.band) or is_footer(draft.band))):
        return True
    value = draft.text("result")
    said = is_range_or_word(draft.text("ref"))  # a finding in words, beside the word that it should be
    if len(value) > 24 and not said and not any(c.isdigit() for c in value) and parse_value(value) is None:
        return True
    if draft.cut and "  " not in draft.band and is_prose(draft.band):  # a sentence across the columns
        return True
    if (
        len(draft.pieces()) > 2 and not draft.get("result") and is_sentence(draft.band)
    ):  # a short one, where a value would stand
        return True
    if draft.get("result") and not draft.ranged and is_comment(draft):
        return True
    labelled = draft.get("result") and is_labelled(name) and not looks_like_range(draft.text("ref"))
    keyed = KEY.match(name) and not value and not draft.ranged and len(text.split()) >= 4
    if (labelled and not colons) or keyed:
        return True
    return runs_across(draft) or ends_table(text) or is_graphic(text)


def is_foot(draft: Draft, name: str, refs: Sequence[str]) -> bool:
    """Whether what waits below the last row, of that name and those lines of intervals, is of the form or heads what follows."""
    if draft.marks:
        return False
    if draft.only("name"):
        return heading_in(draft.text("name")) is not None and not is_unfinished(name)
    said = draft.text("ref").strip()
    told = is_range_or_word(said) or is_tier(said) or speaks_of_people(said) or _GOES_ON.match(said) is not None
    told = told or (draft.only("unit") and parse_unit(draft.text("unit")) is not None)
    whole = bool(refs) and looks_like_range(refs[-1])
    return draft.only("name", "ref", "unit", "other", "method", "previous") and whole and not told
