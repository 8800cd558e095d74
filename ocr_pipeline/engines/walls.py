"""Rules between two cells of a table inside one crop.

In a dense or folded table the detector joins neighbours: ``4.2 | 4.3`` is one box and read ``4.24.3``. A thin stroke from
the top of the box to its foot, with clear paper on both sides, is no character: none is that tall.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share, at_shares
from ocr_pipeline.page import Image

DARK = 0.35  #: of the way from the paper to the darkest print, that print is dark
BANDS, RULED = 6, 0.13  #: bands of a crop from top to foot, in each of which a rule is at least so dark
THIN = 10  #: pixels of a crop 48 high, the most that a rule (leaning, and widened by the search) takes
LEAN = 3  #: pixels that a rule may lean
FAINT = 25  #: grey levels between paper and print under which nothing is decided
EDGE = 3  #: pixels on both sides of a rule that its own blur may darken
CLEAR = 3  #: pixels without print beyond them: cells keep off a rule, a streak of a fax runs through words
INKED = 4  #: columns with print that a cell has at least


def walls(crop: Image) -> list[tuple[int, int]]:
    """Column ranges of a crop from the end of the print before a rule to the start of the print behind it."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    paper = cv2.blur(cv2.dilate(grey, np.ones((9, 25), np.uint8)), (25, 9))
    depth = cv2.subtract(paper, grey)
    usual, most = at_shares(depth, (0.5,))[0], float(depth[4:-4].max())
    if most - usual < FAINT:
        return []
    bands = cv2.dilate(depth, np.ones((1, LEAN), np.uint8)).reshape(BANDS, -1, depth.shape[1]).mean(axis=1).min(axis=0)
    ruled = bands - at_share(bands, 0.5) > RULED * (most - usual)
    if not ruled.any():
        return []
    inked = (depth > usual + DARK * (most - usual))[8:-8].sum(axis=0) >= 2
    edges = np.flatnonzero(np.diff(np.r_[0, ruled.astype(np.int8), 0]))
    found = [_free(inked, int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a <= THIN]
    return [f for f in found if f is not None]


def _free(inked: NDArray[np.bool_], a: int, b: int) -> tuple[int, int] | None:
    """From print to print about a rule at columns ``a`` to ``b``; None when print touches it or stands on one side only."""
    before, behind = np.flatnonzero(inked[: max(0, a - EDGE)]), np.flatnonzero(inked[b + EDGE :])
    if min(len(before), len(behind)) < INKED:
        return None
    start, end = int(before[-1]) + 1, int(behind[0]) + b + EDGE
    return (start, end) if a - EDGE - start >= CLEAR and end - b - EDGE >= CLEAR else None
