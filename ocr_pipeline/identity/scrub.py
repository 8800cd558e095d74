"""The last guard before a report leaves: no found string survives in any of its texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.fields import IDENTITY_KINDS, labels_in
from ocr_pipeline.identity import email, phone, resident_id
from ocr_pipeline.identity.repeats import Wanted, occurrences, wanted
from ocr_pipeline.identity.span import Span
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.plausibility.names.known import is_known
from ocr_pipeline.plausibility.names.standing import Standing, standing
from ocr_pipeline.report import Figure, Page, Reason, Report, Result, Section
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit

#: What stands where identity was cut out of a text that goes on.
MASK = "[***]"
_IN_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]?")
_TELLING = IDENTITY_KINDS - {"facility", "device"}
_PLAIN_VALUE = re.compile(r"[<>≤≥=]*\s*[-+]?\d{1,6}(?:[.,]\d+)?")


#: ``150 000 - 400 000``: no telephone.
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3}){1,2}\s?[-~–]{1,2}\s?\d{1,3}(?:[ .,]\d{3}){1,2}")


def scrub(report: Report, spans: Sequence[Span], pages: Sequence[PageText]) -> Report:
    """``report`` without any string of ``spans``, nor a number or address that shows itself by its form.

    Rows that are a form's identity fields go. A real row's value, unit and range are protected from short numbers
    (a bed number 12 must not eat a value 12); longer text that is found there leaves a reason behind. A section that lost
    text carries ``IDENTITY_MASKED``.
    """
    del pages
    strings = wanted(spans)
    sections = tuple(s for s in (_section(s, strings) for s in report.sections) if s.heading or s.text)
    return replace(
        report,
        title=_guarded(report.title, strings),
        specimen=_guarded(report.specimen, strings),
        pages=tuple(_page(p, strings) for p in report.pages),
        results=tuple(_result(r, strings) for r in report.results if not is_identity_row(r)),
        sections=sections,
        figures=tuple(_figure(f, strings) for f in report.figures),
    )


def is_identity_row(result: Result) -> bool:
    """True when the row's name is a field of the form that identifies (``住院号``, ``Patient ID``, ``Doctor``)."""
    name = result.name.strip()
    if (result.unit or result.reference_range) and is_known(name):
        return False  # PT in seconds is a result, PT alone may be the patient
    whole = re.sub(r"[\s:：.]+$", "", name)
    for label in labels_in(name):
        covered = label.end - label.start >= 0.7 * len(whole)
        last = label.end >= len(whole) and name[: label.start].rstrip().endswith((":", "："))
        if label.kind in _TELLING and ((label.start <= 1 and (covered or label.colon)) or last):
            return True
    return False


def _clean(text: str, strings: Sequence[Wanted]) -> str:
    """``text`` with every found string, and whatever looks like a number or address of a person, masked."""
    if not text:
        return text
    places = [(a, b) for a, b, _ in occurrences(text, strings)]
    line = Line(text, 1.0, (), ((0, 0), (1, 0), (1, 1), (0, 1)), ((0, 0), (1, 0), (1, 1), (0, 1)))
    page = PageText(0, 1, 1, (line,))
    for recogniser in (resident_id, phone, email):
        places.extend((s.start, s.end) for s in recogniser.find(page, ()))
    if not places:
        return text
    out: list[str] = []
    at = 0
    for start, end in sorted(places):
        if end <= at:
            continue
        out.append(text[at : max(at, start)])
        if not out[-1].endswith(MASK) or start > at:
            out.append(MASK)
        at = end
    out.append(text[at:])
    return "".join(out)


def _tidy(text: str) -> str:
    """Without masks: for short texts that stand alone."""
    return re.sub(r"\s{2,}", " ", text.replace(MASK, " ")).strip(" ,，、-—:：")


def _guarded(text: str, strings: Sequence[Wanted]) -> str:
    """A short text without identity; exactly as it was when there is none in it (a value may be a lone ``-``)."""
    clean = _clean(text, strings)
    return text if clean == text else _tidy(clean)


def _section(section: Section, strings: Sequence[Wanted]) -> Section:
    heading = _guarded(section.heading, strings) if section.heading else ""
    text = _clean(section.text, strings)
    if text == section.text and heading == section.heading:
        return section
    reasons = (
        section.reasons if Reason.IDENTITY_MASKED in section.reasons else (*section.reasons, Reason.IDENTITY_MASKED)
    )
    return replace(section, heading=heading, text=text, reasons=reasons)


def _figure(figure: Figure, strings: Sequence[Wanted]) -> Figure:
    return replace(
        figure, label=_guarded(figure.label, strings) or figure.label[:2], caption=_clean(figure.caption, strings)
    )


def _page(page: Page, strings: Sequence[Wanted]) -> Page:
    return replace(page, note=_clean(page.note, strings)) if page.note else page


def _result(result: Result, strings: Sequence[Wanted]) -> Result:
    telling = [w for w in strings if len(w.letters) >= (2 if w.han else 4)]
    fields: dict[str, str] = {}
    for name in ("name", "code", "group", "specimen", "note", "coding_note"):
        before = getattr(result, name)
        fields[name] = _guarded(before, telling) if before else before
    inside = "".join(_IN_BRACKETS.findall(result.name))
    if standing(result.name) is Standing.KNOWN and _guarded(inside, telling) == inside:
        fields["name"] = (
            result.name
        )  # GLOBULI BIANCHI of Beatrice Bianchi; what stands in brackets may still be somebody
    real = bool(result.unit or result.reference_range)
    long = [w for w in telling if len(w.letters) >= 4 or w.han]
    for name in ("value", "unit", "reference_range"):
        before = getattr(result, name)
        if before and not (real and _PLAIN_VALUE.fullmatch(before)) and not (real and name != "value"):
            fields[name] = _guarded(before, long)
        elif name == "unit" and before and parse_unit(before) is None:  # what stands beside a number of somebody
            fields[name] = _guarded(before, [w for w in long if w.kind not in ("number", "phone")])
        elif before and name == "reference_range" and not _THOUSANDS.fullmatch(before):
            fields[name] = _guarded(
                before, [w for w in long if w.kind not in ("number", "phone") or len(w.letters) >= 8]
            )
    for name in ("unit", "reference_range"):  # the next field of the form on the same line: 地址:碧湖县…
        cell = fields.get(name, getattr(result, name))
        label = next((x for x in labels_in(cell) if x.kind in _TELLING and x.colon), None)
        if label and not (label.after <= 3 and looks_like_range(cell[label.after :].strip())):  # N: 45-84
            fields[name] = _tidy(cell[: label.start])
            if not fields[name] and not is_known(
                result.name
            ):  # nothing of a row is left: the number is the form's, too
                fields["value"] = ""
    if all(getattr(result, k) == v for k, v in fields.items()):
        return result
    content = any(
        getattr(result, k) != fields.get(k, getattr(result, k)) for k in ("name", "value", "unit", "reference_range")
    )
    reasons = result.reasons
    if content and Reason.IDENTITY_MASKED not in reasons:
        reasons = (*reasons, Reason.IDENTITY_MASKED)
    return replace(result, reasons=reasons, **fields)  # type: ignore[arg-type]
