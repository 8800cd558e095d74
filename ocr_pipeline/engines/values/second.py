"""A second reading of values, intervals, units with powers and lone signs by a small reader trained for them.

The line recogniser learnt from words; a table's cell gives it nothing to hold on to: it answers ``1`` for a lone ``-``,
``1351`` for ``135↑``, ``45`` for a blurred ``4.5`` and ``10/L`` for ``10⁹/L``, often with great confidence. The small reader
(:mod:`models.values`) knows nothing but such cells. Where both read the same, the text is certain; where it is sure of
another text that the recogniser is unsure of, its text stands; everything else that they clearly disagree on keeps its text
and loses its confidence where they differ, so that later stages ask a person.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from models.symbols.reader import CLASSES, OTHER
from models.values.alphabet import FOREIGN, HEIGHT, STEP, WIDTHS, spelled
from models.values.reader import Read, best, likelihood, prepared
from ocr_pipeline.engines.boxes.heights import Heights
from ocr_pipeline.engines.characters.decoding import spread
from ocr_pipeline.engines.crops.cut import cut, ink, natural_width
from ocr_pipeline.engines.crops.rules import without_rules
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.engines.signs.lone import usual_height
from ocr_pipeline.engines.values.compared import (
    LENGTHS,
    NO_UNITS,
    UNITS,
    alike,
    fewer_marks,
    formed,
    holds,
    minus_before,
    other_signs,
    raised_digits,
)
from ocr_pipeline.engines.values.otherwise import DOUBT, doubted, others, otherwise
from ocr_pipeline.engines.values.strips import strip
from ocr_pipeline.page import Char, Image, Line, Polygon
from ocr_pipeline.report import as_polygon

Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]  #: 1 x 1 x 32 x width to steps x classes

WIDEST = WIDTHS[-1] * CROP_HEIGHT // HEIGHT  #: pixels of a crop
LONGEST = 18  #: characters of a text that is read twice
WORDY = 5  #: letters of a text that is no value and no unit
LONE = 2.2  #: width / height of a box that may hold a lone sign, whose height says nothing about the row's
CLEARLY, NEARLY = (
    4.0,
    2.0,
)  #: logs by which the small reader's text must be likelier for it to matter, and if signs alone are other
SHORT = 3  #: characters that a lone one of the recogniser may stand for
_PASSED_OVER = frozenset(
    ".,-~<>≤≥*/↑↓+^"
)  #: signs of values and units that a line recogniser leaves out without a doubt
SEEN = 0.6  #: least share of a text that differs from the recogniser's in signs only, from which this one is doubted
FIRM = 0.9  #: least share of a character of a text that a sure one of the recogniser is doubted for
TRUST, FEWEST, CLEAR = (
    0.8,
    5,
    0.97,
)  #: share of texts, of at least so many that are so sure, to agree on with the recogniser
TAKEN = 0.95  #: least share of a character, from which a text that takes the recogniser's place is certain
LIKELY = 0.6  #: the same, from which it takes the place of a text that is foreign to it
AGREEING = 0.8  #: the same, from which its agreement makes the recogniser's doubtful text certain
OPEN = 0.85  #: confidence of a text that is likely and that a person should look at
SURE = 0.9
PAPER = 0.7  #: log by which bare paper may be likelier than a mark that the detector did not see
SIGNS = frozenset(CLASSES) - {OTHER}
TWICE = 0.4  #: least share of a sign that the reader of lone signs saw, too
BLOB = "*"  #: what any small sign looks like when it is blurred: two readers may well agree on it and both be wrong
LEVEL, MOVED = 0.6, 0.2  #: of the usual height, that text of the same row may stand off, and a lone sign is moved by
#: Han characters that a line recogniser makes of signs
LIKENESS = str.maketrans({"十": "+", "士": "±", "土": "±", "一": "-", "二": "-", "七": "+"})
PRINT_SIZE = 0.72  #: of a crop's height, a full-width character's width
_NONE: Mapping[Polygon, Image] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Opinion:
    """``read`` by the small reader, and by how much (log) it holds that likelier than the recogniser's text; ``step`` are
    the pixels of ``crop`` that it steps on by; ``otherwise`` what it holds possible besides."""

    read: Read
    ahead: float
    crop: Image
    step: float = STEP * CROP_HEIGHT / HEIGHT
    otherwise: str = ""


def asked(line: Line, quad: Polygon) -> bool:
    """Whether the small reader knows this kind of text: short, and of digits, signs and the letters of units."""
    if natural_width(quad) > WIDEST:
        return False
    text = spelled(line.text.translate(LIKENESS))
    if len(text) <= 1:
        return True
    if len(text) > LONGEST:
        return False
    if re.search(r"^[A-GI-KM-Za-z]\d{1,3}$|\d[a-z]{2,}\d", text):
        return False  # names such as T4, and ``80.0to120.0``
    if sum(c.isalpha() for c in text) >= WORDY and not re.search(r"[/^]|10", text):
        return False
    if FOREIGN in text:
        return any(c in "+-±()" for c in text) or (len(text) <= 4 and line.confidence < SURE)
    if re.sub(r"\^?[23]$", "", text) in LENGTHS or text in NO_UNITS:
        return True  # it may be a volume, or another power
    if re.match(r"[A-Za-z]{2,}", text) and not re.fullmatch(r"[a-zA-Zµ]{1,5}/[a-zA-Zµ]{1,3}", text):
        return False
    return any(not c.isalpha() for c in text)


def opinions(
    image: Image, quads: Sequence[Polygon], lines: Sequence[Line], run: Run, known: Mapping[Polygon, Image] = _NONE
) -> dict[int, Opinion]:
    """What the small reader makes of the lines that it knows, by their places. ``known`` are crops that were cut before."""
    rows = Rows(quads)
    crops = {}
    for place, (quad, line) in enumerate(zip(quads, lines, strict=True)):
        if asked(line, quad):
            where = rows.high(quad) if len(line.text) <= 1 else quad
            crop = known.get(where)
            crops[place] = without_rules(cut(image, where, squeeze=1.0)) if crop is None else crop
    strips = {
        place: strip(crop, near=len(lines[place].text) > 1) for place, crop in crops.items() if crop.shape[1] <= WIDEST
    }
    inputs = {place: prepared([each]) for place, each in strips.items()}
    out = {}
    for place in sorted(
        inputs, key=lambda p: inputs[p].shape[3]
    ):  # a runtime prepares itself for every change of width
        steps = run(inputs[place])[: math.ceil(strips[place].shape[1] / STEP) + 1]
        read, said = best(steps), spelled(lines[place].text)
        same = alike(read.text) == alike(said)
        ahead = 0.0 if same else likelihood(steps, read.text) - likelihood(steps, said)
        step = STEP * crops[place].shape[1] / strips[place].shape[1]
        out[place] = Opinion(read, ahead, crops[place], step, otherwise(steps, lines[place].text, read.text))
    return out


def support(image: Image, quad: Polygon, sign: str, run: Run) -> tuple[bool, bool]:
    """Whether the small reader, too, names the sign, and whether it holds it likelier than bare paper or a speck, or
    sees for sure some sign that it cannot tell."""
    steps = _steps(image, quad, run)
    read = best(steps)
    named, blurred = read.text == sign, read.text == BLOB and read.shares[0] >= AGREEING
    return named, named or blurred or likelihood(steps, sign) > likelihood(steps, "") - PAPER


def heard(image: Image, quad: Polygon, run: Run) -> Read:
    """What the small reader makes of a cell by itself."""
    return best(_steps(image, quad, run))


def _steps(image: Image, quad: Polygon, run: Run) -> NDArray[np.float32]:
    return run(prepared([strip(cut(image, quad, squeeze=1.0))]))


class Rows:
    """Where the rows of a page run: a lone dash's own box says neither how high its row is nor where its middle lies."""

    def __init__(self, quads: Sequence[Polygon]) -> None:
        self.usual = usual_height(quads)
        corners = np.asarray(quads, np.float64).reshape(-1, 4, 2)
        along, down = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
        width, height = np.hypot(*along.T), np.hypot(*down.T)
        text = (width >= LONE * height) & (height < 1.8 * self.usual)
        self._middles, self._halves = corners[text].mean(axis=1), width[text] / 2
        self._heights = Heights(self._middles, width[text], height[text], self.usual)

    def high(self, quad: Polygon) -> Polygon:
        """``quad``, or, when it is short, one as high as the page's rows about the middle of its own row."""
        corners = np.asarray(quad, np.float64)
        along, down = corners[1] - corners[0], corners[3] - corners[0]
        width, height = float(np.hypot(*along)), float(np.hypot(*down))
        if not self.usual or min(width, height) < 1 or width > LONE * self.usual:
            return quad
        along, down = along / width, down / height
        centre = corners.mean(axis=0)
        usual = self._heights.at(centre)
        centre = centre + down * np.clip(self._off(centre, along, down), -MOVED * usual, MOVED * usual)
        side, half = along * max(width, 0.6 * usual) / 2, down * usual / 2
        ends = (centre - side - half, centre + side - half, centre + side + half, centre - side + half)
        return as_polygon(ends)

    def _off(self, centre: NDArray[np.float64], along: NDArray[np.float64], down: NDArray[np.float64]) -> float:
        """How far below ``centre`` the row's middle runs, by the nearest text on both sides."""
        from_here = self._middles - centre
        u, v = from_here @ along, from_here @ down
        level = np.abs(v) < LEVEL * self.usual
        beside = [(abs(float(u[i])), float(v[i])) for side in (u > 0, u < 0)
                  for i in np.flatnonzero(level & side)[np.argsort(np.abs(u[level & side]))[:1]]]  # fmt: skip
        weights = [1 / (d + self.usual) for d, _ in beside]
        return sum(w * v for w, (_, v) in zip(weights, beside, strict=True)) / sum(weights) if beside else 0.0


def with_second_reading(
    image: Image, quads: Sequence[Polygon], lines: Sequence[Line], run: Run, known: Mapping[Polygon, Image] = _NONE
) -> list[Line]:
    """``lines`` with what the small reader says of them taken into account; ``known`` as in :func:`opinions`."""
    out = list(lines)
    heard = opinions(image, quads, lines, run, known)
    trusted = _trusted([(lines[place], opinion) for place, opinion in heard.items()])
    for place, opinion in heard.items():
        out[place] = weighed(lines[place], opinion, trusted=trusted)
    return out


def _trusted(heard: Sequence[tuple[Line, Opinion]]) -> bool:
    """Whether the small reader can read this page at all: whether it agrees with what the recogniser is sure of. In print
    of a few pixels the recogniser sees more than it does."""
    votes = [opinion.ahead == 0.0 for line, opinion in heard if len(line.text) >= 3 and line.confidence >= CLEAR]
    return len(votes) < FEWEST or sum(votes) >= TRUST * len(votes)


def weighed(line: Line, opinion: Opinion, *, trusted: bool = True) -> Line:
    """The recogniser's line and the small reader's opinion of the same cell, as one line; doubtful where it keeps its text
    and the small reader holds another value possible."""
    out = _settled(line, opinion, trusted=trusted)
    if not (opinion.otherwise and trusted and out.text == line.text):
        return out
    return doubted(out, spelled(out.text), opinion.otherwise)


def _settled(line: Line, opinion: Opinion, *, trusted: bool) -> Line:
    read, said = opinion.read, spelled(line.text)
    share = min(read.shares, default=0.0)
    if alike(said) == alike(read.text):
        out = _as_tilde(line, read)
        if said in NO_UNITS - {"C", "f"}:
            return _capped(out)
        return _agreed(out, share) if _liftable(line, said, share) else out
    meant = spelled(line.text.translate(LIKENESS))
    if len(said) > 1 and meant != said and FOREIGN not in meant:  # ``十十`` in a cell is no word
        same = alike(meant) == alike(read.text)
        return (
            _rewritten(line, opinion, share if share >= TAKEN else min(share, OPEN))
            if same
            else doubted(line, said, read.text)
        )
    if _is_unit(line, said, opinion):
        return _rewritten(line, opinion, OPEN if line.confidence >= SURE else share)
    blotted = _sign_of_a_blot(line, said, opinion)
    if blotted and (opinion.ahead < CLEARLY or share < TAKEN or line.confidence >= SURE):
        return _rewritten(line, opinion, min(share, OPEN))
    firm, clearly = (SEEN, NEARLY) if other_signs(said, read.text) else (FIRM, CLEARLY)
    needed = (firm if trusted else 1.0) if line.confidence >= SURE else 0.0 if trusted else TAKEN
    if opinion.ahead < clearly or not read.text or share < needed or re.search(r"\^(?!\d)", read.text):
        return line
    if FOREIGN in read.text:
        return doubted(line, said, read.text) if FOREIGN in said and line.confidence >= SURE else line
    if minus_before(said, read.text):
        return doubted(line, said, read.text) if share >= FIRM else line
    lone = len(said) <= 1
    heard = line.chars[0].runner_up if line.chars else ""
    several = len(read.text) > 1 and said in read.text and SIGNS.issuperset(read.text)  # ``↓`` for ``↓↓``
    if (said == "%" and "‰" in read.text) or (lone and several and line.confidence >= SURE):
        return _rewritten(line, opinion, OPEN) if several and share >= TAKEN else doubted(line, said, read.text)
    if lone and line.confidence >= SURE and share >= TAKEN and read.text in SIGNS and heard == read.text:
        return doubted(line, said, read.text)
    if (lone and (line.confidence >= SURE or len(read.text) > SHORT)) or fewer_marks(read.text, said):
        return line  # of a lone sign two readers were sure before (see signs/lone.py)
    if holds(said, read.text):
        return line  # it only sees less
    if lone and len(read.text) == 1:
        if share < LIKELY or (read.text == BLOB and line.confidence >= DOUBT):
            return line
        certain = share >= TAKEN and heard == read.text != BLOB
        return _rewritten(line, opinion, share if certain else min(share, OPEN))
    foreign = FOREIGN in meant
    if foreign and any(c.isalnum() for c in said):
        return line
    raised = raised_digits(said, read.text) and ("^" not in said or share > line.confidence)
    strange = FOREIGN in said and share >= (TAKEN if line.confidence >= SURE else LIKELY)
    unsure = line.confidence < SURE and FOREIGN not in said and share > max(line.confidence, LIKELY)
    if unsure and share < TAKEN and (differing := others(line, said, read.text)):  # it may be unsure of another only
        unsure = share > max(line.chars[i].confidence for i in differing)
    if raised or strange or unsure:
        certain = (
            share >= TAKEN
            and not lone
            and formed(read.text)
            and not foreign
            and read.text.count(BLOB) <= said.count(BLOB)
        )
        return _rewritten(line, opinion, share if certain else min(share, OPEN))
    if line.confidence >= SURE and share >= TAKEN and holds(read.text, said):
        return _rewritten(line, opinion, OPEN)
    return doubted(line, said, read.text)


def _sign_of_a_blot(line: Line, said: str, opinion: Opinion) -> bool:
    """Whether the small reader tells the sign that blurred to a star for the recogniser, or the same sign as the reader of
    lone signs where the recogniser has some other character that it is unsure of."""
    sign, share = opinion.read.text, min(opinion.read.shares, default=0.0)
    if BLOB in said and len(sign) == len(said) > 1 and opinion.ahead > 0:  # ``**`` for ``+-``
        signs = {b for a, b in zip(said, sign, strict=True) if a != b and a == BLOB}
        return share >= LIKELY and signs <= SIGNS and all(a in (b, BLOB) for a, b in zip(said, sign, strict=True))
    if len(said) > 1 or sign not in SIGNS or sign == said or opinion.ahead <= 0:
        return False
    second = line.chars[0] if line.chars else None
    twice = second is not None and second.runner_up == sign and line.confidence < SURE
    if said == BLOB:
        return share >= (FIRM if line.confidence >= SURE else TWICE if twice else LIKELY)
    if said.isalnum() and said.isascii():
        return second is not None and twice and min(share, second.runner_up_confidence) >= LIKELY
    return twice and share >= TWICE


def _is_unit(line: Line, said: str, opinion: Opinion) -> bool:
    """Whether the small reader knows a unit in what is none to the recogniser."""
    unknown = said in NO_UNITS or (len(said) > 1 and line.confidence < SURE and said not in UNITS)
    known = opinion.read.text in UNITS and min(opinion.read.shares) >= TAKEN
    return unknown and known and opinion.ahead >= CLEARLY


def _liftable(line: Line, said: str, share: float) -> bool:
    """Whether two readers that agree may make a text certain: not where both may have missed the same dash (spaces
    between digits), nor where they only agree that it is foreign or a blot that the reader of lone signs is no surer of."""
    if line.confidence >= SURE:
        return True
    if said == BLOB:
        return line.confidence >= OPEN and share >= TAKEN
    missed = re.search(r"\d\s+\d", line.text) is not None
    return share >= AGREEING and not missed and FOREIGN not in said


def _as_tilde(line: Line, read: Read) -> Line:
    """The dash of an interval as the tilde that the small reader is surer of: it says the same."""
    inked = [i for i, c in enumerate(line.chars) if not c.text.isspace()]
    if "~" not in read.text or len(inked) != len(read.text):
        return line
    chars = list(line.chars)
    for i, other, share in zip(inked, read.text, read.shares, strict=True):
        if other == "~" and chars[i].text == "-" and share > chars[i].confidence:
            chars[i] = replace(chars[i], text="~", confidence=share)
    return line.with_chars(chars)


def _capped(line: Line) -> Line:
    chars = tuple(replace(c, confidence=min(c.confidence, OPEN)) for c in line.chars)
    return replace(line, chars=chars, confidence=min(line.confidence, OPEN))


def _agreed(line: Line, share: float) -> Line:
    chars = tuple(replace(c, confidence=1 - (1 - c.confidence) * (1 - share)) for c in line.chars)
    return replace(line, chars=chars, confidence=min((c.confidence for c in chars), default=line.confidence))


def _rewritten(line: Line, opinion: Opinion, least: float) -> Line:
    """The small reader's text on the line's place, what it alone has no surer than ``least``; spaces where the print leaves room."""
    crop, read = opinion.crop, opinion.read
    size = PRINT_SIZE * CROP_HEIGHT
    second = line.text if len(line.text) == 1 else ""
    both = _both(line, read)
    chars = []
    for place, (text, share, step) in enumerate(zip(read.text, read.shares, read.steps, strict=True)):
        sure = max(min(share, least), 1 - (1 - both[place]) * (1 - share) if place in both else 0.0)
        x = (step + 0.5) * opinion.step
        chars.append(Char(text, sure, x, x, second, line.confidence if second else 0.0))
    placed = spread(chars, size, crop.shape[1], lambda: ink(crop))
    return line.with_chars(placed)


def _both(line: Line, read: Read) -> dict[int, float]:
    """Places of the small reader's characters that the recogniser has, too, with its confidence in them; none where it has all
    of them and more: which of its own are too many cannot be told."""
    inked = [c for c in line.chars if not c.text.isspace()]
    said = spelled(line.text)
    if len(inked) != len(said):
        return {}
    blocks = SequenceMatcher(None, said, read.text, autojunk=False).get_matching_blocks()
    out = {b + i: inked[a + i].confidence for a, b, size in blocks for i in range(size)}
    return out if len(out) < len(read.text) else {}
