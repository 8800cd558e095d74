"""The test server behaves as the adapter's tests take for granted."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.integration.hapi.server import HapiError, HapiServer

pytestmark = pytest.mark.integration


@pytest.fixture
def notified() -> Iterator[tuple[str, list[str]]]:
    """An HTTP listener's URL and the paths that were called."""
    calls: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_PUT  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            return

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listener.server_port}", calls
    listener.shutdown()
    listener.server_close()


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_r4_keeps_the_digits_of_a_decimal(hapi_r4: str) -> None:
    body = '{"resourceType":"Observation","id":"digits","status":"final","code":{"text":"a"},'
    body += '"valueQuantity":{"value":4.50}}'
    headers = {"Content-Type": "application/fhir+json"}
    assert httpx.put(f"{hapi_r4}/Observation/digits", content=body, headers=headers).status_code in (200, 201)
    assert '"value": 4.50' in httpx.get(f"{hapi_r4}/Observation/digits?_pretty=true").text


def test_r4_validates(hapi_r4: str) -> None:
    wrong = {"resourceType": "Observation", "status": "final"}
    answer = httpx.post(f"{hapi_r4}/Observation/$validate", json=wrong, timeout=60)
    severities = {issue["severity"] for issue in answer.json()["issue"]}
    assert "error" in severities


def test_r4_finds_by_identifier_with_a_bar(hapi_r4: str) -> None:
    answer = httpx.get(f"{hapi_r4}/DiagnosticReport?identifier=urn:ietf:rfc:3986|ni:///sha-256;absent")
    assert answer.status_code == 200
    assert answer.json().get("total", 0) == 0


def test_r4_tells_a_subscriber(hapi_r4: str, notified: tuple[str, list[str]]) -> None:
    url, calls = notified
    subscription = {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "test",
        "criteria": "DocumentReference?status=current",
        "channel": {"type": "rest-hook", "endpoint": url, "payload": "application/fhir+json"},
    }
    created = httpx.post(f"{hapi_r4}/Subscription", json=subscription).json()["id"]
    address = f"{hapi_r4}/Subscription/{created}"
    assert eventually(lambda: httpx.get(address).json()["status"] == "active")
    try:
        document = {
            "resourceType": "DocumentReference",
            "status": "current",
            "content": [{"attachment": {"contentType": "text/plain", "data": "QQ=="}}],
        }
        name = httpx.post(f"{hapi_r4}/DocumentReference", json=document).json()["id"]
        assert eventually(lambda: f"/DocumentReference/{name}" in calls)
    finally:
        httpx.delete(address)


def test_a_used_port_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HapiError, match=f"Port {port} is in use; choose another one"):
            HapiServer("R4", port).start()


def test_missing_java_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HapiError, match="java and mvn not found: install them with 'apt-get install"):
        HapiServer("R4").start()


def test_a_killed_server_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    server = HapiServer("R4", database=tmp_path / "ehr", log_file=tmp_path / "log")
    with server:
        patient = {"resourceType": "Patient", "id": "kept"}
        assert httpx.put(f"{server.base_url}/Patient/kept", json=patient, timeout=30).status_code == 201
        server.kill()
    with server:
        assert httpx.get(f"{server.base_url}/Patient/kept", timeout=30).status_code == 200


def test_an_orphaned_server_ends(tmp_path: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    server = HapiServer("R4", owner_pid=owner.pid, log_file=tmp_path / "log")
    with server:
        pid = server.pid
        owner.kill()
        owner.wait()
        assert server._process is not None
        assert server._process.wait(timeout=20) == 0
    assert not Path(f"/proc/{pid}").exists()
