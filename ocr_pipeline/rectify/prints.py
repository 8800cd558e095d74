"""Where the print itself stands: detected boxes are grown for the recogniser, reported ones should lie on the print.

A value's polygon is its own type, measured on its ink. A row's polygon follows the row: straight where the row is, bent
where the paper is (corners along its top from left to right, then along its foot back), and as high as all its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Image, Line, PageImage
from ocr_pipeline.rectify.glare import washed_out
from ocr_pipeline.rectify.ink import Extent, extent
from ocr_pipeline.report import Polygon, Reason, Report, as_polygon

Quad = NDArray[np.float64]  #: 4 x 2, from the text's own top left, clockwise
ABOVE, BELOW = 0.16, 0.82  #: of a detected box' height, where type begins and ends on a page with nothing to measure
FEWEST = 3  #: measured lines from which a page tells that itself
STACKED = 0.5  #: text heights from which a part of a row stands on a line of its own
LEAST_LEFT = (
    0.5  #: of its area in the flat frame, that a box keeps between level and upright sides; less is no text of the page
)
BENT = 0.12  #: text heights by which a row leaves its chord before its polygon gets more than four corners


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a result: all of its row, and those of its value."""

    row: tuple[Line, ...] = ()
    value: tuple[Line, ...] = ()


class Prints:
    """The polygons of a page's type. Lines to be measured are named first: where one cannot be, the others tell."""

    def __init__(self, image: Image, lines: Iterable[Line]) -> None:
        self._frames = {line: _as_printed(line) for line in dict.fromkeys(lines)}
        heights = [float(np.hypot(*(frame[3] - frame[0]))) for frame in self._frames.values()]
        height = float(np.median(heights)) if len(heights) >= FEWEST else 0.0
        self._measured = {line: extent(image, line, frame, height) for line, frame in self._frames.items()}
        self._usual = {
            source: self._median([line for line in self._measured if line.source == source]) or otherwise
            for source, otherwise in (("ocr", (ABOVE, BELOW)), ("text-layer", (0.0, 1.0)))
        }

    def _median(self, lines: Sequence[Line]) -> tuple[float, float] | None:
        known = [e.across for line in lines if (e := self._measured[line]) is not None and e.across is not None]
        if len(known) < FEWEST:
            return None
        above, below = np.median(np.asarray(known, np.float64), axis=0)
        return float(above), float(below)

    def place(self, line: Line) -> tuple[float, float, float, float]:
        """Where the type begins and ends along the line's quadrilateral and across it."""
        found = self._measured.get(line)
        if found is None:
            found = Extent(line.chars[0].start, line.chars[-1].end) if line.chars else Extent(0.0, 1.0)
        above, below = found.across or self._usual[line.source]
        return found.start, found.end, above, below

    def of(self, line: Line) -> Quad:
        """The quadrilateral of the line's type."""
        return self.within(line, *self.place(line))

    def within(self, line: Line, start: float, end: float, above: float, below: float) -> Quad:
        """The part of the line's frame between fractions along and across it; beyond 0..1 it is continued."""
        frame = self._frames.get(line)
        return _within(_as_printed(line) if frame is None else frame, start, end, above, below)


_WAYS = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]) / 2  #: from the middle to the corners


def _as_printed(line: Line) -> Quad:
    """The line's quadrilateral with the slope of its row and the lean of its column: a detected box is a rectangle, letters on
    a sheet that was seen aslant stand in a parallelogram, and slanted or few letters tilt their box."""
    quad, flat = np.asarray(line.polygon, np.float64), np.asarray(line.flat, np.float64)
    edges = (quad[[1, 2]] - quad[[0, 1]] + quad[[2, 3]] - quad[[3, 0]]) / 2
    (width, rise), (lean, height) = ((flat[[1, 2]] - flat[[0, 1]] + flat[[2, 3]] - flat[[3, 0]]) / 2).tolist()
    area = width * height - rise * lean
    if width < 1 or height < 1 or area < LEAST_LEFT * width * height:
        return quad
    back = np.array([[width * height, -width * rise], [-height * lean, height * width]]) / area
    return np.asarray(quad.mean(axis=0) + _WAYS @ (back @ edges))


def _within(frame: Quad, start: float, end: float, above: float, below: float) -> Quad:
    along = np.array([[start], [end], [end], [start]])
    across = np.array([[above], [above], [below], [below]])
    top, foot = frame[0] + (frame[1] - frame[0]) * along, frame[3] + (frame[2] - frame[3]) * along
    return np.asarray(top + (foot - top) * across)


def on_print(report: Report, parts: Sequence[Parts], pictures: Sequence[PageImage | None]) -> Report:
    """``report`` with the polygons of its results on their print; values that end in a blown spot become UNREADABLE.
    ``parts`` runs parallel to the results."""
    out = list(report.results)
    for page in sorted({r.page for r in out}):
        here = [i for i, r in enumerate(out) if r.page == page and parts[i].row]
        picture = pictures[page] if here else None
        if picture is None:
            continue
        prints = Prints(picture.image, [line for i in here for line in (*_ends(parts[i].row), *parts[i].value)])
        for i in here:
            row = _outline(parts[i].row, prints)
            out[i] = replace(out[i], polygon=row, value_polygon=_chord([prints.of(v) for v in parts[i].value]))
        for i, lost in zip(here, washed_out(picture.image, [out[i].value_polygon for i in here]), strict=True):
            if lost:
                out[i] = replace(out[i], reasons=tuple(dict.fromkeys((*out[i].reasons, Reason.UNREADABLE))))
    return replace(report, results=tuple(out))


def _ends(row: Sequence[Line]) -> tuple[Line, Line]:
    return min(row, key=lambda line: line.left), max(row, key=lambda line: line.right)


def _chord(quads: Sequence[Quad]) -> Polygon:
    """From the first quadrilateral's left side to the last one's right side."""
    return as_polygon([quads[0][0], quads[-1][1], quads[-1][2], quads[0][3]]) if quads else ()


def _outline(row: Sequence[Line], prints: Prints) -> Polygon:
    """The outline of a row's print. Parts on a line of their own (an interval in two lines) make all of it higher."""
    ordered = sorted(row, key=lambda line: line.left)
    height = max(1.0, median(line.height for line in ordered))
    level = median(line.middle[1] for line in ordered)
    away = [(line.middle[1] - level) / height for line in ordered]
    stacked = [a if abs(a) >= STACKED else 0.0 for a in away]
    quads: list[Quad] = []
    reached = -np.inf
    for line, own in zip(ordered, stacked, strict=True):
        if line.middle[0] <= reached:
            continue
        start, end, above, below = prints.place(line)
        by = height / max(1.0, line.height)
        up, down = (min(0.0, *stacked) - own) * by, (max(0.0, *stacked) - own) * by
        quads.append(prints.within(line, start, end, above + up, below + down))
        reached = line.right
    top, foot = (np.concatenate([quad[list(side)] for quad in quads]) for side in ((0, 1), (3, 2)))
    if max(_off_chord(top), _off_chord(foot)) < BENT * float(np.linalg.norm(top[0] - foot[0])):
        return _chord(quads)
    return as_polygon([*top, *foot[::-1]])


def _off_chord(points: Quad) -> float:
    """How far points lie from the line between the first and the last, at most."""
    along = points[-1] - points[0]
    length = max(1.0, float(np.linalg.norm(along)))
    return float(np.abs((points - points[0]) @ (-along[1], along[0])).max()) / length
