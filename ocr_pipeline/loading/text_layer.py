"""Whether a PDF page's own text can be trusted instead of reading its picture.

It is used only when it is *sound*: characters map to readable ones, they are visible, they stand where ink stands, and
hardly any print stands elsewhere (a scan with a stamp of text, letters drawn as curves). In every doubtful case the
answer is None and the picture is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.loading.glyphs import Glyph
from ocr_pipeline.loading.text_lines import join_lines
from ocr_pipeline.page import Image, Line
from ocr_pipeline.report import Polygon

_FEWEST = 12
_MOST_ODD = 0.02
_MOST_HIDDEN = 0.1
_MOST_INKLESS = 0.08
#: Of the layer's characters. A column of values drawn as curves is a tenth of a page; a logo or a trace is up to 0.05.
_MOST_UNCOVERED = 0.08
_CONTRAST = 24


def sound_lines(glyphs: Sequence[Glyph], image: Image, pictures: Sequence[Polygon]) -> tuple[Line, ...] | None:
    """The text layer as lines, or None when it is not sound.

    ``pictures`` are the boxes of images on the page in pixels; print inside a small one (a logo, an ultrasound frame)
    does not speak against the text around it.
    """
    marks = [g for g in glyphs if not g.text.isspace()]
    if len(marks) < _FEWEST:
        return None
    if sum(_odd(g) for g in marks) > _MOST_ODD * len(marks):
        return None
    if sum(g.hidden for g in marks) > _MOST_HIDDEN * len(marks):
        return None
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    visible = [g for g in glyphs if not g.hidden and (g.text.isspace() or _has_ink(g, grey))]
    seen = sum(not g.text.isspace() for g in visible)
    if seen < (1 - _MOST_INKLESS) * sum(not g.hidden for g in marks) or seen < _FEWEST:
        return None
    lines = join_lines(visible)
    if not lines or _print_elsewhere(lines, grey, pictures) > _MOST_UNCOVERED * seen:
        return None
    return lines


def _odd(glyph: Glyph) -> bool:
    """Characters that no report prints: private use, unassigned, controls, the replacement sign, unmapped codes."""
    return glyph.unmapped or glyph.text == "\ufffd" or unicodedata.category(glyph.text) in {"Cc", "Co", "Cn", "Cs"}


def _has_ink(glyph: Glyph, grey: NDArray[np.uint8]) -> bool:
    """Whether the picture shows anything where the character should be: white on white is no print."""
    x0, x1 = glyph.origin[0] + glyph.start, glyph.origin[0] + glyph.end
    y0, y1 = glyph.origin[1] + glyph.rise, glyph.origin[1] + glyph.fall
    if abs(glyph.angle) > 0.02:  # turned text: a square around the origin will do
        reach = max(glyph.size, glyph.end - glyph.start)
        x0, x1 = glyph.origin[0] - reach, glyph.origin[0] + reach
        y0, y1 = glyph.origin[1] - reach, glyph.origin[1] + reach
    height, width = grey.shape
    patch = grey[max(0, int(y0)) : min(height, int(y1) + 1), max(0, int(x0)) : min(width, int(x1) + 1)]
    return bool(patch.size) and int(patch.max()) - int(patch.min()) >= _CONTRAST


def _print_elsewhere(lines: Sequence[Line], grey: NDArray[np.uint8], pictures: Sequence[Polygon]) -> int:
    """How many letter-sized specks of ink lie outside all text and all small pictures."""
    heights = sorted(line.height for line in lines)
    size = heights[len(heights) // 2]
    mean, inverted = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    ink = np.asarray(cv2.adaptiveThreshold(grey, 255, mean, inverted, 31, 15), np.uint8)
    for line in lines:
        corners = np.array(line.polygon)
        cv2.fillPoly(ink, [np.round(_grown(corners, 0.25 * line.height)).astype(np.int32)], 0)
    for polygon in pictures:
        corners = np.array(polygon)
        if cv2.contourArea(corners.astype(np.float32)) < 0.35 * grey.size:
            cv2.fillPoly(ink, [np.round(corners).astype(np.int32)], 0)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    letters = (height > 0.25 * size) & (height < 1.6 * size) & (width < 2.5 * size) & (width > 0.1 * size)
    letters &= (width > 0.2 * height) | (height < 0.9 * size)  # the sides of a form's fields are no letters
    filled = area > 0.12 * width * height
    return int((letters & filled & (area >= 8)).sum())


def _grown(corners: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    centre = corners.mean(axis=0)
    return np.asarray(corners + np.sign(corners - centre) * by)
