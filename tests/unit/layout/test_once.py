"""What several stages ask of a page is found once, and of the next page anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.page import PageText

pytestmark = pytest.mark.unit


def test_a_page_is_asked_once_and_an_equal_one_for_itself() -> None:
    asked: list[PageText] = []

    @once_a_page
    def height(page: PageText) -> int:
        asked.append(page)
        return page.height

    page = PageText(0, 100, 200, ())
    other = replace(page)
    assert [height(page), height(page), height(other), height(page)] == [200] * 4
    assert len(asked) == 2
    assert asked[0] is page
    assert asked[1] is other
