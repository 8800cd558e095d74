"""Pages built by hand: rows of cells, each cell at its column, 10 px a Latin and 20 px a Chinese character."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.page import Char, Line, PageText

Cell = str | tuple[float, str]


def line_at(text: str, x: float, y: float, height: float = 20.0, confidence: float = 0.99) -> Line:
    widths = [height if ord(c) > 0x2E80 else height / 2 for c in text]
    total = sum(widths) or 1.0
    chars, at = [], 0.0
    for char, width in zip(text, widths, strict=True):
        chars.append(Char(char, confidence, at / total, (at + width) / total))
        at += width
    quad = ((x, y), (x + total, y), (x + total, y + height), (x, y + height))
    return Line(text, confidence, tuple(chars), quad, quad)


def page_of(rows: Sequence[str | Sequence[Cell]], index: int = 0, pitch: float = 32.0, left: float = 40.0) -> PageText:
    """One row a string (a single cell) or a list of cells; a cell is a text or (x, text). "" leaves a gap."""
    lines: list[Line] = []
    y = 30.0
    for row in rows:
        x = left
        for cell in [row] if isinstance(row, str) else row:
            place, text = cell if isinstance(cell, tuple) else (x, cell)
            if text:
                line = line_at(text, place, y)
                lines.append(line)
                x = line.right + 60.0
        y += pitch
    return PageText(index, 1400, int(y) + 60, tuple(lines), text_height=20.0)
