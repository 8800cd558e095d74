"""Intervals that stand in the place of values."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.page.taken import intervals_taken
from ocr_pipeline.report import Result
from ocr_pipeline.tables import Evidence

pytestmark = pytest.mark.unit


def _taken(*rows: tuple[str, str, int]) -> frozenset[int]:
    results = [Result("x", value, reference_range=interval) for value, interval, _ in rows]
    return intervals_taken(results, [Evidence(panel=panel) for *_, panel in rows])


@pytest.mark.parametrize(("value", "doubted"), [("-", True), ("- ---", True), ("++", False), ("5.5", False)])
def test_a_sign_without_an_interval_may_be_the_interval_that_its_neighbours_have(value: str, doubted: bool) -> None:
    assert _taken(("-", "-", 1), ("+", "-", 1), ("-", "-", 1), (value, "", 1)) == ({3} if doubted else set())


def test_other_panels_and_few_neighbours_say_nothing() -> None:
    assert _taken(("-", "-", 1), ("+", "-", 1), ("-", "-", 1), ("-", "", 2)) == frozenset()
    assert _taken(("-", "-", 1), ("+", "-", 1), ("-", "", 1)) == frozenset()
