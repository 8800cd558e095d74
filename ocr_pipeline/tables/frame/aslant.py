"""Letters of stamps and of watermarks: they run aslant through the rows of a flattened page, or say what they are, and belong
to no cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.values import is_word
from ocr_pipeline.tables.naming.known import is_name

STEEP = 8.0  #: degrees that no row of a flattened page has
LONG = 1.4  #: width, of the height, from which the slope of a box is that of its print
LATIN, HAN = 4, 2  #: letters, the fewest that are told from a cell's
WORDS, SIGNS = 3, 12  #: the most that a stamp has in a line, words and Chinese characters: more are a bent sentence
ALIKE, TOGETHER = 2.0, 3  #: degrees within which so many lines say that a crease bent their part of the page


#: What stamps of laboratories say, and how many signs of it may be bent.
_SAID, _BENT = ("检验专用章", "化验专用章", "报告专用章", "检验科专用章", "检验报告专用章", "诊断专用章"), 2


@once_a_page
def without_stamps(page: PageText) -> PageText:
    """``page`` without such letters. Digits, known names, words of results and sentences are never taken for them."""
    slopes = {i: slope for i, line in enumerate(page.lines) if abs(slope := _slope(line)) >= STEEP}
    stamps = {
        i
        for i, slope in slopes.items()
        if _is_lettering(page.lines[i].text) and sum(abs(slope - s) <= ALIKE for s in slopes.values()) < TOGETHER
    }
    stamps.update(i for i, line in enumerate(page.lines) if _says_stamp(line.text.strip()))
    if not stamps:
        return page
    lines = (replace(line, text="", chars=()) if i in stamps else line for i, line in enumerate(page.lines))
    return replace(page, lines=tuple(lines))


def _slope(line: Line) -> float:
    """Degrees; 0 for a box that is too short to tell."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.flat
    across, down = (bx + cx - ax - dx) / 2, (by + cy - ay - dy) / 2
    return math.degrees(math.atan2(down, across)) if math.hypot(across, down) > LONG * line.height else 0.0


def _says_stamp(text: str) -> bool:
    """``检验专用章``, ``检验用章5``: what no cell and no label has in it."""
    if not 3 < len(text) <= 8 or sum(map(is_cjk, text)) < 3:
        return False
    return any(Levenshtein.distance(text, said, score_cutoff=_BENT) <= _BENT for said in _SAID)


def _is_lettering(text: str) -> bool:
    shown = plain(text).strip()
    letters: Sequence[str] = [c for c in shown if c.isalpha()]
    least = HAN if any(map(is_cjk, shown)) else LATIN
    if len(letters) < least or any(map(str.isdigit, shown)) or shown[-1] in ".。,;:!?":
        return False
    if len(shown.split()) > WORDS or sum(map(is_cjk, shown)) > SIGNS:
        return False
    return not (is_name(shown) or is_word(shown))
