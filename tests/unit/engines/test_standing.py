from __future__ import annotations

import numpy as np
import pytest

from models.symbols.reader import SignReader
from ocr_pipeline.engines.signs.standing import Levels
from ocr_pipeline.page import Polygon

pytestmark = pytest.mark.unit

SIZE = 20.0


def box(x: float, y: float, width: float, slope: float = 0.0) -> Polygon:
    """A line's box, 28 high, whose left end has its middle at (x, y)."""
    drop = width * slope
    return ((x, y - 14), (x + width, y - 14 + drop), (x + width, y + 14 + drop), (x, y + 14))


def rows(slope: float = 0.0) -> Levels:
    """Five rows of a name and an interval."""
    places = [(x, 100 + 40 * row + slope * x) for row in range(5) for x in (50.0, 600.0)]
    return Levels([box(x, y, 120, slope) for x, y in places])


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.08])
@pytest.mark.parametrize("height", [-0.2, 0.0, 0.3])
def test_the_height_of_ink_is_told_between_the_texts_of_its_row(slope: float, height: float) -> None:
    level = 180 + slope * 400
    found = rows(slope).above(np.array([400.0, level - height * SIZE]), SIZE)
    assert found == pytest.approx(height, abs=0.05)


def test_far_from_the_only_text_no_height_is_told() -> None:
    alone = Levels([box(50, 100 + 40 * row, 120) for row in range(5)])
    assert alone.above(np.array([200.0, 180.0]), SIZE) == pytest.approx(0.0, abs=0.05)
    assert alone.above(np.array([600.0, 180.0]), SIZE) is None


def test_sides_that_tell_different_levels_tell_none() -> None:
    quads = [box(50, 100 + 40 * row, 120) for row in range(5)] + [box(600, 110 + 40 * row, 120) for row in range(5)]
    assert Levels(quads).above(np.array([400.0, 185.0]), SIZE) is None


def test_without_text_there_are_no_rows() -> None:
    assert Levels([]).above(np.array([0.0, 0.0]), SIZE) is None
    assert Levels([box(0, 20, 10)]).above(np.array([30.0, 20.0]), SIZE) is None


def test_a_blurred_star_and_a_blurred_dash_are_told_by_their_height() -> None:
    y, x = np.mgrid[:32, :32]
    spot = (200 - 90 * np.exp(-((x - 15.5) ** 2 / 18 + (y - 15.5) ** 2 / 12))).astype(np.uint8)
    low, high = SignReader().read([spot, spot], [0.0, 0.3])
    shares = {s.text: s.confidence for s in (low,)} | {low.second: low.second_confidence}
    assert high.text == "*"
    assert shares.get("*", 0.0) < high.confidence
