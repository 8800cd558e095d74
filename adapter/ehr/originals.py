"""The source document of what was pushed to us (HL7 v2, folder, REST): the EHR gets it with the results."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from adapter.ehr import exact
from adapter.ehr.documents import Fetched
from adapter.inbox import Document

TAG = {"system": "https://scan2fhir.org/fhir/CodeSystem/tag", "code": "source"}


def original_reference(key: str) -> str:
    """The DocumentReference that stands for a pushed document."""
    return f"DocumentReference/s2f-source-{key}"


def with_original(bundle: bytes, document: Document, fetched: Fetched, media_type: str, recorded: str) -> bytes:
    """The transaction with the pushed bytes (a Binary) and their DocumentReference in front.

    The shape is the same in R4, R4B and R5.
    """
    data = fetched.data
    binary = f"Binary/s2f-source-{document.key}"
    attachment: dict[str, Any] = {
        "contentType": media_type,
        "url": binary,
        "size": len(data),
        "hash": base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode(),
        "creation": recorded,
    }
    reference: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": original_reference(document.key).split("/")[1],
        "meta": {"tag": [TAG]},
        "identifier": [{"system": "https://scan2fhir.org/fhir/source-key", "value": document.key}],
        "status": "current",
        "date": recorded,
        "content": [{"attachment": attachment}],
    }
    if fetched.patient:
        reference["subject"] = {"reference": fetched.patient}
    content = {
        "resourceType": "Binary",
        "id": binary.split("/")[1],
        "contentType": media_type,
        "data": base64.b64encode(data).decode(),
    }
    tree = exact.parse(bundle)
    tree["entry"] = [_put(content), _put(reference), *tree["entry"]]
    return exact.write(tree)


def _put(resource: dict[str, Any]) -> dict[str, Any]:
    url = f"{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": f"urn:x-scan2fhir:{url}", "resource": resource, "request": {"method": "PUT", "url": url}}
