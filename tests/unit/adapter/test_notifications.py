"""Every shape of notification, and thousands of broken ones: nothing raises, nothing that names a document is lost."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from adapter.triggers.rest_hook import interpret
from adapter.triggers.topic import _Counters
from adapter.triggers.topic import interpret as interpret_topic

pytestmark = pytest.mark.unit
EHR = "http://ehr.example/fhir"
DOCUMENT = {"resourceType": "DocumentReference", "id": "d1", "meta": {"versionId": "3"}, "status": "current"}
OWN = {**DOCUMENT, "meta": {"versionId": "1", "tag": [{"system": "https://scan2fhir.org/fhir/CodeSystem/tag"}]}}


def _r4(
    kind: str = "event-notification", total: str = "1", focus: str | None = "DocumentReference/d1"
) -> dict[str, Any]:
    """HAPI's form: counters are strings."""
    event = [{"name": "event-number", "valueString": total}]
    if focus:
        event.append({"name": "focus", "valueReference": {"reference": focus}})  # type: ignore[dict-item]
    status = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "subscription", "valueReference": {"reference": "Subscription/s"}},
            {"name": "type", "valueCode": kind},
            {"name": "events-since-subscription-start", "valueString": total},
            *([{"name": "notification-event", "part": event}] if kind == "event-notification" else []),
        ],
    }
    return {"resourceType": "Bundle", "type": "history", "entry": [{"resource": status}]}


def _r5(kind: str = "event-notification", total: int = 1, focus: str | None = "DocumentReference/d1") -> dict[str, Any]:
    event = {"eventNumber": total, **({"focus": {"reference": focus}} if focus else {})}
    status = {
        "resourceType": "SubscriptionStatus",
        "type": kind,
        "eventsSinceSubscriptionStart": total,
        "subscription": {"reference": "Subscription/s"},
        **({"notificationEvent": [event]} if kind == "event-notification" else {}),
    }
    return {"resourceType": "Bundle", "type": "subscription-notification", "entry": [{"resource": status}]}


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "references", "poll"),
    [
        ("PUT", "DocumentReference/d1", {}, DOCUMENT, [("DocumentReference/d1", "3")], False),
        ("PUT", "any/DocumentReference/d1", {}, DOCUMENT, [("DocumentReference/d1", "3")], False),
        ("PUT", "DocumentReference/d1", {"if-match": 'W/"7"'}, None, [("DocumentReference/d1", "7")], False),
        ("PUT", "DocumentReference/d1/_history/2", {}, None, [("DocumentReference/d1", "2")], False),
        ("PUT", "DocumentReference/d1", {}, None, [("DocumentReference/d1", None)], False),
        ("PUT", "DocumentReference/d1", {}, OWN, [], False),
        ("PUT", "DocumentReference/other", {}, DOCUMENT, [("DocumentReference/other", None)], False),
        ("PUT", "Patient/p", {}, {"resourceType": "Patient", "id": "p"}, [], False),
        ("PUT", "", {}, None, [], True),
        ("POST", "", {}, None, [], True),
        ("POST", "", {}, DOCUMENT, [("DocumentReference/d1", "3")], False),
        ("POST", "", {}, _r4(), [("DocumentReference/d1", None)], False),
        ("POST", "", {}, _r4(focus=EHR + "/DocumentReference/d1"), [("DocumentReference/d1", None)], False),
        ("POST", "", {}, _r4("handshake", "0"), [], False),
        ("POST", "", {}, _r4("heartbeat", "0"), [], False),
        ("POST", "", {}, _r4(focus=None), [], True),
        ("POST", "", {}, _r5(), [("DocumentReference/d1", None)], False),
        ("POST", "", {}, _r5("handshake", 0), [], False),
        ("POST", "", {}, _r5(focus=None), [], True),
        ("POST", "", {}, _r5(focus="Patient/p"), [], True),
        ("DELETE", "DocumentReference/d1", {}, None, [("DocumentReference/d1", None)], False),
        ("DELETE", "Patient/p", {}, None, [], False),
    ],
)
def test_every_shape(
    method: str,
    path: str,
    headers: dict[str, str],
    body: dict[str, Any] | None,
    references: list[tuple[str, str | None]],
    poll: bool,
) -> None:
    from adapter.triggers import topic

    topic.COUNTERS.last.clear()
    meant = interpret(EHR, method, path, headers, json.dumps(body).encode() if body else b"")
    assert [(a.reference, a.version) for a in meant.arrivals] == references
    assert meant.poll is poll


def test_full_resource_gives_the_version_and_own_writing_is_left_out() -> None:
    bundle = _r4()
    bundle["entry"].append({"resource": DOCUMENT})
    (arrival,) = interpret_topic(EHR, bundle, _Counters()).arrivals
    assert arrival.version == "3"
    bundle["entry"][1] = {"resource": OWN}
    meant = interpret_topic(EHR, bundle, _Counters())
    assert (meant.arrivals, meant.poll) == ((), False)


def test_gaps_and_restarts_of_the_counter_ask_for_a_poll() -> None:
    counters = _Counters()
    polls = [interpret_topic(EHR, _r5(total=n), counters).poll for n in (4, 5, 5, 6, 9, 10, 1, 2)]
    assert polls == [False, False, False, False, True, False, True, False]
    assert interpret_topic(EHR, _r5("heartbeat", 7), counters).poll, "a heartbeat shows what was missed"


def test_five_thousand_mutated_notifications_never_raise() -> None:
    chance = random.Random(5)
    seeds = [json.dumps(b).encode() for b in (DOCUMENT, OWN, _r4(), _r5(), _r4("handshake"), _r5(focus=None))]
    for _ in range(5000):
        body = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(0, 8)):
            at = chance.randrange(len(body)) if body else 0
            kind = chance.randrange(4)
            if kind == 0 and body:
                body[at] = chance.randrange(256)
            elif kind == 1:
                del body[at : at + chance.randint(1, 30)]
            elif kind == 2:
                body[at:at] = body[: chance.randint(0, 60)]
            else:
                body[at:at] = chance.choice([b"null", b"[]", b"{}", b'"', b"[[[[", b"1e999", b"\x00", b"\xff\xfe"])
        method = chance.choice(["PUT", "POST", "DELETE"])
        path = chance.choice(
            ["", "DocumentReference/d1", "DocumentReference/", "x/../y", "\x00", "DocumentReference/" + "a" * 99]
        )
        meant = interpret(EHR, method, path, {"if-match": chance.choice(["", "W/", 'W/"1"', '"\x7f"'])}, bytes(body))
        if method == "PUT" and path == "DocumentReference/d1" and b"scan2fhir" not in body:
            assert [a.reference for a in meant.arrivals] == ["DocumentReference/d1"], bytes(body)


@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"a":' * 50_000])
def test_deep_nesting_is_only_a_reason_to_poll(deep: bytes) -> None:
    assert interpret(EHR, "POST", "", {}, deep).poll
