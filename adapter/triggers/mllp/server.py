"""The HL7 v2 listener: MLLP frames over TCP or TLS, acknowledged only after the document is committed.

Peers lose here what they call received: an answer before the commit, a limit of 64 KiB, one message a connection.
Framing per HL7 v2 appendix C (and MLLP release 1): VT, message, FS, CR. Liberal in what it takes: anything before VT, a
missing CR after FS, any fragmentation, several messages in one packet.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from adapter.errors import AdapterError, SettingsError
from adapter.inbox.arrivals import Accepted, Arrival, pushed
from adapter.logs import event
from adapter.metrics import RECEIVED
from adapter.triggers.mllp.acknowledgement import answers
from adapter.triggers.mllp.message import Header, Message, MessageError, parse_message, read_header

log = logging.getLogger("scan2fhir.mllp")
VT, FS, CR = b"\x0b", b"\x1c", b"\x0d"
HEAR_OUT_SECONDS = 5.0
CHUNK = 256 * 1024
LARGE = 256 * 1024  # messages from here on are parsed beside the event loop

Accept = Callable[[Arrival], Awaitable[Accepted]]


@dataclass(frozen=True, slots=True)
class MllpSettings:
    """``max_bytes`` of one message and ``max_document_bytes`` of a document in it; ``idle_seconds`` without a byte close a
    connection."""

    host: str
    port: int
    max_bytes: int = 96 * 1024 * 1024
    idle_seconds: float = 300.0
    certificate: Path | None = None
    key: Path | None = None
    client_authority: Path | None = None
    max_document_bytes: int = 64 * 1024 * 1024


class MllpServer:
    """Listens until :meth:`close`. ``accept`` is :meth:`adapter.inbox.intake.Intake.accept`."""

    def __init__(self, settings: MllpSettings, accept: Accept) -> None:
        self._settings = settings
        self._accept = accept
        self._numbers = count(1)
        self._started = datetime.now(UTC).strftime("%y%m%d%H%M%S")
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """The port that is listened on. Raises ``AdapterError`` (taken), ``SettingsError`` (TLS files)."""
        chosen = self._settings
        try:
            self._server = await asyncio.start_server(self._connected, chosen.host, chosen.port, ssl=_tls(chosen))
        except OSError as error:
            raise AdapterError(
                f"{chosen.host}:{chosen.port} cannot be listened on ({error.strerror}); set SCAN2FHIR_MLLP_LISTEN."
            ) from None
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stops listening; a message in work is still committed and answered."""
        if self._server is not None:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        try:
            await self._converse(reader, writer)
        except (TimeoutError, ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass  # the sender went away or fell silent, or we stop: it repeats what was not acknowledged
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        frames = Frames(self._settings.max_bytes)
        while True:
            try:
                for raw in frames.take():
                    # a shutdown must not fall between commit and answer: the sender would count the message as lost
                    await asyncio.shield(self._answer(raw, writer))
            except FrameTooLargeError as error:
                writer.writelines(_framed(a) for a in self._refusal(error))
                await writer.drain()
                await _hear_out(reader)
                return
            chunk = await asyncio.wait_for(reader.read(CHUNK), self._settings.idle_seconds)
            if not chunk:
                return
            frames.feed(chunk)

    async def _answer(self, raw: bytes, writer: asyncio.StreamWriter) -> None:
        header, error = await self._take(raw)
        now = datetime.now(UTC).astimezone()
        number = f"S2F{self._started}{next(self._numbers)}"
        event(log, "acknowledged", trigger="mllp", code=error.code if error else "AA")
        writer.writelines(_framed(answer) for answer in answers(header, error, now, number))
        await writer.drain()

    async def _take(self, raw: bytes) -> tuple[Header, MessageError | None]:
        """Parse and commit. Whatever is wrong becomes an answer; nothing is acknowledged that is not on disk."""
        try:
            message = await asyncio.to_thread(parse_message, raw) if len(raw) > LARGE else parse_message(raw)
            self._check_size(message)
            if not message.documents:
                # single results without a document are taken note of, so that a feed that brings nothing is seen
                RECEIVED.labels("mllp", "nothing to read").inc()
                event(log, "nothing to read", trigger="mllp", control_id=message.header.control_id)
            for number, document in enumerate(message.documents):
                await self._commit(message, document, number)
        except MessageError as error:
            return _header_of(raw), error
        except AdapterError as error:
            # AR with 207: transient, the sender may send the very same message again (HL7 v2 chapter 2.9.2)
            return message.header, MessageError("AR", "207", str(error))
        return message.header, None

    def _check_size(self, message: Message) -> None:
        limit = self._settings.max_document_bytes
        if any(len(document) > limit for document in message.documents):
            raise MessageError("AE", "207", f"The document is larger than {limit / 1048576:g} MB; send a smaller scan.")

    async def _commit(self, message: Message, document: bytes, number: int) -> None:
        header = message.header
        sender = f"{header.application}|{header.facility}"
        alias = f"{sender}|{header.control_id}|{number}"
        details = {"patient_identifier": ",".join(message.patient)} if message.patient else {}
        arrival = pushed("mllp", document, alias=alias, digest=message.digest, details=details)
        accepted = await self._accept(arrival)
        if accepted.conflict:
            # the same control id with other content is another message: senders restart their counters
            other = pushed("mllp", document, alias=f"{alias}|{message.digest}", details=details)
            accepted = await self._accept(other)
            event(log, "control id repeated with other content", document=accepted.key, trigger="mllp")

    def _refusal(self, error: FrameTooLargeError) -> list[bytes]:
        header = _header_of(error.head)
        refused = MessageError("AR", "207", f"The message is larger than {self._settings.max_bytes / 1048576:g} MB.")
        return answers(header, refused, datetime.now(UTC).astimezone(), f"S2F{self._started}{next(self._numbers)}")


def _header_of(raw: bytes) -> Header:
    """What can be read of it, for an answer."""
    try:
        return read_header(raw)
    except MessageError:
        return Header()


async def _hear_out(reader: asyncio.StreamReader) -> None:
    """Drops what a refused sender still sends, for a moment: closing at once would reset the connection, and our answer
    would be lost with it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(HEAR_OUT_SECONDS):
            while await reader.read(CHUNK):
                pass


class FrameTooLargeError(Exception):
    """``head`` is the beginning of the message, for the answer."""

    def __init__(self, head: bytes) -> None:
        super().__init__("frame too large")
        self.head = head


class Frames:
    """Takes bytes in any pieces, gives whole messages; holds at most one message of ``max_bytes``."""

    def __init__(self, max_bytes: int) -> None:
        self._max = max_bytes
        self._buffer = bytearray()
        self._searched = 0

    def feed(self, chunk: bytes) -> None:
        self._buffer += chunk

    def take(self) -> list[bytes]:
        """Complete messages so far. Raises :class:`FrameTooLargeError`."""
        messages: list[bytes] = []
        while True:
            if self._searched == 0:
                begin = self._buffer.find(VT)
                del self._buffer[: begin if begin >= 0 else len(self._buffer)]
            end = self._end()
            if (end if end >= 0 else len(self._buffer)) > self._max:
                raise FrameTooLargeError(bytes(self._buffer[1:4096]))
            if end < 0:
                return messages
            with memoryview(self._buffer) as view:
                message = bytes(view[1:end])
            del self._buffer[: end + 1]
            self._searched = 0
            # a sender that broke off and began anew: only the last beginning has an end
            messages.append(message[max(message.rfind(VT + b"MSH") + 1, 0) :])

    def _end(self) -> int:
        """Where FS stands, followed by CR (or, from careless senders, LF or the next VT); -1 when not yet there. A lone
        FS byte may be part of a character (UTF-16)."""
        while (found := self._buffer.find(FS, self._searched)) >= 0:
            if found + 1 == len(self._buffer):
                self._searched = found
                return -1
            if self._buffer[found + 1] in b"\r\n\x0b":
                return found
            self._searched = found + 1
        self._searched = len(self._buffer)
        return -1


def _framed(message: bytes) -> bytes:
    return VT + message + FS + CR


def _tls(settings: MllpSettings) -> ssl.SSLContext | None:
    if settings.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.certificate, settings.key)
        if settings.client_authority is not None:
            context.load_verify_locations(settings.client_authority)
            context.verify_mode = ssl.CERT_REQUIRED
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(
            f"The TLS files of the HL7 v2 listener cannot be used ({error}); check SCAN2FHIR_MLLP_*."
        ) from None
    return context
