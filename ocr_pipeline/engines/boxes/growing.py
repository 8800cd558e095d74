"""The detector's picture of a page, which grows until its print is large enough in it.

Each larger picture costs two to four times the first one, so that none is looked at on which the print would still be too
small by reckoning, and none is tried again for weak places that a larger one did not clear up: what is faint for want of
contrast stays so (one page of 113 went through all four sizes for nothing, at more than a second).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import HEIGHT_WANTED, SIDES, Box, boxes, detector_picture, scaled, whole_map
from ocr_pipeline.engines.boxes.merged import joined, nested
from ocr_pipeline.engines.boxes.weak import Points, too_many, unseen, weak_places
from ocr_pipeline.page import Image

FEWER = 0.9  #: of the boxes of the smaller picture, under which the larger one shows less
FAINT, MORE = 0.9, 1.05  #: of the smaller picture's weak places, and of its boxes, that a larger one has in vain
FEW, MUDDLED = 2, 0.08  #: boxes inside others, and of all boxes, up to which rows have not run together
NEAR = 0.95  #: of the side that print would be large enough on by reckoning


def page_boxes(image: Image, text_map: Callable[[Image], NDArray[np.uint8]]) -> tuple[list[Box], Points]:
    """Boxes of text and centres of weak responses outside of them, in pixels of ``image``."""
    found: list[Box] = []
    weak: Points = np.zeros((0, 2))
    faint, enough, sound = 0, 0.0, 0
    for place, side in enumerate(SIDES):
        if side < enough:
            continue
        picture, sx, sy = detector_picture(image, side)
        seen = whole_map(picture, text_map)
        rectangles = boxes(seen, picture)
        muddled = nested(rectangles)
        before, sound = sound, len(rectangles) - muddled
        if sound < FEWER * before:  # large print falls apart on a larger picture
            break
        places = weak_places(seen, rectangles)
        more = sound > MORE * before
        found = [scaled(box, 1 / sx, 1 / sy) for box in rectangles]
        weak = places / (sx, sy)
        if side >= max(image.shape[:2]):
            break
        heights = sorted(b.height for b in rectangles if b.width > b.height)
        # of a page seen aslant the far part is small, and most of what is missed there left no box to be counted
        quarter = heights[len(heights) // 4] if heights else HEIGHT_WANTED
        enough = min(NEAR * side * HEIGHT_WANTED / quarter, *SIDES[place + 2 :], SIDES[-1])  # one size left out at most
        large = quarter >= HEIGHT_WANTED and not joined(rectangles) and muddled <= max(FEW, MUDDLED * len(rectangles))
        many = too_many(places, rectangles)
        in_vain = many and 0 < FAINT * faint < len(places) and not more
        if large and (in_vain or not many) and not unseen(picture, rectangles):
            break
        faint = len(places) if large and many else 0
    return found, weak
