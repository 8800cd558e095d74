"""The reader's look at a page: a square about the ink of a cell, as the trained reader of lone signs wants it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from models.symbols.reader import SIDE, WINDOW

Corners = Sequence[tuple[float, float]]  #: four, from the text's top left, clockwise; pixels of the page


def sides(quad: Corners) -> tuple[float, float]:
    """Width and height."""
    (ax, ay), (bx, by), _, (dx, dy) = quad
    return math.hypot(bx - ax, by - ay), math.hypot(dx - ax, dy - ay)


def window(image: NDArray[np.uint8], quad: Corners, size: float) -> NDArray[np.uint8]:
    """The reader's square about the ink inside ``quad``; ``size`` is the print's size on the page in pixels."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    centre = np.array([(ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4])
    angle = math.atan2(by - ay, bx - ax)
    side = WINDOW * size
    look = _square(image, centre, angle, side * 1.4)
    box = _ink_box(look, max(sides(quad)) / (side * 1.4))
    if box is not None:
        x, y, extent = box
        c, s = math.cos(angle), math.sin(angle)
        step = np.array([x - SIDE / 2, y - SIDE / 2]) * side * 1.4 / SIDE
        centre = centre + np.array([c * step[0] - s * step[1], s * step[0] + c * step[1]])
        side = max(side, 1.1 * extent * side * 1.4 / SIDE)
    return _square(image, centre, angle, side)


def _square(image: NDArray[np.uint8], centre: NDArray[np.float64], angle: float, side: float) -> NDArray[np.uint8]:
    """SIDE x SIDE grey pixels of a turned square; reduced by area so that thin strokes stay."""
    pixels = max(SIDE, min(256, math.ceil(side)))
    scale = pixels / side
    c, s = math.cos(angle) * scale, math.sin(angle) * scale
    turn = np.array([[c, s], [-s, c]])
    shift = pixels / 2 - 0.5 - turn @ (centre - 0.5)
    matrix = np.hstack([turn, shift[:, None]])
    cut = cv2.warpAffine(image, matrix, (pixels, pixels), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    grey = cut if cut.ndim == 2 else cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _ink_box(look: NDArray[np.uint8], reach: float) -> tuple[float, float, float] | None:
    """Centre and larger extent of the ink nearest the middle, in pixels of ``look``; None on blank paper."""
    paper, dark = at_shares(look, (0.75, 0.01))
    if paper - dark < 8:
        return None
    mask = (look < paper - 0.4 * (paper - dark)).astype(np.uint8)
    joined = cv2.dilate(mask, np.ones((4, 2), np.uint8))  # the two parts of a plus-minus sign belong together
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    best, nearest = 0, np.inf
    for part in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[part])
        touches = x == 0 or y == 0 or x + w == SIDE or y + h == SIDE
        away = math.hypot(x + w / 2 - SIDE / 2, y + h / 2 - SIDE / 2) + (SIDE if touches else 0) - 0.2 * math.sqrt(area)
        if away < nearest:
            best, nearest = part, away
    if not best or nearest > SIDE * max(0.35, reach / 2):
        return None
    ys, xs = np.nonzero((labels == best) & (mask > 0))
    if len(xs) == 0:
        return None
    x0, x1, y0, y1 = xs.min(), xs.max() + 1, ys.min(), ys.max() + 1
    return (x0 + x1) / 2, (y0 + y1) / 2, float(max(x1 - x0, y1 - y0))
