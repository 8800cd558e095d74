"""Thousands that a point or comma groups, whatever the page's decimal sign: ``265.000 /mm3``, ``7,450 /µL``."""

from __future__ import annotations

import re
from dataclasses import replace

from ocr_pipeline.report import Result, counts_cells

_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[.,]\d{3})+(?![\d.,])")


def ungrouped(result: Result) -> Result:
    """``result`` with whole numbers in its value and interval, where its unit counts cells; any other as it is."""
    if not _GROUPED.search(result.value + " " + result.reference_range) or not counts_cells(result.unit):
        return result
    value, interval = (_GROUPED.sub(_whole, text) for text in (result.value, result.reference_range))
    return replace(result, value=value, reference_range=interval)


def _whole(match: re.Match[str]) -> str:
    return re.sub("[.,]", "", match[0])
