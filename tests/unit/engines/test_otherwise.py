"""What a cell may say besides: a mark that the small reader's steps still hold possible, though it leaves it out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.values.alphabet import BLANK, CHARS
from ocr_pipeline.engines.values.otherwise import otherwise

pytestmark = pytest.mark.unit


def steps(text: str, place: int, mark: str, share: float) -> NDArray[np.float32]:
    """Of ``text``, certain but for a ``mark`` in front of its character at ``place``, or in its place where ``text`` has the
    other there."""
    out = []
    for at, char in enumerate([*text, ""]):
        if at == place:
            out.append({mark: share, "": 1 - share})
        out += [{char: 1.0}, {"": 1.0}]
    rows = np.full((len(out), 1 + len(CHARS)), 1e-9, np.float32)
    for row, shares in zip(rows, out, strict=True):
        for char, each in shares.items():
            row[CHARS.index(char) + 1 if char else BLANK] = each
    return rows


@pytest.mark.parametrize(
    ("text", "place", "mark", "other"),
    [("45", 1, ".", "4.5"), ("421↓", 1, ".", "4.21↓"), ("29 L", 1, ".", "2.9L"), ("H52", 2, ".", "H5.2"), ("<001", 2, ".", "<0.01"),
        ("3.5-95", 5, ",", "3.5-9,5")],
)  # fmt: skip
def test_a_number_that_may_hold_a_point_may_be_another(text: str, place: int, mark: str, other: str) -> None:
    assert otherwise(steps(text.replace(" ", ""), place, mark, 0.3), text, "") == other


@pytest.mark.parametrize("text", ["45", "421↓", "<001", "10-60"])
def test_a_speck_that_hardly_looks_like_a_point_is_none(text: str) -> None:
    assert otherwise(steps(text, 1, ".", 0.05), text, text) == ""


@pytest.mark.parametrize("text", ["10^9/L", "10*9/L", "CA125", "07700900335", "3.5", "1 0-2", "10~2", "阳5", "mm"])
def test_the_ten_of_a_power_names_and_numbers_side_by_side_hold_no_point(text: str) -> None:
    said = "".join("?" if c > "㐀" else c for c in text if c != " ")
    assert otherwise(steps(said, 1, ".", 0.6), text, text) == ""


@pytest.mark.parametrize(
    ("text", "place", "mark", "other"),
    [("142", 3, "↓", "142↓"), ("4.5", 3, "↑", "4.5↑")],
)
def test_a_number_that_rather_has_an_arrow_may_be_flagged(text: str, place: int, mark: str, other: str) -> None:
    assert otherwise(steps(text, place, mark, 0.6), text, other) == other
    assert otherwise(steps(text, place, mark, 0.3), text, other) == ""
    assert otherwise(steps(text, place, mark, 0.6), text, text + "L") == ""


@pytest.mark.parametrize(
    ("text", "at", "mark", "other"), [("1351", 3, "↑", "135↑"), ("44", 1, "↓", "4↓"), ("-1000", 0, ">", ">1000")]
)
def test_a_last_stroke_or_a_minus_may_be_another_sign(text: str, at: int, mark: str, other: str) -> None:
    shown = steps(text, 99, "", 0.0)
    shown[2 * at, CHARS.index(text[at]) + 1], shown[2 * at, CHARS.index(mark) + 1] = 0.3, 0.7
    assert otherwise(shown, text, other) == other
