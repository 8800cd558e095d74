"""FHIR R5: every difference to R4 in what we write. Each function takes an R4 resource and returns the R5 one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mapping.fhir.context import Json

RELATIONSHIP = "http://hl7.org/fhir/document-relationship-type"
#: Provenance.entity.role: R5 says what a source was used for in fewer words.
_ROLES = {"derivation": "instantiates"}


def adapt(resource: Json) -> Json:
    """``resource`` (R4) as R5 wants it."""
    change = _CHANGES.get(resource["resourceType"])
    return change(dict(resource)) if change else resource


def returned(resource: Json) -> Json:
    """``resource`` (R5) as a server sent it, fit to be sent back: HAPI writes an integer64 as a number and refuses it."""
    body = dict(resource)
    if body["resourceType"] == "DocumentReference":
        body["content"] = [{**item, "attachment": _attachment(item["attachment"])} for item in body["content"]]
    return _report(body) if body["resourceType"] == "DiagnosticReport" else body


def _document(body: Json) -> Json:
    # the relation's code became a concept
    if "relatesTo" in body:
        body["relatesTo"] = [
            {
                "code": {"coding": [{"system": RELATIONSHIP, "code": item["code"]}]},
                "target": item["target"],
            }
            for item in body["relatesTo"]
        ]
    # context is the encounter alone
    if "context" in body:
        body["context"] = body["context"]["encounter"]
    body["content"] = [{**item, "attachment": _attachment(item["attachment"])} for item in body["content"]]
    return body


def _report(body: Json) -> Json:
    if "presentedForm" in body:
        body["presentedForm"] = [_attachment(item) for item in body["presentedForm"]]
    return body


def _attachment(item: Json) -> Json:
    # integer64 is a string in JSON, since a JSON number would lose digits beyond 2^53
    return {**item, "size": str(item["size"])} if "size" in item else item


def _figure(body: Json) -> Json:
    # Media is gone; DiagnosticReport.media.link points to a DocumentReference instead
    created = body.pop("createdDateTime", None)
    figure: Json = {name: body[name] for name in ("id", "meta", "text", "identifier", "subject") if name in body}
    content = dict(body["content"])
    if created and len(created) > 10:
        content["creation"] = created
    return {
        "resourceType": "DocumentReference",
        **figure,
        "status": "current",
        "type": {"text": "Figure of a report"},
        "date": body["issued"],
        "content": [{"attachment": content}],
    }


def _provenance(body: Json) -> Json:
    # reason became authorization, a reference or a concept
    if "reason" in body:
        body["authorization"] = [{"concept": reason} for reason in body.pop("reason")]
    if "entity" in body:
        body["entity"] = [{**item, "role": _ROLES.get(item["role"], item["role"])} for item in body["entity"]]
    return body


def _task(body: Json) -> Json:
    # reasonCode became reason, a list of references or concepts; the requester stays
    if "reasonCode" in body:
        body["reason"] = [{"concept": body.pop("reasonCode")}]
    return body


def _device(body: Json) -> Json:
    # deviceName became name with value; type became a list
    if "deviceName" in body:
        names = body.pop("deviceName")
        body["name"] = [{"value": name["name"], "type": "registered-name"} for name in names]
    if isinstance(body.get("type"), dict):
        body["type"] = [body["type"]]
    return body


_CHANGES: Mapping[str, Callable[[Json], Json]] = {
    "DocumentReference": _document,
    "DiagnosticReport": _report,
    "Media": _figure,
    "Provenance": _provenance,
    "Task": _task,
    "Device": _device,
}
