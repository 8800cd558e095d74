"""Chinese names that the end of a line cuts in two: ``由其女龚`` / ``玉兰陪同就诊``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ocr_pipeline.fields import Field, Part, is_han
from ocr_pipeline.identity.announced import announced_in
from ocr_pipeline.identity.prose import people_in
from ocr_pipeline.identity.span import Span, span_of
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import PageText

#: So many characters of a line's end and of the next line's beginning hold what announces a name, and the name.
_BEFORE, _BEHIND = 14, 6
#: A line of prose; the cells of a form do not go on below.
_LEAST = 12


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    del fields, zones
    for index, line in enumerate(page.lines):
        if len(line.text) < _LEAST or not is_han(line.text.rstrip()[-1:] or " "):
            continue
        below = _next(page, index)
        if below is None or not is_han(page.lines[below].text[:1]):
            continue
        tail, head = line.text.rstrip()[-_BEFORE:], page.lines[below].text[:_BEHIND]
        cut, offset = len(tail), len(line.text.rstrip()) - len(tail)
        for start, end in {*people_in(tail + head), *announced_in(tail + head)}:
            if not start < cut < end:
                continue
            first = span_of(page, Part(page.index, index, offset + start, offset + cut), "name", False)
            rest = span_of(page, Part(page.index, below, 0, end - cut), "name", False)
            if first is not None and rest is not None:
                yield replace(first, text=(tail + head)[start:end], everywhere=True)
                yield rest


def _next(page: PageText, index: int) -> int | None:
    """The line right below that goes on with the paragraph of line ``index``."""
    line = page.lines[index]
    near = [
        (other.top, i)
        for i, other in enumerate(page.lines)
        if 0.5 * line.height < other.middle[1] - line.middle[1] < 2.4 * line.height
        and other.left < line.left + 4 * line.height
        and other.right > line.left
    ]
    return min(near)[1] if near else None
