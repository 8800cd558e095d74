"""Rows, panels and headed sections as Observations."""

from __future__ import annotations

from mapping.fhir.codes import (
    CATEGORIES,
    EVIDENCE,
    INTERPRETATION,
    INTERPRETATIONS,
    LOINC,
    THO,
    concept,
    panel_code,
    section_code,
)
from mapping.fhir.context import Json
from mapping.fhir.digits import Digits
from mapping.fhir.narrative import clean, narrative, printed_value, result_line
from mapping.fhir.ranges import reference_ranges
from mapping.fhir.values import value_of
from ocr_pipeline.report import REASONS, Polygon, Reason, Report, Result, Section

NAME_UNREADABLE = "(name not readable)"


def result_observation(
    report: Report, index: int, common: Json, specimen: Json | None, ucum_only: bool = False
) -> Json:
    """Observation of row ``index``. ``common``: what all Observations of a report share (subject, effective, …)."""
    result = report.results[index]
    body: Json = {
        "text": narrative(result_line(result), *doubts(result.reasons, result.note, result.coding_note)),
        "extension": [_evidence(result.page, result.polygon, result.confidence, result)],
        **common,
        "category": [category(report)],
        "code": _code(result),
        **_cleaned(value_of(result, report.language, ucum_only, report.decimal_sign)),
    }
    if interpretation := _interpretation(result):
        body["interpretation"] = [interpretation]
    if notes := doubts(result.reasons, result.note, result.coding_note):
        body["note"] = [{"text": "\n\n".join(notes)}]
    if ranges := reference_ranges(result, report.language, report.decimal_sign):
        body["referenceRange"] = ranges
    if specimen:
        body["specimen"] = specimen
    return body


def panel_observation(report: Report, group: str, members: list[tuple[int, str]], common: Json) -> Json:
    """Observation of a sub-heading's rows: (row index, reference of its Observation) each; it has no value itself."""
    codes = frozenset(loinc for index, _ in members if (loinc := report.results[index].loinc))
    text = clean(group)
    panel = panel_code(codes)
    return {
        "text": narrative(text, table=([result_line(report.results[index])] for index, _ in members)),
        **common,
        "category": [category(report)],
        "code": concept(LOINC, *panel, text) if panel else {"text": text},
        "hasMember": [{"reference": reference} for _, reference in members],
    }


def section_observation(report: Report, section: Section, common: Json) -> Json:
    """Observation of a headed section of a narrative report."""
    heading, text = clean(section.heading), clean(section.text)
    body: Json = {
        "text": narrative(heading, text, *doubts(section.reasons)),
        "extension": [_evidence(section.page, section.polygon, section.confidence)],
        **common,
        "category": [category(report)],
        "code": section_code(report.kind, section.kind, heading),
    }
    if text:
        body["valueString"] = text
    else:
        body["dataAbsentReason"] = concept(f"{THO}/data-absent-reason", "unknown", "Unknown")
    if notes := doubts(section.reasons):
        body["note"] = [{"text": "\n\n".join(notes)}]
    return body


def category(report: Report) -> Json:
    return concept(f"{THO}/observation-category", *CATEGORIES[report.kind])


def doubts(reasons: tuple[Reason, ...], *notes: str) -> list[str]:
    """Sentences for people: one a reason, and the notes, each once."""
    return list(dict.fromkeys([*(REASONS[reason] for reason in reasons), *(n for n in map(clean, notes) if n)]))


def decimal(value: float) -> Digits:
    """A confidence with at most four decimals and no trailing zeros."""
    return Digits(f"{value:.4f}".rstrip("0").rstrip(".") or "0")


def _code(result: Result) -> Json:
    text = clean(result.name) or clean(result.code) or NAME_UNREADABLE
    return {"coding": [{"system": LOINC, "code": result.loinc}], "text": text} if result.loinc else {"text": text}


def _interpretation(result: Result) -> Json | None:
    code = result.interpretation
    if code is None and result.flag:
        # a flag that contradicts the value stays in the evidence and the text, and is not asserted
        code = None if Reason.FLAG_CONTRADICTS in result.reasons else result.flag
    if not code:
        return None
    display = INTERPRETATIONS.get(code)
    return concept(INTERPRETATION, code, display) if display else {"text": code}


def _cleaned(value: Json) -> Json:
    if "valueString" in value:
        value["valueString"] = clean(value["valueString"]) or "?"
    return value


def _evidence(page: int, polygon: Polygon, confidence: float, result: Result | None = None) -> Json:
    """Where on which page of the original it stands, how certain the reading was, and what was printed."""
    parts: list[Json] = [{"url": "page", "valuePositiveInt": page + 1}]
    if polygon:
        parts.append({"url": "polygon", "valueString": points(polygon)})
    parts.append({"url": "confidence", "valueDecimal": decimal(confidence)})
    if result is not None:
        if result.value_polygon:
            parts.append({"url": "valuePolygon", "valueString": points(result.value_polygon)})
        printed = (
            ("value", printed_value(result)),
            ("unit", result.unit),
            ("code", result.code),
            ("flag", result.flag),
        )
        parts += [{"url": url, "valueString": text} for url, value in printed if (text := clean(value))]
        parts += [{"url": "reason", "valueCode": reason.value} for reason in result.reasons]
    return {"url": EVIDENCE, "extension": parts}


def points(polygon: Polygon) -> str:
    """Corners as in an SVG ``points`` attribute: ``x,y x,y …`` in pixels of the original page image."""
    return " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in polygon)
