"""All tables of a document, page by page, and what all of them tell about each result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.page import PageImage, PageText
from ocr_pipeline.report import Reason, Region, Result
from ocr_pipeline.tables.contents.implied import complete_units
from ocr_pipeline.tables.contents.unseen import with_unseen_cells
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.grammar.numbers import uses_decimal_comma
from ocr_pipeline.tables.marks.bold import with_bold_marks
from ocr_pipeline.tables.marks.patterned import with_patterned_marks
from ocr_pipeline.tables.marks.unseen import with_unseen_marks
from ocr_pipeline.tables.one_page import LeftOver, read_page
from ocr_pipeline.tables.results import Evidence


@dataclass(frozen=True)
class Tables:
    """``evidence`` runs parallel to ``results``. ``used_lines`` are (page index, line index) of all lines that a table
    consumed, headers and sub-headings included. ``panels`` are those that were found, each with its page."""

    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    used_lines: frozenset[tuple[int, int]] = frozenset()
    left_over: tuple[LeftOver, ...] = ()
    panels: tuple[tuple[int, Panel], ...] = ()
    decimal_comma: bool = False


def read_tables(
    pages: Sequence[PageText],
    regions: Sequence[tuple[Region, ...]] = (),
    images: Sequence[PageImage | None] | None = None,
) -> Tables:
    """The rows of every laboratory or measurement table, page by page, panel by panel, top to bottom.

    ``regions`` (by page, may be empty) keep figures out; ``images`` tell bold print, the only mark of some
    pages, and ink that nobody read beside values that ask for a mark; all else is decided on the located text.
    """
    comma = uses_decimal_comma([line.text for page in pages for line in page.lines])
    found: list[tuple[Result, Evidence]] = []
    used: set[tuple[int, int]] = set()
    left: list[LeftOver] = []
    panels: list[tuple[int, Panel]] = []
    carried: list[Panel] = []
    slipped: set[int] = set()
    stepped: set[int] = set()
    for place, page in enumerate(pages):
        read = read_page(page, regions[place] if place < len(regions) else (), len(panels), carried, comma)
        found.extend(read.found)
        used.update((page.index, i) for i in read.used)
        left.extend(read.left)
        panels.extend((page.index, panel) for panel in read.panels)
        carried = [p for p in read.panels if not p.foreign] or carried
        slipped.update([page.index] * read.slipped)
        stepped.update([page.index] * read.stepped)
    units = complete_units([r.unit for r, _ in found])
    results = tuple(_with_unit(r, u) for (r, _), u in zip(found, units, strict=True))
    results = tuple(_slipped(r) if r.page in slipped and r.reference_range else r for r in results)
    results = tuple(
        replace(r, reasons=(*r.reasons, Reason.GEOMETRY_UNCERTAIN)) if r.page in stepped else r for r in results
    )
    if images is not None:
        seen = [e for _, e in found]
        results = with_patterned_marks(results, seen, pages, images, comma)
        results = with_unseen_marks(with_bold_marks(results, seen, images, comma), seen, pages, images, comma)
        results = with_unseen_cells(results, seen, panels, images)
    return Tables(results, tuple(e for _, e in found), frozenset(used), tuple(left), tuple(panels), comma)


def _slipped(result: Result) -> Result:
    """``result`` of a page on which an interval stands level with the headers: all of them may be those of the next row."""
    return replace(result, reasons=(*result.reasons, Reason.RANGE_UNREADABLE))


def _with_unit(result: Result, unit: str) -> Result:
    """``result`` with the unit that the other rows tell; doubtful where a letter was changed, not where only the end that ran
    into a neighbour was put back: ``rmol/L`` among rows of ``mmol/L`` may have been ``umol/L``."""
    if unit == result.unit:
        return result
    bent = not unit.startswith(result.unit)
    return replace(result, unit=unit, reasons=(*result.reasons, *(Reason.UNIT_UNUSUAL,) * bent))
