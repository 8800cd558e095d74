"""Arrows that the recogniser passed over: ``2.39 ↓ pmol/L`` comes out as ``2.39 pmol/L``, without a doubt.

Where a number and what follows it stand apart on one line, the gap is looked at on the picture: a mark that stands free in
it and that the reader of lone signs is sure of is an arrow. Nothing else is put in: specks look like stars and dashes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from models.symbols.reader import SignReader
from models.symbols.window import window
from ocr_pipeline.engines.crops.cut import cut, ink
from ocr_pipeline.engines.crops.rules import without_rules
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.engines.signs.lone import PRINT_OF_BOX
from ocr_pipeline.page import Char, Image, Line, Polygon
from ocr_pipeline.report import as_polygon

GAP = re.compile(r"(?<=[\d.,]\d) +(?=[^\s\d])")
INKED = 0.35  #: of the line's ink, that a column has that is printed
FREE = 0.2  #: print sizes of paper on both sides, at the least
NEAR = 0.15  #: print sizes that its middle may stand off the space, whose place is only reckoned
NARROW, WIDE = 0.06, 0.7  #: print sizes, an arrow's width
CLOSE = 0.5  #: of the line's height, the print's size for the reader's look: its neighbours stay outside
SURE = 0.9
OPEN = 0.85  #: confidence of an arrow that one reader saw
ARROWS = ("↑", "↓")


def with_swallowed(image: Image, lines: Sequence[Line], reader: SignReader) -> list[Line]:
    """``lines`` with such arrows where they stand."""
    out = list(lines)
    places, spans, windows = [], [], []
    for place, line in enumerate(lines):
        if len(line.chars) == len(line.text) and GAP.search(line.text):
            for at, a, b in _marks(image, line):
                places.append((place, at))
                spans.append((a, b))
                windows.append(window(image, _between(line.polygon, a, b), CLOSE * _height(line.polygon)))
    found = zip(places, spans, reader.read(windows), strict=True)
    for (place, at), (a, b), sign in sorted(found, key=lambda each: each[0], reverse=True):
        if sign.text in ARROWS and sign.confidence >= SURE:
            chars = out[place].chars
            arrow = Char(sign.text, min(sign.confidence, OPEN), a, b, sign.second, sign.second_confidence)
            left = replace(chars[at], end=max(a, chars[at].start))
            right = replace(chars[at], start=min(b, chars[at].end))
            out[place] = out[place].with_chars([*chars[:at], left, arrow, right, *chars[at + 1 :]])
    return out


def _marks(image: Image, line: Line) -> list[tuple[int, float, float]]:
    """The place of the space, and from where to where (fractions of the line) a mark stands free in it."""
    size = PRINT_OF_BOX * CROP_HEIGHT
    crop = without_rules(cut(image, line.polygon, squeeze=1.0))
    wide, columns = crop.shape[1], ink(crop)
    paper, print_ = at_shares(columns.astype(np.uint8), (0.1, 0.85))
    runs = _runs(columns > paper + INKED * (print_ - paper))
    free = [(first, last) for (_, before), (first, last), (after, _) in zip(runs, runs[1:], runs[2:], strict=False)
            if min(first - before, after - last) >= FREE * size and NARROW * size <= last - first <= WIDE * size]  # fmt: skip
    out = []
    for match in GAP.finditer(line.text):
        space = line.chars[match.start()]
        a, b = space.start * wide - NEAR * size, line.chars[match.end() - 1].end * wide + NEAR * size
        here = [(first, last) for first, last in free if a <= (first + last) / 2 <= b]
        out += [(match.start(), first / wide, last / wide) for first, last in here[:1] if len(here) == 1]
    return out


def _runs(printed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[0, printed.astype(np.int8), 0]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _between(quad: Polygon, a: float, b: float) -> Polygon:
    corners = np.asarray(quad)
    top, foot = corners[1] - corners[0], corners[2] - corners[3]
    return as_polygon((corners[0] + top * a, corners[0] + top * b, corners[3] + foot * b, corners[3] + foot * a))


def _height(quad: Polygon) -> float:
    corners = np.asarray(quad, np.float64)
    return float(np.hypot(*(corners[3] - corners[0])))
