"""How high a sign stands on its row: in a blurred picture a star and a dash are the same spot, but the one stands where
letters have their tops and the other at half their height.

The row is what stands left and right of the cell. Its level is taken from the nearest text on both sides, which must agree:
on a photograph rows lie aslant, and from a far word it cannot be told which row goes on here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import half_turn
from ocr_pipeline.engines.boxes.heights import Heights
from ocr_pipeline.page import Polygon

TEXT, LONG = 1.5, 3.0  #: width / height of a box from which it tells a row's level, and its slope
LEVEL = 0.5  #: usual heights that a row may pass above or below the ink
FARTHEST, NEAR = 16.0, 5.0  #: usual heights to the row's nearest text, where there is some on both sides, and where not
AGREED = 0.25  #: usual heights by which both sides may tell another level
TURNED = 20.0  #: degrees that text of a row may lie off the page's usual direction
NEIGHBOURS, ACROSS = 9, 3.0  #: boxes about a cell that tell its row's slope; rows count more than columns

Floats = NDArray[np.float64]


class Levels:
    """The rows of a page, by the quadrilaterals of its text."""

    def __init__(self, quads: Sequence[Polygon]) -> None:
        corners = np.array(list(quads), np.float64).reshape(-1, 4, 2)
        ends = np.stack([corners[:, 0] + corners[:, 3], corners[:, 1] + corners[:, 2]], axis=1) / 2
        along = ends[:, 1] - ends[:, 0]
        high, wide = np.hypot(*(corners[:, 3] - corners[:, 0]).T), np.hypot(*along.T)
        text = (wide >= TEXT * high) & (high > 0)
        angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
        page = float(np.median(angles[text])) if text.any() else 0.0
        text &= np.array([abs(half_turn(a - page)) < TURNED for a in angles], bool)
        self._usual = float(np.median(high[text])) if text.any() else 0.0
        a = np.radians(page)
        self._turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])  # to x along the page, y down
        self._ends = ends[text] @ self._turn
        self._heights = Heights(self._ends.mean(axis=1), wide[text], high[text], self._usual)
        long = self._ends[wide[text] >= LONG * high[text]]
        step = long[:, 1] - long[:, 0]
        self._slopes, self._at = step[:, 1] / np.maximum(step[:, 0], 1), long.mean(axis=1)

    def above(self, ink: Floats, size: float) -> float | None:
        """How far the ink of a cell stands above the middle of its row, in print sizes; None where that cannot be told."""
        if not len(self._ends) or not size > 0:
            return None
        at = ink @ self._turn
        ends, slope = self._ends - at, self._slope(at)
        sides = [self._nearest(ends[:, 1], -1, slope), self._nearest(ends[:, 0], 1, slope)]
        levels = [(gap, level) for gap, level in filter(None, sides)]
        if len(levels) == 2:
            (a, left), (b, right) = levels
            if abs(left - right) > AGREED * self._usual:
                return None
            return (left * b + right * a) / (a + b) / size
        return levels[0][1] / size if levels and levels[0][0] <= NEAR * self._usual else None

    def height(self, place: Floats) -> float:
        """Of a row's box at a place of the page; 0 without text."""
        return self._heights.at(place @ self._turn)

    def _slope(self, at: Floats) -> float:
        if not len(self._at):
            return 0.0
        away = np.abs(self._at - at) @ (1.0, ACROSS)
        return float(np.median(self._slopes[np.argsort(away, kind="stable")[:NEIGHBOURS]]))

    def _nearest(self, near: Floats, side: int, slope: float) -> tuple[float, float] | None:
        """The gap to the text next to the ink on one side of it (-1 left, 1 right) and that row's level at the ink."""
        gap, level = side * near[:, 0], near[:, 1] - near[:, 0] * slope
        fits = (gap > 0) & (gap <= FARTHEST * self._usual) & (np.abs(level) <= LEVEL * self._usual)
        if not fits.any():
            return None
        best = int(np.flatnonzero(fits)[np.argmin(gap[fits])])
        return float(gap[best]), float(level[best])
