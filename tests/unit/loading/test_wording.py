"""Characters of a text layer."""

from __future__ import annotations

import pytest

from ocr_pipeline.loading.wording import normal

pytestmark = pytest.mark.unit


def test_radicals_of_a_font_are_the_characters_that_they_stand_for() -> None:
    assert "".join(normal(c, "") for c in "淡⻩色⻓⻣⻅") == "淡黄色长骨见"
