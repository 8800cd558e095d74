"""A line of text that begins with a figure in brackets is no caption."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.captions import read_caption

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text", ["(Figure 2). No pleural effusion.", "（图2）。胸腔未见积液。", "(Fig. 3), sin derrame"]
)
def test_a_wrapped_mention(text: str) -> None:
    assert read_caption(text) is None


@pytest.mark.parametrize("text", ["(Figure 2) Axial view", "Figure 2. Pulmonary infarct.", "图2 胃角"])
def test_a_caption(text: str) -> None:
    assert read_caption(text) is not None
