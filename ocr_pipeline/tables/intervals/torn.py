"""Intervals that are printed in parts at fixed places: ``[``  ``35.0 -``  ``48.0]``, as analysers of blood gases do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import NUMBER
from ocr_pipeline.tables.grammar.ranges import looks_like_range

LEAST = 3  #: such intervals on a page that show that it prints them so
MOST = 0.6  #: of all intervals that end in a bracket
ROOM = 4.0  #: between the parts, in text heights
_LOW = re.compile(rf"[\[(]?\s?[-+]?{NUMBER}\s?[-~]{{1,2}}")
_HIGH = re.compile(rf"[-+]?{NUMBER}\s?[\])]")
_WHOLE = re.compile(rf"[-+]?{NUMBER}\s?[-~]{{1,2}}\s?[-+]?{NUMBER}\s?[\])]")
#: An opening bracket that stands alone, and what the recogniser takes it for.
_OPENING = frozenset("[([LIl|")


def with_whole_intervals(page: PageText) -> tuple[PageText, frozenset[int]]:
    """``page`` with the parts of an interval in the place of its first one, without brackets that stood alone, and the indices of the lines
    that are empty now."""
    texts = [plain(line.text).strip() if len(line.chars) == len(line.text) else "" for line in page.lines]
    closed = [i for i, t in enumerate(texts) if t[-1:] in ("]", ")") and (_HIGH.fullmatch(t) or _WHOLE.fullmatch(t))]
    if len(closed) < LEAST:
        return page, frozenset()
    found = [part for i in closed if (part := _parts(page, texts, i)) is not None]
    if len(found) < max(LEAST, MOST * len(closed)):
        return page, frozenset()  # an L before some of them alone is a mark
    lines = list(page.lines)
    empty: set[int] = set()
    for first, last, opening in found:
        whole = page.lines[first] if first == last else _joined(page.lines[first], page.lines[last])
        bare = whole if opening is None else _without_closing(whole)
        if not looks_like_range(bare.text):
            continue
        lines[first] = bare
        for gone in {last, opening} - {first, None}:
            if gone is not None:
                rest = len(page.lines[gone].text.rstrip("[(（［ ")) if gone == opening and len(texts[gone]) > 1 else 0
                lines[gone] = lines[gone].part(0, rest) if rest else replace(lines[gone], text="", chars=())
                empty.update([gone] * (not rest))
    return replace(page, lines=tuple(lines)), frozenset(empty)


def _parts(page: PageText, texts: Sequence[str], last: int) -> tuple[int, int, int | None] | None:
    """The first and last line of the interval that ends with line ``last``, and that of its opening bracket where this stands
    alone; None where a part is missing."""
    before = _beside(page, last, lambda j: bool(_LOW.fullmatch(texts[j]))) if _HIGH.fullmatch(texts[last]) else last
    if before is None:
        return None
    opening = None if texts[before][0] in "[(" else _beside(page, before, lambda j: _opens(texts[j]))
    return (before, last, opening) if opening is not None or texts[before][0] in "[(" else None


def _opens(text: str) -> bool:
    """An opening bracket alone, or one behind a unit (``4.1 mmol/L [``)."""
    return text in _OPENING or text.endswith((" [", " ("))


def _beside(page: PageText, index: int, fits: Callable[[int], bool]) -> int | None:
    """The nearest line left of line ``index`` on its level, when it fits and is near."""
    line = page.lines[index]
    near = [
        j
        for j, other in enumerate(page.lines)
        if j != index
        and abs(other.middle[1] - line.middle[1]) < 0.5 * line.height
        and other.middle[0] < line.middle[0]
        and line.left - other.right < ROOM * line.height
    ]
    nearest = max(near, key=lambda j: page.lines[j].right, default=None)
    return nearest if nearest is not None and fits(nearest) else None


def _without_closing(line: Line) -> Line:
    return line.part(0, len(line.text.rstrip("])）］ ")))


def _joined(one: Line, two: Line) -> Line:
    """Two lines of one level as one, each character in its own place."""
    left, right = one.left, max(two.right, one.left + 1.0)

    def moved(line: Line) -> list[tuple[float, float]]:
        ends = line.left - left, line.right - line.left
        return [
            ((ends[0] + c.start * ends[1]) / (right - left), (ends[0] + c.end * ends[1]) / (right - left))
            for c in line.chars
        ]

    chars = tuple(
        replace(c, start=a, end=b) for line in (one, two) for c, (a, b) in zip(line.chars, moved(line), strict=True)
    )
    polygon = (one.polygon[0], two.polygon[1], two.polygon[2], one.polygon[3])
    flat = (one.flat[0], two.flat[1], two.flat[2], one.flat[3])
    return replace(
        one,
        text=one.text + two.text,
        chars=chars,
        confidence=min(one.confidence, two.confidence),
        polygon=polygon,
        flat=flat,
    )
