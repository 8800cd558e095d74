"""Decimal signs that a faint page lost: ``04-80`` for 0.4-8.0 shows it, and its other whole numbers are then no surer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.numbers import decimals
from ocr_pipeline.tables.grammar.ranges import Range

#: Digits behind a leading zero: nothing is printed so (``010-060``), times and dates apart; whole shares are (``02-10``).
_HEADLESS = re.compile(r"(?<![\d.,:/])0\d\d+(?![\d.,:/])")
_SHORT = re.compile(r"(?<![\d.,:/])0\d(?![\d.,:/])")
_BARE = re.compile(r"(?<![\d.,])\d{2,}(?![\d.,])")
_POINT_FIRST = re.compile(r"(?<![\d.,])[.,]\d")
_ZERO_FIRST = re.compile(r"(?<![\d.,])0[.,]\d")
#: Such numbers on a page from which its other whole numbers are doubtful.
LEAST = 2


def headless(results: Sequence[Result]) -> int:
    """How many results print a number with a leading zero and no decimal sign behind it."""
    return sum(
        any(_HEADLESS.search(t) for t in (r.value, r.reference_range))
        or (decimals(r.value) > 0 and _SHORT.search(r.reference_range) is not None)
        for r in results
    )


def bare_point(result: Result) -> bool:
    """True for a number without a digit before its decimal sign: ``>.90``."""
    return any(_POINT_FIRST.search(t) for t in (result.value, result.reference_range))


def zero_before_point(result: Result) -> bool:
    return any(_ZERO_FIRST.search(t) for t in (result.value, result.reference_range))


def may_lack_point(result: Result) -> bool:
    """True where a number of two digits or more, of the value or the interval, has no decimal sign."""
    return any(_BARE.search(t) for t in (result.value, result.reference_range))


def fits_with_points(number: Decimal, interval: Range) -> bool:
    """True for a value with decimals far from an interval of whole numbers, which would hold it had it as many:
    58.8 in ``400-750``."""
    places = -int(number.as_tuple().exponent)
    whole = not any(c in t for t in (interval.low_text, interval.high_text) for c in ".,")
    if places < 1 or not whole or interval.low is None or interval.high is None or interval.low <= 0:
        return False
    low, high = interval.low.scaleb(-places), interval.high.scaleb(-places)
    return number < interval.low / 2 and low <= number <= high


def is_uneven(interval: Range) -> bool:
    """True for a lower bound with decimals below a whole upper one: ``2.0-120``, ``0.5-5``."""
    return interval.kind == "interval" and decimals(interval.low_text) > 0 == decimals(interval.high_text)


def lost_in_bound(interval: Range) -> bool:
    """True for such an interval that is too wide for one, and that a decimal sign in its upper bound would make usual: 2.0-12.0."""
    if not is_uneven(interval) or interval.low is None or interval.high is None or interval.low <= 0:
        return False
    places = decimals(interval.low_text)
    spare = sum(map(str.isdigit, interval.high_text)) - places
    wide = _WIDE if spare > 1 else _WIDEST  # 0.5-10 is usual, and 0.4-8 cannot have been 0.4-.8
    return spare > 0 and interval.high >= wide * interval.low and interval.low < interval.high.scaleb(-places)


#: Whole upper bounds so many times the lower one are doubtful.
_WIDE, _WIDEST = 15, 40
