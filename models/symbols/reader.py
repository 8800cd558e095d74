"""The trained reader of lone signs, in plain numpy: gradient histograms and two dense layers, about 100,000 weights."""

from __future__ import annotations

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

    def read(self, windows: Sequence[NDArray[np.uint8]]) -> list[Sign]:
        if not windows:
            return []
        scores = probabilities(normalised(np.stack(windows).astype(np.float32)), self._weights)
        out = []
        for row in scores:
            first, second = np.argsort(-row)[:2]
            out.append(Sign(CLASSES[first], float(row[first]), CLASSES[second], float(row[second])))
        return out


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
