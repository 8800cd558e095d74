"""Crops that go through the recogniser together.

Of one inference 1.7 ms are the same however small the crop is (as much as 100 pixels of width cost) and a change of
shape costs 2.6 ms, so that crops of about one width are read a few at a time. Each shape holds 6 MB, so that there are
eight. A crop is never padded to more than half as wide again: with more grey beside them lone signs are misread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr_pipeline.engines.crops.cut import WIDEST
from ocr_pipeline.engines.networks import CROP_HEIGHT, PADDING
from ocr_pipeline.page import Image

#: Crops of a batch, and the width that they are padded to; together never wider than the widest single one, which
#: bounds the memory.
SHAPES = ((4, 96), (3, 144), (4, 200), (3, 264), (2, 352), (2, 464), (1, 648), (1, WIDEST))
ROOMIEST = 1.5  #: width that a crop wider than the least shape may be padded to, of its own
ONCE, PIXEL = 4.3, 0.0171  #: milliseconds of an inference of another shape, and of a pixel of width
OVERHEAD = 30  #: pixels that a crop counts for beyond its width: each one read now spares a part of an inference


@dataclass(frozen=True, slots=True)
class Batch:
    """``places`` of the crops that it holds; ``size`` may be larger, then blank crops fill it."""

    places: tuple[int, ...]
    size: int
    width: int

    def picture(self, crop: Callable[[int], Image]) -> Image:
        """size x 48 x width x 3, the crops of its places at the left, the rest grey."""
        out = np.full((self.size, CROP_HEIGHT, self.width, 3), PADDING, np.uint8)
        for row, place in enumerate(self.places):
            part = crop(place)
            out[row, :, : part.shape[1]] = part
        return out


def batches(widths: Sequence[int]) -> Iterator[Batch]:
    """Every crop (at most :data:`WIDEST` wide) in one batch, the widest first. Which crops share one depends on
    ``widths`` alone."""
    left = sorted(range(len(widths)), key=lambda place: -widths[place])
    while left:
        fitting = [(shape, _taken([widths[place] for place in left[: shape[0]]], shape[1])) for shape in SHAPES]
        (size, width), taken = min(
            (fit for fit in fitting if fit[1]),
            key=lambda fit: _cost(*fit[0]) / sum(widths[place] + OVERHEAD for place in left[: fit[1]]),
        )
        yield Batch(tuple(left[:taken]), size, width)
        left = left[taken:]


def _taken(widths: Sequence[int], room: int) -> int:
    """How many of the first crops may be padded to ``room``."""
    fits = [room <= max(SHAPES[0][1], ROOMIEST * width) and width <= room for width in widths]
    return [*fits, False].index(False)


def _cost(size: int, width: int) -> float:
    return ONCE + PIXEL * size * width
