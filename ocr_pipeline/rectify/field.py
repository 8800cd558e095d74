"""Straight rows out of bent ones: a smooth field on coordinates, fitted to the boxes themselves.

``y' = y + sum c_k p_k(x, y)`` with low polynomials p_k, such that the two ends of every box, and every box and its
right-hand neighbour, come to the same height. Perspective, curl and sine-like waves are all in the family. The fit is
robust (Tukey's biweight, Beaton & Tukey 1974) because some links join different rows. Three starts (the boxes' own
slopes; chains of neighbours; nothing) guard against a wrong first guess, the one that leaves less is kept.

Paper that was folded has kinks that no low polynomial follows: where the smooth field leaves much over, hinges at an
upright and at a level crease are added to it, and stay if they leave less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share
from ocr_pipeline.rectify.neighbours import Apart, Array, Pairs, across, links, pairs_of, shifted
from ocr_pipeline.rectify.orientation import Quads

_Sides = tuple[Array, Array, Array, Apart]  #: left and right middles, heights, and how far apart these are
#: powers of x and y of the field's terms; a plain shift of y is left out, y alone would rescale
ROW_TERMS = ((1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (1, 1), (2, 1), (3, 1), (1, 2), (2, 2))
ROUNDS = 4
TUKEY = 4.685
RIDGE = 1e-3
#: how much the ridge holds each term: a plain slope hardly; what bends the more the higher, so that rows go straight on
#: where no box shows them, in the gap between two columns
STIFF = np.array([max(0.1, 3.0 * (i + j - 1)) for i, j in ROW_TERMS])
WIDE_GAP = 4.0  #: text heights of a gap over which rows may be joined otherwise
WIDE = 2.0  #: text heights between two boxes of a row from which their lean tells whether they belong together
TELLING = 2.5  #: width by height from which a box' own slope counts in full
STEEPEST = 0.2  #: left-over slope from which a box is no guide
ACROSS = 0.35  #: slope against the usual one (19 degrees) from which a long box is none of a row's
FEWEST = 4  #: links below which the page stays as it is
EXACT = 0.02  #: text heights by which the ends of boxes, and boxes of one row, differ where nothing is bent
LEVEL_ROWS = 0.3  #: share of the boxes with another so exactly on their row, from which nothing is
UNSURE = 0.25  #: text heights of ``jump`` from which other rows may meet over the gaps
#: Of ``unlikely``, and of ``left_over``: a field that is so little worse may be the right one.
RIVAL, CREASED_RIVAL = 0.1, 0.03
OTHER_ROW = 0.5  #: text heights between neighbours from which two fields join other rows


#: Where paper was folded, scaled: x of the upright crease and y of the level one, each beyond the page when there is none.
Crease = tuple[float, float]
NOWHERE = 9.0
CREASED = 4  #: terms that creases add
BENDING = 0.3  #: how much the ridge holds these
STRAINED = 0.2  #: of what the smooth field leaves over, from which creases are looked for
ENOUGH = 30  #: boxes for as many terms; fewer can be joined in any way by them
SEARCH = 2  #: rounds that tell where they are
PLACES = np.linspace(-0.7, 0.7, 9)  #: of the page's half size, where
CLOSER = (0.06, 0.03)  #: the same, steps about the best of these


@dataclass(frozen=True, slots=True)
class Field:
    """Coordinates are scaled to about -1..1 by ``centre`` and ``half`` before the powers are taken."""

    centre: tuple[float, float]
    half: float
    terms: tuple[tuple[int, int], ...]
    coefficients: Array
    residual: float  #: left-over height difference of linked ends, 80th percentile, in text heights
    slant: float = 0.0  #: left-over rise of the boxes themselves, a mean, in text heights
    drift: float = 0.0  #: what boxes that lean alike would rise over the gap to their neighbours, in text heights
    linked: float = 0.0  #: share of the boxes that have a right-hand neighbour on their row
    jump: float = 0.0  #: how far wide gaps are crossed off the line that the boxes about them point along, text heights
    crease: Crease | None = None
    text: float = 1.0  #: pixels of a text height

    @property
    def left_over(self) -> float:
        """What a field with creases is chosen by. One that joins each row to the next has links as level as the right one
        has, but its boxes slant, all the same way, or it climbs a whole row where no box shows it, in the gap between two
        columns, and the first or last box of a column finds no partner."""
        return self.strain - self.linked

    @property
    def strain(self) -> float:
        return self.residual + self.slant + self.drift / 2 + self.jump

    @property
    def unlikely(self) -> float:
        """What a smooth field is chosen by. How far it crosses gaps off the line of the boxes about them tells little, a curl
        or a crease in the gap does so too; more tells how much it must bend to do so, and who finds a partner. (Of 336
        sheets sent through folds, curls and tilts, most of them sparse, 10 were torn by the other choice, 4 by this.)"""
        return self.strain - 0.95 * self.jump + 0.15 * self.bent - 3 * self.linked

    @property
    def bent(self) -> float:
        """What its terms move, without regard to signs, in text heights."""
        return float(np.abs(self.coefficients).sum()) / self.text

    def heights(self, points: Array) -> Array:
        """The rectified y of n x 2 points."""
        return np.asarray(points[:, 1] + basis(self._scaled(points), self.terms, self.crease) @ self.coefficients)

    def _scaled(self, points: Array) -> Array:
        return np.asarray((points - np.asarray(self.centre)) / self.half)

    def bend(self, width: float) -> float:
        """How far (pixels) the field moves the ends of rows against each other, at most."""
        x = np.linspace(-1, 1, 9) * width / 2 + self.centre[0]
        moves = []
        for y in np.linspace(-0.9, 0.9, 5) * self.half + self.centre[1]:
            points = np.stack([x, np.full_like(x, y)], axis=1)
            moves.append(np.ptp(self.heights(points) - y))
        return float(max(moves))


def basis(scaled: Array, terms: tuple[tuple[int, int], ...], crease: Crease | None = None) -> Array:
    x, y = scaled[:, 0], scaled[:, 1]
    across, down = _powers(x, max(i for i, _ in terms)), _powers(y, max(j for _, j in terms))
    columns = [across[i] * down[j] for i, j in terms]
    if crease is not None:
        beyond, below = np.maximum(x - crease[0], 0), np.maximum(y - crease[1], 0)
        columns += [beyond, beyond * y, beyond * below, x * below]
    return np.stack(columns, axis=1)


def _powers(numbers: Array, most: int) -> list[Array]:
    out = [np.ones_like(numbers)]
    for _ in range(most):
        out.append(out[-1] * numbers)
    return out


def ends(quads: Quads) -> tuple[Array, Array, Array]:
    """Middles of the left and right sides, and the heights."""
    left, right = (quads[:, 0] + quads[:, 3]) / 2, (quads[:, 1] + quads[:, 2]) / 2
    height = (np.hypot(*(quads[:, 3] - quads[:, 0]).T) + np.hypot(*(quads[:, 2] - quads[:, 1]).T)) / 2
    return left, right, height


def fit_rows(quads: Quads) -> Field | None:
    """The field for upright boxes (tilt under about 45 degrees); None when there is too little to fit."""
    quads = _in_rows(quads)
    if len(quads) < FEWEST:
        return None
    left, right, height = ends(quads)
    text = float(np.median(height))
    middle = (left + right) / 2
    low, high = middle.min(axis=0), middle.max(axis=0)
    centre, half = (low + high) / 2, float(max(high - low)) / 2
    if half <= text or _is_level(left, right, text):
        return None
    slope = _slopes(left, right, height)
    starts = (slope, _chained(left, right, height, slope), np.zeros(len(left)))
    sides = (left, right, height, pairs_of(left, right, height))
    fields = [_refined(sides, (centre, half, text), start, slope) for start in starts]
    if any(field.jump > UNSURE for field in fields):
        fields += _crossing(sides, (centre, half, text), slope, fields)
    best = smooth = min(fields, key=lambda field: field.unlikely)
    if smooth.strain > STRAINED and len(quads) >= ENOUGH:
        creased = _creased(sides, (centre, half, text), slope)
        creased = [field for field in creased if field.left_over < smooth.left_over]
        fields, best = fields + creased, min([smooth, *creased], key=lambda field: field.left_over)
    i, j = links(sides[3], best.heights(left), best.heights(right))
    apart = [
        float(np.percentile(np.abs(_crossed(rival, left[j], right[i]) - _crossed(best, left[j], right[i])), 90)) / text
        for rival in fields
        if len(i) and rival is not best and _as_likely(rival, best)
    ]
    # of two that explain the boxes as well and join other rows, either may be the wrong one
    return replace(best, residual=max(best.residual, *(a for a in apart if a > OTHER_ROW), 0.0))


def _in_rows(quads: Quads) -> Quads:
    """Without the long boxes that run across all others, as the letters of a watermark do: no row bends so far."""
    span = quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]
    _, _, height = ends(quads)
    slope = span[:, 1] / np.maximum(np.abs(span[:, 0]), 1.0)
    long = np.hypot(*span.T) / 2 > 1.5 * height
    usual = float(np.median(slope[long])) if long.any() else 0.0
    return np.asarray(quads[~long | (np.abs(slope - usual) < ACROSS)])


def _is_level(left: Array, right: Array, text: float) -> bool:
    """True where every box and many rows are exactly level, as a program prints them: what is not in line there stands so on
    purpose (cells beside the middle of a name in two lines), and no field may bring it into line."""
    if float(np.mean(np.abs(right[:, 1] - left[:, 1]))) > EXACT * text:
        return False
    y = (left[:, 1] + right[:, 1]) / 2
    ahead = left[None, :, 0] - right[:, None, 0]
    shared = (np.abs(y[:, None] - y[None]) < EXACT * text) & (np.maximum(ahead, ahead.T) > WIDE * text)
    return float(shared.any(axis=1).mean()) >= LEVEL_ROWS


def _as_likely(field: Field, best: Field) -> bool:
    if field.crease is None and best.crease is None:
        return field.unlikely < best.unlikely + RIVAL
    return field.left_over < best.left_over + CREASED_RIVAL


def _crossing(sides: _Sides, frame: tuple[Array, float, float], slope: Array, found: list[Field]) -> list[Field]:
    """Fields from other first guesses at the rows that meet over wide gaps: by an even bend between the slopes on both
    sides, and as the best of all, one or two rows up or down."""
    left, right, _, apart = sides
    best = min(found, key=lambda field: field.unlikely)
    pairs = links(apart, best.heights(left), best.heights(right))
    guesses = [across(apart, left, right, slope)]
    guesses += [shifted(pairs, left, right, WIDE_GAP * frame[2], by) for by in (-2, -1, 1, 2)]
    return [_refined(sides, frame, slope, slope, joined=guess) for guess in guesses if len(guess[0])]


def _creased(sides: _Sides, frame: tuple[Array, float, float], slope: Array) -> list[Field]:
    """The best field with an upright crease, and with a level one besides, then all that were tried. On either side of an
    upright crease rows have slopes of their own, so that it starts from those; over a wide gap its place decides which rows come to meet."""
    left, right, height, _ = sides
    centre, half, _ = frame
    middles = ((left + right)[:, 0] / 2 - centre[0]) / half
    starts: dict[float, Array] = {}

    def at(x: float, y: float = NOWHERE, rounds: int = SEARCH) -> Field:
        if x not in starts:
            starts[x] = _slopes(left, right, height, middles > x)
        return _refined(sides, frame, starts[x], slope, (x, y), rounds)

    def best(found: list[Field], axis: int) -> float:
        crease = min(found, key=lambda field: field.left_over).crease or (NOWHERE, NOWHERE)
        return crease[axis]

    upright = [at(float(x)) for x in PLACES]
    for closer in CLOSER:
        x = best(upright, 0)
        upright += [at(x + closer * way) for way in (-1, 1)]
    x = best(upright, 0)
    y = best([at(x, float(y)) for y in PLACES[1:-1]], 1)
    return [*(at(x, place, ROUNDS) for place in (NOWHERE, y)), *upright]


def _crossed(field: Field, left: Array, right: Array) -> Array:
    return field.heights(left) - field.heights(right)


def _slopes(left: Array, right: Array, height: Array, beyond: NDArray[np.bool_] | None = None) -> Array:
    """The row's slope at each box: from the long boxes about it, by distance; only those on its own side of a crease where
    ``beyond`` tells the sides."""
    span = right - left
    length = np.hypot(span[:, 0], span[:, 1])
    weight = np.where(length > 2.5 * height, length, 0.0)
    if not weight.any():
        return np.zeros(len(left))
    slope = np.where(np.abs(span[:, 0]) > 1e-6, span[:, 1] / np.where(np.abs(span[:, 0]) > 1e-6, span[:, 0], 1), 0)
    middle = (left + right) / 2
    distance = np.abs(middle[:, None] - middle[None])
    reach = 6 * float(np.median(height))
    # neighbours above and below tell more about a row's slope than those beside it: curl varies with x
    near = weight[None] * np.exp(-(distance[..., 0] ** 2) / (2 * (1.5 * reach) ** 2)
                                 - distance[..., 1] ** 2 / (2 * (2 * reach) ** 2))  # fmt: skip
    if beyond is not None:
        near *= np.where(beyond[:, None] == beyond[None], 1.0, 1e-6)
    near += weight[None] * 1e-6
    return np.asarray((near * slope[None]).sum(axis=1) / near.sum(axis=1))


def _chained(left: Array, right: Array, height: Array, own: Array) -> Array:
    """Slopes from each box to its nearest right-hand neighbour, where the ``own`` slope points to it."""
    out = own.copy()
    for i in range(len(left)):
        ahead = left[:, 0] - right[i, 0]
        level = np.abs(left[:, 1] - right[i, 1] - own[i] * ahead)
        able = (ahead > -0.3 * height[i]) & (ahead < 12 * height[i]) & (level < 0.6 * height[i])
        able[i] = False
        if able.any():
            j = int(np.flatnonzero(able)[np.argmin(ahead[able] + 3 * level[able])])
            dx = (left[j, 0] + right[j, 0] - left[i, 0] - right[i, 0]) / 2
            if dx > height[i]:
                out[i] = ((left[j, 1] + right[j, 1]) - (left[i, 1] + right[i, 1])) / 2 / dx
    return out


def _refined(
    sides: _Sides,
    frame: tuple[Array, float, float],
    start: Array,
    slope: Array,
    crease: Crease | None = None,
    rounds: int = ROUNDS,
    joined: Pairs | None = None,
) -> Field:
    """``frame``: centre, half size, text height; ``joined``: pairs of neighbours for the first round;
    ``start``: the row's slope at each box, which alone makes the first fit; ``slope``: what the boxes say of it."""
    left, right, height, apart = sides
    centre, half, text = frame
    middle, width = (left + right) / 2, right[:, 0] - left[:, 0]
    long, trust = width > 1.5 * height, np.clip(width / (TELLING * height), 0.0, 1.0) ** 2
    sure = trust >= 1 if (trust >= 1).sum() >= FEWEST else long
    # the rectangle about few letters leans with its column: only its middle is where the row is
    begin, end = (np.where(sure[:, None], side, middle) for side in (left, right))
    reach = np.maximum(width, 4 * text)[:, None] * 0.5
    probe = reach * np.stack([np.ones(len(left)), start], axis=1)
    stiff = STIFF if crease is None else np.append(STIFF, np.full(CREASED, BENDING))
    rows = _at(middle + probe, centre, half, crease) - _at(middle - probe, centre, half, crease)
    solution = _solve(rows, -2 * probe[:, 1], np.sqrt(2 * np.hypot(probe[:, 0], probe[:, 1])), text, stiff=stiff)
    a, b = _at(left, centre, half, crease), _at(right, centre, half, crease)
    first, last = _at(begin, centre, half, crease), _at(end, centre, half, crease)
    for turn in range(rounds):
        i, j = links(apart, begin[:, 1] + first @ solution, end[:, 1] + last @ solution)
        if joined is not None and turn == 0:
            i, j = joined
        rows = np.concatenate([(b - a)[long], first[j] - last[i]])
        target = -np.concatenate([(right - left)[long, 1], begin[j, 1] - end[i, 1]])
        if len(rows) < FEWEST:
            break
        gap = np.maximum(left[j, 0] - right[i, 0], 0)
        weight = np.concatenate([trust[long] * np.sqrt(width[long] / text), 1.0 + np.sqrt(gap / text)])
        solution = _solve(rows, target, weight, text, stiff=stiff)
    y_begin, y_end = begin[:, 1] + first @ solution, end[:, 1] + last @ solution
    rise = (right - left)[:, 1] + (b - a) @ solution
    i, j = links(apart, y_begin, y_end)
    off = np.abs(np.concatenate([rise[sure], y_begin[j] - y_end[i]]))
    residual = float(np.percentile(off, 80)) / text if len(off) else 0.0
    slant = float(np.mean(np.abs(rise[sure]))) / text if sure.any() else 0.0
    leaning = _drift(np.stack([middle[:, 0], (y_begin + y_end) / 2], axis=1), np.where(sure, width, 0.0), rise, text)
    gap = np.maximum(left[j, 0] - right[i, 0], 0) / text
    wide = gap > WIDE
    drift = float(np.percentile((np.abs(leaning[i] + leaning[j]) / 2 * gap)[wide], 80)) if wide.any() else 0.0
    bent = (
        0.5
        if crease is None
        else np.clip((crease[0] * half + centre[0] - right[i, 0]) / np.maximum(gap * text, 1), 0, 1)
    )
    crossed = begin[j, 1] - end[i, 1] - (slope[i] * bent + slope[j] * (1 - bent)) * (begin[j, 0] - end[i, 0])
    jump = float(np.median(np.abs(crossed[wide]))) / text if wide.any() else 0.0
    linked = len(i) / len(left)
    return Field(
        (float(centre[0]), float(centre[1])),
        half,
        ROW_TERMS,
        solution,
        residual,
        slant,
        drift,
        linked,
        jump,
        crease,
        text,
    )


def _drift(middle: Array, width: Array, rise: Array, text: float) -> Array:
    """The slope that the boxes about each box still have in common, single ones clipped; those of no ``width`` tell none."""
    weight = np.minimum(width, 8 * text)
    away = np.abs(middle[:, None] - middle[None]) / (text * np.array([8.0, 5.0]))
    near = weight[None] * np.exp(-(away**2).sum(axis=2) / 2)
    slope = np.clip(rise / np.maximum(width, 1.0), -STEEPEST, STEEPEST)
    return np.asarray((near * slope[None]).sum(axis=1) / np.maximum(near.sum(axis=1), 1e-9))


def _at(points: Array, centre: Array, half: float, crease: Crease | None) -> Array:
    return basis((points - centre) / half, ROW_TERMS, crease)


def _solve(
    rows: Array, target: Array, weight: Array, text: float, loosest: float = np.inf, stiff: Array | None = None
) -> Array:
    """Weighted least squares with Tukey's biweight; the ridge keeps a flat page flat and a sparse one tame."""
    terms = rows.shape[1]
    held = RIDGE * np.diag(np.ones(terms) if stiff is None else stiff) / terms
    robust = np.ones(len(rows))
    solution = np.zeros(terms)
    for last in (False,) * 5 + (True,):
        w = weight * robust
        weighted = (rows * w[:, None]).T
        # of so small a system numpy's own solver takes ten times as long
        solution = np.asarray(cv2.solve(weighted @ rows + w.sum() * held, weighted @ target)[1]).ravel()
        if last:
            break
        off = np.abs(rows @ solution - target)
        spread = min(max(1.4826 * float(at_share(off, 0.5)), 0.03 * text), loosest * text)
        robust = np.maximum(1 - (off / (TUKEY * spread)) ** 2, 0) ** 2
    return solution
