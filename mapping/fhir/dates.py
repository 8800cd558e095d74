"""Dates as the page prints them, turned into FHIR's dateTime and instant without inventing precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta, timezone

from mapping.fhir.codes import DATA_ABSENT_EXTENSION, PRINTED_DATE
from mapping.fhir.context import BundleContext, Json, instant
from ocr_pipeline.report import Report

_PRINTED = re.compile(
    r"^(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?:[T ](?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.\d+)?)?"
    r"(?P<z>Z|[+-]\d{2}:\d{2})?)?)?)?$"
)
_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date that exists. ``day`` as far as printed (``2026``, ``2026-03``, ``2026-03-01``), ``clock`` ``HH:MM:SS`` or
    empty, ``offset`` as printed or empty."""

    text: str
    day: str
    clock: str = ""
    offset: str = ""

    @property
    def first(self) -> date:
        """The first day that it may mean."""
        return date.fromisoformat((self.day + "-01-01")[:10])

    def date_time(self, utc_offset: str) -> str:
        """FHIR dateTime: with the clock only where its time zone is known."""
        offset = self.offset or utc_offset
        return f"{self.day}T{self.clock}{offset}" if self.clock and offset else self.day

    def instant(self, utc_offset: str) -> str:
        """FHIR instant, which must have a time: midnight at the start of the day where the page prints none."""
        day = self.first.isoformat()
        return f"{day}T{self.clock or '00:00:00'}{self.offset or utc_offset or 'Z'}"


@dataclass(frozen=True, slots=True)
class Dates:
    """What a report's dates allow to say. ``problems`` are sentences for people, empty when all is well."""

    effective: Json
    issued: Json
    collected: str = ""
    problems: tuple[str, ...] = ()


def parse(text: str) -> Printed | None:
    """A printed ISO 8601 date or date-time; None when there is no such day or time."""
    match = _PRINTED.match(text.strip())
    if match is None:
        return None
    part = {name: int(value) for name, value in match.groupdict().items() if value and name != "z"}
    try:
        date(part["y"], part.get("m", 1), part.get("d", 1))
        clock = time(part["H"], part["M"], part.get("S", 0)).isoformat() if "H" in part else ""
    except ValueError:
        return None
    day = "-".join([match["y"], *(f"{part[name]:02d}" for name in "md" if name in part)])
    return Printed(text, day, clock, match["z"] or "")


def dates_of(report: Report, context: BundleContext) -> Dates:
    """Effective (collection, else report) and issued (report, else the moment of reading) of a report."""
    problems: list[str] = []
    # a page printed today somewhere ahead of us is not from the future
    latest = (instant(context.recorded).astimezone(timezone(timedelta(hours=14)))).date()

    def sound(text: str, what: str) -> Printed | None:
        if not text.strip():
            return None
        printed = parse(text)
        if printed is None:
            problems.append(f"The {what} date {text!r} does not exist; it was left out.")
        elif not _EARLIEST <= printed.first <= latest:
            problems.append(f"The {what} date {text} is not possible for a report read on {latest}; it was left out.")
            printed = None
        return printed

    collected, reported = sound(report.collected, "collection"), sound(report.reported, "report")
    if collected and reported and _after(collected, reported):
        problems.append(
            f"The collection date {collected.text} lies after the report date {reported.text}; neither was used."
        )
        collected = reported = None
    return Dates(
        effective=_effective(collected or reported, context, bool(problems)),
        issued=_issued(reported, context),
        collected=collected.date_time(context.utc_offset) if collected else "",
        problems=tuple(problems),
    )


def _after(one: Printed, other: Printed) -> bool:
    shared = min(len(one.day), len(other.day))
    if one.day[:shared] != other.day[:shared]:
        return one.day[:shared] > other.day[:shared]
    return bool(one.clock and other.clock) and one.clock > other.clock


def _effective(printed: Printed | None, context: BundleContext, doubtful: bool) -> Json:
    if printed is None:
        absent = {"url": DATA_ABSENT_EXTENSION, "valueCode": "error" if doubtful else "unknown"}
        return {"_effectiveDateTime": {"extension": [absent]}}
    value = printed.date_time(context.utc_offset)
    body: Json = {"effectiveDateTime": value}
    if printed.clock and "T" not in value:
        body["_effectiveDateTime"] = {"extension": [_as_printed(printed)]}
    return body


def _issued(printed: Printed | None, context: BundleContext) -> Json:
    if printed is None:
        return {"issued": utc(context.recorded)}
    body: Json = {"issued": printed.instant(context.utc_offset)}
    if not printed.clock or not (printed.offset or context.utc_offset):
        body["_issued"] = {"extension": [_as_printed(printed)]}
    return body


def _as_printed(printed: Printed) -> Json:
    return {"url": PRINTED_DATE, "valueString": printed.text}


def utc(text: str) -> str:
    """An instant in UTC, to the second, as FHIR writes it."""
    return instant(text).astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
