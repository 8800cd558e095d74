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


def test_rectangles_about_few_letters_do_not_lean_the_rows_of_a_flowsheet() -> None:
    columns = ((100.0, 150.0), *((330.0 + 165 * n, 62.0) for n in range(6)))
    quads = np.array(
        [
            box(x, 200 + 1.5 * row * PITCH, width, -0.12 * (HEIGHT / width) ** 2)
            for row in range(14)
            for x, width in columns
        ]
    )
    field = fit_rows(quads)
    assert field is not None
    heights = field.heights(quads.mean(axis=1)).reshape(-1, len(columns))
    assert np.ptp(heights, axis=1).max() < 0.2 * PITCH


@pytest.mark.parametrize("fold", [560.0, 600.0, 630.0])
def test_rows_are_followed_over_a_crease_in_a_wide_gap(fold: float) -> None:
    """Names that fall by 0.12 left of the crease and level values behind a gap of thirteen lines; five lines above the
    table stand in the gap. Where the crease lies decides which row is met."""
    quads = []
    for row in range(19):
        y, names = 200 + row * PITCH, 90.0 + 9 * (row * 7 % 10)
        for x, width in ((130.0, names), (640.0, 70.0), (730.0, 95.0), (1010.0, 160.0)):
            quads.append(box(x, y + 0.12 * min(0.0, x - fold), width, 0.12 if x < fold else 0.0))
    for row in range(1, 6):
        for x, width in ((130.0, 100.0), (390.0, fold - 400.0), (640.0, 140.0)):
            quads.append(box(x, 195 - row * 1.3 * PITCH + 0.12 * min(0.0, x - fold), width, 0.12 if x < fold else 0.0))
    field = fit_rows(np.array(quads))
    assert field is not None
    heights = field.heights(np.array(quads).mean(axis=1))[: 19 * 4].reshape(-1, 4)
    assert np.ptp(heights, axis=1).max() < 0.4 * PITCH


def sparse(slope: float, kink: float, noise: float) -> NDArray[np.float64]:
    """A title, a header and nine names, and far to the right their short values; between them, at ``kink``, the paper begins to
    rise by ``slope``."""
    dice = np.random.default_rng(11)
    boxes = [box(200.0, 560.0, 420.0, 0.0)]
    for row in range(10):
        y = 700 + row * 1.5 * PITCH
        for x, width in ((200.0, float(dice.integers(90, 330))), (1250.0, 90.0)):
            leaning = (slope if x > kink else 0.0) + noise * dice.standard_normal() * 60 / width
            boxes.append(box(x, y + slope * max(x - kink, 0.0) + dice.standard_normal(), width, leaning))
    return np.array(boxes)


@pytest.mark.parametrize("slope", [-0.15, -0.08, 0.08, 0.15])
@pytest.mark.parametrize("kink", [650.0, 850.0, 1100.0])
def test_a_sparse_sheet_that_bends_within_its_gap_keeps_its_rows_or_is_doubted(slope: float, kink: float) -> None:
    quads = sparse(slope, kink, 0.01)
    field = fit_rows(quads)
    assert field is not None
    heights = field.heights(quads.mean(axis=1))[1:].reshape(-1, 2)
    off = np.abs(heights[:, 1] - heights[:, 0]).max()
    assert off < 0.4 * PITCH or field.residual >= OTHER_ROW


def test_letters_of_a_watermark_do_not_bend_a_level_page() -> None:
    dice = np.random.default_rng(0)
    columns = ((48.0, 37.0, 1.0), (148.0, 104.0, 1.0), (705.0, 75.0, 1.0), (1297.0, 80.0, 0.8), (583.0, 81.0, 0.3))
    boxes = [
        box(x + dice.integers(-3, 4), 345.0 + 40 * row + dice.integers(-2, 3), width * dice.choice([1.0, 1.7]), 0.0)
        for row in range(17)
        for x, width, share in columns
        if dice.random() < share
    ]
    level = np.array(boxes)
    stamped = np.array([*boxes, [[375, 919], [703, 661], [769, 745], [442, 1003]]])
    bends = [0.0 if field is None else field.bend(1600) for field in (fit_rows(level), fit_rows(stamped))]
    assert bends[0] == bends[1] < 0.25 * HEIGHT
