"""Marks of abnormality that were not read at all: ink between a value and its neighbours where the value lies outside its
interval, or is a finding that is not the usual one, and has no mark.

A pale arrow, a star or a lone letter in the column of marks is the smallest print of a report, and the first that a
detector passes over. What it says cannot be told here; that something stands there can.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr_pipeline.page import Image, Line, PageImage, PageText, Polygon
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.powers import above_power
from ocr_pipeline.tables.grammar.ranges import beyond_tiers, parse_range
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.ink import LEAST, Floats, Frame, darkness, frame_of, pieces_of_print, strip
from ocr_pipeline.tables.results import Evidence

NOTE = "Something that was not read stands beside the value; it may be a mark."

_BEHIND, _BEFORE = 8.0, 4.0  #: heights of print that a mark may stand off its value
_AIR = 0.15  #: the same, that belongs to the value or its neighbour
_LETTER, _SPACE = 0.55, 0.6  #: heights of a line's box, of an average letter and of the space before the unit
_MANY = 3  #: more pieces than marks have are grain or a watermark


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
            if stands_beside(picture.image, _with_unit(results[i], text.lines), corners):
                reasons = (*results[i].reasons, Reason.FLAG_CONTRADICTS)
                out[i] = replace(results[i], reasons=reasons, note=f"{results[i].note} {NOTE}".strip())
    return tuple(out)


def _lacks_mark(result: Result, evidence: Evidence, comma: bool) -> bool:
    if result.flag or evidence.digital or result.comparator or len(result.value_polygon) != 4:
        return False
    interval, value = parse_range(result.reference_range, comma), parse_value(result.value, comma)
    if interval is None or value is None:
        return value is not None and above_power(value.body, result.reference_range)
    if interval.kind == "word":
        other = value.kind == "sign" or is_word(result.value)
        return other and compact(result.value) != compact(interval.text)
    if interval.kind == "tiers":
        return value.number is not None and beyond_tiers(result.reference_range, value.number, comma) is not None
    return value.number is not None and interval.places(value.number) in ("low", "high")


def _with_unit(result: Result, lines: Sequence[Line]) -> Polygon:
    """Where the value stands, with its unit where both are one line without room for a mark between them."""
    wanted = "".join(plain(result.value + result.unit).split())
    corner = result.value_polygon[0]
    for line in lines:
        text = "".join(plain(line.text).split())
        corners = line.polygon if text == wanted and result.unit else ()
        narrow = line.right - line.left < (_LETTER * len(text) + _SPACE) * line.height
        if len(corners) == 4 and narrow and math.dist(corners[0], corner) < line.height:
            return line.polygon
    return result.value_polygon


def stands_beside(image: Image, value: Polygon, lines: Floats, least: float = LEAST) -> bool:
    """Whether ink of a mark's size (``least`` of the print's height) stands on the row of ``value`` before the next of ``lines``
    (n x 4 x 2) on either side."""
    frame = frame_of(value)
    if frame is None:
        return False
    dark = darkness(strip(image, frame, -frame.half, frame.half))
    before, behind = _free(frame, lines)
    air = _AIR * frame.height
    spans = [(a, b) for a, b in ((frame.half + air, behind), (before, -frame.half - air)) if b - a > 0.4 * frame.height]
    return any(1 <= pieces_of_print(strip(image, frame, a, b), dark, least) <= _MANY for a, b in spans)


def _free(frame: Frame, lines: Floats) -> tuple[float, float]:
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
