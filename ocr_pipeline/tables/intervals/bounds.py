"""Intervals whose dash or decimal sign was not read, told by the other intervals of their panel: ``2037`` beside ``23-35``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.tables.grammar.numbers import decimals
from ocr_pipeline.tables.grammar.ranges import parse_range

#: Whole intervals that a panel must have, and the share of its cells that only look like a number.
_LEAST = 2
#: An upper bound is rarely more times its lower one.
_WIDEST = 12
_RUN_TOGETHER = re.compile(r"\d{2,6}|\d{1,3}\.\d{1,3}")
#: A line crosses the decimal sign of the upper bound: ``2,6-6|0``, ``0.50--2:50``.
_CROSSED = re.compile(
    r"(?P<low>\d+(?P<sign>[.,])\d+)(?P<dash>\s?(?:-{1,3}|~)\s?)(?P<whole>\d+)\s?[|!lI:;'’p]\s?(?P<part>\d+)\Z"
)

#: A space where the decimal sign of the lower bound was: ``40 0-75.0``, ``11 0 14.5`` without its dash as well.
_BLANK = re.compile(r"(?P<whole>\d{1,3}) (?P<part>\d{1,2})(?P<dash>\s?[-~]\s?|\s)(?P<high>\d+(?P<sign>[.,])\d+)\Z")


def with_bounds(references: Sequence[str], decimal_comma: bool = False) -> list[str]:
    """``references`` of one panel with two bounds where they plainly had two; what is not so comes back as it is."""
    found = [parse_range(text, decimal_comma) for text in references]
    whole = [f for f in found if f is not None and f.kind == "interval" and not decimals(f.low_text)]
    # a bound alone may have lost its comparator as well as its dash
    lone = sum(bool(_RUN_TOGETHER.fullmatch(text)) for text in references)
    others = sum(f is not None and f.kind in ("interval", "upper", "lower") for f in found) - len(whole)
    told = len(whole) >= _LEAST and others < len(whole) + lone
    return [_dashed(text) if told and _RUN_TOGETHER.fullmatch(text) else _pointed(text) for text in references]


def _dashed(text: str) -> str:
    """The one way to part the digits so that they rise, plainly; a dash may have been read as a dot."""
    places = [text.index(".")] if "." in text else range(1, len(text))
    pairs = [(text[:at], text[at:].lstrip(".")) for at in places]
    good = [(low, high) for low, high in pairs if _rises(low, high)]
    level = [pair for pair in good if len(pair[0]) == len(pair[1])]
    best = good if len(good) == 1 else level
    return f"{best[0][0]}-{best[0][1]}" if len(best) == 1 else text


def _rises(low: str, high: str) -> bool:
    if re.match(r"0\d", low) or high.startswith("0"):
        return False
    return int(low) < int(high) and (int(low) == 0 or int(high) <= _WIDEST * int(low))


def _pointed(text: str) -> str:
    crossed = _CROSSED.match(text)
    if crossed and len(crossed["part"]) == decimals(crossed["low"]):
        return f"{crossed['low']}{crossed['dash']}{crossed['whole']}{crossed['sign']}{crossed['part']}"
    blank = _BLANK.match(text)
    if (
        blank
        and len(blank["part"]) == decimals(blank["high"])
        and int(blank["whole"]) < float(blank["high"].replace(",", "."))
    ):
        return f"{blank['whole']}{blank['sign']}{blank['part']}{blank['dash'].strip() or '-'}{blank['high']}"
    return text
