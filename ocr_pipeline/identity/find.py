"""All recognisers over all pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_pipeline.identity import (
    announced,
    birth_date,
    email,
    licences,
    names,
    numbers,
    phone,
    places,
    prose,
    repeats,
    resident_id,
    signed,
    wrapped,
)
from ocr_pipeline.identity.span import Span
from ocr_pipeline.layout.known import know
from ocr_pipeline.page import PageText


def find_identity(pages: Sequence[PageText]) -> tuple[Span, ...]:
    """Everything on the pages that says who the patient or the staff are, or where they were seen: by label, by pattern,
    by checksum, and then every repetition. Spans may overlap; none is empty."""
    found: list[Span] = []
    for page in pages:
        if not page.lines:
            continue
        known = know(page)
        fields, where = known.fields, known.zones
        for recogniser in (resident_id, phone, email, birth_date):
            found.extend(recogniser.find(page, fields))
        for placed in (numbers, licences, names, places, prose, signed, announced, wrapped):
            found.extend(placed.find(page, fields, where))
    found = _unique(found)
    return tuple(_unique([*found, *repeats.find(pages, found)]))


def _unique(spans: Iterable[Span]) -> list[Span]:
    """Without doubles; a place that is telling in one span stays telling."""
    best: dict[tuple[int, int, int, int], Span] = {}
    for span in spans:
        key = (span.page, span.line, span.start, span.end)
        if key not in best or (span.everywhere and not best[key].everywhere):
            best[key] = span
    return sorted(best.values(), key=lambda s: (s.page, s.line, s.start, s.end))
