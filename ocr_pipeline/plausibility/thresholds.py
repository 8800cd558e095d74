"""How sure is sure. ``python -m tests.bench.calibrate --write`` finds these numbers on drawn pages and rewrites this file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``character``: confidence of the weakest character of a number below which it is doubtful; ``confirmed``: the same
    for a value that another value of the report confirms; ``sign``: for single signs and words; ``name`` for the characters of a name that is not a known one; ``rival``: share of the
    runner-up above which a digit that could be another digit is doubtful; ``uneven`` in text heights; ``spread`` of a
    row's parts in text heights; ``small`` text height in pixels of the picture."""

    character: float = 0.95
    confirmed: float = 0.6
    sign: float = 0.95
    name: float = 0.9
    rival: float = 0.05
    uneven: float = 0.3
    spread: float = 0.6
    small: float = 10.0


CALIBRATED = Thresholds()
