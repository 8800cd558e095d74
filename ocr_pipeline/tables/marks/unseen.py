"""Marks of abnormality that were not read at all: ink between a value and its neighbours where the value lies outside its
interval, or is a finding that is not the usual one, and has no mark.

A pale arrow, a star or a lone letter in the column of marks is the smallest print of a report, and the first that a
detector passes over. What it says cannot be told here; that something stands there can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Image, PageImage, PageText, Polygon
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.results import Evidence

NOTE = "Something that was not read stands beside the value; it may be a mark."

_HEIGHT = 32  #: pixels that a row of print is scaled to
_MARGIN = 0.2  #: of its height, above and below, where only rules and neighbours stand
_BEHIND, _BEFORE = 8.0, 4.0  #: heights of print that a mark may stand off its value
_AIR = 0.15  #: the same, that belongs to the value or its neighbour
_PALE = 0.35  #: darkness of a mark, of the value's own; watermarks are paler
_LEAST, _MOST = 0.22, 1.05  #: height or width of a mark, of the print's
_LEVEL = 0.35  #: of the print's height, that a mark's middle may stand off the row's
_FILLED = 0.012  #: of a square of print, the least ink
_MANY = 3  #: more specks than marks have are grain or a watermark
_LEAST_PRINT = 9.0  #: pixels of print below which a star is a grain

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Frame:
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


def with_unseen_marks(
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    texts: Sequence[PageText],
    images: Sequence[PageImage | None],
    decimal_comma: bool = False,
) -> tuple[Result, ...]:
    """``results``, doubtful where ink beside an unmarked value may be its mark. A picture is asked for only where a page has
    such values."""
    asked = [i for i, (r, e) in enumerate(zip(results, evidence, strict=True)) if _lacks_mark(r, e, decimal_comma)]
    out = list(results)
    for text in texts:
        here = [i for i in asked if results[i].page == text.index]
        picture = images[text.index] if here and text.index < len(images) else None
        if picture is None:
            continue
        corners = np.array([line.polygon for line in text.lines if len(line.polygon) == 4], np.float64)
        for i in here:
            if stands_beside(picture.image, results[i].value_polygon, corners):
                reasons = (*results[i].reasons, Reason.FLAG_CONTRADICTS)
                out[i] = replace(results[i], reasons=reasons, note=f"{results[i].note} {NOTE}".strip())
    return tuple(out)


def _lacks_mark(result: Result, evidence: Evidence, comma: bool) -> bool:
    if result.flag or evidence.digital or result.comparator or len(result.value_polygon) != 4:
        return False
    interval, value = parse_range(result.reference_range, comma), parse_value(result.value, comma)
    if interval is None or value is None:
        return False
    if interval.kind == "word":
        other = value.kind == "sign" or is_word(result.value)
        return other and compact(result.value) != compact(interval.text)
    return value.number is not None and interval.places(value.number) in ("low", "high")


def stands_beside(image: Image, value: Polygon, lines: Floats, least: float = _LEAST) -> bool:
    """Whether ink of a mark's size (``least`` of the print's height) stands on the row of ``value`` before the next of ``lines``
    (n x 4 x 2) on either side."""
    corners = np.array(value, np.float64)
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    width, height = float(np.hypot(*along)), float(np.hypot(*across))
    if height < _LEAST_PRINT or width < 0.3 * height:
        return False
    frame = _Frame(corners.mean(axis=0), along / width, across / height, width / 2, height)
    dark = _darkness(_strip(image, frame, -frame.half, frame.half))
    before, behind = _free(frame, lines)
    spans = ((frame.half + _AIR * height, behind), (before, -frame.half - _AIR * height))
    return any(_holds_mark(_strip(image, frame, a, b), dark, least) for a, b in spans if b - a > 0.4 * height)


def _free(frame: _Frame, lines: Floats) -> tuple[float, float]:
    """How far the row is free before and behind the value, by the nearest other text on it."""
    before, behind = -frame.half - _BEFORE * frame.height, frame.half + _BEHIND * frame.height
    for u, v in zip(*(frame.place(lines.reshape(-1, 2)).reshape(-1, 4, 2).transpose(2, 0, 1)), strict=True):
        left, right = float(min(u[0], u[3])), float(max(u[1], u[2]))
        near = v[[0, 3]] if left > 0 else v[[1, 2]]
        if min(near) > 0.4 * frame.height or max(near) < -0.4 * frame.height:
            continue
        if left > 0.5 * frame.half:
            behind = min(behind, left - _AIR * frame.height)
        elif right < -0.5 * frame.half:
            before = max(before, right + _AIR * frame.height)
    return before, behind


def _strip(image: Image, frame: _Frame, start: float, end: float) -> NDArray[np.uint8]:
    """The row from ``start`` to ``end``, with a margin above and below, in grey."""
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


def _darkness(strip: NDArray[np.uint8]) -> float:
    dark, light = np.percentile(strip, (4, 80))
    return float(light - dark)


def _holds_mark(strip: NDArray[np.uint8], dark: float, least: float) -> bool:
    """Whether the row's middle holds one to three pieces of ink as large as a mark; rules run through or along the margin."""
    paper = cv2.morphologyEx(strip, cv2.MORPH_CLOSE, np.ones((1, 2 * _HEIGHT + 1), np.uint8))
    paper = cv2.min(paper, np.full_like(paper, np.uint8(np.percentile(strip, 90))))
    depth = paper.astype(np.int16) - strip
    grain = float(np.median(np.abs(depth - np.median(depth)))) * 1.48
    ink = (depth > max(_PALE * dark, 5.0 * grain, 12.0)).astype(np.uint8)
    count, _, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = 0
    for at in range(1, count):
        x, y, w, h, area = (int(n) for n in stats[at])
        if y == 0 or y + h == strip.shape[0] or x == 0 or x + w == strip.shape[1]:
            continue
        off = abs(float(middles[at][1]) - strip.shape[0] / 2)
        size = max(w, h) / _HEIGHT
        if least <= size <= _MOST and off <= _LEVEL * _HEIGHT and area >= _FILLED * _HEIGHT**2:
            found += 1
    return 1 <= found <= _MANY
