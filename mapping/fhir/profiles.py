"""What the profiles by setting ask beyond base FHIR: US Core 9, IPS 2, EU Laboratory 2."""

from __future__ import annotations

from mapping.fhir.codes import DOCUMENTS, LOINC, concept
from mapping.fhir.context import BundleContext, Json, Profile
from mapping.fhir.dates import utc
from mapping.fhir.narrative import narrative
from ocr_pipeline.report import Report

_US = "http://hl7.org/fhir/us/core/StructureDefinition"
_IPS = "http://hl7.org/fhir/uv/ips/StructureDefinition"
_EU = "http://hl7.eu/fhir/laboratory/StructureDefinition"
#: R5's DiagnosticReport.composition on R4, which EU Laboratory demands exactly once.
REPORT_COMPOSITION = "http://hl7.org/fhir/5.0/StructureDefinition/extension-DiagnosticReport.composition"
COMPOSITION_REPORT = f"{_EU}/composition-diagnosticReportReference"

ISSUER = "The institution that issued the source document"

_LABORATORY: dict[Profile, dict[str, str]] = {
    "base": {},
    "us-core": {
        "DiagnosticReport": f"{_US}/us-core-diagnosticreport-lab",
        "Observation": f"{_US}/us-core-observation-lab",
        "Specimen": f"{_US}/us-core-specimen",
        "DocumentReference": f"{_US}/us-core-documentreference",
        "Provenance": f"{_US}/us-core-provenance",
    },
    "ips": {
        "DiagnosticReport": f"{_IPS}/DiagnosticReport-uv-ips",
        "Observation": f"{_IPS}/Observation-results-laboratory-pathology-uv-ips",
        "Specimen": f"{_IPS}/Specimen-uv-ips",
    },
    "eu-lab": {
        "DiagnosticReport": f"{_EU}/DiagnosticReport-eu-lab",
        "Observation": f"{_EU}/Observation-resultslab-eu-lab",
        "Specimen": f"{_EU}/Specimen-eu-lab",
        "Composition": f"{_EU}/Composition-eu-lab",
    },
}
_OTHER: dict[Profile, dict[str, str]] = {
    "base": {},
    "us-core": {
        "DiagnosticReport": f"{_US}/us-core-diagnosticreport-note",
        "Observation": f"{_US}/us-core-observation-clinical-result",
        "DocumentReference": f"{_US}/us-core-documentreference",
        "Provenance": f"{_US}/us-core-provenance",
    },
    "ips": {"DiagnosticReport": f"{_IPS}/DiagnosticReport-uv-ips"},
    "eu-lab": {},
}


def claimed(resource_type: str, report: Report, context: BundleContext) -> str | None:
    """The profile that a resource of this report claims in ``meta.profile``; None for base FHIR.

    Every one of these profiles demands a patient: without one nothing is claimed.
    """
    if context.patient is None:
        return None
    table = _LABORATORY if report.kind == "laboratory" else _OTHER
    return table[context.profile].get(resource_type)


def performer(context: BundleContext) -> Json:
    """``performer``, which IPS and EU Laboratory demand: one without a record of its own is described."""
    who: Json = {"reference": context.performer} if context.performer else {"display": ISSUER}
    return {"performer": [who]}


def effective(resource_type: str, dated: Json, context: BundleContext) -> Json:
    """``effective[x]``: the printed date, or that it is unknown (IPS and EU Laboratory demand to be told).

    US Core wants it on the report (us-core-8), but on an Observation only a date known to the day (us-core-1).
    """
    vague = len(dated.get("effectiveDateTime", "")) < len("2026-03-01")
    return {} if vague and context.profile == "us-core" and resource_type == "Observation" else dated


def needs_composition(report: Report, context: BundleContext) -> bool:
    return context.profile == "eu-lab" and report.kind == "laboratory" and context.patient is not None


def composition(
    report: Report,
    context: BundleContext,
    diagnostic_report: Json,
    report_reference: str,
    entries: list[str],
    device: str,
) -> Json:
    """The Composition that EU Laboratory wants beside its DiagnosticReport, consistent with it (rules dr-comp-*)."""
    code, display = DOCUMENTS[report.kind]
    words = narrative(f"{len(report.results)} result(s), read from a picture by software.")
    section: Json = {"title": display, "text": words}
    if entries:
        section["code"] = concept(LOINC, "26436-6", "Laboratory studies (set)")
        section["entry"] = [{"reference": reference} for reference in entries]
    else:
        # the guide's only section without entries is the one for remarks
        section["code"] = concept(LOINC, "48767-8", "Annotation comment [Interpretation] Narrative")
    return {
        "text": narrative(display),
        "extension": [{"url": COMPOSITION_REPORT, "valueReference": {"reference": report_reference}}],
        "identifier": diagnostic_report["identifier"][0],
        "status": "final" if diagnostic_report["status"] == "final" else "preliminary",
        "type": concept(LOINC, code, display),
        "category": diagnostic_report["category"],
        "subject": diagnostic_report["subject"],
        "date": utc(context.recorded),
        "author": [{"reference": device}],
        "title": display,
        "confidentiality": context.confidentiality,
        "section": [section],
    }
