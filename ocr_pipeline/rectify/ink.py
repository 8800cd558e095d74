"""Where the ink of a piece of text lies inside its detected box, and from it where its type begins and ends.

Detected boxes are grown for the recogniser, and a recogniser knows a character's middle only. Both are made exact by the
ink: rules, leader dots and the neighbours' remains are told from letters by their shape and place, and the height of the
ink by the letters that it is known to hold (digits reach from the baseline to 0.72 of the type's size, a ``g`` below it).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from ocr_pipeline.engines.characters.decoding import is_wide, typical_width
from ocr_pipeline.engines.crops.cut import cut
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.page import Image, Line
from ocr_pipeline.rectify.orientation import Quads, polygons

FEW, LOW, MARGIN = (
    2,
    0.9,
    0.4,
)  #: characters of a lone sign; of the usual height, under which its box is low; most that is added
LAYER_MARGIN = 0.25  #: of its height, that a text layer's box is looked at beyond its top and foot: it is not grown
SIDE = 0.5  #: heights of the box that are looked at beyond both ends
INKED = (
    0.45  #: of the way from paper to ink, from which a pixel is ink: half-way less what blur takes from thin strokes
)
SHADED = 12.0  #: grey levels between the paper of both halves, from which light falls off over a line
FAINTEST, FAINT = 8.0, 70.0  #: grey levels between paper and ink: the fewest, and those below which rules break up
THIN, HAIR = 0.2, 0.12  #: the same for rules, which may be hairlines; how wide one is, of the box' height
BRIDGE = 9  #: pixels over which an upright rule that another one cuts is one
OUTSIDE = 0.2  #: of the box' height, at its top and foot, where hardly any letter reaches
RULE = 52  #: pixels of straight ink along the line that no letter has
UPRIGHT = 36  #: the same down the box, of its 48: a bracket of large type takes 33
STROKES, ENDING = (
    0.1,
    0.7,
)  #: of the box' height: most an upright rule is wide; least of it that one which ends here is high
SMEAR = 13  #: pixels over which broken upright rules are brought together; print stays shorter than its box
#: of the box' height: most a dash is high; least it stands off the middle, of wide characters; how many
DASH, OFF_MIDDLE, OFF_WIDE, DASHES = 0.13, 0.2, 0.34, 3
EDGE = 0.16  #: of the box' height, in which nothing of the line's own has its middle
PIECE, CLEAR_PIECE = (
    0.5,
    0.25,
)  #: the same, from the letters within which smaller ink is one of their pieces; in clear print
STROKE, SPREAD = 0.12, 0.02  #: of the type's size, a stroke; of the ink's height, how much more is no blur yet
HOLLOW = 0.25  #: of its own rectangle, that crossing rules cover less
APART, SMALLEST = 0.15, 8  #: of the box' height, that an accent may stand above its letter; pixels of it
SPECK = 0.07  #: of the largest letter's ink: less is noise
ASCENT, DESCENT = 0.83, 0.13  #: of the type's size, that a polygon reaches above and below the baseline
BEARING = 0.05  #: of the type's size, that it reaches beyond the ink at both ends
NARROWEST = 0.44  #: of the type's size, a character: a 1 stands alone in its place
SLENDER = frozenset(".,:;'|!·-[]()ijlIftr")  #: that may take less
LEAST, MOST = 0.3, 1.1  #: type's size by box height that can be believed: large print is hardly grown
LONE = 1.3  #: the same of a few characters: the shorter a box, the less it is grown
SQUARE = 0.9  #: the same, of a lone arrow
#: How far ink reaches above and below the baseline, of the type's size; Liberation, DejaVu and Noto agree within 0.03.
CAPITALS = 0.75  #: of the type's size, beyond which only accents reach
SECOND = 0.06  #: how much higher a second accent reaches
BELOW, TAIL = "\u0323\u0326\u0327\u0328", -0.21  #: accents under a letter (ş, ą, ạ), and how far down they reach
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
    "Q": (0.72, -0.14),
    "/": (0.74, -0.05),
    **dict.fromkeys("↑↓", (0.8, -0.04)),
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
    whole = unicodedata.normalize("NFD", char)
    base, accents = whole[0], whole[1:]
    if accents:
        top, foot = _reach(base) or (0.53, 0.0)
        below = [accent in BELOW for accent in accents]
        above = len(below) - sum(below)
        if above:
            top = (0.93 if base.isupper() else 0.76) + (SECOND if above > 1 else 0.0)
        return top, min(foot, TAIL) if any(below) else foot
    return (0.72, 0.0)


def extent(image: Image, line: Line, frame: Quads | None = None, usual: float = 0.0) -> Extent | None:
    """Where the type of ``line`` lies in its quadrilateral (or ``frame``); None where its ink cannot be told from what is around
    it. A lone sign whose box is less high than the page's ``usual`` one is looked for above and below it as well."""
    text = line.text.strip()
    if not text:
        return None
    quad = np.asarray(line.polygon if frame is None else frame, np.float64)
    margin = LAYER_MARGIN if line.source == "text-layer" else 0.0
    height = max(1.0, float(np.hypot(*(quad[3] - quad[0]))))
    if len(text) <= FEW and line.source == "ocr" and height < LOW * usual:
        margin = min(MARGIN, (usual / height - 1) / 2)
    quad = _higher(quad, margin)
    along, down = quad[1] - quad[0] + quad[2] - quad[3], quad[3] - quad[0] + quad[2] - quad[1]
    crop = cv2.cvtColor(cut(image, polygons(quad[None])[0], 1.0, SIDE), cv2.COLOR_BGR2GRAY)
    width, flat = crop.shape[1], max(2.0, float(np.hypot(*down))) / max(2.0, float(np.hypot(*along)))
    side = width * SIDE * flat / (1 + 2 * SIDE * flat)
    wide, known = any(map(is_wide, text)), reach(text)
    accents = known is not None and known[0] > CAPITALS
    found = _letters(crop, side, (_is_low(text[0]), _is_low(text[-1])), wide, accents)
    if found is None:
        return None
    left, right, top, foot, stroke = found
    em = 0.64 * CROP_HEIGHT
    if known is not None and not wide:
        # blur widens every stroke, and with them the ink as a whole
        sharp = (foot - top - stroke) / (known[0] - known[1] - STROKE)
        blur = min(max(0.0, (stroke - STROKE * sharp) / 2 - SPREAD * (foot - top)), (foot - top) / 6)
        left, right, top, foot = left + blur, right - blur, top + blur, foot - blur
    across = None
    if known is not None:
        measured = (foot - top) / (known[0] - known[1])
        if LEAST * CROP_HEIGHT <= measured <= (LONE if width - 2 * side < 2 * CROP_HEIGHT else MOST) * CROP_HEIGHT:
            em, baseline = measured, top + known[0] * measured
            ends = (baseline - ASCENT * em, baseline + DESCENT * em)
            across = (_outside(ends[0], margin), _outside(ends[1], margin))
    # something else was taken for this text, or half of it was lost
    if len(text) > 1 and not 0.5 <= (right - left) / (sum(typical_width(c) for c in text) * em) <= 2.0:
        return None
    if is_wide(text[-1]) and not text[-1].isalnum():
        right = max(right, width - side)  # the sign stands at the beginning of its square
    least = (SQUARE if text in "↑↓" else NARROWEST) * em
    narrow = min(max(0.0, least * sum(c not in SLENDER for c in text) - (right - left)), least) / 2
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
    crop: NDArray[np.uint8], side: float, low_ends: tuple[bool, bool], wide: bool, accents: bool
) -> tuple[float, float, float, float, float] | None:
    """Left, right, top and foot of the letters' ink and how thick its strokes are, in pixels of the crop; ``side`` pixels
    at both ends lie outside the text's own extent; ``low_ends`` when the text begins or ends with a sign that is less
    high than letters; ``wide`` when it holds Chinese characters, and ``accents`` above letters."""
    high, width = crop.shape
    crop = _evenly_lit(np.asarray(cv2.GaussianBlur(crop, (3, 3), 0)))
    inner = crop[high // 5 : -(high // 5) : 2, round(side) : max(round(side) + 1, width - round(side)) : 2]
    darkest, lightest = at_shares(inner, (0.04, 0.96))
    (paper,) = at_shares(crop, (0.5,))  # dense print covers more than half of its own box
    if max(paper - darkest, lightest - paper) < FAINTEST:
        return None
    dark, depth = paper - darkest >= lightest - paper, max(paper - darkest, lightest - paper)

    def inked(share: float) -> NDArray[np.uint8]:
        mask = crop < paper - share * depth if dark else crop > paper + share * depth
        return np.asarray(mask, np.uint8)

    faint, rim, raw = depth < FAINT, high // 20, inked(INKED)
    drawn = raw.copy() if faint else inked(THIN)
    raw[:rim] = raw[-rim:] = 0
    parts = cv2.connectedComponentsWithStats(raw, connectivity=8)
    cage = _cages(parts[2], high, rim)
    if cage.any() and not wide:
        raw[cage[parts[1]]] = 0
        parts = cv2.connectedComponentsWithStats(raw, connectivity=8)
    mask, ends = _without_rules(raw, drawn, _dashed(parts[2], high, wide), faint, width - 2 * side < 2 * high, wide)
    if cv2.countNonZero(mask) < cv2.countNonZero(raw):
        parts = cv2.connectedComponentsWithStats(mask, connectivity=8)
    count, _, stats, centres = parts
    if count < 2:
        return None
    x, y, w, h, area = stats[1:].T.astype(np.float64)
    middle = centres[1:, 0]
    own = (middle >= side) & (middle <= width - side)
    own &= ~((y <= ends[0]) & (y + h < 0.4 * high)) & ~((y + h >= ends[1]) & (y > 0.6 * high))  # of neighbouring lines
    own &= ~((y <= rim) & (y + h >= high - rim) & (w < 0.4 * high))  # an upright rule
    own &= (y + h / 2 > EDGE * high) & (y + h / 2 < (1 - EDGE) * high)
    ending = (
        ((y <= rim) | (y + h >= high - rim)) & (w <= STROKES * high) & (h >= ENDING * high)
    )  # a rule that ends here
    if (own & ~ending).any():
        own &= ~ending
    if not own.any():
        return None
    own &= area >= SPECK * area[own].max()
    tall = own & (h >= 0.3 * h[own].max())
    far = 0.25 * high
    near = own & (y + h / 2 > y[tall].min()) & (y + h / 2 < (y + h)[tall].max())  # pieces of a letter in faint print
    reach = (PIECE if faint or wide else CLEAR_PIECE) * high
    near &= (x > x[tall].min() - reach) & (x + w < (x + w)[tall].max() + reach)
    first, last = (own if low else tall | near for low in low_ends)
    left, right = float(x[first].min()), float((x + w)[last].max())
    left, right = (side if left < side - far else left), (width - side if right > width - side + far else right)
    print_ = mask[:, int(left) : int(right) + 1]
    whole, inner_ = (cv2.countNonZero(m) for m in (print_, cv2.erode(print_, _ones(3, 3))))
    stroke = 2 * whole / max(1, whole - inner_)
    top = float(y[tall].min())
    if accents and not wide:
        inside = (middle >= side) & (middle <= width - side) & (y > ends[0]) & (area >= SMALLEST)
        top = min([top, *map(float, y[inside & (y + h <= top + 1) & (y + h > top - APART * high)])])
    return left, right, top, float((y + h)[tall].max()), stroke


def _evenly_lit(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A crop over which light falls off, without the slope of its paper: else the bright end would pass for light ink."""
    half = crop.shape[1] // 2
    if half < crop.shape[0]:
        return crop
    levels = [at_shares(crop[::2, side], (0.5,))[0] for side in (slice(0, half, 2), slice(half, None, 2))]
    if abs(levels[1] - levels[0]) < SHADED:
        return crop
    ramp = np.linspace(-1.0, 1.0, crop.shape[1], dtype=np.float32) * np.float32(levels[1] - levels[0])
    return np.asarray(np.clip(crop - ramp, 0, 255), np.uint8)


def _without_rules(
    mask: NDArray[np.uint8], drawn: NDArray[np.uint8], dashed: NDArray[np.bool_], faint: bool, lone: bool, wide: bool
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """``mask`` between the box' rims without the rules of a table: straight runs that are longer than any stroke of a
    letter, what leads from rim to rim however it leans, and what the ``dashed`` rows hold. ``drawn`` also shows hairlines,
    which are paler. ``faint`` rules break up: what comes together to an upright one is left out too. A ``lone`` character
    may be nearly as high as its box. And the rows up to and from which something was left out at the top and the foot."""
    high = mask.shape[0]
    rim = high // 20
    # a rule that leans a little still runs through
    thick, edge = _ones(3, 1), int(OUTSIDE * high)
    # pale ink of close letters runs together, and above and below them shorter runs are rules as well
    level = _opened(cv2.dilate(mask, thick), (1, RULE))
    shorter = RULE if wide else RULE // 2  # the lowest strokes of two characters are one
    level[:edge] = _opened(cv2.dilate(drawn[: edge + 1], thick), (1, shorter))[:-1]
    level[-edge:] = _opened(cv2.dilate(drawn[-edge - 1 :], thick), (1, shorter))[1:]
    wider, run = cv2.dilate(drawn, _ones(1, 3)), high - 2 * rim if lone else UPRIGHT
    upright = _opened(wider, (run, 1)) if (wider.sum(axis=0) >= run).any() else np.zeros_like(mask)
    mask = mask & ~level & ~_through(drawn & ~level, rim) & ~upright
    mask[dashed] = 0
    if faint:
        smeared = (cv2.blur(mask * np.uint8(255), (1, SMEAR)) > 100).astype(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
        _, y, w, h, _ = stats.T
        through = (y <= 1) & (y + h >= high - 1) & (w < 0.4 * high)
        through[0] = False
        if through.any():
            mask = mask & ~cv2.dilate(through.astype(np.uint8)[labels], _ones(1, 3))
    mask[:rim] = mask[-rim:] = 0
    left_out = np.flatnonzero(level.any(axis=1))
    top, foot = left_out[left_out < edge], left_out[left_out >= high - edge]
    return np.asarray(mask), (
        max(rim, *top + 1) if top.size else rim,
        min(high - rim, *foot) if foot.size else high - rim,
    )


@cache
def _ones(high: int, wide: int) -> NDArray[np.uint8]:
    """A kernel of that size; some twenty are asked for a line of text."""
    return np.ones((high, wide), np.uint8)


def _opened(mask: cv2.typing.MatLike, run: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, _ones(*run), borderValue=0), np.uint8)


def _through(drawn: NDArray[np.uint8], rim: int) -> NDArray[np.uint8]:
    """What leads from rim to rim, however it leans and where level rules cut it, and is thin as no letter is."""
    high = drawn.shape[0]
    if not drawn[: rim + BRIDGE // 2].any() or not drawn[-rim - BRIDGE // 2 :].any():
        return np.zeros_like(drawn)
    joined = cv2.dilate(drawn, _ones(BRIDGE, 1))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    _, y, w, h, area = stats.T
    found = (y <= rim) & (y + h >= high - rim) & (w < 0.4 * high) & (area < HAIR * high * h)
    found[0] = False
    return found.astype(np.uint8)[labels] if found.any() else np.zeros_like(drawn)


def _cages(stats: NDArray[Any], high: int, rim: int) -> NDArray[np.bool_]:
    """Which pieces of ink lead from rim to rim and leave most of their place empty: rules that cross, however they lean."""
    _, y, w, h, area = stats.T
    found = (y <= rim + 1) & (y + h >= high - rim - 1) & (area < HOLLOW * w * h)
    found[0] = False
    return np.asarray(found)


def _dashed(stats: NDArray[Any], high: int, wide: bool) -> NDArray[np.bool_]:
    """Which rows hold dashes that stand level with each other above or below the text; ``stats`` of all pieces of ink. The
    strokes of ``wide`` characters are dashes themselves, as far as these reach."""
    y, w, h = stats.T[1:4]
    middle = y + h / 2
    flat = np.flatnonzero(
        (h <= DASH * high) & (w >= 1.5 * h) & (np.abs(middle - high / 2) > (OFF_WIDE if wide else OFF_MIDDLE) * high)
    )
    rows = np.zeros(high, bool)
    for one in flat if len(flat) >= DASHES else []:
        if (np.abs(middle[flat] - middle[one]) <= DASH * high / 2).sum() >= DASHES:
            rows[y[one] : y[one] + h[one]] = True
    return rows
