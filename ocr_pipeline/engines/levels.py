"""Grey levels of a picture by their rank, from its histogram: no sorting of a million pixels."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray


def at_shares(grey: NDArray[np.uint8], shares: Sequence[float], mask: NDArray[np.uint8] | None = None) -> list[float]:
    """What ``np.quantile`` gives for the pixels of ``grey`` (all, or where ``mask`` is not 0); none may be no pixel."""
    counts = np.cumsum(cv2.calcHist([grey], [0], mask, [256], [0, 256])[:, 0].astype(np.int64))
    out = []
    for share in shares:
        rank = share * (int(counts[-1]) - 1)
        below, above = (int(np.searchsorted(counts, place, "right")) for place in (int(rank), int(np.ceil(rank))))
        out.append(below + (above - below) * (rank - int(rank)))
    return out
