"""When the specimen was taken or the patient examined, and when the report was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ocr_pipeline.fields import Field, fold
from ocr_pipeline.layout.known import know
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason

#: A date is called impossible only when each of its digits was read with this confidence: what cannot be read is no
#: mistake of the laboratory.
LEGIBLE = 0.9


@dataclass(frozen=True, slots=True)
class Dates:
    """ISO 8601 dates or date-times without zone (``2024-05-01``, ``2024-05-01T08:30``); empty when not printed or not
    certain."""

    collected: str = ""
    reported: str = ""
    reasons: tuple[Reason, ...] = ()


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero janv janvier gen gennaio oca ocak",
            "feb february febrero fev fevrier febbraio sub subat",
            "mar march marzo mars mart",
            "apr april abr abril avr avril aprile nis nisan",
            "may mayo mai mag maggio mayis",
            "jun june junio juin giu giugno haz haziran",
            "jul july julio juil juillet lug luglio tem temmuz",
            "aug august ago agosto aout agu agustos",
            "sep sept september septiembre septembre set settembre eyl eylul",
            "oct october octubre octobre ott ottobre eki ekim",
            "nov november noviembre novembre kas kasim",
            "dec december dic diciembre decembre dicembre ara aralik",
        ),
        1,
    )
    for name in names.split()
}
_SEP = r"\s*[-./年月,]\s*"
_YEAR_FIRST = re.compile(rf"(?<!\d)((?:19|20)\d\d){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})(?=\D|\d\d[:：时]|$)\s*日?")
_YEAR_FIRST_TIGHT = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./年](\d\d)[-./月](\d\d)日?")
_SOLID = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_YEAR_LAST = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}((?:19|20)\d\d|\d\d(?![\d:]))")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-./,]*(?:de\s*)?([a-z]{3,10})\.?[\s\-./,]*(?:de\s*|del\s*)?((?:19|20)\d\d|\d\d(?!\d))"
)
_NAMED_US = re.compile(r"([a-z]{3,10})\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s*((?:19|20)\d\d)")
_VIETNAMESE = re.compile(r"ngay\s*(\d{1,2})\s*(?:thang)?\s*(\d{1,2})\s*(?:nam)?\s*((?:19|20)\d\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*[:：时点h]\s*(\d{2})(?:\s*[:：分]\s*(\d{2}))?\s*(?:(am|pm|a\.m|p\.m)|(?!\d))")


def find_dates(pages: Sequence[PageText]) -> Dates:
    """The first believable date behind a sampling (or examination) label and the last behind a report label.

    A legible date that no calendar has gives no date and ``DATE_IMPOSSIBLE``; so does a report older than its sample. A date
    that is cut short, blotted out (``02 Dec, 202X``) or hardly legible says nothing, and so no date and no reason.
    Day before month is assumed where both orders are possible, except on pages whose other dates contradict it.
    """
    fields = [
        (page, field)
        for page in pages
        for field in know(page).fields
        if field.kind in ("collected", "reported", "date")
    ]
    month_first = any(_only_month_first(field.value) for _, field in fields)
    found: dict[str, list[tuple[str, bool]]] = {"collected": [], "reported": [], "date": []}
    impossible = False
    for page, field in fields:
        iso = parse_date(field.value, month_first)
        if iso:
            found[field.kind].append((iso, _legible(page, field)))
        elif iso is None and field.kind != "date":
            impossible = impossible or _legible(page, field)
    nothing = ("", False)
    collected, sure_collected = found["collected"][0] if found["collected"] else nothing
    reported, sure_reported = found["reported"][-1] if found["reported"] else nothing
    if not reported and not collected and found["date"]:
        reported, sure_reported = found["date"][0]
    if collected and reported and reported[:10] < collected[:10]:
        impossible = impossible or (sure_collected and sure_reported)
    return Dates(collected, reported, (Reason.DATE_IMPOSSIBLE,) if impossible else ())


def _legible(page: PageText, field: Field) -> bool:
    """True when every digit of the field was read with confidence."""
    for part in field.parts:
        line = page.lines[part.line]
        if len(line.chars) != len(line.text):
            if line.confidence < LEGIBLE:
                return False
        elif any(c.confidence < LEGIBLE for c in line.chars[part.start : part.end] if c.text.isdigit()):
            return False
    return True


def parse_date(text: str, month_first: bool = False) -> str | None:
    """ISO form of the first date in ``text`` with its time, ``""`` when there is none in full, None when it is impossible."""
    folded = fold(text)
    impossible = False
    for year, month, day, end in _candidates(folded, month_first):
        try:
            day_of = date(year, month, day)
        except ValueError:
            impossible = True
            continue
        if not 1970 <= year <= 2100:
            impossible = True
            continue
        time = _time(folded, end)
        return f"{day_of.isoformat()}T{time}" if time else day_of.isoformat()
    return None if impossible else ""


def _candidates(folded: str, month_first: bool) -> list[tuple[int, int, int, int]]:
    out: list[tuple[int, int, int, int, int]] = []
    for pattern in (_YEAR_FIRST_TIGHT, _YEAR_FIRST, _SOLID):
        for m in pattern.finditer(folded):
            out.append((m.start(), int(m[1]), int(m[2]), int(m[3]), m.end()))
    for m in _VIETNAMESE.finditer(folded):
        out.append((m.start(), int(m[3]), int(m[2]), int(m[1]), m.end()))
    for m in _YEAR_LAST.finditer(folded):
        first, second = int(m[1]), int(m[2])
        day, month = (second, first) if (month_first or second > 12) and first <= 12 else (first, second)
        out.append((m.start(), _full_year(m[3]), month, day, m.end()))
    for m in _NAMED.finditer(folded):
        if m[2] in _MONTHS:
            out.append((m.start(), _full_year(m[3]), _MONTHS[m[2]], int(m[1]), m.end()))
    for m in _NAMED_US.finditer(folded):
        if m[1] in _MONTHS:
            out.append((m.start(), int(m[3]), _MONTHS[m[1]], int(m[2]), m.end()))
    return [entry[1:] for entry in sorted(out, key=lambda e: e[0])]


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _time(folded: str, end: int) -> str:
    """The time of day behind the date, or before it (``02:31 PM 02 Dec``)."""
    match = _TIME.search(folded[end:]) or _TIME.search(folded)
    if match is None:
        return ""
    hour, minute = int(match[1]), int(match[2])
    half = (match[4] or "").replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    second = f":{match[3]}" if match[3] and int(match[3]) < 60 else ""
    return f"{hour:02d}:{minute:02d}{second}" if hour < 24 and minute < 60 else ""


def _only_month_first(text: str) -> bool:
    return any(int(m[1]) <= 12 < int(m[2]) for m in _YEAR_LAST.finditer(fold(text)))
