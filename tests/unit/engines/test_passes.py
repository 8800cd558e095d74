"""Second looks share a pass of the recogniser: each pass goes through all shapes of crops anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from models.values.alphabet import BLANK, CHARS, STEP
from ocr_pipeline.engines.networks import RANKS, Steps
from ocr_pipeline.engines.ppocr import LONG, NARROWER, WIDER, PpOcr
from ocr_pipeline.engines.runtimes.characters import character_list
from ocr_pipeline.page import Image, Polygon

pytestmark = pytest.mark.unit


class Recorded:
    """Networks that read a doubtful letter in every crop and keep the widths that they were asked for, a pass a list."""

    version, vietnamese = "", False

    def __init__(self, sure: float) -> None:
        self.sure = sure
        self.passes: list[list[int]] = []

    def read(
        self, widths: Sequence[int], crop: Callable[[int], Image], vietnamese: bool = False
    ) -> Iterator[tuple[int, Steps]]:
        if widths:
            self.passes.append(list(widths))
        letter = character_list(False).index("a")
        for place, width in enumerate(widths):
            assert crop(place).shape[1] == width
            index, probability = np.zeros((width // 8, RANKS), np.int32), np.ones((width // 8, RANKS), np.float32)
            index[1, 0], probability[1, 0] = letter, self.sure
            yield place, Steps(probability, index)

    def text_map(self, image: Image) -> NDArray[np.uint8]:
        raise AssertionError("The detector has no part in reading these lines.")

    def upside_down(self, crops: Sequence[Image]) -> list[float]:
        return [0.0] * len(crops)

    def rest(self, network: Literal["detector", "recogniser"]) -> None:
        pass

    def values(self, strip: NDArray[np.float32]) -> NDArray[np.float32]:
        steps = np.zeros((strip.shape[3] // STEP, len(CHARS) + 1), np.float32)
        steps[:, BLANK] = 1.0
        return steps


def quad(y: float, width: float) -> Polygon:
    return ((10, y), (10 + width, y), (10 + width, y + 48), (10, y + 48))


PAGE = np.full((600, 1000, 3), 230, np.uint8)
QUADS = [quad(10, 120), *(quad(70 * n, 800 + n) for n in range(1, 6))]


def test_short_lines_get_their_second_look_beside_the_long_ones() -> None:
    networks = Recorded(sure=0.8)
    PpOcr("test", networks).recognise(PAGE, QUADS)
    first, second, third = networks.passes[:3]
    assert sorted(w > LONG for w in first) == [False, True, True, True]
    assert 120 * WIDER in second
    assert len(second) == 3  # with the two long lines that are squeezed
    assert len(third) == 2
    assert min(third) > 800  # these at their whole width


def test_hardly_read_lines_are_read_narrower_beside_the_squeezed_ones() -> None:
    networks = Recorded(sure=0.3)
    PpOcr("test", networks).recognise(PAGE, QUADS)
    third = networks.passes[2]
    assert 120 * NARROWER in third
    assert sum(w > 800 for w in third) == 2


def test_a_glance_reads_every_line_once() -> None:
    networks = Recorded(sure=0.3)
    assert len(PpOcr("test", networks).glance(PAGE, QUADS)) == len(QUADS)
    assert sum(map(len, networks.passes)) == len(QUADS)
