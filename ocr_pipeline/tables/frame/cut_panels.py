"""Panels of a page that the picture's edge, a hand or a reflection hides but for their names: rows that nobody can read."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.headers.lexicon import header_words

LEAST = 2  #: names level with the rows beside them


def names_without_results(panels: Sequence[Panel], held: Container[int]) -> Iterator[Piece]:
    """What stands in each of ``panels`` that has names and no results under the header that heads another panel's names, level
    with that one's rows (whose lines are ``held``)."""
    for panel in panels:
        beside = [p for p in panels if p is not panel and p.top == panel.top and _named_alike(p, panel)]
        if not beside or any(c.kind in ("result", "ref", "unit") for c in panel.columns):
            continue
        rows = [b.y for other in beside for b in other.bands if any(p.index in held for p in b.pieces)]
        inside = [
            piece
            for band in panel.bands
            for piece in band.pieces
            if piece.index not in held
            and panel.bounds[0] < piece.center < panel.bounds[-1]
            and panel.top < piece.y < max(rows, default=panel.top) + 0.5 * piece.height
        ]
        if len(inside) >= LEAST:
            yield from inside


def _named_alike(one: Panel, other: Panel) -> bool:
    """Whether the same words head the names of both."""
    first, second = ({c.title.strip() for c in p.columns if c.kind == "name"} for p in (one, other))
    return any(header_words(title) for title in first & second)
