"""The Subscription in the EHR: made once, repaired when the server lost it or put it in error, watched for ever."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapter.ehr.client import EhrClient
from adapter.ehr.errors import EhrGoneError, EhrRefusedError
from adapter.errors import AdapterError
from adapter.logs import event
from adapter.settings import Settings, stored_secret

log = logging.getLogger("scan2fhir.subscribe")
TOPIC_URL = "https://scan2fhir.org/fhir/SubscriptionTopic/"
BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"
#: A server that has not turned a Subscription active by then will not do so by itself.
GRACE_SECONDS = 60.0


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


def _topic_name(settings: Settings) -> str:
    """Adapters on one EHR share a topic when they ask for the same, and only then."""
    return "documents-" + hashlib.sha256(_query(settings).encode()).hexdigest()[:16]


def _r5(settings: Settings, name: str, endpoint: str) -> Wanted:
    topic_name = _topic_name(settings)
    topic = {
        "resourceType": "SubscriptionTopic",
        "id": f"scan2fhir-{topic_name}",
        "url": TOPIC_URL + topic_name,
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
        "topic": topic["url"],
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
    topic_name = _topic_name(settings)
    trigger = "http://hl7.org/fhir/4.3/StructureDefinition/extension-SubscriptionTopic.resourceTrigger"
    topic = {
        "resourceType": "Basic",
        "id": f"scan2fhir-{topic_name}",
        "code": {"coding": [{"system": "http://hl7.org/fhir/fhir-types", "code": "SubscriptionTopic"}]},
        "extension": [
            {
                "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.url",
                "valueUri": TOPIC_URL + topic_name,
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
        "criteria": TOPIC_URL + topic_name,
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


def ensure(client: EhrClient, want: Wanted, renew: bool = False) -> str:
    """Makes the EHR hold what is wanted. ``renew``: a Subscription that is only requested is submitted again.

    Returns ``kept`` (it is active), ``waiting`` (the EHR has not turned it active yet), ``made`` or ``repaired``.
    Raises an ``EhrError``.
    """
    path = f"Subscription/{want.subscription['id']}"
    try:
        found = client.get(path)
    except EhrGoneError:
        found = None
    status = found.get("status") if found is not None else None
    topic = f"{want.topic['resourceType']}/{want.topic['id']}" if want.topic is not None else ""
    standing = not topic or _stands(client, topic)
    if found is not None and standing and status in ("active", "requested") and _same(found, want.subscription):
        if status == "active":
            return "kept"
        if not renew:
            return "waiting"
        # the same content again would be no change, and nothing would follow from it
        client.put(path, {**want.subscription, "status": "off"})
    if want.topic is not None:
        client.put(topic, want.topic)
    client.put(path, want.subscription)
    return "made" if found is None else "repaired"


def _stands(client: EhrClient, path: str) -> bool:
    try:
        client.get(path)
    except EhrGoneError:
        return False
    return True


def _same(found: dict[str, Any], want: dict[str, Any]) -> bool:
    names = ("criteria", "topic", "endpoint")
    if any(found.get(n) != want.get(n) for n in names):
        return False
    ours, theirs = want.get("channel") or {}, found.get("channel") or {}
    return all(theirs.get(n) == ours.get(n) for n in ("type", "endpoint", "payload", "header"))


class Watchdog:
    """Looks after the Subscription in a thread; after a repair, and while it is not active, the poll closes the gap."""

    def __init__(
        self,
        client: EhrClient,
        settings: Settings,
        ask_poll: Callable[[], None],
        period: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._settings = settings
        self._ask_poll = ask_poll
        self._period = period
        self._clock = clock
        self._inactive_since: float | None = None
        self._renewals = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="subscription", daemon=True)
        self.state = "not looked at yet"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=15)

    def look(self) -> float | None:
        """One look, and a repair where it is due. Returns the pause until the next, None when there is nothing to
        watch. Raises an ``AdapterError``."""
        want = wanted(self._settings, self._client.version)
        if want is None:
            self.state = "off"
            return None
        try:
            done = ensure(self._client, want, renew=self._overdue())
        except EhrRefusedError as error:
            if not self._fall_back(f"the EHR refuses the topic subscription: {error}"):
                raise
            return 0.0
        if done == "kept":
            if self._inactive_since is not None:
                # what was written before it became active was announced to nobody
                self._ask_poll()
            self._inactive_since, self._renewals, self.state = None, 0, "active"
            return self._period
        if done == "waiting":
            self._inactive_since = self._clock() if self._inactive_since is None else self._inactive_since
        else:
            self._renewals += self._overdue()
            event(log, f"subscription {done}", subscription=want.subscription["id"])
            self._inactive_since = self._clock()
        if self._renewals:
            self.state = f"requested {self._renewals + 1} times, but the EHR does not turn it active; the poll goes on"
            self._ask_poll()
            if self._renewals > 1:
                self._fall_back("the EHR does not turn the topic subscription active")
        else:
            self.state = "requested, not active yet; the poll goes on"
            if done != "waiting":
                self._ask_poll()
        return min(self._period, 5.0)

    def _overdue(self) -> bool:
        return self._inactive_since is not None and self._clock() - self._inactive_since >= GRACE_SECONDS

    def _fall_back(self, reason: str) -> bool:
        """From the topic to the plain rest-hook, which R4 and R4B have beside it."""
        if self._settings.subscription != "topic" or self._client.version == "R5":
            return False
        event(log, "rest-hook instead of the topic subscription", logging.WARNING, reason=reason)
        self._settings = self._settings.model_copy(update={"subscription": "rest-hook"})
        self._inactive_since, self._renewals = None, 0
        return True

    def _run(self) -> None:
        pause: float | None = 0.0
        while pause is not None and not self._stop.wait(pause):
            pause = self._period
            try:
                pause = self.look()
            except AdapterError as error:
                pause = 5.0
                if self.state != str(error):
                    event(log, "subscription not in place, the poll goes on", logging.WARNING, reason=str(error))
                self.state = str(error)
            except Exception:
                log.exception("watchdog failed")
