"""Levels by their rank: of a picture from its histogram, without sorting a million pixels; of a few numbers by sorting
them, in a tenth of the time that numpy's quantiles take for a line of text."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def at_shares(grey: NDArray[np.uint8], shares: Sequence[float], mask: NDArray[np.uint8] | None = None) -> list[float]:
    """What ``np.quantile`` gives for the pixels of ``grey`` (all, or where ``mask`` is not 0); none may be no pixel."""
    counts = cv2.calcHist([grey], [0], mask, [256], [0, 256]).cumsum(dtype=np.int64).tolist()
    out = []
    for share in shares:
        rank = share * (counts[-1] - 1)
        below, above = (bisect_right(counts, place) for place in (int(rank), math.ceil(rank)))
        out.append(below + (above - below) * (rank - int(rank)))
    return out


def at_share(values: NDArray[Any], share: float) -> Any:
    """What ``np.quantile`` gives along the first axis of ``values``, of which there is at least one."""
    # bytes are sorted ten times as slowly as numbers of 16 bits
    ordered = np.sort(values.astype(np.int16) if values.dtype == np.uint8 else values, axis=0)
    rank = share * (len(ordered) - 1)
    below = int(rank)
    low, high = ordered[below].astype(np.float64), ordered[min(below + 1, len(ordered) - 1)].astype(np.float64)
    return low + (high - low) * (rank - below)
