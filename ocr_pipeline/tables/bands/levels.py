"""Rows of two lines as programs on telephones show them: the name and its interval on the upper line, the code and the unit on the
lower one, and the result level with the upper one or between both, in larger type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.grid import Band, Panel
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import without_mark_and_unit
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import Kind

LEAST = 3  #: such rows, before a panel is taken to have them
MOST = 0.6  #: of all results of the panel
NEAR = 1.8  #: heights of print between two of the lines
EVEN = 1.7  #: times as far off one line as the other

Cells = dict[Kind, list[Piece]]


def with_lines_joined(panel: Panel) -> Panel:
    """``panel``, the lines of each such row as one band; as it is where most rows are others."""
    cells = [_cells(panel, band) for band in panel.bands]
    results = sum("result" in found for found in cells)
    if results < LEAST or not results < len(cells):
        return panel
    for is_row, before, behind in ((_is_middle, 1, 1), (_is_upper, 0, 1), (_is_lower, 1, 0), (_is_beside, 1, 1)):
        found = [at for at in range(before, len(cells) - behind) if is_row(panel.bands, cells, at)]
        far = before + behind
        spans = [(at - before, at + behind + 1) for n, at in enumerate(found) if n == 0 or at - found[n - 1] > far]
        if len(spans) >= max(LEAST, MOST * results) and _apart(panel.bands, spans):
            result = 0 if is_row in (_is_lower, _is_beside) else before
            return replace(panel, bands=_joined(panel.bands, spans, result))
    return panel


def units_below(drafts: Sequence[Draft]) -> None:
    """Makes units of what stands alone below names and reads as one (``g/L`` below ``Haemoglobin``), where most of the rows,
    which have none of their own, have one there."""
    bare = [d for d in drafts if d.get("name") and d.get("result") and not d.get("unit")]
    lines = [
        below
        for above, below in pairwise(drafts)
        if any(above is d for d in bare)
        and below.only("name")
        and parse_unit(below.text("name")) is not None
        and below.y - above.y < NEAR * max(above.height, below.height)
    ]
    if len(lines) >= max(LEAST, MOST * len(bare)):
        for line in lines:
            line.cells = {"unit": line.get("name")}


def _is_middle(bands: Sequence[Band], cells: Sequence[Cells], at: int) -> bool:
    """A result between two lines that hold none."""
    above, here, below = cells[at - 1 : at + 2]
    alone = "result" in here and set(here) <= {"result", "flag"}
    flanked = "name" in above and below and not {"result", "flag"} & {*above, *below}
    up, down = bands[at].y - bands[at - 1].y, bands[at + 1].y - bands[at].y
    return bool(alone and flanked) and max(up, down) <= min(NEAR * bands[at].height, EVEN * min(up, down))


def _is_upper(bands: Sequence[Band], cells: Sequence[Cells], at: int) -> bool:
    """A name with its result and no unit, on the line below its unit and at most a code."""
    here, below = cells[at], cells[at + 1]
    if not {"name", "result"} <= set(here) or set(below) - {"name", "unit", "ref"} or here.get("unit"):
        return False
    units = [p for kind in ("unit", "ref") for p in below.get(kind, [])]
    told = len(units) == 1 and parse_unit(units[0].text) is not None
    bare = not any(split_trailing_unit(p.text)[1] for kind in ("result", "ref") for p in here.get(kind, []))
    coded = all(p.text.isascii() for p in below.get("name", []))
    return told and bare and coded and bands[at + 1].y - bands[at].y <= NEAR * bands[at].height


def _is_lower(bands: Sequence[Band], cells: Sequence[Cells], at: int) -> bool:
    """A name level with the unit below its result, the result and perhaps its interval on the line above."""
    return "name" in cells[at] and _unit_below(bands, cells, at - 1, at)


def _is_beside(bands: Sequence[Band], cells: Sequence[Cells], at: int) -> bool:
    """A name between the line of its result and that of the unit below this."""
    return set(cells[at]) == {"name"} and "name" not in cells[at + 1] and _unit_below(bands, cells, at - 1, at + 1)


def _unit_below(bands: Sequence[Band], cells: Sequence[Cells], at: int, below: int) -> bool:
    """A result without a name and a unit of its own, and one unit and no result on the line ``below``."""
    if "result" not in cells[at] or {"name", "unit"} & set(cells[at]) or "result" in cells[below]:
        return False
    units = [p for kind in ("other", "unit") for p in cells[below].get(kind, []) if parse_unit(p.text) is not None]
    return len(units) == 1 and bands[below].y - bands[at].y <= NEAR * bands[at].height


def _apart(bands: Sequence[Band], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the rows stand further from one another than their own lines do."""
    inside = [b.y - a.y for start, end in spans for a, b in pairwise(bands[start:end])]
    between = [bands[b[0]].y - bands[a[1] - 1].y for a, b in pairwise(spans) if a[1] == b[0]]
    return bool(between) and median(between) > 0.9 * median(inside)


def _cells(panel: Panel, band: Band) -> Cells:
    """What stands in the columns; a result only where it reads as one."""
    out: Cells = {}
    for piece in band.pieces:
        column = panel.column_of(piece.center)
        if not 0 <= column < len(panel.columns):
            continue
        kind = panel.columns[column].kind
        if kind == "result" and parse_value(without_mark_and_unit(piece.text)) is None:
            kind = "other"
        out.setdefault(kind, []).append(piece)
    return out


def _joined(bands: Sequence[Band], spans: Sequence[tuple[int, int]], middle: int) -> tuple[Band, ...]:
    """``bands``, those of each span as one on the baseline of its result."""
    ends = dict(spans)
    out: list[Band] = []
    at = 0
    while at < len(bands):
        end = ends.get(at, at + 1)
        lines = bands[at:end]
        if len(lines) > 1:
            pieces = sorted((p for band in lines for p in band.pieces), key=lambda p: p.x0)
            out.append(replace(lines[middle], pieces=pieces, levels=True))
        else:
            out.append(lines[0])
        at = end
    return tuple(out)
