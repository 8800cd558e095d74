"""Ink on the row of a printed value, measured in the picture by the value's own height and darkness."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from ocr_pipeline.page import Image, Polygon

_HEIGHT = 32  #: pixels that a row of print is scaled to
_MARGIN = 0.2  #: of its height, above and below, where only rules and neighbours stand
_PALE = 0.35  #: darkness of print, of the value's own; watermarks are paler
LEAST, _MOST = 0.22, 1.05  #: height or width of a piece of print, of the row's height
_DASH = 0.16  #: width of a dash, of the row's height; it is twice as wide as high
_LEVEL = 0.35  #: of the row's height, that its middle may stand off the row's
_FILLED = 0.012  #: of a square of print, the least ink
_LEAST_PRINT = 9.0  #: pixels of print below which a star is a grain

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a value stands: its middle, the unit vectors along and across its row, half its width, and its height."""

    centre: Floats
    along: Floats
    across: Floats
    half: float
    height: float

    def place(self, corners: Floats) -> Floats:
        """``corners`` (n x 2 pixels) along and across the row, from the value's middle."""
        away = corners - self.centre
        return np.stack([away @ self.along, away @ self.across], axis=-1)

    def moved(self, along: float) -> Frame:
        """A square as high as the row, so many pixels behind the value's middle."""
        return Frame(self.centre + along * self.along, self.along, self.across, self.height / 2, self.height)

    def corners(self) -> list[tuple[float, float]]:
        """Pixels of the page, from the top left, clockwise."""
        u, v = self.half * self.along, self.height / 2 * self.across
        return [
            (float(x), float(y))
            for x, y in (self.centre + s * u + t * v for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
        ]


def frame_of(value: Polygon) -> Frame | None:
    """None where the print is too small to tell a sign from a grain."""
    if len(value) != 4:
        return None
    corners = np.array(value, np.float64)
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    width, height = float(np.hypot(*along)), float(np.hypot(*across))
    if height < _LEAST_PRINT or width < 0.3 * height:
        return None
    return Frame(corners.mean(axis=0), along / width, across / height, width / 2, height)


def strip(image: Image, frame: Frame, start: float, end: float) -> NDArray[np.uint8]:
    """The row from ``start`` to ``end`` (pixels from the value's middle), with a margin above and below, in grey."""
    half = (0.5 + _MARGIN) * frame.height
    source = [
        frame.centre + u * frame.along + v * frame.across for u, v in ((start, -half), (end, -half), (start, half))
    ]
    size = (max(4, round((end - start) / frame.height * _HEIGHT)), round((1 + 2 * _MARGIN) * _HEIGHT))
    target = np.array([(0, 0), (size[0], 0), (0, size[1])], np.float32)
    crop = cv2.warpAffine(
        image,
        cv2.getAffineTransform(np.array(source, np.float32), target),
        size,
        flags=cv2.INTER_AREA if frame.height > _HEIGHT else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)


def darkness(print_: NDArray[np.uint8]) -> float:
    """Grey levels between print and paper of a strip that holds print."""
    dark, light = at_shares(print_, (0.04, 0.8))
    return light - dark


def pieces_of_print(row: NDArray[np.uint8], dark: float, least: float = LEAST) -> list[tuple[float, float]]:
    """The pieces of ink as large as a sign or a letter that the row's middle holds: how far their middles stand behind the
    row's start and below its middle, in heights of the row. Rules run through it or along the margin."""
    paper = cv2.morphologyEx(row, cv2.MORPH_CLOSE, np.ones((1, 2 * _HEIGHT + 1), np.uint8))
    paper = cv2.min(paper, np.full_like(paper, np.uint8(at_shares(row, (0.9,))[0])))
    depth = paper.astype(np.int16) - row
    grain = float(np.median(np.abs(depth - np.median(depth)))) * 1.48
    ink = (depth > max(_PALE * dark, 5.0 * grain, 12.0)).astype(np.uint8)
    count, _, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found: list[tuple[float, float]] = []
    for at in range(1, count):
        x, y, w, h, area = (int(n) for n in stats[at])
        if y == 0 or y + h == row.shape[0] or x == 0 or x + w == row.shape[1]:
            continue
        off = float(middles[at][1]) - row.shape[0] / 2
        size = max(w, h) / _HEIGHT
        if (
            (min(_DASH, least) if w >= 2 * h else least) <= size <= _MOST
            and abs(off) <= _LEVEL * _HEIGHT
            and area >= _FILLED * _HEIGHT**2
        ):
            found.append((float(middles[at][0]) / _HEIGHT, off / _HEIGHT))
    return found
