"""What tells codes apart that share a name: the size of the unit, accents, the kind of specimen, the printed interval."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from mapping.terminology.families import family
from mapping.terminology.table import Code

if TYPE_CHECKING:
    from mapping.terminology.match import Candidate


def body(specimen: str) -> str:
    """Blood, urine, or the specimen itself: what a page of results is about."""
    if specimen in {"blood", "serum", "plasma", "art", "ven"}:
        return "blood"
    return "urine" if specimen in {"strip", "sed", "urine", "u24"} else specimen


def by_size(candidates: list[Candidate], ucum: str | None) -> list[Candidate]:
    """Of several analytes with one name, those whose usual unit has the printed one's size.

    TG in mmol/L is a lipid, in ng/mL a thyroid protein: a thousandfold unit apart is another analyte."""
    here = family(ucum) if ucum else None
    if here is None or len({c.analyte.id for c in candidates}) < 2:
        return candidates
    gaps = []
    for candidate in candidates:
        known = [f for f in map(family, candidate.code.units) if f and f[0] == here[0]]
        gaps.append(min((abs(math.log10(here[1] / f[1])) for f in known), default=0.0))
    near = [c for c, gap in zip(candidates, gaps, strict=True) if gap < 1.5]
    return near if near and all(gap < 1.5 or gap > 2.5 for gap in gaps) else candidates


def by_accents(candidates: list[Candidate], name: str) -> list[Candidate]:
    """Of several analytes with one key, the one that is written with the same accents: máu is blood, màu a colour.

    A plain word may have lost its accents; plain capitals are an abbreviation (MAU)."""
    printed = unicodedata.normalize("NFC", name.strip())
    if printed.isascii() and not printed.isupper():
        return candidates
    same = [
        c
        for c in candidates
        if any(printed.casefold() == n.casefold() for names in c.analyte.names.values() for n in names)
    ]
    return same or candidates


def other_size(code: Code, ucum: str | None) -> bool:
    """True for a mass or an amount of substance whose printed unit is thousands of times away from all units of ``code``.

    P in ng/mL is progesterone, not phosphate. Laboratories do not differ by more than mg/dL from ug/L (10^4 is never)."""
    here = family(ucum) if ucum else None
    if here is None or here[0] not in {"mass", "moles"}:
        return False
    known = [f for f in map(family, code.units) if f and f[0] == here[0]]
    return bool(known) and min(abs(math.log10(here[1] / f[1])) for f in known) > 3.5


#: Cells of which blood can have ``_MANY`` a litre never have an interval that ends below ``_FEW``: those of urine, liquor
#: and semen do.
_MANY, _FEW = 1e12, 1e9


@lru_cache(maxsize=2048)
def bounds_of(interval: str) -> tuple[float, ...]:
    """The numbers of a plain printed interval that has an upper bound (``3.5-9.5``, ``<10``), else nothing."""
    text = unicodedata.normalize("NFKC", interval)
    if re.search(r"[>≥]|[^\W\d_]{4}", text):
        return ()
    found = re.findall(r"\d+(?:[.,]\d+)?", text)
    return tuple(float(n.replace(",", ".")) for n in found) if len(found) <= 2 else ()


def interval_excludes(code: Code, ucum: str | None, interval: str) -> bool:
    """True when no laboratory has this interval for ``code``: a pH of 5 to 8 is not blood's, nor are 0 to 10 cells."""
    bounds = bounds_of(interval)
    if not bounds or code.limits is None:
        return False
    here, there = (family(u) if u else None for u in (ucum, code.units[0]))
    if here is not None and there is not None and here[0] == there[0]:
        scale = here[1] / there[1]
    elif not ucum and "none" in code.families:
        scale = 1.0
    else:
        return False
    sizes = [b * scale for b in bounds]
    if any(s and not 0.999 * code.limits[0] <= s <= 1.001 * code.limits[1] for s in sizes):
        return True
    counted = code.specimens[0] == "blood" and there is not None and there[0] == "number"
    return bool(counted and there and code.limits[1] * there[1] >= _MANY and sizes[-1] * there[1] < _FEW)
