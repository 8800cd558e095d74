"""Vietnamese text whose vowels with two marks the recogniser does not know and leaves out: ``Mt thai sng khong 31 tun``."""

from __future__ import annotations

import re

from ocr_pipeline.fields import fold

_WORD = re.compile(r"[^\W\d_]{2,}|(?<![^\W\d_])đ(?![^\W\d_])")
#: Units and short forms have no vowels either.
_SHORT = frozenset(
    "tr sl hs dk mm cm ml dl kg mg pg ng mmhg ph km ms mv bpm vs tt tb bn bs ct mr mri tp kt pt xn kq hc tc bc".split()
)
LEAST = 1


def vowels_lost(text: str) -> bool:
    """True when at least :data:`LEAST` words of ``text`` have no vowel, as no Vietnamese word is."""
    lost = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.islower() and fold(word) not in _SHORT and not re.search("[aeiouy]", fold(word)):
            lost += 1
    return lost >= LEAST
