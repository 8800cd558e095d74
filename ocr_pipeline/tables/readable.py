"""Panels that are hardly legible: a row of noise says less than that there was a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import fmean

from ocr_pipeline.page import Char
from ocr_pipeline.report import Result
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.results import Evidence

#: Mean confidence of a name's or a value's characters below which it is noise rather than print.
_NOISE = 0.6
#: In a panel with fewer noisy rows than this share each of them is a row that a person should look at.
_MOSTLY = 0.4
_REGISTERED = re.compile(r"\d{6,}")


def readable(
    found: Sequence[tuple[Result, Evidence]],
) -> tuple[list[tuple[Result, Evidence]], list[str]]:
    """The rows of a panel, and, where much of it is noise, the texts of those that are no more than that."""
    noisy = [_is_noise(e.name_chars) or _is_noise(e.value_chars) for _, e in found]
    if sum(noisy) < max(2, _MOSTLY * len(found)):
        noisy = [False] * len(found)
    noisy = [spoilt or _is_registered(r) for spoilt, (r, _) in zip(noisy, found, strict=True)]
    kept = [row for row, spoilt in zip(found, noisy, strict=True) if not spoilt]
    return kept, [f"{r.name} {r.value}".strip() for (r, _), spoilt in zip(found, noisy, strict=True) if spoilt]


def _is_registered(result: Result) -> bool:
    """A long bare number behind what is no known name: that of a licence or a register below the table."""
    bare = not (result.unit or result.reference_range or result.flag or is_name(result.name))
    return bare and _REGISTERED.fullmatch(result.value) is not None


def _is_noise(chars: Sequence[Char]) -> bool:
    return bool(chars) and fmean(c.confidence for c in chars) < _NOISE
