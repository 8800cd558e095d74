"""Whether the name and the value of a printed row lie on one line after rectifying: what rectifying is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from adapter.bench import recall
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Polygon

LEVEL = 0.4  #: text heights by which two pieces of one row may differ in height; the next row is 1.3 or more away


def on_one_line(row: Mapping[str, Any], pages: Sequence[PageText], spelled: bool = True) -> bool:
    """``row`` is a row of a label. Where the label has the places of its name and value, the recognised lines there
    are compared; else all lines that spell them. ``spelled`` also asks that they are read right."""
    page = int(row.get("page") or 0)
    lines = pages[page].lines if page < len(pages) else ()
    names = _candidates(lines, row, "name", spelled)
    values = _candidates(lines, row, "value", spelled)
    return any(level(name, value) for name in names for value in values)


def misread(row: Mapping[str, Any], pages: Sequence[PageText]) -> bool:
    """Name and value lie on one line and one of them is spelled otherwise than printed: no matter of geometry."""
    return on_one_line(row, pages, spelled=False) and not on_one_line(row, pages)


def level(name: Line, value: Line) -> bool:
    """Both pieces stand at one height in the flat frame."""
    if name is value:
        return True
    return abs(name.middle[1] - value.middle[1]) < LEVEL * min(name.height, value.height)


def at(lines: Sequence[Line], polygon: Sequence[Sequence[float]]) -> list[Line]:
    """Lines on which the middle of ``polygon`` (picture pixels) lies."""
    x, y = np.mean(np.asarray(polygon, np.float64), axis=0)
    return [line for line in lines if cv2.pointPolygonTest(_contour(line.polygon), (float(x), float(y)), False) >= 0]


def _contour(polygon: Polygon) -> np.ndarray:
    return np.asarray(polygon, np.float32)


def _candidates(lines: Sequence[Line], row: Mapping[str, Any], part: str, spelled: bool) -> list[Line]:
    place = row.get(f"{part}_polygon")
    found = at(lines, place) if place else list(lines)
    if not spelled and place:
        return found
    wanted = recall.shown(str(row.get(part) or ""))
    # a long name may be printed on two lines: its beginning stands beside the value
    wanted = wanted[:6] if part == "name" else wanted
    return [line for line in found if wanted in recall.shown(line.text)]
