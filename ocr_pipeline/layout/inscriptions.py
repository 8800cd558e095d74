"""Which lines are print inside a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields.folding import is_han
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Region

#: A letter or two of a picture's size, read with less confidence, is a part of the picture.
DRAWN = 0.75
#: Fewer words of a picture may by accident stand between print on both sides.
LEAST_CELLS = 4
#: So many characters of prose, each of Chinese for two, read so clearly on average, are the report's.
_SENTENCE, _CLEAR = 30, 0.85
#: Text heights that such a line reaches out of the picture on a side, and its fewest letters.
OUTSIDE, _WORDS = 2.0, 4
#: Intervals stand in tables; a drawing has ticks.
_INTERVAL = re.compile(r"\D{0,3}\d[\d.,]{0,7}\s?[-–~～]{1,2}\s?\d[\d.,]{0,7}\D{0,8}")


def is_drawn(page: PageText, line: Line) -> bool:
    """True for a letter or two of a picture's size."""
    short = len(line.text.strip()) <= 3 and line.confidence < DRAWN
    return short and line.height > 5 * (page.text_height or line.height)


def inscriptions(page: PageText, regions: Sequence[Region], least: float = 0.0) -> frozenset[int]:
    """Indices of the lines whose middle lies in a region labelled figure with at least that score. A drawing has few words: a
    box full of clear print, or with intervals, or one that lies over cells of a row or right of labels, is a part of a table
    or of the text."""
    boxes = [r.polygon for r in regions if r.label == "figure" and r.score >= least]
    out: set[int] = set()
    for box in boxes:
        xs, ys = [p[0] for p in box], [p[1] for p in box]
        held: list[int] = []
        for index, line in enumerate(page.lines):
            x = sum(p[0] for p in line.polygon) / len(line.polygon)
            y = sum(p[1] for p in line.polygon) / len(line.polygon)
            if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
                held.append(index)
        clear = [page.lines[i].text for i in held if page.lines[i].confidence >= 0.8]
        worded = sum(sum(map(str.isalpha, text)) >= 5 for text in clear)
        named = sum(max(sum(map(str.isalpha, text)) - 2, sum(map(is_han, text))) >= 3 for text in clear)
        ranged = sum(_INTERVAL.fullmatch(page.lines[i].text) is not None for i in held)
        labelled = sum(_is_labelled(page, i, held) for i in held)
        part = (
            ranged >= 3
            or labelled >= 2
            or any(_is_of_a_row(page, i, held) for i in held)
            or any(n >= least and n >= 0.3 * len(held) for n, least in ((worded, 2), (named, 3)))
        )
        rows = sum(_in_a_row(page, i, held) for i in held)
        if not part and rows < len(held) and not (rows >= LEAST_CELLS and rows >= 0.6 * len(held)):
            told = [
                x for x in (page.lines[i] for i in held) if _is_running_text(x) or _reaches_out(x, min(xs), max(xs))
            ]
            out.update(i for i in held if page.lines[i] not in told and not _heads_one(page.lines[i], told))
    return frozenset(out)


def _heads_one(line: Line, told: Sequence[Line]) -> bool:
    """True for a clear heading right above a line of running text."""
    found = heading_in(line.text)
    if found is None or found.after < len(line.text.rstrip()) or line.confidence < _CLEAR:
        return False
    high = line.height
    return any(
        0.5 * high < o.middle[1] - line.middle[1] < 2 * high and abs(o.left - line.left) < 3 * high for o in told
    )


def _is_running_text(line: Line) -> bool:
    """A line of prose, most of it read without a doubt: it only ends in what was taken for a picture (a shadow)."""
    seen = [c.confidence for c in line.chars if c.text.strip()]
    return (
        len(seen) + sum(map(is_han, line.text)) >= _SENTENCE
        and is_prose_line(line.text)
        and sum(seen) / len(seen) >= _CLEAR
    )


def _reaches_out(line: Line, left: float, right: float) -> bool:
    """A clear line that begins or ends well outside the picture: the last one of the text above it (``3. Acute appendicitis.``)."""
    x, beyond = [p[0] for p in line.polygon], OUTSIDE * line.height
    clear = line.confidence >= _CLEAR and sum(map(str.isalpha, line.text)) >= _WORDS
    return clear and (min(x) < left - beyond or max(x) > right + beyond)


def _level(page: PageText, line: Line, held: Sequence[int]) -> list[Line]:
    """The lines that are not ``held`` and stand level with ``line``."""
    near = 0.4 * line.height
    return [o for i, o in enumerate(page.lines) if i not in held and abs(o.middle[1] - line.middle[1]) < near]


def _is_labelled(page: PageText, index: int, held: Sequence[int]) -> bool:
    """True for a number right of a label with its colon, which is not in the same box."""
    line = page.lines[index]
    if not line.text[:1].isdigit():
        return False
    left = max((o for o in _level(page, line, held) if o.right < line.left), key=lambda o: o.right, default=None)
    return left is not None and left.text.rstrip().endswith((":", "："))


def _is_of_a_row(page: PageText, index: int, held: Sequence[int]) -> bool:
    """True for a number whose interval stands next to the right of it, outside: the box's edge cuts through a row."""
    line = page.lines[index]
    if not line.text[:1].isdigit():
        return False
    right = min((o for o in _level(page, line, held) if o.left > line.right), key=lambda o: o.left, default=None)
    return right is not None and _INTERVAL.fullmatch(right.text) is not None


def _in_a_row(page: PageText, index: int, held: Sequence[int]) -> bool:
    """True for a word with others beside it on both sides, none of them in the same box: a cell."""
    line = page.lines[index]
    level = _level(page, line, held)
    word = len(line.text.strip()) > 1 and any(c.isalpha() for c in line.text)
    return word and any(o.right < line.left for o in level) and any(o.left > line.right for o in level)
