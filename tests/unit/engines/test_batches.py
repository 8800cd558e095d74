"""Crops are read a few at a time: each exactly once, in few shapes, none wider than the widest single one."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.engines.crops.cut import WIDEST
from ocr_pipeline.engines.networks import PADDING
from ocr_pipeline.engines.runtimes.batches import SHAPES, batches

pytestmark = pytest.mark.unit

WIDTHS = [*range(1, 961)]


@pytest.mark.parametrize("widths", [[], [8], [960] * 3, [100] * 13, WIDTHS])
def test_each_crop_is_in_one_batch_that_holds_it(widths: list[int]) -> None:
    made = list(batches(widths))
    assert sorted(place for batch in made for place in batch.places) == list(range(len(widths)))
    for batch in made:
        assert (batch.size, batch.width) in SHAPES
        assert len(batch.places) <= batch.size
        assert all(widths[place] <= batch.width <= max(96, 1.5 * widths[place]) for place in batch.places)


def test_no_batch_needs_more_memory_than_the_widest_crop() -> None:
    assert all(size * width <= WIDEST for size, width in SHAPES)


def test_many_short_crops_share_an_inference() -> None:
    assert len(list(batches([90] * 60))) <= 15


def test_crops_lie_at_the_left_on_grey() -> None:
    crops = [np.full((48, width, 3), width, np.uint8) for width in (90, 100)]
    batch = next(iter(batches([90, 100])))
    picture = batch.picture(crops.__getitem__)
    for row, place in enumerate(batch.places):
        width = crops[place].shape[1]
        assert (picture[row, :, :width] == width).all()
        assert (picture[row, :, width:] == PADDING).all()
