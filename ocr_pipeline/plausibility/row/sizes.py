"""What a number, its unit, its interval and its mark say of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from ocr_pipeline.plausibility.quantities.analytes import analyte, identify, of_other_fluid
from ocr_pipeline.plausibility.quantities.measures import is_blood, number_of, scale_of
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.plausibility.quantities.usual import possible
from ocr_pipeline.plausibility.row.words import polarity
from ocr_pipeline.plausibility.surroundings import Doubt, Surroundings
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.grammar.numbers import decimals, parse_number
from ocr_pipeline.tables.grammar.ranges import Range

NUMERIC_RANGE = ("interval", "upper", "lower")


def beyond_limits(result: Result, decimal_comma: bool) -> Reason | None:
    """Why the number cannot be a living person's in its unit, None when it can or when that is not known."""
    key, number = identify(result.name, result.code, result.unit), number_of(result, decimal_comma)
    if key is None or number is None or not is_blood(key, result):
        return None
    known, size = analyte(key), scale_of(key, result.unit, float(number))
    base = scale(known.units[0])
    if size is None or base is None:
        return None
    if size.dimension != base.dimension:
        limits = possible(key, size.dimension)
        inside = limits is None or limits[0] <= float(number) * size.factor <= limits[1]
        return None if inside else Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS
    said = float(number) * size.factor / base.factor
    half = 0.5 * 10.0 ** -decimals(result.value) * size.factor / base.factor  # 0.00 may be 0.004
    if known.low - half <= said <= known.high:
        return None
    lost_point = said / 10 <= known.high and said >= known.low * 10
    return Reason.VALUE_UNIT_MISMATCH if lost_point else Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS


#: Times its upper bound that a value without decimals is believed among others that have as many as their intervals.
_FAR = 10


def size_doubts(
    result: Result, evidence: Evidence, number: Decimal, interval: Range | None, around: Surroundings
) -> Iterator[Doubt]:
    read = replace(result, value=str(number)) if number != number_of(result, around.decimal_comma) else result
    if (reason := beyond_limits(read, around.decimal_comma)) is not None:
        yield reason, ""
        return
    numeric = interval is not None and interval.kind in NUMERIC_RANGE
    longest = around.most_decimals if around.numbers >= 4 else 2
    dense = re.fullmatch(r"1\.0\d\d", result.value)  # the specific gravity of urine
    if not numeric and decimals(result.value) > longest + 1 and not result.unit and not dense:
        yield Reason.DECIMALS_UNUSUAL, "Such a number without unit and interval may be two cells in one."
    if interval is None or not numeric or result.comparator:
        return
    comma = around.decimal_comma
    bounds = [_places(t, comma) for t in (interval.low_text, interval.high_text) if t]
    places = _places(result.value, comma)
    if _arrow_as_one(evidence, result, number, interval, max(bounds, default=0), around):
        yield Reason.SYMBOL_UNCERTAIN, "A 1 at the edge of the value may be an arrow."
        return
    spare = places - max(bounds, default=0)
    opened = result.reference_range[:1] in "[(<>≤≥"  # no digit of it can have crossed over
    if bounds and not opened and spare >= 2 and places > longest and around.numbers >= 4 and abs(number) >= 1:
        yield Reason.VALUE_FORMAT, "No other value has so many decimals."
    if bounds and spare > 2 and abs(number) >= 1:
        yield Reason.DECIMALS_UNUSUAL, "The beginning of the next cell may stand in the value."
        return
    if bounds and spare > 0 and apart(evidence, result):
        yield Reason.DECIMALS_UNUSUAL, "A digit stands apart from the others."
        return
    if bounds and spare < 0 and (around.same_decimals or (not number and interval.low)):
        yield Reason.DECIMALS_UNUSUAL, "It has fewer decimals than its interval, unlike the other values."
        return
    far = interval.high is not None and number > _FAR * interval.high
    if bounds and spare < 0 and not places and far and around.full_decimals:
        yield Reason.DECIMALS_UNUSUAL, "It has no decimals, unlike the other values, and lies far above its interval."
        return
    if _point_lost(result, number, interval, max(bounds, default=0)):
        yield Reason.DECIMALS_UNUSUAL, "With a decimal point it would lie in its interval."


def _places(text: str, decimal_comma: bool) -> int:
    """Decimals; ``2,110`` has three on a page with decimal commas."""
    return 3 if decimal_comma and re.fullmatch(r"\d{1,3},\d{3}", text) else decimals(text)


def apart(evidence: Evidence, result: Result) -> bool:
    """True when the digits were read with a space between them that the value does not have."""
    return bool(re.search(r"\d\s+\d", evidence.ranked)) and " " not in result.value


def _last_apart(evidence: Evidence) -> bool:
    """True when the last character stands further from the one before it than the others from one another, or when how
    they stand is not known."""
    middles = [(c.start + c.end) / 2 for c in evidence.value_chars]
    steps = [b - a for a, b in pairwise(middles)]
    return len(steps) < 2 or steps[-1] > 1.4 * max(steps[:-1])


def _arrow_as_one(
    evidence: Evidence, result: Result, number: Decimal, interval: Range, places: int, around: Surroundings
) -> bool:
    """An arrow beside a value is read as a 1: one decimal more than the interval has, or a leading 1 on a value that
    lies outside with and without it and has no mark."""
    if result.flag:
        return False
    longer = decimals(result.value) == places + 1 and places > 0
    if longer and result.value.endswith("1") and around.even_decimals:
        # counts of cells have a decimal more than their intervals on most analysers (WBC 6.21 in 3.5-9.5)
        unit = scale(result.unit)
        finer = (unit is not None and unit.dimension == "count") or result.unit in ("G/L", "T/L")
        without = parse_number(result.value[:-1], around.decimal_comma)
        if without is not None and interval.places(without) == "in":
            return not finer and _last_apart(evidence)  # no arrow stands behind a value inside its interval
        return True
    if around.bare_outside:
        return False
    behind = result.value[1:].lstrip()
    rest = parse_number(behind) if result.value.startswith("1") and behind[:1].isdigit() else None
    if rest is None or behind[:1] == "0":
        return False
    return interval.places(number) == "high" and interval.places(rest) == "high"


def _point_lost(result: Result, number: Decimal, interval: Range, places: int) -> bool:
    """A whole number far above an interval that is printed with decimals, which a decimal point would bring near it."""
    printed = result.value
    if places == 0 or decimals(printed) or not printed.isdigit() or len(printed) < 2 or interval.high is None:
        return False
    if number <= interval.high * Decimal("1.5"):
        return False
    low = interval.low if interval.low is not None else Decimal(0)
    moved = number.scaleb(-places)
    if result.flag in ("H", "HH") and of_other_fluid(f"{result.specimen} {result.group} {result.name}".casefold()):
        return False  # strips for urine have steps, most of them whole numbers
    return low * Decimal("0.5") <= moved <= interval.high * 2 or low <= number.scaleb(-1) <= interval.high


#: ``+3``, ``2+``, ``+++``
_GRADED = re.compile(r"\+[1-4]|[1-4]\+|\+{2,4}")


_COUNTED = re.compile(r"\d{1,3}-\d{1,3}")  #: cells a field


def word_mark_doubts(result: Result, around: Surroundings) -> Iterator[Doubt]:
    """A mark on a finding that is the usual one, and none on one that is not where such have marks."""
    if result.flag and _COUNTED.fullmatch(result.value) and result.value == result.reference_range.replace(" ", ""):
        yield Reason.FLAG_CONTRADICTS, f"Marked, but {result.value} is what the interval asks for."
    usual, found = polarity(result.reference_range), "+" if _GRADED.fullmatch(result.value) else polarity(result.value)
    if not usual or not found:
        return
    if result.flag and usual == found:
        yield Reason.FLAG_CONTRADICTS, f"Marked, but {result.value} is what the interval asks for."
    elif not result.flag and usual != found and around.word_marks:
        yield Reason.FLAG_CONTRADICTS, f"{result.value} is not {result.reference_range} and has no mark."


def mark_doubts(result: Result, number: Decimal, interval: Range, around: Surroundings) -> Iterator[Doubt]:
    where = interval.places(number)
    if where is None:
        return
    if result.flag == "A" and where == "in" and around.rightly_starred:
        yield Reason.FLAG_CONTRADICTS, f"Marked, but {result.value} is not outside {result.reference_range}."
    up, down = result.flag in ("H", "HH"), result.flag in ("L", "LL")
    if (up and where != "high" and number != interval.high) or (down and where != "low" and number != interval.low):
        yield (
            Reason.FLAG_CONTRADICTS,
            f"Marked {'high' if up else 'low'}, but {result.value} is not outside {result.reference_range}.",
        )
    elif not result.flag and where != "in" and around.marks_printed:
        yield Reason.FLAG_CONTRADICTS, f"{result.value} is outside {result.reference_range} without a mark."
