"""Turkish names of analytes: the recogniser reads the dotted capital ``İ`` as ``Í``, ``Ì`` or ``i``."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTERS = set("ışğİŞĞ")
_WORDS = re.compile(r"sonuç|birim|\bhasta(?!\s?[\d<>])|tetkik|laboratuvar|referans aral|kolesterol|üre")
_DOTTED = str.maketrans("ÍÌÎíìî", "İİİiii")


def is_turkish(texts: Sequence[str]) -> bool:
    """True when at least three lines hold letters or words that no other language here has."""
    return sum(not _LETTERS.isdisjoint(t) or bool(_WORDS.search(t.casefold())) for t in texts) >= 3


_UREA = re.compile(r"\bU(?=re\b|rik\b)")  #: no Turkish word begins so without its dots


def dotted(name: str) -> str:
    """``name`` with its i written as Turkish prints it: ``TOTAL BÍLÍRUBIN`` → ``TOTAL BİLİRUBIN``."""
    name = _UREA.sub("Ü", name.translate(_DOTTED))
    capitals = sum(c.isupper() for c in name)
    small = [c for c in name if c.islower()]
    # among capitals a single small i is the dotted capital
    return name.replace("i", "İ") if small and set(small) == {"i"} and capitals > len(small) else name


_CAPITAL = str.maketrans("Ii", "İİ")
#: A capital İ that was read as a small i, or as itself: the page prints it.
_DOTS = re.compile(r"[A-ZÇĞÖŞÜ][iİÍÌÎ][A-ZÇĞÖŞÜ]|[A-ZÇĞÖŞÜ]{2}[iİÍÌÎ](?![a-zçğıöşü])|(?<![^\W_])[iİÍÌÎ][A-ZÇĞÖŞÜ]{2}")
_FINDINGS = re.compile(r"(?<![^\W\d_])(?:NEGAT[Iİi]F|POZ[Iİi]T[Iİi]F|HAF[Iİi]F|BEL[Iİi]RG[Iİi]N)(?![^\W\d_])")


def prints_dots(texts: Sequence[str]) -> bool:
    """True when at least two lines of a Turkish page hold a dotted capital."""
    return sum(bool(_DOTS.search(t)) for t in texts) >= 2


def finding(text: str) -> str:
    """``text`` with the dots of the findings in capitals: ``NEGATIF (0,2)`` → ``NEGATİF (0,2)``."""
    return _FINDINGS.sub(lambda m: m[0].translate(_CAPITAL), text)
