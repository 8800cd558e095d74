"""Writing the result into the EHR: one transaction whose ids follow from the source, so that repeats are harmless."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from adapter.ehr import exact
from adapter.ehr.client import EhrClient
from adapter.ehr.errors import EhrConflictError, EhrGoneError, EhrRefusedError
from adapter.ehr.rewrite import as_conditional_creates, deterministic_report, identifiers_of
from adapter.logs import event

log = logging.getLogger("scan2fhir.deliver")
#: Statuses of a DiagnosticReport that only a person (or a site that releases certain values) gives.
DECIDED = frozenset({"final", "amended", "corrected", "appended", "cancelled"})


@dataclass(frozen=True, slots=True)
class Delivered:
    """References as the EHR has them."""

    diagnostic_report: str | None
    task: str | None


def own_resource(resource: dict[str, Any]) -> bool:
    """Whether we wrote it: it carries our tag, or an identifier of ours."""
    meta = resource.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    if any(isinstance(t, dict) and "scan2fhir" in str(t.get("system", "")) for t in tags or []):
        return True
    identifiers = resource.get("identifier")
    if not isinstance(identifiers, list):
        return False
    return any(isinstance(i, dict) and "scan2fhir" in str(i.get("system", "")) for i in identifiers)


def deliver(
    client: EhrClient,
    bundle: bytes,
    *,
    earlier: str | None,
    announce: Callable[[Sequence[str]], None],
    still_ours: Callable[[], object],
) -> Delivered:
    """Posts the transaction. ``announce`` is told our DocumentReferences before they exist; ``still_ours`` raises when
    the work was lost. ``earlier`` is the DiagnosticReport of an earlier version of the same document.

    Raises an ``EhrError``.
    """
    tree = json.loads(bundle)
    announce(own_documents(tree))
    decided = _decided(client, tree)
    if decided is not None:
        event(log, "a person has decided about this report already; it is left as it is")
        return Delivered(decided, None)
    withdrawn = withdrawals(client, tree, earlier) if earlier else []
    if withdrawn:
        bundle = _append(bundle, withdrawn)
    still_ours()
    try:
        answer = _post(client, bundle)
    except EhrRefusedError as error:
        if error.status not in (404, 405) and (error.status == 403 or client.update_creates() is not False):
            raise
        event(log, "the EHR does not create by update; creating conditionally")
        found = deterministic_report(client, tree)
        if found is not None:
            return Delivered(found, None)
        still_ours()
        answer = _post(client, as_conditional_creates(bundle))
    return _delivered(tree, answer)


def _decided(client: EhrClient, tree: dict[str, Any]) -> str | None:
    """Our DiagnosticReport when the EHR has it with a status that a person gave: writing it again would undo that."""
    for entry in tree.get("entry") or []:
        resource = entry.get("resource") or {}
        if resource.get("resourceType") == "DiagnosticReport" and resource.get("id"):
            reference = f"DiagnosticReport/{resource['id']}"
            status = (existing(client, reference) or {}).get("status")
            return reference if status in DECIDED and status != resource.get("status") else None
    return None


def _post(client: EhrClient, bundle: bytes) -> dict[str, Any]:
    """A conflict means that another wrote at the same moment: what we write does not depend on it, so once more."""
    try:
        return client.transaction(bundle)
    except EhrConflictError:
        return client.transaction(bundle)


def own_documents(tree: dict[str, Any]) -> list[str]:
    """The DocumentReferences that a transaction writes."""
    return [r for r in _targets(tree) if r.startswith("DocumentReference/")]


def _targets(tree: dict[str, Any]) -> list[str]:
    found = []
    for entry in tree.get("entry") or []:
        resource = entry.get("resource") or {}
        if resource.get("resourceType") and resource.get("id"):
            found.append(f"{resource['resourceType']}/{resource['id']}")
    return found


def _delivered(tree: dict[str, Any], answer: dict[str, Any]) -> Delivered:
    """Reads the references off the response, in the order of the request."""
    places: dict[str, str] = {}
    answers = answer.get("entry") or []
    for sent, got in zip(tree.get("entry") or [], answers, strict=False):
        resource = sent.get("resource") or {}
        kind = str(resource.get("resourceType"))
        location = str((got.get("response") or {}).get("location") or "")
        if "/_history/" in location:
            location = location.split("/_history/", maxsplit=1)[0]
        parts = location.rstrip("/").split("/")
        reference = "/".join(parts[-2:]) if len(parts) >= 2 else f"{kind}/{resource.get('id')}"
        places.setdefault(kind, reference)
    return Delivered(places.get("DiagnosticReport"), places.get("Task"))


def withdrawals(client: EhrClient, tree: dict[str, Any], earlier: str) -> list[dict[str, Any]]:
    """Entries that mark results of an earlier version, which the new one has no more, as entered in error."""
    now = set(_targets(tree))
    names = {name for entry in tree["entry"] for name in identifiers_of(entry.get("resource") or {})}
    report = existing(client, earlier)
    if report is None:
        return []
    entries = []
    earlier_results = [str(r.get("reference")) for r in report.get("result") or [] if isinstance(r, dict)]
    for reference in [*earlier_results, earlier]:
        if reference in now or reference.count("/") != 1:
            continue
        resource = existing(client, reference)
        if resource is None or resource.get("status") == "entered-in-error" or names & set(identifiers_of(resource)):
            continue
        resource["status"] = "entered-in-error"
        request = {"method": "PUT", "url": reference}
        entries.append({"fullUrl": f"{client.base}/{reference}", "resource": resource, "request": request})
    return entries


def existing(client: EhrClient, reference: str) -> dict[str, Any] | None:
    """A resource as the EHR holds it now, with exact decimals; None when it is not there."""
    try:
        return exact.parse(client.request("GET", reference, headers={"Cache-Control": "no-cache"}).body)
    except EhrGoneError:
        return None


def _append(bundle: bytes, entries: list[dict[str, Any]]) -> bytes:
    tree = exact.parse(bundle)
    tree["entry"] = [*tree["entry"], *entries]
    return exact.write(tree)
