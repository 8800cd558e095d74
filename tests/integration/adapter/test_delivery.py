"""A document posted to the EHR becomes exactly one DiagnosticReport, over the subscription and over the poll."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import httpx
import pytest

from tests.integration.adapter.harness import Chart, Serve, assert_exactly_once, ni_name

pytestmark = pytest.mark.integration
ServeOn = Callable[..., Serve]


def test_rest_hook_brings_a_document_into_the_chart(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, poll_seconds=3600, poll_query=f"subject={chart.patient}")
    _wait_active(serve)
    content = b"Hb=135\nWBC=5.10\n"
    document = chart.document(content)
    assert serve.wait_settled(1) == {"received": 1, "in_progress": 0, "delivered": 1, "in_review": 0, "dead": 0}
    assert_exactly_once(chart, [document])
    (report,) = chart.reports()
    assert {"system": "urn:ietf:rfc:3986", "value": ni_name(content)} in report["identifier"]
    assert len(report["result"]) == 2
    shown = serve.api("GET", "/api/dead").json()
    assert shown == []


def _wait_active(serve: Serve) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if httpx.get(f"{serve.url}/readyz", timeout=5).json()["parts"]["subscription"] == "active":
            return
        time.sleep(0.2)
    raise AssertionError("no active subscription")


def test_poll_alone_finds_documents_made_before_and_after_the_start(
    hapi_r4: str, chart: Chart, serve_on: ServeOn
) -> None:
    before = chart.document(b"Hb=1\n")
    serve = serve_on(
        hapi_r4, subscription="off", poll_seconds=1, poll_lookback_hours=0.02, poll_query=f"subject={chart.patient}"
    )
    serve.wait_settled(1)
    after = chart.document(b"Hb=2\n")
    serve.wait_settled(2)
    assert_exactly_once(chart, [before, after])


def test_own_writing_is_never_taken_for_a_document(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, poll_seconds=0.5, poll_query=f"subject={chart.patient}")
    chart.document(b"Hb=1\n")
    serve.wait_settled(1)
    ours = [e["resource"] for e in chart.get("DocumentReference", subject=chart.patient)["entry"]]
    derived = next(r for r in ours if r.get("relatesTo"))
    # over every way: polled above, and announced with a body, as a pointer, and by topic
    assert serve.notify("PUT", f"/DocumentReference/{derived['id']}", json=derived).status_code == 204
    assert serve.notify("PUT", f"/DocumentReference/{derived['id']}").status_code == 204
    time.sleep(1.5)
    assert serve.counts()["received"] == 1
    assert len(chart.reports()) == 1


def test_repeated_and_reordered_announcements_change_nothing(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_query=f"subject={chart.patient}")
    document = chart.document(b"Hb=1\n")
    serve.wait_settled(1)
    (before,) = chart.reports()
    resource = chart.get(document)
    for _ in range(3):
        assert serve.notify("PUT", f"/{document}", json=resource).status_code == 204
        assert serve.notify("PUT", f"/{document}", headers={"If-Match": 'W/"1"'}).status_code == 204
        assert serve.notify("PUT", f"/{document}").status_code == 204
        assert serve.notify("POST").status_code == 204
    serve.wait_settled(1)
    (after,) = chart.reports()
    assert before == after, "not even a new version in the EHR"


def test_newer_version_replaces_results_and_withdraws_those_it_lost(
    hapi_r4: str, chart: Chart, serve_on: ServeOn
) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=0.5, poll_query=f"subject={chart.patient}")
    document = chart.document(b"Hb=135\nWBC=5.1\nPLT=200\n")
    serve.wait_settled(1)
    first = chart.get("Observation", subject=chart.patient)["entry"]
    assert len(first) == 3
    resource = chart.get(document)
    resource["content"][0]["attachment"]["data"] = base64.b64encode(b"Hb=136\n").decode()
    chart.put(resource)
    until = time.monotonic() + 30
    while time.monotonic() < until and len(chart.reports()[0]["result"]) != 1:
        time.sleep(0.2)
    serve.wait_settled(1)
    (report,) = chart.reports()
    assert [r["reference"] for r in report["result"]] == [f"Observation/{_kept(first)}"]
    states = {e["resource"]["status"] for e in chart.get("Observation", subject=chart.patient)["entry"]}
    assert states == {"preliminary", "entered-in-error"}
    assert ni_name(b"Hb=136\n") in {i["value"] for i in report["identifier"]}


def _kept(entries: list[dict[str, dict[str, str]]]) -> str:
    return min(e["resource"]["id"] for e in entries)


def test_document_in_a_binary_and_one_of_eleven_megabytes(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_seconds=0.5, poll_query=f"subject={chart.patient}")
    raw = chart.client.post(
        f"{hapi_r4}/Binary", content=b"Hb=7\n", headers={"Content-Type": "application/octet-stream"}
    )
    stored = raw.headers["Location"].split("/fhir/")[1].split("/_history")[0]
    by_url = chart.document(content=[{"attachment": {"contentType": "application/octet-stream", "url": stored}}])
    large = b"Hb=8\n" + b"x" * 11_000_000
    by_extension = chart.document(large)
    serve.wait_settled(2)
    assert_exactly_once(chart, [by_url, by_extension])
    names = {i["value"] for r in chart.reports() for i in r["identifier"]}
    assert {ni_name(b"Hb=7\n"), ni_name(large)} <= names


def test_pushed_document_gets_a_source_in_the_ehr(hapi_r4: str, chart: Chart, serve_on: ServeOn) -> None:
    serve = serve_on(hapi_r4, subscription="off", poll_query=f"subject={chart.patient}")
    arguments = {"files": {"file": ("a.txt", b"Hb=9\n", "text/plain")}, "data": {"patient": chart.patient}}
    first = serve.api("POST", "/api/documents", headers={"Idempotency-Key": "one"}, **arguments)
    again = serve.api("POST", "/api/documents", headers={"Idempotency-Key": "one"}, **arguments)
    assert (first.status_code, first.json()["new"], again.json()["new"]) == (202, True, False)
    other = serve.api(
        "POST", "/api/documents", headers={"Idempotency-Key": "one", "Content-Type": "text/plain"}, content=b"other"
    )
    assert other.status_code == 422
    serve.wait_settled(1)
    shown = serve.api("GET", first.headers["Location"]).json()
    assert shown["state"] == "delivered"
    (source,) = chart.sources()
    attachment = chart.get(source)["content"][0]["attachment"]
    stored = chart.client.get(f"{hapi_r4}/{attachment['url']}", headers={"Accept": "application/octet-stream"})
    assert stored.content == b"Hb=9\n"
    assert serve.status()["received"] == 1
