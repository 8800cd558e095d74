"""Boxes of long lines that reach into the lines above and below.

On the detector's small picture the least rectangle around a long line that is tilted or bent by a pixel or two is up to twice as
high as its print. Where lines stand close, the crop then shows parts of three of them, and the recogniser may read nothing at all.
How far the lines stand apart says how high such a box may be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Polygon
from ocr_pipeline.report import as_polygon

LONG = 8.0  #: width / height of a box from which it is a line of text whose neighbours tell the pitch
LEVEL = 0.1  #: of the directions of two lines of a paragraph, in the sine between them
SHARED = 0.5  #: of the shorter line's length, that stands over the other
TALL, LEAST = (
    1.35,
    0.4,
)  #: height / pitch, from which a box reaches into its neighbours; pitch / height of two boxes of one line
FITTING = 1.2  #: height / pitch of a box that holds its own line


def narrower(quads: Sequence[Polygon], wanted: Sequence[int]) -> dict[int, Polygon]:
    """Of the ``wanted`` quadrilaterals those that reach into a neighbour, each as high as the lines' pitch allows."""
    corners = np.asarray(quads, np.float64).reshape(-1, 4, 2)
    along, down = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
    width, height = np.maximum(np.hypot(*along.T), 1.0), np.maximum(np.hypot(*down.T), 1.0)
    direction, middle = along / width[:, None], corners.mean(axis=1)
    long = width >= LONG * height
    out: dict[int, Polygon] = {}
    for place in wanted:
        if not long[place]:
            continue
        u = (middle - middle[place]) @ direction[place]
        v = np.abs((middle - middle[place]) @ (down[place] / height[place]))
        shared = (width + width[place]) / 2 - np.abs(u)
        parallel = np.abs(direction[:, 0] * direction[place, 1] - direction[:, 1] * direction[place, 0]) <= LEVEL
        beside = long & parallel & (shared >= SHARED * np.minimum(width, width[place])) & (v >= LEAST * height[place])
        beside[place] = False
        pitch = float(v[beside].min()) if beside.any() else 0.0
        if pitch and height[place] > TALL * pitch:
            out[place] = _as_high(corners[place], FITTING * pitch / height[place])
    return out


def _as_high(corners: NDArray[np.float64], share: float) -> Polygon:
    """The quadrilateral about its own middle line, at ``share`` of its height."""
    tl, tr, br, bl = corners
    left, right = (tl + bl) / 2, (tr + br) / 2
    ends = (
        left + (tl - left) * share,
        right + (tr - right) * share,
        right + (br - right) * share,
        left + (bl - left) * share,
    )
    return as_polygon(ends)
