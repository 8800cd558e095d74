"""The last page is kept between stages; a picture that was taken to be painted never comes back."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.loading import DamagedDocument, Document, PageError, Pages
from ocr_pipeline.page import PageImage

pytestmark = pytest.mark.unit


def opened(decoded: list[int]) -> Pages:
    def decode(index: int) -> PageImage:
        decoded.append(index)
        if index == 2:
            raise DamagedDocument("it is damaged.")
        return PageImage(index, np.full((4, 4, 3), 255, np.uint8))

    return Pages(Document("image/tiff", 3, decode=decode, stopwatch=lambda: 0.0))


def test_the_last_page_is_decoded_once() -> None:
    decoded: list[int] = []
    pages = opened(decoded)
    assert pages.load(0) is pages.load(0)
    assert pages[0] is pages.load(0)
    pages.load(1), pages.load(0)
    assert decoded == [0, 1, 0]


def test_a_page_that_was_taken_is_decoded_anew() -> None:
    pages = opened([])
    pages.take(0).image[:] = 0
    assert pages.load(0).image.min() == 255


def test_a_damaged_page_is_none_and_says_why_when_loaded() -> None:
    pages = opened([])
    assert [page is None for page in pages] == [False, False, True]
    with pytest.raises(PageError, match="damaged"):
        pages.load(2)
