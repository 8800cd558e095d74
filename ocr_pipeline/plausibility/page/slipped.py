"""Columns that stand a row apart: where a bent page was flattened wrongly, names and values pair up neatly but one off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import atan2, cos, degrees, hypot, log, radians, sin
from statistics import median

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.plausibility.quantities.measures import number_of
from ocr_pipeline.plausibility.row.sizes import NUMERIC_RANGE
from ocr_pipeline.plausibility.row.within import rightly_marked
from ocr_pipeline.report import Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import decimals
from ocr_pipeline.tables.grammar.ranges import Range, parse_range
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import header_words

#: A number with its unit, as a value column prints it.
_VALUE = re.compile(r"(?P<number>[<>≤≥]?\s?\d[\d.,]{0,7})\s*[^\d\s]{0,2}\S{0,9}")


def slipped(results: Sequence[Result], evidence: Sequence[Evidence], texts: Sequence[PageText]) -> set[int]:
    """Indices of all rows of panels whose values end a row below the last name, or begin a row above the first while the
    names go on for a row: one of the columns has slipped, though every row looks whole."""
    out: set[int] = set()
    panels: dict[tuple[int, int], list[int]] = {}
    for i, (result, seen) in enumerate(zip(results, evidence, strict=True)):
        if result.name and seen.value_lines and seen.row_lines and not seen.digital:
            panels.setdefault((result.page, seen.panel), []).append(i)
    for (place, panel), rows in panels.items():
        text = next((t for t in texts if t.index == place), None)
        again = results[rows[-1]].note.startswith("Also printed as")  # what stands below it was told
        if text is not None and len(rows) >= 3 and not again and _apart([evidence[i] for i in rows], text.lines):
            out.update(
                i for i, (r, e) in enumerate(zip(results, evidence, strict=True)) if (r.page, e.panel) == (place, panel)
            )
    return out


def _apart(rows: Sequence[Evidence], lines: Sequence[Line]) -> bool:
    heights = [median(line.middle[1] for line in e.value_lines) for e in rows]
    steps = [b - a for (a, b), row in zip(pairwise(heights), rows, strict=False) if abs(b - a) > 0.5 * row.height]
    pitch = median(steps or [0.0])  # of lines: several results may stand on one
    if pitch <= 0:
        return False
    left = median(min(line.left for line in e.value_lines) for e in rows)
    right = median(max(line.right for line in e.value_lines) for e in rows)
    names = median(min(line.left for line in e.row_lines) for e in rows)
    if names >= left:
        return False

    def band(y: float) -> tuple[list[Line], list[Line]]:
        """What stands about ``y`` in the column of values, and left of it."""
        near = [line for line in lines if abs(line.middle[1] - y) <= 0.45 * pitch]
        within = [line for line in near if _overlap(line, left, right)]
        return within, [line for line in near if line.middle[0] < left and line not in within]

    below, beside_below = band(heights[-1] + pitch)
    if any(map(_is_value, below)) and all(parse_flag(line.text, column=True) for line in beside_below):
        return True
    above, beside_above = band(heights[0] - pitch)
    if any(not header_words(line.text) for line in beside_above):
        return False  # a line of its own: the numbers of the samples
    named = [line for line in beside_below if abs(line.left - names) < pitch and any(c.isalpha() for c in line.text)]
    return any(map(_is_value, above)) and bool(named) and not below


def _overlap(line: Line, left: float, right: float) -> bool:
    """True when half of the line, or of the column when that is narrower, is common to both."""
    return min(line.right, right) - max(line.left, left) > 0.5 * min(line.right - line.left, right - left)


def _is_value(line: Line) -> bool:
    match = _VALUE.fullmatch(plain(line.text).strip())
    return match is not None and parse_value(match["number"].strip(" .,")) is not None


#: By how much, in natural logarithms of size, neighbours' values must fit intervals better than the rows' own.
_BETTER_PAIR, _BETTER_RUN = 2.0, 3.0
#: Ratios to a cut-off: what is positive lies a hundredfold above it, next to rows with the same interval.
_OF_CUTOFF = frozenset(("s/co", "s/c.o.", "s/n", "coi", "index", "ratio", "od", "tu/ml"))
#: As much at most does the one value of a pair say that lies above a bound without a lower one (HBsAg, tumour markers).
_ABOVE_CUTOFF = 1.5


def exchanged(results: Sequence[Result], evidence: Sequence[Evidence], decimal_comma: bool) -> set[int]:
    """Indices of rows whose intervals their neighbours' values fit far better than their own: two values that changed
    places, or a run of values that stands a row too low or too high. A mark that agrees says that a row is right, and so does
    print on one straight line where all of the page's lines are parallel."""
    rows = [
        (parse_range(r.reference_range, decimal_comma), number_of(r, decimal_comma), decimals(r.value)) for r in results
    ]

    def cost(row: int, value: int) -> float | None:
        """How far the value of ``value`` lies from the interval of ``row``, None where that cannot be told."""
        interval, (_, number, places) = rows[row][0], rows[value]
        if interval is None or interval.kind not in NUMERIC_RANGE or number is None or number < 0:
            return None
        if plain(results[value].unit).casefold() in _OF_CUTOFF:
            return 0.0
        printed = max(decimals(t) for t in (interval.low_text, interval.high_text) if t)
        return _distance(number, interval) + 0.5 * max(0, printed - places) + 0.2 * max(0, places - printed)

    marked = [bool(r.flag) and rightly_marked(r, decimal_comma) for r in results]
    own = [0.0 if mark else cost(i, i) for i, mark in enumerate(marked)]
    if any(own):
        level = _level(results, evidence)
        own = [0.0 if i in level else far for i, far in enumerate(own)]
    kin = [_kin(results, evidence, i) for i in range(len(results) - 1)]
    out: set[int] = set()
    for at, near in enumerate(kin):
        crossed = (cost(at, at + 1), cost(at + 1, at)) if near else (None, None)
        now = tuple(_capped(far, rows[i][0]) for i, far in ((at, own[at]), (at + 1, own[at + 1])))
        if None not in crossed + now and sum(now) - sum(crossed) > _BETTER_PAIR:  # type: ignore[arg-type]
            out |= {at, at + 1}
    for step in (1, -1):
        out |= _runs(
            own,
            [
                cost(i, i + step) if 0 <= i + step < len(own) and kin[min(i, i + step)] else None
                for i in range(len(own))
            ],
            step,
            [r.reference_range for r in results],
        )
    return out


def _capped(far: float | None, interval: Range | None) -> float | None:
    open_below = interval is not None and not interval.low
    return min(far, _ABOVE_CUTOFF) if far is not None and open_below else far


#: Degrees that the lines of a flat page may differ by, and text heights that a value may stand off its name's line there.
_PARALLEL, _OFF = 0.6, 0.3
#: Lines so many text heights long tell their direction, and so many of them that of a page.
_LONG, _LEAST = 3.0, 6


def _level(results: Sequence[Result], evidence: Sequence[Evidence]) -> set[int]:
    """Indices of rows whose parts stand on one straight line in the picture, in panels whose lines are all parallel: no
    neighbour's value can stand there."""
    panels: dict[tuple[int, int], list[int]] = {}
    for i, (result, seen) in enumerate(zip(results, evidence, strict=True)):
        panels.setdefault((result.page, seen.panel), []).append(i)
    out: set[int] = set()
    for rows in panels.values():
        lines = [line for i in rows for line in evidence[i].row_lines]
        slopes = sorted(s for line in lines if (s := _direction(line)) is not None)
        cut = len(slopes) // 20
        if len(slopes) < _LEAST or slopes[-1 - cut] - slopes[cut] > _PARALLEL:
            continue
        way = radians(median(slopes))
        for i in rows:
            offs = [_offset(line, way) for line in evidence[i].row_lines]
            if offs and max(offs) - min(offs) < _OFF * evidence[i].height * _scale(evidence[i].row_lines[0]):
                out.add(i)
    return out


def _direction(line: Line) -> float | None:
    """Degrees of a line's reading direction in the picture; None for a short one."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.polygon
    x, y = (bx + cx - ax - dx) / 2, (by + cy - ay - dy) / 2
    return degrees(atan2(y, x)) if hypot(x, y) > _LONG * hypot(dx - ax, dy - ay) else None


def _offset(line: Line, way: float) -> float:
    """How far the middle of a line lies across ``way``, in pixels of the picture."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.polygon
    return (ay + by + cy + dy) / 4 * cos(way) - (ax + bx + cx + dx) / 4 * sin(way)


def _scale(line: Line) -> float:
    """Pixels of the picture for one of the flat frame."""
    (ax, ay), _, _, (dx, dy) = line.polygon
    return hypot(dx - ax, dy - ay) / max(line.height, 1.0)


def _runs(own: Sequence[float | None], other: Sequence[float | None], step: int, intervals: Sequence[str]) -> set[int]:
    """Rows of runs, of three intervals at least, that fit their neighbours' values better by more than the limit; where all have
    the same interval (allergens) only the ends of the run would tell."""
    out: set[int] = set()
    run: list[int] = []
    gain = 0.0
    best, upto = 0.0, 0
    for i in [*range(len(own)), None]:
        a, b = (own[i], other[i]) if i is not None else (None, None)
        if a is None or b is None or gain + a - b < 0:
            if len({intervals[r] for r in run[:upto]}) >= 3 and best > _BETTER_RUN:
                out.update(run[:upto], {run[upto - 1] + step} if 0 <= run[upto - 1] + step < len(own) else set())
            run, gain, best, upto = [], 0.0, 0.0, 0
            continue
        run.append(i)
        gain += a - b
        if gain > best:
            best, upto = gain, len(run)
    return out


def _kin(results: Sequence[Result], evidence: Sequence[Evidence], at: int) -> bool:
    one, two = results[at], results[at + 1]
    return one.page == two.page and evidence[at].panel == evidence[at + 1].panel and one.value != two.value


def _distance(number: Decimal, interval: Range) -> float:
    """How far outside, in natural logarithms."""
    size = float(number)
    if interval.high is not None and size > float(interval.high):
        return log(size / max(float(interval.high), 1e-6))
    if interval.low is not None and size < float(interval.low):
        return log(float(interval.low) / max(size, float(interval.low) / 50))
    return 0.0
