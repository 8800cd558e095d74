"""The simulation behind docs/scale.md agrees with what is known in closed form."""

from __future__ import annotations

import random
import statistics

import pytest

from tests.bench.scale_simulation import DAY, HOUR, Site, arrivals, simulate, waiting_by_formula

pytestmark = pytest.mark.unit
FLAT = (1.0,) * 24


@pytest.mark.parametrize(("processes", "rate"), [(1, 0.14), (4, 0.7)])
def test_waits_are_those_of_the_formula(processes: int, rate: float) -> None:
    coming = list(arrivals(rate * DAY, random.Random(5), FLAT))
    site = Site("formula", 0, processes, reading=5.0, spread=1.0, delivering=0.0)
    told = simulate(site, coming=coming)
    assert told.delivered == len(coming)
    in_queue = statistics.mean(told.waits) - 5.0
    assert in_queue == pytest.approx(waiting_by_formula(rate, processes, 5.0, 1.0), rel=0.25)


def test_nothing_is_lost_in_an_outage_and_the_queue_drains() -> None:
    site = Site("outage", 5_000, 2, away=(9 * HOUR, 11 * HOUR))
    told = simulate(site)
    calm = simulate(Site("calm", 5_000, 2))
    assert told.delivered == calm.delivered
    assert max(told.waits) >= 2 * HOUR - 60
    assert told.deepest > 500
    assert told.empty_at < DAY


def test_an_archive_fills_what_live_documents_leave_and_does_not_hold_them_up() -> None:
    alone = simulate(Site("alone", 5_000, 10))
    both = simulate(Site("both", 5_000, 10, archive=10_000_000))
    assert both.busy > 0.98
    assert both.archive_delivered > 100_000
    # a live document waits for one reading to end, not for the archive
    assert both.share(0.95) < alone.share(0.95) + 5.0
