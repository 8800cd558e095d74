"""What else a cell may say by the small reader's picture of it, and which characters of a line that makes doubtful.

A blurred decimal point is lost by both readers, the one as sure as the other, and the value is ten times as large. But the
lattice of the small reader keeps how likely the same number with a point was, beside the text that it holds best.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from models.values.alphabet import FOREIGN, spelled
from models.values.reader import likelihood
from ocr_pipeline.page import Line

DOUBT = 0.5
#: Log odds of a number with a point against the same without, from which it is possible. Of 900 certain whole numbers of
#: photographs and faxes that were read right three are doubted, of nine that had lost their point all.
POINT = math.log(1 / 9)
ARROW = 0.0  #: the same of an arrow or comparator for another sign: they have more strokes to be told by
#: Whole numbers, but the ten of a power, the digits of a name, the running ones of telephones and records, and the least of
#: an interval: ``10~2`` are mostly two cells, and their gap looks like a point.
_WHOLE = re.compile(r"(?<![\dA-GI-KM-Za-zµ.,/^?])(?!10[*^/EeX×°'\"])\d{2,4}(?![\d.,^~-])")
_NUMBER = re.compile(r"[<>]?\d{1,4}(?:[.,]\d{1,3})?")


def otherwise(steps: NDArray[np.float32], text: str, read: str) -> str:
    """The likeliest other text that ``steps`` of the small reader hold possible for a line read as ``text``, and that says
    another value; empty where there is none. ``read`` is what they say themselves. Of numbers side by side it is not asked:
    their gap looks like a point."""
    said = spelled(text)
    if not re.search(r"\d", said) or FOREIGN in said or re.search(r"\d\s+\d", text):
        return ""
    texts = [*((one, POINT) for one in _pointed(said)), *((one, ARROW) for one in _marked(said, read[-1:]))]
    if not texts:
        return ""
    known = likelihood(steps, said)
    ahead, other = max((likelihood(steps, one) - known - least, one) for one, least in texts)
    return other if ahead > 0 else ""


def _pointed(said: str) -> Iterator[str]:
    """A whole number with a decimal point in each place."""
    for number in _WHOLE.finditer(said):
        for place in range(number.start() + 1, number.end()):
            yield from (said[:place] + point + said[place:] for point in ".,")


def _marked(said: str, last: str) -> Iterator[str]:
    """A number with the arrow that was read ``last``, behind it or for the digit that looks like one; a comparator for its
    minus."""
    if last in ("↑", "↓") and _NUMBER.fullmatch(said):
        yield said + last
        if re.search(r"\d[14]$", said):
            yield said[:-1] + last
    if said.startswith("-") and _NUMBER.fullmatch(said[1:]):
        yield from (sign + said[1:] for sign in "<>")


def others(line: Line, said: str, text: str) -> dict[int, str]:
    """Places of a line's characters that ``text`` has others for, with these; empty where it has none or more. ``said`` is
    the line as the small reader spells it."""
    inked = [i for i, c in enumerate(line.chars) if not c.text.isspace()]
    if len(inked) != len(said):
        return dict.fromkeys(inked, "")
    out: dict[int, str] = {}
    for kind, a, b, c, d in SequenceMatcher(None, said, text, autojunk=False).get_opcodes():
        if kind == "insert":
            out.update({inked[i]: "" for i in (a - 1, a) if 0 <= i < len(inked)})
        elif kind != "equal":
            out.update({inked[i]: text[c + i - a] if d - c == b - a else "" for i in range(a, b)})
    return out


def doubted(line: Line, said: str, text: str) -> Line:
    """The line as it was read, doubtful where ``text`` has something else."""
    chars = list(line.chars)
    for i, other in others(line, said, text).items():
        char = chars[i]
        chars[i] = replace(char, confidence=min(char.confidence, DOUBT),
                           runner_up=other or char.runner_up,
                           runner_up_confidence=DOUBT if other else char.runner_up_confidence)  # fmt: skip
    return replace(line, chars=tuple(chars), confidence=min((c.confidence for c in chars), default=0.0))
