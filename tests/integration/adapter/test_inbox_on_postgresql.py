"""The inbox's own tests once more, on PostgreSQL: the same code must mean the same there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from adapter.inbox import Inbox, Work, pushed
from adapter.inbox.tables import metadata
from tests.integration.adapter.postgres import Cluster, missing
from tests.unit.adapter.test_inbox import (  # noqa: F401 - collected here with another inbox
    test_alias_tells_repetition_from_conflict,
    test_announcement_before_work_began,
    test_hasten_frees_those_that_wait_for_the_ehr,
    test_intake_commits_many_at_once_and_wakes,
    test_live_work_goes_before_backfill_and_an_announcement_lifts_it,
    test_lost_claim_changes_nothing,
    test_newer_version_during_work_makes_the_document_due_again,
    test_own_writing_is_ignored_even_without_a_body,
    test_pushed_bytes_are_kept_until_finished_and_for_the_dead,
    test_unchanged_announcement_restores_the_earlier_outcome,
)

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    if problem := missing():
        pytest.skip(problem)
    with Cluster() as cluster:
        yield cluster.url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def inbox(url: str) -> Iterator[Inbox]:
    made = Inbox(url)
    yield made
    with made.engine.begin() as connection:
        metadata.drop_all(connection)
    made.close()


def test_pushed_content_is_kept_whole(inbox: Inbox) -> None:
    arrival = pushed("rest", bytes(range(256)) * 10_000)
    assert [one.new for one in inbox.accept([arrival])] == [True]
    assert Work(inbox, "w").original(arrival.key) == arrival.content


def test_an_older_schema_is_brought_up_to_date_or_refused(inbox: Inbox, url: str) -> None:
    with inbox.engine.begin() as connection:
        connection.execute(sa.text("UPDATE s2f_marks SET number = 99 WHERE name = 'schema'"))
    from adapter.errors import StorageError

    with pytest.raises(StorageError, match="newer scan2fhir"):
        Inbox(url)
