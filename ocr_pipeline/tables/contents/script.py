"""Words of a script that the recogniser does not know, beside the same in one that it knows (Arabic beside English): what it made
of them is no part of any cell."""

from __future__ import annotations

from statistics import median

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.naming.vietnamese import is_vietnamese

LEAST = 4  #: such lines on a page
CLEAR = 0.97  #: confidence that the page's other lines have
LOST = 0.75  #: confidence that these have not
_LETTERS = 0.5  #: of a line's characters, at least, are letters


_PLAIN = 0.995  #: of the legible letters of a page in English


def other_script(page: PageText) -> frozenset[int]:
    """Indices of such lines: letters that make no known word, read without confidence on a page whose print is clear, level with
    a name or a header that is known (what was bent of a row's only name stays). None where fewer than :data:`LEAST` are, or where
    the page is hard to read altogether or in another language than English."""
    lines = [line for line in page.lines if line.text.strip()]
    if len(lines) < 4 * LEAST or median([line.confidence for line in lines]) < CLEAR:
        return frozenset()
    letters = [c for line in lines if line.confidence >= LOST for c in line.text if c.isalpha()]
    accented = sum(c > "~" and c not in "µμ" for c in letters)
    if accented > (1 - _PLAIN) * len(letters) or is_vietnamese([line.text for line in lines]):
        return frozenset()  # its own letters are hard to tell: vowels with two marks, Han
    found = [i for i, line in enumerate(page.lines) if _is_lost(line)]
    if len(found) < LEAST:  # as on nearly all pages
        return frozenset()
    said = [line for line in lines if line.confidence >= LOST and (is_name(line.text) or header_words(line.text))]
    found = [i for i in found if any(_level(page.lines[i], line) for line in said)]
    return frozenset(found) if LEAST <= len(found) <= 0.5 * len(lines) else frozenset()


def _level(line: Line, other: Line) -> bool:
    return abs(line.middle[1] - other.middle[1]) < 0.5 * max(line.height, other.height)


def _is_lost(line: Line) -> bool:
    text = line.text.strip()
    if not text or line.confidence >= LOST or any(c.isdigit() for c in text):
        return False
    letters = sum(c.isalpha() for c in text)
    known = is_name(text) or header_words(text) or parse_unit(text) is not None or parse_value(text) is not None
    return letters >= _LETTERS * len(text) and not known and len(text) <= 24
