"""E-mail and web addresses, and what stands after their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part
from ocr_pipeline.identity.span import Span, span_of, spans_of
from ocr_pipeline.page import PageText

_MAIL = re.compile(r"[A-Za-z0-9][\w.+\-]{0,63}\s?[@＠]\s?[A-Za-z0-9][\w\-]*(?:\s?\.\s?[A-Za-z]{2,}){1,3}")
_WEB = re.compile(
    r"(?:https?[:：]\s?/+\s?|www\s?[.．,]\s?)[\w\-]+(?:[.．][\w\-]+)*(?:/\S*)?"
    r"|(?<![\w.])[A-Za-z][\w\-]{2,60}\.(?:com|cn|org|net|gov|edu|co|in|es|fr|it|tr|vn|mx|ar|info|health|clinic)(?:\.[a-z]{2})?(?![\w])(?:/\S*)?",
    re.IGNORECASE,
)


def find(page: PageText, fields: Sequence[Field]) -> Iterator[Span]:
    for field in fields:
        for part in field.parts if field.kind == "email" else ():
            span = span_of(page, part, "email")
            # ``Tumor site: Caecum`` is no address
            if (
                span is not None
                and len(span.text) > 4
                and (re.search(r"[@＠.\d/_].", span.text) or not field.label.lower().endswith("site"))
            ):
                yield span
    for index, line in enumerate(page.lines):
        for pattern in (_MAIL, _WEB):
            for match in pattern.finditer(line.text):
                yield from spans_of(page, Part(page.index, index, *match.span()), "email")
