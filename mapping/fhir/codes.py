"""Code systems, and the codes of document kinds, sections, panels and interpretations.

This product uses LOINC codes (https://loinc.org/license); each stands here with its long common name.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapping.fhir.context import Json
from ocr_pipeline.report import Kind, SectionKind

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
URI = "urn:ietf:rfc:3986"
THO = "http://terminology.hl7.org/CodeSystem"
DATA_ABSENT = f"{THO}/data-absent-reason"
INTERPRETATION = f"{THO}/v3-ObservationInterpretation"
OBSERVATION_VALUE = f"{THO}/v3-ObservationValue"
CONFIDENTIALITY = f"{THO}/v3-Confidentiality"
DATA_ABSENT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
#: Where our own definitions (``mapping/fhir/definitions``) live.
BASE = "https://scan2fhir.org/fhir"
EVIDENCE = f"{BASE}/StructureDefinition/evidence"
PRINTED_DATE = f"{BASE}/StructureDefinition/printed-date"
AI_LABEL = f"{BASE}/StructureDefinition/ai-label"
REASON = f"{BASE}/CodeSystem/reason"
ORIGIN = f"{BASE}/CodeSystem/origin"


def concept(system: str, code: str, display: str, text: str = "") -> Json:
    """A CodeableConcept with one coding."""
    body: Json = {"coding": [{"system": system, "code": code, "display": display}]}
    if text:
        body["text"] = text
    return body


#: Type of the whole document by kind of report.
DOCUMENTS: Mapping[Kind, tuple[str, str]] = {
    "laboratory": ("11502-2", "Laboratory report"),
    "imaging": ("18748-4", "Diagnostic imaging study"),
    "pathology": ("11526-1", "Pathology study"),
    "endoscopy": ("18751-8", "Endoscopy study"),
    "other": ("47045-0", "Study report"),
}
#: DiagnosticReport.category: HL7 table 0074, diagnostic service sections.
SERVICES: Mapping[Kind, tuple[str, str]] = {
    "laboratory": ("LAB", "Laboratory"),
    "imaging": ("RAD", "Radiology"),
    "pathology": ("PAT", "Pathology (gross & histopath, not surgical)"),
    "endoscopy": ("OTH", "Other"),
    "other": ("OTH", "Other"),
}
CATEGORIES: Mapping[Kind, tuple[str, str]] = {
    "laboratory": ("laboratory", "Laboratory"),
    "imaging": ("imaging", "Imaging"),
    "pathology": ("laboratory", "Laboratory"),
    "endoscopy": ("procedure", "Procedure"),
    "other": ("exam", "Exam"),
}
#: What a headed section is, where the kind of report has a code of its own for it.
_SECTIONS: Mapping[tuple[Kind, SectionKind], tuple[str, str]] = {
    ("imaging", "findings"): ("18782-3", "Radiology Study observation (narrative)"),
    ("imaging", "impression"): ("19005-8", "Radiology Imaging study [Impression] (narrative)"),
    ("imaging", "diagnosis"): ("19005-8", "Radiology Imaging study [Impression] (narrative)"),
    ("imaging", "technique"): ("55111-9", "Current imaging procedure descriptions Document"),
    ("imaging", "recommendation"): ("18783-1", "Radiology Study recommendation (narrative)"),
    ("pathology", "findings"): ("22634-0", "Pathology report gross observation Narrative"),
    ("pathology", "impression"): ("22637-3", "Pathology report final diagnosis Narrative"),
    ("pathology", "diagnosis"): ("22637-3", "Pathology report final diagnosis Narrative"),
    ("pathology", "specimen"): ("22633-2", "Pathology report site of origin Narrative"),
    ("endoscopy", "findings"): ("59776-5", "Procedure findings Narrative"),
}
_ANY_SECTION: Mapping[SectionKind, tuple[str, str]] = {
    "clinical": ("55752-0", "Clinical information"),
    "diagnosis": ("29308-4", "Diagnosis"),
}
MICROSCOPIC = ("22635-7", "Pathology report microscopic observation Narrative")

_BASIC = frozenset({"2345-7", "3094-0", "2160-0", "2951-2", "2823-3", "2075-0"})
_HEPATIC = frozenset({"1742-6", "1920-8", "6768-6", "1975-2", "1751-7", "2885-2"})
#: Panels by the codes that must all be among a group's rows (LOINC panel definitions, required members).
PANELS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("58410-2", "CBC panel - Blood by Automated count", frozenset({"6690-2", "789-8", "718-7", "4544-3", "777-3"})),
    ("24323-8", "Comprehensive metabolic 2000 panel - Serum or Plasma", _BASIC | _HEPATIC),
    ("24321-2", "Basic metabolic 2000 panel - Serum or Plasma", _BASIC),
    ("24325-3", "Hepatic function 2000 panel - Serum or Plasma", _HEPATIC | {"1968-7"}),
    ("24331-1", "Lipid 1996 panel - Serum or Plasma", frozenset({"2093-3", "2571-8", "2085-9"})),
)

INTERPRETATIONS: Mapping[str, str] = {
    "N": "Normal",
    "H": "High",
    "L": "Low",
    "HH": "Critical high",
    "LL": "Critical low",
    "A": "Abnormal",
    "AA": "Critical abnormal",
    "HU": "Significantly high",
    "LU": "Significantly low",
    "S": "Susceptible",
    "I": "Intermediate",
    "R": "Resistant",
    "POS": "Positive",
    "NEG": "Negative",
    "IND": "Indeterminate",
    "DET": "Detected",
    "ND": "Not detected",
    "WR": "Weakly reactive",
    "RR": "Reactive",
    "NR": "Non-reactive",
}


def section_code(kind: Kind, section: SectionKind, heading: str) -> Json:
    """Code of a headed section: the heading as printed, with a LOINC code where one surely fits."""
    if kind == "pathology" and section == "findings" and ("镜" in heading or "microscop" in heading.lower()):
        code: tuple[str, str] | None = MICROSCOPIC
    else:
        code = _SECTIONS.get((kind, section)) or _ANY_SECTION.get(section)
    text = heading or section.capitalize()
    return concept(LOINC, *code, text) if code else {"text": text}


def panel_code(codes: frozenset[str]) -> tuple[str, str] | None:
    """The widest panel whose required members are all among ``codes``."""
    return next(((code, display) for code, display, members in PANELS if members <= codes), None)
