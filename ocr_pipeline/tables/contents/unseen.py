"""Cells that were not read at all: ink in the column of units or intervals on the row of a result that has none, where the
column has others. A short unit or a lone dash is passed over by a detector as easily as a mark is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr_pipeline.page import Image, Line, PageImage
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.contents.ink import Frame, darkness, frame_of, pieces_of_print, strip
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.results import Evidence

_ROWS = 3  #: of a panel that may have columns
_NEAREST = 3  #: cells of a column, above and below, that tell where the lacking one would stand
_DASHES = ("-", "--", "(-)")  #: no row is without one where others have it; on a poor page a blank is no evidence
_UNITLESS = re.compile(r"pH(?![a-z])|酸碱度|比重|比值|比例|指数|gravity|densit|ratio|index|\bINR\b", re.IGNORECASE)
_ALIKE = 2  #: of them that tell such a column
_LACKS = {"unit": Reason.UNIT_MISSING, "ref": Reason.RANGE_UNREADABLE}


def with_unseen_cells(
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    panels: Sequence[tuple[int, Panel]],
    images: Sequence[PageImage | None],
) -> tuple[Result, ...]:
    """``results``, doubtful where something stands in the place of the unit or interval that they lack. A picture is asked for
    only where one lacks what others of its panel have."""
    out = list(results)
    for number, (page, panel) in enumerate(panels):
        rows = [i for i, e in enumerate(evidence) if e.panel == number and not e.digital]
        if panel.inferred or len(rows) < _ROWS or page >= len(images):
            continue
        for at, column in enumerate(panel.columns):
            if column.kind not in _LACKS:
                continue
            cells = {i: _cell(evidence[i], panel.bounds[at], panel.bounds[at + 1]) for i in rows}
            lacking = [
                i for i in rows if cells[i] is None and evidence[i].value_lines and _lacks(results[i], column.kind)
            ]
            printed = [line for line in cells.values() if line is not None]
            if not lacking or not printed:
                continue
            dashed = sum(plain(line.text).strip() in _DASHES for line in printed) >= _ALIKE
            picture = None if dashed else images[page]
            for i in lacking:
                if dashed or (picture is not None and _stands_in(picture.image, evidence[i], printed)):
                    out[i] = replace(out[i], reasons=(*out[i].reasons, _LACKS[column.kind]))
    return tuple(out)


def _lacks(result: Result, kind: str) -> bool:
    if kind == "unit":
        value = parse_value(result.value)
        bare = value is not None and value.kind in ("number", "interval") and not _UNITLESS.search(result.name)
        return not result.unit and bare
    return not result.reference_range and bool(result.value)


def _cell(evidence: Evidence, left: float, right: float) -> Line | None:
    """What the row has between two edges of flat pixels."""
    return next((line for line in evidence.row_lines if left <= line.middle[0] <= right), None)


def _stands_in(image: Image, evidence: Evidence, printed: Sequence[Line]) -> bool:
    """Whether ink stands on the row where the nearest rows have their cell."""
    value = evidence.value_lines[0]
    longest = max(evidence.row_lines, key=lambda line: line.right - line.left, default=value)
    frame = frame_of(longest.polygon)
    if frame is None:
        return False
    nearest = sorted(printed, key=lambda line: abs(line.middle[1] - value.middle[1]))[:_NEAREST]
    left, right = min(line.left for line in nearest), max(line.right for line in nearest)
    others = [
        line for line in evidence.row_lines if line.right > left - value.height and line.left < right + value.height
    ]
    if others:
        return False
    moved = _moved(frame, value, nearest[0], (left + right) / 2)
    half = (right - left) / 2 + 0.3 * frame.height
    dark = darkness(strip(image, frame, -frame.half, frame.half))
    return bool(pieces_of_print(strip(image, moved, -half, half), dark))


def _moved(frame: Frame, value: Line, near: Line, x: float) -> Frame:
    """``frame`` on the place of its row where ``x`` (flat pixels) is, by the picture about the nearest cell of the column."""
    (ax, ay), (bx, by), _, (dx, dy) = near.flat
    flat = np.array([[bx - ax, dx - ax], [by - ay, dy - ay]])
    corners = np.array(near.polygon, np.float64)
    if abs(np.linalg.det(flat)) < 1e-6:
        return frame
    u, v = np.linalg.solve(flat, np.array([x - ax, value.middle[1] - ay]))
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    # the middle of a flat row is the middle of its print
    centre = corners[0] + u * along + v * across
    return Frame(centre, along / np.hypot(*along), across / np.hypot(*across), frame.half, frame.height)
