"""The PP-OCRv6 engine: detection and recognition over any runtime that provides the three networks."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr_pipeline.engines.crops import SQUEEZE, cut, ink, padded, pieces
from ocr_pipeline.engines.decoding import characters, spread
from ocr_pipeline.engines.detection import HEIGHT_WANTED, SIDES, Box, boxes, detector_picture, scaled
from ocr_pipeline.engines.merged import apart
from ocr_pipeline.engines.networks import CROP_HEIGHT, DIRECTION_SIZE, Networks
from ocr_pipeline.page import Char, Image, Line, Polygon

STEP = 8  #: pixels of a crop per time step of the recogniser
PRINT_SIZE = 0.72  #: a full-width character's width, of the box height, before the squeeze
REREAD = 0.9  #: lines with a character below this are read again at full width (small and faint print needs it)


class PpOcr:
    """See :class:`ocr_pipeline.page.Engine`. Not for use from several threads."""

    def __init__(self, name: str, networks: Networks) -> None:
        self.name = name
        self.version = networks.version
        self._networks = networks

    def detect(self, image: Image) -> list[Polygon]:
        """Quadrilaterals in pixels of ``image``; the detector's picture grows until print is large enough in it."""
        found: list[Box] = []
        for side in SIDES:
            picture, sx, sy = detector_picture(image, side)
            rectangles = boxes(self._networks.text_map(picture))
            found = [scaled(box, 1 / sx, 1 / sy) for box in rectangles]
            heights = [b.height for b in rectangles if b.width > b.height]
            if not heights or statistics.median(heights) >= HEIGHT_WANTED or side >= max(image.shape[:2]):
                break
        return [_polygon(box) for box in apart(image, found, self._networks.text_map)]

    def recognise(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        """One line per quadrilateral. What is doubtful at three quarters of its width is read again at full width."""
        lines = self._read(image, quads, SQUEEZE)
        again = [i for i, line in enumerate(lines) if line.confidence < REREAD]
        wide = self._read(image, [quads[i] for i in again], 1.0)
        for place, line in zip(again, wide, strict=True):
            if _mean(line) >= _mean(lines[place]):
                lines[place] = line
        return lines

    def _read(self, image: Image, quads: Sequence[Polygon], squeeze: float) -> list[Line]:
        crops = [cut(image, quad, squeeze) for quad in quads]
        parts = [(place, a, b) for place, crop in enumerate(crops) for a, b in pieces(crop)]
        read = self._networks.read([padded(crops[place][:, a:b]) for place, a, b in parts])
        found: list[list[Char]] = [[] for _ in quads]
        for (place, a, _), steps in zip(parts, read, strict=True):
            for char in characters(steps, self._networks.characters, STEP):
                found[place].append(replace(char, start=char.start + a, end=char.end + a))
        return [
            _line(quad, spread(chars, PRINT_SIZE * squeeze * CROP_HEIGHT, crop.shape[1], ink(crop)))
            for quad, chars, crop in zip(quads, found, crops, strict=True)
        ]

    def upside_down(self, image: Image, quads: Sequence[Polygon]) -> list[float]:
        """Probability, a quadrilateral, that its text stands on its head. Only to be used as a vote of long lines."""
        width, height = DIRECTION_SIZE
        crops = []
        for quad in quads:
            crop = cut(image, quad, squeeze=1.0)[:, :width]
            out = np.zeros((height, width, 3), np.uint8) + np.uint8(127)
            out[:, : crop.shape[1]] = crop
            crops.append(out)
        return self._networks.upside_down(crops)


def _line(quad: Polygon, chars: tuple[Char, ...]) -> Line:
    text = "".join(c.text for c in chars)
    confidence = min((c.confidence for c in chars), default=0.0)
    return Line(text, confidence, chars, quad, quad)


def _mean(line: Line) -> float:
    return statistics.fmean(c.confidence for c in line.chars) if line.chars else 0.0


def _polygon(box: Box) -> Polygon:
    return tuple((float(x), float(y)) for x, y in box.corners())
