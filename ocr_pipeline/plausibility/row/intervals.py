"""What an interval's own print tells: signs that it cannot have, words that only one row has, and intervals that went astray."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocr_pipeline.plausibility.quantities.analytes import analyte, identify
from ocr_pipeline.plausibility.surroundings import Doubt, Surroundings
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.grammar.ranges import Range
from ocr_pipeline.tables.grammar.values import Value

_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_BOUNDS = re.compile(r"\d[\d.,]*\s?[-~–]{1,2}\s?\d[\d.,]*|[<>≤≥]=?\s?\d[\d.,]*(?:E[+-]?\d+)?")
#: Such words belong there.
_BELONGS = re.compile(
    r"normal|adult|adulte|male|female|men|women|desirable|optimal|borderline|fasting|random|ref|range|sec|"
    r"kadın|erkek|yetişkin|nam|nữ|homme|femme|hombre|mujer|uomo|donna|adulti|adultos|adultes|to|and|or|years?|ng|mg|ug|pg|fl|bpm|ms|mm|cm|mmol|umol|pmol|nmol|iu|miu|uiu|min|mmhg|kpa|g|u|s|"
    r"男|女|成人|正常|儿童|[\u2e80-\u9fff]+",
    re.IGNORECASE,
)


def interval_doubts(
    result: Result, value: Value | None, interval: Range | None, around: Surroundings
) -> Iterator[Doubt]:
    """For what was read by eye."""
    text = result.reference_range
    if _EMPTY_BRACKETS.search(text):
        yield Reason.RANGE_UNREADABLE, "A sign in brackets could not be read."
    if _below_zero(result, interval):
        yield Reason.RANGE_UNREADABLE, "A dash stands before an interval that knows nothing below zero."
    if interval is None and around.plain_intervals and len(_BOUNDS.findall(text)) == 1:
        # ``Ger 0.5-2.2``, ``98-106 Hosp``: letters of a watermark or stamp beside a plain interval
        odd = [w for w in re.findall(r"[^\W\d_]+", _BOUNDS.sub(" ", text)) if not _BELONGS.fullmatch(w)]
        if odd:
            yield Reason.RANGE_UNREADABLE, f"{odd[0]} may not belong to the interval."
    if _uneven_tier(text):
        yield Reason.RANGE_UNREADABLE, "A bound of one of the intervals may have lost its decimal sign."
    if not text and result.value and around.bracketed:
        yield Reason.RANGE_UNREADABLE, "All other rows have an interval in brackets."
    worded = value is None or value.kind in ("word", "text")
    if not text and around.plain_intervals and worded and len(result.value.split()) > 1:
        yield Reason.VALUE_FORMAT, "The interval may stand in the value."


_PAIR = re.compile(r"(\d+)([.,]\d+)?\s?[-~–]{1,2}\s?(\d+)([.,]\d+)?")


def _uneven_tier(text: str) -> bool:
    """One of several intervals in a cell (``2,4-126; 1,0-11,4``) without the decimals of its lower bound, which the others have."""
    pairs = [m.groups() for m in _PAIR.finditer(text)] if ";" in text else []
    uneven = [p for p in pairs if p[1] and not p[3] and int(p[2]) > 20 * max(1, int(p[0]))]
    return bool(uneven) and any(p[1] and p[3] for p in pairs)


def _below_zero(result: Result, interval: Range | None) -> bool:
    """A lower bound below zero (``-1.70-8.60``) of an analyte that has no such values."""
    if interval is None or interval.low is None or interval.low > 0 or result.value.startswith("-"):
        return False
    if interval.low == 0:
        return result.reference_range.startswith("-")  # -0-5
    key = identify(result.name, result.code, result.unit)
    if key is None:
        return "/" in result.unit and bool(re.search(r"[HL]PF?|10|g/|U/L|/[uμ]", result.unit))
    return analyte(key).low >= 0
