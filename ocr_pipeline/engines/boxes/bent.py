"""Lines of text that a fold or a curl of the paper bends, parted into straight pieces before they are read.

The least rectangle around a bent line is higher than its print: the recogniser sees a strip with parts of the lines above and
below, and reads nothing. The blob on the detector's map follows the bend, so it says where the line may be parted; the gap
between two words there is told by the picture.
"""

from __future__ import annotations

import math
import statistics

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Image

#: Height of the least rectangle / thickness of the blob, from which the line is bent by a quarter of its print or more; long straight
#: lines reach 1.5.
BENT = 1.7
#: Width / thickness of the blob: shorter lines bend less than they are high.
LONG = 12.0
#: Thicknesses about the kink in which the cut looks for a gap between words.
ABOUT = 4.0
GAP = 3  #: pixels of the picture, the gap between two words on the least picture of a page
ALIKE = 12.0  #: grey levels between gaps that are as good, of which the nearest is taken
DEEPEST = 3  #: times that a line is halved

Points = NDArray[np.float64]  #: N x 2, pixels of the map


def straight_parts(
    text_map: NDArray[np.uint8], contour: NDArray[np.int32], angle: float, picture: Image | None = None
) -> list[Points]:
    """The blob's pixels in as many pieces along ``angle`` (degrees) as are straight, from left to right; one for a straight
    blob. ``picture`` is what the map was made of."""
    x, y, w, h = cv2.boundingRect(contour)
    inside = np.zeros((h, w), np.uint8)
    cv2.fillPoly(inside, [contour - (x, y)], 1)
    rows, columns = np.nonzero(inside)
    points = np.stack([columns + x, rows + y], axis=1).astype(np.float64)
    return _parted(points, text_map, picture, math.radians(angle), DEEPEST)


def _parted(
    points: Points, text_map: NDArray[np.uint8], picture: Image | None, angle: float, depth: int
) -> list[Points]:
    u = points @ (math.cos(angle), math.sin(angle))
    v = points @ (-math.sin(angle), math.cos(angle))
    place = np.floor(u - u.min()).astype(int)
    counts = np.bincount(place)
    size, thickness = len(counts), statistics.median(counts.tolist())
    if depth == 0 or size < LONG * thickness or thickness < 1 or _height(u, v) < BENT * thickness:
        return [points]
    kink = _kink(np.bincount(place, v) / np.maximum(counts, 1), counts > 0)
    first, last = max(1, round(kink - ABOUT * thickness)), min(size - 1, round(kink + ABOUT * thickness))
    print_ = _print(points, place, text_map, picture)
    best = print_[first : last + 1].min() + (ALIKE if picture is not None else 0.0)
    cut = min((k for k in range(first, last + 1) if print_[k] <= best), key=lambda k: abs(k - kink))
    left = place < cut
    return [
        part
        for side in (left, ~left)
        if side.any()
        for part in _parted(points[side], text_map, picture, _axis(points[side], angle), depth - 1)
    ]


def _print(
    points: Points, place: NDArray[np.int64], text_map: NDArray[np.uint8], picture: Image | None
) -> NDArray[np.float64]:
    """How much print each column of the blob holds: its darkest pixels, or what the map says without a picture."""
    x, y = points.astype(int).T
    size = int(place.max()) + 1
    if picture is None:
        counts = np.maximum(np.bincount(place, minlength=size), 1)
        return np.asarray(np.bincount(place, text_map[y, x].astype(np.float64), size) / counts)
    lightness = np.full(size, 255.0)
    np.minimum.at(lightness, place, picture[y, x].astype(np.float64).mean(axis=1))
    padded = np.pad(255 - lightness, GAP // 2, mode="edge")
    return np.convolve(padded, np.ones(GAP) / GAP, "valid")


def _height(u: NDArray[np.float64], v: NDArray[np.float64]) -> float:
    """Height of the least rectangle at about this angle: without the slope that is left."""
    return float(np.ptp(v - _slope(u, v) * u)) + 1


def _slope(u: NDArray[np.float64], v: NDArray[np.float64]) -> float:
    """Of the straight line through points that do not all stand above each other."""
    off = u - u.mean()
    return float(off @ v / max(float(off @ off), 1e-9))


def _axis(points: Points, near: float) -> float:
    u = points @ (math.cos(near), math.sin(near))
    v = points @ (-math.sin(near), math.cos(near))
    return near + math.atan(_slope(u, v)) if np.ptp(u) > 2 else near


def _kink(middles: NDArray[np.float64], known: NDArray[np.bool_]) -> int:
    """Where two straight lines fit ``middles`` best, at least an eighth of the length from both ends."""
    at = np.flatnonzero(known).astype(np.float64)
    y = middles[known]
    sums = [np.concatenate([[0.0], np.cumsum(s)]) for s in (np.ones_like(at), at, y, at * at, at * y, y * y)]
    cuts = np.arange(max(2, len(at) // 8), min(len(at) - 2, len(at) - len(at) // 8))

    def error(first: NDArray[np.int64] | int, last: NDArray[np.int64] | int) -> NDArray[np.float64]:
        n, sx, sy, sxx, sxy, syy = (s[last] - s[first] for s in sums)
        xx, xy, yy = sxx - sx * sx / n, sxy - sx * sy / n, syy - sy * sy / n
        return np.asarray(yy - xy * xy / np.maximum(xx, 1e-9))

    return int(at[cuts[int(np.argmin(error(0, cuts) + error(cuts, len(at))))]])
