"""The trained reader of lone signs, in plain numpy: gradient histograms and two dense layers, about 100,000 weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.registry import weights

SIDE = 32  #: pixels of the square window
OTHER = ""  #: the class of everything that is none of the signs
CLASSES = ("-", "+", "±", "↑", "↓", "<", ">", "*", "H", "L", OTHER)
DIRECTIONS = 8  #: bins of a gradient histogram
WINDOW = 1.15  #: side of the window, of the print's size (a full-width character)

#: How high the ink of each class stands above the middle of its row, in print sizes: (share, mean, deviation) of the places
#: it has in the typefaces; measured on drawn pages. A window shows the sign alone, and blurred a star is a dash.
HEIGHTS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "-": ((0.8, 0.03, 0.08), (0.2, 0.12, 0.05)), "+": ((1.0, 0.06, 0.08),), "±": ((1.0, 0.08, 0.09),), "↑": ((1.0, 0.22, 0.1),),
    "↓": ((0.6, 0.0, 0.09), (0.4, -0.28, 0.12)), "<": ((1.0, 0.06, 0.08),), ">": ((1.0, 0.06, 0.08),),
    "*": ((0.5, 0.27, 0.09), (0.5, 0.15, 0.07)), "H": ((1.0, 0.08, 0.08),), "L": ((1.0, 0.06, 0.09),),
    OTHER: ((0.5, 0.08, 0.09), (0.5, 0.05, 0.3)),
}  # fmt: skip
ASTRAY = 0.1  #: share of rows whose level is misjudged

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sign:
    """``text`` is a sign of CLASSES or empty for none; ``second`` the runner-up."""

    text: str
    confidence: float
    second: str
    second_confidence: float


class SignReader:
    """Reads 32 x 32 grey windows whose centre is the ink's centre. Raises :class:`models.registry.ModelError`."""

    def __init__(self) -> None:
        with np.load(weights("symbols")) as file:
            self._weights = {key: file[key].astype(np.float32) for key in file.files}

    def read(self, windows: Sequence[NDArray[np.uint8]], heights: Sequence[float | None] | None = None) -> list[Sign]:
        """One sign a window; ``heights`` of their ink above the middle of its row, in print sizes, where they are known."""
        if not windows:
            return []
        scores = probabilities(normalised(np.stack(windows).astype(np.float32)), self._weights)
        out = []
        for shape, height in zip(scores, heights or [None] * len(windows), strict=True):
            row = shape if height is None else shape * at_height(height)
            row = row / row.sum()
            first, second = np.argsort(-row)[:2]
            out.append(Sign(CLASSES[first], float(row[first]), CLASSES[second], float(row[second])))
        return out


def at_height(height: float) -> Floats:
    """How often ink stands so high, a class: a density, to be multiplied with what its shape tells."""
    return np.array([ASTRAY / 2 + (1 - ASTRAY) * sum(
        share * math.exp(-(((height - mean) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))
        for share, mean, deviation in HEIGHTS[name]) for name in CLASSES], np.float32)  # fmt: skip


def normalised(windows: Floats) -> Floats:
    """Zero mean and unit deviation a window; the floor keeps paper grain from becoming print."""
    mean = windows.mean(axis=(1, 2), keepdims=True)
    deviation = windows.std(axis=(1, 2), keepdims=True)
    return np.asarray(((windows - mean) / (deviation + 3.0)).astype(np.float32))


def features(windows: Floats) -> Floats:
    """n x 768 of normalised windows: gradient histograms (8 signed directions in 8 x 8 cells of 4 pixels, after Dalal &
    Triggs, CVPR 2005) and the picture itself at 16 x 16."""
    n = len(windows)
    down, along = np.gradient(windows, axis=(1, 2))
    strength = np.hypot(along, down)
    turn = (np.arctan2(down, along) / (2 * np.pi) * DIRECTIONS) % DIRECTIONS
    low = np.floor(turn).astype(np.int64) % DIRECTIONS
    share = (turn - np.floor(turn)).astype(np.float32)
    cells = np.zeros((n, SIDE // 4, SIDE // 4, DIRECTIONS), np.float32)
    for direction in range(DIRECTIONS):
        part = strength * ((low == direction) * (1 - share) + ((low + 1) % DIRECTIONS == direction) * share)
        cells[..., direction] = part.reshape(n, SIDE // 4, 4, SIDE // 4, 4).sum(axis=(2, 4))
    histogram = np.sqrt(cells.reshape(n, -1))
    histogram /= np.sqrt((histogram**2).mean(axis=1, keepdims=True)) + 0.1
    small = windows.reshape(n, SIDE // 2, 2, SIDE // 2, 2).mean(axis=(2, 4)).reshape(n, -1)
    return np.asarray(np.concatenate([histogram, small], axis=1).astype(np.float32))


def probabilities(windows: Floats, weight: dict[str, Floats]) -> Floats:
    """Softmax scores, n x classes, of normalised windows n x 32 x 32."""
    hidden = np.maximum(features(windows) @ weight["w1"] + weight["b1"], 0)
    scores = hidden @ weight["w2"] + weight["b2"]
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)
