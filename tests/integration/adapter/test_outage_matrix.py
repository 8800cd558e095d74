"""Every way in that an R4 server has, against short troubles (long ones and R5 in ``tests.bench.outages``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.outages import measure
from tests.bench.senders import WAYS

pytestmark = pytest.mark.integration
SHORT = ("down-5", "adapter-down-5", "lost", "doubled", "reordered")


@pytest.mark.timeout(1200)
def test_every_document_becomes_exactly_one_report(hapi_r4: str, tmp_path: Path) -> None:
    ways = [way for way in WAYS if way.version == "R4"]
    table = measure("R4", ways, SHORT, tmp_path, running=hapi_r4)
    assert set(table) == set(SHORT)
    for trouble, cells in table.items():
        assert set(cells) == {way.name for way in ways}
        for way, cell in cells.items():
            exactly, _, sent = cell.partition("/")
            assert exactly == sent != "0", (trouble, way, cell)
