"""Where the ink of a piece of text lies inside its detected box, and from it where its type begins and ends.

Detected boxes are grown for the recogniser, and a recogniser knows a character's middle only. Both are made exact by the
ink: rules, leader dots and the neighbours' remains are told from letters by their shape and place, and the height of the
ink by the letters that it is known to hold (digits reach from the baseline to 0.72 of the type's size, a ``g`` below it).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.crops import cut
from ocr_pipeline.engines.decoding import is_wide, typical_width
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.page import Image, Line
from ocr_pipeline.rectify.orientation import Quads, polygons

LAYER_MARGIN = 0.25  #: of its height, that a text layer's box is looked at beyond its top and foot: it is not grown
SIDE = 0.5  #: heights of the box that are looked at beyond both ends
INKED = (
    0.45  #: of the way from paper to ink, from which a pixel is ink: half-way less what blur takes from thin strokes
)
FAINTEST, FAINT = 8.0, 70.0  #: grey levels between paper and ink: the fewest, and those below which rules break up
RULE = 52  #: pixels of straight ink along the line that no letter has
UPRIGHT = 36  #: the same down the box, of its 48: a bracket of large type takes 33
SMEAR = 13  #: pixels over which broken upright rules are brought together; print stays shorter than its box
EDGE = 0.16  #: of the box' height, in which nothing of the line's own has its middle
SPECK = 0.07  #: of the largest letter's ink: less is noise
ASCENT, DESCENT = 0.83, 0.13  #: of the type's size, that a polygon reaches above and below the baseline
BEARING = 0.05  #: of the type's size, that it reaches beyond the ink at both ends
NARROWEST = 0.44  #: of the type's size, a character: a 1 stands alone in its place
LEAST, MOST = 0.4, 0.95  #: type's size by box height that can be believed
#: How far ink reaches above and below the baseline, of the type's size; Liberation, DejaVu and Noto agree within 0.03.
_ROUND = dict.fromkeys("acemnorsuvwxzıμ", (0.53, 0.0))
_LOW = dict.fromkeys("gpqy", (0.53, -0.21))
_HIGH = dict.fromkeys("bdfhklißδ", (0.74, 0.0))
_DEEP = dict.fromkeys("()[]{}|j", (0.75, -0.19))
_TAILS = dict.fromkeys(",;", (0.12, -0.14))
_SIGNS = dict.fromkeys("-~–—·.:'\"“”‘’=+<>*^_°…×→←", None)
_REACH: dict[str, tuple[float, float] | None] = {
    **_ROUND,
    **_LOW,
    **_HIGH,
    **_DEEP,
    **_TAILS,
    **_SIGNS,
    "t": (0.66, 0.0),
    "/": (0.74, -0.05),
}


@dataclass(frozen=True, slots=True)
class Extent:
    """Fractions of the line's quadrilateral along it, and from top to foot ``across`` it (None where the text holds no
    letter that tells the height); they may lie outside 0..1."""

    start: float
    end: float
    across: tuple[float, float] | None = None


def reach(text: str) -> tuple[float, float] | None:
    """Top and foot of the ink of ``text`` from the baseline, of the type's size; None when no character tells them."""
    known = [r for c in text if not c.isspace() and (r := _reach(c)) is not None]
    return (max(top for top, _ in known), min(foot for _, foot in known)) if known else None


def _reach(char: str) -> tuple[float, float] | None:
    if char in _REACH:
        return _REACH[char]
    if is_wide(char):
        return (0.84, -0.09) if char.isalnum() else None
    base = unicodedata.normalize("NFD", char)
    if len(base) > 1:
        _, foot = _reach(base[0]) or (0.53, 0.0)
        return (0.93 if base[0].isupper() else 0.76, foot)
    return (0.72, 0.0)


def extent(image: Image, line: Line) -> Extent | None:
    """Where the type of ``line`` lies in its quadrilateral; None where its ink cannot be told from what is around it."""
    text = line.text.strip()
    if not text:
        return None
    margin = LAYER_MARGIN if line.source == "text-layer" else 0.0
    quad = _higher(np.asarray(line.polygon, np.float64), margin)
    along, down = quad[1] - quad[0] + quad[2] - quad[3], quad[3] - quad[0] + quad[2] - quad[1]
    crop = cv2.cvtColor(cut(image, polygons(quad[None])[0], 1.0, SIDE), cv2.COLOR_BGR2GRAY)
    width, flat = crop.shape[1], max(2.0, float(np.hypot(*down))) / max(2.0, float(np.hypot(*along)))
    side = width * SIDE * flat / (1 + 2 * SIDE * flat)
    found = _letters(crop, side, (_is_low(text[0]), _is_low(text[-1])))
    if found is None:
        return None
    left, right, top, foot = found
    em, known = 0.64 * CROP_HEIGHT, reach(text)
    across = None
    if known is not None:
        measured = (foot - top) / (known[0] - known[1])
        if LEAST * CROP_HEIGHT <= measured <= MOST * CROP_HEIGHT:
            em, baseline = measured, top + known[0] * measured
            ends = (baseline - ASCENT * em, baseline + DESCENT * em)
            across = (_outside(ends[0], margin), _outside(ends[1], margin))
    # something else was taken for this text, or half of it was lost
    if len(text) > 1 and not 0.5 <= (right - left) / (sum(typical_width(c) for c in text) * em) <= 2.0:
        return None
    if is_wide(text[-1]) and not text[-1].isalnum():
        right = max(right, width - side)  # the sign stands at the beginning of its square
    narrow = max(0.0, NARROWEST * em * len(text) - (right - left)) / 2
    left, right, inner = left - narrow - BEARING * em, right + narrow + BEARING * em, width - 2 * side
    return Extent((left - side) / inner, (right - side) / inner, across)


def _outside(y: float, margin: float) -> float:
    """From pixels of a crop that is higher than the quadrilateral by ``margin`` on both sides to its fraction."""
    return (y / CROP_HEIGHT) * (1 + 2 * margin) - margin


def _is_low(char: str) -> bool:
    """A sign that is much less high than letters."""
    return _reach(char) is None or char in _TAILS


def _higher(quad: Quads, margin: float) -> Quads:
    off = margin * (quad[[3, 2, 1, 0]] - quad)
    return np.asarray(quad - off)


def _letters(
    crop: NDArray[np.uint8], side: float, low_ends: tuple[bool, bool]
) -> tuple[float, float, float, float] | None:
    """Left, right, top and foot of the letters' ink in pixels of the crop; ``side`` pixels at both ends lie outside the
    text's own extent; ``low_ends`` when the text begins or ends with a sign that is less high than letters."""
    high, width = crop.shape
    crop = np.asarray(cv2.GaussianBlur(crop, (3, 3), 0))
    inner = crop[high // 5 : -(high // 5) : 2, round(side) : max(round(side) + 1, width - round(side)) : 2]
    levels = np.sort(inner, axis=None).astype(np.float64)
    darkest, paper, lightest = levels[[len(levels) // 25, len(levels) // 2, -1 - len(levels) // 25]]
    if max(paper - darkest, lightest - paper) < FAINTEST:
        return None
    if paper - darkest >= lightest - paper:
        inked = crop < paper - INKED * (paper - darkest)
    else:
        inked = crop > paper + INKED * (lightest - paper)
    mask = _without_rules(inked.astype(np.uint8), max(paper - darkest, lightest - paper) < FAINT)
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return None
    x, y, w, h, area = stats[1:].T.astype(np.float64)
    middle = centres[1:, 0]
    rim = high // 20
    own = (middle >= side) & (middle <= width - side)
    own &= ~((y <= rim) & (y + h < 0.4 * high)) & ~((y + h >= high - rim) & (y > 0.6 * high))  # of neighbouring lines
    own &= ~((y <= rim) & (y + h >= high - rim) & (w < 0.4 * high))  # an upright rule
    own &= (y + h / 2 > EDGE * high) & (y + h / 2 < (1 - EDGE) * high)
    if not own.any():
        return None
    own &= area >= SPECK * area[own].max()
    tall = own & (h >= 0.3 * h[own].max())
    far = 0.25 * high
    first, last = (own if low else tall for low in low_ends)
    left, right = float(x[first].min()), float((x + w)[last].max())
    left, right = (side if left < side - far else left), (width - side if right > width - side + far else right)
    return left, right, float(y[tall].min()), float((y + h)[tall].max())


def _without_rules(mask: NDArray[np.uint8], faint: bool) -> NDArray[np.uint8]:
    """Ink between the box' rims without straight runs that are longer than any stroke of a letter: the rules of a table.
    ``faint`` ones break up: what comes together to an upright one is left out too."""
    rim = mask.shape[0] // 20
    ruled = np.zeros_like(mask)
    for lean, run in (((3, 1), (1, RULE)), ((1, 3), (UPRIGHT, 1))):
        thicker = cv2.dilate(mask, np.ones(lean, np.uint8))  # a rule that leans a little still runs through
        ruled |= np.asarray(cv2.morphologyEx(thicker, cv2.MORPH_OPEN, np.ones(run, np.uint8), borderValue=0), np.uint8)
    mask = mask & ~ruled
    if faint:
        smeared = (cv2.blur(mask * np.uint8(255), (1, SMEAR)) > 100).astype(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
        _, y, w, h, _ = stats.T
        upright = (y <= 1) & (y + h >= mask.shape[0] - 1) & (w < 0.4 * mask.shape[0])
        upright[0] = False
        if upright.any():
            mask = mask & ~cv2.dilate(upright.astype(np.uint8)[labels], np.ones((1, 3), np.uint8))
    mask[:rim] = mask[-rim:] = 0
    return np.asarray(mask)
