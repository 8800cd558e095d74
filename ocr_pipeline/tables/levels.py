"""Rows of two lines whose result stands level with neither: the name and its interval on the upper line, the code and the unit on
the lower one, the result between them in larger type."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.grid import Band, Panel
from ocr_pipeline.tables.headers.lexicon import Kind

LEAST = 3  #: such rows, before a panel is taken to have them
MOST = 0.6  #: of all results of the panel
NEAR = 1.8  #: heights of print between two of the three lines
EVEN = 1.7  #: times as far off one line as the other


def with_middles_joined(panel: Panel) -> Panel:
    """``panel``, the three lines of each such row as one band; as it is where most rows are others."""
    kinds = [_kinds(panel, band) for band in panel.bands]
    results = sum("result" in found for found in kinds)
    middles = [at for at in range(1, len(kinds) - 1) if _is_middle(panel, kinds, at)]
    middles = [at for place, at in enumerate(middles) if place == 0 or at - middles[place - 1] > 2]
    if len(middles) < LEAST or len(middles) < MOST * results:
        return panel
    inside = [panel.bands[at + 1].y - panel.bands[at - 1].y for at in middles]
    between = [panel.bands[b - 1].y - panel.bands[a + 1].y for a, b in pairwise(middles) if b - a == 3]
    if not between or median(between) < 0.5 * median(inside):
        return panel
    bands: list[Band] = []
    at = 0
    starts = {at - 1 for at in middles}
    while at < len(panel.bands):
        size = 3 if at in starts else 1
        bands.append(_together(panel.bands[at : at + size]) if size > 1 else panel.bands[at])
        at += size
    return replace(panel, bands=tuple(bands))


def _is_middle(panel: Panel, kinds: list[set[Kind]], at: int) -> bool:
    above, band, below = panel.bands[at - 1 : at + 2]
    alone = kinds[at] <= {"result", "flag"} and "result" in kinds[at]
    flanked = "name" in kinds[at - 1] and kinds[at + 1] and not {"result", "flag"} & (kinds[at - 1] | kinds[at + 1])
    up, down = band.y - above.y, below.y - band.y
    return bool(alone and flanked) and max(up, down) <= min(NEAR * band.height, EVEN * min(up, down))


def _kinds(panel: Panel, band: Band) -> set[Kind]:
    """The kinds of the columns that the band has cells in; a result only where one reads as such."""
    out: set[Kind] = set()
    for piece in band.pieces:
        column = panel.column_of(piece.center)
        if not 0 <= column < len(panel.columns):
            continue
        kind = panel.columns[column].kind
        body = split_trailing_unit(split_flag(piece.text)[0])[0]
        out.add("other" if kind == "result" and parse_value(body) is None else kind)
    return out


def _together(lines: tuple[Band, ...]) -> Band:
    """``lines`` as one band on the middle one's baseline."""
    pieces = sorted((p for band in lines for p in band.pieces), key=lambda p: p.x0)
    return replace(lines[1], pieces=pieces, levels=True)
