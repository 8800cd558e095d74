"""Dashes between numbers that the recogniser passed over: ``2 - 10`` in faint print comes out as ``210``.

Two digits that stand further apart than digits do are looked at again on the picture: a short bar at half height between
them, or in front of the first one, is a dash, whatever the recogniser made of it.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_share
from ocr_pipeline.page import Char, Image

DIGIT = 0.56  #: a digit's width, of the print's size
APART = 1.5  #: digit widths between the middles of two digits from which something may stand between them
BAND = (0.28, 0.78)  #: of the digits' height, from their top, where a dash may lie
BAR = 0.3  #: digit widths, the least length of a dash
THICK = 0.4  #: of the digits' height, the most that a dash is high
FAINTEST = 0.15  #: of the digits' ink
CLEAR = 0.25
ABOVE_NOISE = 1.8  #: how much darker than what else stands in its columns
FREE = 0.7  #: of the bar's own darkness, that there must be less than on both sides of it
MIDDLE = 0.2  #: of the distance between the digits, that a dash may stand off the middle
EDGE = 4  #: rows at the top and foot of a crop that belong to its neighbours
SURE, LIKELY = 0.92, 0.75  #: confidence of a dash that is clear and of one that is faint
DOTS, EITHER = ".·,:", 0.5

Floats = NDArray[np.float32]


def with_dashes(chars: Sequence[Char], size: float, crop: Image) -> list[Char]:
    """``chars`` (whose ``start`` and ``end`` are both the middle, in pixels of ``crop``) with the missed dashes.

    ``size`` is a full-width character's width in pixels of the crop.
    """
    out = [c for c in chars if c.text.strip()]
    beside = [(a, b) for a, b in pairwise(out) if a.text.isdigit() and b.text.isdigit()]
    digit = _digit_width(beside, DIGIT * size)
    dotted = [(a, b) for a, dot, b in zip(out, out[1:], out[2:], strict=False)
              if a.text.isdigit() and dot.text in DOTS and b.text.isdigit()]  # fmt: skip
    pairs = [(a, b) for a, b in beside + dotted if b.start - a.start >= APART * digit]
    if not pairs:
        return list(chars)
    ink = _ink(crop)
    for a, b in pairs:
        strength = _bar(ink, (a.start, b.start), digit)
        if strength <= 0:
            continue
        first, last = out.index(a), out.index(b)
        if last - first == 2:  # a blurred dash is read as a dot (``0 - 2`` as ``0.2``): either may be right
            dot = out[first + 1]
            out[first + 1] = replace(dot, confidence=min(dot.confidence, EITHER), runner_up="-",
                                     runner_up_confidence=EITHER)  # fmt: skip
        else:
            middle = (a.start + b.start) / 2
            out.insert(last, Char("-", SURE if strength >= CLEAR else LIKELY, middle, middle))
    return out


def _digit_width(gaps: Sequence[tuple[Char, Char]], typical: float) -> float:
    """The line's own pitch where it has a few digits that stand close; the typical one otherwise."""
    close = [b.start - a.start for a, b in gaps if b.start - a.start < APART * typical]
    return min(max(statistics.median(close), 0.8 * typical), 1.2 * typical) if len(close) >= 3 else typical


def _ink(crop: Image) -> Floats:
    """How much darker than the paper each pixel is, 0 at least."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    paper = at_share(at_share(grey, 0.85), 0.5)
    return np.asarray(np.maximum(np.float32(paper) - grey, 0), np.float32)


def _bar(ink: Floats, middles: tuple[float, float], digit: float) -> float:
    """Darkness of the bar that stands free between two digits, of the digits' own; 0 when there is none."""
    sides = np.concatenate([_around(ink, m, digit) for m in middles], axis=1)
    if sides.size == 0:
        return 0.0
    print_ = float(at_share(sides.ravel(), 0.92))
    if print_ < 8:
        return 0.0
    top, foot = _longest_run(sides.max(axis=1) > 0.4 * print_)
    height = foot - top
    between = ink[EDGE + top : EDGE + foot, round(middles[0]) : round(middles[1]) + 1]
    if height < 8 or between.shape[1] < digit:
        return 0.0
    between = cv2.blur(between, (max(1, round(BAR / 2 * digit)), 1))
    low, high = (round(share * height) for share in BAND)
    level, depth = np.argmax(between, axis=0), between[low:high].max(axis=0)
    away = np.abs(np.arange(len(between))[:, None] - level[None]) > THICK / 2 * height
    other = np.where(away, between, 0).max(axis=0)
    barred = (level >= low) & (level < high) & (depth >= max(5.0, FAINTEST * print_)) & (depth >= ABOVE_NOISE * other)
    edges = np.flatnonzero(np.diff(np.r_[0, barred.astype(np.int8), 0]))
    whole, best = np.maximum(depth, other), 0.0
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        peak = float(np.median(depth[first:last]))
        beside = max(whole[:first].min(initial=np.inf), whole[last:].min(initial=np.inf))
        amid = abs((first + last) / 2 - len(depth) / 2) <= MIDDLE * len(depth)
        if amid and last - first >= BAR * digit and beside < FREE * peak:
            best = max(best, peak)
    return best / print_


def _longest_run(flags: NDArray[np.bool_]) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(np.int8), 0]))
    longest = int(np.argmax(edges[1::2] - edges[::2]))
    return int(edges[2 * longest]), int(edges[2 * longest + 1])


def _around(ink: Floats, middle: float, digit: float) -> Floats:
    return ink[EDGE:-EDGE, max(0, round(middle - 0.35 * digit)) : round(middle + 0.35 * digit) + 1]
