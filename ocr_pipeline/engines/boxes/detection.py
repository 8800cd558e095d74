"""From the detector's map of text to quadrilaterals (Differentiable Binarisation, Liao et al., AAAI 2020).

The map shows shrunken text; each blob's rectangle is grown back by the closed form of the paper's unclip distance
``d = ratio * area / perimeter`` (for a rectangle ``1.5 w h / (2 (w + h))``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.bent import BENT, LONG, straight_parts
from ocr_pipeline.page import Image

PIXEL_LEVEL = 76  #: of 255: a pixel counts as text above 0.3
BLOB_LEVEL = 0.5  #: mean probability inside a blob; 0.6 (PaddleOCR's) loses lone minus signs
GROWTH = 1.5
ENDS = 0.15  #: of the height, added at both ends: the last character is cut there otherwise (0.93 to 0.96 found)
SMALLEST = 2.0  #: pixels of the map; thinner blobs are noise
SHORT_BLOB = 80.0  #: pixels of the map up to which a blob's least rectangle does not tell its slope
LEANS, MOST_LEANS = 0.5, 8.0  #: degrees between the two slopes, from which and up to which its moments do
FEWEST_FOR_AXIS = 2.5  #: width / height from which a blob's own direction is trusted

SIDES = (736, 960, 1280, 1600)  #: long sides of the detector's picture
HEIGHT_WANTED = (
    12.0  #: height of three boxes in four on the detector's picture, from which more resolution finds nothing new
)
#: Short sides, of the long one, that the detector's picture is filled up to: every new size costs the runtime a preparation,
#: nearly as much as the detector itself. Sheets of paper, telephones' pictures, nearly square ones, square ones.
SHORT_SIDES = (0.565, 0.739, 0.913, 1.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: centre, width along the reading axis, height, angle of the axis in degrees (-90, 90]."""

    x: float
    y: float
    width: float
    height: float
    angle: float

    def corners(self) -> NDArray[np.float64]:
        """4 x 2, from the text's own top left, clockwise."""
        a = math.radians(self.angle)
        cos, sin = math.cos(a), math.sin(a)
        ax, ay = cos * self.width / 2, sin * self.width / 2
        dx, dy = -sin * self.height / 2, cos * self.height / 2
        left, right, above, below = self.x - ax, self.x + ax, self.y - ay, self.y + ay
        return np.array(
            [[left - dx, above - dy], [right - dx, below - dy], [right + dx, below + dy], [left + dx, above + dy]]
        )


def detector_picture(image: Image, side: int) -> tuple[Image, float, float]:
    """``image`` with its long side at about ``side`` and both sides divisible by 32, and the two scales applied.

    A small picture is enlarged at most twice: more shows nothing new.
    """
    height, width = image.shape[:2]
    scale = min(2.0, side / max(height, width))
    w = max(32, round(width * scale / 32) * 32)
    h = max(32, round(height * scale / 32) * 32)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (w, h), interpolation=how)), w / width, h / height


def whole_map(picture: Image, text_map: Callable[[Image], NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """The map of a page's ``picture``, which is shown to the detector with its edge repeated at the right or the foot so that
    there are few sizes."""
    height, width = picture.shape[:2]
    long, short = max(height, width), min(height, width)
    wanted = next(side for share in SHORT_SIDES if (side := min(long, math.ceil(share * long / 32) * 32)) >= short)
    down, right = (wanted - short, 0) if height == short else (0, wanted - short)
    filled = cv2.copyMakeBorder(picture, 0, down, 0, right, cv2.BORDER_REPLICATE) if wanted > short else picture
    return np.ascontiguousarray(text_map(np.asarray(filled))[:height, :width])


def boxes(text_map: NDArray[np.uint8], picture: Image | None = None) -> list[Box]:
    """Boxes of text in pixels of the map, in reading order of their blobs' tops. ``picture`` is what the map was made of: bent
    lines are parted between words there."""
    _, mask = cv2.threshold(text_map, PIXEL_LEVEL, 255, cv2.THRESH_BINARY)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    kept = [c for c in contours if _strength(text_map, c) >= BLOB_LEVEL]
    rectangles = [_long_side_along(cv2.minAreaRect(c)) for c in kept]
    rectangles = [_as_the_map_leans(text_map, c, box) for c, box in zip(kept, rectangles, strict=True)]
    axes = _axes(rectangles)
    out = []
    for contour, box, axis in zip(kept, rectangles, axes, strict=True):
        fitted = box if axis is None else _along(contour, axis)
        if min(fitted.width, fitted.height) < SMALLEST:
            continue
        long = fitted.width >= LONG * fitted.height / BENT
        parts = straight_parts(text_map, contour, fitted.angle, picture) if long else []
        if len(parts) < 2:
            out.append(_grown(fitted))
        for n, part in enumerate(parts if len(parts) > 1 else ()):
            piece = _piece(part, fitted.angle)
            out.append(_grown(piece, left=n == 0, right=n == len(parts) - 1))
    return sorted(out, key=lambda b: (b.y, b.x))


def _grown(box: Box, *, left: bool = True, right: bool = True) -> Box:
    """The text's own rectangle; an end at which a bent line was parted stays where it is."""
    grow = GROWTH * box.width * box.height / (box.width + box.height)
    height = box.height + grow
    end = grow / 2 + ENDS * height
    shift, a = end * (right - left) / 2, math.radians(box.angle)
    return Box(
        box.x + shift * math.cos(a), box.y + shift * math.sin(a), box.width + end * (left + right), height, box.angle
    )


def _piece(points: NDArray[np.float64], angle: float) -> Box:
    """The least rectangle about a part of a line, along the line."""
    box = _long_side_along(cv2.minAreaRect(points.astype(np.float32)))
    if abs(half_turn(box.angle - angle)) <= 45:
        return box
    return _along(points.astype(np.int32), angle)


def _as_the_map_leans(text_map: NDArray[np.uint8], contour: NDArray[np.int32], box: Box) -> Box:
    """A short box along the map's own second moments, where the least rectangle about its pixels lies otherwise.

    Of a few dozen pixels that rectangle is level or leans by whole pixels, and the numbers of a column all alike: what the
    column says of its rows' slope, over a wide gap, was off by a row.
    """
    if not (FEWEST_FOR_AXIS * box.height <= box.width < SHORT_BLOB) or box.height < SMALLEST:
        return box
    x, y, w, h = cv2.boundingRect(contour)
    inside = np.zeros((h, w), np.uint8)
    cv2.fillPoly(inside, [contour - (x, y)], 1)
    m = cv2.moments(text_map[y : y + h, x : x + w] * inside)
    angle = half_turn(math.degrees(math.atan2(2 * m["mu11"], m["mu20"] - m["mu02"]) / 2))
    return replace(box, angle=angle) if LEANS <= abs(half_turn(angle - box.angle)) <= MOST_LEANS else box


def _strength(text_map: NDArray[np.uint8], contour: NDArray[np.int32]) -> float:
    x, y, w, h = cv2.boundingRect(contour)
    if w < 2 or h < 2:
        return 0.0
    inside = np.zeros((h, w), np.uint8)
    cv2.fillPoly(inside, [contour - (x, y)], 1)
    return float(cv2.mean(text_map[y : y + h, x : x + w], inside)[0]) / 255


def _long_side_along(rectangle: tuple[tuple[float, float], tuple[float, float], float]) -> Box:
    (x, y), (w, h), angle = rectangle
    if w < h:
        w, h, angle = h, w, angle + 90
    # minAreaRect measures between pixel centres; the blob covers one pixel more
    return Box(x + 0.5, y + 0.5, w + 1, h + 1, half_turn(angle))


def half_turn(angle: float) -> float:
    """The same axis with an angle in (-90, 90]."""
    turned = (angle + 90) % 180 - 90
    return 90.0 if turned == -90 else turned


def _axes(found: list[Box]) -> list[float | None]:
    """The reading axis that each short blob should take from the long ones near it; None keeps its own.

    The least rectangle around a lone sign lies at any angle (a star's is a diamond, a one's is upright), and a column
    of signs that touch is long across the rows.
    """
    long = [b for b in found if b.width >= FEWEST_FOR_AXIS * b.height]
    if not long:
        return [0.0 if b.width < FEWEST_FOR_AXIS * b.height else None for b in found]
    angles = np.radians([b.angle for b in long])
    lengths = np.array([b.width for b in long])
    places = np.array([(b.x, b.y) for b in long])
    page = main_axis(np.degrees(angles), lengths)
    out: list[float | None] = []
    for box in found:
        if box.width >= FEWEST_FOR_AXIS * box.height and abs(half_turn(box.angle - page)) <= 45:
            out.append(None)
            continue
        if box.width >= 4 * box.height:  # a true line of text that runs across the others
            out.append(None)
            continue
        near = lengths / (np.hypot(places[:, 0] - box.x, places[:, 1] - box.y) + 30) ** 2
        off = np.array([half_turn(a - page) for a in np.degrees(angles)])
        near = np.where(np.abs(off) <= 25, near, 0)
        total = near.sum()
        out.append(half_turn(page + float((near * off).sum() / total)) if total > 0 else page)
    return out


def main_axis(angles: NDArray[np.float64], lengths: NDArray[np.float64]) -> float:
    """The page's reading axis in degrees (-90, 90]: the fullest 10 degree window, then the weighted median about it."""
    bins = np.zeros(180)
    np.add.at(bins, np.floor(angles % 180).astype(int) % 180, lengths)
    window = np.convolve(np.concatenate([bins[-5:], bins, bins[:5]]), np.ones(11), "valid")
    peak = float(np.argmax(window)) + 0.5
    off = (angles - peak + 90) % 180 - 90
    near = np.abs(off) <= 25
    order = np.argsort(off[near])
    weight = np.cumsum(lengths[near][order])
    middle = off[near][order][int(np.searchsorted(weight, weight[-1] / 2))]
    return half_turn(peak + float(middle))


def _along(contour: NDArray[np.int32], axis: float) -> Box:
    """The bounding rectangle of a blob along a given axis."""
    a = math.radians(axis)
    points = contour.reshape(-1, 2).astype(np.float64) + 0.5
    u = points @ (math.cos(a), math.sin(a))
    v = points @ (-math.sin(a), math.cos(a))
    mu, mv = (u.min() + u.max()) / 2, (v.min() + v.max()) / 2
    x = mu * math.cos(a) - mv * math.sin(a)
    y = mu * math.sin(a) + mv * math.cos(a)
    return Box(float(x), float(y), float(np.ptp(u)) + 1, float(np.ptp(v)) + 1, axis)


def inside(x: float, y: float, box: Box, share: float = 0.5) -> bool:
    """Whether a point lies in the middle ``share`` of the box' height, anywhere along it."""
    a = math.radians(box.angle)
    dx, dy = x - box.x, y - box.y
    along, across = dx * math.cos(a) + dy * math.sin(a), dy * math.cos(a) - dx * math.sin(a)
    return abs(along) < box.width / 2 and abs(across) < share * box.height / 2


def scaled(box: Box, fx: float, fy: float) -> Box:
    """The box on a picture ``fx`` times as wide and ``fy`` times as high (the two differ by rounding only)."""
    a = math.radians(box.angle)
    along = math.hypot(math.cos(a) * fx, math.sin(a) * fy)
    down = math.hypot(math.sin(a) * fx, math.cos(a) * fy)
    angle = math.degrees(math.atan2(math.sin(a) * fy, math.cos(a) * fx))
    return Box(box.x * fx, box.y * fy, box.width * along, box.height * down, angle)
