"""Mutual TLS with real certificates on real sockets: to the EHR, and from senders of HL7 v2."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from adapter.ehr.client import EhrClient, connect
from adapter.ehr.errors import EhrError
from adapter.errors import SettingsError
from adapter.settings import load_settings
from adapter.triggers.mllp import MllpServer, MllpSettings
from tests.unit.adapter.certificates import Authority, Pair
from tests.unit.adapter.mllp.test_message import ed, message
from tests.unit.adapter.mllp.test_server import Desk, framed

pytestmark = pytest.mark.unit


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def other(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "other")


class _Answers(BaseHTTPRequestHandler):
    """Says whose certificate it was shown."""

    def do_GET(self) -> None:
        assert isinstance(self.connection, ssl.SSLSocket)
        shown: Any = self.connection.getpeercert()
        body = json.dumps({"resourceType": "Basic", "shown": shown["subject"][0][0][1]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def _ehr(server: Pair, clients: Authority) -> Iterator[str]:
    """FHIR base of a server that asks every client for a certificate of ``clients``."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Refused handshakes are the test."""

        def finish_request(self, request: Any, client_address: Any) -> None:
            with context.wrap_socket(request, server_side=True, do_handshake_on_connect=False) as secured:
                try:
                    secured.do_handshake()
                except ssl.SSLError:
                    # closing with bytes unread would reset the connection before our alert is read
                    while socket.socket.recv(secured, 4096):
                        pass
                    raise
                _Answers(secured, client_address, self)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate, server.key)
    context.load_verify_locations(clients.file)
    context.verify_mode = ssl.CERT_REQUIRED
    listening = Server(("127.0.0.1", 0), _Answers)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{listening.server_port}/fhir"
    finally:
        listening.shutdown()
        listening.server_close()


def _client(base: str, folder: Path, **files: Path | None) -> EhrClient:
    named: dict[str, Any] = {f"ehr_{name}_file": file for name, file in files.items() if file}
    return connect(load_settings(ehr_url=base, data_dir=folder / "data", fhir_version="R4", **named))


def test_the_ehr_is_shown_our_certificate(tmp_path: Path, authority: Authority) -> None:
    ours = authority.sign("scan2fhir")
    with _ehr(authority.sign("ehr"), authority) as base:
        client = _client(base, tmp_path, ca=authority.file, client_cert=ours.certificate, client_key=ours.key)
        assert client.get("Basic/1")["shown"] == "scan2fhir"
        client.close()


@pytest.mark.parametrize("ours", ["none", "of another authority", "ended"])
def test_an_ehr_that_refuses_our_certificate_is_tried_again_and_told(
    tmp_path: Path, authority: Authority, other: Authority, ours: str
) -> None:
    pairs = {"none": None, "of another authority": other.sign("stranger"), "ended": authority.sign("old", days=-1)}
    pair = pairs[ours]
    with _ehr(authority.sign("ehr"), authority) as base:
        files = {"client_cert": pair.certificate, "client_key": pair.key} if pair else {}
        client = _client(base, tmp_path, ca=authority.file, **files)
        with pytest.raises(EhrError, match="certificate"):
            client.get("Basic/1")
        client.close()


@pytest.mark.parametrize("theirs", ["of another authority", "ended"])
def test_an_ehr_whose_certificate_is_not_good_is_not_spoken_to(
    tmp_path: Path, authority: Authority, other: Authority, theirs: str
) -> None:
    ours = authority.sign("scan2fhir")
    server = other.sign("impostor") if theirs == "of another authority" else authority.sign("old", days=-1)
    with _ehr(server, authority) as base:
        client = _client(base, tmp_path, ca=authority.file, client_cert=ours.certificate, client_key=ours.key)
        with pytest.raises(EhrError, match="certificate"):
            client.get("Basic/1")
        client.close()


def test_files_that_are_no_certificates_are_named(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "empty.pem").write_text("")
    for files in ({"ca": tmp_path / "empty.pem"}, {"client_cert": tmp_path / "absent.pem"}):
        with pytest.raises(SettingsError, match="TLS files for the EHR"):
            _client("https://127.0.0.1:9/fhir", tmp_path, **files)
    wrong = MllpSettings("127.0.0.1", 0, certificate=authority.file, key=tmp_path / "absent.key")
    with pytest.raises(SettingsError, match="SCAN2FHIR_MLLP"):
        asyncio.run(MllpServer(wrong, Desk().accept).start())


@pytest.mark.parametrize("theirs", ["good", "none", "of another authority", "no TLS at all"])
def test_only_senders_with_a_certificate_are_heard(
    tmp_path: Path, authority: Authority, other: Authority, theirs: str
) -> None:
    server, sender, stranger = authority.sign("us"), authority.sign("lab"), other.sign("stranger")
    settings = MllpSettings(
        "127.0.0.1", 0, certificate=server.certificate, key=server.key, client_authority=authority.file
    )
    desk = Desk()

    async def talk() -> bytes:
        listener = MllpServer(settings, desk.accept)
        port = await listener.start()
        context = ssl.create_default_context(cafile=str(authority.file))
        pair = {"good": sender, "of another authority": stranger}.get(theirs)
        if pair is not None:
            context.load_cert_chain(pair.certificate, pair.key)
        try:
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=None if theirs == "no TLS at all" else context
            )
            writer.write(framed(message(ed("AAAA"))))
            async with asyncio.timeout(10):
                return await reader.readuntil(b"\x1c\r")
        except (OSError, asyncio.IncompleteReadError):
            return b""
        finally:
            await listener.close()

    answer = asyncio.run(talk())
    assert (b"MSA|AA|42" in answer, len(desk.committed)) == ((True, 1) if theirs == "good" else (False, 0))
