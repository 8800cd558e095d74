"""Two sheets side by side in one photograph, parted: the right one is put below the left one in the flat frame.

Rows that run on over both sheets would mix two people's values. A blank strip from top to bottom alone tells nothing, since
tables of two panels and pages of two columns have one too; but only sheets of their own print a patient's fields twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median

import numpy as np

from ocr_pipeline.fields import fold
from ocr_pipeline.layout.known import know
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.several import NUMBER_OF_PATIENT, OF_PATIENTS

_STRIP = 2.0  #: least width of the strip between two sheets, in text heights
_WIDE = 5.0  #: from here one field of a patient on both sides is enough, else two
_FEWEST = 6  #: lines on a sheet
_LEANS = np.linspace(-0.3, 0.3, 13)  #: how far the strip may lean, x by y
_CLEAR = 0.7  #: least confidence of a line that counts: grain and wood between the sheets are read as well
_APART = 6.0  #: text heights between the sheets in the flat frame
_MOST = 4  #: sheets on one photograph
_PERSON = frozenset(("age", "sex", "birth_date"))
_LABELS = {"name": OF_PATIENTS, "number": NUMBER_OF_PATIENT}
_NONE = re.compile(r"(?!)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\D\d{2}\Z")  #: ``ĐT: 028…`` is a telephone


def apart(page: PageText) -> PageText:
    """``page`` with each further sheet below the one left of it and SEVERAL_REPORTS among its reasons; the page itself where
    it is one sheet."""
    sheets = _sheets(page, page.lines, _MOST)
    if len(sheets) < 2:
        return page
    height = median(line.height for line in page.lines)
    left = min(line.left for line in page.lines)
    placed: list[Line] = []
    foot = 0.0
    for sheet in sheets:
        dx = left - min(line.left for line in sheet)
        dy = foot + _APART * height - min(line.top for line in sheet) if placed else 0.0
        placed += [replace(line, flat=tuple((x + dx, y + dy) for x, y in line.flat)) for line in sheet]
        foot = max(line.bottom for line in placed)
    return replace(page, lines=tuple(placed), reasons=tuple(dict.fromkeys((*page.reasons, Reason.SEVERAL_REPORTS))))


def _sheets(page: PageText, lines: tuple[Line, ...], most: int) -> list[tuple[Line, ...]]:
    halves = _halves(lines) if most > 1 else None
    if halves is None:
        return [lines]
    left, right, wide = halves
    if len(_person(page, left) & _person(page, right)) < (1 if wide else 2):
        return [lines]
    return [*_sheets(page, left, most - 1), *_sheets(page, right, most - 1)]


def _halves(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...], bool] | None:
    """The lines left and right of the widest blank strip that runs from top to bottom, and whether it is very wide; None
    without one."""
    clear = [line for line in lines if line.confidence >= _CLEAR and line.text.strip()]
    if len(clear) < 2 * _FEWEST:
        return None
    height = median(line.height for line in clear)
    ends = np.array([(line.left, line.right, line.middle[1]) for line in clear])
    best, at, lean = _STRIP * height, 0.0, 0.0
    for slope in _LEANS:
        left, right = ends[:, 0] + slope * ends[:, 2], ends[:, 1] + slope * ends[:, 2]
        order = np.argsort(left)
        reach, starts = np.maximum.accumulate(right[order])[:-1], left[order][1:]
        wide = starts - reach
        wide[: _FEWEST - 1] = wide[len(wide) - _FEWEST + 1 :] = 0.0
        place = int(np.argmax(wide))
        if wide[place] > best:
            best, at, lean = float(wide[place]), float(reach[place] + starts[place]) / 2, float(slope)
    if not at:
        return None
    on_left = [line.middle[0] + lean * line.middle[1] < at for line in lines]
    return (
        tuple(line for line, here in zip(lines, on_left, strict=True) if here),
        tuple(line for line, here in zip(lines, on_left, strict=True) if not here),
        best > _WIDE * height,
    )


def _person(page: PageText, lines: tuple[Line, ...]) -> set[str]:
    """Which fields of a patient these lines print, with a value."""
    return {
        field.kind
        for field in know(replace(page, lines=lines)).fields
        if field.value
        and (field.kind in _PERSON or _LABELS.get(field.kind, _NONE).search(fold(field.label)))
        and (field.kind != "birth_date" or _YEAR.search(field.value))
    }
