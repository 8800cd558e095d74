"""Upright rules of a table at the ends of a crop: beside a value they are read as ``1``, ``[`` or ``t``."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from ocr_pipeline.page import Image

ZONE = 0.5  #: of the crop's height, from each end, in which a rule is looked for
THIN = 0.16  #: of the height: the most that a rule is wide
SHARE = 0.55  #: of a rule's rows that are dark; those of faxes are dotted
EDGE = 0.08  #: of the height: print never reaches the crop's upper and lower edge both, a rule does
CONTRAST = 40  #: grey levels between paper and ink without which nothing is printed


def without_rules(crop: Image) -> Image:
    """The crop with paper in place of a rule at its left or right end, and of what stands beyond it; most crops come
    back as they are."""
    height, width = crop.shape[:2]
    zone = min(int(ZONE * height), width // 2)
    if zone < 4:
        return crop
    blue, green, red = cv2.split(crop)
    grey = cv2.min(cv2.min(blue, green), red)
    paper, dark = at_shares(grey, (0.5,))[0], float(grey.min())
    if paper - dark < CONTRAST:
        return crop
    level = paper - 0.4 * (paper - dark)
    left = _inner_edge(grey[:, :zone] < level)
    right = _inner_edge(grey[:, : -zone - 1 : -1] < level)
    if not left and not right:
        return crop
    out = crop.copy()
    fill = np.array([at_shares(plane, (0.5,))[0] for plane in (blue, green, red)]).astype(np.uint8)
    out[:, :left] = fill
    out[:, width - right :] = fill
    return out


def _inner_edge(inked: NDArray[np.bool_]) -> int:
    """The column behind the innermost rule of a zone that begins at the crop's end, 0 without one."""
    height, width = inked.shape
    edge = max(2, int(EDGE * height))
    full = inked[:edge].any(axis=0) & inked[-edge:].any(axis=0)
    if not full.any():
        return 0
    full &= inked.mean(axis=0) >= SHARE
    columns = np.flatnonzero(full)
    if columns.size == 0 or columns[-1] - columns[0] > THIN * height:
        return 0
    behind = int(columns[-1]) + 2
    print_beside = inked[:, behind : behind + 2]
    return behind if behind < width and print_beside.mean() < 0.25 else 0
