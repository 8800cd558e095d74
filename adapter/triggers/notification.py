"""What the two kinds of notification have in common: a pointer to a resource is all that is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapter.ehr.deliver import own_resource
from adapter.ehr.documents import version_of
from adapter.inbox import Arrival
from adapter.inbox.arrivals import Trigger

_REFERENCE = re.compile(r"(?:^|/)DocumentReference/([A-Za-z0-9\-.]{1,64})(?:/_history/([A-Za-z0-9\-.]{1,64}))?/?$")


@dataclass(frozen=True, slots=True)
class Notification:
    """``arrivals`` to be taken in before the answer; ``poll`` when the server should be asked what is new."""

    arrivals: tuple[Arrival, ...] = ()
    poll: bool = False


def pointer(reference: str) -> tuple[str, str | None] | None:
    """``DocumentReference/id`` and the version, from a relative or absolute reference; None for anything else."""
    found = _REFERENCE.search(reference)
    return None if found is None else (f"DocumentReference/{found[1]}", found[2])


def of_reference(source: str, reference: str, trigger: Trigger, version: str | None = None) -> Arrival | None:
    found = pointer(reference)
    return None if found is None else Arrival(source, found[0], trigger, version or found[1])


def of_resource(source: str, resource: Mapping[str, Any], trigger: Trigger) -> Arrival | None:
    """An arrival for a DocumentReference that is not of our own writing."""
    if resource.get("resourceType") != "DocumentReference" or own_resource(dict(resource)):
        return None
    return of_reference(source, f"DocumentReference/{resource.get('id')}", trigger, version_of(resource))
