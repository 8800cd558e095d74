"""The three networks of PP-OCR and our reader of values behind one protocol, so that a runtime is one small file.

All inputs are unsigned bytes, BGR; each runtime puts the normalisation into its graph. The recogniser's head of 18,710
classes is reduced inside the graph to the best :data:`RANKS` a time step (the full output is 75 KB a step).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Image

RANKS = 3  #: classes kept a time step; three cost the same as one
CROP_HEIGHT = 48  #: pixels, fixed by the recogniser
DIRECTION_SIZE = (192, 48)  #: width, height of the line direction network
#: The detector was trained with ImageNet's mean and deviation, applied to the channels in BGR order.
DETECTOR_MEAN = (0.485 * 255, 0.456 * 255, 0.406 * 255)
DETECTOR_SCALE = (0.229 * 255, 0.224 * 255, 0.225 * 255)
CROP_MEAN = 127.5
CROP_SCALE = 127.5
PADDING = 127  #: grey that the normalisation turns to about zero


@dataclass(frozen=True, slots=True)
class Steps:
    """A crop's time steps: ``probability`` and ``index`` are steps x RANKS, best first; index 0 is the CTC blank."""

    probability: NDArray[np.float32]
    index: NDArray[np.int32]


class Networks(Protocol):
    """One runtime holding the networks."""

    version: str
    vietnamese: bool  #: whether there is a network that knows these letters

    def text_map(self, image: Image) -> NDArray[np.uint8]:
        """Probability (0..255) that a pixel is text; ``image`` has sides divisible by 32, the map its shape."""

    def read(
        self, widths: Sequence[int], crop: Callable[[int], Image], vietnamese: bool = False
    ) -> Iterator[tuple[int, Steps]]:
        """Places and time steps of crops of height 48, in any order; ``crop`` gives the one at a place, of its width.
        ``vietnamese``: by the network that knows these letters, which is prepared when it is first asked for.

        A crop is asked for when its turn comes, and each is handed out when it is read: cutting, reading and what is
        done with the steps go on side by side.
        """

    def upside_down(self, crops: Sequence[Image]) -> list[float]:
        """Probability that the line in each 192 x 48 crop stands on its head."""

    def rest(self, network: Literal["detector", "recogniser"]) -> None:
        """Called when a page needs the network no more: give back what only a running one needs, where memory is short."""

    def values(self, strip: NDArray[np.float32]) -> NDArray[np.float32]:
        """The reader of values (:mod:`models.values`): 1 x 1 x 32 x width to steps x classes, probabilities."""
