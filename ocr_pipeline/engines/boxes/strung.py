"""Specks that stand close on one level: the parts of ``+++``, ``2+`` or ``(-)`` that the detector passed over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CLOSE = 0.35  #: usual heights of paper between two parts
LEVEL = 0.22  #: usual heights that their middles may stand off each other
WIDE, PARTS = 2.2, 4  #: usual heights that all parts take, and how many they are
FREE = 0.8  #: usual heights of paper at both ends: a row of dots or a broken rule goes on

#: What a cell of several signs says.
SPELLED = frozenset(
    ["++", "+++", "++++", "+-", "-+", "--", "(-)", "(+)", "(±)", "(++)", "(+++)", "+/-", "↑↑", "↓↓", "HH", "LL", "**"]
    + [f"{n}+" for n in "1234"] + [f"+{n}" for n in "1234"]
)  # fmt: skip


def strung(specks: Floats, along: Floats, across: Floats, usual: float) -> Floats:
    """Centres and sizes (n x 4, as those of ``specks``) of all that stand close in twos to fours and by themselves."""
    if len(specks) < 2:
        return np.zeros((0, 4))
    u, v, half = specks[:, :2] @ along, specks[:, :2] @ across, specks[:, 2] / 2
    order = np.argsort(u, kind="stable")
    out: list[Floats] = []
    used: set[int] = set()
    for first in order:
        if int(first) in used:
            continue
        parts, last = [int(first)], int(first)
        level = np.abs(v - v[first]) <= LEVEL * usual
        for place in order[level[order] & (u[order] > u[first])]:
            if u[place] - half[place] - (u[last] + half[last]) > CLOSE * usual:
                break
            parts.append(last := int(place))
        if len(parts) < 2:
            continue
        used.update(parts)
        start, end = float((u - half)[parts].min()), float((u + half)[parts].max())
        rest = level.copy()
        rest[parts] = False
        beside = rest & (u + half > start - FREE * usual) & (u - half < end + FREE * usual)
        if len(parts) <= PARTS and end - start <= WIDE * usual and not beside.any():
            low, high = (
                (specks[parts, :2] - specks[parts, 2:] / 2).min(axis=0),
                (specks[parts, :2] + specks[parts, 2:] / 2).max(axis=0),
            )
            out.append(np.concatenate([(low + high) / 2, high - low]))
    return np.array(out).reshape(-1, 4)
