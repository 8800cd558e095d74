"""Printed results as quantities: which analyte, which interval does the rounding of its digits leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ocr_pipeline.plausibility.page.algebra import Quantity
from ocr_pipeline.plausibility.quantities.analytes import analyte, identify, of_other_fluid
from ocr_pipeline.plausibility.quantities.units import Scale, scale
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.numbers import decimals, parse_number
from ocr_pipeline.tables.grammar.ranges import Range, parse_range
from ocr_pipeline.tables.grammar.values import parse_value


@dataclass(frozen=True, slots=True)
class Measure:
    """A result that the algebra knows. ``scale`` is None when neither the unit nor the size tells it."""

    index: int
    key: str
    number: Decimal
    places: int
    scale: Scale | None

    def quantity(self, number: Decimal | None = None) -> Quantity | None:
        """The printed value (or ``number`` in its place) in base units, with half a unit of the last digit around it."""
        if self.scale is None:
            return None
        value = float(self.number if number is None else number)
        half = 0.5 * 10.0**-self.places
        if self.scale.dimension == "count" and self.scale.factor <= 1e6 and self.places == 0 and self.number % 10 == 0:
            half = 5.0  # counts per microlitre are rounded to tens
        factor = self.scale.factor
        return Quantity(value * factor, (value - half) * factor, (value + half) * factor)


def measure(index: int, result: Result, decimal_comma: bool = False) -> Measure | None:
    """``result`` as a measure, None when it is no plain number or its analyte is not known."""
    key = identify(result.name, result.code, result.unit)
    if key is None or result.comparator is not None or not is_blood(key, result):
        return None
    value = parse_value(result.value, decimal_comma)
    if value is None or value.kind != "number" or value.number is None:
        return None
    return Measure(index, key, value.number, decimals(result.value), scale_of(key, result.unit, float(value.number)))


_OF_SEMEN = frozenset({"SPR", "SNP", "SIM", "SMOT"})


#: Lower bounds in mmol/L, from and to, of elements in whole blood, where cells hold most iron and magnesium and no calcium:
#: usual intervals 7.52-11.82, 1.12-2.06 and 1.55-2.10.
_IN_CELLS = {"FE": (4.0, 12.0), "MG": (1.05, 1.6), "CA": (1.3, 1.75)}


def _is_whole_blood(key: str, unit: str, interval: Range) -> bool:
    printed, (low, high) = scale(unit), _IN_CELLS[key]
    if printed is None or printed.dimension != "mol" or "eq" in unit.casefold():
        return False
    if interval.low is None or interval.high is None:
        return False
    return low <= float(interval.low) * printed.factor * 1e3 <= high and float(interval.high) < 2 * float(interval.low)


def is_blood(key: str, result: Result) -> bool:
    """False for what was measured in urine or another fluid: as the row says, or cells whose interval lies far below that
    of blood, or a pH that is not said to be blood's. Sperm is where it belongs."""
    if key in _OF_SEMEN:
        return True
    if of_other_fluid(f"{result.specimen} {result.group} {result.name}".casefold()):
        return False
    interval = parse_range(result.reference_range)
    if key == "PH":
        return interval is not None and interval.low is not None and interval.low >= 7
    printed = scale(result.unit)
    if key in _IN_CELLS and interval is not None and _is_whole_blood(key, result.unit, interval):
        return False
    if key in ("WBC", "RBC") and re.search(r"/\s*[HL]P", result.unit, re.IGNORECASE):
        return False
    if key not in ("WBC", "RBC") or interval is None or interval.high is None or printed is None:
        return True
    return printed.dimension != "count" or float(interval.high) * printed.factor >= 2e9


def printed_scale(key: str, unit: str) -> Scale | None:
    """The scale of ``unit`` for this analyte: ``G/L`` is giga per litre for cells and gram per litre for proteins, an
    equivalent is half a mole of calcium, and haemoglobin's moles are of its monomer (16,114 g/mol)."""
    found = scale(unit)
    if found is not None and found.dimension == "mol" and key in ("HGB", "MCHC"):
        return Scale("mass", found.factor * 16114.0)
    if found is not None and found.dimension == "mol" and key in ("CA", "ICA", "MG") and "eq" in unit.casefold():
        return Scale("mol", found.factor / 2)
    if found is not None and found.dimension == "mass" and "count" in analyte(key).dimensions and unit.strip() == "G/L":
        return Scale("count", 1e9)
    return found


def scale_of(key: str, unit: str, value: float) -> Scale | None:
    """The scale that the unit prints, or, when it prints none that fits, the only usual one that makes sense."""
    known = analyte(key)
    printed = printed_scale(key, unit)
    if key == "MCHC" and printed is not None and printed.dimension == "fraction":
        return Scale("mass", 10.0)  # g/dL printed as %
    if key in ("HCT", "PCT") and (printed is None or printed.dimension == "fraction"):
        # L/L and % are mixed up on real reports; the size tells them apart
        return Scale("fraction", 0.01 if value > (1.0 if key == "HCT" else 0.02) else 1.0)
    if printed is not None and (printed.dimension in known.dimensions or known.units == ("ratio",)):
        return printed
    if known.units == ("ratio",):
        return Scale("fraction", 1.0)
    if printed is not None:
        return None
    base = scale(known.units[0])
    fitting: list[Scale] = []
    for name in known.units:
        other = scale(name)
        if other is None or base is None:
            continue
        size = value * other.factor / base.factor
        if other.dimension != base.dimension or known.low <= size <= known.high:
            fitting.append(other)
    return fitting[0] if len(fitting) == 1 or (fitting and not unit) else None


def measures(results: Sequence[Result], decimal_comma: bool = False) -> list[Measure]:
    return [m for i, r in enumerate(results) if (m := measure(i, r, decimal_comma)) is not None]


def number_of(result: Result, decimal_comma: bool = False) -> Decimal | None:
    """The exact number of a result, None for anything else than a plain number."""
    value = parse_value(result.value, decimal_comma)
    if value is None or value.kind != "number":
        return None
    return value.number if value.number is not None else parse_number(result.value, decimal_comma)
