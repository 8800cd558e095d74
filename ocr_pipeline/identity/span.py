"""A found piece of identity: where it stands, what it is, and whether the same text must go everywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ocr_pipeline.fields import Part
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Polygon

IdentityKind = Literal[
    "name", "staff", "number", "phone", "email", "address", "birth_date", "facility", "device", "resident_id", "code"
]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start:end`` of line ``line`` of page ``page``; ``polygon`` in pixels of the original page image.

    ``everywhere`` says that ``text`` is telling enough by itself to be removed wherever it is printed again.
    """

    page: int
    line: int
    start: int
    end: int
    kind: IdentityKind
    polygon: Polygon
    text: str
    everywhere: bool = True


def spans_of(page: PageText, part: Part, kind: IdentityKind, everywhere: bool = True) -> Iterator[Span]:
    """The span of ``part``; none when nothing but blanks and signs is left of it."""
    span = span_of(page, part, kind, everywhere)
    if span is not None:
        yield span


def span_of(page: PageText, part: Part, kind: IdentityKind, everywhere: bool = True) -> Span | None:
    """The span of ``part``, or None when nothing but blanks and signs is left of it."""
    line = page.lines[part.line]
    start, end = part.start, min(part.end, len(line.text))
    while start < end and not line.text[start].isalnum() and line.text[start] not in "*#+":
        start += 1
    while end > start and not line.text[end - 1].isalnum() and line.text[end - 1] not in "*#.)":
        end -= 1
    if start >= end:
        return None
    whole = start == 0 and end == len(line.text)
    # A text-layer line may carry no characters: then the whole line is the safe polygon.
    polygon = line.polygon if whole or len(line.chars) != len(line.text) else line.polygon_of(start, end)
    return Span(page.index, part.line, start, end, kind, polygon, line.text[start:end], everywhere)
