"""Text that the detector hardly sees: short numbers and faint words that its picture shows too small.

Where the map of text has a response outside every box, too weak for a box, a small window is looked at again, enlarged.
Nearly all pages have a few such places (of 35 drawn and real pages a third had one in print) and each costs about a
twentieth of the page's own detection; a page full of them is looked at again as a whole, and so is one whose print left the
map blank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import Box, inside
from ocr_pipeline.engines.boxes.merged import second_look, usual_line
from ocr_pipeline.page import Image

LEVEL = 40  #: of 255, from which the map has seen something; a box needs a mean of half
SMALLEST = 3  #: pixels of the map
MANY, SHARE = 10, 0.15  #: weak places, and of the boxes, beyond which the whole page is looked at again
MOST = 16  #: windows that are looked at
WIDE = 8.0  #: usual heights, the width of a window; each is looked at with a margin besides
TILE = 16  #: pixels of the map, the side of the squares that strokes are counted in
STROKES, UNSEEN = (
    0.6,
    2.5,
)  #: of the boxes' strokes, that a square holds; of the boxes' squares, beyond which print is unseen

Points = NDArray[np.float64]


def weak_places(text_map: NDArray[np.uint8], found: Sequence[Box]) -> Points:
    """Centres (n x 2, pixels of the map) of responses outside the boxes, the largest first."""
    left = text_map.copy()
    for box in found:
        cv2.fillPoly(left, [np.round(box.corners()).astype(np.int32)], 0)
    mask = (left > LEVEL).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    areas = stats[1:count, cv2.CC_STAT_AREA]
    order = np.argsort(-areas, kind="stable")
    return np.asarray(centres[1:count][order[areas[order] >= SMALLEST]] + 0.5, np.float64)


def too_many(places: Points, found: Sequence[Box]) -> bool:
    """Whether so much of the page is weak that only a larger picture of all of it helps."""
    return len(places) > max(MANY, SHARE * len(found))


def unseen(picture: Image, found: Sequence[Box]) -> bool:
    """Whether far more fine dark strokes stand outside the boxes of ``picture`` than inside: print that is too small for the
    detector leaves its map blank, without any weak response (of 100 pages this was so on one, which lost all of its table)."""
    if not found:
        return False
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    strokes = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((7, 7), np.uint8))
    boxed = np.zeros(grey.shape, np.uint8)
    for box in found:
        cv2.fillPoly(boxed, [np.round(box.corners()).astype(np.int32)], 255)
    level = STROKES * cv2.mean(strokes, boxed)[0]
    size = (max(1, grey.shape[1] // TILE), max(1, grey.shape[0] // TILE))
    dark, held = (cv2.resize(m, size, interpolation=cv2.INTER_AREA) for m in (strokes, boxed))
    inside, outside = int((held > 127).sum()), int(((held < 25) & (dark > level)).sum())
    return outside > UNSEEN * max(inside, 1)


def with_weak(
    image: Image, found: list[Box], places: Points, text_map: Callable[[Image], NDArray[np.uint8]]
) -> list[Box]:
    """``found`` and the boxes that a closer look finds at ``places``. All in pixels of ``image``."""
    usual, page = usual_line(found)
    if not usual:
        return found
    out = list(found)
    for x, y in places[:MOST]:
        if any(inside(x, y, box, 1.0) for box in out):
            continue
        spot = Box(float(x), float(y), WIDE * usual, usual, page)
        for part in second_look(image, spot, page, usual, text_map):
            if inside(x, y, part, 1.0) and not any(inside(part.x, part.y, box) for box in found):
                out.append(part)
    return out
