"""Two boxes of one line that overlap: what both hold is read twice (``123`` and ``3 mg/dL`` are 123 mg/dL, not 1233)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Char, Line

LEVEL, INTO = (
    0.4,
    0.3,
)  #: of the line's height: how far the second may stand off it, and how far at least it reaches into the first
ALIKE = 0.96  #: cosine between the directions of two lines that are one
SAME = 0.35  #: of the height, that the middles of one character may be apart in the two; those of two stand half of it apart
UNSURE = 0.5  #: confidence of characters that the two lines read differently in the same place


def without_overlaps(lines: Sequence[Line]) -> list[Line]:
    """``lines``, each that begins inside another one without the characters that end it; where the two differ there, these are
    doubtful in both."""
    out = list(lines)
    for first, second in _pairs(lines):
        a, b = out[first], out[second]
        if len(a.chars) != len(a.text) or len(b.chars) != len(b.text):
            continue
        begin, end = _along(a, b.polygon[0], b.polygon[3]), _along(b, a.polygon[1], a.polygon[2])
        ending = [i for i, c in enumerate(a.chars) if (c.start + c.end) / 2 > begin and c.text.strip()]
        opening = [i for i, c in enumerate(b.chars) if (c.start + c.end) / 2 < end and c.text.strip()]
        if not ending or not opening or len(opening) == len(b.text.replace(" ", "")):
            continue
        both = zip(ending[-len(opening) :], opening, strict=False)  # what the second's edge cuts it need not have read
        if len(ending) >= len(opening) and all(_same(a, a.chars[i], b, b.chars[j]) for i, j in both):
            out[second] = b.part(opening[-1] + 1, len(b.chars))
        else:
            out[first], out[second] = _doubtful(a, ending), _doubtful(b, opening)
    return out


def _pairs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Places of lines and of those that begin inside them and end behind them."""
    if len(lines) < 2:
        return []
    quads = np.array([line.polygon for line in lines], np.float64)
    starts, ends = (quads[:, 0] + quads[:, 3]) / 2, (quads[:, 1] + quads[:, 2]) / 2
    length = np.maximum(np.linalg.norm(ends - starts, axis=1), 1.0)
    way = (ends - starts) / length[:, None]
    height = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    begin, off = _placed(starts, starts, way)
    finish, _ = _placed(ends, starts, way)
    into = length[:, None] - begin
    near = (np.abs(off) < LEVEL * height[:, None]) & (way @ way.T > ALIKE)
    found = near & (begin > 0) & (into > INTO * height[:, None]) & (finish > length[:, None])
    return [(int(a), int(b)) for a, b in np.argwhere(found)]


def _placed(
    points: NDArray[np.float64], starts: NDArray[np.float64], way: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far along each line (rows) and aside of it each point (columns) stands."""
    apart = points[None] - starts[:, None]
    along = (apart * way[:, None]).sum(axis=2)
    aside = apart[..., 1] * way[:, None, 0] - apart[..., 0] * way[:, None, 1]
    return along, aside


def _same(a: Line, one: Char, b: Line, other: Char) -> bool:
    """Whether a character of ``a`` and one of ``b`` are the same print."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = b.polygon
    at = (other.start + other.end) / 2
    above, below = (ax + at * (bx - ax), ay + at * (by - ay)), (dx + at * (cx - dx), dy + at * (cy - dy))
    apart = abs(_along(a, above, below) - (one.start + one.end) / 2) * math.dist(a.polygon[0], a.polygon[1])
    return one.text == other.text and apart < SAME * math.dist(a.polygon[0], a.polygon[3])


def _along(line: Line, above: tuple[float, float], below: tuple[float, float]) -> float:
    """The fraction of ``line`` at which the middle of two points stands."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.polygon
    x0, y0, x1, y1 = (ax + dx) / 2, (ay + dy) / 2, (bx + cx) / 2, (by + cy) / 2
    x, y = (above[0] + below[0]) / 2, (above[1] + below[1]) / 2
    return ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / max(1.0, (x1 - x0) ** 2 + (y1 - y0) ** 2)


def _doubtful(line: Line, places: Sequence[int]) -> Line:
    chars: list[Char] = list(line.chars)
    for place in places:
        chars[place] = replace(chars[place], confidence=min(chars[place].confidence, UNSURE))
    return replace(line, chars=tuple(chars), confidence=min(c.confidence for c in chars))
