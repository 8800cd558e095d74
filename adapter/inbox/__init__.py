"""The inbox: one durable intake for every way in, and the truth about what became of each document.

A way in builds an :class:`Arrival` (:func:`pushed` for bytes that were sent to us) and awaits
:meth:`Intake.accept`; what that returns is on disk, and only then the sender is answered.
"""

from adapter.inbox.arrivals import BACKFILL, LIVE, PUSHED, Accepted, Arrival, document_key, pushed
from adapter.inbox.intake import Intake
from adapter.inbox.store import Document, Inbox
from adapter.inbox.work import LostClaimError, Work

__all__ = [
    "BACKFILL",
    "LIVE",
    "PUSHED",
    "Accepted",
    "Arrival",
    "Document",
    "Inbox",
    "Intake",
    "LostClaimError",
    "Work",
    "document_key",
    "pushed",
]
