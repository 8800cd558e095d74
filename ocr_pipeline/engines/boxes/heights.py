"""How high the row of a lone sign is: its own box does not tell. On a page photographed from its foot far rows are half as
high as near ones, and where rows stand close a box as high as print needs would hold pieces of its neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS, ACROSS = (
    9,
    3.0,
)  #: boxes about a place that tell it; those of its row and the next ones count more than its column
ALIKE = (0.85, 1.2)  #: of the usual height, within which all rows of a page are held to be as high
LEAST, MOST = 0.5, 1.8  #: of the usual height
APART = 0.45  #: usual heights between rows, at the least
CLOSE = 0.92  #: of the way from row to row, that a row's box is high at the most

Floats = NDArray[np.float64]


class Heights:
    """By the ``middles`` (n x 2), ``widths`` and ``heights`` (n) of a page's text; ``usual`` is the median of the last."""

    def __init__(self, middles: Floats, widths: Floats, heights: Floats, usual: float) -> None:
        self._middles, self._heights, self._usual = middles, heights, usual
        self._steps = np.zeros(0)
        if len(middles) >= NEIGHBOURS and usual > 0:
            across, below = np.abs(middles[None] - middles[:, None])[..., 0], (middles[None] - middles[:, None])[..., 1]
            next_row = (below > APART * usual) & (across < (widths[None] + widths[:, None]) / 2)
            self._steps = np.where(next_row, below, np.inf).min(axis=1)

    def at(self, place: Floats) -> float:
        """The height of a row's box; the usual one where rows hardly differ from it, and without enough of them."""
        if not len(self._steps):
            return self._usual
        away = np.abs(self._middles - place) @ np.array([1.0, ACROSS])
        near = np.argpartition(away, NEIGHBOURS - 1)[:NEIGHBOURS]
        share = float(np.median(self._heights[near])) / self._usual
        high = self._usual if ALIKE[0] <= share <= ALIKE[1] else self._usual * min(max(share, LEAST), MOST)
        step = float(np.median(self._steps[near]))
        return max(min(high, CLOSE * step), LEAST * self._usual)
