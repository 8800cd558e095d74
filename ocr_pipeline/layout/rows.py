"""The rows of a page: its lines by their base lines in the flat frame."""

from __future__ import annotations

from ocr_pipeline.fields import same_row
from ocr_pipeline.fields.split import Box, box_of
from ocr_pipeline.layout.beside import parted
from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.page import Line, PageText


def rows_of(lines: tuple[Line, ...]) -> list[list[int]]:
    """Line indices grouped into rows by the flat frame, top to bottom, each from left to right."""
    boxes = [box_of(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda i: boxes[i].middle[1])
    rows: list[list[int]] = []
    for index in order:
        for row in reversed(rows[-3:]):
            if _fits(boxes[index], [boxes[i] for i in row]):
                row.append(index)
                break
        else:
            rows.append([index])
    for row in rows:
        row.sort(key=lambda i: boxes[i].left)
    return rows


@once_a_page
def page_rows(page: PageText) -> tuple[tuple[int, ...], ...]:
    """The rows of ``page``, those of a table before the paragraphs beside it."""
    return tuple(tuple(row) for row in parted(page, rows_of(page.lines)))


def _fits(line: Box, row: list[Box]) -> bool:
    """True when ``line`` shares the row's base line: by its neighbour in the row, and not far from the row as a whole."""
    middle = sum(o.middle[1] for o in row) / len(row)
    if abs(line.middle[1] - middle) >= 0.55 * max(line.height, 1.0):  # most rows are done with at that
        return False
    near = min(row, key=lambda o: min(abs(o.left - line.right), abs(o.right - line.left)))
    height = min(max(line.height, 1.0), max(near.height, 1.0)) if near.height < 2.5 * line.height else line.height
    slack = 0.5 * min(line.height, near.height)  # the halves of a line that a fold cut in three brush one another
    apart = min(o.right for o in row) <= line.left + slack or line.right <= max(o.left for o in row) + slack
    # The only line of a row may brush another, but lines above one another on a bent page are two rows.
    level = abs(line.middle[1] - near.middle[1]) < 0.25 * min(line.height, near.height)
    brushes = len(row) == 1 and _overlap(line, near) < (0.6 if level else 0.3)
    return same_row(line, near) and abs(line.middle[1] - middle) < 0.55 * max(height, 1.0) and (apart or brushes)


def _overlap(a: Box, b: Box) -> float:
    """Share of the narrower line's width that the other one covers."""
    return (min(a.right, b.right) - max(a.left, b.left)) / max(min(a.right - a.left, b.right - b.left), 1e-6)
