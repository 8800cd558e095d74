"""Units that were read as no unit is written (``z/l`` behind an MCHC of 311) or without their first letter (a potassium of
4.4 ``mol/L``), put as they must have been printed, in doubt.

The analyte leaves few units in which value and interval are possible at all; for others the units of the page's own rows
are the choice. The one that is spelled nearest is taken, where no other is nearly as near.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr_pipeline.plausibility.quantities.analytes import analyte, identify
from ocr_pipeline.plausibility.quantities.restoring import possible
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import parse_number
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.units import looks_like_unit, parse_unit, power_lost

NEAR = 0.5  #: likeness of the spelling from which a unit is taken
ONLY = 0.3  #: the same where the analyte can have no other unit
APART = 0.15  #: by which the next unit must be less like it
PRINTED = 3  #: rows with the same spelling, from which it is believed
_ALIKE = str.maketrans(
    {"1": "l", "i": "l", "|": "l", "!": "l", "7": "/", "μ": "u", "µ": "u", " ": "", ".": "", ":": "", "'": "^"}
)
_BEHIND = re.compile(r"(?P<range>.*\d)\s*(?P<unit>(?=\S*(?:[^\W\d_]|%|\d[~^*°]))\S{1,8}(?: \S{1,2})?)\Z")

#: Multiples of the median, degrees of an axis, cut-off indices.
_RARE_UNITS = frozenset(
    (
        "mom",
        "°",
        "index",
        "coi",
        "s/co",
        "dpm",
        "l",
        "分钟",
        "小时",
        "周",
        "天",
        "次/小时",
        "次/h",
        "/h",
        "h",
        "ml/min/mmhg",
        "mmol/min/kpa",
        "ml/m2",
        "sfcs",
        "sfc",
        "μm",
        "um",
    )
)
#: ``log IU/mL``, ``Todd U/mL``
_PREFIX = re.compile(r"(?:log(?:10)?|todd)\s*(?=\S)", re.IGNORECASE)


def is_no_unit(text: str) -> bool:
    """Nothing that reports write as a unit."""
    return not looks_like_unit(_PREFIX.sub("", text)) and text.casefold() not in _RARE_UNITS


def respelled(results: Sequence[Result], by_eye: Sequence[bool], decimal_comma: bool = False) -> dict[int, Result]:
    """By index, the results whose unit is spelled anew; ``by_eye`` says which were recognised from a picture."""
    odd = {i: read for i, r in enumerate(results) if by_eye[i] and (read := _odd(r))}
    counted = Counter(read.unit for read in odd.values())
    common = Counter(r.unit for i, r in enumerate(results) if i not in odd and r.unit)
    headless = {i: (r, unit) for i, r in enumerate(results) if by_eye[i] and i not in odd
                and (unit := _with_first_letter(r, decimal_comma))}  # fmt: skip
    lost = {r.unit: unit for r, unit in headless.values()}
    headless |= {i: (r, lost[r.unit]) for i, r in enumerate(results) if by_eye[i] and r.unit in lost and _key(r) is None
                 and lost[r.unit] in common}  # fmt: skip
    odd |= {i: r for i, (r, _) in headless.items()}
    found = {}
    for i, read in odd.items():
        unit = headless[i][1] if i in headless else ""
        if not unit and counted[read.unit] < PRINTED:
            unit = _nearest(read, common, decimal_comma)
        if unit:
            note = f"The unit was not legible ({read.unit}); {unit} is the one that fits."
            found[i] = replace(read, unit=unit, note=f"{read.note} {note}".strip())
    return found


def _odd(result: Result) -> Result | None:
    """``result`` with the unit as read, when that is none; also one that was read behind the interval."""
    if not result.unit and (match := _BEHIND.match(plain(result.reference_range))) and parse_range(match["range"]):
        result = replace(result, unit=match["unit"], reference_range=match["range"].strip())
    unit = result.unit  # a power without its 10 may have lost it to the value
    if not unit or unit.startswith("^") or result.ucum or scale(unit) is not None or power_lost(unit):
        return None
    return result if is_no_unit(unit) or (parse_unit(unit) is None and _key(result)) else None


def _with_first_letter(result: Result, decimal_comma: bool) -> str:
    """``mmol/L`` for a potassium of 4.4 ``mol/L``: the one unit of the analyte that lacks its first letter, where the value can
    be in that and cannot be in the unit as read."""
    key, unit = _key(result), plain(result.unit)
    number = parse_number(result.value, decimal_comma)
    if key is None or number is None or scale(unit) is None or possible(key, number, unit):
        return ""
    fitting = [u for u in analyte(key).units if plain(u)[1:].casefold() == unit.casefold() and possible(key, number, u)]
    return fitting[0] if len(fitting) == 1 else ""


def _key(result: Result) -> str | None:
    key = identify(result.name, result.code, "") or identify(result.name, result.code, "10^9/L")
    return key if key is not None and analyte(key).units != ("ratio",) else None


def _nearest(result: Result, common: Counter[str], decimal_comma: bool) -> str:
    if key := _key(result):
        number = parse_number(result.value, decimal_comma)
        units = [_as_printed(u, common) for u in analyte(key).units if possible(key, number, u)]
        least = ONLY if len(units) == 1 else NEAR
    else:
        units, least = [u for u, many in common.items() if many > 1], NEAR
    ranked = sorted(((_likeness(result.unit, u), u) for u in units), reverse=True)
    if not ranked or ranked[0][0] < least or (ranked[1:] and ranked[0][0] - ranked[1][0] < APART):
        return ""
    # AFP in ``JU/mL``: the page's own U/mL is spelled nearer than the ng/mL that is known of it
    nearer = max((_likeness(result.unit, u) for u, many in common.items() if many > 1 and u not in units), default=0.0)
    return ranked[0][1] if nearer < ranked[0][0] + APART else ""


def _as_printed(unit: str, common: Counter[str]) -> str:
    """``unit`` as other rows of the page print it."""
    return next((u for u, _ in common.most_common() if plain(u).casefold() == plain(unit).casefold()), unit)


def _likeness(read: str, unit: str) -> float:
    folded = [plain(text).casefold().translate(_ALIKE) for text in (read, unit)]
    return Levenshtein.normalized_similarity(*folded)
