"""Lines inside a table that are neither a name nor a row: a temperature, a key of classes, a goal of treatment."""

from __future__ import annotations

import re

from ocr_pipeline.tables.cells import Draft
from ocr_pipeline.tables.normal import plain

_QUANTITY = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s?(?:°\s?[CF]?|℃|℉|[CF])?\s*\Z")


def is_quantity(text: str) -> bool:
    """A number with or without its degrees (the temperature above a blood gas): no part of a name."""
    return bool(_QUANTITY.match(plain(text).strip()))


_LIMIT_BEHIND_WORDS = re.compile(
    r"[^\d:]{20,}:\s?[<>≤≥]=?\s?[\d.,]+\Z|(?:[^\s:]{1,12}:\s?[<>≤≥]?=?\s?[\d.]+(?:\s?[-~]+\s?[\d.]+)?[\s,;]*){2,}\Z"
)


def is_remark(draft: Draft) -> bool:
    """A line of words that ends in a limit (``Glycemic control for adults with diabetes: <7.0``), or a key of several
    (``0级:<0.35 1级:0.35-0.70``)."""
    return "  " not in draft.band and bool(_LIMIT_BEHIND_WORDS.match(plain(draft.band).strip()))
