"""Room that a name's letters leave: where a letter stood of which nothing was read, a level stroke that a fax lost perhaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ocr_pipeline.page import Char
from ocr_pipeline.tables.grammar.normal import compact, is_cjk

#: Width that two neighbours have more than the other letters together, in letters, where one between them was not seen.
_BETWEEN = 0.8
#: Room before a line's first letter, in letters; boxes leave less than three quarters of one.
_BEFORE = 0.9
_FEWEST = 3  #: letters that tell how wide one is


def holes(chars: Sequence[Char]) -> frozenset[str]:
    """The pairs of neighbours that have room, or a sign, for a letter between them, and the first letter alone where it has
    room before it."""
    chars = [c for c in chars if c.text != " "]
    return frozenset((*_between(chars), *(first.text for first in _first(chars) if room_before(chars))))


def room_before(chars: Sequence[Char]) -> bool:
    """Whether the line began a letter's width before the first Chinese letter of a name."""
    usual = _usual(chars)
    return bool(usual) and any(first.start > _BEFORE * usual for first in _first(chars))


def _first(chars: Sequence[Char]) -> Sequence[Char]:
    """The first Chinese letter, where nothing of its own line was read before it."""
    at = next((i for i, c in enumerate(chars) if is_cjk(c.text)), None)
    if at is None or (at and not (chars[at - 1].text.isdigit() and chars[at - 1].start >= chars[at].start)):
        return ()
    return chars[at : at + 1]


def _usual(chars: Sequence[Char]) -> float:
    widths = [c.end - c.start for c in chars if is_cjk(c.text)]
    return median(widths) if len(widths) >= _FEWEST else 0.0


def _between(chars: Sequence[Char]) -> Iterator[str]:
    letters = [compact(c.text)[:1] for c in chars]
    for a, sign, b in zip(letters, letters[1:], letters[2:], strict=False):
        if not sign and is_cjk(a or "-") and is_cjk(b or "-"):
            yield a + b
    usual = _usual(chars)
    for one, other in pairwise(chars):
        wide = one.end - one.start + other.end - other.start > (2 + _BETWEEN) * usual
        if usual and wide and is_cjk(one.text) and is_cjk(other.text):
            yield one.text + other.text
