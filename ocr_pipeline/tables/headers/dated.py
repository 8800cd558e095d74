"""Columns headed by dates: a cumulative report prints the same tests of several days side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.headers.columns import Column

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?"
_DATE = re.compile(
    rf"\(?(?P<a>\d{{1,4}})\s?[-/.年]\s?(?P<b>\d{{1,2}})\s?[-/.月]\s?(?P<c>\d{{4}}|\d{{1,2}})日?\)?(?:\s*[T,]?\s*{_TIME})?\Z"
)
#: A day of any year with its time, month first (``06-01 08:00``, ``6月1日 8:00``) or, with a stroke, either (``05/14 0400``).
_DAY = re.compile(rf"(?P<month>\d{{1,2}})(?P<sign>[-/]|\s?月\s?)(?P<day>\d{{1,2}})(?:日\s*|\s+){_TIME}\Z")
#: The time behind a date without its colon: ``02/03/26 0412``.
_HOURS = re.compile(r"(?:(?<=[-/.]\d\d)|(?<=[-/. ]20\d\d))\s+([01]\d|2[0-3])([0-5]\d)\Z")
#: What is left of a day whose time stands apart or was run into it: ``05/14``, ``05/142000``.
_BEGINS = re.compile(r"\d{1,2}[-/]\d{1,6}")
_ANY_YEAR, _TURN = 2000, timedelta(days=180)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPELLED = re.compile(
    r"(?:(?P<d>\d{1,2})[\s./-]?(?P<m>[a-z]{3})[a-z]{0,6}|(?P<m2>[a-z]{3})[a-z]{0,6}\.?\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?)"
    r"[\s./'-]{0,2}(?P<y>(?:20)?\d{2})(?:[\sT,]*" + _TIME + ")?",
    re.IGNORECASE,
)


#: ``2024年``, ``2023年度体检``, ``2024年05月``: check-ups stand side by side by their years.
_YEAR = re.compile(r"\(?(?P<y>20\d{2})年(?:度|(?P<m>0?[1-9]|1[0-2])月)?(?:体检|检查|结果|体检结果|检查结果)?\)?")


@lru_cache(maxsize=4096)
def is_date(text: str) -> bool:
    """True for a header cell that is a date and nothing else, with or without its time."""
    return bool(_meanings(text))


def begins_as_day(text: str) -> bool:
    """True for a header cell that is no date but begins like one."""
    return not is_date(text) and bool(_BEGINS.match(plain(text)))


def _meanings(text: str) -> dict[str, datetime]:
    """What a date can mean by the order of its parts; one whose month is a name (``14 Mar 25``) means the same in each."""
    body = _HOURS.sub(r" \1:\2", plain(text).strip())
    spelled = _SPELLED.fullmatch(body)
    name = ((spelled["m"] or spelled["m2"]).casefold()) if spelled else ""
    if spelled and name in _MONTHS:
        try:
            day = datetime(2000 + int(spelled["y"][-2:]), _MONTHS.index(name) + 1, int(spelled["d"] or spelled["d2"]))
        except ValueError:
            return {}
        return dict.fromkeys(("ymd", "dmy", "mdy"), day + _time_of(spelled))
    year = _YEAR.fullmatch(body)
    if year is not None:
        return dict.fromkeys(("ymd", "dmy", "mdy"), datetime(int(year["y"]), int(year["m"] or 1), 1))
    match = _DATE.match(body)
    if match is not None:
        return {order: day + _time_of(match) for order, day in _readings(*match.group("a", "b", "c")).items()}
    short = _DAY.match(body)
    if short is None:
        return {}
    days = _readings(short["month"], short["day"], str(_ANY_YEAR))
    days = days if short["sign"] == "/" else dict.fromkeys(("ymd", "dmy", "mdy"), days["mdy"]) if "mdy" in days else {}
    return {order: day + _time_of(short) for order, day in days.items()}


def _time_of(match: re.Match[str]) -> timedelta:
    """The time of day that is printed behind a date, midnight where there is none."""
    return timedelta(hours=int(match["hour"] or 0), minutes=int(match["minute"] or 0))


def _readings(a: str, b: str, c: str) -> dict[str, datetime]:
    """What a date can mean by the order of its parts: year first, day first, month first."""
    out: dict[str, datetime] = {}
    for order, (year, month, day) in {"ymd": (a, b, c), "dmy": (c, b, a), "mdy": (c, a, b)}.items():
        if len(year) not in (2, 4) or (order == "ymd" and len(a) == 2 and len(c) == 4):
            continue
        whole = int(year) if len(year) == 4 else 2000 + int(year)
        try:
            out[order] = datetime(whole, int(month), int(day))
        except ValueError:
            continue
    return {k: v for k, v in out.items() if len(a) != 4 or k == "ymd"}


def dates_apart(piece: Piece) -> list[Piece]:
    """``piece`` with the dates of which it consists apart (``03/08/25 11/11/25 02/02/26``): each heads a column of its own."""
    words = list(re.finditer(r"\S+", piece.text)) if piece.text[:1].isdigit() and " " in piece.text else []
    if len(words) < 2 or not all(len(w[0]) > 5 and is_date(w[0]) for w in words):
        return [piece]
    start = piece.line.text.index(piece.text, piece.start)
    return [p for w in words if (p := piece.cut(start + w.start(), start + w.end())) is not None]


def newest(titles: Sequence[str]) -> int | None:
    """Index of the newest of several dates; None when the order of day and month would change the answer.

    Only orders that fit all dates count; with two-digit years, year first counts only where nothing else fits.
    """
    found = [_meanings(t) for t in titles]
    if not all(found) or not found:
        return None
    orders = [o for o in ("dmy", "mdy", "ymd") if all(o in f for f in found)]
    orders = [o for o in orders if o != "ymd"] or orders
    for order in orders:
        days = [f[order] for f in found if f[order].year == _ANY_YEAR]
        if days and max(days) - min(days) > _TURN:
            return None  # of December and of January
    best = {max(range(len(found)), key=lambda i: found[i][o]) for o in orders}
    return best.pop() if len(best) == 1 else None


def dated_by(columns: Sequence[Column], below: Sequence[Piece]) -> list[Column]:
    """``columns`` of which several are headed as the result, told apart by the dates that stand ``below`` them."""
    dates = {
        i: p
        for i, c in enumerate(columns)
        for p in below
        if c.kind == "result" and is_date(p.text) and p.x0 < c.x1 and c.x0 < p.x1
    }
    if len({p.text for p in dates.values()}) < 2 or len(dates) < sum(c.kind == "result" for c in columns):
        return list(columns)
    return settle([replace(c, title=dates[i].text) if i in dates else c for i, c in enumerate(columns)])


def settle(columns: Sequence[Column], torn: bool = False) -> list[Column]:
    """The newest of the dated columns holds the results, all others earlier ones. Beside a column headed as the result
    every dated column is an earlier one. Where the newest cannot be told, the first one is taken, marked uncertain, as it is where
    another day's header was ``torn``."""
    dated = [c for c in columns if c.kind == "result" and is_date(c.title)]
    if not dated:
        return list(columns)
    headed = any(c.kind == "result" and c not in dated for c in columns)
    place = None if torn else newest([c.title for c in dated])
    current = None if headed else dated[place or 0]
    return [
        c
        if c not in dated
        else replace(c, kind="previous")
        if c is not current
        else replace(c, uncertain=place is None and (torn or len(dated) > 1))
        for c in columns
    ]
