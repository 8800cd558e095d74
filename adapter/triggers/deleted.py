"""Sources that were deleted without anybody being told: few servers announce a deletion, and no search shows one.

A hundred of the sources that results were delivered from are asked for by id at a time, in turns over all of them. What
does not come back is only announced: the pipeline asks for it by itself, and withdraws when that answers 404 or 410.
"""

from __future__ import annotations

import logging

from adapter.ehr.client import EhrClient
from adapter.ehr.errors import EhrRefusedError
from adapter.inbox import Arrival, Inbox
from adapter.logs import event

log = logging.getLogger("scan2fhir.poll")
BATCH = 100
#: So many at once are not deleted by hand: rights were taken away, or the server was restored from a backup.
SUSPICIOUS = 10


def deleted(client: EhrClient, inbox: Inbox, after: str) -> tuple[list[Arrival], str]:
    """Sources behind the key ``after`` that a search does not find, and the key to go on from ("" from the beginning).

    Raises an ``EhrError``; a server that refuses to search by id is left alone.
    """
    asked = inbox.delivered(client.base, after, BATCH)
    if not asked:
        return [], ""
    names = ",".join(reference.split("/")[1] for _, reference in asked)
    try:
        pages = client.pages("DocumentReference", {"_id": names, "_elements": "id", "_count": str(BATCH)}, max_pages=5)
        found = {
            f"DocumentReference/{(entry.get('resource') or {}).get('id')}"
            for page in pages
            for entry in page.get("entry") or []
        }
    except EhrRefusedError:
        return [], ""
    missing = [reference for _, reference in asked if reference not in found]
    following = asked[-1][0] if len(asked) == BATCH else ""
    if len(missing) >= SUSPICIOUS and len(missing) == len(asked):
        event(log, "none of the delivered sources is found; they are left alone", logging.WARNING, count=len(missing))
        return [], following
    return [Arrival(client.base, reference, "poll", known_only=True) for reference in missing], following
