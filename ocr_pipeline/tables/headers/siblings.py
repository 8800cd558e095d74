"""Panels side by side have the same columns: one whose last headers were not legible takes those of a neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.tables.grammar.ranges import is_range_or_word
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grid import Band
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import header_words

LEAST = 3  #: cells that read as the column's kind, before it is taken over
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
        fits = bool(ranged) and max(c.x0 for c in added) < end and all(_stand_under(c, body) for c in ranged)
        out.append([*group, *added] if fits else group)
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


def _stand_under(column: Column, body: Sequence[Band]) -> bool:
    cells = [p for band in body for p in band.pieces if column.x0 <= (p.x0 + p.x1) / 2 <= column.x1]
    right = sum(
        is_range_or_word(p.text) if column.kind == "ref" else parse_unit(p.text.strip()) is not None for p in cells
    )
    return right >= LEAST and right >= SHARE * len(cells)
