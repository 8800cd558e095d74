"""Dots that lead from a name to its value and whose last ones the recogniser took for the value's: ``.35,2``, ``. Absent``."""

from __future__ import annotations

import re
from dataclasses import replace

from ocr_pipeline.page import PageText

_BEFORE_VALUE = re.compile(r"[.…·．]+\s?(?=[<>≤≥*↑↓]?\s?\d|[^\W\d_]{2})")
#: What no value prints: two dots before it, a dot before a number that has its decimal sign already or before a word.
_NO_DECIMAL = re.compile(r"(?:[.…·．]{2,}\s?|\.\s?(?=\d+[.,]\d))[<>]?\d|[.…·．]{4,}\Z|…\Z|[.…·．]+\s?[^\W\d_]{3}")
LEAST = 2  #: such lines on a page that prove leader dots; ``.35`` alone may be a number


def without_leaders(page: PageText) -> PageText:
    """``page`` with leader dots before values cut off, when the page shows that it has them."""
    if sum(bool(_NO_DECIMAL.match(line.text)) for line in page.lines) < LEAST:
        return page
    lines = []
    for line in page.lines:
        dots = _BEFORE_VALUE.match(line.text)
        fits = dots and len(line.chars) == len(line.text)
        lines.append(line.part(dots.end(), len(line.text)) if dots and fits else line)
    return replace(page, lines=tuple(lines))
