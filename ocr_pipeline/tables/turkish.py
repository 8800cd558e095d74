"""Turkish names of analytes: the recogniser reads the dotted capital ``İ`` as ``Í``, ``Ì`` or ``i``."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTERS = set("ışğİŞĞ")
_WORDS = re.compile("sonuç|birim|hasta|tetkik|laboratuvar|referans aral|kolesterol|üre")
_DOTTED = str.maketrans("ÍÌÎíìî", "İİİiii")


def is_turkish(texts: Sequence[str]) -> bool:
    """True when at least three lines hold letters or words that no other language here has."""
    return sum(not _LETTERS.isdisjoint(t) or bool(_WORDS.search(t.casefold())) for t in texts) >= 3


def dotted(name: str) -> str:
    """``name`` with its i written as Turkish prints it: ``TOTAL BÍLÍRUBIN`` → ``TOTAL BİLİRUBIN``."""
    name = name.translate(_DOTTED)
    capitals = sum(c.isupper() for c in name)
    small = [c for c in name if c.islower()]
    # among capitals a single small i is the dotted capital
    return name.replace("i", "İ") if small and set(small) == {"i"} and capitals > len(small) else name
