"""Every route is closed without its secret, and bounded in size and time."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount
from starlette.websockets import WebSocketDisconnect

import adapter
from adapter.app import build_app
from adapter.http import Guard, Secrets
from adapter.service import Service
from adapter.settings import load_settings

pytestmark = pytest.mark.unit
API = {"Authorization": "Bearer api-secret"}
NOTIFY = {"Authorization": "Bearer notify-secret"}


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    for name in ("CONFIG", "DATABASE_URL"):
        monkeypatch.delenv(f"SCAN2FHIR_{name}", raising=False)
    settings = load_settings(
        ehr_url="http://127.0.0.1:9/fhir",
        data_dir=tmp_path,
        api_token="api-secret",
        notify_token="notify-secret",
        max_document_mb=1,
        fhir_version="R4",
        subscription="off",
        poll_seconds=3600,
    )
    made = Service(settings, reader="tests.integration.adapter.quick_reader:read")
    # Intake and reading alone: the engine is exercised with a real EHR.
    made._engine = made._dispatcher = made.poller = made.watchdog = None
    return made


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(build_app(service)) as client:
        yield client


#: Open to everybody, and nothing else is.
OPEN = {"/healthz", "/readyz"}
#: Addresses that no route lists: spellings of open ones, parts of mounted ones, nonsense.
UNLISTED = [
    "/openapi.json",
    "/no/such/route",
    "//metrics",
    "//healthz",
    "/healthz/",
    "/HEALTHZ",
    "/healthz/x",
    "/healthz/../api/status",
    "/healthz%2f..%2fapi/status",
    "/readyz;/api/status",
    "/review/x",
    "/cds-services/x",
    "/fhir/notify/k/",
    "/fhir/notify/k//x",
    "/fhir/notify/k/wrong",
    "/fhir/notify/k/notify-secre/x",
    "/fhir/notify/k/notify-secretx/x",
    "/fhir/notify/k/api-secret/x",
    "/fhir/notify/K/notify-secret/x",
    "/fhir/notifyx",
]
WRONG = [
    None,
    "",
    "Bearer",
    "Bearer ",
    "Bearer wrong",
    "Basic api-secret",
    "api-secret",
    "Bearer api-secre",
    "Bearer notify-secre",
    "Bearer api-secrett",
    "Bearer notify-secrett",
    "Bearer api-secret notify-secret",
    "Bearer a",
    "Bearer API-SECRET",
    "Bearer \u00e4",
]


def _routes(app: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(method, address) of every route, mounted ones included, with a letter in place of each parameter."""
    for route in app.routes:
        included = getattr(route, "original_router", None)  # newer FastAPI keeps routers that were included whole
        if included is not None:
            yield from _routes(included, prefix + route.include_context.prefix)
            continue
        path = prefix + re.sub(r"\{[^}]*\}", "x", route.path)
        if isinstance(route, Mount):
            yield "GET", path + "/"
            yield from _routes(route, path)
        else:
            for method in sorted(getattr(route, "methods", None) or ["GET"]):
                yield method, path


def test_every_route_is_closed_without_its_secret(client: TestClient) -> None:
    listed = set(_routes(client.app))
    assert {("POST", "/api/documents"), ("GET", "/metrics"), ("PUT", "/fhir/notify/x")} <= listed
    for method, path in sorted(listed) + [(m, p) for p in UNLISTED for m in ("GET", "POST")]:
        if path in OPEN:
            continue
        mine, others = (
            ("notify", "api") if path.startswith("/fhir/notify/") or path == "/fhir/notify" else ("api", "notify")
        )
        for given in [*WRONG, f"Bearer {others}-secret"]:
            headers = {"Authorization": given.encode("latin-1")} if given is not None else {}
            answer = client.request(method, path, headers=headers)
            assert answer.status_code == 401, (method, path, given, mine)
            assert answer.headers["www-authenticate"] == "Bearer"


def test_health_says_nothing_of_documents(client: TestClient) -> None:
    client.put("/fhir/notify/DocumentReference/somebody", headers=NOTIFY)
    for path in sorted(OPEN):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "somebody" not in answer.text


def test_secrets_are_compared_in_constant_time_only(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a comparison that always says no, no secret opens anything: there is no second way past it."""
    compared: list[bytes] = []

    def never(given: bytes, _secret: bytes) -> bool:
        compared.append(given)
        return False

    monkeypatch.setattr("adapter.http.hmac.compare_digest", never)
    for method, path in sorted(_routes(client.app)):
        if path not in OPEN:
            for headers in (API, NOTIFY):
                assert client.request(method, path, headers=headers).status_code == 401, path
    assert client.post("/fhir/notify/k/notify-secret/x").status_code == 401
    assert {b"api-secret", b"notify-secret"} <= set(compared)


def test_no_other_code_compares_secrets() -> None:
    secret = re.compile("token|secret|bearer|authorization", re.IGNORECASE)
    found = []
    for file in Path(adapter.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Compare) or not any(
                isinstance(o, ast.Eq | ast.NotEq | ast.In) for o in node.ops
            ):
                continue
            names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
            names += [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
            if any(secret.search(name) for name in names):
                found.append(f"{file.name}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


def test_web_sockets_are_closed(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/healthz", headers=API):
        pass


def test_the_two_secrets_open_different_doors(client: TestClient) -> None:
    assert client.get("/api/status", headers=NOTIFY).status_code == 401
    assert client.post("/fhir/notify", headers=API).status_code == 401
    assert client.get("/api/status", headers=API).status_code == 200
    assert client.post("/fhir/notify", headers=NOTIFY).status_code == 204
    assert client.post("/fhir/notify/k/notify-secret/x").status_code == 204
    assert client.get("/healthz").status_code == 200


def test_notification_is_on_disk_before_the_answer(client: TestClient, service: Service) -> None:
    assert client.put("/fhir/notify/DocumentReference/a", headers=NOTIFY).status_code == 204
    assert client.put("/fhir/notify/k/notify-secret/DocumentReference/b").status_code == 204
    assert client.put("/fhir/notify/DocumentReference/a", headers=NOTIFY).content == b""
    assert {d.reference for d in service.inbox.list()} == {"DocumentReference/a", "DocumentReference/b"}


def test_ocr_answers_with_the_report_or_a_sentence(client: TestClient) -> None:
    good = client.post("/api/ocr", headers=API, files={"file": ("a.txt", b"a=1")})
    assert (good.status_code, good.json()["schema_version"]) == (200, "1")
    bad = client.post("/api/ocr", headers=API, files={"file": ("a.txt", b"BAD")})
    assert (bad.status_code, bad.json()["detail"]) == (422, "The file is damaged; send it again.")
    assert client.post("/api/ocr", headers=API, data={"x": "1"}).status_code == 422


@pytest.mark.parametrize("path", ["/api/documents", "/api/ocr", "/fhir/notify/DocumentReference/1"])
def test_too_large_is_413_stated_or_not(client: TestClient, path: str) -> None:
    headers = NOTIFY if "notify" in path else API
    method = "PUT" if "notify" in path else "POST"
    large = b"x" * 3_000_000
    assert client.request(method, path, headers=headers, content=large).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 100_000

    assert client.request(method, path, headers=headers, content=pieces()).status_code in (413, 422)


def test_slow_request_is_408() -> None:
    async def body(_receive_called: list[int]) -> dict[str, object]:
        await asyncio.sleep(5)
        return {}

    async def app(scope: object, receive: object, send: object) -> None:
        await receive()  # type: ignore[operator]

    async def main() -> list[int]:
        sent: list[int] = []

        async def receive() -> dict[str, object]:
            return await body([])

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                sent.append(int(str(message["status"])))

        scope = {"type": "http", "path": "/healthz", "headers": []}
        await Guard(app, Secrets("n", "a"), 100, 0.05)(scope, receive, send)  # type: ignore[arg-type]
        return sent

    assert asyncio.run(main()) == [408]


@pytest.mark.parametrize(
    ("patient", "key", "body", "status"),
    [
        ("Patient/1", "k1", b"x", 202),
        ("Practitioner/1", "k1", b"x", 422),
        ("Patient/1/../2", None, b"x", 422),
        (None, None, b"", 422),
        (None, "a b", b"x", 422),
    ],
)
def test_pushed_documents_are_checked(
    client: TestClient, patient: str | None, key: str | None, body: bytes, status: int
) -> None:
    headers = {**API, "Content-Type": "image/png", **({"Idempotency-Key": key} if key else {})}
    answer = client.post(
        "/api/documents", params={"patient": patient} if patient else {}, headers=headers, content=body
    )
    assert answer.status_code == status
    if status == 202:
        shown = client.get(answer.headers["Location"], headers=API).json()
        assert (shown["state"], shown["trigger"]) == ("in_progress", "rest")


def test_storage_trouble_is_503_and_the_sender_comes_again(client: TestClient, service: Service) -> None:
    service.inbox.engine.dispose()
    for path in service.settings.data_dir.glob("scan2fhir.db*"):
        path.unlink()
    (service.settings.data_dir / "scan2fhir.db").mkdir()
    answer = client.put("/fhir/notify/DocumentReference/1", headers=NOTIFY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (503, False)


def test_metrics_speak_of_counts_only(client: TestClient) -> None:
    client.put("/fhir/notify/DocumentReference/secret-id", headers=NOTIFY)
    text = client.get("/metrics", headers=API).text
    assert 'scan2fhir_received_total{outcome="new",trigger="rest-hook"}' in text
    assert "scan2fhir_queue_depth" in text
    assert "secret-id" not in text


def test_requests_of_nonsense_crash_nothing(service: Service) -> None:
    import random

    chance = random.Random(3)
    app = build_app(service)

    async def main() -> set[int]:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        seen: set[int] = set()
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            for _ in range(1500):
                body = bytes(chance.randrange(256) for _ in range(chance.randint(0, 60)))
                path = "/fhir/notify/" + "".join(chance.choice("aZ/.%2k-_") for _ in range(chance.randint(0, 20)))
                method = chance.choice(["PUT", "POST", "DELETE", "GET"])
                answer = await client.request(method, path, headers=NOTIFY, content=body)
                seen.add(answer.status_code)
        return seen

    assert asyncio.run(main()) <= {204, 401, 404, 405}
