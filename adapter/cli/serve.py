"""``scan2fhir serve``: the adapter, until it is told to stop."""

from __future__ import annotations

import socket
from enum import StrEnum
from typing import Annotated, Any

import typer

from adapter.cli.common import Config, one_sentence, settings_from
from adapter.errors import AdapterError, SettingsError
from adapter.settings import Settings, described

#: Below the options in ``serve --help``.
EPILOG = "\b\nSettings, as environment variables:\n" + described()


class Role(StrEnum):
    all = "all"
    intake = "intake"
    worker = "worker"


class PortTakenError(AdapterError):
    exit_status = 5


def serve(
    config: Config = None,
    role: Annotated[Role, typer.Option(help="Split intake and work over processes; needs PostgreSQL.")] = Role.all,
    listen: Annotated[str | None, typer.Option(help="host:port, instead of SCAN2FHIR_LISTEN.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Reading processes, instead of SCAN2FHIR_WORKERS.")] = None,
    reader: Annotated[str | None, typer.Option(hidden=True, help="module:function that reads, for tests.")] = None,
    show_settings: Annotated[bool, typer.Option("--settings", help="List every setting and leave.")] = False,
) -> None:
    """Take documents in, read them, and post the results to the EHR."""
    if show_settings:
        typer.echo(described())
        return
    with one_sentence():
        settings = settings_from(config, listen=listen, workers=workers)
        settings.require_ehr()
        _run(settings, role.value, reader)


def _run(settings: Settings, role: Any, reader: str | None) -> None:
    import uvicorn

    from adapter.app import build_app
    from adapter.logs import configure
    from adapter.service import Service
    from adapter.workflow.readers import DEFAULT_READER

    configure(settings.log_level, settings.log_format)
    sock = _bind(settings)
    service = Service(settings, role, reader or DEFAULT_READER)
    application = build_app(service)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=10,
            timeout_keep_alive=30,
            server_header=False,
        )
    )
    server.run(sockets=[sock])
    if not server.started:
        raise AdapterError("The adapter did not start; the lines above say why.")


def _bind(settings: Settings) -> socket.socket:
    """The listening socket, taken before anything else so that an occupied port is found at once."""
    host, port = settings.http_address
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        sock = socket.socket(family, kind, number)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(1024)
    except socket.gaierror:
        raise SettingsError(f"SCAN2FHIR_LISTEN: {host} is not an address of this machine.") from None
    except OSError as error:
        raise PortTakenError(
            f"{host}:{port} cannot be listened on ({error.strerror}); stop what uses it or set SCAN2FHIR_LISTEN."
        ) from None
    return sock
