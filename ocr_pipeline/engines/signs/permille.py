"""``‰`` alone in its cell, which line recognisers take for ``%`` without a doubt: a value ten times as large.

It has one ring more and is wider. Three rings make it a ``‰``, a width that hardly any typeface gives its ``%`` a doubt; both
are for a person to look at.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from ocr_pipeline.engines.crops.cut import cut
from ocr_pipeline.page import Image, Line, Polygon

PERCENT = frozenset("%％")
SPLIT = frozenset(("%o", "%0", "%O", "%e", "%。", "%°"))  #: how its last ring is read where it is seen
WIDE = 1.4  #: width by height of its ink: of 107 typefaces' ``%`` one is wider, of their ``‰`` half are
LEAST = 0.8  #: the same, of what three rings are believed of
FEWEST, WIDER = (
    2,
    1.15,
)  #: signs of two rings on a page that tell how wide its own are, and how much wider one must be than these
INKED = 0.4  #: of the way from paper to the darkest, from which a pixel is ink
FAINTEST = 25.0  #: grey levels from paper to ink, below which rings close
RING, LARGEST = 5, 0.12  #: pixels of a ring's hole, and the most of the ink's rectangle that one takes
LOOKED_AT = 0.85  #: confidence of a sign that a person should look at
DOUBT = 0.5


def with_permille(image: Image, quads: Sequence[Polygon], lines: Sequence[Line]) -> list[Line]:
    """``lines`` with the lone ``%`` among them looked at again."""
    out = list(lines)
    signs = [i for i, line in enumerate(lines) if line.text.strip() in PERCENT and line.chars]
    shapes = {i: shape(cut(image, quads[i], squeeze=1.0)) for i in signs}
    two = [width for rings, width in shapes.values() if rings == 2]
    usual = statistics.median(two) if len(two) >= FEWEST else 0.0
    for i, (rings, width) in shapes.items():
        if rings == 3 and width > max(LEAST, WIDER * usual):
            out[i] = _as(lines[i], "‰", min(lines[i].confidence, LOOKED_AT), "%")
        elif width > max(WIDE, WIDER * usual):
            out[i] = _as(lines[i], lines[i].text.strip(), min(lines[i].confidence, DOUBT), "‰")
    for i, line in enumerate(lines):
        if line.text.strip() in SPLIT and line.chars:
            out[i] = _as(line, "‰", min(line.confidence, LOOKED_AT), "%")
    return out


def shape(crop: Image) -> tuple[int, float]:
    """How many rings the print of a lone sign has, and its width by its height; zeros where the print is too faint."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    darkest, paper = at_shares(grey, (0.01, 0.6))
    if paper - darkest < FAINTEST:
        return 0, 0.0
    mask = (grey < paper - INKED * (paper - darkest)).astype(np.uint8)
    mask = _inner(mask)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return 0, 0.0
    mask = np.pad(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)
    _, _, stats, _ = cv2.connectedComponentsWithStats(1 - mask, connectivity=4)
    holes = np.sort(stats[2:, cv2.CC_STAT_AREA])[::-1]
    rings = int(((holes >= RING) & (holes < LARGEST * mask.size)).sum())
    return rings, float(columns[-1] + 1 - columns[0]) / float(rows[-1] + 1 - rows[0])


def _inner(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without what reaches the crop's edge: rules and neighbours."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    x, y, w, h, area = stats.T
    own = (x > 0) & (y > 0) & (x + w < mask.shape[1]) & (y + h < mask.shape[0]) & (area > 3)
    own[0] = False
    return own.astype(np.uint8)[labels] if count > 1 else mask


def _as(line: Line, text: str, confidence: float, second: str) -> Line:
    first, last = line.chars[0], line.chars[-1]
    char = replace(first, text=text, confidence=confidence, end=last.end, runner_up=second, runner_up_confidence=DOUBT)
    return replace(line, text=text, confidence=confidence, chars=(char,))
