"""The raised digits of a power of ten, cut out by their ink and shown alone, enlarged, to both readers.

Where a line recogniser swallows the ``9`` of ``10⁹/L`` it places the characters beside it wrongly, too, so that the cut is
made by the picture: ink as high as a small digit whose foot stands well above the foot of the digits before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.levels import at_shares
from models.values.reader import best, prepared
from ocr_pipeline.engines.crops.cut import cut
from ocr_pipeline.engines.networks import CROP_HEIGHT
from ocr_pipeline.engines.values.second import Run
from ocr_pipeline.engines.values.strips import strip
from ocr_pipeline.page import Char, Image, Line, Polygon

INKED = (
    0.4,
    0.55,
    0.7,
)  #: of the way from paper to the darkest ink: strokes that blur together part at the darker ones
TALL = 0.36  #: of the crop's height, the least that digits on the line are high
SMALL = (0.3, 0.78)  #: of the digits' height, that a raised digit has
FOOT = 0.8  #: of the digits' height, from their top, above which a raised digit ends
WIDEST = 0.75  #: the same, a raised digit's width
TOGETHER = 0.5  #: the same, between two raised digits
AROUND = 0.3  #: of the raised digits' height, paper that is left above and below
LEAST = 6  #: pixels of ink that are no dust
SURE, OTHERWISE = 0.9, 0.5  #: least confidence of both readers, and what they may at most have in other digits

Reread = Callable[[Image, list[Polygon]], list[Line]]
Part = tuple[int, int, int, int]  #: left, top, width, height


def raised_digits(
    image: Image, quad: Polygon, first: float, known: frozenset[str], reread: Reread, run: Run
) -> list[Char]:
    """The digits raised right of the fraction ``first`` of a line, if both readers are sure of the same number of ``known``."""
    crop = cut(image, quad, squeeze=1.0)
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    paper, dark = at_shares(np.asarray(grey, np.uint8), (0.8, 0.02))
    if paper - dark < 10:
        return []
    parts: list[Part] = []
    for share in INKED:
        part = _raised((grey < paper - share * (paper - dark)).astype(np.uint8), first * crop.shape[1])
        if part is not None and not any(_same(part, other) for other in parts):
            parts.append(part)
    sure: dict[str, tuple[float, Part]] = {}
    for part in parts:
        picture = _enlarged(crop, part, paper)
        width, height = float(picture.shape[1]), float(CROP_HEIGHT)
        (line,) = reread(picture, [((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))])
        text, heard = line.text.replace(" ", ""), best(run(prepared([strip(picture)])))
        if text == heard.text and text in known:
            least = min(line.confidence, *heard.shares)
            sure[text] = max(sure.get(text, (0.0, part)), (least, part))
    text = max(sure, key=lambda t: sure[t], default="")
    if not text or sure[text][0] < SURE or any(c > OTHERWISE for t, (c, _) in sure.items() if t != text):
        return []
    least, (x, _, w, _) = sure[text]
    start, step = x / crop.shape[1], w / crop.shape[1] / len(text)
    return [Char(c, least, start + i * step, start + (i + 1) * step) for i, c in enumerate(text)]


def _same(one: Part, other: Part) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 2


def _raised(mask: NDArray[np.uint8], first: float) -> Part | None:
    """The box about the first group of raised ink."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts: Sequence[Part] = sorted((x, y, w, h) for x, y, w, h, area in stats[1:].tolist() if area >= LEAST)
    tall = [p for p in parts if p[3] >= TALL * CROP_HEIGHT and p[2] < 2 * p[3]]
    if len(tall) < 2:
        return None
    top, foot = (float(np.median([p[1] + k * p[3] for p in tall])) for k in (0, 1))
    height = foot - top
    group: list[Part] = []
    for part in parts:
        x, y, w, h = part
        if x + w / 2 < first + 0.5 * height:
            continue
        small = SMALL[0] * height <= h <= SMALL[1] * height and y + h < top + FOOT * height and w < WIDEST * height
        near = not group or x - (group[-1][0] + group[-1][2]) < TOGETHER * height
        if small and near:
            group.append(part)
        elif group:
            break
    if not group:
        return None
    x, y = min(p[0] for p in group), min(p[1] for p in group)
    return x, y, max(p[0] + p[2] for p in group) - x, max(p[1] + p[3] for p in group) - y


def _enlarged(crop: Image, part: Part, paper: float) -> Image:
    x, y, w, h = part
    pad = max(2, round(AROUND * h))
    piece = crop[max(0, y - pad) : y + h + pad, max(0, x - 2) : x + w + 2]
    scale = CROP_HEIGHT / piece.shape[0]
    size = (max(8, round(piece.shape[1] * scale)), CROP_HEIGHT)
    large = np.asarray(cv2.resize(piece, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    side = np.full((CROP_HEIGHT, 6, 3), int(paper), np.uint8)
    return np.hstack([side, large, side])
