"""The PP-OCRv6 engine: detection and recognition over any runtime that provides the three networks."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.symbols.reader import SignReader
from ocr_pipeline.engines.characters import character_list
from ocr_pipeline.engines.crops import SQUEEZE, cut, ink, natural_width, padded, pieces
from ocr_pipeline.engines.decoding import characters, spread
from ocr_pipeline.engines.detection import HEIGHT_WANTED, SIDES, Box, boxes, detector_picture, scaled
from ocr_pipeline.engines.exponents import with_exponents
from ocr_pipeline.engines.marks import marks
from ocr_pipeline.engines.merged import apart
from ocr_pipeline.engines.networks import CROP_HEIGHT, DIRECTION_SIZE, Networks, Steps
from ocr_pipeline.engines.signs import with_signs
from ocr_pipeline.page import Image, Line, Polygon

STEP = 8  #: pixels of a crop per time step of the recogniser
PRINT_SIZE = 0.72  #: a full-width character's width, of the box height, before the squeeze
LONG = 320  #: natural width in pixels of a crop from which it is squeezed; in short ones a dash would be lost
#: lines with a character below the confidence are read again at the width (None: squeezed or not, the other way)
REREADS = ((0.9, None), (0.75, 1.5))


class PpOcr:
    """See :class:`ocr_pipeline.page.Engine`. Not for use from several threads."""

    def __init__(self, name: str, networks: Networks) -> None:
        self.name = name
        self.version = networks.version
        self._networks = networks
        self._signs = SignReader()

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
        found = apart(image, found, self._networks.text_map)
        return [_polygon(box) for box in found + marks(image, found, self._signs)]

    def recognise(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        """One line per quadrilateral. What is doubtful is read again at other widths; the surer reading stays."""
        first = [SQUEEZE if natural_width(quad) > LONG else 1.0 for quad in quads]
        lines = self._read(image, quads, first)
        for doubtful, width in REREADS:
            again = [i for i, line in enumerate(lines) if line.confidence < doubtful]
            widths = [width or (SQUEEZE if first[i] == 1.0 else 1.0) for i in again]
            for place, line in zip(again, self._read(image, [quads[i] for i in again], widths), strict=True):
                if _mean(line) > _mean(lines[place]):
                    lines[place] = line
        lines = with_signs(image, quads, lines, self._signs)
        return with_exponents(
            image, quads, lines, lambda picture, parts: self._read(picture, parts, [1.0] * len(parts))
        )

    def _read(self, image: Image, quads: Sequence[Polygon], squeezes: Sequence[float]) -> list[Line]:
        crops = [cut(image, quad, squeeze) for quad, squeeze in zip(quads, squeezes, strict=True)]
        parts = [(place, a, b) for place, crop in enumerate(crops) for a, b in pieces(crop)]
        read = self._networks.read([padded(crops[place][:, a:b]) for place, a, b in parts])
        steps: list[list[tuple[Steps, int, int]]] = [[] for _ in quads]
        for (place, a, b), found in zip(parts, read, strict=True):
            steps[place].append((found, a, b))
        return [line_of(*each) for each in zip(quads, steps, crops, squeezes, strict=True)]

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


def line_of(quad: Polygon, read: list[tuple[Steps, int, int]], crop: Image, squeeze: float) -> Line:
    """The line of a crop from the time steps of its pieces, each with its range of columns."""
    alphabet = character_list()
    chars = [
        replace(char, start=char.start + a, end=char.end + a)
        for steps, a, b in read
        for char in characters(steps, alphabet, STEP)
        if char.start <= b - a
    ]
    placed = spread(chars, PRINT_SIZE * squeeze * CROP_HEIGHT, crop.shape[1], ink(crop))
    return Line("".join(c.text for c in placed), min((c.confidence for c in placed), default=0.0), placed, quad, quad)


def _mean(line: Line) -> float:
    return statistics.fmean(c.confidence for c in line.chars) if line.chars else 0.0


def _polygon(box: Box) -> Polygon:
    return tuple((float(x), float(y)) for x, y in box.corners())
