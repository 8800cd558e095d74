"""What tells codes apart that share a name: the size of the unit, accents, and the kind of specimen."""

from __future__ import annotations

import math
import unicodedata
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
