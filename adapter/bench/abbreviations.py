"""Abbreviations that a sheet prints (WBC, ALT, HBsAg, LYM%) against those that were read, in code columns, brackets or as names.

The measure behind the published F1 of OCR on photographs of laboratory sheets: tokens found, over tokens printed and tokens read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from adapter.bench import wording

_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_LONGEST = 8


def abbreviation(row: Mapping[str, Any]) -> str:
    """The abbreviation that a row prints, in capitals: its code, else the last that stands in brackets, else its whole name;
    of at most eight characters with two capitals or more, half of its letters. Empty without one."""
    name = wording.plain(row.get("name"))
    candidates = [wording.plain(row.get("code")), *reversed(_BRACKETS.findall(name)), name]
    return next((c.strip("*").upper() for c in candidates if _is_short(c)), "")


def _is_short(text: str) -> bool:
    letters, capitals = sum(c.isalpha() for c in text), sum(c.isupper() for c in text)
    return len(text) <= _LONGEST and capitals >= 2 and 2 * capitals >= letters and text.isascii()


def compare(
    truth: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]], partial: bool = False
) -> dict[str, int]:
    """``abbr_wanted``, ``abbr_said`` and ``abbr_right`` of one document. An abbreviation is right when the other side has it
    in some row's code or name: which of the two columns it is counted to is no matter here. Of a ``partial`` truth (rows cut
    by the picture's edge are not in it) what else was read is not wrong."""
    printed, read = [_text(row) for row in truth], [_text(row) for row in results]
    wanted = Counter(a for row in truth if (a := abbreviation(row)))
    said = Counter(a for row in results if (a := abbreviation(row)))
    right = sum(min(n, sum(a in text for text in read)) for a, n in wanted.items())
    wrong = sum(max(0, n - sum(a in text for text in printed)) for a, n in said.items())
    return {"abbr_wanted": wanted.total(), "abbr_said": right + (0 if partial else wrong), "abbr_right": right}


def _text(row: Mapping[str, Any]) -> str:
    return f"{wording.plain(row.get('code'))} {wording.plain(row.get('name'))}".upper()
