"""Results in two systems of units side by side, each with its intervals (``Résultats | Normales | Unités SI | Normales SI``): the
first counts, what stands under the second is the same said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.grid import Band
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.pieces import Piece

_LEAST = 3


def with_one_system(panels: list[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """Panels without the second of two columns of measures, each a number and its unit, and without its intervals. It may be
    headed as units (``Unités SI``)."""
    return [_of_one(panel, body) for panel in panels]


def _of_one(panel: list[Column], body: Sequence[Band]) -> list[Column]:
    kinds = [c.kind for c in panel]
    if kinds.count("result") != 1 or kinds.count("ref") < 1 or not {"unit", "other"} & set(kinds):
        return panel
    first = kinds.index("result")
    values = [p for b in body for p in b.pieces if _under(p, panel[first])]
    if not _measures(values, 0.6 * len(body)):
        return panel
    again = [
        i
        for i, c in enumerate(panel)
        if i > first
        and c.kind in ("unit", "other")
        and _measures([p for b in body for p in b.pieces if _under(p, c) and p not in values], 0.4 * len(body))
    ]
    if not again:
        return panel
    second = again[0]
    apart = "ref" in kinds[:second]
    return [
        replace(c, kind="other") if i == second or (i > second and apart and c.kind == "ref") else c
        for i, c in enumerate(panel)
    ]


def _under(piece: Piece, column: Column) -> bool:
    return min(piece.x1, column.x1) > max(piece.x0, column.x0)


def _measures(under: Sequence[Piece], least: float) -> bool:
    """True for cells that are mostly numbers with their units behind them."""
    found = sum(_is_measure(piece.text) for piece in under)
    return found >= max(_LEAST, least) and found >= 0.6 * len(under)


def _is_measure(text: str) -> bool:
    number, unit = split_trailing_unit(text)
    value = parse_value(number) if unit else None
    return value is not None and value.kind == "number"
