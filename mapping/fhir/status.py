"""What a person's decision, or a replaced source, does to the status of what was posted.

Each function takes the resources as the EHR holds them now (report, observations, docx document, task; others are left
alone) and returns one transaction: the changed resources, guarded by ``ifMatch`` where their version is known, and a
Provenance of the decision. R4 and R5 name these statuses alike.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapping.fhir.codes import THO, concept
from mapping.fhir.context import NAMESPACE, Json, MappingError, Version, urn
from mapping.fhir.dates import utc
from mapping.fhir.narrative import clean, narrative
from mapping.fhir.versions import adapt, returned

#: Profiles that forbid a withdrawn result (IPS: any status but entered-in-error).
_NO_WITHDRAWN = "http://hl7.org/fhir/uv/ips/"
_RELEASED = frozenset({"final", "amended", "corrected", "appended"})
_RESULTS = ("DiagnosticReport", "Observation")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided when: ``recorded`` an instant, ``reviewer`` a reference (None: only ``reviewer_name`` is known)."""

    recorded: str
    version: Version = "R4"
    reviewer: str | None = None
    reviewer_name: str = "Reviewer"
    comment: str = ""


def approve(resources: Sequence[Json], decision: Decision) -> dict[str, Any]:
    """A person has confirmed everything: preliminary becomes final. What was withdrawn before stays withdrawn."""
    return _decide(
        resources, decision, "approve", lambda status, _: "final" if status in _OPEN else status, "completed"
    )


def edit(resources: Sequence[Json], changes: Mapping[str, Json], decision: Decision) -> dict[str, Any]:
    """A person has corrected some results and confirmed the others.

    ``changes``: new ``value[x]`` (or other elements) by Observation id. A result that was released before becomes
    corrected, one that was not becomes final with the person's value; the report likewise. Raises
    :class:`MappingError` when an id is not among ``resources``.
    """
    known = {resource["id"] for resource in resources if resource["resourceType"] == "Observation"}
    if unknown := sorted(changes.keys() - known):
        raise MappingError(f"Observation {unknown[0]} does not belong to this report; reload the report and try again.")
    edited = [_edited(resource, changes, decision) for resource in resources]

    def after(status: str, touched: bool) -> str:
        if status in _OPEN:
            return "final"
        return "corrected" if status in _RELEASED and touched else status

    return _decide(edited, decision, "edit", after, "completed", frozenset(changes))


def reject(resources: Sequence[Json], decision: Decision) -> dict[str, Any]:
    """The reading is wrong as a whole: everything is entered in error, the review task rejected."""
    return _decide(resources, decision, "reject", lambda status, _: "entered-in-error", "rejected")


def source_replaced(resources: Sequence[Json], decision: Decision) -> dict[str, Any]:
    """The source document has been replaced by another one, which gets a report of its own: the old results are
    entered in error, the old docx superseded, an open review cancelled."""
    return _decide(resources, decision, "replace", lambda status, _: "entered-in-error", "cancelled")


def source_withdrawn(resources: Sequence[Json], decision: Decision) -> dict[str, Any]:
    """The source document has been entered in error or deleted: nothing that was read from it stands any more, an
    open review is cancelled."""
    return _decide(resources, decision, "withdraw", lambda status, _: "entered-in-error", "cancelled")


_OPEN = frozenset({"registered", "partial", "preliminary"})


def _edited(resource: Json, changes: Mapping[str, Json], decision: Decision) -> Json:
    if resource["resourceType"] != "Observation" or resource["id"] not in changes:
        return resource
    change = changes[resource["id"]]
    body = copy.deepcopy(resource)
    if any(name.startswith("value") or name == "dataAbsentReason" for name in change):
        for name in [name for name in body if name.startswith("value") or name == "dataAbsentReason"]:
            del body[name]
    before = _said(resource)
    body |= change
    # the generated text would still show what was corrected
    body["text"] = narrative(f"{body['code'].get('text', '')}: {_said(body)}")
    note = f"Corrected by a person; software had read {before}." + (
        f" {clean(decision.comment)}" if decision.comment else ""
    )
    body["note"] = [*body.get("note", []), {"text": note, "time": utc(decision.recorded)}]
    return body


def _said(observation: Json) -> str:
    """The value of an Observation in words."""
    if "valueQuantity" in observation:
        quantity = observation["valueQuantity"]
        return f"{quantity.get('comparator', '')}{quantity.get('value', '')} {quantity.get('unit', '')}".strip()
    if "valueCodeableConcept" in observation:
        return str(observation["valueCodeableConcept"].get("text", "a code"))
    if "valueRatio" in observation:
        ratio = observation["valueRatio"]
        first = ratio["numerator"]
        return f"{first.get('comparator', '')}{first['value']}:{ratio['denominator']['value']}"
    if "valueRange" in observation:
        return f"{observation['valueRange']['low']['value']}-{observation['valueRange']['high']['value']}"
    return str(observation.get("valueString", "nothing"))


def _decide(
    resources: Sequence[Json],
    decision: Decision,
    action: str,
    after: Callable[[str, bool], str],
    task_status: str,
    edited: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    withdrawn = action in ("reject", "replace", "withdraw")
    changed: list[Json] = []
    for resource in resources:
        body = returned(decision.version, copy.deepcopy(resource))
        kind = body["resourceType"]
        if kind in _RESULTS:
            touched = body["id"] in edited if kind == "Observation" else bool(edited)
            body["status"] = after(body["status"], touched)
            if withdrawn:
                _unclaim(body)
        elif kind == "DocumentReference":
            _document(body, action)
        elif kind == "Task":
            if body["status"] in ("completed", "rejected", "cancelled"):
                continue
            body["status"] = task_status
            body["lastModified"] = utc(decision.recorded)
        else:
            continue
        changed.append(body)
    if not changed:
        raise MappingError(
            "There is no report among these resources; load the DiagnosticReport with its results first."
        )
    entries = [_put(body) for body in changed]
    entries.append(_provenance(changed, decision, action))
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _document(body: Json, action: str) -> None:
    if action in ("reject", "withdraw"):
        body["status"] = "entered-in-error"
    elif action == "replace":
        body["status"] = "superseded"
    elif "docStatus" in body:
        body["docStatus"] = "final"


def _unclaim(body: Json) -> None:
    claimed = body.get("meta", {}).get("profile")
    if claimed:
        kept = [profile for profile in claimed if not profile.startswith(_NO_WITHDRAWN)]
        body["meta"].pop("profile")
        if kept:
            body["meta"]["profile"] = kept


def _put(body: Json) -> Json:
    request: Json = {"method": "PUT", "url": f"{body['resourceType']}/{body['id']}"}
    if version := body.get("meta", {}).get("versionId"):
        # somebody else may have decided meanwhile
        request["ifMatch"] = f'W/"{version}"'
    return {"resource": body, "request": request}


#: Role of the person, what was done to the record, and what is said about it.
_ACTIONS: Mapping[str, tuple[str, str, str]] = {
    "approve": ("verifier", "UPDATE", "A person compared the report with its source and approved it."),
    "edit": ("author", "UPDATE", "A person compared the report with its source, corrected and approved it."),
    "reject": ("verifier", "NULLIFY", "A person compared the report with its source and rejected it."),
    "replace": ("assembler", "NULLIFY", "The source document was replaced by another one."),
    "withdraw": ("assembler", "NULLIFY", "The source document was entered in error or deleted."),
}


def _provenance(changed: Sequence[Json], decision: Decision, action: str) -> Json:
    role, operation, sentence = _ACTIONS[action]
    targets = [f"{body['resourceType']}/{body['id']}" for body in changed]
    identity = str(uuid.uuid5(NAMESPACE, "|".join((action, utc(decision.recorded), *targets))))
    who: Json = {"reference": decision.reviewer} if decision.reviewer else {"display": decision.reviewer_name}
    body: Json = {
        "resourceType": "Provenance",
        "id": identity,
        "text": narrative(sentence, decision.comment),
        "target": [{"reference": target} for target in targets],
        "occurredDateTime": utc(decision.recorded),
        "recorded": utc(decision.recorded),
        "activity": concept(f"{THO}/v3-DataOperation", operation, operation.lower(), sentence),
        "agent": [{"type": concept(f"{THO}/provenance-participant-type", role, role.capitalize()), "who": who}],
    }
    body = adapt(decision.version, body)
    return {"fullUrl": urn(identity), "resource": body, "request": {"method": "PUT", "url": f"Provenance/{identity}"}}
