"""Which boxes stand next to each other on a row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
Apart = tuple[Array, Array]  #: how far each box begins right of each other one; how far off its level it may stand
FEWEST = 3  #: gaps that tell of columns


def pairs_of(left: Array, right: Array, height: Array) -> Apart:
    """What :func:`links` asks of each pair whatever the heights are: it is asked up to a hundred times a page."""
    ahead = left[None, :, 0] - right[:, None, 0]
    size = np.minimum(height[None, :], height[:, None])
    np.fill_diagonal(size, -np.inf)
    return ahead, np.where(ahead > -0.4 * size, 0.7 * size, -np.inf)


def links(apart: Apart, y_begin: Array, y_end: Array) -> Pairs:
    """Pairs (i, j): j is the box next to the right of i on the row, by the present heights."""
    return _nearest(apart, np.abs(y_begin[None, :] - y_end[:, None]))


def across(apart: Apart, left: Array, right: Array, slope: Array) -> Pairs:
    """The same, were every row an even bend between the slopes at its boxes: where a gap is wide and the slopes on its sides
    differ, no smooth field says so before it knows which rows meet."""
    middle = (left + right) / 2
    rise = (slope[None, :] + slope[:, None]) / 2 * (middle[None, :, 0] - middle[:, None, 0])
    return _nearest(apart, np.abs(middle[None, :, 1] - middle[:, None, 1] - rise))


def _nearest(apart: Apart, level: Array) -> Pairs:
    ahead, furthest = apart
    cost = np.where(level < furthest, ahead + 2.0 * level, np.inf)
    j = np.argmin(cost, axis=1)
    i = np.arange(len(cost))
    found = np.isfinite(cost[i, j])
    i, j = i[found], j[found]
    # a box has one left-hand neighbour: the nearest
    nearest = np.lexsort((cost[i, j], j))
    i, j = i[nearest], j[nearest]
    first = np.ones(len(j), bool)
    first[1:] = j[1:] != j[:-1]
    return i[first], j[first]


def shifted(pairs: Pairs, left: Array, right: Array, gap: float, by: int) -> Pairs:
    """``pairs`` with those over more than ``gap`` pixels joined to the box ``by`` places below in its column; none when such
    gaps are few."""
    wide = left[pairs[1], 0] - right[pairs[0], 0] > gap
    if wide.sum() < FEWEST:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    middle = (left + right)[:, 1]
    out = []
    for i, j, apart in zip(*pairs, wide, strict=True):
        if not apart:
            out.append((i, j))
            continue
        column = np.flatnonzero((left[:, 0] < right[j, 0]) & (right[:, 0] > left[j, 0]) & (left[:, 0] > right[i, 0]))
        column = column[np.argsort(middle[column])]
        place = int(np.flatnonzero(column == j)[0]) + by
        if 0 <= place < len(column):
            out.append((i, column[place]))
    array = np.asarray(out, np.intp).reshape(-1, 2)
    return array[:, 0], array[:, 1]
