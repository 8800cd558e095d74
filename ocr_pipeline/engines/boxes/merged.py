"""Boxes in which the detector joined cells that stand under each other.

Where rows are close, the digits of a narrow column touch on the detector's picture and come out as one tall box. Such a
box is looked at again by itself, enlarged; when it then falls into several, those take its place.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import Box, boxes, half_turn, inside, main_axis
from ocr_pipeline.engines.boxes.lined_up import pitch
from ocr_pipeline.engines.boxes.stacks import by_ink
from ocr_pipeline.page import Image

TALL = 1.8  #: of the usual height, from which a box may hold two rows
PRINT = (
    0.75  #: of the usual height, print: a box that is as much higher than the step from row to row holds two of them
)
NARROW = 6.0  #: width / usual height up to which it is looked at; a wide tall box is a title
WANTED = 26.0  #: pixels that a usual line's box is enlarged to
STEP = 64  #: sides of the second look are multiples of this
#: Least sides of the picture that it is filled up to, which else are doubled: every new size costs the runtime a
#: preparation, five times as much as the look itself.
WIDTH, HEIGHT = 320, 64
LONGEST = 1280
BLOCK = 4.0  #: usual heights, from which a box wider than NARROW holds lines of a whole table


def apart(image: Image, found: list[Box], text_map: Callable[[Image], NDArray[np.uint8]]) -> list[Box]:
    """``found`` with every joined box replaced by its parts. Boxes in pixels of ``image``."""
    usual, page = usual_line(found)
    if not usual:
        return found
    out: list[Box] = []
    step = pitch(found, page, usual) or usual
    least = min(TALL * usual, step + PRINT * usual)
    for box in found:
        tall, wide = _extent(box, page)
        if tall < least or wide > NARROW * usual:
            out.append(box)
            continue
        parts = second_look(image, box, page, usual, text_map)
        parts = parts if len(parts) > 1 else by_ink(image, box, page, usual, found)
        own = [part for part in parts if not _held(part, found, box)]
        out.extend(own if len(own) > 1 else [box])
    return out


def usual_line(found: Sequence[Box]) -> tuple[float, float]:
    """Median height of the boxes that run along the page, 0 when there are too few, and the page's axis in degrees."""
    long = [b for b in found if b.width >= 2 * b.height]
    if len(long) < 3:
        return 0.0, 0.0
    page = main_axis(np.array([b.angle for b in long]), np.array([b.width for b in long]))
    along = [b.height for b in long if abs(half_turn(b.angle - page)) <= 45]
    return (statistics.median(along) if along else 0.0), page


def _held(part: Box, found: list[Box], joined: Box) -> bool:
    """Whether the middle of a part lies in another box of the first look: a neighbour that the second look saw too."""
    return any(inside(part.x, part.y, box) for box in found if box is not joined and box.height < joined.height)


def nested(found: Sequence[Box]) -> int:
    """How many boxes have their middle inside another one: rows that are too small for the detector run together about what
    it tells apart of them."""
    if len(found) < 2:
        return 0
    x, y, width, height, angle = np.array([(b.x, b.y, b.width, b.height, math.radians(b.angle)) for b in found]).T
    dx, dy = x[:, None] - x[None], y[:, None] - y[None]
    along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
    within = (np.abs(along) < width / 2) & (np.abs(across) < height / 2)
    np.fill_diagonal(within, False)
    return int(within.any(axis=1).sum())


def joined(found: list[Box]) -> bool:
    """Whether the detector ran whole lines together, which only a larger picture of the page takes apart."""
    heights = [b.height for b in found if b.width > b.height]
    usual = statistics.median(heights) if heights else 0.0
    return any(b.height >= BLOCK * usual and b.width >= NARROW * usual for b in found)


def _extent(box: Box, page: float) -> tuple[float, float]:
    """Height across and width along the page's reading axis."""
    across = abs(half_turn(box.angle - page)) > 45
    return (box.width, box.height) if across else (box.height, box.width)


def _side(length: float, least: int) -> int:
    return min(LONGEST, least << max(0, math.ceil(math.log2(length / least))))


def second_look(
    image: Image, box: Box, page: float, usual: float, text_map: Callable[[Image], NDArray[np.uint8]]
) -> list[Box]:
    """The region of ``box``, turned upright and enlarged, through the detector; parts in pixels of ``image``."""
    tall, wide = _extent(box, page)
    scale = min(WANTED / usual, LONGEST / (tall + usual), LONGEST / (wide + 2 * usual))
    w, h = (math.ceil(length * scale / STEP) * STEP for length in (wide + 2 * usual, tall + usual))
    a = math.radians(page)
    turn = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]]) * scale
    shift = np.array([w / 2, h / 2]) - turn @ (box.x, box.y)
    matrix = np.hstack([turn, (shift + turn @ (0.5, 0.5) - 0.5)[:, None]])
    picture = cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    more, wider = _side(h, HEIGHT) - h, _side(w, WIDTH) - w
    top, left = more // 2, wider // 2
    picture = cv2.copyMakeBorder(picture, top, more - top, left, wider - left, cv2.BORDER_REPLICATE)
    back = np.linalg.inv(turn)
    parts = []
    for part in boxes(text_map(np.asarray(picture))[top : top + h, left : left + w]):
        x, y = back @ (np.array([part.x, part.y]) - shift)
        inside = abs(part.x - w / 2) <= wide * scale / 2 and abs(part.y - h / 2) <= tall * scale / 2
        if inside and abs(part.angle) <= 45:
            parts.append(Box(float(x), float(y), part.width / scale, part.height / scale, half_turn(part.angle + page)))
    return parts
