"""Rows whose name stands above or below their value all over a panel: laid out so, not scattered by a page that is not flat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ocr_pipeline.tables.bands.rows import Row

LEAST = 3  #: such rows
OFF, SAME = 0.4, 0.2  #: heights between a name and its value, and at most between two such distances
ALL = 0.7  #: of the rows


def without_even_spread(rows: Sequence[Row]) -> None:
    """Where the names of most rows stand as far above or below their values as those of the others, and the rows far enough from
    one another that this is no slip, the panel is laid out so: there no row's parts are scattered."""
    spreads = sorted(row.spread for row in rows)
    usual = spreads[len(spreads) // 2] if len(spreads) >= LEAST else 0.0
    far = all(b.y - a.y > (1.2 + 2.0 * usual) * a.height for a, b in pairwise(rows))
    if usual < OFF or not far or sum(abs(s - usual) < SAME for s in spreads) < ALL * len(rows):
        return
    for row in rows:
        row.spread = 0.0 if abs(row.spread - usual) < SAME else row.spread
