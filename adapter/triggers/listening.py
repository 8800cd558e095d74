"""The ways in that need no HTTP: the HL7 v2 listener and the hot folder, running beside the application."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapter.service import Service
from adapter.settings import MB, Settings, parse_address
from adapter.triggers.folder import FolderSettings, prepare, watch
from adapter.triggers.mllp import MllpServer, MllpSettings
from adapter.workflow.executor import machine_id


@asynccontextmanager
async def listening(service: Service) -> AsyncIterator[None]:
    """Opens what the settings name, and closes it before the intake closes. Raises an ``AdapterError``."""
    settings, intake = service.settings, service.intake
    if service.role == "worker":
        yield
        return
    async with contextlib.AsyncExitStack() as stack:
        if settings.mllp_listen:
            server = MllpServer(mllp_settings(settings), intake.accept)
            await server.start()
            stack.push_async_callback(server.close)
        if settings.watch_folder is not None:
            # processes of one data folder differ by where they listen
            name = hashlib.sha256(f"{machine_id(settings.data_dir)} {settings.listen}".encode()).hexdigest()[:12]
            folder = FolderSettings(settings.watch_folder, settings.max_document_bytes, name)
            prepare(folder)
            task = asyncio.create_task(watch(folder, intake.accept), name="hot folder")
            stack.push_async_callback(_end, task)
        yield


def mllp_settings(settings: Settings) -> MllpSettings:
    host, port = parse_address(settings.mllp_listen)
    return MllpSettings(
        host,
        port,
        max_bytes=int(settings.mllp_max_mb * MB),
        max_document_bytes=settings.max_document_bytes,
        idle_seconds=settings.mllp_idle_seconds,
        certificate=settings.mllp_cert_file,
        key=settings.mllp_key_file,
        client_authority=settings.mllp_client_ca_file,
    )


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
