"""Chinese resident identity numbers (GB 11643-1999): 17 digits and a check character by ISO 7064 MOD 11-2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ocr_pipeline.fields import Field, Part
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.page import PageText

#: Weights 2^(18-i) mod 11 of GB 11643-1999, and the check characters for a sum of 0..10.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
#: Spaces that OCR or the form puts between groups are part of the number; letters that OCR takes for digits too.
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])[1-9OoIl|](?:[ \-]?[0-9OoIl|*xX]){14,17}(?![0-9A-Za-z])")
_AS_DIGIT = str.maketrans("OoIl|", "00111")


def has_valid_checksum(number: str) -> bool:
    """True for 18 characters whose last one is the ISO 7064 MOD 11-2 check of the others."""
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[17].upper()


def _born(number: str) -> bool:
    """The digits hold a possible birth date (18 or 15 digits) behind a possible province code (11 to 91)."""
    digits = number if len(number) == 18 else number[:6] + "19" + number[6:]
    if not digits[:14].isdigit() or not 11 <= int(digits[:2]) <= 91:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def find(page: PageText, fields: Sequence[Field]) -> Iterator[Span]:
    """A checksum confirms; without one a possible birth date is enough (one digit may be misread), masked digits too."""
    del fields
    for index, line in enumerate(page.lines):
        for match in _CANDIDATE.finditer(line.text):
            number = re.sub(r"[ \-]", "", match.group()).translate(_AS_DIGIT)
            masked = "*" in number and len(number) in (15, 18)
            if len(number) in (15, 18) and (masked or has_valid_checksum(number) or _born(number)):
                yield from spans_of(page, Part(page.index, index, *match.span()), "resident_id")
