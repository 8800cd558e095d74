"""Topic subscriptions: the backport to R4 (Bundle of type history, Parameters first) and R4B, R5 (SubscriptionStatus).

Numbers of events show gaps. HAPI counts in memory and starts again at 1 after a restart, so a number that goes back
means the same as a gap: ask the server.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapter.inbox import Arrival
from adapter.triggers.notification import Notification, of_reference, of_resource

_QUIET = ("handshake",)


@dataclass(frozen=True, slots=True)
class Status:
    """The first entry of a notification. ``events`` are (number or None, focus)."""

    kind: str = ""
    subscription: str = ""
    total: int | None = None
    events: tuple[tuple[int | None, str], ...] = ()


@dataclass
class _Counters:
    """The last number that was seen of each subscription, in this process; after a restart the poll covers the gap."""

    last: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def gap(self, subscription: str, number: int | None, brought: int) -> bool:
        """True when events lie between the last number and this one, or the server began to count anew."""
        if number is None:
            return False
        with self.lock:
            before = self.last.get(subscription)
            self.last[subscription] = number
        return before is not None and (number < before or number - before > brought)


COUNTERS = _Counters()


def interpret(source: str, bundle: Mapping[str, Any], counters: _Counters = COUNTERS) -> Notification:
    """What a notification Bundle means; entries that are not understood are passed over. Never raises."""
    entries = [e for e in _list(bundle.get("entry")) if isinstance(e, dict)]
    resources = [r for r in (e.get("resource") for e in entries) if isinstance(r, dict)]
    status = next((s for s in map(_status, resources) if s is not None), None)
    found: dict[str, Arrival] = {}
    for resource in resources:
        arrival = of_resource(source, resource, "topic")
        if arrival is not None:
            found[arrival.reference] = arrival
    own = {f"DocumentReference/{r.get('id')}" for r in resources if r.get("resourceType") == "DocumentReference"} - set(
        found
    )
    if status is None:
        # A transaction or a history without status: the resources in it are all there is to know.
        return Notification(tuple(found.values()), poll=not resources)
    for _, focus in status.events:
        arrival = of_reference(source, focus, "topic")
        if arrival is not None and arrival.reference not in own:
            found.setdefault(arrival.reference, arrival)
    poll = counters.gap(status.subscription, status.total, len(status.events))
    if status.kind not in _QUIET and status.kind != "heartbeat" and not found and not own:
        poll = True  # an event without focus: payload "empty"
    return Notification(tuple(found.values()), poll)


def _status(resource: Mapping[str, Any]) -> Status | None:
    if resource.get("resourceType") == "SubscriptionStatus":
        events = tuple(
            (_number(e.get("eventNumber")), _reference(e.get("focus")))
            for e in _list(resource.get("notificationEvent"))
            if isinstance(e, dict)
        )
        return Status(
            str(resource.get("type") or ""),
            _reference(resource.get("subscription")),
            _number(resource.get("eventsSinceSubscriptionStart")),
            events,
        )
    if resource.get("resourceType") == "Parameters":
        return _parameters(resource)
    return None


def _parameters(resource: Mapping[str, Any]) -> Status | None:
    values = {str(p.get("name")): p for p in _list(resource.get("parameter")) if isinstance(p, dict)}
    if "type" not in values and "notification-event" not in values:
        return None
    events = []
    for parameter in _list(resource.get("parameter")):
        if isinstance(parameter, dict) and parameter.get("name") == "notification-event":
            parts = {str(p.get("name")): p for p in _list(parameter.get("part")) if isinstance(p, dict)}
            focus = _reference(parts.get("focus", {}).get("valueReference"))
            events.append((_number(_value(parts.get("event-number"))), focus))
    return Status(
        str(_value(values.get("type")) or ""),
        _reference(values.get("subscription", {}).get("valueReference")),
        _number(_value(values.get("events-since-subscription-start"))),
        tuple(events),
    )


def _value(parameter: Mapping[str, Any] | None) -> Any:
    """HAPI writes counters as valueString, others as valueUnsignedInt or valueInteger64."""
    return next((v for k, v in (parameter or {}).items() if k.startswith("value")), None)


def _reference(value: Any) -> str:
    return str(value.get("reference") or "") if isinstance(value, dict) else ""


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _list(value: Any) -> Iterator[Any]:
    return iter(value if isinstance(value, list) else ())
