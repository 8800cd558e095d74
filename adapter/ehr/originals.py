"""The source document of what was pushed to us (HL7 v2, folder, REST): the EHR gets it with the results."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from adapter.ehr import exact
from adapter.ehr.client import EhrClient
from adapter.ehr.documents import Fetched
from adapter.ehr.errors import EhrRefusedError
from adapter.inbox import Document

TAG = {"system": "https://scan2fhir.org/fhir/CodeSystem/tag", "code": "source"}

#: Bytes from which a document goes to the EHR on its own: as Base64 inside a transaction, 50 MB take a server more than
#: ten times as much memory.
LARGE = 4 * 1024 * 1024


def original_reference(key: str) -> str:
    """The DocumentReference that stands for a pushed document."""
    return f"DocumentReference/s2f-source-{key}"


def with_original(bundle: bytes, document: Document, fetched: Fetched, media_type: str, recorded: str) -> bytes:
    """The transaction with the pushed bytes (a Binary) and their DocumentReference in front; without the Binary for one
    of at least :data:`LARGE` bytes, which :func:`send_large` brings first.

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
    tree = exact.parse(bundle)
    tree["entry"] = [_put(reference), *tree["entry"]]
    if len(data) < LARGE:
        content = {
            "resourceType": "Binary",
            "id": binary.split("/")[1],
            "contentType": media_type,
            "data": base64.b64encode(data).decode(),
        }
        tree["entry"] = [_put(content), *tree["entry"]]
    return exact.write(tree)


def send_large(client: EhrClient, bundle: bytes, key: str, data: bytes) -> bytes:
    """Brings a large original to the EHR as a Binary of its own, raw; repeating it changes nothing. Gives the transaction,
    which refers to the Binary by the id that the EHR gave it. Raises an ``EhrError``."""
    if len(data) < LARGE:
        return bundle
    ours = f"Binary/s2f-source-{key}"
    tree = exact.parse(bundle)
    attachment = next(
        a
        for e in tree["entry"]
        for c in e["resource"].get("content") or []
        if isinstance(c, dict) and (a := c.get("attachment") or {}).get("url") == ours
    )
    headers = {"Content-Type": attachment["contentType"]}
    try:
        client.request("PUT", ours, body=data, headers=headers)
        return bundle
    except EhrRefusedError as error:
        if error.status not in (404, 405):
            raise
    answer = client.request("POST", "Binary", body=data, headers=headers)
    place = str(answer.headers.get("location") or "").split("/_history/", maxsplit=1)[0].rstrip("/").split("/")
    attachment["url"] = "/".join(place[-2:]) if len(place) >= 2 else f"Binary/{answer.json()['id']}"
    return exact.write(tree)


def _put(resource: dict[str, Any]) -> dict[str, Any]:
    url = f"{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": f"urn:x-scan2fhir:{url}", "resource": resource, "request": {"method": "PUT", "url": url}}
