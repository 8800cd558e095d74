"""The reader's look at a page: a square about the ink of a cell, as the trained reader of lone signs wants it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share, at_shares
from models.symbols.reader import SIDE, WINDOW

GRAIN = 0.9  #: sigma in pixels of the first look, whose grain may be darker than faint ink
FAINTEST = 8.0  #: grey levels that ink is darker than paper
PEAK = 0.6  #: of the darkest spot away from the edge, that the ink is dark: grain is not
SMOOTHED = 0.6  #: of that, once the grain is smoothed away
MIDDLE = 6.0  #: sigma in pixels of the part of a window that tells where the ink stands; rules lie at its edge
INKED = 0.5  #: of the darkest ink of a window, from which a pixel counts for where the ink stands

Corners = Sequence[tuple[float, float]]  #: four, from the text's top left, clockwise; pixels of the page
Point = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Look:
    """``pixels`` (SIDE x SIDE, grey) of a square with its ``centre`` on the page, turned by ``angle`` (radians), its ``side``
    in pixels of the page."""

    pixels: NDArray[np.uint8]
    centre: Point
    angle: float
    side: float

    def ink(self) -> Point:
        """Where on the page the dark of the square has its centre: its own where it is blank."""
        grey = cv2.GaussianBlur(self.pixels, (0, 0), GRAIN).astype(np.float32)
        away = (np.arange(SIDE) - (SIDE - 1) / 2) ** 2
        depth = np.maximum(at_share(grey.ravel(), 0.6) - grey, 0) * np.exp(-(away[:, None] + away) / (2 * MIDDLE**2))
        depth = np.where(depth >= INKED * depth.max(), depth, 0)
        total = float(depth.sum())
        if total <= 0:
            return self.centre
        places = np.arange(SIDE) - (SIDE - 1) / 2
        x, y = (float(depth.sum(axis=axis) @ places) / total * self.side / SIDE for axis in (0, 1))
        c, s = math.cos(self.angle), math.sin(self.angle)
        return np.asarray(self.centre + np.array([c * x - s * y, s * x + c * y]), np.float64)


def sides(quad: Corners) -> tuple[float, float]:
    """Width and height."""
    (ax, ay), (bx, by), _, (dx, dy) = quad
    return math.hypot(bx - ax, by - ay), math.hypot(dx - ax, dy - ay)


def window(image: NDArray[np.uint8], quad: Corners, size: float) -> NDArray[np.uint8]:
    """The pixels of :func:`look`."""
    return look(image, quad, size).pixels


def look(image: NDArray[np.uint8], quad: Corners, size: float) -> Look:
    """The reader's square about the ink inside ``quad``; ``size`` is the print's size on the page in pixels."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    centre = np.array([(ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4])
    angle = math.atan2(by - ay, bx - ax)
    side = WINDOW * size
    first = _square(image, centre, angle, side * 1.4)
    box = _ink_box(first, max(sides(quad)) / (side * 1.4))
    if box is not None:
        x, y, extent = box
        c, s = math.cos(angle), math.sin(angle)
        step = np.array([x - SIDE / 2, y - SIDE / 2]) * side * 1.4 / SIDE
        centre = centre + np.array([c * step[0] - s * step[1], s * step[0] + c * step[1]])
        side = max(side, 1.1 * extent * side * 1.4 / SIDE)
    return Look(_square(image, centre, angle, side), centre, angle, side)


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
    """Centre and larger extent of the ink nearest the middle, in pixels of ``look``; None on blank paper.

    Rules, neighbours and the row below, which reach the edge, are painted over where they hide what is fainter.
    """
    paper, dark = at_shares(look, (0.75, 0.01))
    if paper - dark < FAINTEST:
        return None
    look = np.asarray(cv2.GaussianBlur(look, (0, 0), GRAIN), np.uint8)
    painted = np.zeros((SIDE, SIDE), np.uint8)
    for _ in range(2):
        paper, dark = at_shares(look, (0.75, 0.0))
        if paper - dark < SMOOTHED * FAINTEST:
            return None
        mask = (look < paper - 0.4 * (paper - dark)).astype(np.uint8)
        joined = cv2.dilate(mask, np.ones((4, 2), np.uint8))  # the two parts of a plus-minus sign belong together
        count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        parts = range(1, count)
        edging = [x == 0 or y == 0 or x + w == SIDE or y + h == SIDE or bool(painted[labels == part].any())
                  for part, (x, y, w, h, _) in enumerate(stats[1:].tolist(), 1)]  # fmt: skip
        deep = [paper - float(look[labels == part].min()) for part in parts]
        least = PEAK * max((d for d, edge in zip(deep, edging, strict=True) if not edge), default=0.0)
        best, nearest = 0, np.inf
        for part, edge, depth in zip(parts, edging, deep, strict=True):
            x, y, w, h, area = stats[part].tolist()
            away = math.hypot(x + w / 2 - SIDE / 2, y + h / 2 - SIDE / 2) + SIDE * edge - 0.2 * math.sqrt(area)
            if depth >= least and away < nearest:
                best, nearest = part, away
        if best and nearest <= SIDE * max(0.35, reach / 2):
            ys, xs = np.nonzero((labels == best) & (mask > 0))
            if len(xs):
                x0, x1, y0, y1 = xs.min(), xs.max() + 1, ys.min(), ys.max() + 1
                return (x0 + x1) / 2, (y0 + y1) / 2, float(max(x1 - x0, y1 - y0))
        beyond = np.isin(labels, [part for part, edge in zip(parts, edging, strict=True) if edge]).astype(np.uint8)
        look[cv2.dilate(beyond, np.ones((5, 5), np.uint8)) > 0] = round(paper)
        painted = np.asarray(
            cv2.dilate(beyond, np.ones((9, 9), np.uint8)), np.uint8
        )  # what is left beside is its shade
    return None
