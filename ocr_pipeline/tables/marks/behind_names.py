"""Marks in words behind names, as portals print them on coloured ground beside the title of a card (``Glucose High``, ``葡萄糖偏低``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.marks.sides import side_of
from ocr_pipeline.tables.results import Evidence

_BEHIND = re.compile(
    r"(?P<name>[^\W\d_].+?)\s+[•·(\[]?\s?(?P<word>[^\W\d_]{3,8})[)\]]?\Z"
    r"|(?P<han>\S.*?)\s?[•·(\[]?(?P<told>偏高|偏低|升高|降低|增高|减低|异常)[)\]]?\Z"
)


def with_marks_behind_names(
    found: Sequence[tuple[Result, Evidence]], decimal_comma: bool
) -> list[tuple[Result, Evidence]]:
    """``found`` with such a word as the row's mark where it says what value and interval say; elsewhere it is of the name."""
    return [_marked(result, seen, decimal_comma) for result, seen in found]


def _marked(result: Result, seen: Evidence, comma: bool) -> tuple[Result, Evidence]:
    match = _BEHIND.match(result.name) if not result.flag and result.reference_range else None
    mark = parse_flag(match["word"] or match["told"], column=True) if match else None
    value = parse_value(result.value) if mark is not None and mark.flag in ("H", "L") else None
    if match is None or mark is None or value is None or side_of(value, result.reference_range, comma) != mark.flag:
        return result, seen
    name = match["name"] or match["han"]
    return replace(result, name=name, flag=mark.flag), replace(
        seen, mark=mark.text, name_chars=seen.name_chars[: len(name)]
    )
