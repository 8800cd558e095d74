"""Within a row: what the eye was unsure of, and what a value, its unit, its interval and its mark say of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ocr_pipeline.layout.measured import is_measurement
from ocr_pipeline.plausibility.names.naming import name_doubts
from ocr_pipeline.plausibility.names.standing import Standing, standing
from ocr_pipeline.plausibility.page.points import bare_point, fits_with_points, lost_in_bound, may_lack_point
from ocr_pipeline.plausibility.quantities.analytes import analyte, identify
from ocr_pipeline.plausibility.quantities.measures import number_of, printed_scale
from ocr_pipeline.plausibility.quantities.reporting import comparator_lost
from ocr_pipeline.plausibility.quantities.thousands import may_be_fraction, ungrouped
from ocr_pipeline.plausibility.quantities.unit_print import is_no_unit
from ocr_pipeline.plausibility.quantities.units import percent_like, scale
from ocr_pipeline.plausibility.quantities.usual import unusual_interval
from ocr_pipeline.plausibility.row.characters import certainty, seen_doubts
from ocr_pipeline.plausibility.row.dash_lost import dash_lost
from ocr_pipeline.plausibility.row.intervals import interval_doubts
from ocr_pipeline.plausibility.row.sizes import NUMERIC_RANGE, apart, mark_doubts, size_doubts, word_mark_doubts
from ocr_pipeline.plausibility.row.words import (
    beheaded,
    bent_word,
    beside_value,
    disagrees,
    graded,
    mark_glued,
    repeated,
    step_and_number,
    word_and_more,
)
from ocr_pipeline.plausibility.surroundings import Doubt, Surroundings
from ocr_pipeline.plausibility.thresholds import Thresholds
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import decimals
from ocr_pipeline.tables.grammar.ranges import Range, is_breakpoints, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit, power_lost
from ocr_pipeline.tables.grammar.values import Value, parse_value

#: ``10-301`` a field: no count of cells spans so much, and the arrow behind ``10-30`` is read as a 1.
_COUNT_AND_ARROW = re.compile(r"(?P<low>\d{1,2})-(?P<high>\d{1,2})1(?:/[HL]PF?)?", re.IGNORECASE)


def row_doubts(result: Result, evidence: Evidence, around: Surroundings, limits: Thresholds) -> list[Doubt]:
    """Every reason that the row itself gives, each with a short note (empty when the reason says it all)."""
    value = parse_value(result.value, around.decimal_comma)
    whole = ungrouped(result, around.decimal_sign)
    interval = parse_range(whole.reference_range, around.decimal_comma)
    number = number_of(whole, around.decimal_comma)
    out: list[Doubt] = []
    out.extend(seen_doubts(result, evidence, value, around, limits))
    out.extend(name_doubts(result, evidence, limits))
    out.extend(_place(evidence, around, limits))
    out.extend(_form(result, evidence, value, interval, around))
    out.extend(_unit(whole, number, interval, around))
    if not evidence.digital:
        out.extend(interval_doubts(result, value, interval, around))
    count = _COUNT_AND_ARROW.fullmatch(plain(result.value).replace(" ", ""))
    if not result.flag and count and int(count["low"]) < int(count["high"]):
        out.append((Reason.SYMBOL_UNCERTAIN, "A 1 at the edge of the value may be an arrow."))
    out.extend(word_mark_doubts(result, around))
    if not evidence.digital and _may_hold_iu(result, evidence, number, interval):
        out.append((Reason.AMBIGUOUS_CHARACTER, "The last 1 may be the I of IU."))
    if not evidence.digital and dash_lost(result):
        out.append((Reason.VALUE_FORMAT, "A dash may stand between the digits."))
    if around.points_lost and may_lack_point(result) and not evidence.digital:
        out.append((Reason.DECIMALS_UNUSUAL, "Other numbers of the page lost their decimal sign."))
    if around.zeros_printed and bare_point(result) and not evidence.digital:
        out.append(
            (Reason.RANGE_UNREADABLE, "A speck may stand before a number: others have a zero before their point.")
        )
    if around.decimal_comma and not evidence.digital and _other_sign(result):
        out.append((Reason.SYMBOL_UNCERTAIN, "The page prints decimal commas; more may stand where a point was read."))
    if _weak_mark(result, evidence, value):
        out.append((Reason.SYMBOL_UNCERTAIN, "The mark beside the word could not be read with certainty."))
    if around.even_bounds and interval is not None and lost_in_bound(interval) and not evidence.digital:
        out.append((Reason.RANGE_UNREADABLE, "The upper bound may have lost its decimal sign."))
    if number is not None:
        out.extend(size_doubts(whole, evidence, number, interval, around))
        if not evidence.digital and may_be_fraction(result, whole, number, interval):
            out.append((Reason.DECIMALS_UNUSUAL, "With a decimal sign it would lie in its interval."))
        if (lost := comparator_lost(result, number, interval)) is not None and not evidence.digital:
            out.append((Reason.SYMBOL_UNCERTAIN, lost))
        if interval is not None and result.comparator is None:
            if not result.flag and not evidence.digital and fits_with_points(number, interval):
                out.append((Reason.RANGE_UNREADABLE, "With decimal signs the interval would hold the value."))
            out.extend(mark_doubts(result, number, interval, around))
    return out


#: Room between a value and its unit, in text heights, in which no space stood.
_TOUCHES = 0.3


def _may_hold_iu(result: Result, evidence: Evidence, number: Decimal | None, interval: Range | None) -> bool:
    """``2.621U/mL`` for 2.62 IU/mL: a value that ends in 1 right before the unit, with a decimal more than its interval has, or
    outside an interval that would hold it without the 1."""
    if number is None or interval is None or not result.value.endswith("1") or not result.unit.startswith(("U/", "u/")):
        return False
    ends = [line.right for line in evidence.row_lines if plain(line.text).strip() == result.value]
    units = [line for line in evidence.row_lines if plain(line.text).strip() == result.unit]
    if not any(abs(unit.left - end) < _TOUCHES * unit.height for unit in units for end in ends):
        return False
    bounds = [decimals(text) for text in (interval.low_text, interval.high_text) if text]
    if (own := decimals(result.value)) > 1:
        return bool(bounds) and own == max(bounds) + 1
    return own == 0 and interval.places(number) != "in" and interval.places(number // 10) == "in"


def _weak_mark(result: Result, evidence: Evidence, value: Value | None) -> bool:
    """A mark that nothing but its own print tells: a number is held against its interval, a word is not."""
    if not result.flag or not evidence.mark or evidence.digital or value is None or value.kind not in ("word", "sign"):
        return False
    read = [line.confidence for line in evidence.row_lines if plain(line.text).strip() == evidence.mark]
    return bool(read) and min(read) < _MARK_SURE


#: Specks of dust are read as arrows with less.
_MARK_SURE = 0.9


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
    if interval is not None and interval.kind == "word" and _letters(result.value) == _letters(interval.text):
        return standing(result.name, result.code) in (Standing.KNOWN, Standing.UNKNOWN)
    if not result.reference_range and number is not None and result.name[-1:].isalpha():
        # a name that ends in a letter, a number, and a unit that begins with none: no digit can have crossed over
        return (
            bool(re.fullmatch(r"\d[\d.,]*", result.value))
            and result.unit[:1] not in "0123456789x×*^.,-"
            and (parse_unit(result.unit) is not None)
        )
    if interval is None or interval.kind not in NUMERIC_RANGE or number is None:
        return False
    if result.reference_range.startswith("-") and not result.value.startswith("-"):
        return False  # 0-20-5: the dash may be the value's
    if parse_unit(result.unit) is None and not (result.unit == "" and _has_no_unit(result)):
        return False
    places = {decimals(t) for t in (interval.low_text, interval.high_text) if t}
    if max(places) - min(places) > 1:
        return False  # 26 beside 8.125-350: a digit and a speck of 268
    found = standing(result.name, result.code)
    guarded = result.reference_range[:1] in "[(<>≤≥" and not result.name[-1:].isdigit()
    return (found is Standing.KNOWN and (guarded or decimals(result.value) in places)) or (
        found is Standing.UNKNOWN and guarded
    )


def is_divided(result: Result, evidence: Evidence, decimal_comma: bool) -> bool:
    """Whether every cut between the columns of a row was made in the right place, as its cells or their edges tell."""
    return not evidence.rival and (well_divided(result, decimal_comma) or _parted(result, evidence, decimal_comma))


def _parted(result: Result, evidence: Evidence, decimal_comma: bool) -> bool:
    """A number between a known name and a known unit that end and begin in letters, its interval somewhere behind: no digit can
    have crossed over, however many decimals it has."""
    if number_of(result, decimal_comma) is None or parse_unit(result.unit) is None:
        return False
    interval = parse_range(result.reference_range, decimal_comma)
    if (
        interval is None
        or interval.kind not in NUMERIC_RANGE
        or standing(result.name, result.code) is not Standing.KNOWN
    ):
        return False
    parts = [plain(line.text).strip() for line in sorted(evidence.row_lines, key=lambda line: line.left)]
    at = parts.index(result.value) if parts.count(result.value) == 1 else 0
    if not 0 < at < len(parts) - 1:
        return False
    return parts[at - 1][-1:].isalpha() and (parts[at + 1][:1].isalpha() or parts[at + 1][:1] in "/%")


def _letters(text: str) -> str:
    """Signs in brackets count: 阴性 is not all of 阴性(-)."""
    return "".join(plain(text).split()).casefold()


def _has_no_unit(result: Result) -> bool:
    key = identify(result.name, result.code, result.unit)
    return key is not None and analyte(key).units == ("ratio",)


def rightly_marked(result: Result, decimal_comma: bool) -> bool:
    """True for a number whose mark, or want of one, is what its interval asks for."""
    interval, number = parse_range(result.reference_range, decimal_comma), number_of(result, decimal_comma)
    where = interval.places(number) if interval is not None and number is not None else None
    return result.flag in {"in": ("",), "high": ("H", "HH", "A"), "low": ("L", "LL", "A")}.get(where or "", ())


#: ``2025-10-09``, ``2025-10``, ``09/10/2025``
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[-/.年](?:0?[1-9]|1[0-2])(?!\d)|\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d\d(?!\d))")


def _says_nothing_known(result: Result, interval: Range | None) -> bool:
    """True where neither interval nor unit nor name tells that this is a result, nor what a germ says to an antibiotic."""
    told = interval is not None or result.unit or result.interpretation in ("S", "I", "R")
    told = told or bool(_GENOTYPE.fullmatch(result.value) and _GENE.fullmatch(plain(result.name)))
    return not told and standing(result.name, result.code) is Standing.UNKNOWN


#: The two letters of a place in a gene, and what genes, their alleles and such places are called: ``CYP2C19*2  GA``.
_GENOTYPE = re.compile(r"[ACGT]\s?/?\s?[ACGT]")
_GENE = re.compile(
    r"[A-Z][A-Z0-9]{2,8}(?:\s?\*\d{1,2}[A-Z]?)?(?:\s?\(?(?:rs\d+|[A-Z]\d+[A-Z]|-?\d+\s?[A-Z]>[A-Z])\)?)?|rs\d{3,}"
)
#: What is counted by eye: two numbers are a result there (``2-4 /HPF``).
_COUNTED = re.compile(r"(?i)[HL]PF?\b|field|champ|campo|alan|视野|個|个|[uμµ]L|mm(?:\^?3|³)|cell")


_POINTED = re.compile(r"[<>]?\s?\d+\.\d{1,2}")


def _other_sign(result: Result) -> bool:
    """``0.05`` beside ``0,00-0,50``: what blurred the comma may have blurred a ``<`` before it."""
    return (
        bool(_POINTED.fullmatch(result.value)) and "," in result.reference_range and "." not in result.reference_range
    )


def _form(
    result: Result, evidence: Evidence, value: Value | None, interval: Range | None, around: Surroundings
) -> Iterator[Doubt]:
    if not result.value:
        return
    if re.search(r"\(\)|\([^)]*\Z", result.value.replace(" ", "")):
        yield Reason.SYMBOL_UNCERTAIN, "A sign in brackets could not be read."
        return
    numeric = interval is not None and interval.kind in NUMERIC_RANGE
    if (
        re.match(r"[*x×]?\^", result.unit)
        and result.value.endswith("10")
        and value is not None
        and value.kind == "number"
    ):
        yield Reason.VALUE_FORMAT, "The 10 of the unit's power may stand in the value."
    if disagrees(result.value):
        yield Reason.VALUE_FORMAT, "The word and the sign behind it say the opposite."
        return
    if repeated(result.value):
        yield Reason.VALUE_FORMAT, "The word of the interval may stand in the value."
        return
    if beheaded(result.value) and not result.flag and not evidence.digital:
        yield Reason.VALUE_FORMAT, "The beginning of the word may be missing."
        return
    if _DATE.search(result.value) or _DATE.search(result.reference_range):
        yield Reason.VALUE_FORMAT, "A date stands in the row; this may be no result."
        return
    if beside_value(result.value):
        yield Reason.VALUE_FORMAT, "A mark or another sign may stand beside the value."
        return
    if step_and_number(result.value) and result.unit:
        return
    if value is None:
        mixed = any(map(str.isdigit, result.value)) and not (graded(result.value) or _GROWN.match(result.value))
        if numeric or mixed or len(result.value) > 40:
            yield Reason.VALUE_FORMAT, ""
        elif word_and_more(result.value, interval):
            yield Reason.VALUE_FORMAT, "Something else may stand beside the word."
        elif identify(result.name, result.code, result.unit) is not None:
            yield Reason.VALUE_FORMAT, "A word stands where this analyte has a number."
        elif _says_nothing_known(result, interval):
            yield Reason.VALUE_FORMAT, "Neither the name nor the value is a known one; this may be no result."
        elif mark_glued(result.value):
            yield Reason.VALUE_FORMAT, "A mark may stand behind the word."
        elif bent_word(result.value) and not evidence.digital:
            yield Reason.VALUE_FORMAT, "The word is not quite one that a result can be."
        elif evidence.value_chars and min(map(certainty, evidence.value_chars)) < 0.9 and not evidence.digital:
            yield Reason.LOW_CONFIDENCE, ""
    elif mark_glued(result.value):
        yield Reason.VALUE_FORMAT, "A mark may stand behind the word."
    elif (
        not result.unit
        and (behind := re.fullmatch(r"\d[\d.,]*\s*(\D+)", result.value))
        and parse_unit(behind[1])
        and not _PER_FIELD.match(behind[1])
    ):
        yield Reason.VALUE_FORMAT, "A unit stands in the value."
    elif value.kind == "interval" and "/" in value.body and apart(evidence, result):
        yield Reason.VALUE_FORMAT, "A part of the unit may stand in the value."
    elif (
        value.kind == "interval"
        and not result.reference_range
        and result.unit
        and not _COUNTED.search(result.unit)
        and not ("/" in result.name and result.name.count("/") == result.value.count("/"))  # ``QT/QTc  438/430``
    ):
        yield Reason.VALUE_FORMAT, "The interval may stand in place of the value."
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
        and re.fullmatch(r"[\d.,\s<>≤≥~～–—%()\[\]-]+", text)
        and not (value is not None and value.kind == "word" and result.unit and text.isdigit())  # a cut-off
        and not (text == "0" and value is not None and (value.kind == "interval" or _PER_FIELD.search(result.unit)))
        and not (is_breakpoints(text) or around.cut_offs)
    ):
        yield Reason.RANGE_UNREADABLE, ""
    elif value is None and interval is None and len(text.split()) > 2 and not any(c.isdigit() for c in text):
        yield Reason.RANGE_UNREADABLE, "A part of the value may stand in the interval."


#: How long a culture grew: ``48h无真菌生长``, ``培养5天未见细菌生长``.
_GROWN = re.compile(r"(?:培养)?\s?\d{1,2}\s?(?:h|小时|天|d)\D{0,12}(?:生长|检出)\D{0,6}\Z")
#: Cells a field, of which a healthy person has ``0``.
_PER_FIELD = re.compile(r"/\s*[HL]P|视野", re.IGNORECASE)
#: Of concentrations, without what they are counted in.
_AMOUNTS = frozenset(("g", "mg", "ug", "μg", "ng", "mmol", "umol", "μmol", "nmol", "pmol", "U", "IU", "mU", "mIU"))


def _unit(result: Result, number: Decimal | None, interval: Range | None, around: Surroundings) -> Iterator[Doubt]:
    key = identify(result.name, result.code, result.unit)
    known = analyte(key) if key else None
    if not result.unit:
        if known is not None and known.units != ("ratio",) and number is not None and around.units_printed:
            yield Reason.UNIT_MISSING, ""
        return
    printed = printed_scale(key, result.unit) if key else scale(result.unit)
    if power_lost(result.unit) or (result.unit.casefold() in ("mm", "cm") and is_measurement(result.name)):
        return  # CA: the circumference of an abdomen, not calcium
    if known is not None and result.unit in _AMOUNTS and any("/" in u for u in known.units):
        yield Reason.UNIT_UNUSUAL, "What the amount is counted in may be missing."
    elif unusual_interval(result, interval):
        yield (
            Reason.UNIT_UNUSUAL,
            "Such an interval is not usual for this analyte in this unit: one of them was misread.",
        )
    if printed is None and is_no_unit(result.unit):
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
        if key in ("HCT", "PCT", "PDW", "RDWCV", "MCHC") or (key == "ALB" and percent_like(result.unit)):
            return  # albumin in % is a fraction of electrophoresis
        counted = printed.dimension in ("fraction", "count") or plain(result.unit).casefold() == "g/l"
        if key.endswith(("%", "#")) and counted:  # type: ignore[union-attr]
            return  # one name may say share and number; g/l is giga a litre in small letters
        yield Reason.UNIT_OF_ANOTHER_ANALYTE, ""
