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


def sheet(left: float, noise: float) -> NDArray[np.float64]:
    """Four columns of thirty rows; left of an upright crease at 640 they rise by ``left``, less the lower they stand."""
    dice = np.random.default_rng(3)
    boxes = []
    for row in range(30):
        slope = left * (1 - row / 60)
        for x, width in ((100.0, 30.0), (180.0, 170.0), (660.0, 80.0), (900.0, 190.0)):
            rise = slope * (min(x, 640.0) - 640.0)
            leaning = (slope if x < 640 else 0.0) + noise * dice.standard_normal() * 60 / width
            boxes.append(box(x, 300 + row * PITCH + rise + noise * 20 * dice.standard_normal(), width, leaning))
    return np.array(boxes)


@pytest.mark.parametrize("left", [-0.16, -0.1, 0.1, 0.16])
def test_rows_are_followed_over_a_crease(left: float) -> None:
    quads = sheet(left, 0.02)
    field = fit_rows(quads)
    assert field is not None
    heights = field.heights(quads.mean(axis=1)).reshape(-1, 4)
    assert np.ptp(heights, axis=1).max() < 0.4 * PITCH


def test_a_flat_sheet_gets_no_crease() -> None:
    field = fit_rows(sheet(0.0, 0.02))
    assert field is not None
    assert field.crease is None
    assert field.bend(1000) < 0.25 * HEIGHT
