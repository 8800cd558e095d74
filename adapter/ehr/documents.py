"""From a DocumentReference in the EHR to the bytes of its attachment, wherever the server keeps them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from adapter.ehr.client import UNCOMPRESSED, Answer, EhrClient, too_large
from adapter.ehr.errors import EhrGoneError
from adapter.errors import AdapterError
from adapter.logs import event

log = logging.getLogger("scan2fhir.fetch")
EXTERNALIZED = "externalized-binary-id"
#: Which attachment of several to read: the richest form that we can read, then as listed.
PREFERRED = ("application/pdf", "image/tiff", "application/dicom", "image/", "text/plain", "")
#: Attachments in these forms are nobody's photographed report.
NOT_READ = ("application/xml", "text/xml", "application/fhir+", "application/hl7", "audio/", "video/")


class UnfitDocumentError(AdapterError):
    """The document cannot be read as it stands in the EHR: repeating does not help, a changed document does."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """``patient`` is the subject's reference or None. ``note`` tells a person what was left aside."""

    data: bytes
    media_type: str
    sha256: str
    patient: str | None
    version: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """``allowed_hosts`` beside the EHR's own; ``max_bytes`` of one attachment."""

    allowed_hosts: frozenset[str]
    max_bytes: int


def fetch_document(client: EhrClient, reference: Mapping[str, Any], limits: FetchLimits) -> Fetched:
    """The bytes of the best attachment of a DocumentReference that was just read from the EHR.

    Raises :class:`UnfitDocumentError` with the reason for a person, or an ``EhrError``.
    """
    check_status(reference)
    patient = check_patient(client, reference)
    index, attachment, note = choose_attachment(reference)
    data = _bytes_of(client, reference, index, attachment, limits)
    if len(data) > limits.max_bytes:
        raise UnfitDocumentError(str(too_large(limits.max_bytes)))
    if not data:
        raise UnfitDocumentError("The attachment is empty; send the document again.")
    _check_integrity(attachment, data)
    return Fetched(
        data,
        str(attachment.get("contentType") or ""),
        hashlib.sha256(data).hexdigest(),
        patient,
        version_of(reference),
        note,
    )


def version_of(resource: Mapping[str, Any]) -> str | None:
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    return str(version) if version else None


def withdrawn(reference: Mapping[str, Any]) -> bool:
    """Whether the EHR says that the document, or its content, was entered in error."""
    return "entered-in-error" in (reference.get("status"), reference.get("docStatus"))


def check_status(reference: Mapping[str, Any]) -> None:
    if reference.get("status") == "entered-in-error":
        raise UnfitDocumentError("The document is marked as entered in error in the EHR, so it was not read.")
    if reference.get("docStatus") == "entered-in-error":
        raise UnfitDocumentError("The document's content is marked as entered in error in the EHR, so it was not read.")


def check_patient(client: EhrClient, reference: Mapping[str, Any]) -> str | None:
    """The subject's reference as the EHR resolves it, None when the document has none."""
    subject = reference.get("subject")
    target = str(subject.get("reference") or "") if isinstance(subject, dict) else ""
    if not target:
        return None
    if target.startswith(client.base + "/"):
        target = target.removeprefix(client.base + "/")
    if target.startswith(("#", "http:", "https:", "urn:")):
        raise UnfitDocumentError("The document's subject is not a resource of this EHR; correct its subject.")
    parts = target.split("/")
    if len(parts) > 2 and parts[2] == "_history":
        target = "/".join(parts[:2])
    try:
        client.get(target, _elements="id")
    except EhrGoneError as error:
        what = "was deleted" if error.status == 410 else "does not exist"
        raise UnfitDocumentError(
            f"The document's patient {what} in the EHR; restore the patient or correct the document's subject."
        ) from None
    return target


def choose_attachment(reference: Mapping[str, Any]) -> tuple[int, Mapping[str, Any], str]:
    """Index in ``content``, the attachment, and a note when others were left aside.

    FHIR: several ``content`` are the same document in different forms, so one of them is read.
    """
    found: list[tuple[int, int, Mapping[str, Any]]] = []
    refused: list[str] = []
    for index, content in enumerate(reference.get("content") or []):
        attachment = content.get("attachment") if isinstance(content, dict) else None
        if not isinstance(attachment, dict) or not (
            attachment.get("data") or attachment.get("url") or _externalized(attachment)
        ):
            continue
        media_type = str(attachment.get("contentType") or "").split(";")[0].strip().lower()
        if media_type.startswith(NOT_READ) or media_type.endswith(("+xml", "+json")):
            refused.append(media_type)
            continue
        rank = next((r for r, prefix in enumerate(PREFERRED) if media_type.startswith(prefix)), len(PREFERRED))
        if media_type and rank == len(PREFERRED) - 1:
            rank += 1  # a stated form that we do not know comes after no statement
        found.append((rank, index, attachment))
    if not found:
        if refused:
            raise UnfitDocumentError(f"The attachment is {refused[0]}, which is not a scan or a photograph; not read.")
        raise UnfitDocumentError("The document has no attachment; attach the scan and save the document again.")
    _, index, attachment = min(found, key=lambda item: item[:2])
    if len(found) == 1:
        return index, attachment, ""
    return (
        index,
        attachment,
        f"The document has {len(found)} attachments; number {index + 1} was read, look at the others yourself.",
    )


def _externalized(attachment: Mapping[str, Any]) -> bool:
    sibling = attachment.get("_data")
    extensions = sibling.get("extension") if isinstance(sibling, dict) else None
    return any(isinstance(e, dict) and str(e.get("url", "")).endswith(EXTERNALIZED) for e in extensions or [])


def _bytes_of(
    client: EhrClient, reference: Mapping[str, Any], index: int, attachment: Mapping[str, Any], limits: FetchLimits
) -> bytes:
    if attachment.get("data"):
        return decode(str(attachment["data"]))
    if _externalized(attachment):
        step = f"[{index}]" if len(reference.get("content") or []) > 1 else ""
        answer = client.request(
            "GET",
            f"DocumentReference/{reference['id']}/$binary-access-read",
            params={"path": f"DocumentReference.content{step}.attachment"},
            headers={"Accept": str(attachment.get("contentType") or "application/octet-stream"), **UNCOMPRESSED},
            max_bytes=limits.max_bytes,
        )
        return answer.body
    return _from_url(client, str(attachment["url"]), attachment, limits)


def _from_url(client: EhrClient, url: str, attachment: Mapping[str, Any], limits: FetchLimits) -> bytes:
    limit = limits.max_bytes
    if url.startswith("data:"):
        head, _, body = url.partition(",")
        return decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    target = urljoin(client.base + "/", url)
    parts = urlsplit(target)
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https"):
        raise UnfitDocumentError(f"The attachment's address begins with {parts.scheme}:, which is not fetched.")
    if host not in limits.allowed_hosts | {client.host}:
        raise UnfitDocumentError(
            f"The attachment lies on {host}, which is not allowed; add it to SCAN2FHIR_ATTACHMENT_HOSTS."
        )
    wanted = str(attachment.get("contentType") or "application/octet-stream")
    accept = {"Accept": f"{wanted}, application/octet-stream;q=0.9, */*;q=0.1", **UNCOMPRESSED}
    try:
        if _is_ehr(client, target):
            answer = client.request("GET", target, headers=accept, max_bytes=int(limit * 1.4) + 65536)
        else:
            answer = _foreign(client, target, accept, limit)
    except EhrGoneError:
        raise UnfitDocumentError(
            "The attachment's address leads to nothing in the EHR; attach the scan again and save the document."
        ) from None
    content = _unwrap_binary(answer.body, answer.headers.get("content-type", ""))
    if len(content) > limit:
        raise too_large(limit)
    return content


def _is_ehr(client: EhrClient, target: str) -> bool:
    """Whether the EHR's credentials may be sent there: same scheme, host and port, and nothing less."""
    ours, theirs = urlsplit(client.base), urlsplit(target)
    return (ours.scheme, ours.netloc.lower()) == (theirs.scheme, theirs.netloc.lower())


def _foreign(client: EhrClient, target: str, headers: Mapping[str, str], limit: int) -> Answer:
    """Bytes of an allowed host that is not the EHR: our credentials are not sent there, redirects not followed."""
    bare = EhrClient(target.rsplit("/", 1)[0], http=client.http, max_bytes=int(limit * 1.4) + 65536)
    return bare.request("GET", target, headers=headers)


def _unwrap_binary(body: bytes, kind: str) -> bytes:
    """A server that answers with the Binary resource instead of its content."""
    if "json" not in kind or not body.lstrip().startswith(b"{"):
        return body
    try:
        tree = json.loads(body)
    except ValueError:
        return body
    if isinstance(tree, dict) and tree.get("resourceType") == "Binary":
        return decode(str(tree.get("data") or tree.get("content") or ""))
    return body


def decode(text: str) -> bytes:
    """Base64 as found in the wild: with line ends, unpadded or URL-safe. Raises :class:`UnfitDocumentError`."""
    compact = "".join(text.split()).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise UnfitDocumentError("The attachment's data is not valid Base64; send the document again.") from None


def _check_integrity(attachment: Mapping[str, Any], data: bytes) -> None:
    """``hash`` is a SHA-1 in Base64 (FHIR); SHA-256 and hexadecimal are met too. ``size`` counts decoded bytes."""
    stated = attachment.get("hash")
    if stated:
        digests = (hashlib.sha1(data, usedforsecurity=False).digest(), hashlib.sha256(data).digest())
        forms = {f for d in digests for f in (d.hex(), base64.b64encode(d).decode())}
        forms |= {base64.b64encode(d.hex().encode()).decode() for d in digests}
        if str(stated).strip() not in forms and str(stated).strip().lower() not in forms:
            raise UnfitDocumentError(
                "The attachment's bytes do not match the hash that the document states; attach the scan again."
            )
        event(log, "hash verified", logging.DEBUG)
        return
    size = attachment.get("size")
    try:
        expected = int(str(size)) if size is not None else None
    except ValueError:
        expected = None
    # Some systems state the Base64 text's length instead.
    if expected is not None and expected not in (len(data), 4 * ((len(data) + 2) // 3)):
        raise UnfitDocumentError(
            f"The attachment has {len(data)} bytes but the document states {expected}; attach the scan again."
        )
