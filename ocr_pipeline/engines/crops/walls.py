"""Rules between two cells of a table inside one crop.

In a dense or folded table the detector joins neighbours: ``4.2 | 4.3`` is one box and read ``4.24.3``. A thin stroke from
the top of the box to its foot, with clear paper on both sides, is no character: none is that tall.
"""

from __future__ import annotations

import re

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share, at_shares
from ocr_pipeline.page import Image, Line

BLANKS = 3  #: spaces that a rule between two cells leaves in a line, where print leaves one
DARK = 0.35  #: of the way from the paper to the darkest print, that print is dark
BANDS, RULED = 6, 0.13  #: bands of a crop from top to foot, in each of which a rule is at least so dark
THIN = 10  #: pixels of a crop 48 high, the most that a rule (leaning, and widened by the search) takes
LEAN = 3  #: pixels that a rule may lean within a band
LEANS = np.array([-4.0, 4.0, -8.0, 8.0])  #: the same, from the top to the foot, of one that is looked for again
CLEARER = 1.6  #: times as dark as an upright one it is: folds, stamps and grain lean as well
ENDS = 3  #: rows at the top and at the foot that such a one reaches
LONG = 41  #: pixels along a crop that no stroke of print has
FAINT = 45  #: grey levels between paper and print under which nothing is decided
EDGE = 3  #: pixels on both sides of a rule that its own blur may darken
CLEAR = 4  #: pixels without print beyond them, one at least on each side: a streak of a fax runs through words
INKED = 4  #: columns with print that a cell has at least


def walls(crop: Image) -> list[tuple[int, int]]:
    """Column ranges of a crop from the end of the print before a rule to the start of the print behind it."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    paper = cv2.blur(cv2.dilate(grey, np.ones((9, 25), np.uint8)), (25, 9))
    depth = cv2.subtract(paper, grey)
    usual, most = at_shares(depth, (0.5,))[0], float(depth[4:-4].max())
    if most - usual < FAINT:
        return []
    bands = cv2.dilate(depth, np.ones((1, LEAN), np.uint8)).reshape(BANDS, -1, depth.shape[1]).mean(axis=1)
    level, dark = usual + DARK * (most - usual), RULED * (most - usual)
    ends = [cv2.dilate(rows.mean(axis=0)[None], np.ones((1, LEAN)))[0] for rows in (depth[:ENDS], depth[-ENDS:])]
    if min(end.max() for end in ends) < dark:
        return []
    rows = np.vstack([ends[0], bands, ends[1]])  # print, however close the box, hardly reaches its very top and foot
    least = rows.min(axis=0)
    straight = least - at_share(least, 0.5) > dark
    found = _found(straight, _print_of(depth, level)) if straight.any() else []
    return found or _leaning(rows, depth, level, CLEARER * dark)


def _print_of(depth: NDArray[np.uint8], level: float) -> NDArray[np.bool_]:
    """Where a crop is darker than ``level``, but for the rule between two rows; without its top and foot."""
    across = cv2.morphologyEx(depth, cv2.MORPH_OPEN, np.ones((1, LONG), np.uint8))
    return np.asarray(cv2.subtract(depth, cv2.dilate(across, np.ones((3, 1), np.uint8))) > level)[8:-8]


def _leaning(rows: NDArray[np.float64], depth: NDArray[np.uint8], level: float, dark: float) -> list[tuple[int, int]]:
    """As :func:`walls`, of rules that lean as those of bent or tilted paper do."""
    height, width = depth.shape
    if min(rows[0].max(), rows[-1].max()) < dark:
        return []
    heights = np.array([ENDS / 2, *(8 * k + 4 for k in range(BANDS)), height - ENDS / 2]) - height / 2
    columns = np.arange(width)
    places = np.rint(columns + LEANS[:, None, None] * heights[:, None] / height).astype(int)
    seen = np.take_along_axis(rows[None], np.clip(places, 0, width - 1), axis=2).min(axis=1)
    ruled = seen - np.median(seen, axis=1, keepdims=True) > dark
    if not ruled.any():
        return []
    print_of = _print_of(depth, level)
    for place in np.flatnonzero(ruled.any(axis=1)):
        shifts = np.rint(LEANS[place] * (np.arange(8, height - 8) - height / 2) / height).astype(int)
        upright = np.take_along_axis(print_of, np.clip(columns + shifts[:, None], 0, width - 1), axis=1)
        found = _found(ruled[place], upright)
        if found:
            return found
    return []


def _found(ruled: NDArray[np.bool_], print_of: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The ranges about the thin runs of ``ruled`` columns that stand free between ``print_of`` both sides."""
    inked = print_of.sum(axis=0) >= 2
    edges = np.flatnonzero(np.diff(np.r_[0, ruled.astype(np.int8), 0]))
    found = [_free(inked, int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a <= THIN]
    return [f for f in found if f is not None]


def _free(inked: NDArray[np.bool_], a: int, b: int) -> tuple[int, int] | None:
    """From print to print about a rule at columns ``a`` to ``b``; None when print touches it or stands on one side only."""
    before, behind = np.flatnonzero(inked[: max(0, a - EDGE)]), np.flatnonzero(inked[b + EDGE :])
    if min(len(before), len(behind)) < INKED:
        return None
    start, end = int(before[-1]) + 1, int(behind[0]) + b + EDGE
    left, right = a - EDGE - start, end - b - EDGE
    return (start, end) if min(left, right) >= 1 and left + right >= CLEAR else None


def cells(line: Line) -> list[Line]:
    """``line`` in the parts that rules leave of it: they are cells of columns that may lean, and tell how much."""
    stops = [m.span() for m in re.finditer(f" {{{BLANKS},}}", line.text)] if len(line.text) == len(line.chars) else []
    ends = [0, *(place for stop in stops for place in stop), len(line.text)]
    parts = [line.part(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if b > a]
    return parts if len(parts) > 1 else [line]
