from __future__ import annotations

import numpy as np
import pytest

from models.levels import at_share, at_shares


@pytest.mark.parametrize("size", [(1, 1), (48, 33), (7, 64)])
def test_levels_are_those_of_sorting(size: tuple[int, int]) -> None:
    grain = np.random.default_rng(1)
    grey = (grain.integers(0, 30, size) * 7).astype(np.uint8)
    shares = (0.0, 0.01, 0.5, 0.97, 1.0)
    assert at_shares(grey, shares) == pytest.approx(np.quantile(grey, shares).tolist())


def test_only_pixels_under_the_mask_count() -> None:
    grey = np.array([[1, 2, 3, 200, 250]], np.uint8)
    assert at_shares(grey, (0.5,), np.array([[1, 1, 1, 0, 0]], np.uint8)) == [2.0]


@pytest.mark.parametrize("size", [(1,), (48, 33), (7, 64)])
def test_a_few_numbers_are_ranked_as_numpy_does(size: tuple[int, ...]) -> None:
    values = np.random.default_rng(2).integers(0, 255, size).astype(np.uint8)
    for share in (0.0, 0.02, 0.5, 0.85, 1.0):
        assert at_share(values, share) == pytest.approx(np.quantile(values, share, axis=0))
