"""Panels side by side have the same columns: one whose last headers were not legible takes those of a neighbour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.grammar.bare import holds_value
from ocr_pipeline.tables.grammar.ranges import is_range_or_word
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import Kind, header_words

LEAST = 3  #: cells that read as the column's kind, before it is taken over
EVEN = 1.25  #: panels side by side are alike in their steps to within so much
SHARE = 0.5  #: of all cells that stand there


def with_columns_of_neighbours(groups: Sequence[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """``groups`` (the columns of each panel of one header row), each that is the beginning of another one filled up to it where
    units and intervals stand under the columns that it lacks."""
    out = []
    for place, group in enumerate(groups):
        end = groups[place + 1][0].x0 if place + 1 < len(groups) else float("inf")
        wholes = [
            g for g in groups if len(g) > len(group) and [c.kind for c in g[: len(group)]] == [c.kind for c in group]
        ]
        whole = max(wholes, key=len, default=None)
        added = _moved(whole, group) if whole is not None and len(group) > 1 and group[-1].kind == "result" else []
        ranged = [c for c in added if c.kind in ("unit", "ref")]
        if not added and (inner := _between(group, groups, body)):
            out.append(inner)
            continue
        fits = bool(ranged) and max(c.x0 for c in added) < end and all(_stand_under(c, body) for c in ranged)
        out.append([*group, *added] if fits else group)
    return out


def _between(group: list[Column], groups: Sequence[list[Column]], body: Sequence[Band]) -> list[Column]:
    """``group`` (three headers or more, the first and the last among them) with those between them that a neighbour has, where
    names and results stand below; empty where no neighbour fits."""
    for whole in groups:
        if group[0].kind == "serial" and whole[0].kind == "name":  # one header over numbers and names
            group = [replace(group[0], kind="name"), *group[1:]]
        places = _places(group, whole)
        if len(places) < max(3, len(group)) or places[0] != 0 or places[-1] != len(whole) - 1:
            continue
        anchors = [whole[at].x0 for at in places], [c.x0 for c in group]
        if not all(len(set(xs)) == len(xs) for xs in anchors):
            continue
        steps = [(b - a) / (d - c) for (a, b), (c, d) in zip(pairwise(anchors[1]), pairwise(anchors[0]), strict=True)]
        missing = [c for at, c in enumerate(whole) if at not in places]
        new = [
            replace(c, x0=float(np.interp(c.x0, *anchors)), x1=float(np.interp(c.x1, *anchors)), title="")
            for c in missing
        ]
        if new and max(steps) < EVEN * min(steps) and all(_stand_under(c, body) for c in new):
            return sorted([*group, *new], key=lambda c: c.x0)
    return []


def _places(group: Sequence[Column], whole: Sequence[Column]) -> list[int]:
    """Where in ``whole`` the kinds of ``group`` come, in their order; fewer than these where they do not."""
    out: list[int] = []
    for column in group:
        at = next((k for k in range(out[-1] + 1 if out else 0, len(whole)) if whole[k].kind == column.kind), None)
        if at is None:
            break
        out.append(at)
    return out


def named_as_neighbours(groups: Sequence[list[Column]]) -> list[list[Column]]:
    """``groups``, each column whose header was not legible headed as the one in its place in a panel of the same columns."""
    out = []
    for group in groups:
        twins = [g for g in groups if g is not group and len(g) == len(group) and _alike(g, group)]
        twin = twins[0] if twins and not any(c.condition or c.kind == "foreign" for c in group) else group
        out.append([replace(c, kind=t.kind) if _guessed(c) else c for c, t in zip(group, twin, strict=True)])
    return out


def _guessed(column: Column) -> bool:
    return column.kind == "other" and not header_words(column.title)


def _alike(one: Sequence[Column], other: Sequence[Column]) -> bool:
    """True when the columns agree in kind wherever both of their headers were legible, two of them at least."""
    told = [a.kind == b.kind for a, b in zip(one, other, strict=True) if not (_guessed(a) or _guessed(b))]
    return len(told) > 1 and all(told)


def _moved(whole: Sequence[Column], group: Sequence[Column]) -> list[Column]:
    """The columns of ``whole`` behind those that ``group`` has, where they stand for ``group``."""
    first, last = whole[0], whole[len(group) - 1]
    scale = (group[-1].x0 - group[0].x0) / max(1.0, last.x0 - first.x0)

    def at(x: float) -> float:
        return group[0].x0 + scale * (x - first.x0)

    return [replace(c, x0=at(c.x0), x1=at(c.x1), title="") for c in whole[len(group) :]]


_READS: dict[Kind, Callable[[str], bool]] = {
    "name": lambda text: any(c.isalpha() for c in text) and not holds_value(text),
    "result": holds_value,
    "unit": lambda text: parse_unit(text) is not None,
    "ref": is_range_or_word,
}


def _stand_under(column: Column, body: Sequence[Band]) -> bool:
    cells = [p for band in body for p in band.pieces if column.x0 <= (p.x0 + p.x1) / 2 <= column.x1]
    right = sum(_READS[column.kind](p.text.strip()) for p in cells) if column.kind in _READS else 0
    return right >= LEAST and right >= SHARE * len(cells)
