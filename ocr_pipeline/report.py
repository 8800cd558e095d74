"""The data model that leaves the reading side: what a page says, and what is doubtful about it.

``Report`` is what ``report.json`` holds (see ``docs/contract.md``). Everything is frozen; a stage that knows
more returns a changed copy (``dataclasses.replace``). A value is never dropped and never silently altered:
doubt is data, a code from :class:`Reason` with a sentence for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Literal

SCHEMA_VERSION = "1"

Point = tuple[float, float]
#: Corners in pixels of the original page image (before any rectifying), clockwise.
Polygon = tuple[Point, ...]


def as_polygon(points: Iterable[Any]) -> Polygon:
    """``points`` (rows of an array, lists of two numbers) as plain numbers."""
    return tuple((float(x), float(y)) for x, y in points)


Kind = Literal["laboratory", "imaging", "pathology", "endoscopy", "other"]
SectionKind = Literal[
    "findings", "impression", "diagnosis", "specimen", "technique", "clinical", "recommendation", "other"
]
RegionLabel = Literal["title", "identity", "table", "text", "figure", "footer", "other"]
Flag = Literal["", "H", "L", "HH", "LL", "A"]
#: What parts whole numbers from their fractions on a document; empty when its numbers do not say, or say both.
DecimalSign = Literal["", ".", ","]


class Reason(StrEnum):
    """Why a value, a section, a page or a document asks for a person's eye."""

    # what the eye saw
    LOW_CONFIDENCE = "low_confidence"
    AMBIGUOUS_CHARACTER = "ambiguous_character"
    SYMBOL_UNCERTAIN = "symbol_uncertain"
    NAME_UNCERTAIN = "name_uncertain"
    SMALL_PRINT = "small_print"
    OVERPRINTED = "overprinted"
    CUT_BY_EDGE = "cut_by_edge"
    UNREADABLE = "unreadable"
    # where it stood
    GEOMETRY_UNCERTAIN = "geometry_uncertain"
    COLUMNS_UNCERTAIN = "columns_uncertain"
    ROW_SPLIT = "row_split"
    ROW_MISSING = "row_missing"
    TEXT_LEFT_OVER = "text_left_over"
    DUPLICATE_CONFLICT = "duplicate_conflict"
    # what it says
    VALUE_FORMAT = "value_format"
    VALUE_MISSING = "value_missing"
    VALUE_UNIT_MISMATCH = "value_unit_mismatch"
    DECIMALS_UNUSUAL = "decimals_unusual"
    FLAG_CONTRADICTS = "flag_contradicts"
    RANGE_UNREADABLE = "range_unreadable"
    UNIT_MISSING = "unit_missing"
    UNIT_UNUSUAL = "unit_unusual"
    UNIT_OF_ANOTHER_ANALYTE = "unit_of_another_analyte"
    ALGEBRA_FAILED = "algebra_failed"
    OUTSIDE_PHYSIOLOGICAL_LIMITS = "outside_physiological_limits"
    DATE_IMPOSSIBLE = "date_impossible"
    IDENTITY_MASKED = "identity_masked"
    # the page and the document
    PAGE_FAILED = "page_failed"
    PAGE_BLANK = "page_blank"
    NO_RESULTS = "no_results"
    SCRIPT_UNSUPPORTED = "script_unsupported"
    SEVERAL_REPORTS = "several_reports"
    LIMIT_REACHED = "limit_reached"
    PATIENT_UNCERTAIN = "patient_uncertain"


#: One sentence for people per reason; ``scan2fhir schema`` prints it.
REASONS: Mapping[Reason, str] = {
    Reason.LOW_CONFIDENCE: "The recogniser was not sure of a character of this value.",
    Reason.AMBIGUOUS_CHARACTER: "A character has a close runner-up that would change the value.",
    Reason.SYMBOL_UNCERTAIN: "A single sign such as -, + or an arrow could not be read with certainty.",
    Reason.NAME_UNCERTAIN: "The name is not quite one that is known, or was hardly legible; the value may be another's.",
    Reason.SMALL_PRINT: "The print is too small in the picture to be read safely; a closer photograph helps.",
    Reason.OVERPRINTED: "A stamp, watermark or line crosses the value.",
    Reason.CUT_BY_EDGE: "The picture's edge cuts the row.",
    Reason.UNREADABLE: "Something stands here that could not be read.",
    Reason.GEOMETRY_UNCERTAIN: "The page is so bent or tilted that a neighbour's value may stand in this row.",
    Reason.COLUMNS_UNCERTAIN: "It is not certain which column the value belongs to.",
    Reason.ROW_SPLIT: "The parts of this row come from different lines.",
    Reason.ROW_MISSING: "The table seems to have a row here that could not be read.",
    Reason.TEXT_LEFT_OVER: "Text inside the table belongs to no row.",
    Reason.DUPLICATE_CONFLICT: "The same result is printed twice with different values.",
    Reason.VALUE_FORMAT: "The value has a form that a result cannot have.",
    Reason.VALUE_MISSING: "The row has a name but no value could be read.",
    Reason.VALUE_UNIT_MISMATCH: "The value is not possible in the printed unit.",
    Reason.DECIMALS_UNUSUAL: "The value has more or fewer decimals than its reference interval.",
    Reason.FLAG_CONTRADICTS: "The printed flag contradicts the value and its reference interval.",
    Reason.RANGE_UNREADABLE: "The reference interval could not be read with certainty.",
    Reason.UNIT_MISSING: "The unit is missing.",
    Reason.UNIT_UNUSUAL: "The unit is unusual for this analyte or unknown.",
    Reason.UNIT_OF_ANOTHER_ANALYTE: "The unit belongs to another analyte.",
    Reason.ALGEBRA_FAILED: "The value does not fit the other values of the report (see the note).",
    Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS: "The value lies outside what is physiologically possible.",
    Reason.DATE_IMPOSSIBLE: "A date on the page is impossible.",
    Reason.IDENTITY_MASKED: "Part of the text was removed because it may identify a person.",
    Reason.PAGE_FAILED: "A page could not be read.",
    Reason.PAGE_BLANK: "A page is blank.",
    Reason.NO_RESULTS: "Nothing that looks like a result or a finding was found.",
    Reason.SCRIPT_UNSUPPORTED: "The page is in a script that is not read here.",
    Reason.SEVERAL_REPORTS: "The file seems to hold several reports or several patients.",
    Reason.LIMIT_REACHED: "A limit on pages, pixels or time cut the reading short.",
    Reason.PATIENT_UNCERTAIN: "It is not certain that the page belongs to this patient.",
}


#: Units of counted cells and germs.
_COUNTED = re.compile(
    r"(?:c[eé]l\w*|cells?|leu\w*|ery\w*|hem\w*|ufc|cfu|copi\w*)?\s?"
    r"(?:/\s?(?:mm\^?[3³]|mmc|cu\.?mm|[uµμ]l|mcl|ml)|mm\^?[3³]|mmc)",
    re.IGNORECASE,
)


def counts_cells(unit: str) -> bool:
    """Whether ``unit`` is one of counted cells (``/mm3``, ``/µL``, ``UFC/mL``): they have no decimals, so that a point or comma
    before three digits groups thousands in every language."""
    return bool(_COUNTED.fullmatch(unit.strip()))


_GROUPED = {
    signs: re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:[{signs}]\d{{3}})+(?=(?:{fraction})?(?![\d.,]))")
    for signs, fraction in ((".,", ""), (".", r",\d+"), (",", r"\.\d+"))
}


def without_groups(text: str, unit: str, sign: DecimalSign = "") -> str:
    """``text`` with its grouped thousands closed up (``265.000 /mm3``, ``1.240`` beside decimal commas), any other as it is.

    ``sign`` is the document's decimal sign: the other one before three digits groups thousands there. In counts of cells both do.
    """
    groups = ".," if counts_cells(unit) else {",": ".", ".": ","}.get(sign)
    return _GROUPED[groups].sub(lambda found: re.sub("[.,]", "", found[0]), text) if groups else text


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that were read: RFC 6920 needs their SHA-256 (lower-case hex), FHIR their media type."""

    sha256: str
    media_type: str
    pages: int


@dataclass(frozen=True, slots=True)
class Region:
    label: RegionLabel
    polygon: Polygon
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """``width`` and ``height`` in pixels of the original page image."""

    width: int
    height: int
    regions: tuple[Region, ...] = ()
    reasons: tuple[Reason, ...] = ()
    note: str = ""


#: What stands in the note of a row whose name is the nearest known one, before what was read. Such a row gets no code.
GUESSED = "The name was read as "


@dataclass(frozen=True, slots=True)
class Result:
    """One printed row. Texts as printed (NFKC, trimmed); ``value`` keeps its digits (``4.50`` stays ``4.50``).

    ``comparator`` is one of ``<``, ``>``, ``<=``, ``>=`` or None. ``group`` is the printed sub-heading above the
    row, ``specimen`` the printed specimen. ``loinc``, ``ucum`` and ``interpretation`` (a v3-ObservationInterpretation
    code) are ours, None when not certain; ``coding_note`` then says why in one sentence. ``note`` explains the doubt.
    """

    name: str
    value: str
    unit: str = ""
    reference_range: str = ""
    flag: Flag = ""
    code: str = ""
    comparator: str | None = None
    confidence: float = 1.0
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    page: int = 0
    polygon: Polygon = ()
    value_polygon: Polygon = ()
    group: str = ""
    specimen: str = ""
    loinc: str | None = None
    ucum: str | None = None
    interpretation: str | None = None
    coding_note: str = ""

    @property
    def needs_review(self) -> bool:
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a narrative report; paragraphs in ``text`` are separated by a newline."""

    heading: str
    kind: SectionKind
    text: str
    confidence: float = 1.0
    reasons: tuple[Reason, ...] = ()
    figures: tuple[str, ...] = ()
    page: int = 0
    polygon: Polygon = ()

    @property
    def needs_review(self) -> bool:
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    page: int
    polygon: Polygon
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document as read. ``title`` is the printed title without names of people or places that identify.

    ``collected``, ``reported`` are ISO 8601 dates or date-times as printed on the page, empty when absent. ``decimal_sign`` tells
    what ``1.240`` and ``1,240`` are among its numbers.
    """

    source: Source
    language: str = ""
    kind: Kind = "other"
    title: str = ""
    specimen: str = ""
    collected: str = ""
    reported: str = ""
    decimal_sign: DecimalSign = ""
    pages: tuple[Page, ...] = ()
    results: tuple[Result, ...] = ()
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def needs_review(self) -> bool:
        """True when the document, a page, a result or a section carries a reason."""
        parts: Iterable[Page | Result | Section] = (*self.pages, *self.results, *self.sections)
        return bool(self.reasons) or any(part.reasons for part in parts)

    def to_json(self) -> dict[str, Any]:
        """The ``report.json`` object of the contract, schema version 1."""
        body = _plain(self)
        return {"schema_version": SCHEMA_VERSION, **body}

    @staticmethod
    def from_json(body: Mapping[str, Any]) -> Report:
        """The inverse of :meth:`to_json`. Raises ``ValueError`` on another schema version."""
        if body.get("schema_version") != SCHEMA_VERSION:
            raise ValueError(f"report.json of schema version {body.get('schema_version')!r}, expected {SCHEMA_VERSION}")

        def build(cls: Any, item: Mapping[str, Any]) -> Any:
            known = {f.name for f in fields(cls)}
            values: dict[str, Any] = {k: v for k, v in item.items() if k in known}
            for key in ("polygon", "value_polygon"):
                if key in values:
                    values[key] = as_polygon(values[key])
            if "reasons" in values:
                values["reasons"] = tuple(Reason(r) for r in values["reasons"])
            if "regions" in values:
                values["regions"] = tuple(build(Region, r) for r in values["regions"])
            if cls is Section and "figures" in values:
                values["figures"] = tuple(values["figures"])
            return cls(**values)

        top = {k: v for k, v in body.items() if k in {f.name for f in fields(Report)}}
        top["source"] = build(Source, body["source"])
        for key, cls in (("pages", Page), ("results", Result), ("sections", Section), ("figures", Figure)):
            top[key] = tuple(build(cls, item) for item in body.get(key, ()))
        top["reasons"] = tuple(Reason(r) for r in body.get("reasons", ()))
        return Report(**top)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        out = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, (Report, Result, Section)):
            out["needs_review"] = value.needs_review
        return out
    return round(value, 4) if isinstance(value, float) else value
