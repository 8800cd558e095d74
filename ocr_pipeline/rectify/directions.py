"""Text that runs another way than its page: side labels, letters set one below the other, a second sheet laid sideways
or upside down on the same photograph.

Read along the page's own rows such text is nonsense, and its boxes tear rows or stand in them. Each direction becomes a
group of its own, which is turned upright, flattened and put below the page in the flat frame, so that it never shares
a row with anything else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import half_turn, main_axis
from ocr_pipeline.engines.characters.decoding import is_wide
from ocr_pipeline.engines.crops.cut import cut, ink
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.page import Char, Engine, Image, Line
from ocr_pipeline.rectify.orientation import (
    LONG,
    Directed,
    Orientation,
    Quads,
    along_axis,
    as_quads,
    half_turn_back,
    moved,
    orient,
    polygons,
    sizes,
    turned_picture,
    turning,
)

Mask = NDArray[np.bool_]
TALL = 2.5  #: height by width, and by the height of the page's lines, from which a box runs down the page
SLANTED = 25.0  #: degrees off the page's direction from which a long box is no curled line of it
VERY_LONG = 4.0  #: width by height of such a box
SHEET = 5  #: boxes of one direction that make a sheet of their own
ALIKE = 15.0  #: degrees within which they are of one direction
MOST_RUNS = 24  #: boxes across the page beyond which it is a pattern that was taken for text
SIDE = 1600  #: long side of the picture in which a sheet's text is looked for
WELL = 0.85  #: mean character confidence from which another way to read is not tried
WEAK, SURE = 0.9, 0.85  #: least confidence of a line that may stand on its head; mean one of the same line when it does
FEWEST, SHARE = 4, 0.25  #: lines, and of the page's, that must agree on that
CHECKED = 24  #: lines that are asked at most
STACK = 4  #: single letters below each other that are one text
CLOSE = 1.05  #: heights of a grown box from one to the next: rows of a table stand further apart
ELEMENTS = frozenset("钾钠氯钙磷镁铁铜锌铅硒锂锰碘氟鉀鈉鈣鎂鐵銅鋅")  #: single letters that are names of analytes


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that read at ``angle`` degrees on the picture; ``sheet`` when they are as many as another report's."""

    lines: tuple[Line, ...]
    angle: float
    why: str
    sheet: bool = False


def across(quads: Quads, angle: float) -> Mask:
    """Which of the quadrilaterals (numbered along ``angle``) run another way than the page does."""
    widths, heights, angles = sizes(quads)
    level = widths >= heights
    if not level.any():
        return np.zeros(len(quads), bool)
    usual = float(np.median(heights[level]))
    off = np.abs((angles - angle + 180) % 360 - 180)
    found = (heights >= TALL * np.maximum(widths, usual)) | ((widths >= VERY_LONG * heights) & (off > SLANTED))
    return np.asarray(found) if found.sum() <= max(MOST_RUNS, len(quads) / 2) else np.zeros(len(quads), bool)


def other_ways(image: Image, quads: Quads, angle: float, engine: Engine) -> tuple[Quads, list[Group]]:
    """The quadrilaterals of the page's own direction, and the text of the others."""
    other = across(quads, angle)
    if not other.any():
        return quads, []
    groups: list[Group] = []
    sheet = _sheet(quads, other)
    if sheet is not None:
        hull, axis = sheet
        groups.append(_read_sheet(image, quads[other], hull, axis, engine))
        inside = _inside(quads, hull)
        quads, other = quads[~inside], other[~inside]
    groups += [_read_run(image, quad, angle, engine) for quad in quads[other]]
    return quads[~other], [group for group in groups if group.lines]


def _long_axes(quads: Quads) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Directions of the longer sides in degrees (-90, 90], and their lengths."""
    widths, heights, angles = sizes(quads)
    axes = np.where(heights > widths, angles + 90, angles)
    return np.array([half_turn(float(a)) for a in axes]), np.maximum(widths, heights)


def _sheet(quads: Quads, other: Mask) -> tuple[NDArray[np.float32], float] | None:
    """The outline and the axis of a second sheet: enough boxes of one direction, and none of the page's among them."""
    if other.sum() < SHEET:
        return None
    axes, lengths = _long_axes(quads[other])
    axis = main_axis(axes, lengths)
    alike = np.abs([half_turn(float(a) - axis) for a in axes]) < ALIKE
    if alike.sum() < SHEET:
        return None
    hull = cv2.convexHull(quads[other][alike].reshape(-1, 2).astype(np.float32))
    inside = _inside(quads, hull)
    widths, heights, _ = sizes(quads)
    own = inside & ~other & (widths >= LONG * heights)
    return (hull, axis) if own.sum() <= 0.2 * inside.sum() else None


def _inside(quads: Quads, hull: NDArray[np.float32]) -> Mask:
    middles = quads.mean(axis=1)
    return np.array([cv2.pointPolygonTest(hull, (float(x), float(y)), False) >= 0 for x, y in middles], bool)


def _read_sheet(image: Image, seeds: Quads, hull: NDArray[np.float32], axis: float, engine: Engine) -> Group:
    """The sheet cut out, turned upright, and looked at again."""
    facing = orient(image, along_axis(seeds, axis), engine)
    margin = float(np.median(np.minimum(*sizes(seeds)[:2]))) * 2
    low = np.maximum(hull.reshape(-1, 2).min(axis=0) - margin, 0).astype(int)
    high = np.minimum(hull.reshape(-1, 2).max(axis=0) + margin, (image.shape[1], image.shape[0])).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    matrix, width, height = turning(part.shape[1], part.shape[0], facing.angle)
    picture, full = turned_picture(part, matrix, width, height, SIDE)
    found = moved(as_quads(engine.detect(picture)), np.asarray(np.linalg.inv(full), np.float64)) + low
    found = along_axis(found, facing.angle)
    middle = hull.reshape(-1, 2).mean(axis=0)
    grown = ((hull - middle) * 1.05 + middle).astype(np.float32)
    found = found[_inside(found, grown) & ~across(found, facing.angle)] if len(found) else found
    lines = tuple(engine.recognise(image, polygons(found)))
    return Group(lines, facing.angle, f"a second sheet ({facing.why})", sheet=True)


def _read_run(image: Image, quad: NDArray[np.float64], angle: float, engine: Engine) -> Group:
    """A single box along its longer side: from either end, or letter by letter when it runs down the page."""
    (axis,), _ = _long_axes(quad[None])
    one = along_axis(quad[None], float(axis))[0]
    ways = [one, np.roll(one, 2, axis=0)]
    read = engine.recognise(image, polygons(np.stack(ways)))
    marks = [_mean(line) if len(line.text) > 1 else _mean(line) / 2 for line in read]
    best = int(np.argmax(marks))
    line, turn = read[best], float(axis) if best == 0 else half_turn_back(float(axis))
    if marks[best] < WELL and abs(abs(half_turn(float(axis) - angle)) - 90) < ALIKE:
        down = along_axis(quad[None], angle + 90)[0]
        stacked = _letter_by_letter(image, quad, down, engine)
        if _mean(stacked) > marks[best]:
            line, turn = stacked, angle + 90
    return Group((line,), turn, "text across the page")


def _letter_by_letter(image: Image, quad: NDArray[np.float64], down: NDArray[np.float64], engine: Engine) -> Line:
    """A box that runs down the page as letters that stand upright below each other; ``down`` is numbered that way."""
    steps = _letter_bounds(image, down)
    cells = np.stack([_between(quad, a, b) for a, b in pairwise(steps)])
    read = engine.recognise(image, polygons(cells))
    chars = tuple(
        Char(c.text, c.confidence, float(a), float(b))
        for line, (a, b) in zip(read, pairwise(steps), strict=True)
        for c in line.chars[:1]
    )
    return _line(chars, down)


def _letter_bounds(image: Image, down: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fractions of the run at which its letters begin and end: as many equal squares as leave the least ink between."""
    profile = ink(cut(image, polygons(down[None])[0], 1.0))
    inked = np.flatnonzero(profile > 0.35 * profile.max())
    first, last = float(inked[0]), float(inked[-1] + 1)
    smooth = np.convolve(profile, np.ones(3) / 3, "same")
    squares = (last - first) / CROP_HEIGHT
    counts = range(max(2, round(squares)), max(3, math.ceil(squares * 1.7)) + 1)  # boxes are grown across, too
    bounds = [np.linspace(first, last, count + 1) for count in counts]
    best = min(bounds, key=lambda b: float(smooth[b[1:-1].astype(int)].mean()))
    return np.asarray(best / len(profile))


def _between(quad: NDArray[np.float64], a: float, b: float) -> NDArray[np.float64]:
    """The part of an upright box between two fractions of its height."""
    left, right = quad[3] - quad[0], quad[2] - quad[1]
    return np.stack([quad[0] + left * a, quad[1] + right * a, quad[1] + right * b, quad[0] + left * b])


def _line(chars: tuple[Char, ...], quad: NDArray[np.float64]) -> Line:
    place = polygons(quad[None])[0]
    return Line("".join(c.text for c in chars), min((c.confidence for c in chars), default=0.0), chars, place, place)


def _mean(line: Line) -> float:
    return float(np.mean([c.confidence for c in line.chars])) if line.chars else 0.0


# what only the text itself tells ---------------------------------------------------------------------------------------
def on_its_head(image: Image, lines: list[Line], facing: Orientation, engine: Engine) -> tuple[list[Line], list[Group]]:
    """Lines of a sheet that lies upside down beside the page: long ones that say nothing this way and much the other."""
    if not isinstance(engine, Directed):
        return lines, []
    quads = as_quads([line.polygon for line in lines])
    widths, heights, _ = sizes(quads)
    doubtful = [i for i, line in enumerate(lines) if widths[i] >= 1.5 * heights[i] and line.confidence < WEAK]
    if len(doubtful) < max(FEWEST, SHARE * len(lines)):
        return lines, []
    doubtful = sorted(doubtful, key=lambda i: -widths[i])[:CHECKED]
    votes = engine.upside_down(image, polygons(quads[doubtful]))
    turned = [i for i, vote in zip(doubtful, votes, strict=True) if vote > 0.5]
    if len(turned) < max(FEWEST, len(doubtful) / 2):
        return lines, []
    over = engine.recognise(image, polygons(np.roll(quads[turned], 2, axis=1)))
    clear = [i for i, line in zip(turned, over, strict=True) if _mean(line) >= max(SURE, _mean(lines[i]))]
    if len(clear) < FEWEST:
        return lines, []
    hull = cv2.convexHull(quads[clear].reshape(-1, 2).astype(np.float32))
    inside = np.flatnonzero(_inside(quads, hull))
    again = engine.recognise(image, polygons(np.roll(quads[inside], 2, axis=1)))
    better = {int(i): line for i, line in zip(inside, again, strict=True) if _mean(line) > _mean(lines[i])}
    if len(better) < len(inside) / 2:
        return lines, []
    taken = better if len(better) >= 0.8 * len(inside) else {i: better[i] for i in clear if i in better}
    group = Group(tuple(taken.values()), half_turn_back(facing.angle), "upside down", sheet=len(taken) >= SHEET)
    return [line for i, line in enumerate(lines) if i not in taken], [group]


def stacked(lines: list[Line], angle: float, groups: list[Group]) -> tuple[list[Line], list[Group]]:
    """Letters that were boxed one by one and are a text that runs down the page: single ones, below each other at even
    steps, hardly any twice (a column of results repeats its few words); or at the end of a text in ``groups`` that does.
    Returns the other lines, and ``groups`` with what was found."""
    quads = as_quads([line.polygon for line in lines])
    single = [i for i, line in enumerate(lines) if len(line.text) == 1 and is_wide(line.text) and line.text.isalnum()]
    single = [i for i in single if lines[i].text not in ELEMENTS]
    if not single or (len(single) < STACK and not groups):
        return lines, groups
    down = np.array([np.cos(np.radians(angle + 90)), np.sin(np.radians(angle + 90))])
    beside = np.array([-down[1], down[0]])
    _, heights, _ = sizes(quads)
    middles = quads.mean(axis=1)
    taken: set[int] = set()
    groups = [_with_ends(group, lines, single, taken) for group in groups]
    left = sorted((i for i in single if i not in taken), key=lambda i: float(middles[i] @ down))
    while left:
        run = [left.pop(0)]
        for i in list(left):
            step = middles[i] - middles[run[-1]]
            size = float(heights[run[-1]])
            if abs(step @ beside) < 0.35 * size and 0.4 * size < step @ down < CLOSE * size:
                run.append(i)
                left.remove(i)
        different = len({lines[i].text for i in run})
        if len(run) >= STACK and different >= 0.75 * len(run) and _even([float(middles[i] @ down) for i in run]):
            line = _joined([lines[i] for i in run], quads[run])
            groups.append(Group((line,), angle + 90, "letters set downwards"))
            taken.update(run)
    return [line for i, line in enumerate(lines) if i not in taken], groups


def _with_ends(group: Group, lines: list[Line], single: list[int], taken: set[int]) -> Group:
    """A single run with the letters before and behind it, which are then ``taken``."""
    if len(group.lines) != 1 or group.sheet:
        return group
    quad = np.asarray(group.lines[0].polygon)
    start, end = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    size = float(np.linalg.norm(quad[3] - quad[0]))
    along = (end - start) / max(1.0, float(np.linalg.norm(end - start)))
    more = []
    for i in single:
        middle = np.mean(lines[i].polygon, axis=0) - start
        past = max(-float(middle @ along), float((middle + start - end) @ along))
        if abs(middle[0] * along[1] - middle[1] * along[0]) < 0.4 * size and 0 < past < 1.1 * size:
            more.append(i)
    taken.update(more)
    places = polygons(along_axis(as_quads([lines[i].polygon for i in more]), group.angle))
    letters = [replace(lines[i], polygon=place, flat=place) for i, place in zip(more, places, strict=True)]
    return replace(group, lines=(*group.lines, *letters))


def _even(places: Sequence[float]) -> bool:
    steps = np.diff(places)
    return bool(np.ptp(steps) <= 0.35 * np.median(steps))


def _joined(letters: list[Line], quads: Quads) -> Line:
    """Upright letters as one line that reads downwards."""
    top, foot = quads[0], quads[-1]
    whole = np.stack([top[1], foot[2], foot[3], top[0]])
    length = float(np.linalg.norm(whole[1] - whole[0]))
    along = (whole[1] - whole[0]) / max(length, 1.0)
    chars = tuple(
        Char(
            line.text,
            line.confidence,
            float((quad[1] - whole[0]) @ along) / length,
            float((quad[2] - whole[0]) @ along) / length,
        )
        for line, quad in zip(letters, quads, strict=True)
    )
    return _line(chars, whole)
