"""From the flat frame, where blocks are upright rectangles, back to the original picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Line
from ocr_pipeline.report import Polygon, as_polygon

#: Growth of a region around its text, in text heights.
MARGIN = 0.25


def outline(members: Sequence[Line], every: Sequence[Line]) -> Polygon:
    """The upright box of ``members`` in the flat frame, mapped to the original picture by the lines' own corners.

    Where the page is bent so that one homography misses corners by more than half a text height, the convex hull of the
    lines in the original picture instead.
    """
    left, right = min(m.left for m in members), max(m.right for m in members)
    top, bottom = min(m.top for m in members), max(m.bottom for m in members)
    height = float(np.median([m.height for m in members])) or 1.0
    pad = MARGIN * height
    box = np.array(
        [[left - pad, top - pad], [right + pad, top - pad], [right + pad, bottom + pad], [left - pad, bottom + pad]]
    )
    same, matrix = _back(every)
    if same:
        return as_polygon(box)
    if matrix is not None:
        own = np.array([p for line in members for p in line.flat], np.float64)
        there = np.array([p for line in members for p in line.polygon], np.float64)
        missed = float(np.abs(cv2.perspectiveTransform(own[None], matrix)[0] - there).max())
        if missed < 0.5 * height:
            return as_polygon(cv2.perspectiveTransform(box[None], matrix)[0])
    hull = cv2.convexHull(np.array([p for line in members for p in line.polygon], np.float32))
    return as_polygon(hull[:, 0, :])


#: The lines that were asked for last (all regions of a page ask), and what :func:`_back` said of them.
_asked: list[tuple[Sequence[Line], tuple[bool, NDArray[np.float64] | None]]] = []


def _back(every: Sequence[Line]) -> tuple[bool, NDArray[np.float64] | None]:
    """Whether the flat frame is the picture itself, and the homography from it to the picture where one can be had."""
    if _asked and _asked[0][0] is every:
        return _asked[0][1]
    flat = np.array([p for line in every for p in line.flat], np.float64)
    original = np.array([p for line in every for p in line.polygon], np.float64)
    same = bool(np.allclose(flat, original, atol=0.5))
    matrix = None if same or len(flat) < 12 else cv2.findHomography(flat, original, cv2.LMEDS)[0]
    _asked[:] = [(every, (same, matrix))] if isinstance(every, tuple) else []  # a list may change
    return same, matrix


def to_flat(point: tuple[float, float], every: Sequence[Line]) -> tuple[float, float]:
    """A point of the original picture in the flat frame, by the lines' own corners."""
    flat = np.array([p for line in every for p in line.flat], np.float64)
    original = np.array([p for line in every for p in line.polygon], np.float64)
    if len(flat) < 12 or np.allclose(flat, original, atol=0.5):
        return point
    matrix = cv2.findHomography(original, flat, cv2.LMEDS)[0]
    if matrix is None:
        return point
    x, y = cv2.perspectiveTransform(np.array([[point]], np.float64), matrix)[0, 0]
    return float(x), float(y)


def inside(point: tuple[float, float], polygon: Polygon) -> bool:
    """True when ``point`` lies in ``polygon`` or on its edge."""
    if len(polygon) < 3:
        return False
    return bool(cv2.pointPolygonTest(np.array(polygon, np.float32), (float(point[0]), float(point[1])), False) >= 0)


def centre(polygon: Polygon) -> tuple[float, float]:
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)
