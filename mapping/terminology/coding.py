"""A whole report coded: loinc, ucum, interpretation and the doubts that only the meaning of a row can show."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from mapping.terminology.families import family
from mapping.terminology.match import Coding, find_code
from mapping.terminology.names import plain
from mapping.terminology.site import SiteTerms
from mapping.terminology.table import Code
from mapping.terminology.ties import bounds_of
from mapping.terminology.units import to_ucum
from mapping.terminology.where import setting_of_row
from ocr_pipeline.report import GUESSED, Reason, Report, Result

_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?$")
_RANGE = re.compile(r"^[\s(\[]*([+-]?\d+(?:\.\d+)?)\s*(?:-{1,3}|~|–|—|−|至|to|\.\.)\s*([+-]?\d+(?:\.\d+)?)[\s)\]]*$")
_BELOW = re.compile(r"^[\s(]*(?:<|<=|≤|≦|up to|hasta|小于)\s*(\d+(?:\.\d+)?)[\s)]*$")
_ABOVE = re.compile(r"^[\s(]*(?:>|>=|≥|≧)\s*(\d+(?:\.\d+)?)[\s)]*$")
_NEGATIVE = re.compile(
    r"^(阴性|阴|negative|neg|negativo|negativa|negatif|am tinh|non reactive|nonreactive|non-reactive|no reactivo|non reattivo|\(-\)|-|\(阴性\)|阴性\(-\))$"
)
_POSITIVE = re.compile(
    r"^(阳性|阳|弱阳性|positive|pos|positivo|positiva|positif|pozitif|duong tinh|reactive|reactivo|reattivo|\+{1,4}|\d\+|\(\+\)|阳性\(\+{1,4}\)|\+\d)$"
)


def code_report(report: Report, site: SiteTerms | None = None) -> Report:
    """The report with ``loinc``, ``ucum``, ``interpretation`` and ``coding_note`` set and terminology doubts added.

    Rows that stay uncoded keep everything they had; ``coding_note`` then says why. A row's own code is replaced only
    when a certain one is found. A ``ucum`` that reading already gave (the meaning of a cut unit) counts as the unit.
    Printed texts are never touched."""
    extra = site.names if site else None
    done = []
    for i, row in enumerate(report.results):
        coding = find_code(
            row.name,
            row.ucum or row.unit,
            code=row.code,
            value=row.value,
            extra=extra,
            setting=setting_of_row(report, i),
            interval=row.reference_range,
        )
        if GUESSED in row.note:
            coding = replace(coding, loinc=None, reason="The name is only the nearest known one to what was read.")
        if note := _percent_as_fraction(row, coding):
            coding = replace(coding, ucum="%", reason=note)
        around = {to_ucum(report.results[j].unit) for j in (i - 1, i + 1) if 0 <= j < len(report.results)}
        reasons = [*row.reasons, *(r for r in _doubts(row, coding, around) if r not in row.reasons)]
        done.append(
            replace(
                row,
                loinc=coding.loinc,
                ucum=coding.ucum or _share(row, coding),
                interpretation=interpret(row),
                coding_note=coding.reason or "",
                reasons=tuple(reasons),
            )
        )
    return replace(report, results=tuple(done))


def _share(row: Result, coding: Coding) -> str | None:
    """``%`` for a number whose unit was not seen and whose certain code is that of a share: it has no other unit."""
    only = coding.loinc is not None and coding.code is not None and coding.code.units == ("%",)
    return "%" if only and not row.unit.strip() and _NUMBER.match(row.value.strip().replace(",", ".")) else None


def _percent_as_fraction(row: Result, coding: Coding) -> str | None:
    """What to note where ``L/L`` is printed behind a haematocrit in percent: many reports mix the two up, and no blood has
    more cells than volume. The interval must say so too."""
    value = row.value.strip().replace(",", ".")
    bounds = bounds_of(row.reference_range)
    if coding.ucum != "L/L" or coding.code is None or "%" not in coding.code.units or not _NUMBER.match(value):
        return None
    mixed_up = len(bounds) == 2 and min(float(value), *bounds) > 1.5
    return f"Printed in {row.unit}, but value and interval are in percent." if mixed_up else None


def interpret(row: Result) -> str | None:
    """A v3-ObservationInterpretation code from the printed flag, or from value and range where both are plain, else None.

    None also when flag and numbers contradict each other: then a person decides. What the table itself said (S, I, R of a
    germ) stays."""
    if row.interpretation in ("S", "I", "R"):
        return row.interpretation
    by_range = _by_range(row)
    if row.flag:
        if by_range and by_range != row.flag[0] and row.flag != "A":
            return None
        return str(row.flag)
    if by_range:
        return by_range
    words = plain(row.value).strip()
    if _NEGATIVE.match(words):
        return "NEG"
    return "POS" if _POSITIVE.match(words) else None


def _by_range(row: Result) -> str | None:
    value = unicodedata.normalize("NFKC", row.value).strip()
    if row.comparator or not _NUMBER.match(value):
        return None
    number, text = float(value), unicodedata.normalize("NFKC", row.reference_range).strip().lower()
    if both := _RANGE.match(text):
        low, high = float(both.group(1)), float(both.group(2))
        if low > high:
            return None
        return "L" if number < low else "H" if number > high else "N"
    if below := _BELOW.match(text):
        limit = float(below.group(1))
        return "H" if number > limit else "N" if number < limit else None
    if above := _ABOVE.match(text):
        limit = float(above.group(1))
        return "L" if number < limit else "N" if number > limit else None
    return None


def _doubts(row: Result, coding: Coding, around: set[str | None]) -> list[Reason]:
    out: list[Reason] = []
    if coding.foreign_unit and coding.ucum and not _against_cut_off(coding):
        out.append(Reason.UNIT_OF_ANOTHER_ANALYTE if coding.ucum in around else Reason.UNIT_UNUSUAL)
    elif coding.analyte and coding.ucum is None and re.search(r"\w", row.unit) and coding.loinc is None:
        out.append(Reason.UNIT_UNUSUAL)
    value = unicodedata.normalize("NFKC", row.value).strip()
    if coding.code is None or not _NUMBER.match(value):
        return out
    if coding.code.limits and _outside(float(value), coding.ucum, coding.code, coding.code.limits):
        out.append(Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS)
    if coding.code.decimals is not None and _decimals(value) >= 2 + max(
        coding.code.decimals, *map(_decimals, _numbers(row))
    ):
        out.append(Reason.DECIMALS_UNUSUAL)
    return out


#: Signals against the cut-off of an assay.
_CUT_OFFS = frozenset(("{s_co_ratio}", "{COI}", "{index_val}"))


def _against_cut_off(coding: Coding) -> bool:
    """What is told as positive or negative is measured against a cut-off on every analyser, whatever codes there are for that."""
    found = coding.analyte
    return found is not None and coding.ucum in _CUT_OFFS and any("ord" in code.units for code in found.codes)


def _outside(number: float, ucum: str | None, code: Code, limits: tuple[float, float]) -> bool:
    low, high = limits
    if not ucum:
        return "none" in code.families and not low <= number <= high
    here, there = family(ucum), family(code.units[0])
    if here is None or there is None or here[0] != there[0]:
        return False
    scaled = number * here[1] / there[1]
    # the tolerance keeps the rounding of the conversion out of it
    return not low * 0.999 - 1e-12 <= scaled <= high * 1.001


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _numbers(row: Result) -> tuple[str, ...]:
    return ("0", *re.findall(r"\d+(?:\.\d+)?", row.reference_range))
