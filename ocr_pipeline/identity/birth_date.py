"""Dates of birth: a date behind its label, also where sex or age share the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.page import PageText

DATE = re.compile(
    r"(?<!\d)\d{1,2}\s(?:de\s[^\W\d_]{3,10}\sdel?|tháng\s\d{1,2}\snăm)\s(?:19|20)\d{2}|"
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|°)\s?(?:(?:of|de)\s)?[^\W\d_]{3,10}\.?,?\s?(?:de\s)?(?:19|20)\d{2}|"
    r"(?:19|20)\d{2}\s?(?:[.\-/年]\s?\d{1,2}\s?(?:[.\-/月]\s?\d{1,2}\s?日?)?)?|(?<!\d)\d{1,2}\s?[^\W\d_]{3,9}\.?,?\s?(?:19|20)\d{2}|(?<!\d)\d{1,2}\s?[./\- ]\s?(?:\d{1,2}|[^\W\d_]{3,9}\.?)\s?[./\-, ]\s?\d{2,4}"
    r"|[^\W\d_]{3,9}\.?\s?\d{1,2},?\s?(?:19|20)\d{2}|(?:19|20)\d{6}"
)

#: In a sentence, too: ``né le 11 août 1957``.
_BORN = re.compile(
    r"(?<![^\W\d_])(?:n[ée]e?\(?e?\)? (?:[A-ZÀ-Þ]\S{1,40} )?le|nat[oa] (?:a \S{2,30} )?il|nacid[oa] (?:en \S{2,30} )?el|born(?: on)?(?: the)?|d\.?o\.?b\.?|doğum(?: tarihi)?|sinh ngày|出生(?:于|日期)?)\s*[:：]?\s*",
    re.IGNORECASE,
)


def find(page: PageText, fields: Sequence[Field]) -> Iterator[Span]:
    """The dates after a birth label; when no date can be made out, everything that stands there (fail closed)."""
    for index, line in enumerate(page.lines):
        for cue in _BORN.finditer(line.text):
            match = DATE.match(line.text, cue.end())
            if match is not None:
                yield from spans_of(page, Part(page.index, index, *match.span()), "birth_date", len(match[0]) > 5)
    for field in fields:
        if field.kind != "birth_date":
            continue
        for part in field.parts:
            text = page.lines[part.line].text
            dates = list(DATE.finditer(text, part.start, part.end))
            places = [m.span() for m in dates] or [(part.start, part.end)]
            for start, end in places:
                # A year alone would be found again in every sampling date: it goes only where it stands.
                telling = bool(dates) and end - start > 5
                yield from spans_of(page, Part(page.index, part.line, start, end), "birth_date", telling)
