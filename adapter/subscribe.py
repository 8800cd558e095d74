"""The Subscription in the EHR: made once, repaired when the server lost it or put it in error, watched for ever."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapter.ehr.client import EhrClient
from adapter.ehr.errors import EhrGoneError
from adapter.errors import AdapterError
from adapter.logs import event
from adapter.settings import Settings, stored_secret

log = logging.getLogger("scan2fhir.subscribe")
TOPIC_URL = "https://scan2fhir.org/fhir/SubscriptionTopic/documents"
BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"
HEALTHY = ("active", "requested")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the EHR should hold: the topic (or None) and the Subscription."""

    topic: dict[str, Any] | None
    subscription: dict[str, Any]


def wanted(settings: Settings, version: str) -> Wanted | None:
    """The Subscription for a FHIR version, None when subscriptions are turned off."""
    if settings.subscription == "off":
        return None
    token = stored_secret(settings, "notify_token")
    endpoint = f"{settings.reachable_url}/fhir/notify"
    # Several adapters on one EHR have one Subscription each.
    name = "scan2fhir-" + hashlib.sha256(endpoint.encode()).hexdigest()[:16]
    kind = settings.subscription
    if kind == "auto":
        kind = "topic" if version == "R5" else "rest-hook"
    if version == "R5":
        return _r5(settings, name, f"{endpoint}/k/{token}")
    if kind == "topic":
        return _backport(settings, name, endpoint, token)
    subscription = {
        "resourceType": "Subscription",
        "id": name,
        "status": "requested",
        "reason": "scan2fhir reads new documents",
        "criteria": settings.subscription_criteria,
        "channel": {
            "type": "rest-hook",
            "endpoint": endpoint,
            "payload": "application/fhir+json",
            "header": [f"Authorization: Bearer {token}"],
        },
    }
    return Wanted(None, subscription)


def _query(settings: Settings) -> str:
    criteria = settings.subscription_criteria
    return criteria if "?" in criteria else f"{criteria}?"


def _r5(settings: Settings, name: str, endpoint: str) -> Wanted:
    topic = {
        "resourceType": "SubscriptionTopic",
        "id": "scan2fhir-documents",
        "url": TOPIC_URL,
        "status": "active",
        "title": "New and changed documents",
        "resourceTrigger": [
            {
                # the plain name: HAPI compares it with the resource's type, not with the definition's address
                "resource": "DocumentReference",
                "supportedInteraction": ["create", "update"],
                "queryCriteria": {"current": _query(settings), "requireBoth": True, "resultForCreate": "test-passes"},
            }
        ],
    }
    subscription = {
        "resourceType": "Subscription",
        "id": name,
        "status": "requested",
        "topic": TOPIC_URL,
        "reason": "scan2fhir reads new documents",
        "channelType": {
            "system": "http://terminology.hl7.org/CodeSystem/subscription-channel-type",
            "code": "rest-hook",
        },
        # HAPI never sends Subscription.parameter as a header, so the secret is in the address
        "endpoint": endpoint,
        "contentType": "application/fhir+json",
        "content": "id-only",
    }
    return Wanted(topic, subscription)


def _backport(settings: Settings, name: str, endpoint: str, token: str) -> Wanted:
    trigger = "http://hl7.org/fhir/4.3/StructureDefinition/extension-SubscriptionTopic.resourceTrigger"
    topic = {
        "resourceType": "Basic",
        "id": "scan2fhir-documents",
        "code": {"coding": [{"system": "http://hl7.org/fhir/fhir-types", "code": "SubscriptionTopic"}]},
        "extension": [
            {
                "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.url",
                "valueUri": TOPIC_URL,
            },
            {
                "url": trigger,
                "extension": [
                    {"url": "resource", "valueUri": "DocumentReference"},
                    {"url": "supportedInteraction", "valueCode": "create"},
                    {"url": "supportedInteraction", "valueCode": "update"},
                    {
                        "url": "queryCriteria",
                        "extension": [{"url": "current", "valueString": _query(settings)}],
                    },
                ],
            },
        ],
        "modifierExtension": [
            {
                "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.status",
                "valueCode": "active",
            }
        ],
    }
    subscription = {
        "resourceType": "Subscription",
        "id": name,
        "meta": {"profile": [f"{BACKPORT}/backport-subscription"]},
        "status": "requested",
        "reason": "scan2fhir reads new documents",
        "criteria": TOPIC_URL,
        "_criteria": {"extension": [{"url": f"{BACKPORT}/backport-filter-criteria", "valueString": _query(settings)}]},
        "channel": {
            "type": "rest-hook",
            "endpoint": endpoint,
            "payload": "application/fhir+json",
            "_payload": {"extension": [{"url": f"{BACKPORT}/backport-payload-content", "valueCode": "id-only"}]},
            "header": [f"Authorization: Bearer {token}"],
        },
    }
    return Wanted(topic, subscription)


def ensure(client: EhrClient, want: Wanted) -> str:
    """Makes the EHR hold what is wanted. Returns ``kept``, ``made`` or ``repaired``. Raises an ``EhrError``."""
    path = f"Subscription/{want.subscription['id']}"
    try:
        found = client.get(path)
    except EhrGoneError:
        found = None
    if found is not None and found.get("status") in HEALTHY and _same(found, want.subscription):
        return "kept"
    if want.topic is not None:
        client.put(f"{want.topic['resourceType']}/{want.topic['id']}", want.topic)
    client.put(path, want.subscription)
    return "made" if found is None else "repaired"


def _same(found: dict[str, Any], want: dict[str, Any]) -> bool:
    names = ("criteria", "topic", "endpoint")
    if any(found.get(n) != want.get(n) for n in names):
        return False
    ours, theirs = want.get("channel") or {}, found.get("channel") or {}
    return all(theirs.get(n) == ours.get(n) for n in ("type", "endpoint", "payload", "header"))


class Watchdog:
    """Looks after the Subscription in a thread; after a repair the poll closes the gap."""

    def __init__(
        self, client: EhrClient, settings: Settings, ask_poll: Callable[[], None], period: float = 30.0
    ) -> None:
        self._client = client
        self._settings = settings
        self._ask_poll = ask_poll
        self._period = period
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="subscription", daemon=True)
        self.state = "not looked at yet"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=15)

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = self._period
            try:
                want = wanted(self._settings, self._client.version)
                if want is None:
                    self.state = "off"
                    return
                done = ensure(self._client, want)
                self.state = "in place"
                if done != "kept":
                    event(log, f"subscription {done}", subscription=want.subscription["id"])
                    self._ask_poll()
            except AdapterError as error:
                pause = 5.0
                if self.state != str(error):
                    event(log, "subscription not in place, the poll goes on", logging.WARNING, reason=str(error))
                self.state = str(error)
            except Exception:
                log.exception("watchdog failed")
