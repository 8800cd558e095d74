"""Pieces of thin rules, which were taken for lone signs: ``一``, ``_``, ``------`` in a box of one letter between two rows,
``1``, ``↑`` and ``+`` below each other between two columns.

A rule that a photograph or a faint print broke up leaves bars that look like a minus. They stand above or below the middle of
their row, no reader is sure of them, and one page has many. Those of an upright one stand at one place in row after row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import Line, PageText

_BARS = re.compile(r"[-–—一_~]{1,8}")
#: Letters that no sign is spelled with: a minus between two readers that disagree is one of a rule, or a sign in doubt.
_SPELLED = frozenset("一_")
_STROKES = frozenset("1|lIi!↑↓")
_UPRIGHT = _STROKES | frozenset("+-–—一HtTfjJ")
_NUMBER = re.compile(r"\d[\d.,]+|\d{2}")
LEAST = 3  #: pieces that prove rules
STACKED, KINDS = (
    4,
    3,
)  #: pieces of an upright rule that prove it, and as what they are read: a column of signs has fewer
UNSURE = 0.9  #: confidence that none of them reaches
PLUMB = 0.3  #: of the height, that they stand apart at the most
TITLE = 3.0  #: heights above the first of them in which a title of their column would stand
HARDLY = 0.65  #: confidence in a bar up to which it may be a piece of a rule; of a minus, half
ROOM = 0.35  #: of the height, the least width of a dash: more dashes than their box has room for are none
OFF = 0.08  #: of the height, that a minus stands off its row's middle at the most
LEVEL = 0.6  #: of the height, up to which text is of the same row
HIGH = 0.95  #: of the usual height: boxes around single bars are as high as their row, those of printed dashes are not


def without_pieces_of_rules(page: PageText) -> PageText:
    """``page`` without such pieces; of those that might be signs, where several show that its rules were broken up."""
    bars = [(i, line) for i, line in enumerate(page.lines) if _is_bar(line, page.text_height)]
    pieces = {i for i, line in bars if line.confidence < 0.95 and _is_crowded(line)}
    hardly = {i for i, line in bars if set(line.text.strip()) <= _SPELLED and line.confidence <= HARDLY}
    if len(pieces | hardly) >= LEAST:
        minus = {i for i, line in bars if line.text.strip() == "-" and line.confidence <= 0.5}
        signs = [line.middle[0] for _, line in bars if line.text.strip() == "-" and line.confidence > HARDLY]
        minus = {i for i in minus if _off(page.lines[i], page.lines)}
        pieces |= {i for i in hardly | minus if not _in_column(page.lines[i], signs)}
    pieces |= _of_upright_rules(page.lines)
    if not pieces:
        return page
    blank = ((replace(line, text="", chars=()) if i in pieces else line) for i, line in enumerate(page.lines))
    return replace(page, lines=tuple(blank))


def _of_upright_rules(lines: Sequence[Line]) -> set[int]:
    """Indices of lone signs below each other that are read as many things, right of which numbers stand, and that nothing
    heads: a column of marks has a title, or stands behind the values."""
    lone = [i for i, line in enumerate(lines) if line.text.strip() in _UPRIGHT and line.confidence < UNSURE]
    found: set[int] = set()
    for i in lone if len(lone) >= STACKED else ():
        x, high = lines[i].middle[0], lines[i].height
        here = {k for k in lone if abs(lines[k].middle[0] - x) < PLUMB * high}
        kinds = {lines[k].text.strip() for k in here}
        if len(here) < STACKED or len(kinds) < KINDS or not kinds & _STROKES:
            continue
        top, foot = (f(lines[k].middle[1] for k in here) for f in (min, max))
        crossed = any(
            other.left < x < other.right and top - TITLE * high < other.middle[1] < foot
            for k, other in enumerate(lines)
            if k not in here and other.text.strip()
        )
        if not crossed and sum(_before_number(lines[k], lines) for k in here) >= STACKED:
            found |= here
    return found


def _before_number(sign: Line, lines: Sequence[Line]) -> bool:
    """Whether a number stands right of ``sign`` on its row, and none left of it."""
    beside = [o for o in lines if abs(o.middle[1] - sign.middle[1]) < 0.5 * sign.height and _NUMBER.search(o.text)]
    return any(o.left > sign.right for o in beside) and not any(o.right < sign.left for o in beside)


def _is_bar(line: Line, usual: float) -> bool:
    return line.height >= HIGH * usual and bool(_BARS.fullmatch(line.text.strip()))


def _is_crowded(line: Line) -> bool:
    """Whether so many dashes have no room in the box."""
    dashes = len(line.text.strip())
    return dashes > 2 and line.right - line.left < ROOM * dashes * line.height


def _in_column(bar: Line, signs: Sequence[float]) -> bool:
    """Whether ``bar`` stands below or above a sign that is one; their middles are at ``signs``."""
    return any(abs(bar.middle[0] - x) < 0.5 * bar.height for x in signs)


def _off(bar: Line, lines: Sequence[Line]) -> bool:
    """Whether ``bar`` stands off the middle of the text nearest to it on its row; so does what has no text beside it."""
    x, y = bar.middle
    beside = [
        (max(other.left - x, x - other.right), abs(other.middle[1] - y))
        for other in lines
        if abs(other.middle[1] - y) < LEVEL * bar.height and any(map(str.isalnum, other.text))
    ]
    return not beside or min(beside)[1] > OFF * bar.height
