"""Pieces of the thin rules between rows, which were taken for lone signs: ``一``, ``_``, ``------`` in a box of one letter.

A rule that a photograph or a faint print broke up leaves bars that look like a minus. They stand above or below the middle of
their row, no reader is sure of them, and one page has many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import Line, PageText

_BARS = re.compile(r"[-–—一_~]{1,8}")
#: Letters that no sign is spelled with: a minus between two readers that disagree is one of a rule, or a sign in doubt.
_SPELLED = frozenset("一_")
LEAST = 3  #: pieces that prove rules
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
    if not pieces:
        return page
    blank = ((replace(line, text="", chars=()) if i in pieces else line) for i, line in enumerate(page.lines))
    return replace(page, lines=tuple(blank))


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
