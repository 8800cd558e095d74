"""``()`` as a cell of results: the sign between the brackets was passed over.

No laboratory prints an empty pair. Where there is ink between them, a low bar is a minus and anything higher a plus, and
either is doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.engines.crops.cut import ink_rows
from ocr_pipeline.page import Char, Image, Line, Polygon

DOUBT = 0.5
LOW = 0.3  #: of the brackets' height, up to which ink is a bar
INNER = 0.25  #: of the way from bracket to bracket, on both sides, that belongs to the brackets
_EMPTY = re.compile(
    r"(?:(?P<minus>阴性|negative|neg)|(?P<plus>弱?阳性|positive|pos))?\.?\s?(?P<left>[(（])\s?(?P<right>[)）])", re.I
)


def with_bracketed(image: Image, quads: Sequence[Polygon], lines: Sequence[Line]) -> list[Line]:
    """``lines`` with the signs of empty brackets."""
    out = list(lines)
    for place, line in enumerate(lines):
        if len(line.text) <= len("negative. ( )") and (match := _EMPTY.fullmatch(line.text)):
            out[place] = _filled(image, quads[place], line, match)
    return out


def _filled(image: Image, quad: Polygon, line: Line, match: re.Match[str]) -> Line:
    if len(line.chars) != len(line.text):
        return line
    left, right = line.chars[match.start("left")], line.chars[match.start("right")]
    first, last = (left.start + left.end) / 2, (right.start + right.end) / 2
    a, b = first + INNER * (last - first), last - INNER * (last - first)
    inked = ink_rows(image, quad, a, b)
    if inked is None:
        return line
    edges = [rows for c in (left, right) if (rows := ink_rows(image, quad, c.start, c.end)) is not None]
    height = max((foot - top for top, foot in edges), default=1.0)
    low = inked[1] - inked[0] <= LOW * height
    text = "-" if match["minus"] else "+" if match["plus"] else "-" if low else "+"
    sign = Char(text, DOUBT, a, b, "+" if text == "-" else "-", DOUBT)
    chars = (*line.chars[: match.start("left") + 1], sign, *line.chars[match.start("right") :])
    return line.with_chars(chars)
