"""Columns of short numbers that the detector takes for one text set downwards, parted by their ink.

However large it is shown, a column of one or two digits a row looks like upright lettering to the detector. Rows of a table
leave more paper between them than letters set downwards do, stand at even steps, and most have other text at their level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share
from ocr_pipeline.engines.boxes.detection import Box, inside
from ocr_pipeline.page import Image

ROW = 24  #: pixels that a usual line's box has on the picture that is looked at
INKED = 0.35  #: of the way from the emptiest row of pixels to the fullest, from which one holds print
FAINTEST = 2.5  #: grey levels between them, a mean over the column's width
PRINT = (0.2, 0.85)  #: usual heights, print of one row
GAP = 0.22  #: of the step from row to row, paper between them
UNEVEN = 0.3  #: of the usual step, that one may be off
LOW = 1.5  #: usual heights, up to which another box is one line
LEVEL = 0.35  #: usual heights that other text of the row may stand off
STEADY = 0.15  #: usual heights that this may change from row to row: lettering has another step than the table
FAR = 40.0  #: usual heights to it
CUT = 0.75  #: of the usual row's print, below which the box' first and last row belong to its neighbours
SHARE = 0.6  #: of the rows, that have other text so


def by_ink(image: Image, box: Box, page: float, usual: float, others: Sequence[Box]) -> list[Box]:
    """The rows that the print in ``box``, which is upright on the ``page``, stands in; none where they are no column's."""
    upright = _upright(box, page)
    crop = _cut(image, upright, ROW / usual)
    paper = cv2.blur(np.asarray(at_share(crop.T, 0.85), np.float32)[:, None], (1, 2 * ROW + 1))
    profile = cv2.GaussianBlur(np.maximum(paper - crop, 0).mean(axis=1)[:, None], (1, 5), 1.2)[:, 0]
    low, high = (float(at_share(profile, share)) for share in (0.1, 0.9))
    if high - low < FAINTEST:
        return []
    edges = np.flatnonzero(np.diff(np.r_[0, (profile > low + INKED * (high - low)).astype(np.int8), 0]))
    first, last = edges[::2] / ROW, edges[1::2] / ROW
    a = math.radians(page)
    down = np.array([-math.sin(a), math.cos(a)])
    middles = (first + last) / 2  # usual heights from here on, from the upper end of the box
    x, y = np.array([[upright.x], [upright.y]]) + np.outer(down, middles * usual - upright.height / 2)
    others = [o for o in others if o is not box]
    lines = [o for o in others if o.height < LOW * usual]
    # a row that the box ends in, or that has a box of its own, as the word above the column has
    cut = np.minimum(first, len(profile) / ROW - last) < 0.05
    kept = (last - first >= PRINT[0] / 2) & ~(cut & (last - first < CUT * np.median(last - first)))
    kept &= ~np.array([any(inside(*at, o, 1.0) for o in lines) for at in zip(x, y, strict=True)], bool)
    first, last, middles, x, y = (each[kept] for each in (first, last, middles, x, y))
    if len(first) < 2 or (last - first).max() > PRINT[1] or np.median(last - first) < PRINT[0]:
        return []
    steps, gaps = np.diff(middles), first[1:] - last[:-1]
    if (np.abs(steps - np.median(steps)) > UNEVEN * np.median(steps)).any() or (gaps < GAP * np.median(steps)).any():
        return []
    size = min(usual, float(np.median(steps)) * usual)
    rows = [Box(float(at_x), float(at_y), upright.width, size, page) for at_x, at_y in zip(x, y, strict=True)]
    off = [found for row in rows if (found := _off(row, lines, a, usual)) is not None]
    level = sum(abs(by - float(np.median(off))) <= STEADY * usual for by in off)
    return rows if level >= SHARE * len(rows) else []


def _upright(box: Box, page: float) -> Box:
    """The box with its height across the page's lines."""
    if box.width > box.height:
        return Box(box.x, box.y, box.height, box.width, page)
    return Box(box.x, box.y, box.width, box.height, page)


def _cut(image: Image, box: Box, scale: float) -> NDArray[np.uint8]:
    size = (max(4, round(box.width * scale)), max(4, round(box.height * scale)))
    corners = box.corners()[:3].astype(np.float32)
    target = np.array([[0, 0], [size[0], 0], size], np.float32)
    matrix = cv2.getAffineTransform(corners, target)
    crop = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)


def _off(row: Box, others: Sequence[Box], angle: float, usual: float) -> float | None:
    """How far below ``row`` the text that stands nearest to its level lies; None without any."""
    c, s = math.cos(angle), math.sin(angle)
    apart = [
        (o.y - row.y) * c - (o.x - row.x) * s
        for o in others
        if abs((o.x - row.x) * c + (o.y - row.y) * s) <= FAR * usual
    ]
    nearest = min(apart, key=abs, default=math.inf)
    return nearest if abs(nearest) <= LEVEL * usual else None
