"""Specks close to one another are the parts of one cell; rows of dots are none."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.engines.boxes.strung import strung

pytestmark = pytest.mark.unit

USUAL = 24.0
ACROSS = np.array([1.0, 0.0]), np.array([0.0, 1.0])


@pytest.mark.parametrize(
    ("at", "groups"),
    [
        ([100, 109, 118], [(109, 24)]),  # +++
        ([100, 109], [(104.5, 15)]),
        ([100, 130], []),  # two cells
        ([100 + 9 * i for i in range(8)], []),  # leaders
        ([100, 109, 130], []),  # they go on
        ([100], []),
    ],
)
def test_close_specks_are_one_cell(at: list[int], groups: list[tuple[float, float]]) -> None:
    specks = np.array([(x, 50.0, 6.0, 6.0) for x in at])
    assert [(float(g[0]), float(g[2])) for g in strung(specks, *ACROSS, USUAL)] == groups


def test_specks_of_different_rows_are_not() -> None:
    assert len(strung(np.array([(100, 50, 6, 6), (109, 60, 6, 6)], float), *ACROSS, USUAL)) == 0
