"""Lone signs in cells: a second opinion from a small reader trained for them (:mod:`models.symbols`).

A line recogniser has nothing to hold on to in a cell with a single ``-`` and answers ``1`` with great confidence, which
turns a negative result into a number. Where recogniser and sign reader agree the sign is certain; where the recogniser's
answer is one of its known mistakes for the sign that the reader is sure of, the sign stands; everything else that they
disagree on keeps its text and loses its confidence, so that later stages ask a person.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.levels import at_share
from models.symbols.reader import OTHER, Sign, SignReader
from models.symbols.window import look, sides, window
from ocr_pipeline.engines.characters.decoding import is_wide
from ocr_pipeline.engines.crops.cut import ink_rows
from ocr_pipeline.engines.signs.standing import Levels
from ocr_pipeline.page import Char, Image, Line, Polygon
from ocr_pipeline.report import as_polygon

PRINT_OF_BOX = 0.72  #: a full-width character's size, of the height of a detected box
SHORT = 2.2  #: width / height of a box up to which it may hold a lone sign
SURE = 0.9
ARROW = 0.6  #: confidence in an arrow from which the 1 that the recogniser saw is doubtful
UNEVEN = 0.18  #: of the digits' height, that a last 1 may start or end off them
LIKELY = 0.6
FAINTEST = 10.0  #: grey levels of a row of pixels: less is no ink
BLOT = "*"  #: what the recogniser sees, with great confidence, in any small sign that is blurred
BLURRED = 0.85  #: confidence of a dash or plus seen in its place, until the reader of values sees it, too
LOW = 0.07  #: print sizes above the middle of its row, up to which no star stands in nearly all typefaces
STOPS = frozenset(".·•")  #: no cell holds them alone
BAR, OBLONG = 1.7, 1.3  #: spread of ink along its line, of that across it: of a blurred dash; the most that a star has
SEEN_AS_BAR = 0.6  #: confidence of a dash that only its shape tells
DOUBT = 0.5  #: confidence given to a text that the two readers disagree on

#: Width variants and look-alikes that stand for the sign itself in a lone cell.
SAME = str.maketrans("＋－—–−‐＜＞＊∗ＨＬ十﹢﹣", "+-----<>**HL++-")
#: What the line recogniser makes of each sign.
MISTAKES = {
    "-": "1一_~•·\"'=.“”丨|Il■。、`",
    "+": "+t4士土卡f十",
    "±": "土士十+工王生主立",
    "↑": "T个1t†f←^丁|Il十",
    "↓": "V6→J1Il|丨v小少",
    "<": "CcKk《〈V(＜〔Λ∧八人",
    ">": "VΛ》〉＞)7、",
    "*": "★火典•大米※×xX·家本木.",
    "H": "NMIlhⅡ",
    "L": "1lI|[Ⅰ",
}
#: What it makes of letters that a fax or faint print broke: no cell holds a stroke and its foot, and few two strokes.
BROKEN = {**dict.fromkeys(("I.", "1.", "l.", "|.", "L.", "I,", "1,", "l,", "I_", "1_", "l_"), "L"),
          **dict.fromkeys(("II", "I1", "1I", "HI", "H1", "IH", "|I", "I|", "||", "ll", "lI", "Il", "l1", "1l"), "H")}  # fmt: skip
BENT = {"土": "±", "士": "±", "θ": "0"}  #: what by itself is no word whatever the reader sees
STROKES = frozenset("士土王十工一丨个立tθ")  #: of them, what stands in no cell by itself
#: A number whose last character is a stroke: it may be an arrow.
_NUMBER_AND_STROKE = re.compile(r"[<>]?\d[\d.,]* ?[14IlTtfiJ|!个]")

_BLOTS = re.compile(r"[*]{2,3}|\d[*]{1,3}")


def with_signs(image: Image, quads: Sequence[Polygon], lines: list[Line], reader: SignReader) -> list[Line]:
    """``lines`` with the lone signs among them read twice."""
    size = PRINT_OF_BOX * usual_height(quads)
    out = list(lines)
    places = [i for i, (quad, line) in enumerate(zip(quads, lines, strict=True)) if _lone(quad, line, size)]
    rows = Levels(quads)
    sizes = [PRINT_OF_BOX * (rows.height(np.mean(quads[i], axis=0)) or sides(quads[i])[1]) for i in places]
    looks = [look(image, quads[i], each) for i, each in zip(places, sizes, strict=True)]
    heights = [rows.above(seen.ink(), each) for seen, each in zip(looks, sizes, strict=True)]
    for place, sign, seen in zip(places, reader.read([s.pixels for s in looks], heights), looks, strict=True):
        out[place] = as_shaped(agreed(lines[place], sign), seen.pixels)
    for place, line in enumerate(lines):
        if _BLOTS.fullmatch(line.text) and len(line.chars) == len(line.text):
            each = PRINT_OF_BOX * rows.height(np.mean(quads[place], axis=0))
            stars = [_part(quads[place], c) for c in line.chars if c.text == BLOT]
            known = [h for star in stars if (h := rows.above(look(image, star, each).ink(), each)) is not None]
            out[place] = as_standing(line, statistics.median(known)) if known else line
    return out


def as_standing(line: Line, height: float) -> Line:
    """``**`` or ``1*`` whose stars stand as low as plus signs (print sizes above the row's middle): these, in doubt."""
    if height > LOW:
        return line
    chars = tuple(
        replace(c, text="+", confidence=min(c.confidence, DOUBT), runner_up=BLOT, runner_up_confidence=DOUBT)
        if c.text == BLOT
        else c
        for c in line.chars
    )
    return replace(line, text="".join(c.text for c in chars), chars=chars, confidence=min(c.confidence for c in chars))


def as_shaped(line: Line, look: NDArray[np.uint8]) -> Line:
    """A star, or a character hardly believed, whose ink is a bar is a blurred dash; doubtful where both readers saw the
    star, as they do in some dashes of hard photographs, and where the shape tells less."""
    star = line.text == BLOT
    if line.text in STOPS and line.confidence < SURE and oblong(look) >= OBLONG:
        return _line(line, "-", DOUBT, line.text, line.confidence)
    if not star and not (line.confidence < DOUBT and len(line.text) == 1 and is_wide(line.text)):
        return line
    spread = oblong(look)
    if spread >= BAR and line.confidence < SURE:
        return _line(line, "-", SEEN_AS_BAR, line.text, line.confidence)
    return _line(line, BLOT, min(line.confidence, DOUBT), "-", DOUBT) if star and spread >= OBLONG else line


def oblong(look: NDArray[np.uint8]) -> float:
    """Variance of dark ink along the rows of a window by that across them: 1 for stars and plus signs, 0 without ink
    or where it reaches the window's left or right edge, as rules and neighbours do."""
    grey = look.astype(np.float32)
    depth = np.maximum(at_share(np.concatenate([grey[:3].ravel(), grey[-3:].ravel()]), 0.5) - grey, 0)
    depth = np.where(depth > 0.35 * depth.max(), depth, 0)
    total = float(depth.sum())
    if total < FAINTEST * look.shape[0] or depth[:, [0, -1]].any():
        return 0.0
    across, along = (depth.sum(axis=axis) / total for axis in (1, 0))
    places = np.arange(look.shape[0])
    variances = [float(p @ places**2 - (p @ places) ** 2) for p in (along, across)]
    return variances[0] / max(variances[1], 1e-6)


def with_last_signs(image: Image, quads: Sequence[Polygon], lines: list[Line], reader: SignReader) -> list[Line]:
    """``lines`` with the ends of numbers read twice: an arrow right behind a number looks like one more digit."""
    places = [i for i, line in enumerate(lines) if _NUMBER_AND_STROKE.fullmatch(line.text)
              and len(line.chars) == len(line.text)]  # fmt: skip
    size = PRINT_OF_BOX * usual_height(quads)
    windows = [
        window(image, _part(quads[i], lines[i].chars[-1]), min(size, sides(quads[i])[1]) or sides(quads[i])[1])
        for i in places
    ]
    out = list(lines)
    for place, sign in zip(places, reader.read(windows), strict=True):
        if sign.text in ("↑", "↓") and sign.confidence >= ARROW:
            out[place] = _with_end(lines[place], sign)
        elif sign.confidence < SURE and not _as_high(image, quads[place], lines[place]):
            out[place] = _with_end(lines[place], Sign("↑", 0.0, "", 0.0))
    return out


def _as_high(image: Image, quad: Polygon, line: Line) -> bool:
    """Whether the last stroke reaches from the top to the foot of the digits before it, as a 1 does and few arrows do."""
    digits = [c for c in line.chars[:-1] if c.text.isdigit()]
    rows = [ink_rows(image, quad, *_middle(c)) for c in (*digits[-2:], line.chars[-1])]
    known = [r for r in rows if r is not None]
    if len(known) < len(rows):
        return True
    top, foot = min(r[0] for r in known[:-1]), max(r[1] for r in known[:-1])
    allowed = UNEVEN * (foot - top)
    return abs(known[-1][0] - top) <= allowed and abs(known[-1][1] - foot) <= allowed


def _middle(char: Char) -> tuple[float, float]:
    return (3 * char.start + char.end) / 4, (char.start + 3 * char.end) / 4


def _part(quad: Polygon, char: Char) -> Polygon:
    """The part of a line that one of its characters takes."""
    middle, half = (char.start + char.end) / 2, max(char.end - char.start, 0.02) / 2
    corners = np.asarray(quad)
    top, foot = corners[1] - corners[0], corners[2] - corners[3]
    a, b = middle - half, middle + half
    ends = (corners[0] + top * a, corners[0] + top * b, corners[3] + foot * b, corners[3] + foot * a)
    return as_polygon(ends)


def _with_end(line: Line, sign: Sign) -> Line:
    """The last stroke as the sign where the recogniser is unsure of it, as a doubtful digit else."""
    last = line.chars[-1]
    taken = sign.confidence >= SURE and (last.confidence < SURE or not last.text.isdigit())
    char = (
        replace(last, text=sign.text, confidence=min(sign.confidence, 0.85), runner_up=last.text,
                runner_up_confidence=last.confidence)
        if taken
        else replace(last, confidence=min(last.confidence, DOUBT), runner_up=sign.text,
                     runner_up_confidence=sign.confidence)
    )  # fmt: skip
    chars = (*line.chars[:-1], char)
    return replace(line, text=line.text[:-1] + char.text, chars=chars, confidence=min(c.confidence for c in chars))


def usual_height(quads: Sequence[Polygon]) -> float:
    """Median height of the boxes that hold more than a few characters; 0 when there are none."""
    heights = [h for w, h in map(sides, quads) if w >= 2 * h]
    return statistics.median(heights) if heights else 0.0


def _lone(quad: Polygon, line: Line, size: float) -> bool:
    width, height = sides(quad)
    text = line.text.replace(" ", "")
    few = len(text) <= 1 or (len(text) == 2 and line.confidence < DOUBT) or text in BROKEN  # ``—1``, hardly seen
    return few and (width <= SHORT * height or width <= 2 * size)


def agreed(line: Line, sign: Sign) -> Line:
    """The recogniser's line and the sign reader's opinion of the same cell, as one line."""
    text = line.text.strip().translate(SAME)
    sure, heard = line.confidence, sign.confidence
    if (letter := BROKEN.get(text.replace(" ", ""))) is not None:
        if letter != sign.text or heard < LIKELY:
            return line
        certain = letter == "L" or sure < SURE  # a Roman two stands in cells, too
        return _line(line, letter, heard if certain else min(heard, BLURRED), "", 0.0)
    if sure < DOUBT and heard >= SURE and sign.text != OTHER and text not in ("", sign.text, *MISTAKES[sign.text]):
        # the recogniser hardly believes its own ``a``
        return _line(line, sign.text, 0.85, sign.second, sign.second_confidence)
    if len(text) > 1:
        return line
    if text == BLOT and (sign.text == OTHER or (sign.text == BLOT and heard < LIKELY)):
        return _line(line, text, min(sure, DOUBT), sign.second, DOUBT)
    if sign.text == OTHER:
        if text in MISTAKES and heard >= SURE:
            return _line(line, text, min(sure, 0.95 if sure > 0.97 else DOUBT), "", 0.0)
        if text in MISTAKES:
            return _line(line, text, sure, "", 0.0)
        # a lone 土 is no word, whatever else it may be
        if text not in STROKES:
            return line
        return _line(line, BENT.get(text, text), min(sure, DOUBT), sign.second, sign.second_confidence)
    if text == sign.text:
        both = 1 - (1 - sure) * (1 - heard)
        if text == BLOT and heard < SURE:  # any small sign in hard photographs: the reader of values has to see it, too
            both = min(both, BLURRED)
        return _line(line, text, both, sign.second, sign.second_confidence)
    if text == BLOT and sign.text in ("-", "+") and heard >= LIKELY:
        return _line(line, sign.text, min(heard, BLURRED), text, sure)
    known = text == "" or text in MISTAKES[sign.text]
    if known and heard >= SURE and (sure < 0.97 or not text.isalnum() or not text.isascii()):
        return _line(line, sign.text, heard, text, sure)
    if known and text and not text.isascii() and heard >= LIKELY:
        # a lone 士 in a cell is no word: two different mistakes would have to point to the same sign
        return _line(line, sign.text, max(heard, SURE), text, 1 - heard)
    if known and heard >= 0.99:
        return _line(line, sign.text, 0.85, text, sure)
    if not text:
        return _line(line, sign.text, min(heard, DOUBT), sign.second, sign.second_confidence) if heard > 0.6 else line
    if heard >= LIKELY and heard > sure and (text in MISTAKES or is_wide(text)):  # neither is sure: the likelier sign
        return _line(line, sign.text, min(heard, DOUBT), text, min(sure, DOUBT))
    return _line(line, BENT.get(text, text), min(sure, DOUBT), sign.text, heard)


def _line(line: Line, text: str, confidence: float, second: str, second_confidence: float) -> Line:
    start, end = (line.chars[0].start, line.chars[-1].end) if line.chars else (0.2, 0.8)
    char = Char(text, confidence, start, end, second, second_confidence)
    return replace(line, text=text, confidence=confidence, chars=(char,))
