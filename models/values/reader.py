"""What goes into the reader of values and what comes out: strips, time steps, text and how likely a given text is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from models.values.alphabet import BLANK, CHARS, HEIGHT, WIDTHS

Floats = NDArray[np.float32]
_LEAST = -1e9


@dataclass(frozen=True, slots=True)
class Read:
    """``text`` as :mod:`models.values.alphabet` spells it; ``shares`` one probability a character, at its peak;
    ``steps`` the time step of each peak."""

    text: str
    shares: tuple[float, ...]
    steps: tuple[int, ...]


def prepared(strips: list[NDArray[np.uint8]]) -> Floats:
    """n x 1 x 32 x width of grey strips no wider than the widest of WIDTHS: ink 1, paper 0, padded with paper."""
    widest = max(s.shape[1] for s in strips)
    width = next(w for w in WIDTHS if w >= widest)
    out = np.zeros((len(strips), 1, HEIGHT, width), np.float32)
    for place, strip in enumerate(strips):
        grey = strip.astype(np.float32)
        dark, paper = at_shares(strip, (0.02, 0.8))
        out[place, 0, :, : grey.shape[1]] = np.clip((paper - grey) / (paper - dark + 8), -0.5, 1.5)
    return out


def best(steps: Floats) -> Read:
    """The likeliest character at each time step (steps x classes, probabilities), repeats and blanks dropped."""
    index = steps.argmax(axis=1)
    text, shares, places = "", [], []
    changes = [0, *(np.flatnonzero(np.diff(index)) + 1), len(index)]
    for first, last in pairwise(changes):
        if index[first] != BLANK:
            peak = first + int(np.argmax(steps[first:last, index[first]]))
            text += CHARS[index[first] - 1]
            shares.append(float(steps[peak, index[first]]))
            places.append(int(peak))
    return Read(text, tuple(shares), tuple(places))


def likelihood(steps: Floats, text: str) -> float:
    """Log probability of ``text`` over all its alignments (the forward pass of CTC, Graves et al., ICML 2006)."""
    logs = np.log(np.maximum(steps, 1e-12))
    labels = [BLANK]
    for char in text:
        labels += [CHARS.index(char) + 1, BLANK]
    row = np.array(labels)
    jumps = np.zeros(len(row), bool)
    jumps[2:] = (row[2:] != BLANK) & (row[2:] != row[:-2])
    ways = np.full(len(row), _LEAST)
    ways[:2] = logs[0, row[:2]]
    for step in logs[1:]:
        moved = np.logaddexp(ways, np.concatenate([[_LEAST], ways[:-1]]))
        leapt = np.concatenate([[_LEAST, _LEAST], ways[:-2]])[: len(row)]
        ways = np.where(jumps, np.logaddexp(moved, leapt), moved) + step[row]
    return float(np.logaddexp(ways[-1], ways[-2])) if len(row) > 1 else float(ways[-1])
