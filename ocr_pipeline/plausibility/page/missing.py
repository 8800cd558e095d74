"""Across the page: rows that the grid expects and that are missing, text left over, the same result twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ocr_pipeline.page import PageText
from ocr_pipeline.plausibility.names.known import is_known
from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.report import Result
from ocr_pipeline.tables import Evidence, Tables
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.marks.germs import SAYS
from ocr_pipeline.tables.naming.names import is_group

#: Rows of a list, and their share of it, that say how susceptible a germ is, before one that does not is doubted.
LEAST_SAID, MOSTLY = 3, 0.7


def missing_serials(evidence: Sequence[Evidence]) -> list[int]:
    """Running numbers that are not printed between the first and the last that are, rows whose own number was not read
    taken for them where there are as many as numbers between their neighbours'."""
    seen = [e.serial for e in evidence if e.serial is not None]
    if len(seen) < 4 or len(seen) < 0.6 * len(evidence):
        return []
    whole = set(range(min(seen), max(seen) + 1))
    held: set[int] = set()
    wrong = misnumbered(evidence)
    numbered = [(place, e.serial) for place, e in enumerate(evidence) if e.serial is not None and place not in wrong]
    for (above, low), (below, high) in pairwise(numbered):
        if below - above == high - low:
            held.update(range(low, high))
    missing = sorted(whole - set(seen) - held)
    return missing if len(missing) <= max(2, len(seen) // 4) else []


def misnumbered(evidence: Sequence[Evidence]) -> dict[int, str]:
    """Places of rows whose running number has one digit other than its neighbours ask for (``1 2 3 1 5``), with the digit
    that was read for it: a coarse fax loses the thin strokes of every ``4``, not of one alone."""
    out: dict[int, str] = {}
    for place, (above, here, below) in enumerate(zip(evidence, evidence[1:], evidence[2:], strict=False), 1):
        if above.serial is None or here.serial is None or below.serial != above.serial + 2:
            continue
        told, meant = str(here.serial), str(above.serial + 1)
        other = [a for a, b in zip(told, meant, strict=False) if a != b]
        if len(told) == len(meant) and len(other) == 1:
            out[place] = other[0]
    return out


def wide_steps(results: Sequence[Result], evidence: Sequence[Evidence], tops: Sequence[float]) -> list[int]:
    """Indices of rows above which the table leaves room for another row, in panels whose rows are otherwise even."""
    out: list[int] = []
    for panel in sorted({e.panel for e in evidence}):
        rows = [i for i, e in enumerate(evidence) if e.panel == panel]
        steps = [(tops[b] - tops[a], b) for a, b in pairwise(rows) if results[a].page == results[b].page]
        if len(steps) < 5:
            continue
        usual = median(s for s, _ in steps)
        even = sum(abs(s - usual) < 0.2 * usual for s, _ in steps)
        if usual <= 0 or even < 0.85 * len(steps):
            continue
        for step, below in steps:
            near = round(step / usual)
            same_group = results[below].group == results[below - 1].group
            if near in (2, 3) and abs(step - near * usual) < 0.25 * usual and same_group:
                out.append(below)
    return out


def lost_rows(results: Sequence[Result]) -> list[str]:
    """Sub-headings that are names of analytes: rows, perhaps, whose values were not seen."""
    groups = dict.fromkeys(r.group for r in results if r.group)
    return [g for g in groups if is_known(g) and not is_group(g)]


def conflicting(results: Sequence[Result], evidence: Sequence[Evidence]) -> set[int]:
    """Indices of results that are printed twice with different values in one panel."""
    first: dict[tuple[str, ...], int] = {}
    out: set[int] = set()
    for i, (result, seen) in enumerate(zip(results, evidence, strict=True)):
        if not result.name or not result.value:
            continue
        key = (compact(result.name), result.code, result.unit, result.reference_range, result.group, str(seen.panel))
        before = first.setdefault(key, i)
        if before != i and results[before].value != result.value:
            out |= {before, i}
    return out


_COLONIES = re.compile(r"(?:x?10\^?\d\s?)?(?:CFU|UFC|KOB|KHM|cfu|ufc|菌落)")


def unsaid(results: Sequence[Result], evidence: Sequence[Evidence]) -> set[int]:
    """Indices of antibiotics without S, I or R in a list where nearly all others have one: its letter was not seen. What is
    counted or known as an analyte beside them has none."""
    said = {i for i, e in enumerate(evidence) if compact(e.mark) in SAYS}
    out: set[int] = set()
    for panel in {evidence[i].panel for i in said}:
        here = {i for i, e in enumerate(evidence) if e.panel == panel}
        if len(here & said) >= max(LEAST_SAID, MOSTLY * len(here)):
            out |= {i for i in here - said if not _is_no_drug(results[i])}
    return out


def _is_no_drug(result: Result) -> bool:
    return bool(_COLONIES.match(result.unit)) or identify(result.name, result.code, result.unit) is not None


def at_edge(result: Result, page: PageText, whole: bool = False) -> bool:
    """True when the row's print reaches the picture's edge. A row whose cells are ``whole`` and fit one another has lost
    nothing at its right end; the beginning of its name or a strip of its characters may still be missing."""
    margin = 0.0015 * max(page.width, page.height) + 1
    if not result.polygon:
        return False
    corners = (result.polygon[0], result.polygon[-1], *result.value_polygon) if whole else result.polygon
    return any(x <= margin or y <= margin or x >= page.width - margin or y >= page.height - margin for x, y in corners)


def left_over_texts(tables: Tables, page: int) -> list[str]:
    """Text inside the tables of a page that belongs to no row and is more than a stray mark."""
    return [left.text for left in tables.left_over if left.page == page and len(compact(left.text)) >= 2]
