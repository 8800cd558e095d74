from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.engines.boxes.heights import Heights

pytestmark = pytest.mark.unit


def page(heights: list[float], steps: list[float]) -> Heights:
    """Rows of two cells, each as high and as far below the last one as given."""
    levels = np.cumsum(steps)
    middles = np.array([(x, y) for y in levels for x in (100.0, 400.0)])
    high = np.repeat(heights, 2)
    return Heights(middles, np.full(len(middles), 150.0), high, float(np.median(high)))


def test_rows_of_one_height_have_the_usual_one() -> None:
    heights = page([30, 31, 29, 33, 30, 28, 30, 31], [50] * 8)
    assert heights.at(np.array([250.0, 100.0])) == 30
    assert heights.at(np.array([250.0, 400.0])) == 30


def test_far_rows_are_less_high() -> None:
    heights = page([40, 38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18], [60, 57, 54, 51, 48, 45, 42, 39, 36, 33, 30, 27])
    assert heights.at(np.array([250.0, 60.0])) == pytest.approx(38, abs=2)
    assert heights.at(np.array([250.0, 520.0])) == pytest.approx(20, abs=2)


def test_a_box_holds_no_more_than_its_own_row() -> None:
    heights = page([30] * 10, [26] * 10)
    assert heights.at(np.array([250.0, 150.0])) == pytest.approx(24, abs=0.5)


def test_of_few_texts_the_usual_height_is_taken() -> None:
    heights = page([30, 14], [50, 50])
    assert heights.at(np.array([250.0, 100.0])) == 22
    assert Heights(np.zeros((0, 2)), np.zeros(0), np.zeros(0), 0.0).at(np.array([0.0, 0.0])) == 0.0
