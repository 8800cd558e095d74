"""Intervals that say of themselves that they are one: ``V.R.: Hasta 200`` in its cell, ``Referans Değeri: 74 - 106`` below a name."""

from __future__ import annotations

import re

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import LONGEST, is_range_or_word, is_tier, looks_like_range
from ocr_pipeline.tables.intervals.range_labels import CALLED, JUDGED, LABEL, label_of, without_brackets

__all__ = ["CALLED", "JUDGED", "LABEL", "take_called", "without_label"]


def without_label(text: str) -> str:
    """``text`` of a cell of intervals without what calls it one, and the brackets around both; as it is where no interval
    follows."""
    body = without_brackets(text)
    end = label_of(body)
    rest = body[end:] if end else ""
    told = any(c.isdigit() or c in "<>≤≥" for c in rest[:2]) or is_range_or_word(rest) or _NONE.match(rest)
    return rest if told else text


#: What stands for an interval that there is none of.
_NONE = re.compile(r"(?:see|not|none|n/a)\b", re.IGNORECASE)
#: A further tier on the line: what it is called, and its bound.
_TIER = re.compile(r"[^\W\d_]\s?:\s?[<>≤≥]?=?\s?\d")


def take_called(draft: Draft) -> None:
    """Makes the line below a name that calls itself an interval one, wherever the columns put its parts."""
    cells = sorted(
        (p for kind in ("name", "code", "result", "unit", "ref") for p in draft.get(kind)), key=lambda p: p.x0
    )
    text = plain(joined(cells))
    label = LABEL.match(text) if len(text) <= LONGEST and len(joined(cells)) == len(text) else None
    if label is None or set(filter(draft.get, draft.cells)) - {"name", "code", "result", "unit", "ref"}:
        return
    judged = JUDGED.search(text, label.end())
    end = judged.start() if judged else len(text)
    behind = text[label.end() : end]
    if label[0].casefold().startswith("normal:") and len(_TIER.findall(behind)) > 1:
        return  # the first step of a scale
    if draft.only("ref") and label[0].strip().casefold() in ("normal:", "正常:"):
        return  # one of several, perhaps
    if is_range_or_word(behind) or is_tier(behind) or looks_like_range(behind.replace(" ", "")):
        draft.called = True
        kept, told = cut_pieces(cells, end)
        draft.cells = {"ref": cut_pieces(kept, label.end())[1]}
        mark = parse_flag(text[judged.end() :]) if judged else None
        draft.marks += [(told[0], mark)] if mark is not None and mark.flag and told else []
