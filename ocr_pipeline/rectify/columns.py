"""Straight columns: shear and keystone along x, fitted to the edges of boxes that stand under each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.rectify.field import _solve, basis
from ocr_pipeline.rectify.neighbours import Array

TERMS = ((0, 1), (1, 1), (0, 2))
FEWEST = 8
SHARP = 0.3  #: text heights within which two edges count as one column's
FAR = 20.0  #: text heights over which columns are compared
GAIN = 1.05  #: more aligned pairs than before, from which the page is straightened


@dataclass(frozen=True, slots=True)
class Columns:
    """``x' = x + sum c_k p_k``, scaled as in :class:`ocr_pipeline.rectify.field.Field`."""

    centre: tuple[float, float]
    half: float
    coefficients: Array

    def places(self, points: Array) -> Array:
        scaled = (points - np.asarray(self.centre)) / self.half
        return np.asarray(points[:, 0] + basis(scaled, TERMS) @ self.coefficients)


def fit_columns(left: Array, right: Array, height: Array) -> Columns | None:
    """``left``, ``right``: middles of the boxes' sides with rows already straight (n x 2).

    None when too few edges stand under each other, or when straightening does not align clearly more of them than
    stand under each other already: ragged text has edges too, and a flat page must stay as it is.
    """
    text = float(np.median(height))
    low, high = np.minimum(left, right).min(axis=0), np.maximum(left, right).max(axis=0)
    centre, half = (low + high) / 2, float(max(high - low)) / 2
    if half <= text:
        return None
    sides = [(p[:, 0], basis((p - centre) / half, TERMS)) for p in (left, right)]
    down = left[None, :, 1] - left[:, None, 1]
    below, far = (down > 0.6 * text) & (down < 5 * text), np.nonzero((down > 0.6 * text) & (down < FAR * text))
    best, gain = np.zeros(len(TERMS)), _aligned(sides, far, np.zeros(len(TERMS)), text)
    untouched = gain
    leans = np.linspace(-0.7, 0.7, 29) * half
    # a coarse search over shear finds the basin; edges of neighbouring columns would mislead a direct fit
    for lean in leans:
        start = np.array([lean, 0.0, 0.0])
        score = _aligned(sides, far, start, text)
        if score > gain:
            best, gain = start, score
    solution = best
    for reach in (0.8, 0.5, 0.3):
        rows, target = _pairs(sides, below, down, solution, reach * text)
        if len(rows) < FEWEST:
            return None
        solution = _solve(rows, target, np.ones(len(rows)), text, loosest=0.25)
    if _aligned(sides, far, solution, text) < GAIN * untouched:
        return None
    return Columns((float(centre[0]), float(centre[1])), half, solution)


def _aligned(
    sides: list[tuple[Array, Array]], far: tuple[NDArray[np.int64], ...], solution: Array, text: float
) -> float:
    """How many of the pairs of edges stand exactly over each other, far apart ones included: a lean shows only there."""
    total = 0.0
    for raw, base in sides:
        x = (raw + base @ solution) / (SHARP * text)
        total += float(np.exp(-((x[far[1]] - x[far[0]]) ** 2)).sum())
    return total


def _pairs(
    sides: list[tuple[Array, Array]], below: NDArray[np.bool_], down: Array, solution: Array, reach: float
) -> tuple[Array, Array]:
    """Equations that bring each edge over the nearest edge beneath it."""
    rows, target = [], []
    for raw, base in sides:
        x = raw + base @ solution
        off = np.abs(x[None] - x[:, None])
        cost = np.where(below & (off < reach), down + 2 * off, np.inf)
        j = np.argmin(cost, axis=1)
        i = np.flatnonzero(np.isfinite(cost[np.arange(len(j)), j]))
        rows.append(base[j[i]] - base[i])
        target.append(-(raw[j[i]] - raw[i]))
    return np.concatenate(rows), np.concatenate(target)
