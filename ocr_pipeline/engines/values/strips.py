"""What the small reader of values is shown of a line's crop.

A detected box holds much paper above and below its text: digits take 40 to 60 % of its height on photographs, and in the 32 rows
of a strip a narrow character would be one step of the reader wide. So it sees the middle of the crop only, about the ink.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from models.values.alphabet import HEIGHT, WIDTHS
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.page import Image

SHOWN = 38  #: rows of a crop of :data:`CROP_HEIGHT`
EDGE, INKED = (
    3,
    0.4,
)  #: rows at both edges that are the neighbours', and of the way to the darkest, from which a pixel is ink
STEADY = 2.0  #: rows that ink may stand off the middle


def strip(crop: Image, *, near: bool = False) -> NDArray[np.uint8]:
    """What the small reader is shown of a crop. From ``near`` it sees less of the paper above and below a text, which
    a detected box holds much of, and tells narrow characters apart: of 1,047 certain texts of photographs and faxes it
    read 86 % so and 72 % of the whole crops."""
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
    if near and crop.shape[1] * HEIGHT <= WIDTHS[-1] * SHOWN:
        top = (CROP_HEIGHT - SHOWN) // 2 + _off_middle(grey)
        grey = grey[top : top + SHOWN]
    width = max(8, round(grey.shape[1] * HEIGHT / grey.shape[0]))
    return np.asarray(cv2.resize(grey, (width, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _off_middle(grey: NDArray[np.uint8]) -> int:
    """Rows that the ink of a crop stands below its middle: boxes of sparse pages hang lower than their text."""
    dark, paper = at_shares(grey, (0.02, 0.8))
    depth = np.maximum(np.float32(paper) - grey[EDGE:-EDGE], 0)
    rows = np.where(depth >= INKED * (paper - dark), depth, 0).sum(axis=1)
    if not (total := float(rows.sum())):
        return 0
    off = float(rows @ (np.arange(len(rows)) - (len(rows) - 1) / 2)) / total
    most = (CROP_HEIGHT - SHOWN) // 2
    return round(math.copysign(min(max(abs(off) - STEADY, 0.0), most), off))
