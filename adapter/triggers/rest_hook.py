"""R4 criteria subscriptions: ``PUT .../DocumentReference/id`` with or without a body, a bare POST, DELETE.

HAPI sends the version as ``If-Match: W/"n"``; the body may be without the attachment's data (hapi-fhir#3365), so it is
never taken for the document itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from adapter.inbox import Arrival
from adapter.triggers import topic
from adapter.triggers.notification import Notification, of_reference, of_resource, pointer

_ETAG = re.compile(r'^(?:W/)?"([A-Za-z0-9\-.]{1,64})"$')


def interpret(source: str, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Notification:
    """What a request to ``/fhir/notify/<path>`` means. ``body`` is None when it was too large to look at.

    Never raises: what cannot be understood is at least a reason to poll.
    """
    if method == "DELETE":
        # Asked for again, the document is found to be gone, and what was delivered of it is withdrawn.
        named = pointer(path)
        return Notification((Arrival(source, named[0], "rest-hook", known_only=True),) if named else ())
    tree = _json(body)
    if method == "POST":
        if tree is not None and tree.get("resourceType") == "Bundle":
            return topic.interpret(source, tree)
        if tree is not None and tree.get("resourceType") == "DocumentReference":
            arrival = of_resource(source, tree, "rest-hook")
            return Notification((arrival,) if arrival else ())
        return Notification(poll=True)
    named = pointer(path)
    if named is None:
        # A resource of another type, which a wide criteria brings, is none of our business.
        return Notification(poll=tree is None or tree.get("resourceType") == "DocumentReference")
    if (
        tree is not None
        and tree.get("resourceType") == "DocumentReference"
        and f"DocumentReference/{tree.get('id')}" == named[0]
    ):
        arrival = of_resource(source, tree, "rest-hook")
    else:
        etag = _ETAG.match(headers.get("if-match", "").strip())
        arrival = of_reference(source, named[0], "rest-hook", named[1] or (etag[1] if etag else None))
    return Notification((arrival,) if arrival else ())


def _json(body: bytes | None) -> dict[str, Any] | None:
    if not body:
        return None
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None
