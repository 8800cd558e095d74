"""Latin names of analytes with a letter misread: written out again where only one known name can be meant.

A letter is only replaced where the recogniser was not sure of it (``Occuit Biood``, ``POTACCIUM``, ``HB AIC``), and only
when no other known name is as near. Digits are never replaced by other digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ocr_pipeline.page import Char
from ocr_pipeline.tables.grammar.normal import has_cjk, plain
from ocr_pipeline.tables.naming.known import is_name, known_lines

#: A letter read with more certainty than this is taken for what is printed.
_SURE = 0.98
_LEAST = 4


@cache
def _known() -> dict[int, tuple[str, ...]]:
    """Keys of known names (lower case, letters with their accents, digits, ``%`` and ``#``) by length."""
    out: dict[int, list[str]] = {}
    for name in dict.fromkeys(name for line in known_lines() for name in line):
        if len(name) >= _LEAST and not has_cjk(name):
            out.setdefault(len(name), []).append(name)
    return {length: tuple(names) for length, names in out.items()}


def restore_latin(name: str, chars: Sequence[Char]) -> str:
    """``name``, or the one known name that it is with one uncertain letter replaced (two from nine letters on). ``chars`` are
    those that the name was read from; what stands in brackets behind it stays."""
    name = _with_h(name)
    at = next((i for i, c in enumerate(name) if c in "([" and i), len(name))
    letters = [(i, c.casefold()) for i, c in enumerate(name[:at]) if _counts(c)]
    body = "".join(c for _, c in letters)
    if len(body) < _LEAST or len(body) != len(letters) or has_cjk(body):
        return name
    known = _known().get(len(body), ())
    if body in known:
        return name
    read = [c for c in chars if len(c.text) == 1 and _counts(plain(c.text))]
    under = "".join(plain(c.text).casefold() for c in read)
    start = under.find(body) if len(under) == len(read) else -1
    if start < 0:
        return name
    sure = [c.confidence > _SURE for c in read[start : start + len(body)]]
    if all(sure):
        return name
    found = [k for k in known if _fits(k, body, sure)]
    if len(found) != 1:
        return name
    out = list(name)
    for (place, old), new in zip(letters, found[0], strict=True):
        if old != new:
            out[place] = new.upper() if _capital(name[:at], place) else new
    return "".join(out)


#: An H whose bar was not seen: no name has two such strokes where another has an H.
_BARLESS = re.compile(r"[Il]{2}")


def _with_h(name: str) -> str:
    """``MCII`` and ``pll值`` as the known names that they are with an H."""
    whole = _BARLESS.sub("H", name, count=1)
    return whole if whole != name and is_name(whole) and not is_name(name) else name


def _counts(char: str) -> bool:
    return char.isalnum() or char in "%#"


def _capital(name: str, place: int) -> bool:
    """Whether a letter at ``place`` is a capital: as those beside it are, the first of a word as the first of the name."""
    if place == 0 or not name[place - 1].isalpha():
        return name[:1].isupper()
    beside = [c for c in name[max(0, place - 2) : place + 3] if c.isalpha()]
    return sum(c.isupper() for c in beside) > len(beside) / 2


def _fits(known: str, body: str, sure: Sequence[bool]) -> bool:
    off = [(k, b, s) for k, b, s in zip(known, body, sure, strict=True) if k != b]
    if not 0 < len(off) <= (2 if len(body) >= 9 else 1):
        return False
    return not any(s or (k.isdigit() and b.isdigit()) or not _alike(k, b) for k, b, s in off)


#: Letters and the digits that they look like.
_ALIKE = frozenset(("o0", "d0", "q0", "l1", "i1", "t1", "z2", "s5", "g6", "b6", "t7", "b8", "g9", "q9", "a4"))


def _alike(one: str, other: str) -> bool:
    """False for a letter and a digit that it does not look like: the 2 of Hb A2 is never read as O."""
    return one.isdigit() == other.isdigit() or "".join(sorted((one, other), reverse=True)) in _ALIKE
