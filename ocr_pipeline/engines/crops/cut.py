"""Cutting a line of text out of the page, straight to the recogniser's height.

Long lines go through the recogniser at three quarters of their natural width: recognition costs by width only, and
little is lost. A line that would be wider than :data:`WIDEST` is read in pieces (see :mod:`pieced`).
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.page import Image, Polygon

SQUEEZE = 0.75
WIDEST = 960  #: pixels of a crop, the most that is read at once
LEVEL = 0.06  #: tilt of the top edge, of the height, up to which a plain slice will do
OBLIQUE = 0.75  #: pixels by which the diagonals of a parallelogram may miss each other


def cut(image: Image, quad: Polygon, squeeze: float = SQUEEZE, side: float = 0.0, smooth: bool = False) -> Image:
    """The quadrilateral as a picture of height 48; ``side`` adds that much of the height to the left and right,
    ``smooth`` enlarges by cubic curves instead of straight lines."""
    corners = np.asarray(quad, dtype=np.float64)
    along, down = _edges(corners)
    width, height = max(1.0, float(np.hypot(*along))), max(1.0, float(np.hypot(*down)))
    if side:
        step = along / width * side * height
        corners = corners + np.stack([-step, step, step, -step])
        width += 2 * side * height
    w = max(8, round(squeeze * (CROP_HEIGHT * width / height)))
    tilt = max(abs(corners[1, 1] - corners[0, 1]), abs(corners[3, 0] - corners[0, 0]))
    upright = corners[1, 0] > corners[0, 0] and corners[3, 1] > corners[0, 1]
    if upright and tilt <= LEVEL * height:
        piece = _slice(image, corners)
        if piece is not None:
            return _resized(piece, w, smooth)
    return _warped(image, corners, w, height, smooth)


def cut_width(quad: Polygon, squeeze: float) -> int:
    """Pixels of the crop that :func:`cut` makes, without ``side``."""
    return max(8, round(squeeze * natural_width(quad)))


def natural_width(quad: Polygon) -> float:
    """Pixels that a crop of the recogniser's height has in true proportion."""
    along, down = _lengths(quad)
    return CROP_HEIGHT * max(1.0, along) / max(1.0, down)


def natural_height(quad: Polygon) -> float:
    """Pixels of the picture from the quadrilateral's upper to its lower edge."""
    return _lengths(quad)[1]


def _lengths(quad: Polygon) -> tuple[float, float]:
    """Along the text and down it, of the middles of the sides; asked some hundred times a page."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    along = math.hypot((bx - ax + cx - dx) / 2, (by - ay + cy - dy) / 2)
    return along, math.hypot((dx - ax + cx - bx) / 2, (dy - ay + cy - by) / 2)


def _edges(corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    down = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
    return along, down


def _slice(image: Image, corners: NDArray[np.float64]) -> Image | None:
    """None where the box leaves the picture: the warp repeats the edge there."""
    x0, x1 = round(float(corners[[0, 3], 0].mean())), round(float(corners[[1, 2], 0].mean()))
    y0, y1 = round(float(corners[:2, 1].mean())), round(float(corners[2:, 1].mean()))
    if x0 < 0 or y0 < 0 or x1 > image.shape[1] or y1 > image.shape[0] or x1 <= x0 or y1 <= y0:
        return None
    return image[y0:y1, x0:x1]


def _resized(piece: Image, width: int, smooth: bool) -> Image:
    how = cv2.INTER_AREA if piece.shape[0] > 2 * CROP_HEIGHT else _way(smooth)
    return np.asarray(cv2.resize(piece, (width, CROP_HEIGHT), interpolation=how))


def _way(smooth: bool) -> int:
    return cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR


def _warped(image: Image, corners: NDArray[np.float64], w: int, height: float, smooth: bool) -> Image:
    """Large print is reduced by its neighbourhood first, so that thin strokes survive."""
    factor = 1
    while height / factor > 2 * CROP_HEIGHT:
        factor *= 2
    if factor > 1:
        margin = 4 * factor
        low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - margin, 0)
        high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + margin, (image.shape[1], image.shape[0]))
        if np.all(high - low >= factor):
            part = image[low[1] : high[1], low[0] : high[0]]
            size = (max(1, part.shape[1] // factor), max(1, part.shape[0] // factor))
            shrunk = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA))
            ratio = np.array(size) / (part.shape[1], part.shape[0])
            return _warp(shrunk, (corners - low) * ratio, w, smooth)
    return _warp(image, corners, w, smooth)


def _warp(image: Image, corners: NDArray[np.float64], w: int, smooth: bool) -> Image:
    target = np.array([[0, 0], [w, 0], [w, CROP_HEIGHT], [0, CROP_HEIGHT]], np.float32)
    # corners lie between pixels, OpenCV counts pixel centres
    source = (corners - 0.5).astype(np.float32)
    target -= 0.5
    if np.abs(corners[0] + corners[2] - corners[1] - corners[3]).max() <= OBLIQUE:
        matrix = cv2.getAffineTransform(source[:3], target[:3])
        return np.asarray(
            cv2.warpAffine(image, matrix, (w, CROP_HEIGHT), flags=_way(smooth), borderMode=cv2.BORDER_REPLICATE)
        )
    perspective = cv2.getPerspectiveTransform(source, target)
    return np.asarray(
        cv2.warpPerspective(image, perspective, (w, CROP_HEIGHT), flags=_way(smooth), borderMode=cv2.BORDER_REPLICATE)
    )


def ink(crop: Image) -> NDArray[np.float32]:
    """Contrast (0..255) of each column of a crop: near zero where nothing is printed."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)[4:-4]
    return np.asarray(grey.max(axis=0).astype(np.float32) - grey.min(axis=0))


def ink_rows(image: Image, quad: Polygon, a: float, b: float) -> tuple[float, float] | None:
    """Top and foot of the ink between the fractions a and b, in parts of the line's height."""
    crop = np.asarray(cv2.cvtColor(cut(image, quad, squeeze=1.0), cv2.COLOR_BGR2GRAY), np.uint8)
    first, last = int(a * crop.shape[1]), max(int(a * crop.shape[1]) + 2, round(b * crop.shape[1]))
    part = crop[:, first:last]
    paper, dark = at_shares(crop, (0.8, 0.02))
    if part.size == 0 or paper - dark < 10:
        return None
    inked = np.flatnonzero((part < paper - 0.45 * (paper - dark)).sum(axis=1) >= 1)
    if inked.size == 0:
        return None
    return float(inked[0]) / crop.shape[0], float(inked[-1] + 1) / crop.shape[0]
