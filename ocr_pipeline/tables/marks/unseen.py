"""Marks of abnormality that were not read at all: ink between a value and its neighbours where the value lies outside its
interval, or is a finding that is not the usual one, and has no mark.

A pale arrow, a star or a lone letter in the column of marks is the smallest print of a report, and the first that a
detector passes over. The reader of lone signs looks at it; where it sees the arrow or letter that value and interval ask
for, that is the mark, and elsewhere the row is doubtful: something stands there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from models.symbols.reader import SignReader
from models.symbols.window import look
from ocr_pipeline.page import Image, Line, PageImage, PageText, Polygon
from ocr_pipeline.report import Flag, Reason, Result
from ocr_pipeline.tables.contents.ink import LEAST, Floats, Frame, darkness, frame_of, pieces_of_print, strip
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.powers import above_power
from ocr_pipeline.tables.grammar.ranges import beyond_tiers, parse_range
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.marks.sides import side_of
from ocr_pipeline.tables.results import Evidence

NOTE = "Something that was not read stands beside the value; it may be a mark."

_BEHIND, _BEFORE = 8.0, 4.0  #: heights of print that a mark may stand off its value
_AIR = 0.15  #: the same, that belongs to the value or its neighbour
_LETTER, _SPACE = 0.55, 0.6  #: heights of a line's box, of an average letter and of the space before the unit
#: Size of print of a line's box; confidence in a sign from which it needs nobody's eye, and from which it is likely.
_PRINT, _SURE, _LIKELY = 0.72, 0.9, 0.5
_ONLY_STARS = 0.8  #: how likely a star is where no other mark of the page was read
_SAYS: dict[str, Flag] = {"↑": "H", "H": "H", "↓": "L", "L": "L", "*": "A"}
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
        flags = {r.flag for r in results if r.page == text.index and r.flag}
        stars = 1.0 if "A" in flags else 0.0 if flags else _ONLY_STARS
        for i in here:
            places = marks_beside(picture.image, _with_unit(results[i], text.lines), corners)
            if places:
                out[i] = _marked(results[i], picture.image, places, stars, decimal_comma)
    return tuple(out)


def _marked(result: Result, image: Image, places: Sequence[Frame], stars: float, comma: bool) -> Result:
    """``result`` with the mark that stands in the one place, where it says what value and interval say, or is a star, which the
    page's other marks make as likely as ``stars``; else doubtful."""
    value = parse_value(result.value, comma)
    side = side_of(value, result.reference_range, comma) if value is not None else ""
    flag, sure = side, 0.0
    if (side or stars) and len(places) == 1:
        seen = look(image, places[0].corners(), size := _PRINT * places[0].height)
        above = -float(places[0].place(seen.ink()[None])[0, 1]) / size
        sign = _reader().read([seen.pixels], [above])[0]
        flag = "A" if sign.text == "*" else side
        sure = sign.confidence * (stars if flag == "A" else 1.0) if _SAYS.get(sign.text, "") == flag else 0.0
    if flag and sure >= _LIKELY:
        result = replace(result, flag=flag)
        if sure >= _SURE:
            return result
    reason = Reason.SYMBOL_UNCERTAIN if result.flag else Reason.FLAG_CONTRADICTS
    return replace(result, reasons=(*result.reasons, reason), note=f"{result.note} {NOTE}".strip())


@cache
def _reader() -> SignReader:
    return SignReader()


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
    """Whether :func:`marks_beside` would find any."""
    return bool(marks_beside(image, value, lines, least))


def marks_beside(image: Image, value: Polygon, lines: Floats, least: float = LEAST) -> list[Frame]:
    """Where ink of a mark's size (``least`` of the print's height) stands on the row of ``value`` before the next of ``lines``
    (n x 4 x 2) on either side, each as high as the row and as wide; ``place`` tells how far off the row's middle."""
    frame = frame_of(value)
    if frame is None:
        return []
    dark = darkness(strip(image, frame, -frame.half, frame.half))
    before, behind = _free(frame, lines)
    air = _AIR * frame.height
    found: list[Frame] = []
    for a, b in ((frame.half + air, behind), (before, -frame.half - air)):
        pieces = pieces_of_print(strip(image, frame, a, b), dark, least) if b - a > 0.4 * frame.height else []
        found.extend(frame.moved(a + x * frame.height) for x, _ in pieces if len(pieces) <= _MANY)
    return found


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
