"""Lines too wide to be read at once: in pieces that overlap, so that no character stands at the end of what the recogniser sees.

The last character before such an end is often lost: of 20 wrong characters in long Latin lines of drawn reports 13 were the last
of a piece (``osteoporoti range``, ``10,5 cm Reni``). Each piece goes on beyond the cut, and says what stands on its own side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.crops.cut import WIDEST, ink
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.page import Char, Image

BEYOND = 24  #: pixels that a piece goes on beyond its cut, a full-width character or two letters
ABOUT = CROP_HEIGHT  #: pixels about an even cut in which the gap is looked for
SAME = 12.0  #: pixels between the middles of one character in two pieces; two steps of the recogniser are 16
ALIKE = 8.0  #: of 255: columns that are as empty as the emptiest


def pieces(crop: Image) -> list[tuple[int, int]]:
    """Overlapping column ranges of at most :data:`WIDEST` that cover the crop; the cut between two of them, the middle of
    their overlap, lies where the ink is thinnest near even cuts."""
    width = crop.shape[1]
    if width <= WIDEST:
        return [(0, width)]
    parts = math.ceil(width / (WIDEST - 2 * (ABOUT + BEYOND)))
    spread = np.convolve(ink(crop), np.ones(5) / 5, "same")
    cuts = [_gap(spread, round(width * part / parts)) for part in range(1, parts)]
    starts, ends = [0, *(c - BEYOND for c in cuts)], [*(c + BEYOND for c in cuts), width]
    return list(zip(starts, ends, strict=True))


def _gap(spread: NDArray[np.floating[Any]], middle: int) -> int:
    """The middle of the longest of the emptiest stretches about a column."""
    low = middle - ABOUT
    window = spread[low : middle + ABOUT]
    empty = np.diff(np.r_[0, window <= window.min() + ALIKE, 0].astype(np.int8))
    starts, ends = np.flatnonzero(empty == 1), np.flatnonzero(empty == -1)
    longest = int(np.argmax(ends - starts))
    return low + int(starts[longest] + ends[longest]) // 2


def joined(read: Sequence[tuple[Sequence[Char], int, int]]) -> list[Char]:
    """The characters of a line from those of its pieces, each with its range of columns; places are middles in pixels of the
    line. At a cut each piece counts on its own side; one character that the two see on both sides is there once, one that
    each sees on the other's side is not lost."""
    cuts = [(b + a) / 2 for (_, _, b), (_, a, _) in pairwise(read)]
    bounds = list(pairwise([-math.inf, *cuts, math.inf]))
    out = [c for c in read[0][0] if c.start < bounds[0][1]]
    for (before, _, _), (after, _, _), (cut, end) in zip(read[:-1], read[1:], bounds[1:], strict=True):
        mine = [c for c in after if cut <= c.start < end]
        if out and mine and _same(out[-1], mine[0]):
            mine[0] = max(out.pop(), mine[0], key=lambda c: c.confidence)
        crossed = [c for c in before if c.start >= cut and not any(_same(c, other) for other in mine)]
        lost = [c for c in after if c.start < cut and any(_same(c, o) for o in crossed)]
        out += [c for c in lost if not any(_same(c, kept) for kept in out)]
        out += mine
    return out


def _same(one: Char, other: Char) -> bool:
    return one.text == other.text and abs(one.start - other.start) <= SAME
