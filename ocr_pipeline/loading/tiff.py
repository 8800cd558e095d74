"""TIFF: several pages, and faxes whose pixels are not square.

The chain of page directories is walked here and not by the decoder, so that a damaged page leaves the others countable
and a chain that bites its tail ends (TIFF 6.0 §2).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image as PillowImage

from ocr_pipeline.loading.errors import DamagedDocument
from ocr_pipeline.loading.limits import Limits
from ocr_pipeline.loading.raster import check_pixels, open_pillow, pillow_to_bgr
from ocr_pipeline.page import Image

_NEW_SUBFILE_TYPE, _WIDTH, _HEIGHT, _X_RESOLUTION, _Y_RESOLUTION, _ORIENTATION = 254, 256, 257, 282, 283, 274
_REDUCED = 1
_FAX_WIDTH, _FAX_MOST_LINES = 1728, 1450
_FAX_RATIO = 204 / 98
COARSE = 1.5  #: horizontal by vertical resolution: pages of 196 lines an inch gain nothing from soft edges
SOFT = 0.8  #: standard deviation in pixels; 1.2 gives a third of what this gives


@dataclass(frozen=True, slots=True)
class Chain:
    """Which frames of the file are pages (thumbnails left out), and whether the chain of pages breaks off."""

    frames: tuple[int, ...]
    broken: bool
    more: bool


def pages_of(data: bytes, limit: int) -> Chain:
    """Walks the directories of a classic or big TIFF, at most ``limit`` pages."""
    little = data[:2] == b"II"
    big = data[2:4] in {b"+\x00", b"\x00+"}
    order = "<" if little else ">"
    count_format, entry_size, offset_format = (order + "Q", 20, order + "Q") if big else (order + "H", 12, order + "I")
    count_size, offset_size = struct.calcsize(count_format), struct.calcsize(offset_format)
    frames: list[int] = []
    seen: set[int] = set()
    frame = 0
    try:
        (offset,) = struct.unpack_from(offset_format, data, 8 if big else 4)
        while offset and offset not in seen:
            if len(frames) >= limit:
                return Chain(tuple(frames), broken=False, more=True)
            seen.add(offset)
            (entries,) = struct.unpack_from(count_format, data, offset)
            if entries > 4096 or offset + count_size + entries * entry_size + offset_size > len(data) + offset_size:
                return Chain(tuple(frames), broken=True, more=False)
            start = offset + count_size
            if not _subfile_type(data, start, entries, entry_size, order) & _REDUCED:
                frames.append(frame)
            frame += 1
            (offset,) = struct.unpack_from(offset_format, data, start + entries * entry_size)
        return Chain(tuple(frames), broken=offset in seen and offset != 0, more=False)
    except struct.error:
        return Chain(tuple(frames), broken=True, more=False)


def decode_frame(data: bytes, frame: int, limits: Limits) -> Image:
    """Frame ``frame`` as BGR with square pixels. Raises :class:`DamagedDocument` or :class:`LimitExceeded`."""
    picture = open_pillow(data, "image/tiff", limits)
    try:
        picture.seek(frame)
    except Exception as error:
        raise DamagedDocument("its place in the TIFF file is damaged; scan the page again.") from error
    check_pixels(*picture.size, limits)
    ratio = _stretch(picture)
    width, height = picture.size
    check_pixels(width, int(height * ratio) if ratio > 1 else height, limits)
    coarse = picture.mode == "1" and ratio >= COARSE
    image = square(pillow_to_bgr(picture, "image/tiff"), ratio)
    return softened(image) if coarse else image


def square(image: Image, ratio: float) -> Image:
    """``image`` with its shorter-resolution axis enlarged so that pixels are square; ``ratio`` is horizontal by
    vertical resolution. A fax line at 98 lines per inch becomes about two at 204."""
    height, width = image.shape[:2]
    if abs(ratio - 1) < 0.05:
        return image
    size = (width, round(height * ratio)) if ratio > 1 else (round(width / ratio), height)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def softened(image: Image) -> Image:
    """A black-and-white page of coarse dots with soft edges, as recognisers know print: of 798 strings on 17 faxes of 98
    lines an inch 628 are read instead of 594, in less time because less is read again."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SOFT), np.uint8)


def _stretch(picture: PillowImage.Image) -> float:
    """Horizontal by vertical resolution of the shown picture, 1 when not known."""
    tags = getattr(picture, "tag_v2", {})
    bits = picture.mode == "1"
    try:
        x, y = float(tags.get(_X_RESOLUTION, 0)), float(tags.get(_Y_RESOLUTION, 0))
    except (TypeError, ValueError, ZeroDivisionError):
        x = y = 0.0
    if not (x > 1 and y > 1):
        # Fax software that states no resolution: 1728 pixels a line and too few lines for a page of square pixels is
        # standard resolution (ITU-T T.4 §2: 8.04 pixels by 3.85 lines a millimetre).
        width, height = picture.size
        return _FAX_RATIO if bits and width == _FAX_WIDTH and 300 <= height <= _FAX_MOST_LINES else 1.0
    ratio = x / y
    if tags.get(_ORIENTATION, 1) in {5, 6, 7, 8}:
        ratio = 1 / ratio
    return ratio if 0.2 <= ratio <= 5 else 1.0


def _subfile_type(data: bytes, start: int, entries: int, entry_size: int, order: str) -> int:
    for at in range(start, start + entries * entry_size, entry_size):
        tag, kind = struct.unpack_from(order + "HH", data, at)
        if tag == _NEW_SUBFILE_TYPE:
            value_at = at + (12 if entry_size == 20 else 8)
            value = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, value_at)
            return int(value[0])
    return 0
