"""The field that makes rows straight: which boxes it takes for neighbours when a wide gap lies between them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr_pipeline.rectify.field import OTHER_ROW, fit_rows

pytestmark = pytest.mark.unit
PITCH, HEIGHT = 25.0, 36.0  #: pixels from row to row, and of a detected box, which is grown by half the type


def box(x: float, y: float, width: float, slope: float) -> list[list[float]]:
    rise = slope * width
    return [
        [x, y - HEIGHT / 2],
        [x + width, y + rise - HEIGHT / 2],
        [x + width, y + rise + HEIGHT / 2],
        [x, y + HEIGHT / 2],
    ]


def two_columns(gap: float, slope: float, noise: float) -> NDArray[np.float64]:
    """A column of names, and one of values behind ``gap`` pixels; rows rise by ``slope``, their boxes with ``noise``."""
    dice = np.random.default_rng(7)
    boxes = []
    for row in range(7):
        for x, width in ((280.0, 130.0), (410.0 + gap, 105.0)):
            leaning = slope + noise * dice.standard_normal()
            boxes.append(box(x, 700 + row * PITCH + slope * (x - 280), width, leaning))
    return np.array(boxes)


@pytest.mark.parametrize("gap", [150.0, 400.0, 580.0])
@pytest.mark.parametrize("slope", [-0.046, -0.02, 0.0, 0.046])
def test_values_stay_with_their_names_over_a_wide_gap(gap: float, slope: float) -> None:
    quads = two_columns(gap, slope, 0.02)
    field = fit_rows(quads)
    assert field is not None
    heights = field.heights(quads.mean(axis=1)).reshape(-1, 2)
    off = np.abs(heights[:, 1] - heights[:, 0]).max()
    assert off < 0.4 * PITCH or field.residual >= OTHER_ROW
