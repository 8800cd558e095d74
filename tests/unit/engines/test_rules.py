"""Rules of a table at the ends of a crop."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_pipeline.engines.crops.rules import without_rules
from ocr_pipeline.page import Image

pytestmark = pytest.mark.unit


def crop(text: str, at: int = 24, width: int = 160) -> Image:
    out = np.full((48, width, 3), 235, np.uint8)
    cv2.putText(out, text, (at, 36), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (40, 40, 40), 2, cv2.LINE_AA)
    return out


@pytest.mark.parametrize("step", [1, 3])
def test_a_rule_at_either_end_becomes_paper_also_when_it_is_dotted(step: int) -> None:
    clean = crop("137.1")
    ruled = clean.copy()
    for row in range(0, 48, step):
        ruled[row : row + max(1, step - 1), 8:10] = ruled[row : row + max(1, step - 1), 150:152] = 30
    assert np.abs(without_rules(ruled).astype(int) - clean.astype(int)).max() < 3


@pytest.mark.parametrize("text", ["137.1", "(+)", "|1|", "[3-5]", "11", "ll", "IIII"])
def test_print_is_no_rule(text: str) -> None:
    clean = crop(text, at=4)
    assert without_rules(clean) is clean


def test_a_rule_through_print_stays() -> None:
    ruled = crop("88", at=8)
    ruled[:, 14:16] = 30
    assert np.array_equal(without_rules(ruled)[:, 20:], ruled[:, 20:])
