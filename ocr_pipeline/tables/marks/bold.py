"""Marks of abnormality that are only bold print: values outside their interval whose strokes are thicker than the others'.

The thickness of a value's strokes is compared with the other values of its panel in the same picture, so that font, size
and blur cancel out. Bold print is taken for a mark only where a page prints no other one, where the thick values and the
thin ones are clearly two groups, and where the thick ones are those outside their interval: a column that is bold for
another reason marks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from ocr_pipeline.page import Image, PageImage
from ocr_pipeline.report import Flag, Polygon, Result
from ocr_pipeline.tables.grammar.ranges import beyond_tiers, parse_range
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.results import Evidence

_HEIGHT = 64  #: pixels that a value's crop is scaled to before its strokes are measured
_LEAST_PRINT = 11.0  #: text height in the picture below which strokes are too thin to be told apart
_LEAST_ROWS = 6
_APART = 1.05  #: thinnest bold stroke over thickest regular stroke
_THICKER = 1.2  #: the same of the middle ones
_MANY = 3  #: bold values from which the order of all tells, where blur lets the two groups touch
_INVERTED = 0.03  #: of all pairs: as many may have the regular stroke as thick


def stroke(image: Image, polygon: Polygon) -> float | None:
    """Mean thickness of the strokes in a crop, as a share of the crop's height; None when there is no clear print.

    Twice the ink's area over the length of its outline, which is the thickness of a line that is longer than wide.
    """
    if len(polygon) != 4:
        return None
    corners = np.array(polygon, np.float32)
    wide = float(np.linalg.norm(corners[1] - corners[0]))
    high = float(np.linalg.norm(corners[3] - corners[0]))
    if high < _LEAST_PRINT or wide < 0.3 * high:
        return None
    size = (max(8, round(_HEIGHT * wide / high)), _HEIGHT)
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    crop = cv2.warpPerspective(
        image,
        cv2.getPerspectiveTransform(corners, target),
        size,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    dark, light = np.percentile(grey, (2, 90))
    if light - dark < 40:
        return None
    ink = (grey < (dark + light) / 2).astype(np.uint8)
    outlines, _ = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    length = sum(cv2.arcLength(c, True) for c in outlines)
    rows = np.flatnonzero(ink.any(axis=1))
    if length == 0 or rows.size < 0.3 * _HEIGHT:
        return None
    return float(2.0 * ink.sum() / length / (rows[-1] - rows[0] + 1))


def with_bold_marks(
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    images: Sequence[PageImage | None],
    decimal_comma: bool = False,
) -> tuple[Result, ...]:
    """``results`` with H or L where bold print is their page's only mark. A picture is asked for only where a page has
    results outside their intervals and no mark at all."""
    flags: dict[int, Flag] = {}
    for page in sorted({r.page for r in results}):
        here = [i for i, r in enumerate(results) if r.page == page]
        if page >= len(images) or any(results[i].flag for i in here):
            continue
        groups = [[i for i in here if evidence[i].panel == n] for n in sorted({evidence[i].panel for i in here})]
        asked = [sides for rows in groups if (sides := _sides(results, rows, decimal_comma))]
        picture = images[page] if asked else None
        if picture is not None:
            for sides in asked:
                flags.update(_bold(results, sides, picture.image))
    if not flags:
        return tuple(results)
    return tuple(replace(r, flag=flags.get(i, r.flag)) for i, r in enumerate(results))


def _sides(results: Sequence[Result], rows: Sequence[int], comma: bool) -> dict[int, Flag]:
    """By row: on which side of its interval the value lies. Empty where too few lie inside, or none outside."""
    sides = sides_of(results, rows, comma)
    inside = sum(not side for side in sides.values())
    return sides if len(sides) >= _LEAST_ROWS and 3 <= inside < len(sides) else {}


def sides_of(results: Sequence[Result], rows: Sequence[int], comma: bool) -> dict[int, Flag]:
    """By row: on which side of its interval the value lies; nothing for rows that do not tell."""
    sides: dict[int, Flag] = {}
    for i in rows:
        interval, value = parse_range(results[i].reference_range, comma), parse_value(results[i].value, comma)
        number = value.number if value is not None else None
        where = interval.places(number) if interval is not None and number is not None else None
        if where is None and number is not None:
            where = beyond_tiers(results[i].reference_range, number, comma)
        if where is not None:
            sides[i] = "H" if where == "high" else "L" if where == "low" else ""
    return sides


def _bold(results: Sequence[Result], sides: Mapping[int, Flag], image: Image) -> dict[int, Flag]:
    thick = {i: stroke(image, results[i].value_polygon) for i in sides}
    bold = [t for i, t in thick.items() if sides[i] and t is not None]
    plain = [t for i, t in thick.items() if not sides[i] and t is not None]
    outside = [i for i in sides if sides[i]]
    if len(bold) < len(outside) or len(plain) < max(3, 0.8 * (len(sides) - len(outside))):
        return {}
    if not _two_groups(bold, plain) or median(bold) < _THICKER * median(plain):
        return {}
    return {i: sides[i] for i in outside}


def _two_groups(bold: Sequence[float], plain: Sequence[float]) -> bool:
    if min(bold) >= _APART * max(plain):
        return True
    inverted = sum(b <= p for b in bold for p in plain)
    return len(bold) >= _MANY and len(plain) >= 2 * _MANY and inverted <= _INVERTED * len(bold) * len(plain)
