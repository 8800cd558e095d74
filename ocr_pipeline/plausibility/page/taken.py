"""Across the rows of a panel: a sign or word that may be the interval of a row whose value was not seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ocr_pipeline.report import Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.grammar.normal import plain

#: Rows of a panel with the same sign or word for an interval, from which one without any has lost something.
_LEAST = 3


def intervals_taken(results: Sequence[Result], evidence: Sequence[Evidence]) -> frozenset[int]:
    """Indices of results without an interval whose value is what others of the panel have for theirs (``-``)."""
    usual = Counter(
        (e.panel, _said(r.reference_range)) for r, e in zip(results, evidence, strict=True) if r.reference_range
    )
    return frozenset(
        i
        for i, (r, e) in enumerate(zip(results, evidence, strict=True))
        if not r.reference_range and not _NUMBER.search(r.value) and usual[(e.panel, _said(r.value))] >= _LEAST
    )


_NUMBER = re.compile(r"\d")


def _said(text: str) -> str:
    """``text`` for comparing; pieces of a dash are one."""
    return re.sub(r"[-\s]*-[-\s]*", "-", plain(text)).strip().casefold()
