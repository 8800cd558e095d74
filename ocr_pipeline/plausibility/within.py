"""Within a row: what the eye was unsure of, and what a value, its unit, its interval and its mark say of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility.analytes import analyte, identify
from ocr_pipeline.plausibility.measures import is_blood, number_of, printed_scale, scale_of
from ocr_pipeline.plausibility.names import Standing, standing
from ocr_pipeline.plausibility.quantities import scale
from ocr_pipeline.plausibility.thresholds import Thresholds
from ocr_pipeline.plausibility.words import bent_word, beside_value, graded, mark_glued, word_and_more
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.normal import compact, plain
from ocr_pipeline.tables.numbers import decimals, parse_number
from ocr_pipeline.tables.ranges import Range, parse_range
from ocr_pipeline.tables.units import looks_like_unit, parse_unit, power_lost
from ocr_pipeline.tables.values import Value, parse_value

Doubt = tuple[Reason, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the neighbours say: whether marks are printed for values outside, whether units are printed, how many rows
    hold words rather than numbers, and how straight and large the print is."""

    marks_printed: bool = False
    units_printed: bool = False
    words: int = 0
    numbers: int = 0
    unevenness: float = 0.0
    text_height: float = 0.0
    decimal_comma: bool = False
    #: the other rows print as many decimals as their intervals do
    even_decimals: bool = False
    #: of the numbers of the other rows
    most_decimals: int = 0
    #: a value outside its interval begins with another digit than 1 and has no mark: no arrows stand before values here
    bare_outside: bool = False


def row_doubts(result: Result, evidence: Evidence, around: Surroundings, limits: Thresholds) -> list[Doubt]:
    """Every reason that the row itself gives, each with a short note (empty when the reason says it all)."""
    value = parse_value(result.value, around.decimal_comma)
    interval = parse_range(result.reference_range, around.decimal_comma)
    number = number_of(result, around.decimal_comma)
    out: list[Doubt] = []
    out.extend(_seen(result, evidence, value, around, limits))
    out.extend(_named(result, evidence, limits))
    out.extend(_place(evidence, around, limits))
    out.extend(_form(result, evidence, value, interval, around))
    out.extend(_unit(result, number, around))
    count = _COUNT_AND_ARROW.fullmatch(plain(result.value).replace(" ", ""))
    if not result.flag and count and int(count["low"]) < int(count["high"]):
        out.append((Reason.SYMBOL_UNCERTAIN, "A 1 at the edge of the value may be an arrow."))
    if number is not None:
        out.extend(_size(result, evidence, number, interval, around))
        if interval is not None and result.comparator is None:
            out.extend(_mark(result, number, interval, around))
    return out


def value_chars(result: Result, evidence: Evidence) -> tuple[Char, ...]:
    """The recognised characters that the value is made of: leader dots and marks beside it say nothing of it."""
    chars = evidence.value_chars
    body = plain((result.comparator or "") + result.value).replace(" ", "")
    text = "".join(plain(c.text) for c in chars)
    for wanted in (body, body[len(result.comparator or "") :]):
        at = text.find(wanted) if wanted else -1
        if at >= 0 and len(text) == len(chars):
            return chars[at : at + len(wanted)]
    return chars


#: ``10-301`` a field: no count of cells spans so much, and the arrow behind ``10-30`` is read as a 1.
_COUNT_AND_ARROW = re.compile(r"(?P<low>\d{1,2})-(?P<high>\d{1,2})1(?:/[HL]PF?)?", re.IGNORECASE)

#: Asked of the characters of a value that lies outside its interval without a mark: the less usual, the surer it must be.
_UNLIKELY = 0.97


def _seen(
    result: Result, evidence: Evidence, value: Value | None, around: Surroundings, limits: Thresholds
) -> Iterator[Doubt]:
    chars = value_chars(result, evidence)
    if evidence.digital or not chars:
        return
    if value is not None and value.kind == "sign":
        if min(c.confidence for c in chars) < limits.sign:
            yield Reason.SYMBOL_UNCERTAIN, ""
        return
    bar = limits.sign if value is not None and value.kind == "word" else limits.character
    if value is not None and value.kind == "word" and value.body.isascii() and len(compact(value.body)) >= 6:
        bar *= 0.5  # a long word that is spelled as a known one differs from its opposite in several letters
    interval = parse_range(result.reference_range, around.decimal_comma)
    where = interval.places(value.number) if interval is not None and value is not None and value.number else None
    if where in ("low", "high") and not result.flag:
        bar = max(bar, _UNLIKELY)
    for at, char in enumerate(chars):
        rivals = char.runner_up in "0123456789.,-+<>" and char.runner_up
        weak = char.confidence < bar
        close = bool(rivals) and char.runner_up_confidence > limits.rival and char.text.isdigit()
        if not (weak or close) or _ruled_out(chars, at, result, around):
            continue
        note = f"{char.text} could be {char.runner_up}." if rivals else ""
        yield (Reason.AMBIGUOUS_CHARACTER if rivals else Reason.LOW_CONFIDENCE), note
        return


def _ruled_out(chars: Sequence[Char], at: int, result: Result, around: Surroundings) -> bool:
    """True when whatever else an unsure character of a number could be says the same (a point for a comma), is no number
    (``o`` for 0), or is ruled out by limits, interval and mark."""
    char, said = chars[at], number_of(result, around.decimal_comma)
    if said is None or result.comparator:
        return char.text in ".," and char.runner_up in (".", ",") and len(chars) - at - 1 != 3
    interval = parse_range(result.reference_range, around.decimal_comma)
    bounds = (interval.low_text, interval.high_text) if interval and interval.kind in _NUMERIC_RANGE else ()
    same_places = bool(bounds) and {decimals(t) for t in bounds if t} == {decimals(result.value)}
    if char.text in ".,":
        # before three digits a comma may stand for thousands
        told = char.runner_up in (".", ",") and char.confidence + char.runner_up_confidence >= _ALL_TOLD
        return (told and len(chars) - at - 1 != 3) or (same_places and char.confidence >= 0.7)
    if not char.text.isdigit() or _impossible(result, said, interval, around):
        return False
    if char.runner_up in ("↑", "↓"):
        rest = parse_number("".join(c.text for i, c in enumerate(chars) if i != at), around.decimal_comma)
        side = interval.places(rest) if rest is not None and interval is not None and bounds else None
        return (
            rest is None
            or (same_places and decimals(result.value) > 0)
            or (side is not None and side != _POINTS_AT[char.runner_up])
        )
    if char.confidence + char.runner_up_confidence >= _ALL_TOLD and char.runner_up.strip():
        others = [char.runner_up]
    elif char.confidence >= 0.6:  # it may be any other digit, or none
        others = [*(d for d in "0123456789" if d != char.text), *([""] if char.runner_up == " " else [])]
    else:
        return False
    for other in others:
        text = "".join(other if i == at else c.text for i, c in enumerate(chars))
        number = parse_number(text, around.decimal_comma)
        if number is not None and not _impossible(result, number, interval, around):
            return False
    return True


#: The first two readings of a character together; the rest is spread over thousands of others.
_ALL_TOLD = 0.9
_POINTS_AT = {"↑": "high", "↓": "low"}


def _impossible(result: Result, number: Decimal, interval: Range | None, around: Surroundings) -> bool:
    return bool(
        any(_size(result, Evidence(), number, None, around))
        or (interval is not None and interval.kind in _NUMERIC_RANGE and any(_mark(result, number, interval, around)))
    )


def _named(result: Result, evidence: Evidence, limits: Thresholds) -> Iterator[Doubt]:
    """A name that is not quite a known one, or an unknown one that was hardly legible: the value may be another's."""
    if not any(c.isalpha() for c in result.name):
        if result.name:
            yield Reason.NAME_UNCERTAIN, "The name has no letters."
        return
    found = standing(result.name, result.code)
    if found is Standing.STRAY:
        yield Reason.NAME_UNCERTAIN, "Something else may stand in the name."
    if evidence.digital or not evidence.name_chars:
        return
    if found is Standing.BENT:
        yield Reason.NAME_UNCERTAIN, "The name is not quite one that is known."
    elif found is Standing.UNKNOWN and min(c.confidence for c in evidence.name_chars) < limits.name:
        yield Reason.NAME_UNCERTAIN, "The name could not be read with certainty."


def _place(evidence: Evidence, around: Surroundings, limits: Thresholds) -> Iterator[Doubt]:
    if around.unevenness > limits.uneven and not evidence.digital:
        yield Reason.GEOMETRY_UNCERTAIN, ""
    if evidence.spread > limits.spread and not evidence.split:
        yield Reason.ROW_SPLIT, ""
    if 0 < around.text_height < limits.small and not evidence.digital:
        yield Reason.SMALL_PRINT, ""


def _odd_minus(value: Value, interval: Range | None) -> bool:
    """A dash read with a number whose interval knows nothing below zero."""
    bounds = [b for b in (interval.low, interval.high) if b is not None] if interval is not None else []
    return value.body.startswith("-") and bool(bounds) and min(bounds) >= 0


def well_divided(result: Result, decimal_comma: bool) -> bool:
    """True for a row whose every cell is whole: a known name, a number with the decimals of its interval, a known unit. A
    line that was cut between columns was then cut in the right places. Beside an interval that opens with a bracket or a
    comparator no digit can have crossed over, nor from a name that ends in a letter."""
    interval, number = parse_range(result.reference_range, decimal_comma), number_of(result, decimal_comma)
    if interval is not None and interval.kind == "word" and compact(result.value) == compact(interval.text):
        return standing(result.name, result.code) in (Standing.KNOWN, Standing.UNKNOWN)
    if interval is None or interval.kind not in _NUMERIC_RANGE or number is None or parse_unit(result.unit) is None:
        return False
    places = {decimals(t) for t in (interval.low_text, interval.high_text) if t}
    found = standing(result.name, result.code)
    guarded = result.reference_range[:1] in "[(<>≤≥" and not result.name[-1:].isdigit()
    return (found is Standing.KNOWN and (guarded or decimals(result.value) in places)) or (
        found is Standing.UNKNOWN and guarded
    )


def rightly_marked(result: Result, decimal_comma: bool) -> bool:
    """True for a number whose mark, or want of one, is what its interval asks for."""
    interval, number = parse_range(result.reference_range, decimal_comma), number_of(result, decimal_comma)
    where = interval.places(number) if interval is not None and number is not None else None
    return result.flag in {"in": ("",), "high": ("H", "HH"), "low": ("L", "LL")}.get(where or "", ())


_NUMERIC_RANGE = ("interval", "upper", "lower")


def _form(
    result: Result, evidence: Evidence, value: Value | None, interval: Range | None, around: Surroundings
) -> Iterator[Doubt]:
    if not result.value:
        return
    if "()" in result.value.replace(" ", ""):
        yield Reason.SYMBOL_UNCERTAIN, "A sign in brackets could not be read."
        return
    numeric = interval is not None and interval.kind in _NUMERIC_RANGE
    if (
        re.match(r"[*x×]?\^", result.unit)
        and result.value.endswith("10")
        and value is not None
        and value.kind == "number"
    ):
        yield Reason.VALUE_FORMAT, "The 10 of the unit's power may stand in the value."
    if beside_value(result.value):
        yield Reason.VALUE_FORMAT, "A mark or another sign may stand beside the value."
        return
    if value is None:
        mixed = any(c.isdigit() for c in result.value) and not graded(result.value)
        if numeric or mixed or len(result.value) > 40:
            yield Reason.VALUE_FORMAT, ""
        elif word_and_more(result.value, interval):
            yield Reason.VALUE_FORMAT, "Something else may stand beside the word."
        elif interval is None and not result.unit and standing(result.name, result.code) is Standing.UNKNOWN:
            yield Reason.VALUE_FORMAT, "Neither the name nor the value is a known one; this may be no result."
        elif mark_glued(result.value):
            yield Reason.VALUE_FORMAT, "A mark may stand behind the word."
        elif bent_word(result.value) and not evidence.digital:
            yield Reason.VALUE_FORMAT, "The word is not quite one that a result can be."
        elif evidence.value_chars and min(c.confidence for c in evidence.value_chars) < 0.9 and not evidence.digital:
            yield Reason.LOW_CONFIDENCE, ""
    elif mark_glued(result.value):
        yield Reason.VALUE_FORMAT, "A mark may stand behind the word."
    elif not result.unit and (behind := re.fullmatch(r"\d[\d.,]*\s*(\D+)", result.value)) and parse_unit(behind[1]):
        yield Reason.VALUE_FORMAT, "A unit stands in the value."
    elif value.kind == "interval" and "/" in value.body and _gap(evidence, result):
        yield Reason.VALUE_FORMAT, "A part of the unit may stand in the value."
    elif value.kind == "number" and _odd_minus(value, interval):
        yield Reason.VALUE_FORMAT, "A minus stands before a value that cannot be negative."
    elif value.kind == "sign" and numeric and result.value.strip("()") in ("-", "--", "+"):
        yield Reason.VALUE_FORMAT, "A sign stands where the interval asks for a number."
    elif value.kind == "number" and interval is not None and interval.kind == "word":
        stepped = result.value.startswith("+") or result.value.endswith("+")
        if not stepped and (result.value in ("1", "11", "0", "7", "4") or around.words > around.numbers):
            yield Reason.SYMBOL_UNCERTAIN, "A number stands where the interval asks for a sign or a word."
    elif value.kind == "number" and result.value == "1" and interval is None and around.words >= 3 and not result.unit:
        yield Reason.SYMBOL_UNCERTAIN, "A lone 1 among signs may be a minus."
    text = result.reference_range
    if (
        text
        and interval is None
        and any(c.isdigit() for c in text)
        and len(text) < 16
        and re.fullmatch(r"[\d.,\s<>≤≥~～–—%-]+", text)
    ):
        yield Reason.RANGE_UNREADABLE, ""


#: Multiples of the median, degrees of an axis, cut-off indices.
_RARE_UNITS = ("mom", "°", "index", "coi", "s/co")


def _unit(result: Result, number: Decimal | None, around: Surroundings) -> Iterator[Doubt]:
    key = identify(result.name, result.code, result.unit)
    known = analyte(key) if key else None
    if not result.unit:
        if known is not None and known.units != ("ratio",) and number is not None and around.units_printed:
            yield Reason.UNIT_MISSING, ""
        return
    printed = printed_scale(key, result.unit) if key else scale(result.unit)
    if power_lost(result.unit):
        return
    if printed is None and not looks_like_unit(result.unit) and result.unit.casefold() not in _RARE_UNITS:
        yield Reason.UNIT_UNUSUAL, ""
    elif (
        known is not None and known.units == ("ratio",) and printed is not None and printed.dimension in ("mass", "mol")
    ):
        yield Reason.UNIT_OF_ANOTHER_ANALYTE, ""
    elif (
        known is not None
        and printed is not None
        and known.units != ("ratio",)
        and printed.dimension not in known.dimensions
    ):
        if key in ("HCT", "PCT", "PDW", "RDWCV", "MCHC") or key.endswith(("%", "#")):  # type: ignore[union-attr]
            return
        yield Reason.UNIT_OF_ANOTHER_ANALYTE, ""


def _size(
    result: Result, evidence: Evidence, number: Decimal, interval: Range | None, around: Surroundings
) -> Iterator[Doubt]:
    key = identify(result.name, result.code, result.unit)
    if key is not None and is_blood(key, result):
        known, size = analyte(key), scale_of(key, result.unit, float(number))
        base = scale(known.units[0])
        if size is not None and base is not None and size.dimension == base.dimension:
            inside = float(number) * size.factor / base.factor
            half = 0.5 * 10.0 ** -decimals(result.value) * size.factor / base.factor  # 0.00 may be 0.004
            if not known.low - half <= inside <= known.high:
                lost_point = inside / 10 <= known.high and inside >= known.low * 10
                yield (Reason.VALUE_UNIT_MISMATCH if lost_point else Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS), ""
                return
    numeric = interval is not None and interval.kind in _NUMERIC_RANGE
    longest = around.most_decimals if around.numbers >= 4 else 2
    if not numeric and decimals(result.value) > longest + 1 and not result.unit:
        yield Reason.DECIMALS_UNUSUAL, "Such a number without unit and interval may be two cells in one."
    if interval is None or not numeric or result.comparator:
        return
    bounds = [decimals(t) for t in (interval.low_text, interval.high_text) if t]
    if _arrow_as_one(result, number, interval, max(bounds, default=0), around):
        yield Reason.SYMBOL_UNCERTAIN, "A 1 at the edge of the value may be an arrow."
        return
    spare = decimals(result.value) - max(bounds, default=0)
    if bounds and spare >= 2 and decimals(result.value) > longest and around.numbers >= 4 and abs(number) >= 1:
        yield Reason.VALUE_FORMAT, "No other value has so many decimals."
    if bounds and spare > 2 and abs(number) >= 1:
        yield Reason.DECIMALS_UNUSUAL, "The beginning of the next cell may stand in the value."
        return
    if bounds and spare > 0 and _gap(evidence, result):
        yield Reason.DECIMALS_UNUSUAL, "A digit stands apart from the others."
        return
    if _point_lost(result.value, number, interval, max(bounds, default=0)):
        yield Reason.DECIMALS_UNUSUAL, "With a decimal point it would lie in its interval."


def _gap(evidence: Evidence, result: Result) -> bool:
    """True when the digits were read with a space between them that the value does not have."""
    return bool(re.search(r"\d\s+\d", evidence.ranked)) and " " not in result.value


def _arrow_as_one(result: Result, number: Decimal, interval: Range, places: int, around: Surroundings) -> bool:
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
        return not finer or (without is not None and interval.places(without) != "in")
    if around.bare_outside:
        return False
    behind = result.value[1:].lstrip()
    rest = parse_number(behind) if result.value.startswith("1") and behind[:1].isdigit() else None
    if rest is None or behind[:1] == "0":
        return False
    return interval.places(number) == "high" and interval.places(rest) == "high"


def _point_lost(printed: str, number: Decimal, interval: Range, places: int) -> bool:
    """A whole number far above an interval that is printed with decimals, which a decimal point would bring near it."""
    if places == 0 or decimals(printed) or not printed.isdigit() or len(printed) < 2 or interval.high is None:
        return False
    if number <= interval.high * Decimal("1.5"):
        return False
    low = interval.low if interval.low is not None else Decimal(0)
    moved = number.scaleb(-places)
    return low * Decimal("0.5") <= moved <= interval.high * 2 or low <= number.scaleb(-1) <= interval.high


def _mark(result: Result, number: Decimal, interval: Range, around: Surroundings) -> Iterator[Doubt]:
    where = interval.places(number)
    if where is None:
        return
    up, down = result.flag in ("H", "HH"), result.flag in ("L", "LL")
    if (up and where != "high" and number != interval.high) or (down and where != "low" and number != interval.low):
        yield (
            Reason.FLAG_CONTRADICTS,
            f"Marked {'high' if up else 'low'}, but {result.value} is not outside {result.reference_range}.",
        )
    elif not result.flag and where != "in" and around.marks_printed:
        yield Reason.FLAG_CONTRADICTS, f"{result.value} is outside {result.reference_range} without a mark."
