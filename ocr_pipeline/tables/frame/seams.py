"""Where two columns meet that the detector boxed as one in row after row: ``8.324.0-10.0``, ``67.7↑73.9``, ``106109``.

One such cell may be cut in several ways; all rows together leave one x where every cut makes sense on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import without_unit_and_mark
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import decimals
from ocr_pipeline.tables.grammar.ranges import looks_like_range, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import Kind

#: Fewer joined cells may each be an accident.
LEAST = 3
#: How far from the common seam, in text heights, the seam of one row may lie.
_STRAY = 0.45
_NUMERIC: tuple[Kind, ...] = ("result", "previous", "ref")


#: Columns whose cells show by their form which they are of.
_TOLD: tuple[Kind, ...] = ("result", "previous", "flag", "unit", "ref")


#: Marks that no name begins with.
_LETTERS = frozenset(("H", "L", "HH", "LL", "High", "Low", "HIGH", "LOW", "↑", "↓"))


@lru_cache(maxsize=8192)
def side(left: Kind, right: Kind, text: str) -> int:
    """-1 for a text that can only be a cell of the left one of two columns, 1 for one of the right one, 0 where its form says
    nothing: no number is a mark or a unit, but a word or an interval may be a result. A lone sign, or a word beside
    intervals, says nothing either: ``-`` is a negative result, what it should be, or the want of a mark."""
    if right in ("name", "serial", "code") and left in _TOLD:
        return -int(text in _LETTERS)  # a mark between two panels is the left one's
    if left not in _TOLD or right not in _TOLD or not {"flag", "unit"} & {left, right}:
        return 0
    if text in ("0", "1") and "unit" in (left, right):
        return 0  # a bent %
    said = parse_value(text)
    ranged = "ref" in (left, right)
    if said is not None and (said.kind == "sign" or (ranged and said.kind == "word" and parse_flag(text) is None)):
        return 0
    return int(_is_of(right, text)) - int(_is_of(left, text))


def _is_of(kind: Kind, text: str) -> bool:
    if kind == "flag":
        return parse_flag(text, column=True) is not None
    if kind == "unit":
        return parse_unit(text) is not None and not text.isdigit()  # 0 may be a bent %, but a bound too
    if kind == "ref":
        return looks_like_range(text)
    value = parse_value(split_flag(text)[0])
    return value is not None and value.kind == "number"


def seams(piece: Piece) -> list[float]:
    """The x of the seam before each character of the line, and of its end."""
    chars = piece.line.chars
    left = piece.line.left
    width = piece.line.right - left
    inner = [left + (a.end + b.start) / 2 * width for a, b in pairwise(chars)]
    return [left, *inner, left + chars[-1].end * width]


def spare_room(piece: Piece, at: int) -> float:
    """Empty room at the seam before character ``at`` of the line, in text heights: a space's, or what the two characters
    beside the seam have more than the line's other ones (a recogniser shares out a gap that it reads no space in)."""
    chars = piece.line.chars
    width = piece.line.right - piece.line.left
    after = at
    while after < len(chars) and chars[after].text.isspace():
        after += 1
    if not 0 < at <= after < len(chars):
        return 0.0
    free = (chars[after].start - chars[at - 1].end) * width
    if chars[at - 1].text.isdigit() and chars[after].text.isdigit():
        wide = [c.end - c.start for c in chars if c.text.isdigit()]
        if len(wide) >= 4:
            both = chars[at - 1].end - chars[at - 1].start + chars[after].end - chars[after].start
            free += max(0.0, both - 2 * median(wide)) * width
    return max(0.0, free / piece.height)


def common_seam(left: Column, right: Column, pieces: Sequence[Piece]) -> float | None:
    """The x between two neighbouring columns of numbers at which most of the cells that lie over both fall apart into a
    sound left and a sound right part; None where fewer than :data:`LEAST` cells do, or where they are few and others stand
    across it."""
    if left.kind not in _NUMERIC or right.kind not in _NUMERIC:
        return None
    over = [p for p in pieces if left.x0 < p.x1 and p.x0 < right.x1]
    twins = right.kind == "previous"
    apart = [p for p in over if _sound(left.kind, p.text) or _sound(right.kind, p.text)]
    if twins:  # of two numbers in a row only their place tells
        apart = [p for p in apart if p.x1 < right.center or p.x0 > left.center]
    joint = [p for p in over if p not in apart and p.x0 < right.x0 and p.x1 > left.x1]
    cuts = [found for p in joint if (found := _cuts(left.kind, right.kind, p))]
    if len(cuts) < LEAST:
        return None

    nearer = [abs(p.center - left.center) < abs(p.center - right.center) for p in apart]

    def astray(x: float) -> int:
        return sum((p.x1 > x) if here else (p.x0 < x) for p, here in zip(apart, nearer, strict=True))

    def votes(x: float) -> float:
        held = sum(max((w for s, w, reach in found if abs(s - x) <= reach), default=0.0) for found in cuts)
        return held if len(cuts) >= len(apart) else held - astray(x)

    best = max((s for found in cuts for s, _, _ in found), key=votes)
    near = [
        min((s for s, _, reach in found if abs(s - best) <= reach), key=lambda s: abs(s - best), default=None)
        for found in cuts
    ]
    held = [s for s in near if s is not None]
    if len(held) < max(LEAST, 0.6 * len(cuts)):
        return None
    return median(held) if len(cuts) >= len(apart) or astray(best) <= len(apart) / 8 else None


def _cuts(left: Kind, right: Kind, piece: Piece) -> list[tuple[float, float, float]]:
    """Seams of ``piece`` with sound parts on both sides: x, weight, and how far the row may stray."""
    text = plain(piece.line.text)
    places = seams(piece)
    out: list[tuple[float, float, float]] = []
    for at in range(piece.start + 1, piece.end):
        if text[at].isspace():
            continue
        weight = _sound(left, text[piece.start : at].strip()) * _sound(right, text[at : piece.end].strip())
        if weight:
            out.append((places[at], weight + min(0.5, spare_room(piece, at)), _STRAY * piece.height))
    return out


@lru_cache(maxsize=8192)
def _sound(kind: Kind, text: str) -> float:
    if kind == "ref":
        found = parse_range(text)
        if found is None or found.kind == "word" or re.match(r"[.,]|0\d", text):
            return 0.0
        uneven = found.low_text and found.high_text and decimals(found.low_text) != decimals(found.high_text)
        return 0.6 if uneven else 1.0
    bare = without_unit_and_mark(text)
    number = parse_value(bare)
    if number is None or number.kind == "word" or re.match(r"[.,]|0\d", bare):
        return 0.0
    return 1.0
