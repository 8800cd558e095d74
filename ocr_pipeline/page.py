"""What passes between the stages of reading: a page's picture, and its located text.

Two coordinate systems, never mixed: ``polygon`` is always in pixels of the *original* page image; ``flat`` is in the
rectified frame, where text runs left to right and rows and columns are straight. Rows and columns are decided in
``flat``; whatever is reported outside uses ``polygon``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.report import Point, Polygon, Reason

__all__ = ["Char", "Engine", "Image", "Line", "PageImage", "PageText", "Polygon", "Transform"]

Image = NDArray[np.uint8]  #: height x width x 3, BGR


@dataclass(frozen=True, slots=True)
class Char:
    """One recognised character. ``start`` and ``end`` are fractions (0..1) along the line's reading direction."""

    text: str
    confidence: float
    start: float
    end: float
    runner_up: str = ""
    runner_up_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text on one line: four corners from the text's own top left, clockwise as the text is read.

    ``chars`` has one entry per character of ``text`` (spaces included, with the gap's extent).
    ``confidence`` is the smallest character confidence.
    """

    text: str
    confidence: float
    chars: tuple[Char, ...]
    polygon: Polygon
    flat: Polygon
    source: Literal["ocr", "text-layer"] = "ocr"

    def part(self, start: int, end: int) -> Line:
        """The characters ``start:end`` as a line of its own, with both quadrilaterals cut accordingly."""
        chars = self.chars[start:end]
        if not chars:
            raise ValueError(f"empty part {start}:{end} of a line of {len(self.chars)} characters")
        a, b = chars[0].start, chars[-1].end
        width = max(b - a, 1e-6)
        moved = [
            Char(c.text, c.confidence, (c.start - a) / width, (c.end - a) / width, c.runner_up, c.runner_up_confidence)
            for c in chars
        ]
        return Line(
            "".join([c.text for c in chars]),
            min([c.confidence for c in chars]),
            tuple(moved),
            _cut(self.polygon, a, b),
            _cut(self.flat, a, b),
            self.source,
        )

    def with_chars(self, chars: Sequence[Char]) -> Line:
        """``chars`` on the same place."""
        return replace(
            self, text="".join(c.text for c in chars), chars=tuple(chars), confidence=min(c.confidence for c in chars)
        )

    def polygon_of(self, start: int, end: int) -> Polygon:
        """``part(start, end).polygon``, without the rest of it."""
        return _cut(self.polygon, self.chars[start].start, self.chars[end - 1].end)

    # asked some hundred thousand times a page: four corners written out are three times as fast as a loop

    @property
    def left(self) -> float:
        (a, _), (b, _), (c, _), (d, _) = self.flat
        return min(a, b, c, d)

    @property
    def right(self) -> float:
        (a, _), (b, _), (c, _), (d, _) = self.flat
        return max(a, b, c, d)

    @property
    def top(self) -> float:
        (_, a), (_, b), (_, c), (_, d) = self.flat
        return min(a, b, c, d)

    @property
    def bottom(self) -> float:
        (_, a), (_, b), (_, c), (_, d) = self.flat
        return max(a, b, c, d)

    @property
    def middle(self) -> Point:
        (a, e), (b, f), (c, g), (d, h) = self.flat
        return ((a + b + c + d) / 4, (e + f + g + h) / 4)

    @property
    def height(self) -> float:
        """Length of the left and right sides in the flat frame, averaged."""
        (_, tl), (_, tr), (_, br), (_, bl) = self.flat
        return (abs(bl - tl) + abs(br - tr)) / 2


def _cut(quad: Polygon, a: float, b: float) -> Polygon:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    over, down, under, fall = x1 - x0, y1 - y0, x2 - x3, y2 - y3  # along its top and along its foot
    return (
        (x0 + over * a, y0 + down * a),
        (x0 + over * b, y0 + down * b),
        (x3 + under * b, y3 + fall * b),
        (x3 + under * a, y3 + fall * a),
    )


@dataclass(frozen=True, slots=True)
class Transform:
    """One step of rectifying and why it was applied. ``matrix`` is 3x3, original to this step's output, or None for a
    smooth field (then ``detail`` says so)."""

    name: str
    reason: str
    matrix: tuple[tuple[float, float, float], ...] | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """All text of a page. ``unevenness`` is what is left of row distortion after rectifying, in text heights (0 =
    straight rows; from 0.3 rows get mixed up). ``text_height`` is the median height of a line in original pixels."""

    index: int
    width: int
    height: int
    lines: tuple[Line, ...]
    angle: float = 0.0
    unevenness: float = 0.0
    text_height: float = 0.0
    transforms: tuple[Transform, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A decoded page. ``text_lines`` holds a digital page's own text layer when it is sound (then OCR is skipped).

    ``image`` is upright as the file's own metadata says (EXIF applied, fax pixels made square)."""

    index: int
    image: Image = field(repr=False)
    text_lines: tuple[Line, ...] | None = None
    note: str = ""


class Engine(Protocol):
    """Finds and recognises text. One instance a process; never shared between threads."""

    name: str
    version: str

    def detect(self, image: Image) -> list[Polygon]:
        """Quadrilaterals of text in pixels of ``image``, each from the text's own top left, clockwise."""

    def recognise(self, image: Image, quads: list[Polygon]) -> list[Line]:
        """One line per quadrilateral, same order; ``text`` may be empty. ``flat`` equals ``polygon``."""
