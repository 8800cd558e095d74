"""``POST /api/documents``: a document pushed over REST, durable before it is answered, with an address to ask later.

The body is the file itself, or a form with ``file`` and ``patient``. ``Idempotency-Key`` makes repeats harmless.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from adapter.inbox import pushed
from adapter.inbox.summary import summary
from adapter.service import Service

router = APIRouter()
_PATIENT = re.compile(r"Patient/[A-Za-z0-9\-.]{1,64}")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@router.post("/api/documents", status_code=202)
async def push(request: Request, response: Response, patient: Annotated[str | None, Query()] = None) -> dict[str, Any]:
    """202 with the document's id; 422 when the Idempotency-Key was used for another document."""
    service: Service = request.app.state.service
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise HTTPException(422, "Idempotency-Key must be 1 to 255 visible ASCII characters.")
    content, media_type, named = await _content(request)
    patient = named or patient
    if patient is not None and not _PATIENT.fullmatch(patient):
        raise HTTPException(422, "patient must be a reference such as Patient/123.")
    if not content:
        raise HTTPException(422, "The request has no document; send the file as the body or as the form field file.")
    if len(content) > service.settings.max_document_bytes:
        raise HTTPException(413, f"The document is larger than {service.settings.max_document_mb:g} MB.")
    arrival = pushed("rest", content, patient=patient, alias=key, details={"media_type": media_type})
    accepted = await service.intake.accept(arrival)
    if accepted.conflict:
        raise HTTPException(422, "This Idempotency-Key was used for another document; choose a new one.")
    response.headers["Location"] = f"/api/documents/{accepted.key}"
    return {"id": accepted.key, "new": accepted.new, "status": f"/api/documents/{accepted.key}"}


async def _content(request: Request) -> tuple[bytes, str, str | None]:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        return await request.body(), media_type, None
    async with request.form(max_files=4, max_fields=16) as form:
        file, patient = form.get("file"), form.get("patient")
        if not isinstance(file, UploadFile):
            raise HTTPException(422, "The form has no field file with a document.")
        return await file.read(), (file.content_type or "").lower(), str(patient) if patient else None


@router.get("/api/documents/{key}")
async def show(request: Request, key: str) -> dict[str, Any]:
    service: Service = request.app.state.service
    found = await run_in_threadpool(service.inbox.get, key)
    if found is None:
        raise HTTPException(404, "No such document.")
    return summary(found)
