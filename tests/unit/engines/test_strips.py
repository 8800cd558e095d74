"""The small reader sees a text without the paper about it, and a lone sign with the height of its row."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.values.alphabet import HEIGHT
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.engines.values.strips import SHOWN, strip
from ocr_pipeline.page import Image

pytestmark = pytest.mark.unit


def crop(top: int, foot: int, width: int = 120) -> Image:
    out = np.full((CROP_HEIGHT, width, 3), 230, np.uint8)
    out[top:foot, 10 : width - 10 : 4] = 40
    return out


def ink_rows(picture: NDArray[np.uint8]) -> tuple[int, int]:
    rows = np.flatnonzero((picture < 200).any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


def test_a_text_is_shown_larger_than_the_paper_of_its_box_allows() -> None:
    whole, near = strip(crop(14, 34)), strip(crop(14, 34), near=True)
    assert whole.shape == (HEIGHT, 80)
    assert near.shape == (HEIGHT, round(120 * HEIGHT / SHOWN))
    heights = [foot - top for top, foot in map(ink_rows, (whole, near))]
    assert heights[1] > 1.15 * heights[0]


@pytest.mark.parametrize(("top", "foot"), [(5, 29), (19, 43), (14, 34)])
def test_text_that_stands_high_or_low_in_its_box_is_not_cut(top: int, foot: int) -> None:
    first, last = ink_rows(strip(crop(top, foot), near=True))
    assert 0 < first < last < HEIGHT
    assert last - first == pytest.approx((foot - top) * HEIGHT / SHOWN, abs=2)


def test_bare_paper_and_what_is_too_wide_to_be_enlarged_are_shown_as_they_are() -> None:
    blank = np.full((CROP_HEIGHT, 60, 3), 230, np.uint8)
    assert (strip(blank, near=True) == 230).all()
    assert strip(crop(14, 34, 470), near=True).shape == strip(crop(14, 34, 470)).shape
