"""Telephone numbers: Chinese mobiles and landlines, service numbers, international and national forms, labelled ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.page import PageText

_PATTERNS = tuple(
    re.compile(p)
    for p in (
        r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d|\.\d)",
        r"(?<![\d.])1[3-9]\d\*{4}\d{4}(?!\d)",
        r"(?<![\d.])[(（]?0\d{2,3}[)）]?[- －—]{0,2}\d{7,8}(?:[-转]\d{1,6})?(?!\d|\.\d)",
        r"(?<![\d.])400[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)",
        r"\+\s?\d{1,3}[\s.\-]?\(?\d{1,4}\)?(?:[\s.\-]?\d{2,5}){2,4}(?!\d|\.\d)",
        r"(?<![\d.])\(\d{2,4}\)\s?\d{3,4}[\s.\-]\d{3,4}(?!\d|\.\d)",
        r"(?<![\d.])0\d{9,10}(?!\d|\.\d)",
        r"(?<![\d.\-])0\d(?:[ .]\d{2}){4}(?!\d|\.\d)",
        r"(?<![\d.\-])\d{3}-\d{3}-\d{4}(?![\d\-]|\.\d)",
        r"(?<![\d.\-])0\d{2,3}[ .\-]\d{3}[ .\-]\d{2,4}(?:[ .\-]\d{2})?(?![\d\-]|\.\d)",
        r"(?<![\d.\-])0[1-9](?:[ .\-]?\d{2}){4}(?!\d|\.\d)",
        r"(?i:(?<=call )|(?<=paged at )|(?<=paged on )|(?<=reached at )|(?<=reached on )|(?<=called at )|(?<=phone )|(?<=ext )|(?<=pager )|(?<=bleep )|(?<=contact )|(?<=tel )|(?<=ext\. )|(?<=pager: )|(?<=bleep: ))\d{3,4}(?:-\d{4})?(?!\d|[./\-]\d)",
        r"(?<![\d.\-])0\d{3,4}[ \-]\d{5,6}(?!\d|\.\d)",
        r"(?<=[(（])[6-9]\d{2}[ .\-]\d{2,3}[ .\-]\d{2,3}(?:[ .\-]\d{2})?(?=[)）])",
        r"[一二三四五六七八九零〇幺]{7,}",
    )
)
#: What stands between a telephone's label, or its number, and the next number: ``办公室``, `` / ``, `` (home)``.
_BETWEEN = re.compile(r"[^.。;；:：]{0,12}(?:[:：]\s?)?")
_LABELLED = re.compile(r"[+(]?\d[\d\s()./+\-－—*转]{4,}\d")


def find(page: PageText, fields: Sequence[Field]) -> Iterator[Span]:
    """Numbers by form anywhere, and any long number after a telephone label."""
    for field in fields:
        if field.kind == "phone":
            for part in field.parts:
                text = page.lines[part.line].text
                last = part.start
                for match in _LABELLED.finditer(text, part.start, part.end):
                    if not _BETWEEN.fullmatch(text, last, match.start()):
                        break  # ``（电话159…）陪送。查体：血压176/98``
                    last = match.end()
                    yield from spans_of(page, Part(page.index, part.line, *match.span()), "phone")
    for index, line in enumerate(page.lines):
        for pattern in _PATTERNS:
            for match in pattern.finditer(line.text):
                yield from spans_of(page, Part(page.index, index, *match.span()), "phone")
