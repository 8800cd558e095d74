"""What stands in front of every route: the bearer secrets, the limits on size and time. Closed unless opened here."""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Health for load balancers, which have no secrets; they say nothing about documents.
OPEN = frozenset({"/healthz", "/readyz"})
NOTIFY = "/fhir/notify"


@dataclass(frozen=True, slots=True)
class Secrets:
    notify: str
    api: str


class TooLargeError(Exception):
    """The request's body passed the limit."""


class Guard:
    """ASGI middleware: 401 without the right secret, 413 past the size, 408 past the time."""

    def __init__(self, app: ASGIApp, secrets: Secrets, max_bytes: int, seconds: float) -> None:
        self.app = app
        self.secrets = secrets
        self.max_bytes = max_bytes
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket; what once will must be opened on purpose
            await send({"type": "websocket.close", "code": 1008})
            return
        if not self._allowed(scope):
            await _say(
                send, 401, "Send the bearer secret: Authorization: Bearer ...", [(b"www-authenticate", b"Bearer")]
            )
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.max_bytes:
            await _say(send, 413, f"The request is larger than {self.max_bytes // 1048576} MB.")
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, _Limited(receive, self.max_bytes, self.seconds), watched)
        except TooLargeError:
            if not started:
                await _say(send, 413, f"The request is larger than {self.max_bytes // 1048576} MB.")
        except TimeoutError:
            if not started:
                await _say(send, 408, "The request took too long to arrive.")

    def _allowed(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if path in OPEN:
            return True
        given = _bearer(scope)
        if path == NOTIFY or path.startswith(NOTIFY + "/"):
            parts = path.removeprefix(NOTIFY).strip("/").split("/")
            if len(parts) >= 2 and parts[0] == "k" and _same(parts[1], self.secrets.notify):
                return True
            return _same(given, self.secrets.notify)
        return _same(given, self.secrets.api)


class _Limited:
    """The body as it arrives, counted; the clock runs while it does."""

    def __init__(self, receive: Receive, max_bytes: int, seconds: float) -> None:
        self._receive = receive
        self._left = max_bytes
        self._until = asyncio.get_running_loop().time() + seconds
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        async with asyncio.timeout_at(self._until):
            message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLargeError
        self._complete = not message.get("more_body", False)
        return message


def _bearer(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind, _, secret = value.decode("latin-1").partition(" ")
            return str(secret).strip() if kind.lower() == "bearer" else ""
    return ""


def _same(given: str, secret: str) -> bool:
    # compare_digest takes the same time wherever the first difference is
    return bool(given) and hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())


async def _say(send: Send, status: int, sentence: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    body = json.dumps({"detail": sentence}).encode()
    fields = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": fields + (headers or [])})
    await send({"type": "http.response.body", "body": body})
