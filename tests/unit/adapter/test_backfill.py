"""Walking an archive whose documents change meanwhile, page by page as servers count them."""

from __future__ import annotations

import httpx
import pytest

from adapter.ehr.client import EhrClient
from adapter.inbox import Inbox
from adapter.triggers.backfill import Walk, backfill

pytestmark = pytest.mark.unit
BASE = "http://ehr.example/fhir"


class Archive:
    """A server that counts pages by offset; whoever reads its first page changes the document ``changing``."""

    def __init__(self, moments: list[int], *, sorts: bool, changing: int = 0) -> None:
        self.rows = [(f"2024-01-01T00:00:{moment:02}Z", str(number), "1") for number, moment in enumerate(moments)]
        self.sorts, self.changing, self.asked = sorts, str(changing), 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        if asked.get("_summary"):
            return httpx.Response(200, json={"resourceType": "Bundle", "total": len(self.rows)})
        self.asked += 1
        start, since = int(asked.get("start", "0")), asked["_lastUpdated"].removeprefix("ge")
        found = sorted(row for row in self.rows if row[0] >= since) if self.sorts else self.rows
        links = [{"relation": "self", "url": f"{BASE}/DocumentReference?{'_sort=_lastUpdated' * self.sorts}"}]
        if start + 3 < len(found):
            links.append({"relation": "next", "url": str(request.url.copy_set_param("start", str(start + 3)))})
        entries = [
            {"resource": {"resourceType": "DocumentReference", "id": name, "status": "current", "meta": meta}}
            for moment, name, version in found[start : start + 3]
            for meta in [{"lastUpdated": moment, "versionId": version}]
        ]
        if self.asked == 1:
            self.rows = [row if row[1] != self.changing else ("2024-06-01T00:00:00Z", row[1], "2") for row in self.rows]
        return httpx.Response(200, json={"resourceType": "Bundle", "link": links, "entry": entries})


def _walk(inbox: Inbox, archive: Archive) -> int:
    http = httpx.Client(transport=httpx.MockTransport(archive))
    *_, last = backfill(EhrClient(BASE, http=http, version="R4"), inbox, Walk(rate=0))
    return last.seen


@pytest.mark.parametrize("moments", [[*range(1, 9)], [1, 2, 3, 3, 3, 3, 3, 4], [5] * 8])
def test_none_slips_over_the_border_of_two_pages(inbox: Inbox, moments: list[int]) -> None:
    _walk(inbox, Archive(moments, sorts=True))
    assert {d.reference for d in inbox.list()} == {f"DocumentReference/{n}" for n in range(len(moments))}


def test_a_server_that_does_not_sort_is_walked_by_its_links(inbox: Inbox) -> None:
    archive = Archive([9, 1, 8, 2, 7, 3, 6, 4], sorts=False, changing=-1)
    assert _walk(inbox, archive) == 8
    assert archive.asked == 3
    assert len(list(inbox.list())) == 8


def test_each_document_is_counted_once(inbox: Inbox) -> None:
    assert _walk(inbox, Archive([*range(1, 9)], sorts=True, changing=-1)) == 8
