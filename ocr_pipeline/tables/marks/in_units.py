"""Marks that ran into the unit behind them: ``*umol/L``, ``ALTO mg/dL``, ``Thấp g/L``."""

from __future__ import annotations

import re

from ocr_pipeline.tables.grammar.flags import Mark, parse_flag
from ocr_pipeline.tables.grammar.units import parse_unit

#: A sign, letter or word of abnormality that ran into the unit behind it.
_MARK = re.compile(
    r"[*↑↓]+(?=\D)|[↑↓]+(?=10\^)|(?:HH?|LL?|A)\s+(?=\D)|(?:HIGH|L[O0]W|High|Low)\s*(?=\D)|[^\W\d_]{3,12}\s+(?=\D)"
)


def mark_in_unit(unit: str) -> tuple[Mark | None, str]:
    """``*umol/L`` or ``ALTO mg/dL`` as the mark and the unit; anything else as it is."""
    match = _MARK.match(unit)
    mark = parse_flag(match[0].replace("L0W", "LOW"), column=True) if match else None
    own = parse_unit(unit[match.end() :]) if match and mark is not None else None
    return (mark, own) if own is not None else (None, unit)
