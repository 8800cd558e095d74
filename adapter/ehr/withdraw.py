"""Taking back what was delivered, when its source turns out to be entered in error or is deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from adapter.ehr import exact
from adapter.ehr.client import EhrClient
from adapter.ehr.deliver import existing, own_resource
from adapter.ehr.errors import EhrRefusedError
from mapping.fhir import Decision, source_withdrawn

_WITHDRAWN = frozenset({"entered-in-error", "cancelled", "rejected"})
_RESULTS = ("DiagnosticReport/", "Observation/", "DocumentReference/")


def withdraw(
    client: EhrClient,
    report: str,
    source: str,
    written: Iterable[str],
    recorded: str,
    still_ours: Callable[[], object],
) -> int:
    """Marks everything delivered with ``report`` as entered in error and cancels its review, in one transaction.

    ``source`` is the document itself, which is never touched; ``written`` are our DocumentReferences for it;
    ``recorded`` the instant of the withdrawal; ``still_ours`` raises when the work was lost. Returns how many
    resources were changed; what is withdrawn already is left alone, so that a repetition changes nothing. Raises an
    ``EhrError``.
    """
    found: dict[str, dict[str, Any]] = {}
    waiting = [report, *written, *_companions(client, report)]
    while waiting:
        reference = waiting.pop()
        if reference in found or reference == source or not reference.startswith(_RESULTS):
            continue
        resource = existing(client, reference)
        if resource is None or (reference != report and not own_resource(resource)):
            continue
        found[reference] = resource
        for name in ("result", "hasMember"):
            waiting += [str(item.get("reference")) for item in resource.get(name) or [] if isinstance(item, dict)]
    resources = [*found.values(), *_tasks(client, report)]
    standing = [r for r in resources if r.get("status") not in _WITHDRAWN]
    if standing:
        still_ours()
        decision = Decision(recorded, client.version, reviewer_name="scan2fhir")
        _post(client, source_withdrawn(standing, decision))
    return len(standing)


def _post(client: EhrClient, bundle: dict[str, Any]) -> None:
    try:
        client.transaction(exact.write(bundle))
    except EhrRefusedError:
        if client.update_creates() is not False:
            raise
        # everything else is there already; only the Provenance is new, and this server gives ids itself
        for entry in bundle["entry"]:
            if entry["resource"]["resourceType"] == "Provenance":
                entry["resource"].pop("id")
                entry["request"] = {"method": "POST", "url": "Provenance"}
        client.transaction(exact.write(bundle))


def _companions(client: EhrClient, report: str) -> list[str]:
    """What our Provenance names beside the report: the way to results on servers that give ids themselves."""
    named = []
    for provenance in _search(client, "Provenance", target=report):
        if provenance.get("entity"):
            named += [str(t.get("reference")) for t in provenance.get("target") or [] if isinstance(t, dict)]
    return named


def _tasks(client: EhrClient, report: str) -> list[dict[str, Any]]:
    return [r for r in _search(client, "Task", focus=report) if own_resource(r)]


def _search(client: EhrClient, kind: str, **parameters: str) -> Iterator[dict[str, Any]]:
    """Resources of ``kind``; none from a server that does not know the type or the parameter."""
    try:
        for resource in client.search(kind, **parameters):
            if resource.get("resourceType") == kind:
                yield resource
    except EhrRefusedError:
        return
