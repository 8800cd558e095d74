"""Outages of whole parts: workers, the database, its disk. All is done afterwards without anybody's help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.adapter import outages
from tests.integration.adapter.postgres import missing

pytestmark = pytest.mark.integration


def test_killed_and_frozen_workers_and_a_database_that_goes_away(hapi_r4: str, tmp_path: Path) -> None:
    if problem := missing():
        pytest.skip(problem)
    told = outages.workers_killed_and_frozen_database_away(hapi_r4, tmp_path, away=8)
    assert (told.lost, told.doubled) == (0, 0)
    assert told.status == {"received": 36, "in_progress": 0, "delivered": 36, "in_review": 0, "dead": 0}
    assert told.refused > 0


@pytest.mark.parametrize("play", [outages.sqlite_disk_full, outages.postgres_disk_full])
def test_a_full_disk_refuses_and_all_goes_on_when_it_is_freed(
    hapi_r4: str, tmp_path: Path, play: Callable[..., outages.Told]
) -> None:
    if play is outages.postgres_disk_full and (problem := missing()):
        pytest.skip(problem)
    try:
        told = play(hapi_r4, tmp_path, full=6)
    except outages.NoSmallDiskError as error:
        pytest.skip(str(error))
    assert (told.lost, told.doubled) == (0, 0)
    assert told.status["in_progress"] == told.status["dead"] == 0
    assert told.refused > 0
