"""Light that washes print out: spots of a photograph that are blown to white while its paper is not.

A digit that lies in such a spot leaves no trace (``142`` reads ``14``, and every character of it with certainty), and a
line that lies in it is not even a gap. Nothing can be read there; what stands beside it is doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share
from ocr_pipeline.page import Image, Line
from ocr_pipeline.report import Polygon

SIDE = 800  #: long side, in samples, of the grid on which spots are looked for
GLANCE = 4  #: steps of the grid from one sample to the next in the first look
BLOWN = 250  #: darkest channel from which a pixel is white for want of range
WHITE_PAPER = 240  #: the same of the paper of scans and screens: white is nothing special there
SPECK = 1e-4  #: of the text's area: fewer white samples are noise
SPOT = 25.0  #: text heights: a larger bright area is a well lit page unless its print fades
REACH = 0.9  #: text heights beside a value that are looked at
COVERED = 0.5  #: of them, that must be blown
FADED = 0.35  #: of the usual contrast, that the print next to a spot has lost
DARKEST = 5.0  #: percentile of a last character's samples that is its ink: a thin ``1`` has few dark ones
NEAR = 4.0  #: text heights within which a spot has lines above and below


@dataclass(frozen=True, slots=True)
class Spots:
    """Blown areas on a grid of every ``step``-th pixel: ``labels`` number them, ``boxes`` are their x, y, w, h in grid
    units by number (0 is the rest)."""

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    step: int

    def at(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        """The number of the spot at each of n x 2 picture points; 0 outside the picture."""
        x, y = (points / self.step).astype(int).T
        high, wide = self.labels.shape
        inside = (x >= 0) & (y >= 0) & (x < wide) & (y < high)
        out = np.zeros(len(points), np.int32)
        out[inside] = self.labels[y[inside], x[inside]]
        return out


def spots(image: Image, places: Sequence[Polygon]) -> Spots | None:
    """Blown areas among ``places`` of text; None for a page without any, or whose paper is white throughout."""
    if not places:
        return None
    step = max(1, max(image.shape[:2]) // SIDE)
    corners = np.array([point for place in places for point in place])
    around = 2 * float(np.median([np.hypot(p[3][0] - p[0][0], p[3][1] - p[0][1]) for p in places]))
    (x0, y0), (x1, y1) = (
        np.maximum(corners.min(axis=0) - around, 0).astype(int),
        np.ceil(corners.max(axis=0) + around).astype(int),
    )
    part = image[y0 : y1 : GLANCE * step, x0 : x1 : GLANCE * step, 1]  # most pages are done with at a glance
    if part.size == 0 or np.median(part) >= WHITE_PAPER or (part >= BLOWN).mean() < SPECK:
        return None
    blue, green, red = cv2.split(np.ascontiguousarray(image[::step, ::step]))
    darkest = np.asarray(cv2.min(cv2.min(blue, green), red))
    mask = cv2.morphologyEx((darkest >= BLOWN).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return Spots(np.asarray(labels), stats[:, :4], step) if count > 1 else None


def washed_out(image: Image, values: Sequence[Polygon]) -> list[bool]:
    """Which values (quadrilaterals on their print) may have lost characters in a blown spot at one of their ends."""
    quads = [np.asarray(value, np.float64) for value in values]
    found = spots(image, [value for value in values if len(value) == 4])
    if found is None:
        return [False] * len(values)
    ends = [_ends(quad) if len(quad) == 4 else [] for quad in quads]
    inks = [[_ink(image, own) for own, _ in both] for both in ends]
    usual = float(np.median([ink for both in inks for ink in both]))
    contrast = max(1.0, BLOWN - usual)
    out = []
    for quad, both, ink in zip(quads, ends, inks, strict=True):
        lost = False
        for (_, beside), dark in zip(both, ink, strict=True):
            hit = found.at(beside)
            if (hit > 0).mean() >= COVERED:
                size = found.boxes[np.bincount(hit[hit > 0]).argmax(), 2:].max() * found.step
                small = size < SPOT * float(np.linalg.norm(quad[3] - quad[0]))
                lost |= bool(small or dark - usual > FADED * contrast)
        out.append(lost)
    return out


def _ends(quad: NDArray[np.float64]) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """For either end: points on its last character, and points on the paper beyond it."""
    height = float(np.linalg.norm(quad[3] - quad[0]))
    out = []
    for top, foot, inner in ((quad[0], quad[3], quad[1]), (quad[1], quad[2], quad[0])):
        away = (top - inner) / max(1.0, float(np.linalg.norm(top - inner))) * height
        own, beside = (
            (
                (top + (foot - top) * np.linspace(edge, 1 - edge, rows)[:, None])[:, None]
                + away * np.linspace(a, b, columns)[None, :, None]
            ).reshape(-1, 2)
            for edge, rows, a, b, columns in ((0.05, 16, -0.6, 0.0, 16), (0.15, 8, 0.15, REACH, 6))
        )
        out.append((own, beside))
    return out


def _ink(image: Image, points: NDArray[np.float64]) -> float:
    x, y = np.clip(points.astype(int), 0, (image.shape[1] - 1, image.shape[0] - 1)).T
    return float(at_share(image[y, x].max(axis=1), DARKEST / 100))


def over_text(image: Image, lines: Sequence[Line]) -> bool:
    """Whether a blown spot lies where lines of text must be: empty itself, with lines close above and below."""
    found = spots(image, [line.polygon for line in lines])
    if found is None:
        return False
    middles = np.array([np.mean(line.polygon, axis=0) for line in lines])
    spans = np.array([(min(x for x, _ in line.polygon), max(x for x, _ in line.polygon)) for line in lines])
    text = float(np.median([line.height for line in lines]))
    for box in found.boxes[1:]:
        x, y, w, h = (float(v) * found.step for v in box)
        if min(w, h) < text or max(w, h) > SPOT * text:
            continue
        beneath = (spans[:, 0] < x + w) & (spans[:, 1] > x)
        inside = beneath & (middles[:, 1] > y) & (middles[:, 1] < y + h)
        above = beneath & (middles[:, 1] <= y) & (middles[:, 1] > y - NEAR * text)
        below = beneath & (middles[:, 1] >= y + h) & (middles[:, 1] < y + h + NEAR * text)
        if above.any() and below.any() and not inside.any():
            return True
    return False
