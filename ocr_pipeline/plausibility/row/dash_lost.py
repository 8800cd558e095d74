"""Within a row: counts a microscope field whose dash was not seen, ``02`` for 0-2 and ``515`` for 5-15."""

from __future__ import annotations

import re

from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.normal import plain

#: No number of a laboratory is printed so, but the result of a code; ``00~3`` is a value and its interval.
_LED_BY_ZERO = re.compile(r"0\d{1,2}(?:/[HL]PF?)?", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"0\d+[-~]\d+")
_A_FIELD = re.compile(r"/\s?[HL]PF?\b|视野", re.IGNORECASE)
_DIGITS = re.compile(r"[1-9]\d{2,3}")


def dash_lost(result: Result) -> bool:
    """Whether the value, or its interval, is a number led by a zero; or a whole number of a field, as its unit or interval
    says, that falls apart into two that count up and do not lie far apart. Beside an interval of numbers it may well be one."""
    value, interval = plain(result.value).replace(" ", ""), plain(result.reference_range).replace(" ", "")
    if _RUN_TOGETHER.fullmatch(value) and not interval:
        return True
    if _LED_BY_ZERO.fullmatch(value) or _LED_BY_ZERO.fullmatch(interval):
        return True
    counted = any(map(str.isdigit, interval))
    if counted or not _A_FIELD.search(f"{result.unit} {interval}") or not _DIGITS.fullmatch(value):
        return False
    parts = ((value[:at], value[at:]) for at in (len(value) // 2, (len(value) - 1) // 2))
    return any(a and b[0] != "0" and int(a) < int(b) <= 5 * int(a) + 10 for a, b in parts)
