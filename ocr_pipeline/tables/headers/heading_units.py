"""A unit for a whole table, printed over its header, in it or below the table."""

from __future__ import annotations

import re

from ocr_pipeline.tables.frame.grid import Band, Panel
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.units import parse_unit

_UNIT_NOTE = re.compile(
    r"单位\s*[:：]?\s*(?P<zh>[A-Za-zμ%/]{1,8})|\bunits?\s*[:：]?\s*(?P<en>[A-Za-zμ%/]{1,8})\b|\((?P<alone>mm|cm|mmHg)\)",
    re.IGNORECASE,
)
#: Below the table, for its counts: ``绝对计数单位：个/μL``.
_COUNT_NOTE = re.compile(
    r"(?:计数|绝对值|count|absolute)[^:]{0,12}?(?:单位|units?)?\s*:\s*(?P<unit>\S{1,12})", re.IGNORECASE
)
#: Units of letters only that a header may name in brackets.
_MEASURES = frozenset(("mm", "cm", "mmHg", "kPa", "fL", "pg", "ms", "mL", "s", "min"))


def heading_unit(panel: Panel, text: list[Band]) -> str:
    """A unit for the whole table, printed in the line above its header (``主要测值（单位mm）``) or in the header."""
    if any(c.kind == "unit" for c in panel.columns):
        return ""
    above = [b for b in text if b.y < panel.top and panel.top - b.y < 3.5 * b.height]
    for column in panel.columns:
        title = re.sub(r"(?<=[A-Za-z])\s?\((?:s|es)\)", "", plain(column.title))  # Value(s): several, not seconds
        bracket = re.search(r"[(\[](?P<unit>[^()\[\]]+)[)\]]", title)
        unit = parse_unit(bracket["unit"]) if bracket and column.kind in ("result", "ref") else None
        if unit is not None and (not unit.isalpha() or unit in _MEASURES):
            return unit
        if column.kind == "result" and plain(column.title).strip().endswith("%"):
            return "%"
    for words in [c.title for c in panel.columns] + [b.text for b in above[::-1]]:
        match = _UNIT_NOTE.search(plain(words))
        unit = parse_unit(match["zh"] or match["en"] or match["alone"]) if match else None
        if unit:
            return unit
    counted = any(c.condition == "#" for c in panel.columns)
    said = [m for b in text for m in _COUNT_NOTE.finditer(plain(b.text))] if counted else []
    return next((unit for m in said if (unit := parse_unit(m["unit"]))), "")
