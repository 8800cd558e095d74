"""Results in two systems of units side by side, each with its intervals (``Résultats | Normales | Unités SI | Normales SI``): the
first counts, what stands under the second is the same said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.columns import Column

_LEAST = 3


def with_one_system(panels: list[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """Panels without the second of two columns of measures, each a number and its unit, and without its intervals. It may be
    headed as units (``Unités SI``)."""
    out: list[list[Column]] = []
    for panel in panels:
        if out and _same_again(out[-1], panel, body):
            out[-1] = [*out[-1], *(replace(c, kind="other") for c in panel)]
        else:
            out.append(panel)
    return [_of_one(panel, body) for panel in out]


#: What the first and the second system count by.
_MASS = re.compile(r"[kmuµμnp]?g/[dcmuµμ]?L", re.IGNORECASE)
_AMOUNT = re.compile(r"[muµμnp]?mol/L", re.IGNORECASE)


def _same_again(first: Sequence[Column], second: Sequence[Column], body: Sequence[Band]) -> bool:
    """Whether the panel ``second`` has no names, and the units of a system that ``first`` has not."""
    if [c.kind for c in second if c.kind != "other"] != ["result", "unit", "ref"]:
        return False
    columns = [next((c for c in panel if c.kind == "unit"), None) for panel in (first, second)]
    units = [
        [_unit(p.text) for b in body for p in b.pieces if column is not None and _under(p, column)]
        for column in columns
    ]
    for one, two in ((_MASS, _AMOUNT), (_AMOUNT, _MASS)):
        if all(
            sum(bool(form.fullmatch(t)) for t in texts) >= max(_LEAST, 0.6 * len(texts))
            for form, texts in zip((one, two), units, strict=True)
        ):
            return True
    return False


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


def _unit(text: str) -> str:
    return parse_unit(text) or split_trailing_unit(text)[1]


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
