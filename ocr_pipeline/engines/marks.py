"""Small marks that the detector does not see: a lone minus, plus, star or arrow in a cell.

Dark specks of a character's size that stand on a row, outside every box, are shown to the reader of lone signs; those it
is sure of become boxes of their own, as high as their row. A second reader must hold with it; where that one names the same
sign by itself, or the speck stands in a column of cells, less is asked. Dust looks like a dash, but does not stand in line:
of dashes less is asked only where several stand above each other in a column.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from models.symbols.reader import SignReader
from models.symbols.window import window
from ocr_pipeline.engines.boxes.detection import Box, half_turn, inside, main_axis
from ocr_pipeline.engines.boxes.heights import Heights
from ocr_pipeline.engines.boxes.lined_up import aslant, lined_up
from ocr_pipeline.engines.boxes.strung import SPELLED, strung
from ocr_pipeline.engines.signs.lone import PRINT_OF_BOX
from ocr_pipeline.engines.values.second import Run, heard, support
from ocr_pipeline.page import Image
from ocr_pipeline.report import as_polygon

Floats = NDArray[np.float64]
Place = tuple[Box, Floats]  #: a speck's box of its row's height, and its own centre and size

ROW = 40.0  #: pixels that a usual box' height has on the picture that is searched
NEARLY = 0.85  #: of the page's own size, from which a smaller picture costs more than it spares
LARGEST, SMALLEST = 1.0, 0.1  #: of the usual box height, a mark's larger side
LEVEL = 0.4  #: of the usual box height, that a mark may stand off its row's middle
FARTHEST = 0.6  #: the same, where rows lie aslant
MOVED = 0.2  #: the same, that its box is moved towards it: of a row that lies aslant the far text says little
REACH = 35.0  #: usual box heights to the next text of the row
NO_WORD = 1.3  #: of the usual box height, up to which a box that is no wider is a sign of the row
BEYOND = (12.0, 3.0)  #: usual heights beside and above all text, in which it is looked for marks
ASIDE = 1.5  #: usual box heights that a mark may stand outside the outline of all text
TILTED = 12.0  #: degrees from which the page will be turned and looked at again anyway
MOST = 160  #: candidates shown to the reader
SURE = 0.8  #: a mark below 0.9 is kept and doubtful
BOTH = 0.5  #: the same, where both readers name the sign or it stands in a column
STOP = 0.25  #: of the usual box height, a speck's larger side up to which it may be the full stop of the text beside it
CELLS, CELL, COLUMN = 3, 8.0, 12.0  #: cells of a column, their greatest width and distance in usual heights
NARROW = 4.0  #: usual heights, the widest cell that says a digit may stand alone above or below it
DIGIT, SLIMMEST = (0.28, 0.62), 0.25  #: height of a digit, of the usual height; least width, of its own height
MOST_STRINGS = 24  #: groups of specks shown to the reader of values
MOST_DIGITS = 6  #: places that are looked at again on a page
CRUMBS = 4  #: crumbs of a rule that a fax broke, level with a dash
AS_LEVEL, BESIDE = 0.12, 3.0  #: usual heights that they may be off it, and beside it
DENSER = 3.0  #: times as many as above and below, where the whole paper is sprinkled
ALIKE, LINE = 2, 0.5  #: other signs of the kind that one stands in line with, and usual heights that they may be off
DESK = 7  #: of a window's 32 columns, that are dark where the paper ends; no rule is so broad
MARGIN = 0.5  #: usual heights of paper that a mark's box has more than the mark
APART = 0.45  #: usual heights between rows, at the least: the usual box is higher than the print, and than far rows
ARROWS = ("↑", "↓")
BAR, SHORTEST = 2.0, 0.13  #: a bar's length, of its thickness and of its row's height
PLAIN = 0.18  #: the same, of the usual height, where the reader saw no dash
STACK, SLIP = 4, 0.25  #: bars or arrows of a column, and usual heights that they may stand off its line
LEAN, ALIKE_LENGTHS = 0.25, 1.5  #: slope of a column, and how many times longer one bar may be than another


@dataclass(frozen=True, slots=True)
class Specks:
    """What is dark outside all boxes of a page: the ``placed`` ones stand on rows (a box of the row's height, whether it is a
    level bar, its own centre and size); ``strings`` are those that stand close together; ``crumbs`` are the centres of all,
    ``dark`` centres and sizes of what is no dust. ``usual`` is the height of a box."""

    page: float = 0.0
    usual: float = 0.0
    placed: tuple[tuple[Box, bool, Floats], ...] = ()
    strings: tuple[Place, ...] = ()
    crumbs: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    dark: Floats = field(default_factory=lambda: np.zeros((0, 4)))


def specks(image: Image, found: Sequence[Box]) -> Specks:
    """None on a page that will be turned, or that has hardly any text."""
    long = [b for b in found if b.width >= 2 * b.height]
    if len(long) < 3:
        return Specks()
    page = main_axis(np.array([b.angle for b in long]), np.array([b.width for b in long]))
    if abs(page) > TILTED:
        return Specks()
    usual = float(np.median([b.height for b in long if abs(half_turn(b.angle - page)) < 20]))
    if not usual > 0:
        return Specks()
    dark, crumbs = _specks(image, found, usual)
    placed = tuple(_on_rows(dark, found, page, usual)[:MOST])
    strings = _on_rows(strung(dark, *_axes(page), usual), found, page, usual)[:MOST_STRINGS]
    return Specks(page, usual, placed, tuple((box, at) for box, _, at in strings), crumbs, dark)


def lone_digits(found: Sequence[Box], seen: Specks) -> Floats:
    """Centres (n x 2) of what may be a digit alone in its cell that the detector passed over: as high as print, no piece of a
    rule, in a column of cells."""
    out = []
    for box, bar, (x, y, w, h) in seen.placed:
        low, high = (share * seen.usual for share in DIGIT)
        if bar or not low <= h <= high or not SLIMMEST * h <= w <= high:
            continue
        if _over(box, found, seen.page, seen.usual, lambda width: _cells(width, NARROW, seen.usual)) >= CELLS:
            out.append((x, y))
    return np.array(out[:MOST_DIGITS]).reshape(-1, 2)


def _cells(width: Floats, most: float, usual: float) -> Floats:
    """How far the middle of a box may lie aside to stand in one column with a mark; boxes that are wider never do."""
    return np.where(width <= most * usual, (width + usual) / 2, -1)


def marks(image: Image, found: Sequence[Box], reader: SignReader, run: Run, seen: Specks | None = None) -> list[Box]:
    """Boxes (pixels of ``image``) of lone signs that no box of ``found`` holds. ``run`` is the reader of values: grain and
    specks of a desk look like a dash to the one reader and like nothing to the other."""
    seen = specks(image, found) if seen is None else seen
    page, usual, placed, crumbs = seen.page, seen.usual, seen.placed, seen.crumbs
    if not placed:
        return []
    boxes = [box for box, _, _ in placed]
    windows = [window(image, as_polygon(box.corners()), PRINT_OF_BOX * box.height) for box in boxes]
    signs = reader.read(windows)
    dashes = [bar or sign.text == "-" for (_, bar, _), sign in zip(placed, signs, strict=True)]
    ruled = [dash and _of_a_rule(at[:2], crumbs, page, usual) for dash, (_, _, at) in zip(dashes, placed, strict=True)]
    free = [box for box, dash, piece in zip(boxes, dashes, ruled, strict=True) if dash and not piece]
    pieces = [beside_paper(look) or (piece and _column(box, free, page, usual) < STACK)
              for box, piece, look in zip(boxes, ruled, windows, strict=True)]  # fmt: skip
    left = [(box, bar) for (box, bar, _), piece in zip(placed, pieces, strict=True) if not piece]
    places = [(box, at) for (box, _, at), piece in zip(placed, pieces, strict=True) if not piece]
    signs = [sign for sign, piece in zip(signs, pieces, strict=True) if not piece]
    boxes = [box for box, _ in left]
    bars = [box for (box, bar), sign in zip(left, signs, strict=True)
            if bar and (sign.text == "-" or box.width >= (MARGIN + PLAIN) * usual)]  # fmt: skip
    stacked = _stacked(bars, page, usual)
    likely = [(box, sign.text, sign.confidence) for box, sign in zip(boxes, signs, strict=True)
              if sign.text and sign.confidence >= BOTH]  # fmt: skip
    arrows = [box for box, text, _ in likely if text in ARROWS]
    stacked += [box for (box, bar), sign in zip(left, signs, strict=True)
                if not bar and {sign.text, sign.second} & set(ARROWS) and sign.text in ("", *ARROWS)
                and _column(box, [b for b in arrows if b is not box], page, usual) >= STACK - 1]  # fmt: skip
    likely = [each for each in likely if each[0] not in stacked]
    outline = cv2.convexHull(np.concatenate([b.corners() for b in found]).astype(np.float32))
    out = _within(stacked, found, usual)
    for box, text, confidence in likely:
        if text == "-" and cv2.pointPolygonTest(outline, (box.x, box.y), True) < -ASIDE * usual:
            continue  # a streak of the desk
        others = [b for b, other, _ in likely if other == text and b is not box]
        in_line = _over(box, others, page, usual, lambda width: np.full_like(width, LINE * usual)) >= ALIKE
        if text == "-" and confidence < SURE and not in_line:
            continue
        named, possible = support(image, as_polygon(box.corners()), text, run)
        column = _over(box, found, page, usual, lambda width: _cells(width, CELL, usual))
        eased = in_line if text == "-" else named or in_line or column >= CELLS
        if confidence >= (BOTH if possible and eased else SURE if possible or (eased and column >= CELLS) else 1.1):
            out.append(box)
    return _completed(out, places, seen, found, [box for box, _ in seen.strings if _spelled(image, box, run)])


def _completed(
    signs: list[Box], specks: Sequence[Place], seen: Specks, found: Sequence[Box], spelled: Sequence[Box]
) -> list[Box]:
    """``signs`` with cells of several signs and with what fills their columns."""
    out = [box for box in signs if not _in_any(box, spelled)] + list(spelled)
    strings = [(box, at) for box, at in seen.strings if not any(inside(b.x, b.y, box) for b in out)]
    whole = [*out, *(box for box, _ in strings)]
    rest = [(box, at) for box, at in specks if not _in_any(box, whole)]
    inked = [(box, box.width - MARGIN * seen.usual) for box in out]
    more = lined_up([*rest, *strings], inked, found, seen.crumbs, seen.dark, seen.page, seen.usual)
    return out + _within(more, found, seen.usual)


def _within(boxes: Sequence[Box], found: Sequence[Box], usual: float) -> list[Box]:
    """What does not stand outside all text: that is a streak of the desk."""
    outline = cv2.convexHull(np.concatenate([b.corners() for b in found]).astype(np.float32))
    return [b for b in boxes if cv2.pointPolygonTest(outline, (b.x, b.y), True) >= -ASIDE * usual]


def _in_any(box: Box, others: Sequence[Box]) -> bool:
    return any(inside(box.x, box.y, other) for other in others)


def _spelled(image: Image, box: Box, run: Run) -> bool:
    """Whether the reader of values reads a cell of several signs."""
    read = heard(image, as_polygon(box.corners()), run)
    return read.text in SPELLED and min(read.shares) >= BOTH


def _stacked(bars: Sequence[Box], page: float, usual: float) -> list[Box]:
    """Those of ``bars`` that stand above one another: what negative results and their intervals look like, whatever a reader
    makes of one of them beside the next."""
    long = np.array([b.width - MARGIN * usual for b in bars])
    return [
        bar
        for bar, length in zip(bars, long, strict=True)
        if _column(bar, [b for b, other in zip(bars, long, strict=True)
                         if b is not bar and length < ALIKE_LENGTHS * other and other < ALIKE_LENGTHS * length],
                   page, usual) >= STACK - 1
    ]  # fmt: skip


def _column(mark: Box, others: Sequence[Box], page: float, usual: float) -> int:
    """How many of ``others`` stand on rows of their own in a column with ``mark``, which may lean as those of a photograph."""
    if not others:
        return 0
    a = math.radians(page)
    places = np.array([(b.x - mark.x, b.y - mark.y) for b in others])
    du, dv = places @ (math.cos(a), math.sin(a)), places @ (-math.sin(a), math.cos(a))
    off = np.abs(dv)
    near = (off > APART * usual) & (off <= COLUMN * usual) & (np.abs(du) <= LEAN * off + SLIP * usual)
    du, dv = du[near], dv[near]
    leans = np.append(du / dv, 0.0)
    return int((np.abs(du[None] - leans[:, None] * dv[None]) <= SLIP * usual).sum(axis=1).max())


def _over(mark: Box, others: Sequence[Box], page: float, usual: float, reach: Callable[[Floats], Floats]) -> int:
    """How many of ``others`` stand above or below a mark on other rows; ``reach`` of their widths is how far their middles
    may lie aside."""
    if not others:
        return 0
    a = math.radians(page)
    places = np.array([(b.x - mark.x, b.y - mark.y) for b in others])
    u, v = np.abs(places @ (math.cos(a), math.sin(a))), np.abs(places @ (-math.sin(a), math.cos(a)))
    over = u <= reach(np.array([b.width for b in others]))
    return int((over & (v > APART * usual) & (v <= COLUMN * usual)).sum())


def _axes(page: float) -> tuple[Floats, Floats]:
    a = math.radians(page)
    return np.array([math.cos(a), math.sin(a)]), np.array([-math.sin(a), math.cos(a)])


def _specks(image: Image, found: Sequence[Box], usual: float) -> tuple[Floats, Floats]:
    """Centres, sizes (x, y, w, h in pixels of ``image``) of dark specks outside all boxes, the strongest first; and the
    centres (x, y) of all that is dark there, however small."""
    corners = [box.corners() for box in found]
    left, top, right, foot = _outline(corners, usual, image)
    image = image[top:foot, left:right]
    scale = ROW / usual if NEARLY * usual > ROW else 1.0
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if scale == 1.0 else _small_grey(image, scale)
    around = cv2.blur(grey, (2 * round(ROW) + 1, 2 * round(ROW) + 1))
    depth = cv2.subtract(around, grey, dst=around)  # each further picture would be taken from the system anew
    covered = np.zeros(grey.shape, np.uint8)
    for quad in corners:
        cv2.fillPoly(covered, [np.round((quad - (left, top)) * scale).astype(np.int32)], 1)
    if not cv2.countNonZero(covered):
        return np.zeros((0, 4)), np.zeros((0, 2))
    paper = depth[::4, ::4][covered[::4, ::4] == 0]
    noise = at_shares(paper, (0.75,))[0] if paper.size else 0.0
    level = max(6.0, 3 * noise, 0.22 * at_shares(depth, (0.97,), covered)[0])
    _, dark = cv2.threshold(depth, level, 1, cv2.THRESH_BINARY, dst=grey)
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((5, 2), np.uint8), dst=depth)
    _, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(joined, 8, cv2.CV_32S, cv2.CCL_GRANA)
    x, y, w, h, area = stats[1:].T.astype(np.float64)
    row = usual * scale
    larger = np.maximum(w, h)
    fits = (larger <= LARGEST * row) & (larger >= max(3.0, SMALLEST * row)) & (area >= 4)
    cx, cy = x + w / 2, y + h / 2
    outside = covered[np.clip(cy.astype(int), 0, grey.shape[0] - 1), np.clip(cx.astype(int), 0, grey.shape[1] - 1)] == 0
    keep = np.flatnonzero(fits & outside)
    keep = keep[np.argsort(-area[keep], kind="stable")][: 8 * MOST]
    crumbs = np.flatnonzero((larger <= LARGEST * row) & (area >= 2) & outside)
    found_at = np.stack([cx, cy, w, h], axis=1) / scale + (left, top, 0, 0)
    return found_at[keep], found_at[crumbs, :2]


def _outline(corners: Sequence[Floats], usual: float, image: Image) -> tuple[int, int, int, int]:
    """Left, top, right and foot of where marks are looked for: as high as the text, and somewhat wider."""
    points, around = np.concatenate(corners), usual * np.array(BEYOND)
    low = np.maximum(np.floor(points.min(axis=0) - around), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + around), (image.shape[1], image.shape[0])).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _small_grey(image: Image, scale: float) -> NDArray[np.uint8]:
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), size, interpolation=cv2.INTER_AREA))


def _on_rows(specks: Floats, found: Sequence[Box], page: float, usual: float) -> list[tuple[Box, bool, Floats]]:
    """The specks that stand on a row and apart from other specks, as boxes of the row's height, which of them are level
    bars, and their own places."""
    if len(specks) == 0:
        return []
    along, across = _axes(page)
    places = np.array([(b.x, b.y) for b in found])
    half = np.array([b.width / 2 for b in found])
    text = np.array([b.height < (1.8 if b.width >= 1.2 * b.height else NO_WORD) * usual for b in found])
    u, v = places @ along, places @ across
    su, sv = specks[:, :2] @ along, specks[:, :2] @ across
    lean = aslant(found, page)
    heights = Heights(places[text], 2 * half[text], np.array([b.height for b in found])[text], usual)
    out: list[tuple[Box, bool, Floats]] = []
    for place, (x, y, w, h) in enumerate(specks):
        gap = np.maximum(np.abs(u - su[place]) - half, 0)
        off = v - sv[place]
        allowed = np.minimum(LEVEL * usual + lean * gap, FARTHEST * usual)
        level = text & (np.abs(off) <= allowed) & (gap <= REACH * usual)
        if not level.any() or _in_a_line(su - su[place], sv - sv[place], usual):
            continue
        nearest = int(np.flatnonzero(level)[np.argmin(gap[level])])
        if gap[nearest] < 0.1 * usual and max(w, h) < STOP * usual:  # it belongs to the text beside it
            continue
        high = heights.at(np.array([x, y]))
        centre = np.array([x, y]) + across * np.clip(off[nearest], -MOVED * high, MOVED * high)
        box = Box(float(centre[0]), float(centre[1]), float(w + MARGIN * usual), high, page)
        thick = max(h - w * abs(math.tan(math.radians(page))), 1.0)  # of a page that lies aslant
        behind = bool((level & (u < su[place])).any())  # the text of its row
        bar = bool(behind and w >= BAR * thick and w >= SHORTEST * found[nearest].height)
        out.append((box, bar, np.array([x, y, w, h])))
    return out


def beside_paper(seen: NDArray[np.uint8]) -> bool:
    """Whether one side of a window is as dark as ink from top to foot, and broader than rules are: the desk, whose grain and
    edge look like arrows."""
    dark, light = at_shares(seen, (0.02, 0.95))
    inside = at_shares(np.ascontiguousarray(seen[:, :DESK]), (0.75,)) + at_shares(
        np.ascontiguousarray(seen[:, -DESK:]), (0.75,)
    )
    return min(inside) < (dark + light) / 2


def _of_a_rule(at: Floats, crumbs: Floats, page: float, usual: float) -> bool:
    """Whether more crumbs lie level with a dash than above and below: a fax breaks the rules of a table to pieces."""
    a = math.radians(page)
    u, v = np.abs((crumbs - at) @ np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])).T / usual
    beside = (u > 0.5) & (u < BESIDE)
    level, around = int((beside & (v < AS_LEVEL)).sum()), int((beside & (v >= AS_LEVEL) & (v < 0.5)).sum())
    return level >= CRUMBS and level > DENSER * around * AS_LEVEL / (0.5 - AS_LEVEL)


def _in_a_line(du: Floats, dv: Floats, usual: float) -> bool:
    """Whether specks stand close on both sides, as in a dashed rule or a row of dots."""
    level = (np.abs(dv) < 0.25 * usual) & (np.abs(du) < 1.2 * usual)
    return bool((level & (du > 0.1 * usual)).any() and (level & (du < -0.1 * usual)).any())
