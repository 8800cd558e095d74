"""Marks of abnormality that stand with the name: a star or an arrow before it, a letter behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import prod
from statistics import median
from typing import TYPE_CHECKING

from ocr_pipeline.report import Flag, Result
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.values import parse_value

if TYPE_CHECKING:
    from ocr_pipeline.tables.results import Evidence

_STAR = re.compile(r"\s*[*!\"“”]")
_ARROW = re.compile(r"(?P<arrow>[↑↓]+)[\s.,·:]*(?=[^\W\d_])")
_LETTER = re.compile(r"\s+(?P<mark>[HL])\Z")


def is_starred(text: str) -> bool:
    """A star, or what the recogniser takes it for, before a name, or a star behind it (``KET*``)."""
    return bool(_STAR.match(text)) or (text.rstrip().endswith("*") and "**" not in text)


def marked_name(name: str, flag: Flag, side: Flag) -> tuple[str, Flag]:
    """``name`` without the arrow before it or the letter behind it that the detector boxed with it, and the row's mark.
    ``side`` is where the value lies: it must say that a letter is a mark."""
    arrow = _ARROW.match(plain(name))
    mark = parse_flag(arrow["arrow"]) if arrow else None
    if arrow and mark and not flag:
        return name[arrow.end() :], mark.flag
    letter = _LETTER.search(name)
    if letter and not flag and letter["mark"] == side:
        return name[: letter.start()], side
    return name, flag


_OUT = 0.15  #: text heights that a name begins before those of values inside their intervals, where a star was boxed with it
_CHANCE = 0.2  #: that stars which say something else stand before values outside only


def with_stars(
    found: list[tuple[Result, Evidence]],
    starred: Sequence[bool],
    comma: bool,
    begins: Sequence[float] = (),
) -> list[tuple[Result, Evidence]]:
    """A star before a name is a mark of abnormality where only values outside their interval, or findings that are not
    negative, have one; else it says that the test is accredited, and means nothing here. ``begins`` are where the names'
    boxes do: one that reaches out as the starred ones do holds a star that was not read."""
    places = [place_of(r, comma) or _graded(r) for r, _ in found]
    starred = _with_unread(starred, places, begins, [e.height for _, e in found])
    outside = [s for s, p in zip(starred, places, strict=True) if p in ("low", "high")]
    inside = [s for s, p in zip(starred, places, strict=True) if p == "in"]
    if not any(starred) or not any(outside) or any(inside):
        return found
    if sum(outside) < 0.6 * len(outside) and _by_chance(sum(outside), len(outside), len(inside)) > _CHANCE:
        return found
    return [
        (replace(r, flag="A"), e) if star and not r.flag else (r, e)
        for (r, e), star in zip(found, starred, strict=True)
    ]


def _with_unread(
    starred: Sequence[bool], places: Sequence[str | None], begins: Sequence[float], heights: Sequence[float]
) -> Sequence[bool]:
    """``starred`` with the values outside whose name begins before those of all values inside, as far as a starred one."""
    usual = [b for b, p in zip(begins, places, strict=False) if p == "in"]
    if not any(starred) or len(usual) < _LEAST_PLAIN:
        return starred
    edge = min(usual) - _OUT * median(heights)
    if not any(s and b < edge for s, b in zip(starred, begins, strict=True)):
        return starred
    return [s or (p in ("low", "high") and b < edge) for s, p, b in zip(starred, places, begins, strict=True)]


def _by_chance(stars: int, outside: int, inside: int) -> float:
    """How likely ``stars`` that say nothing of values stand before those outside only."""
    return prod((outside - i) / (outside + inside - i) for i in range(stars))


_LEAST_PLAIN = 4  #: values inside their intervals that tell where names begin
_NEGATIVE = frozenset(("-", "neg", "negative", "阴性", "normal", "正常", "未见", "未检出"))


def is_unusual(finding: str, usual: str) -> bool:
    """Whether a finding is another than the negative one that its interval asks for (``3+`` and ``阴性``)."""
    grade = plain(finding).replace(" ", "").strip("()")
    other = ("+" in grade and not grade.strip("+1234")) or compact(grade) in _POSITIVE
    return bool(other) and plain(usual).casefold().strip("()") in _NEGATIVE


_POSITIVE = frozenset(("阳性", "positive", "pos"))


_GRADES = frozenset(("trace", "small", "moderate", "large", "few", "many"))


def _graded(result: Result) -> str | None:
    """Above, for an amount in words that has no interval (``BLO  Moderate``)."""
    return "high" if not result.reference_range and compact(plain(result.value)) in _GRADES else None


def place_of(result: Result, comma: bool) -> str | None:
    """Where a value lies by its interval: low, in or high; None where that cannot be told."""
    interval = parse_range(result.reference_range, comma)
    value = parse_value(result.value, comma)
    body = plain(result.value).strip("()")
    if interval is None and value is not None and (value.kind in ("sign", "word") or body.startswith("+")):
        if body.casefold() in _NEGATIVE:
            return "in"
        return "high" if "+" in body or "±" in body or compact(body) in _POSITIVE else None
    if interval is not None and interval.kind == "word" and value is not None and value.kind in ("sign", "word"):
        found, usual = compact(body), compact(interval.text)
        return "in" if found == usual or {body.casefold(), plain(interval.text).casefold()} <= _NEGATIVE else "high"
    if interval is None or value is None or value.number is None:
        return None
    return interval.places(value.number)
