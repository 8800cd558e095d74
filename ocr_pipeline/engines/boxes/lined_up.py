"""Specks that fill the gaps of a column of cells: what a photograph left of a lone sign is told from dust by where it stands.

The dash of a small print is five pixels by four on a hard photograph: no reader of signs tells it from a speck of the paper.
But specks of the paper do not stand on the rows of a table, right below and above its other cells, in nearly every row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import Box, half_turn

Floats = NDArray[np.float64]

REACH = 8.0  #: usual heights above and below in which the column is looked at
LEAN, SLIP = 0.35, 0.3  #: slope of a column, and usual heights that its members may stand off its line
APART = 0.5  #: usual heights between rows, at the least
WIDEST = 8.0  #: usual heights, the widest cell
ITS_OWN = 1.5  #: usual heights from a speck to the cell that its row has in the column
PAD = 0.3  #: usual heights of paper at both ends of a detected box
TALL, THIN = (
    1.3,
    0.14,
)  #: height of a speck, of its width, from which, and usual heights up to which it is a piece of an upright rule
KNOWN, ROWS, SHARE = 3, 5, 0.75  #: cells of the column that were read, rows in it, and how many of the rows in between
ALONE, NEARLY_ALL = 6, 0.85  #: the same for a column of specks alone
UPRIGHT, BETWEEN = (
    2,
    0.25,
)  #: crumbs above and below, off the rows, that an upright rule leaves; usual heights beside it
LEAST_TEXT = 1.2  #: width / height of a box that is text of a row
AROUND, CROWD = (
    (1.2, 2.5),
    6,
)  #: usual heights beside, and heights or steps above and below; specks in there that are a scribble or a texture
ALIKE = 0.5  #: area of such specks, of the one that they stand about: grain is smaller
ROOM = 0.2  #: usual heights from the boxes of the row: what stands closer belongs to them, or is a rule beside them
LEVEL = 0.4  #: usual heights that text of the same row may stand off
FARTHEST = 0.6  #: the same, where rows lie aslant


@dataclass(frozen=True, slots=True)
class _Members:
    """Left ends, middles and right ends (3 x n) and levels (n) of cells and specks, and which were known before."""

    ends: Floats
    level: Floats
    known: NDArray[np.bool_]


def lined_up(
    specks: Sequence[tuple[Box, Floats]], marks: Sequence[tuple[Box, float]], found: Sequence[Box], crumbs: Floats,
    dark: Floats, page: float, usual: float,
) -> list[Box]:  # fmt: skip
    """The boxes of those ``specks`` (each with its own centre and size) that fill a column. ``marks`` are known to be signs,
    with the widths of their ink; ``crumbs`` the centres of all specks of the page, ``dark`` those with
    their sizes that are no dust."""
    a = math.radians(page)
    along, across = np.array([math.cos(a), math.sin(a)]), np.array([-math.sin(a), math.cos(a)])
    text = [b for b in found if b.width >= LEAST_TEXT * b.height]
    step = pitch(found, page, usual)
    if not specks or step is None:
        return []
    cells = [b for b in found if b.width <= WIDEST * usual]
    boxes = [*cells, *(b for b, _ in marks), *(b for b, _ in specks)]
    ink = (
        [max(b.width - 2 * PAD * usual, 0.2 * usual) for b in cells]
        + [w for _, w in marks]
        + [at[2] for _, at in specks]
    )
    centres = np.array([(b.x, b.y) for b in boxes])
    half, middle = np.array(ink) / 2, centres @ along
    known = np.arange(len(boxes)) < len(cells) + len(marks)
    members = _Members(np.stack([middle - half, middle, middle + half]), centres @ across, known)
    heads = np.array([(b.x, b.y) for b in text])
    first, level, wide = heads @ along, heads @ across, np.array([b.width for b in text]) / 2
    small = np.stack([crumbs @ along, crumbs @ across])
    free: dict[int, bool] = {}
    near, lean = np.array(AROUND) * (usual, min(usual, step)), aslant(found, page)
    for place, (_, at) in enumerate(specks, start=len(boxes) - len(specks)):
        gap = np.abs(first - middle[place]) - wide - half[place]
        allowed = np.minimum(LEVEL * usual + lean * np.maximum(gap, 0), FARTHEST * usual)
        same = np.abs(level - at[:2] @ across) <= allowed
        behind = bool((first[same] < middle[place]).any())
        alike = dark[dark[:, 2] * dark[:, 3] >= ALIKE * at[2] * at[3], :2]
        crowd = np.abs((alike - at[:2]) @ np.stack([along, across], axis=1)) <= near
        crowded = int(crowd.all(axis=1).sum()) > CROWD
        stroke = at[3] > TALL * at[2] and at[2] < THIN * usual
        if not stroke and behind and gap[same].min() > ROOM * usual and not crowded:
            free[place] = not _on_a_rule(small, at[:2] @ along, at[:2] @ across, usual)
    more = True
    while more:  # what was taken makes the column known to its neighbours
        taken = [p for p, alone in free.items() if not known[p] and _fills(members, p, step, usual, alone=alone)]
        known[taken] = True
        more = bool(taken)
    return [boxes[place] for place in free if known[place]]


def aslant(found: Sequence[Box], page: float) -> float:
    """Slope that rows have against the page's axis: on a photograph taken from aside each has its own."""
    off = [by for b in found if b.width >= 2 * b.height and (by := abs(half_turn(b.angle - page))) < 20]
    return math.tan(math.radians(float(np.percentile(off, 75)))) if off else 0.0


def pitch(found: Sequence[Box], page: float, usual: float) -> float | None:
    """From a row to the next one below it; None on a page of single lines."""
    a = math.radians(page)
    along, across = np.array([math.cos(a), math.sin(a)]), np.array([-math.sin(a), math.cos(a)])
    text = [b for b in found if b.width >= LEAST_TEXT * b.height]
    places = np.array([(b.x, b.y) for b in text])
    half = np.array([b.width for b in text]) / 2
    if len(places) < ROWS:
        return None
    u, v = places @ along, places @ across
    below = v[None] - v[:, None]
    over = (np.abs(u[None] - u[:, None]) < half[None] + half[:, None]) & (below > APART * usual)
    steps = np.where(over, below, np.inf).min(axis=1)
    steps = steps[np.isfinite(steps)]
    return float(np.median(steps)) if steps.size else None


def _fills(members: _Members, place: int, step: float, usual: float, *, alone: bool) -> bool:
    dv = members.level - members.level[place]
    near = (np.abs(dv) > APART * usual) & (np.abs(dv) <= REACH * usual)
    same = members.known & (np.abs(dv) <= APART * usual)
    same[place] = False
    for ends in members.ends:
        du = ends - ends[place]
        if (same & (np.abs(du) <= ITS_OWN * usual)).any():
            continue  # the row has its cell of this column
        here = np.flatnonzero(near & (np.abs(du) <= LEAN * np.abs(dv) + SLIP * usual))
        if len(here) < ROWS - 1:
            continue
        u, v = du[here], dv[here]
        leans = np.append(u / v, 0.0)
        on = np.abs(u[None] - leans[:, None] * v[None]) <= SLIP * usual
        for line in np.unique(on[on.sum(axis=1) >= ROWS - 1], axis=0):
            levels = np.sort(np.append(v[line], 0.0))
            rows = 1 + int((np.diff(levels) > APART * usual).sum())
            share = rows / (1 + (levels[-1] - levels[0]) / step)
            known = int(members.known[here[line]].sum())
            if rows >= ROWS and share >= SHARE and known >= KNOWN:
                return True
            if alone and rows >= ALONE and share >= NEARLY_ALL:
                return True
    return False


def _on_a_rule(small: Floats, x: float, y: float, usual: float) -> bool:
    """Whether crumbs lie above and below a speck, between the rows: a fax breaks upright rules to pieces."""
    u, v = np.abs(small[0] - x), np.abs(small[1] - y)
    return int(((u < BETWEEN * usual) & (v > 0.3 * usual) & (v < 0.8 * usual)).sum()) >= UPRIGHT
