"""Which way a page lies is told by the beginnings of its lines: what is read costs by its width."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.rectify.orientation import TELLING, _begun

pytestmark = pytest.mark.unit


def test_a_long_line_is_cut_along_itself_and_a_short_one_stays() -> None:
    long = np.array([(100.0, 50.0), (900.0, 50.0), (900.0, 80.0), (100.0, 80.0)])
    turned = np.roll(long, 2, axis=0)  # begins at the other end
    short = np.array([(100.0, 50.0), (200.0, 50.0), (200.0, 80.0), (100.0, 80.0)])
    first, other, same = _begun(np.stack([long, turned, short]))
    end = 100 + TELLING * 30
    assert first == pytest.approx(np.array([(100, 50), (end, 50), (end, 80), (100, 80)]))
    assert np.hypot(*(other[1] - other[0])) == pytest.approx(TELLING * 30)
    assert other[0] == pytest.approx(turned[0])
    assert same == pytest.approx(short)
