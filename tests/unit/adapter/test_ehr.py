"""The EHR client against answers of our making: limits, credentials, paging, versions, attachments, delivery."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from adapter.ehr.auth import BackendServices
from adapter.ehr.client import EhrClient
from adapter.ehr.deliver import deliver, own_resource
from adapter.ehr.documents import FetchLimits, UnfitDocumentError, fetch_document
from adapter.ehr.errors import (
    EhrConflictError,
    EhrCredentialsError,
    EhrGoneError,
    EhrRefusedError,
    EhrUnavailableError,
)
from adapter.ehr.patients import resolve_patient
from adapter.ehr.rewrite import as_conditional_creates
from adapter.errors import SettingsError

pytestmark = pytest.mark.unit
BASE = "https://ehr.example/fhir"
Handler = Callable[[httpx.Request], httpx.Response]
LIMITS = FetchLimits(frozenset({"files.example"}), 1000)


def _client(handler: Handler, **more: Any) -> EhrClient:
    return EhrClient(BASE, http=httpx.Client(transport=httpx.MockTransport(handler)), **more)


def _json(tree: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=tree)


def test_all_pages_are_followed_on_our_own_address() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "ehr.example"
        assert request.headers["cache-control"] == "no-cache"
        page = int(request.url.params.get("page", "0"))
        link = [{"relation": "next", "url": f"http://internal:8080/fhir/X?page={page + 1}"}] if page < 3 else []
        return _json({"resourceType": "Bundle", "link": link, "entry": [{"resource": {"id": str(page)}}]})

    assert [r["id"] for r in _client(handler).search("X")] == ["0", "1", "2", "3"]


def test_pages_in_a_circle_end() -> None:
    circle = {"link": [{"relation": "next", "url": f"{BASE}/X?page=1"}], "entry": []}
    assert len(list(_client(lambda _r: _json(circle)).pages("X", {}))) == 2


@pytest.mark.parametrize(("number", "name"), [("4.0.1", "R4"), ("4.3.0", "R4B"), ("5.0.0", "R5")])
def test_version_from_the_capability_statement(number: str, name: str) -> None:
    assert _client(lambda _r: _json({"resourceType": "CapabilityStatement", "fhirVersion": number})).version == name


def test_other_versions_and_other_pages_are_refused_in_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"FHIR 3\.0"):
        _ = _client(lambda _r: _json({"fhirVersion": "3.0.2"})).version
    with pytest.raises(EhrRefusedError, match="SCAN2FHIR_EHR_URL"):
        _ = _client(lambda _r: httpx.Response(200, text="<html>hello</html>")).version


def test_answers_are_bounded_and_html_is_no_answer() -> None:
    with pytest.raises(EhrRefusedError, match="larger"):
        _client(lambda _r: httpx.Response(200, content=b"x" * 2000), max_bytes=1000).get("X")
    with pytest.raises(EhrUnavailableError, match="not JSON"):
        _client(lambda _r: httpx.Response(200, text="<html>maintenance</html>")).get("X")


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_backend_services_signs_caches_and_renews(tmp_path: Path, kind: str) -> None:
    key: Any = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP384R1())
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    issued: list[str] = []
    now = [1_700_000_000.0]
    refuse = {"on": False}

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("smart-configuration"):
            return _json({"token_endpoint": "https://auth.example/token"})
        if request.url.host == "auth.example":
            form = {k: v[0] for k, v in parse_qs(request.content.decode()).items()}
            algorithm = "RS384" if kind == "rsa" else "ES384"
            claims = jwt.decode(
                form["client_assertion"],
                key.public_key(),
                [algorithm],
                audience="https://auth.example/token",
                options={"verify_exp": False, "verify_iat": False},
            )
            assert claims["iss"] == claims["sub"] == "me"
            assert claims["exp"] - claims["iat"] <= 300
            assert jwt.get_unverified_header(form["client_assertion"])["kid"] == "k1"
            assert claims["jti"] not in issued
            issued.append(claims["jti"])
            return _json({"access_token": f"t{len(issued)}", "expires_in": 120})
        if refuse["on"] and request.headers["authorization"] == "Bearer t2":
            return httpx.Response(401)
        return _json({"token": request.headers["authorization"]})

    http = httpx.Client(transport=httpx.MockTransport(handler))
    auth = BackendServices(http, BASE, "me", file, key_id="k1", clock=lambda: now[0])
    client = EhrClient(BASE, http=http, auth=auth)
    assert [client.get("X")["token"] for _ in range(2)] == ["Bearer t1"] * 2
    now[0] += 100
    assert client.get("X")["token"] == "Bearer t2", "renewed before it ends"
    refuse["on"] = True
    assert client.get("X")["token"] == "Bearer t3", "a 401 asks for a new token once"


def test_wrong_client_is_named(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )

    def handler(request: httpx.Request) -> httpx.Response:
        return _json({"error": "invalid_client"}, 400)

    http = httpx.Client(transport=httpx.MockTransport(handler))
    auth = BackendServices(http, BASE, "me", file, token_url="https://auth.example/token")
    with pytest.raises(EhrCredentialsError, match="invalid_client"):
        EhrClient(BASE, http=http, auth=auth).get("X")
    bad = tmp_path / "bad.pem"
    bad.write_text("nothing")
    with pytest.raises(SettingsError, match="PEM"):
        BackendServices(http, BASE, "me", bad)


def _reference(*attachments: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = [{"attachment": a} for a in attachments]
    return {"resourceType": "DocumentReference", "id": "d", "status": "current", "content": content, **more}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("attachment", "words"),
    [
        ({"url": "https://evil.example/x"}, "not allowed"),
        ({"url": "https://ehr.example.evil.example/x"}, "not allowed"),
        ({"url": "https://ehr.example@evil.example/x"}, "not allowed"),
        ({"url": "//evil.example/x"}, "not allowed"),
        ({"url": "ftp://ehr.example/x"}, "not fetched"),
        ({"data": "!!!"}, "Base64"),
        ({"data": _b64(b"x" * 2000)}, "larger"),
        ({"data": _b64(b"x"), "hash": _b64(b"wrong")}, "hash"),
        ({"data": _b64(b"x"), "size": 5}, "states 5"),
        ({"data": _b64(b"x"), "contentType": "application/xml"}, "not a scan"),
        ({}, "no attachment"),
    ],
)
def test_unfit_attachments(attachment: dict[str, Any], words: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"nothing is to be fetched, least of all {request.url}")

    with pytest.raises(UnfitDocumentError, match=words):
        fetch_document(_client(handler), _reference(attachment), LIMITS)


def test_where_the_bytes_may_lie() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.path.endswith("json"):
            return _json({"resourceType": "Binary", "data": _b64(b"bytes")})
        return httpx.Response(200, content=b"bytes")

    from adapter.ehr.auth import StaticToken

    client = _client(handler, auth=StaticToken("secret"))
    sha1 = _b64(hashlib.sha1(b"bytes").digest())
    externalized = {"extension": [{"url": "http://hapi/externalized-binary-id", "valueString": "x"}]}
    for attachment in (
        {"data": _b64(b"bytes"), "hash": sha1, "size": 5},
        {"url": "Binary/raw", "hash": sha1},
        {"url": f"{BASE}/Binary/json"},
        {"url": "https://files.example/x"},
        {"url": "data:image/png;base64," + _b64(b"bytes")},
        {"_data": externalized},
    ):
        assert fetch_document(client, _reference(attachment), LIMITS).data == b"bytes"
    assert {r.headers["accept-encoding"] for r in seen} == {"identity"}, "pictures are compressed already"
    by_host = {r.url.host: r.headers.get("authorization") for r in seen}
    assert by_host == {"ehr.example": "Bearer secret", "files.example": None}, "credentials stay at home"
    assert "$binary-access-read" in seen[-1].url.path


def test_the_best_of_several_is_read_and_the_others_are_named() -> None:
    reference = _reference(
        {"data": _b64(b"picture"), "contentType": "image/jpeg"},
        {"data": _b64(b"pdf"), "contentType": "application/pdf"},
        {"data": _b64(b"xml"), "contentType": "text/xml"},
    )
    fetched = fetch_document(_client(lambda _r: _json({})), reference, LIMITS)
    assert fetched.data == b"pdf"
    assert "2 attachments; number 2" in fetched.note


@pytest.mark.parametrize(("status", "words"), [(404, "does not exist"), (410, "was deleted")])
def test_patient_that_is_gone(status: int, words: str) -> None:
    reference = _reference({"data": _b64(b"x")}, subject={"reference": "Patient/p"})
    with pytest.raises(UnfitDocumentError, match=words):
        fetch_document(_client(lambda _r: httpx.Response(status)), reference, LIMITS)


@pytest.mark.parametrize(
    ("patients", "found"),
    [
        ([], None),
        ([{"id": "a"}], "Patient/a"),
        ([{"id": "a"}, {"id": "b"}], None),
        ([{"id": "a"}, {"id": "b", "link": [{"type": "replaced-by"}]}], "Patient/a"),
    ],
)
def test_patient_is_never_guessed(patients: list[dict[str, Any]], found: str | None) -> None:
    entries = [{"resource": {"resourceType": "Patient", **p}} for p in patients]
    reference, note = resolve_patient(_client(lambda _r: _json({"entry": entries})), "urn:x|1")
    assert reference == found
    assert bool(note) is (found is None)


BUNDLE = (
    b'{"resourceType":"Bundle","type":"transaction","entry":['
    b'{"fullUrl":"urn:a","resource":{"resourceType":"Observation","id":"o1",'
    b'"identifier":[{"system":"s","value":"o1"}],"valueQuantity":{"value":4.50}},'
    b'"request":{"method":"PUT","url":"Observation/o1"}},'
    b'{"fullUrl":"urn:b","resource":{"resourceType":"DiagnosticReport","id":"r1",'
    b'"identifier":[{"system":"ni","value":"x"},{"system":"s","value":"r1"}],'
    b'"result":[{"reference":"Observation/o1"}]},"request":{"method":"PUT","url":"DiagnosticReport/r1"}}]}'
)


def test_rewriting_for_servers_that_give_ids_keeps_links_and_digits() -> None:
    rewritten = as_conditional_creates(BUNDLE)
    assert b"4.50" in rewritten
    observation, report = json.loads(rewritten)["entry"]
    assert observation["request"] == {"method": "PUT", "url": "Observation?identifier=s|o1"}
    assert "id" not in observation["resource"]
    assert report["resource"]["result"] == [{"reference": observation["fullUrl"]}]
    assert as_conditional_creates(BUNDLE) == rewritten


def test_delivery_to_a_server_that_gives_ids_is_repeatable() -> None:
    stored: dict[str, str] = {}

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            entries = json.loads(request.content)["entry"]
            if any(e["request"]["url"].count("/") for e in entries):
                return httpx.Response(405)
            stored["report"] = "77"
            answers = [
                {"response": {"status": "201", "location": f"{e['request']['url'].split('?')[0]}/77/_history/1"}}
                for e in entries
            ]
            return _json({"resourceType": "Bundle", "entry": answers})
        if request.url.path.endswith("DiagnosticReport/r1"):
            return httpx.Response(404)
        found = [{"resource": {"resourceType": "DiagnosticReport", "id": "77"}}] if stored else []
        return _json({"entry": found})

    client = _client(handler)
    for _ in range(2):
        done = deliver(client, BUNDLE, earlier=None, announce=lambda _r: None, still_ours=lambda: None)
        assert done.diagnostic_report == "DiagnosticReport/77"


def test_results_of_an_earlier_version_are_withdrawn_with_the_new_one() -> None:
    sent: list[dict[str, Any]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            sent.append(json.loads(request.content))
            return _json({"entry": []})
        if request.url.path.endswith("DiagnosticReport/r1"):
            return _json({"id": "r1", "result": [{"reference": "Observation/o1"}, {"reference": "Observation/o2"}]})
        return _json({"resourceType": "Observation", "id": "o2", "status": "final"})

    deliver(_client(handler), BUNDLE, earlier="DiagnosticReport/r1", announce=lambda _r: None, still_ours=lambda: None)
    last = sent[0]["entry"][-1]
    assert (last["request"]["url"], last["resource"]["status"]) == ("Observation/o2", "entered-in-error")
    assert len(sent[0]["entry"]) == 3


@pytest.mark.parametrize(
    ("status", "posts"), [("final", 0), ("corrected", 0), ("preliminary", 1), ("entered-in-error", 1)]
)
def test_what_a_person_decided_is_not_written_over(status: str, posts: int) -> None:
    sent = []

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            sent.append(request)
            return _json({"entry": []})
        return _json({"resourceType": "DiagnosticReport", "id": "r1", "status": status})

    deliver(_client(handler), BUNDLE, earlier=None, announce=lambda _r: None, still_ours=lambda: None)
    assert len(sent) == posts


def test_a_conflict_is_repeated_once_at_once() -> None:
    answers = [httpx.Response(404), httpx.Response(409), _json({"entry": []})]
    done = deliver(
        _client(lambda _r: answers.pop(0)), BUNDLE, earlier=None, announce=lambda _r: None, still_ours=lambda: None
    )
    assert (done.diagnostic_report, answers) == (None, []) or answers == []


def test_own_writing_is_known_by_tag_and_identifier() -> None:
    assert own_resource({"meta": {"tag": [{"system": "https://scan2fhir.org/x"}]}})
    assert own_resource({"identifier": [{"system": "https://scan2fhir.org/fhir/id"}]})
    assert not own_resource({"meta": {"tag": [{"system": "http://other"}]}, "identifier": [{"value": "1"}, None]})
    assert not own_resource({"identifier": {"system": "scan2fhir"}, "meta": None})


@pytest.mark.parametrize(("status", "kind"), [("404 Not Found", EhrGoneError), ("409", EhrConflictError)])
def test_a_success_that_hides_a_failed_entry_is_none(status: str, kind: type[Exception]) -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": "no such id"}]}
    entries = [{"response": {"status": "201"}}, {"response": {"status": status, "outcome": outcome}}]
    client = _client(lambda _request: httpx.Response(200, json={"resourceType": "Bundle", "entry": entries}))
    with pytest.raises(kind, match="no such id"):
        client.transaction(b"{}")
