"""The HTTP side: notifications in, documents in, dead letters, health and metrics."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from adapter.errors import AdapterError, StorageError
from adapter.http import NOTIFY, Guard, Secrets
from adapter.inbox.summary import summary
from adapter.logs import event
from adapter.metrics import REGISTRY
from adapter.service import Service
from adapter.settings import MB
from adapter.triggers import documents_api, rest_hook
from adapter.triggers.listening import listening
from adapter.triggers.notification import Notification
from adapter.workflow.child import DocumentUnreadableError
from adapter.workflow.readers import ReaderDiedError, ReadingFailedError

log = logging.getLogger("scan2fhir.http")
#: A notification is a pointer; a larger body is drained and not looked at.
LOOKED_AT = 4 * MB


def build_app(service: Service) -> FastAPI:
    """The application around a service, which starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(service.start)
        try:
            async with listening(service):
                yield
        finally:
            await run_in_threadpool(service.stop)

    app = FastAPI(title="scan2fhir", version=version("scan2fhir"), lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.service = service
    app.add_exception_handler(StorageError, _storage_trouble)
    _health(app)
    app.add_api_route("/api/ocr", ocr, methods=["POST"])
    app.include_router(documents_api.router)
    app.add_api_route("/api/status", status, methods=["GET"])
    app.add_api_route("/api/dead", dead, methods=["GET"])
    app.add_api_route("/api/dead/{key}/replay", replay, methods=["POST"])
    # plain routes: announcements come in bursts, and FastAPI's parameters cost as much as all the rest
    app.add_route(NOTIFY, notify, methods=["POST", "PUT", "DELETE"])
    app.add_route(NOTIFY + "/{path:path}", notify, methods=["POST", "PUT", "DELETE"])
    settings = service.settings
    # a document inside a notification is Base64 inside JSON; a form has some text around its file
    largest = int(settings.max_document_bytes * 1.4) + MB
    secrets = Secrets(service.notify_token, service.api_token)
    app.add_middleware(Guard, secrets=secrets, max_bytes=largest, seconds=settings.request_timeout_seconds)
    return app


async def _storage_trouble(_request: Request, error: Exception) -> JSONResponse:
    """The sender keeps the document and comes again; nothing was acknowledged."""
    return JSONResponse({"detail": str(error)}, status_code=503, headers={"Retry-After": "5"})


async def notify(request: Request) -> Response:
    """Subscriptions of every kind. 204 only after what was announced is on disk."""
    service: Service = request.app.state.service
    body = await _start_of(request)
    path = request.url.path.removeprefix(NOTIFY).strip("/")
    if path.startswith("k/"):
        path = path.split("/", 2)[2] if path.count("/") >= 2 else ""
    try:
        meant = rest_hook.interpret(service.ehr.base, request.method, path, request.headers, body)
    except Exception:
        # Whatever it was, asking the server what is new loses nothing.
        log.exception("notification not understood")
        meant = Notification(poll=True)
    for arrival in meant.arrivals:
        await service.intake.accept(arrival)
    if meant.poll and service.poller is not None:
        service.poller.ask()
    return Response(status_code=204)


async def _start_of(request: Request) -> bytes | None:
    """The body, or None when it is too large to look at (it is read to its end all the same)."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= LOOKED_AT:
            parts.append(part)
        else:
            parts.clear()
    return b"".join(parts) if size <= LOOKED_AT else None


async def ocr(request: Request) -> Response:
    """Reads the form field ``file`` at once and returns report.json; nothing is kept and nothing is sent on."""
    service: Service = request.app.state.service
    readers = service.readers
    if readers is None:
        raise HTTPException(503, "This process only takes documents in; ask one that reads.")
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise HTTPException(422, "The form has no field file with a document.")
        data = await file.read()
    if len(data) > service.settings.max_document_bytes:
        raise HTTPException(413, f"The document is larger than {service.settings.max_document_mb:g} MB.")
    asked = {
        "version": service.settings.fhir_version or "R4",
        "patient": None,
        "source": None,
        "recorded": "1970-01-01T00:00:00Z",
    }
    try:
        output = await run_in_threadpool(readers.read, data, asked)
    except (DocumentUnreadableError, ReaderDiedError) as error:
        raise HTTPException(422, str(error)) from None
    except ReadingFailedError as error:
        raise HTTPException(500, str(error)) from None
    return Response(output.files["report.json"], media_type="application/json")


def _health(app: FastAPI) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz(response: Response) -> dict[str, Any]:
        service: Service = app.state.service
        ready, parts = await run_in_threadpool(lambda: service.ready)
        if not ready:
            response.status_code = 503
        return {"ready": ready, "parts": parts}

    @app.get("/metrics")
    async def metrics() -> Response:
        service: Service = app.state.service
        try:
            await run_in_threadpool(service.measure)
        except AdapterError as error:
            event(log, "gauges not measured", logging.WARNING, reason=str(error))
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


async def status(request: Request) -> dict[str, int]:
    service: Service = request.app.state.service
    return await run_in_threadpool(service.inbox.counts)


async def dead(
    request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 100, offset: int = 0
) -> list[dict[str, Any]]:
    service: Service = request.app.state.service
    found = await run_in_threadpool(service.inbox.list, "dead", limit, max(0, offset))
    return [summary(d) for d in found]


async def replay(request: Request, key: str) -> dict[str, Any]:
    service: Service = request.app.state.service
    if not await run_in_threadpool(service.inbox.replay, [key]):
        raise HTTPException(404, "No dead document has this id.")
    service.wake()
    return {"id": key, "state": "in_progress"}
