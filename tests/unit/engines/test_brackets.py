"""The sign between brackets that came out empty, by the ink that stands there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_pipeline.engines.signs.brackets import with_bracketed
from ocr_pipeline.page import Char, Line

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (80.0, 0.0), (80.0, 40.0), (0.0, 40.0))


def line(text: str) -> Line:
    places = {"(": 0.15, ")": 0.85}
    chars = tuple(Char(c, 0.99, places.get(c, 0.05) - 0.05, places.get(c, 0.05) + 0.05) for c in text)
    return Line(text, 0.99, chars, QUAD, QUAD)


def picture(sign: str) -> np.ndarray:
    out = np.full((40, 80, 3), 240, np.uint8)
    for x in (12, 68):
        cv2.line(out, (x, 8), (x, 32), (20, 20, 20), 2)
    if sign:
        cv2.line(out, (33, 20), (47, 20), (20, 20, 20), 2)
    if sign == "+":
        cv2.line(out, (40, 13), (40, 27), (20, 20, 20), 2)
    return out


@pytest.mark.parametrize(
    ("text", "printed", "read"),
    [("()", "-", "(-)"), ("()", "+", "(+)"), ("阴性()", "+", "阴性(-)"), ("阳性()", "-", "阳性(+)")],
)
def test_ink_between_brackets_is_a_doubtful_sign(text: str, printed: str, read: str) -> None:
    (out,) = with_bracketed(picture(printed), [QUAD], [line(text)])
    assert out.text == read == "".join(c.text for c in out.chars)
    assert out.confidence <= 0.5


@pytest.mark.parametrize(("text", "printed"), [("()", ""), ("(-)", "-"), ("GLU()", "-")])
def test_empty_paper_and_other_texts_stay(text: str, printed: str) -> None:
    assert with_bracketed(picture(printed), [QUAD], [line(text)]) == [line(text)]
