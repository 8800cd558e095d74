"""Times in two units, which are one value (``2 min 30 sec``, ``2分30秒``, ``3'20"``): bleeding, clotting, liquefaction."""

from __future__ import annotations

import re

from ocr_pipeline.tables.grammar.normal import plain

_TWO_UNITS = re.compile(
    r"\d{1,2}\s?(?:minut(?:es?|os?|i)|mins?\.?|m|'|′|’|分钟?|dk\.?|dakika|phút|h(?:ou)?rs?|h|小时)[\s:,]?\s?"
    r"[0-5]?\d\s?(?:seconds?|secs?\.?|seg\.?|sn\.?|s|''|\"|″|”|秒|saniye|giây|secondes?|segundos|secondi|mins?\.?|分钟?)",
    re.IGNORECASE,
)


def is_duration(text: str) -> bool:
    """Whether ``text`` is a time in minutes and seconds, or hours and minutes, and nothing else."""
    body = plain(text).strip()
    return len(body) < 30 and _TWO_UNITS.fullmatch(body) is not None
