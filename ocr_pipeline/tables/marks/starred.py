"""Marks of abnormality that stand with the name: a star or an arrow before it, a letter behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_pipeline.report import Flag, Result
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.values import parse_value

if TYPE_CHECKING:
    from ocr_pipeline.tables.results import Evidence

_STAR = re.compile(r"\s*[*!\"“”]")
_ARROW = re.compile(r"[↑↓]+\s*(?=[^\W\d_])")
_LETTER = re.compile(r"\s+(?P<mark>[HL])\Z")


def is_starred(text: str) -> bool:
    """A star, or what the recogniser takes it for, before a name."""
    return bool(_STAR.match(text))


def marked_name(name: str, flag: Flag, side: Flag) -> tuple[str, Flag]:
    """``name`` without the arrow before it or the letter behind it that the detector boxed with it, and the row's mark.
    ``side`` is where the value lies: it must say that a letter is a mark."""
    arrow = _ARROW.match(plain(name))
    mark = parse_flag(arrow[0]) if arrow else None
    if arrow and mark and not flag:
        return name[arrow.end() :], mark.flag
    letter = _LETTER.search(name)
    if letter and not flag and letter["mark"] == side:
        return name[: letter.start()], side
    return name, flag


def with_stars(
    found: list[tuple[Result, Evidence]], starred: Sequence[bool], comma: bool
) -> list[tuple[Result, Evidence]]:
    """A star before a name is a mark of abnormality where only values outside their interval, or findings that are not
    negative, have one; else it says that the test is accredited, and means nothing here."""
    places = [place_of(r, comma) for r, _ in found]
    outside = [s for s, p in zip(starred, places, strict=True) if p in ("low", "high")]
    inside = [s for s, p in zip(starred, places, strict=True) if p == "in"]
    if not any(starred) or not any(outside) or any(inside) or sum(outside) < 0.6 * len(outside):
        return found
    return [
        (replace(r, flag="A"), e) if star and not r.flag else (r, e)
        for (r, e), star in zip(found, starred, strict=True)
    ]


_NEGATIVE = frozenset(("-", "neg", "negative", "阴性", "normal", "正常", "未见", "未检出"))


def place_of(result: Result, comma: bool) -> str | None:
    """Where a value lies by its interval: low, in or high; None where that cannot be told."""
    interval = parse_range(result.reference_range, comma)
    value = parse_value(result.value, comma)
    body = plain(result.value).strip("()")
    if interval is None and value is not None and (value.kind in ("sign", "word") or body.startswith("+")):
        if body.casefold() in _NEGATIVE:
            return "in"
        return "high" if "+" in body or "±" in body or compact(body) in ("阳性", "positive", "pos") else None
    if interval is None or value is None or value.number is None:
        return None
    return interval.places(value.number)
