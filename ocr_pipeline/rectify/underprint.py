"""Pale print of another size across the text: watermarks behind it.

A watermark that crosses a row takes its number along: the detector boxes both as one line, and ``298`` reads ``又298参考``.
Where shapes that are paler than the print, larger than it and alike touch it, what is about as pale as they are becomes
paper, and the page is looked at again. Shaded rows, rules, coloured print and seals stay, and so does pale print of the
text's own size that no such shape lies on.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share
from ocr_pipeline.page import Image
from ocr_pipeline.rectify.orientation import Quads, sizes

PRINT = 10.0  #: pixels of print height at which a page is looked at
BOX_TO_PRINT = 0.72
PALEST = 0.08  #: darkness of an underprint against the paper about it; a paler one spoils nothing
PALE = 0.4  #: of the print's darkness, that an underprint has at most
FAINT = 0.2  #: darkness that an underprint has at most; a seal is darker and would take thin strokes of the print along
GREY = 0.5  #: of that, that its lightest channel has at least: coloured prints are seals
DARK = 0.65  #: of the print's darkness, from which a pixel is print
MOSTLY = 80  #: percentile of the boxes' darkness that is the print's: most boxes may be the underprint's
GRAIN = 2.5  #: times the usual darkness of the paper's own grain, that an underprint is darker
HALO = 2  #: pixels about print that blur or compression greys
LARGE = 1.05  #: print heights that one shape of an underprint is high and wide at least
ORDINARY = 1.35  #: and at most that a line of the text's own size has
ASLANT = 6.0  #: degrees that such a line lies off the others at most
HUGE = 20.0  #: and at most: what is larger is a shadow or a picture
LONG = 4.0  #: times as long as wide: strips of shaded rows, folds
FULL = 0.75  #: of its box, that a character fills at most
RULE = 5.0  #: print heights from which a straight stroke is a rule
THICK = 1.2  #: print heights of a stroke; thicker is a shaded area
ALIKE = 0.45  #: by which the darkness of an underprint's shapes differs from the usual one
MOST = 0.6  #: of the large pale shapes that touch text are alike where they are an underprint
FEW = 3  #: shapes of an underprint
REACH = 9  #: pixels across a shape and what it touches, the halo of print between them included
TOUCHED = 5  #: pixels of the text that they touch together
CLIPPED = 1.5  #: times its darkness, up to which all is paper
SPARED = 0.4  #: of the print's darkness, from which print stays in any case: a blurred decimal point
ROUNDED = 0.35  #: of that, over which paper goes over into print


def without_underprint(image: Image, found: Quads) -> Image | None:
    """The page without the underprint that crosses ``found`` text; None where there is none, as on nearly all pages."""
    if len(found) < FEW:
        return None
    heights = BOX_TO_PRINT * np.minimum(*sizes(found)[:2])
    text = float(np.median(heights))
    low = np.maximum(np.floor(found.min(axis=(0, 1)) - text), 0).astype(int)
    high = np.ceil(found.max(axis=(0, 1)) + text).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    scale = min(1.0, PRINT / max(1.0, text))
    if scale * min(part.shape[:2]) < PRINT:
        return None
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else part
    boxes = (found - low) * scale
    fills = _square(THICK * text * scale)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, fills)
    seen = _darkness(small, paper)
    tops = _darkest(seen, boxes)
    ink = float(np.percentile(tops, MOSTLY))
    text = scale * float(np.median(heights[tops >= DARK * ink]))
    palest = max(PALEST, GRAIN * float(np.median(seen)))
    pale = ((seen > palest) & (seen < min(FAINT, PALE * ink))).astype(np.uint8)
    dark = (seen > DARK * ink).astype(np.uint8)
    pale &= 1 - cv2.dilate(dark, _square(2 * HALO))
    for shape in ((1, round(RULE * text)), (round(RULE * text), 1)):
        pale &= 1 - cv2.dilate(cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), _square(2))
    pale = cv2.morphologyEx(
        pale, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)
    )  # grain is finer than a watermark's strokes
    if not pale.any():
        return None
    inside = np.zeros(dark.shape, np.uint8)
    cv2.fillPoly(inside, list(np.round(boxes).astype(np.int32)), 1)
    shapes = _crossing(pale, dark & inside, seen, text)
    if shapes is None:
        return None
    shown = (shapes & pale) > 0
    level = float(np.percentile(seen[shown], 80))
    if np.median(1 - small[shown].max(axis=1) / np.maximum(1.0, paper[shown].max(axis=1))) < GREY * level:
        return None
    clip = min(CLIPPED * level, SPARED * ink)
    out = image.copy()
    clear = _clipped(part, cv2.resize(paper, part.shape[1::-1], interpolation=cv2.INTER_LINEAR), clip)
    for x0, y0, x1, y1 in map(_bounds, _pale_print(boxes, tops < clip, tops >= DARK * ink, shapes) / scale):
        clear[y0:y1, x0:x1] = part[y0:y1, x0:x1]
    out[low[1] : high[1], low[0] : high[0]] = clear
    return out


def _pale_print(boxes: Quads, pale: NDArray[np.bool_], dark: NDArray[np.bool_], shapes: NDArray[np.uint8]) -> Quads:
    """Those of the ``pale`` boxes that are as high and lie as the ``dark`` ones do, and hold none of the ``shapes``."""
    free = [not shapes[y0:y1, x0:x1].any() for x0, y0, x1, y1 in map(_bounds, boxes)]
    wide, high, angles = sizes(boxes)
    heights = np.minimum(wide, high)
    aslant = np.abs((angles - np.median(angles[dark]) + 90) % 180 - 90)
    ordinary = (heights <= ORDINARY * np.median(heights[dark])) & (aslant < ASLANT)
    kept: Quads = boxes[pale & ordinary & np.array(free)]
    return kept


def _darkness(picture: Image, paper: Image) -> NDArray[np.float32]:
    """Of each pixel against the paper about it (or the shade of its row): 0 for paper, 1 for black."""
    grey, ground = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.cvtColor(paper, cv2.COLOR_BGR2GRAY)
    return np.asarray(1 - cv2.divide(grey, cv2.max(ground, 1.0), dtype=cv2.CV_32F), np.float32)


def _darkest(darkness: NDArray[np.float32], quads: Quads) -> NDArray[np.float64]:
    """How dark the darkest twentieth of each box is."""
    parts = (darkness[y0:y1, x0:x1] for x0, y0, x1, y1 in map(_bounds, quads))
    return np.array([float(at_share(part.ravel(), 0.95)) if part.size else 0.0 for part in parts], np.float64)


def _bounds(quad: NDArray[np.float64]) -> tuple[int, int, int, int]:
    (x0, y0), (x1, y1) = np.maximum(quad.min(axis=0), 0), quad.max(axis=0)
    return int(x0), int(y0), int(np.ceil(x1)), int(np.ceil(y1))


def _crossing(
    pale: NDArray[np.uint8], dark: NDArray[np.uint8], darkness: NDArray[np.float32], text: float
) -> NDArray[np.uint8] | None:
    """Shapes that are larger than the text and alike in their ink, some of which touch it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(pale, cv2.MORPH_CLOSE, _square(HALO)), connectivity=8
    )
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    short, long = np.minimum(wide, high), np.maximum(wide, high)
    large = (short >= LARGE * text) & (long <= HUGE * text) & (long <= LONG * short)
    large &= stats[:, cv2.CC_STAT_AREA] < FULL * wide * high
    large[0] = False
    if large.sum() < FEW:
        return None
    near = cv2.dilate((labels * large[labels]).astype(np.float32), _square(REACH)).astype(np.int64)
    touched = np.bincount(near[dark > 0], minlength=count)
    level = np.bincount(labels[pale > 0], darkness[pale > 0], count) / np.maximum(
        1, np.bincount(labels[pale > 0], minlength=count)
    )
    touching = large & (touched > 0)
    if touched[1:].sum() < TOUCHED or not touching.any():
        return None
    usual = float(np.median(level[large]))
    alike = large & (np.abs(level - usual) < ALIKE * usual)
    if alike.sum() < FEW or (alike & touching).sum() < MOST * touching.sum():
        return None
    return np.asarray(alike[labels], np.uint8)


def _clipped(part: Image, paper: Image, clip: float) -> Image:
    """``paper`` where ``part`` is no darker than ``clip``, and softly the print from there on."""
    share = np.clip((_darkness(part, paper) - clip) / (ROUNDED * clip), 0, 1)[..., None]
    return np.asarray(np.round(paper + (part.astype(np.float32) - paper) * share), np.uint8)


def _square(side: float) -> NDArray[np.uint8]:
    side = max(1, round(side)) | 1
    return np.ones((side, side), np.uint8)
