"""Straight columns: shear and keystone along x, fitted to the edges of boxes that stand under each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr_pipeline.rectify.field import Array, _solve, basis

TERMS = ((0, 1), (1, 1), (0, 2))
FEWEST = 8


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
    """``left``, ``right``: middles of the boxes' sides with rows already straight (n x 2). None when too few boxes
    stand under each other."""
    text = float(np.median(height))
    low, high = np.minimum(left, right).min(axis=0), np.maximum(left, right).max(axis=0)
    centre, half = (low + high) / 2, float(max(high - low)) / 2
    if half <= text:
        return None
    solution = np.zeros(len(TERMS))
    a, b = (basis((p - centre) / half, TERMS) for p in (left, right))
    used = 0
    for reach in (1.2, 0.8, 0.5):
        x_left, x_right = left[:, 0] + a @ solution, right[:, 0] + b @ solution
        rows, target = [], []
        down = left[None, :, 1] - left[:, None, 1]
        below = (down > 0.6 * text) & (down < 4 * text)
        for x, raw, base in ((x_left, left[:, 0], a), (x_right, right[:, 0], b)):
            off = np.abs(x[None] - x[:, None])
            cost = np.where(below & (off < reach * text), down + off, np.inf)
            j = np.argmin(cost, axis=1)
            i = np.flatnonzero(np.isfinite(cost[np.arange(len(j)), j]))
            rows.append(base[j[i]] - base[i])
            target.append(-(raw[j[i]] - raw[i]))
        stacked, wanted = np.concatenate(rows), np.concatenate(target)
        used = len(stacked)
        if used < FEWEST:
            return None
        solution = _solve(stacked, wanted, np.ones(used), text)
    return Columns((float(centre[0]), float(centre[1])), half, solution)
