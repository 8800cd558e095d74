"""A running adapter as a process, an EHR with faults in front of it, and counting of what reached the chart."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

QUICK_READER = "tests.integration.adapter.quick_reader:read"
ROOT = Path(__file__).resolve().parents[3]
NO_CACHE = {"Cache-Control": "no-cache"}
#: Seconds that a busy machine is given; what is right is there at once on an idle one.
PATIENCE = 180.0


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Serve:
    """``scan2fhir serve`` as a child process with settings of its own."""

    def __init__(
        self,
        ehr: str,
        folder: Path,
        *,
        role: str = "all",
        reader: str | None = QUICK_READER,
        border: Path | None = None,
        clock: Path | None = None,
        **settings: Any,
    ):
        """``border``: the file that names the border at which the process kills itself (``dying_serve``); ``clock``: the
        file that says how wrong its clock is (``jumping_serve``)."""
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("SCAN2FHIR_")},
            "PYTHONPATH": str(ROOT),
            "SCAN2FHIR_EHR_URL": ehr,
            "SCAN2FHIR_DATA_DIR": str(folder / "data"),
            "SCAN2FHIR_LISTEN": f"127.0.0.1:{self.port}",
            "SCAN2FHIR_API_TOKEN": "api-secret",
            "SCAN2FHIR_NOTIFY_TOKEN": "notify-secret",
            "SCAN2FHIR_POLL_SECONDS": "2",
            "SCAN2FHIR_WORKERS": "1",
            **{f"SCAN2FHIR_{k.upper()}": str(v) for k, v in settings.items()},
        }
        self.arguments = ["--role", role, *(["--reader", reader] if reader else [])]
        self.main = "from adapter.cli import main; main()"
        if border is not None:
            self.main = "from tests.integration.adapter.dying_serve import main; main()"
            self.environment["S2F_BORDER"] = str(border)
        if clock is not None:
            self.main = "from tests.integration.adapter.jumping_serve import main; main()"
            self.environment["S2F_CLOCK"] = str(clock)
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "serve.log"
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, wait: bool = True) -> Serve:
        command = [sys.executable, "-c", self.main, "serve", *self.arguments]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=ROOT)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, seconds: float = PATIENCE) -> None:
        assert self.process is not None
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"serve is not ready:\n{self.log.read_text()[-3000:]}")

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """kill -9, as power cuts and the kernel do."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.kill()
        return int(self.process.returncode)

    def unsubscribe(self) -> None:
        """Takes our Subscription out of the EHR, which would otherwise call a closed port for the rest of the run."""
        address = self.environment.get("SCAN2FHIR_PUBLIC_URL", self.url)
        name = hashlib.sha256(f"{address}/fhir/notify".encode()).hexdigest()[:16]
        with contextlib.suppress(httpx.HTTPError):
            httpx.delete(f"{self.environment['SCAN2FHIR_EHR_URL']}/Subscription/scan2fhir-{name}", timeout=PATIENCE)

    def __enter__(self) -> Serve:
        return self if self.process else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ------------------------------------------------------------------ asking it
    def api(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        headers = {"Authorization": "Bearer api-secret", **arguments.pop("headers", {})}
        return httpx.request(method, self.url + path, headers=headers, timeout=PATIENCE, **arguments)

    def notify(self, method: str, path: str = "", **arguments: Any) -> httpx.Response:
        headers = {"Authorization": "Bearer notify-secret", **arguments.pop("headers", {})}
        return httpx.request(method, f"{self.url}/fhir/notify{path}", headers=headers, timeout=PATIENCE, **arguments)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from adapter.cli import main; main()", *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def status(self) -> dict[str, int]:
        done = self.run("status", "--json")
        assert done.returncode == 0, done.stderr
        counts: dict[str, int] = json.loads(done.stdout)
        return counts

    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = self.api("GET", "/api/status").json()
        return counts

    def wait_settled(self, received: int, seconds: float = PATIENCE) -> dict[str, int]:
        """Until so many documents were accepted and none is in progress."""
        until = time.monotonic() + seconds
        counts: dict[str, int] = {}
        while time.monotonic() < until:
            try:
                counts = self.counts()
                if counts["received"] >= received and counts["in_progress"] == 0:
                    return counts
            except httpx.HTTPError:
                pass
            time.sleep(0.15)
        raise AssertionError(f"not settled: {counts}\n{self.log.read_text()[-4000:]}")


class Chart:
    """One made-up patient in the EHR, with documents."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.client = httpx.Client(timeout=PATIENCE, headers=NO_CACHE)
        self.patient = f"Patient/t{uuid.uuid4().hex[:12]}"
        #: Settings of an adapter that others on the same server are none of its business.
        self.only = {
            "poll_query": f"subject={self.patient}",
            "subscription_criteria": f"DocumentReference?subject={self.patient}",
        }
        self.put({"resourceType": "Patient", "id": self.patient.split("/")[1]})

    def put(self, resource: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.put(f"{self.base}/{resource['resourceType']}/{resource['id']}", json=resource)
        answer.raise_for_status()
        tree: dict[str, Any] = answer.json()
        return tree

    def document(self, body: bytes | None = None, /, **changes: Any) -> str:
        """Makes a DocumentReference; returns its reference."""
        attachment = {"contentType": "text/plain", "data": base64.b64encode(body or uuid.uuid4().bytes).decode()}
        resource = {
            "resourceType": "DocumentReference",
            "status": "current",
            "subject": {"reference": self.patient},
            "content": [{"attachment": attachment}],
            **changes,
        }
        answer = self.client.post(f"{self.base}/DocumentReference", json=resource)
        assert answer.status_code == 201, answer.text
        return f"DocumentReference/{answer.json()['id']}"

    def get(self, path: str, **params: str) -> dict[str, Any]:
        answer = self.client.get(f"{self.base}/{path}", params=params)
        answer.raise_for_status()
        tree: dict[str, Any] = answer.json()
        return tree

    def reports(self) -> list[dict[str, Any]]:
        """Every DiagnosticReport of the patient that is not withdrawn."""
        page = self.get("DiagnosticReport", subject=self.patient, _count="500")
        resources = [e["resource"] for e in page.get("entry", [])]
        while following := [link["url"] for link in page["link"] if link["relation"] == "next"]:
            page = self.client.get(following[0]).json()
            resources += [e["resource"] for e in page.get("entry", [])]
        return [r for r in resources if r["status"] != "entered-in-error"]

    def sources(self) -> list[str]:
        """For each Provenance of a DiagnosticReport of the patient: the source it names."""
        named = []
        for report in self.reports():
            found = self.get("Provenance", target=f"DiagnosticReport/{report['id']}")
            for entry in found.get("entry", []):
                named += [e["what"]["reference"] for e in entry["resource"].get("entity", []) if e["role"] == "source"]
        return named


def ni_name(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


@dataclass
class Fault:
    """What the proxy does to a request instead of passing it on.

    ``kind``: status (answer ``status`` without passing on), hang, cut, commit-cut (pass on, then cut), commit-status
    (pass on, then answer ``status``), call (call ``before``, pass on, call ``after``, answer).
    """

    kind: str
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 30.0
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None


class FaultProxy:
    """An HTTP proxy in front of the EHR. ``plan(method, path)`` returns a :class:`Fault` or None for each request."""

    def __init__(self, target: str, plan: Callable[[str, str], Fault | None] = lambda _m, _p: None) -> None:
        self.target = target
        self.plan = plan
        self.seen: list[tuple[str, str]] = []
        self._client = httpx.Client(timeout=PATIENCE, limits=httpx.Limits(max_connections=64))
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:
                pass

            def handle_any(self) -> None:
                proxy._handle(self)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A killed adapter cuts its connections; that is the test."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}/fhir"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def __enter__(self) -> FaultProxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        self.seen.append((request.command, request.path))
        fault = self.plan(request.command, request.path) or Fault("call")
        if fault.kind == "status":
            self._say(request, fault.status, fault.headers, b'{"resourceType":"OperationOutcome"}')
            return
        if fault.kind == "hang":
            time.sleep(fault.seconds)
        if fault.kind in ("hang", "cut"):
            request.close_connection = True
            request.connection.close()
            return
        fault.before()
        answer = self._forward(request, body)
        fault.after()
        if fault.kind == "commit-cut":
            request.close_connection = True
            request.connection.close()
        elif fault.kind == "commit-status":
            self._say(request, fault.status, fault.headers, b'{"resourceType":"OperationOutcome"}')
        else:
            passed = ("content-type", "location", "etag", "last-modified")
            kept = {k: v for k, v in answer.headers.items() if k in passed}
            self._say(request, answer.status_code, kept, answer.content)

    def _forward(self, request: BaseHTTPRequestHandler, body: bytes) -> httpx.Response:
        dropped = ("host", "connection", "content-length", "accept-encoding")
        headers = {k: v for k, v in request.headers.items() if k.lower() not in dropped}
        url = self.target.removesuffix("/fhir") + request.path
        return self._client.request(request.command, url, content=body, headers=headers)

    @staticmethod
    def _say(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
        try:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            request.close_connection = True


def is_transaction(method: str, path: str) -> bool:
    return method == "POST" and path.rstrip("/").split("?")[0] in ("/fhir", "")


def assert_exactly_once(chart: Chart, documents: Sequence[str]) -> None:
    """Each document has one DiagnosticReport in the chart, and the chart has no other."""
    assert sorted(chart.sources()) == sorted(documents)
