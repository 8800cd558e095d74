"""What stands around the results: docx, software, provenance, review task, figures."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable

from mapping.fhir.codes import (
    AI_LABEL,
    DOCUMENTS,
    LOINC,
    OBSERVATION_VALUE,
    REASON,
    THO,
    URI,
    concept,
)
from mapping.fhir.context import BundleContext, Json, hash_name, local
from mapping.fhir.dates import utc
from mapping.fhir.narrative import clean, narrative
from ocr_pipeline.report import REASONS, Figure, Reason, Report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CLINICAL_NOTE = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
AI_TEXT = "Artificial intelligence asserted (AIAST): software read this from a picture of the source document."
MEANS = f"{OBSERVATION_VALUE}#AIAST"


def attachment(context: BundleContext, url: str | None) -> Json:
    """The docx as an Attachment, by reference to its Binary or, without ``url``, with the bytes themselves."""
    body: Json = {"contentType": DOCX}
    if url is None:
        body["data"] = b64encode(context.docx).decode()
    else:
        body["url"] = url
    return body | {
        "size": len(context.docx),
        # FHIR asks for SHA-1 here; it guards against transmission errors, not against anybody
        "hash": b64encode(hashlib.sha1(context.docx, usedforsecurity=False).digest()).decode(),
        "title": context.docx_title,
        "creation": utc(context.recorded),
    }


def binary(context: BundleContext) -> Json:
    return {"resourceType": "Binary", "contentType": DOCX, "data": b64encode(context.docx).decode()}


def document(report: Report, context: BundleContext, docx: Json, subject: Json, device: str, final: bool) -> Json:
    """DocumentReference of the docx, which transforms the source document."""
    code, display = DOCUMENTS[report.kind]
    body: Json = {
        "text": narrative(f"{display}, read from a picture by software, as an editable document."),
        "status": "current",
        "docStatus": "final" if final else "preliminary",
        "type": concept(LOINC, code, display),
        **subject,
        "date": utc(context.recorded),
        "author": [{"reference": device}],
        "description": "Editable version with the identity of persons removed",
        "content": [{"attachment": docx}],
    }
    if context.profile == "us-core":
        body["category"] = [concept(CLINICAL_NOTE, "clinical-note", "Clinical Note")]
    if context.source:
        body["relatesTo"] = [{"code": "transforms", "target": source_reference(report, context)}]
    if context.encounter:
        body["context"] = {"encounter": [{"reference": context.encounter}]}
    return body


def source_reference(report: Report, context: BundleContext) -> Json:
    """The document that was read: its reference where there is one, always the name of its bytes."""
    named: Json = {"identifier": {"system": URI, "value": hash_name(report.source.sha256)}}
    return {"reference": local(context.source, context.ehr_base), **named} if context.source else named


def device(context: BundleContext) -> Json:
    """The software with the versions of its models."""
    name = clean(context.software)
    versions: list[Json] = [{"type": {"text": "software"}, "value": context.software_version or "0"}]
    versions += [{"type": {"text": f"model {model}"}, "value": version} for model, version in context.models if version]
    return {
        "text": narrative(f"{name} {context.software_version}", *(f"{m} {v}" for m, v in context.models)),
        "status": "active",
        "deviceName": [{"name": name, "type": "other"}],
        "type": {"text": "Artificial intelligence: reads pictures of medical reports"},
        "version": versions,
    }


def provenance(report: Report, context: BundleContext, targets: Iterable[str], device: str) -> Json:
    """Who made the targets (the software) from what (the source document)."""
    agent: Json = {
        "type": concept(f"{THO}/provenance-participant-type", "assembler", "Assembler"),
        "who": {"reference": device},
    }
    agents = [agent]
    if context.profile == "us-core":
        behalf = (
            {"reference": context.organization}
            if context.organization
            else {"display": f"Operator of {context.software}"}
        )
        agent["onBehalfOf"] = behalf
        author = concept(f"{THO}/provenance-participant-type", "author", "Author")
        agents.append({"type": author, "who": {"reference": device}, "onBehalfOf": behalf})
    reason: Json = {"text": AI_TEXT}
    if context.ai_label == "coding":
        reason["coding"] = [{"system": OBSERVATION_VALUE, "code": "AIAST"}]
    else:
        reason["extension"] = [{"url": AI_LABEL, "valueUri": MEANS}]
    return {
        "text": narrative(AI_TEXT),
        "target": [{"reference": target} for target in targets],
        "occurredDateTime": utc(context.recorded),
        "recorded": utc(context.recorded),
        "reason": [reason],
        "activity": {
            "coding": [
                {"system": f"{THO}/iso-21089-lifecycle", "code": "transform"},
            ]
        },
        "agent": agents,
        "entity": [{"role": "source", "what": source_reference(report, context)}],
    }


def task(
    context: BundleContext,
    focus: str,
    device: str,
    elements: list[tuple[str, str | None, tuple[Reason, ...]]],
    sentences: Iterable[str],
) -> Json:
    """Review request. ``elements``: (what it is, reference or None for the document, reasons), one input a reason."""
    inputs: list[Json] = []
    for name, reference, reasons in elements:
        for reason in reasons:
            kind = concept(REASON, reason.value, REASONS[reason], f"{clean(name)}: {REASONS[reason]}")
            value: Json = {"valueReference": {"reference": reference or focus, "display": clean(name)}}
            inputs.append({"type": kind, **value})
    notes = [{"text": text} for text in sentences]
    body: Json = {
        "text": narrative(
            f"Please check {len(inputs)} doubtful point(s) of a report that software read.",
            *(note["text"] for note in notes),
            table=([item["type"]["text"]] for item in inputs),
        ),
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "code": concept("http://hl7.org/fhir/CodeSystem/task-code", "approve", "Activate/approve the focal resource"),
        "description": "Compare the doubtful points with the source, then approve, correct or reject the report.",
        "focus": {"reference": focus},
        "authoredOn": utc(context.recorded),
        "lastModified": utc(context.recorded),
        "requester": {"reference": device},
        "reasonCode": {"text": "Software was not certain of what it read."},
    }
    if context.patient:
        body["for"] = {"reference": context.patient}
    if context.encounter:
        body["encounter"] = {"reference": context.encounter}
    if notes:
        body["note"] = notes
    if inputs:
        body["input"] = inputs
    return body


def media(figure: Figure, png: bytes, subject: Json, effective: Json, recorded: str) -> Json:
    """A figure cut from the page (R4; its successor in R5 is a DocumentReference)."""
    title = clean(figure.caption) or clean(figure.label) or "Figure"
    body: Json = {
        "text": narrative(title),
        "status": "completed",
        "type": concept(f"{THO}/media-type", "image", "Image"),
        **subject,
        "issued": recorded,
        "content": {"contentType": "image/png", "data": b64encode(png).decode(), "title": title},
    }
    if "effectiveDateTime" in effective:
        body["createdDateTime"] = effective["effectiveDateTime"]
    return body
