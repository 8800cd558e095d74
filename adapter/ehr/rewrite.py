"""The same transaction for servers that give ids themselves: conditional updates by identifier instead of by id."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from adapter.ehr import exact
from adapter.ehr.client import EhrClient

_NAMESPACE = uuid.UUID("5f0f2f3c-6f0e-5b55-9a1e-6a5ac1f6b2d0")


def as_conditional_creates(bundle: bytes) -> bytes:
    """``PUT Type/id`` becomes ``PUT Type?identifier=...`` where there is an identifier, else ``POST Type``.

    References inside the transaction follow, as ``urn:uuid``. A whole transaction is atomic, so whoever finds the
    DiagnosticReport by its identifier finds the rest too (see :func:`deterministic_report`).
    """
    tree = exact.parse(bundle)
    names: dict[str, str] = {}
    for entry in tree["entry"]:
        reference = entry["request"]["url"]
        if entry["request"]["method"] == "PUT" and reference.count("/") == 1:
            names[reference] = f"urn:uuid:{uuid.uuid5(_NAMESPACE, reference)}"
    for entry in tree["entry"]:
        reference = entry["request"]["url"]
        if reference not in names:
            continue
        resource = entry["resource"]
        resource.pop("id", None)
        kind = resource["resourceType"]
        found = identifier_of(resource)
        entry["fullUrl"] = names[reference]
        if found is None:
            entry["request"] = {"method": "POST", "url": kind}
        else:
            entry["request"] = {"method": "PUT", "url": f"{kind}?identifier={quote(found, safe='|:/')}"}
        _rename(resource, names)
    return exact.write(tree)


def identifiers_of(resource: dict[str, Any]) -> Iterator[str]:
    """``system|value`` of each identifier."""
    found = resource.get("identifier")
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict) and item.get("system") and item.get("value"):
            yield f"{item['system']}|{item['value']}"


def identifier_of(resource: dict[str, Any]) -> str | None:
    """The identifier that names this resource alone: the last one, as the first may be shared by copies."""
    return next(reversed(list(identifiers_of(resource))), None)


def deterministic_report(client: EhrClient, tree: dict[str, Any]) -> str | None:
    """The reference of the DiagnosticReport that an earlier delivery of this transaction left, if there is one."""
    for entry in tree.get("entry") or []:
        resource = entry.get("resource") or {}
        if resource.get("resourceType") == "DiagnosticReport":
            found = identifier_of(resource)
            if found is None:
                return None
            for existing in client.search("DiagnosticReport", identifier=found):
                if existing.get("resourceType") == "DiagnosticReport" and existing.get("id"):
                    return f"DiagnosticReport/{existing['id']}"
    return None


def _rename(node: Any, names: dict[str, str]) -> None:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("reference", "url") and isinstance(value, str) and value in names:
                node[name] = names[value]
            else:
                _rename(value, names)
    elif isinstance(node, list):
        for item in node:
            _rename(item, names)
