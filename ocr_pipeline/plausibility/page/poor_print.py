"""Across the page: print that can hardly be read makes its sound-looking rows doubtful too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from ocr_pipeline.plausibility.page.missing import misnumbered
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence

#: Doubts that come from print which could hardly be read.
_POOR_PRINT = frozenset(
    {
        Reason.LOW_CONFIDENCE,
        Reason.AMBIGUOUS_CHARACTER,
        Reason.UNREADABLE,
        Reason.RANGE_UNREADABLE,
        Reason.VALUE_FORMAT,
        Reason.SYMBOL_UNCERTAIN,
        Reason.UNIT_UNUSUAL,
        Reason.NAME_UNCERTAIN,
        Reason.ALGEBRA_FAILED,
    }
)
POOR, LEAST_ROWS = 0.4, 6  #: share of such rows from which a page's other rows are doubtful too, and the fewest rows


def on_poor_pages(
    results: list[Result], evidence: Sequence[Evidence], confirmed: Collection[int], sure: float
) -> list[Result]:
    """Where most rows of a page can hardly be read, one that looks sound is no surer: a fax that lost the thin strokes
    of its ``4`` shows a clean ``1``. The same of values with the digit that was read for another in a row's number. Only
    what the algebra confirms, and what every character shows without the least hesitation (``sure``), stays certain."""
    rows = Counter(r.page for r in results)
    poor = Counter(r.page for r in results if _POOR_PRINT & set(r.reasons))
    pages = {p for p, n in rows.items() if n >= LEAST_ROWS and poor[p] >= POOR * n}
    instead = {(results[i].page, digit) for i, digit in misnumbered(evidence).items()}
    doubted = [r.page in pages or any((r.page, c) in instead for c in r.value) for r in results]
    return [
        replace(r, reasons=(Reason.LOW_CONFIDENCE,))
        if poor and not r.reasons and r.value and i not in confirmed and r.confidence < sure
        else r
        for i, (r, poor) in enumerate(zip(results, doubted, strict=True))
    ]
