"""Thousands that a point or comma groups: in counts of cells (``265.000 /mm3``), and beside the other decimal sign (``1.240`` among
``4,5`` and ``0,82``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ocr_pipeline.report import DecimalSign, Result, without_groups
from ocr_pipeline.tables.grammar.numbers import parse_number
from ocr_pipeline.tables.grammar.ranges import Range

#: A number whose sign cannot group thousands: not three digits behind it, or more than three or a zero before it.
_DECIMAL = re.compile(r"(?<![\d.,/])(?:\d+([.,])(?:\d{1,2}|\d{4,})|(?:0|\d{4,})([.,])\d{3})(?![\d.,/])")


def decimal_sign(results: Sequence[Result]) -> DecimalSign:
    """The sign before the decimals of all values and intervals; empty when there are none or when they differ."""
    found: set[str] = set()
    for result in results:
        for match in _DECIMAL.finditer(f"{result.value} {result.reference_range}"):
            found.add(match[1] or match[2])
    if found == {","}:
        return ","
    return "." if found == {"."} else ""


def ungrouped(result: Result, sign: DecimalSign = "") -> Result:
    """``result`` with its grouped thousands closed up in value and interval; any other as it is."""
    value, interval = (without_groups(text, result.unit, sign) for text in (result.value, result.reference_range))
    if (value, interval) == (result.value, result.reference_range):
        return result
    return replace(result, value=value, reference_range=interval)


def may_be_fraction(result: Result, whole: Result, number: Decimal, interval: Range | None) -> bool:
    """Whether a value that was closed up fits its interval as a fraction only: its point is a comma that was misread."""
    if whole.value == result.value or interval is None or interval.places(number) == "in":
        return False
    fraction = parse_number(result.value.replace(",", "."))
    return fraction is not None and interval.places(fraction) == "in"
