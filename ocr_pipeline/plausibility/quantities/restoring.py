"""Units whose raised power the recogniser lost, written out again where the analyte leaves no choice.

``×10/L`` behind 4.5 red cells can only be 10^12/L, behind 6.2 white cells only 10^9/L: the print is restored, the value
is not touched. Where the value would be impossible the unit stays as read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ocr_pipeline.plausibility.quantities.analytes import analyte, identify
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import parse_number
from ocr_pipeline.tables.grammar.units import parse_unit, power_lost

_LOST = re.compile(r"(?P<times>[×xX*]?)\s?10(?P<rest>[^/A-Za-z]{0,4})/?(?P<per>[a-zA-Zμ]{1,2}|mm3|mm\^3)\.?\Z")


_CUT = re.compile(r"[×xX*]?\s?10(?:\s?[\^~*°]\s?(?P<power>9|12)\s?/?|(?P<bare>9|12)\s?/)\Z")


def restore_units(results: Sequence[Result], decimal_comma: bool = False) -> list[Result]:
    """All of a report, each by :func:`restore_unit`; and where other rows print a power with its litre, the ``10^9`` or
    ``10^12/`` of a count, cut off by the neighbouring column, keeps its print and is given its whole meaning in ``ucum``."""
    whole = [restore_unit(r, decimal_comma) for r in results]
    if not any(re.search(r"10\^\d+/[Ll]\Z", plain(r.unit)) for r in whole):
        return whole
    return [_with_litre(r, decimal_comma) for r in whole]


def meant(result: Result) -> str:
    """The unit to judge by: what a cut one means, else what is printed."""
    return (result.ucum or "").replace("*", "^") or result.unit


def _with_litre(result: Result, decimal_comma: bool) -> Result:
    match = _CUT.match(plain(result.unit).strip())
    key = identify(result.name, result.code, "10^9/L") if match else None
    if match is None or key is None or "count" not in analyte(key).dimensions:
        return result
    power = match["power"] or match["bare"]
    if not possible(key, parse_number(result.value, decimal_comma), f"10^{power}/L"):
        return result
    note = f"The end of the unit is cut off ({result.unit}); 10^{power}/L is the one that fits."
    return replace(result, ucum=f"10*{power}/L", note=f"{result.note} {note}".strip())


def restore_unit(result: Result, decimal_comma: bool = False) -> Result:
    """``result`` with its unit's power restored; the same object when there is nothing to restore or no certain power."""
    unit = plain(result.unit).strip()
    if (
        len(unit) <= 2
        and unit
        and parse_unit(unit) is None
        and unit in ("告", "o", "O", "°", "0", "名", "必", "8", "多", "0%", "7", "q", "9", "è", "é")
    ):
        return _percent(result)
    match = _LOST.match(unit)
    if not match or not power_lost(unit):
        return result
    key = identify(result.name, result.code, "") or identify(result.name, result.code, "10^9/L")
    number = parse_number(result.value, decimal_comma)
    if key is None or number is None or "count" not in analyte(key).dimensions:
        return result
    # per litre laboratories print 10^12 for red cells and 10^9 for all others; per microlitre 10^6 and 10^3
    small = scale(f"/{match['per']}")
    if small is None:
        return result
    power = (12 if key == "RBC" else 9) - (0 if small.factor == 1.0 else 6)
    shown = f"{match['times']}10^{power}/{match['per']}"
    if not possible(key, number, shown):
        return result
    note = f"The power of the unit was not legible ({result.unit}); {shown} is the one that fits."
    return replace(result, unit=shown, note=f"{result.note} {note}".strip())


def possible(key: str, number: Decimal | None, unit: str) -> bool:
    """Whether the analyte can have this value in this unit at all."""
    known, base, size = analyte(key), scale(analyte(key).units[0]), scale(unit)
    if number is None or base is None or size is None:
        return False
    return known.low <= float(number) * size.factor / base.factor <= known.high


def _percent(result: Result) -> Result:
    key = identify(result.name, result.code, "%")
    if key is not None and "%" in analyte(key).units:
        return replace(result, unit="%")
    return result
