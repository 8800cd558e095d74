"""Senders that behave as real ones do: they repeat what was not acknowledged, over each way in."""

from __future__ import annotations

import base64
import contextlib
import socket
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.integration.adapter.harness import free_port

if TYPE_CHECKING:
    from tests.bench.outages import Stand

HOOK_POLL = 15  # what was announced comes first; the poll closes the gaps


class Way(ABC):
    """One way in. ``posted`` are the documents that were written into the EHR, with their ``contents``."""

    version = "R4"
    subscribes = False

    def __init__(self, name: str, **settings: Any) -> None:
        self.name = name
        self.posted: list[str] = []
        self.contents: dict[str, bytes] = {}
        self._settings = settings

    def settings(self, folder: Path) -> dict[str, Any]:
        return self._settings

    @abstractmethod
    def send(self, stand: Stand, content: bytes, *, lose_answer: bool, twice: bool) -> None:
        """Send ``content``; ``lose_answer`` and ``twice`` say what goes wrong on the way."""

    def rewritten(self, stand: Stand) -> None:  # noqa: B027 - most ways have nothing to do then
        """Told after documents in the EHR got new content."""

    @staticmethod
    def encoded(content: bytes) -> str:
        return base64.b64encode(content).decode()


class Announced(Way):
    """Written into the EHR, which announces it or is asked."""

    def __init__(self, name: str, version: str = "R4", **settings: Any) -> None:
        super().__init__(name, **settings)
        self.version = version
        self.subscribes = settings.get("subscription") != "off"

    def send(self, stand: Stand, content: bytes, *, lose_answer: bool, twice: bool) -> None:
        source = stand.chart.document(content)
        self.posted.append(source)
        self.contents[source] = content


class Backfilled(Announced):
    """Written into the EHR; the walk is begun again until it comes to its end."""

    def send(self, stand: Stand, content: bytes, *, lose_answer: bool, twice: bool) -> None:
        super().send(stand, content, lose_answer=lose_answer, twice=twice)
        for _ in range(2 if twice or lose_answer else 1):
            self.rewritten(stand)

    def rewritten(self, stand: Stand) -> None:
        walk = ["backfill", "--query", f"subject={stand.chart.patient}", "--rate", "0"]
        _until_done(lambda: stand.adapter.run(*walk).returncode == 0)


class Mllp(Way):
    def __init__(self, name: str) -> None:
        self.port = free_port()
        super().__init__(name, subscription="off", poll_seconds=3600, mllp_listen=f"127.0.0.1:{self.port}")

    def send(self, stand: Stand, content: bytes, *, lose_answer: bool, twice: bool) -> None:
        message = hl7_message(uuid.uuid4().hex[:16], stand.chart.patient.split("/")[1], content)
        if lose_answer:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                connection.sendall(message)
        for _ in range(2 if twice else 1):
            _until_done(lambda: b"MSA|AA" in self._exchange(message))

    def _exchange(self, message: bytes) -> bytes:
        answer = b""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 20) as connection:
            connection.sendall(message)
            while not answer.endswith(b"\x1c\r") and (part := connection.recv(4096)):
                answer += part
        return answer


class Folder(Way):
    def __init__(self, name: str) -> None:
        super().__init__(name, subscription="off", poll_seconds=3600)

    def settings(self, folder: Path) -> dict[str, Any]:
        self.folder = folder / "in"
        return {**self._settings, "watch_folder": self.folder}

    def send(self, stand: Stand, content: bytes, *, lose_answer: bool, twice: bool) -> None:
        for _ in range(2 if twice or lose_answer else 1):
            name = uuid.uuid4().hex
            (self.folder / f"{name}.part").write_bytes(content)
            (self.folder / f"{name}.part").rename(self.folder / f"{name}.txt")


class Rest(Way):
    def __init__(self, name: str) -> None:
        super().__init__(name, subscription="off", poll_seconds=3600)

    def send(self, stand: Stand, content: bytes, *, lose_answer: bool, twice: bool) -> None:
        key = uuid.uuid4().hex
        path = f"/api/documents?patient={stand.chart.patient}"
        headers = {"Idempotency-Key": key, "Content-Type": "text/plain"}
        if lose_answer:
            head = (
                f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer api-secret\r\nIdempotency-Key: {key}\r\n"
                f"Content-Type: text/plain\r\nContent-Length: {len(content)}\r\n\r\n"
            )
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", stand.adapter.port), 5) as raw:
                raw.sendall(head.encode() + content)

        def once() -> bool:
            try:
                return stand.adapter.api("POST", path, content=content, headers=headers).status_code == 202
            except httpx.HTTPError:
                return False

        for _ in range(2 if twice else 1):
            _until_done(once)


WAYS: tuple[Way, ...] = (
    Announced("rest-hook", subscription="rest-hook", poll_seconds=HOOK_POLL),
    Announced("r4-topic", subscription="topic", poll_seconds=HOOK_POLL),
    Announced("r5-topic", "R5", subscription="topic", poll_seconds=HOOK_POLL),
    Announced("poll", subscription="off", poll_seconds=2),
    Mllp("mllp"),
    Folder("folder"),
    Rest("rest"),
    Backfilled("backfill", subscription="off", poll_seconds=3600, poll_overlap_seconds=0, poll_lookback_hours=0),
)


def hl7_message(control: str, patient: str, content: bytes, more: str = "") -> bytes:
    """An ORU^R01 in its frame, with ``content`` as Base64; ``more`` are further fields of the patient."""
    lines = [
        rf"MSH|^~\&|LAB|CLINIC|S2F|EHR|20240101120000||ORU^R01^ORU_R01|{control}|P|2.5",
        f"PID|1||{patient}^^^CLINIC^MR{more}",
        "OBR|1|||11502-2^Laboratory report^LN",
        f"OBX|1|ED|11502-2^Laboratory report^LN||^TEXT^PLAIN^Base64^{base64.b64encode(content).decode()}||||||F",
    ]
    return b"\x0b" + "\r".join(lines).encode() + b"\r\x1c\r"


def _until_done(attempt: Callable[[], bool], seconds: float = 300.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if attempt():
            return
        time.sleep(1.0)
    raise AssertionError("the sender was never acknowledged")
