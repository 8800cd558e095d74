"""Pages laid out from words, as the recogniser would give them: no picture, no engine."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.page import Char, Line, PageText
from ocr_pipeline.report import Flag
from ocr_pipeline.tables import read_tables

HEIGHT = 20.0


def width_of(text: str) -> float:
    return sum(1.0 if ord(c) > 0x2E80 else 0.5 for c in text) * HEIGHT


def line(text: str, x: float, y: float, confidence: float = 0.999, height: float = HEIGHT) -> Line:
    """``text`` with its left end at ``x`` and its middle at ``y``; wide characters are as wide as high."""
    widths = [(1.0 if ord(c) > 0x2E80 else 0.5) * height for c in text]
    total = sum(widths)
    chars, at = [], 0.0
    for char, width in zip(text, widths, strict=True):
        chars.append(Char(char, 1.0 if char == " " else confidence, at / total, (at + width) / total))
        at += width
    quad = ((x, y - height / 2), (x + total, y - height / 2), (x + total, y + height / 2), (x, y + height / 2))
    return Line(text, confidence, tuple(chars), quad, quad)


def page(
    rows: Sequence[Sequence[tuple[float, str]]], pitch: float = 30.0, top: float = 100.0, index: int = 0
) -> PageText:
    """Rows of (x, text) cells, ``pitch`` apart; an empty row leaves a gap."""
    lines = [line(text, x, top + i * pitch) for i, row in enumerate(rows) for x, text in row if text]
    return PageText(index, 1700, int(top + pitch * len(rows) + 200), tuple(lines), text_height=HEIGHT)


def table(header: Sequence[tuple[float, str]], rows: Sequence[Sequence[str]], **kwargs: float) -> PageText:
    """A header with its xs, and the cells of each row under it (empty strings print nothing)."""
    xs = [x for x, _ in header]
    return page([list(header), *([(x, cell) for x, cell in zip(xs, row, strict=True)] for row in rows)], **kwargs)  # type: ignore[arg-type]


Row = tuple[str, str, str, str, Flag]


def rows(text: PageText) -> list[Row]:
    """What a page gives: name, value, unit, interval and mark of each result."""
    return [(r.name, r.value, r.unit, r.reference_range, r.flag) for r in read_tables([text]).results]


def values(text: PageText) -> list[tuple[str, str, str, str]]:
    """The same without the marks."""
    return [row[:4] for row in rows(text)]
