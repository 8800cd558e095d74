"""A report as one FHIR transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mapping.fhir import documents, profiles
from mapping.fhir.codes import (
    BASE,
    CONFIDENTIALITY,
    DOCUMENTS,
    LOINC,
    OBSERVATION_VALUE,
    ORIGIN,
    SERVICES,
    THO,
    URI,
    concept,
)
from mapping.fhir.context import BundleContext, Ids, Json, hash_name, urn
from mapping.fhir.dates import Dates, dates_of, utc
from mapping.fhir.narrative import clean, cleaned, narrative, printed_value, result_line
from mapping.fhir.observations import doubts, panel_observation, result_observation, section_observation
from mapping.fhir.specimens import specimen_type, split
from mapping.fhir.versions import adapt
from ocr_pipeline.report import Reason, Report, Result, Section

_NO_PATIENT = "The document names no patient in the record; assign one before the results are used."
_LABELS: Mapping[str, str] = {
    "U": "unrestricted",
    "L": "low",
    "M": "moderate",
    "N": "normal",
    "R": "restricted",
    "V": "very restricted",
}
#: An element that a person should look at: what it is, its reference (None: the document), and why.
Doubt = tuple[str, str | None, tuple[Reason, ...]]


def to_bundle(report: Report, context: BundleContext) -> dict[str, Any]:
    """The transaction Bundle that puts ``report`` into an EHR.

    The same report and context give the same bundle; posting it again changes nothing. Numbers are
    :class:`mapping.fhir.Digits`: write it with :func:`mapping.fhir.dumps`.
    """
    return _Writer(cleaned(report), context).write()


@dataclass
class _Writer:
    report: Report
    context: BundleContext
    entries: list[Json] = field(default_factory=list)

    def write(self) -> Json:
        report, context = self.report, self.context
        self.ids = Ids.of(context, report.source.sha256)
        self.dates: Dates = dates_of(report, context)
        self.subject: Json = {"subject": {"reference": context.patient}} if context.patient else {}
        self.encounter: Json = {"encounter": {"reference": context.encounter}} if context.encounter else {}
        device = self.add("Device", "software", documents.device(context), self.ids.software(context))
        docx = self.docx(device)
        specimens = self.specimens()
        rows = self.rows(specimens)
        tops = self.panels(rows)
        sections = self.sections()
        figures = self.figures()
        # the report's own id is wanted before it exists, by the Composition and the Task
        focus = self.report_resource([*tops, *sections], docx, list(specimens.values()), figures, device)
        elements = self.doubts(rows, sections)
        if elements:
            sentences = [*self.dates.problems, *([_NO_PATIENT] if self.unassigned else [])]
            self.add("Task", "review", documents.task(context, focus, device, elements, sentences))
        # nobody derives the software and the raw bytes; the rest is what the Provenance answers for
        targets = [e["fullUrl"] for e in self.entries if e["resource"]["resourceType"] not in ("Device", "Task")]
        self.add("Provenance", "provenance", documents.provenance(report, context, targets, device))
        return {"resourceType": "Bundle", "type": "transaction", "entry": self.entries}

    @property
    def unassigned(self) -> bool:
        """In an EHR (there is a source document) results must belong to somebody; a file on a disk need not."""
        return self.context.source is not None and self.context.patient is None

    def add(self, resource_type: str, role: str, body: Json, identity: str | None = None) -> str:
        """Adds one entry and returns the reference to it."""
        context = self.context
        identity = identity or self.ids.make(role)
        resource: Json = {"resourceType": resource_type}
        if context.style == "put":
            resource["id"] = identity
        resource["meta"] = self.meta(resource_type, identity)
        body.pop("resourceType", None)
        if resource_type not in ("Binary", "Provenance", "Composition"):
            own = {"system": URI, "value": urn(identity)}
            body["identifier"] = [*body.get("identifier", []), own]
        resource = adapt(context.version, resource | body)
        resource_type = resource["resourceType"]
        if context.style == "put":
            request: Json = {"method": "PUT", "url": f"{resource_type}/{identity}"}
        else:
            # without an identifier of its own (Provenance in R4) a resource is known by its tag
            key = "_tag" if "identifier" not in body or resource_type == "Composition" else "identifier"
            token = f"{BASE}/id|{identity}" if key == "_tag" else f"{URI}|{urn(identity)}"
            request = {"method": "POST", "url": resource_type, "ifNoneExist": f"{key}={token}"}
        self.entries.append({"fullUrl": urn(identity), "resource": resource, "request": request})
        return urn(identity)

    def meta(self, resource_type: str, identity: str) -> Json:
        context = self.context
        meta: Json = {}
        if profile := profiles.claimed(resource_type, self.report, context):
            meta["profile"] = [profile]
        level = context.confidentiality
        security: list[Json] = [{"system": CONFIDENTIALITY, "code": level, "display": _LABELS.get(level, level)}]
        if resource_type in ("DocumentReference", "Binary"):
            security.append({"system": OBSERVATION_VALUE, "code": "REDACTED", "display": "redacted"})
        if context.ai_label == "coding" and resource_type not in ("Device", "Task"):
            security.append({"system": OBSERVATION_VALUE, "code": "AIAST"})
        meta["security"] = security
        # how the adapter knows its own writes when the EHR tells it of them
        meta["tag"] = [{"system": ORIGIN, "code": "scan2fhir", "display": "Written by scan2fhir"}]
        if context.style == "conditional" and resource_type in ("Provenance", "Composition"):
            meta["tag"].append({"system": f"{BASE}/id", "code": identity})
        return meta

    def docx(self, device: str) -> Json | None:
        context = self.context
        if not context.docx:
            return None
        url = None
        if context.style == "put":
            # an identifier of its own is what conditional creation would need, and a Binary has none
            identity = self.ids.make("docx")
            self.add("Binary", "docx", documents.binary(context), identity)
            url = f"Binary/{identity}"
        attachment = documents.attachment(context, url)
        final = self.status() == "final"
        body = documents.document(self.report, context, attachment, self.subject, device, final)
        self.add("DocumentReference", "document", body)
        return attachment

    def specimens(self) -> dict[str, str]:
        """References of the Specimens, by printed text."""
        if self.report.kind not in ("laboratory", "pathology"):
            return {}
        printed = [*split(self.report.specimen), *(s for row in self.report.results for s in split(row.specimen))]
        found: dict[str, str] = {}
        for text in dict.fromkeys(filter(None, map(clean, printed))):
            body: Json = {"text": narrative(text), "type": specimen_type(text), **self.subject}
            if self.dates.collected:
                body["collection"] = {"collectedDateTime": self.dates.collected}
            found[text] = self.add("Specimen", f"specimen/{text}", body)
        return found

    def common(self, doubtful: bool) -> Json:
        context = self.context
        certain = context.release == "certain" and not doubtful and not self.dates.problems and not self.unassigned
        body: Json = {"status": "final" if certain else "preliminary", **self.subject, **self.encounter}
        body |= profiles.effective("Observation", self.dates.effective, context)
        body |= profiles.performer(context)
        if context.source:
            body["derivedFrom"] = [documents.source_reference(self.report, context)]
        return body

    def rows(self, specimens: Mapping[str, str]) -> list[str]:
        whole = split(self.report.specimen)
        ucum_only = self.context.profile in ("ips", "eu-lab") and self.context.patient is not None
        references: list[str] = []
        for index, result in enumerate(self.report.results):
            named = split(result.specimen) or whole
            # two specimens and no word which of them: none is named
            text = clean(named[0]) if len(named) == 1 else ""
            specimen = {"reference": specimens[text]} if text in specimens else None
            common = self.common(result.needs_review)
            body = result_observation(self.report, index, common, specimen, ucum_only)
            references.append(self.add("Observation", f"result/{index}", body))
        return references

    def panels(self, rows: list[str]) -> list[str]:
        """What the DiagnosticReport lists: a panel for each sub-heading, and the rows under none."""
        groups: dict[str, list[tuple[int, str]]] = {}
        tops: list[str] = []
        for index, (result, reference) in enumerate(zip(self.report.results, rows, strict=True)):
            group = clean(result.group)
            if not group:
                tops.append(reference)
                continue
            if group not in groups:
                # kept at the place of the heading on the page
                tops.append(urn(self.ids.make(f"panel/{group}")))
            groups.setdefault(group, []).append((index, reference))
        for group, members in groups.items():
            doubtful = any(self.report.results[index].needs_review for index, _ in members)
            body = panel_observation(self.report, group, members, self.common(doubtful))
            self.add("Observation", f"panel/{group}", body)
        return tops

    def sections(self) -> list[str]:
        return [
            self.add(
                "Observation",
                f"section/{index}",
                section_observation(self.report, section, self.common(section.needs_review)),
            )
            for index, section in enumerate(self.report.sections)
        ]

    def figures(self) -> list[tuple[str, str]]:
        """(label, reference) of each figure whose picture came along."""
        found: list[tuple[str, str]] = []
        for index, figure in enumerate(self.report.figures):
            png = self.context.figures.get(figure.label, b"")
            if not png:
                continue
            body = documents.media(figure, png, self.subject, self.dates.effective, utc(self.context.recorded))
            found.append((clean(figure.caption) or clean(figure.label), self.add("Media", f"figure/{index}", body)))
        return found

    def status(self) -> str:
        """Nothing doubtful is ever final: a report with some certain values is partial, with none preliminary."""
        if self.context.release != "certain" or self.dates.problems or self.unassigned:
            return "preliminary"
        parts: list[Result | Section] = [*self.report.results, *self.report.sections]
        if not self.report.needs_review and parts:
            return "final"
        return "partial" if any(not part.needs_review for part in parts) else "preliminary"

    def report_resource(
        self,
        results: list[str],
        docx: Json | None,
        specimens: list[str],
        figures: list[tuple[str, str]],
        device: str,
    ) -> str:
        report, context = self.report, self.context
        code, display = DOCUMENTS[report.kind]
        title = clean(report.title)
        body: Json = {
            "text": self.report_text(title or display),
            "identifier": [{"system": URI, "value": hash_name(report.source.sha256)}],
            "status": self.status(),
            "category": [concept(f"{THO}/v2-0074", *SERVICES[report.kind])],
            "code": concept(LOINC, code, display, title),
            **self.subject,
            **self.encounter,
        }
        body |= profiles.effective("DiagnosticReport", self.dates.effective, context)
        body |= self.dates.issued
        body |= profiles.performer(context)
        if specimens:
            body["specimen"] = [{"reference": reference} for reference in specimens]
        if results:
            body["result"] = [{"reference": reference} for reference in results]
        if figures:
            body["media"] = [{"comment": label, "link": {"reference": link}} for label, link in figures]
        if conclusion := self.conclusion():
            body["conclusion"] = conclusion
        if docx:
            body["presentedForm"] = [docx]
        identity = self.ids.make("report")
        if profiles.needs_composition(report, context):
            composed = profiles.composition(report, context, body, urn(identity), results, device)
            link = self.add("Composition", "composition", composed)
            body["extension"] = [{"url": profiles.REPORT_COMPOSITION, "valueReference": {"reference": link}}]
        return self.add("DiagnosticReport", "report", body, identity)

    def report_text(self, title: str) -> Json:
        report = self.report
        notes = [*doubts(report.reasons), *self.dates.problems, *([_NO_PATIENT] if self.unassigned else [])]
        lines = [[result_line(result)] for result in report.results]
        lines += [[f"{section.heading}: {section.text}"] for section in report.sections]
        return narrative(title, "Read from a picture of the source document by software.", *notes, table=lines)

    def conclusion(self) -> str:
        ends = [s for s in self.report.sections if s.kind in ("impression", "diagnosis")]
        return "\n\n".join(text for section in ends if (text := clean(section.text)))

    def doubts(self, rows: list[str], sections: list[str]) -> list[Doubt]:
        report = self.report
        whole = list(report.reasons)
        if self.dates.problems and Reason.DATE_IMPOSSIBLE not in whole:
            whole.append(Reason.DATE_IMPOSSIBLE)
        if self.unassigned and Reason.PATIENT_UNCERTAIN not in whole:
            whole.append(Reason.PATIENT_UNCERTAIN)
        elements: list[Doubt] = [("Document", None, tuple(whole))]
        elements += [(f"Page {number}", None, page.reasons) for number, page in enumerate(report.pages, 1)]
        elements += [
            (f"{row.name or row.code} {printed_value(row)}".strip(), reference, row.reasons)
            for row, reference in zip(report.results, rows, strict=True)
        ]
        elements += [
            (section.heading or section.kind, reference, section.reasons)
            for section, reference in zip(report.sections, sections, strict=True)
        ]
        return [element for element in elements if element[2]]
