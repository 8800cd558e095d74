"""Which way is up: the axis from the boxes, then two signals for which of its two directions text is read in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.boxes.detection import main_axis
from ocr_pipeline.page import Engine, Image, Line, Polygon
from ocr_pipeline.report import as_polygon

Quads = NDArray[np.float64]  #: n x 4 x 2
Matrix = NDArray[np.float64]  #: 3 x 3

VOTERS = 8  #: longest lines that vote
ENOUGH = 6  #: verdicts of clearly read lines that are all the same, after which no more lines are asked
READERS = 4  #: longest lines that are read when the vote needs a second signal
WELL = (
    0.93  #: mean character confidence from which the way that was voted for needs no comparison: of 22 turned pages the
)
#: right way had .95 to 1 and the wrong one .82 at most
LEGIBLE = 0.7  #: of the same, from which the longest lines are text: the trace of an ECG comes to .5
LONG = 2.5  #: width / height from which a box tells a direction
TELLING = 6.5  #: heights of a line, from its beginning, that are read of it
CLEAR = 0.85  #: mean character confidence from which a line counts as clearly read
DECIDED = 0.2  #: of either signal from which the longest lines are text; neither way makes sense of a trace
TURN = 10.0  #: degrees of tilt from which the detector merges columns, so that the page is turned and looked at again
NEARLY = 3.0  #: degrees within which a quarter turn is exact


@runtime_checkable
class Directed(Protocol):
    """An engine that can also tell lines that stand on their head."""

    def upside_down(self, image: Image, quads: list[Polygon]) -> list[float]: ...


@runtime_checkable
class Glancing(Protocol):
    """An engine that can read lines only as well as it takes to compare two ways that they may stand."""

    def glance(self, image: Image, quads: list[Polygon]) -> list[Line]: ...


@dataclass(frozen=True, slots=True)
class Orientation:
    """``angle`` of the text's reading direction on the picture in degrees, (-180, 180], clockwise positive because y
    grows downwards. ``sure`` is False when the two signals disagree or there was too little text."""

    angle: float
    sure: bool
    why: str


def as_quads(polygons: list[Polygon]) -> Quads:
    return np.asarray(polygons, dtype=np.float64).reshape(-1, 4, 2)


def sizes(quads: Quads) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Widths, heights and angles (degrees, (-180, 180]) of the quadrilaterals along their own reading direction."""
    along = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]) / 2
    angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    return np.hypot(along[:, 0], along[:, 1]), np.hypot(down[:, 0], down[:, 1]), angles


def axis(quads: Quads) -> float:
    """The page's reading axis in degrees, (-90, 90]; 0 when there is no box that tells one."""
    widths, heights, angles = sizes(quads)
    long = widths >= LONG * heights
    if not long.any():
        return 0.0
    return main_axis(angles[long], widths[long])


def along_axis(quads: Quads, angle: float) -> Quads:
    """Each quadrilateral with its corners renumbered so that its first side points most nearly along ``angle``."""
    _, _, angles = sizes(quads)
    quarter = np.round(((angle - angles + 180) % 360 - 180) / 90).astype(int) % 4
    order = (np.arange(4)[None, :] + quarter[:, None]) % 4
    return np.take_along_axis(quads, order[:, :, None], axis=1)


def polygons(quads: Quads) -> list[Polygon]:
    return [as_polygon(quad) for quad in quads]


def orient(image: Image, quads: Quads, engine: Engine) -> Orientation:
    """The reading direction of the page's text. A page is turned by half only when vote and reading agree."""
    if len(quads) == 0:
        return Orientation(0.0, False, "no text")
    first = axis(quads)
    turned = along_axis(quads, first)
    widths, heights, _ = sizes(turned)
    longest = np.argsort(-widths * (widths >= LONG * heights))[:VOTERS]
    longest = longest[widths[longest] >= 1.5 * heights[longest]]
    if len(longest) == 0:
        return Orientation(first, False, "no line is long enough to tell up from down")
    vote = _vote(image, turned[longest], engine)
    if vote is not None and vote < 0.2 and abs(first) < 45:
        return Orientation(first, True, f"direction vote {1 - vote:.2f} for upright")
    readers, flipped = turned[longest[:READERS]], half_turn_back(first)
    if vote is None:
        reading = _reading(image, readers, engine)
        return Orientation(first if reading >= 0 else flipped, abs(reading) > 0.1, f"reading {reading:+.2f}")
    why, reading = f"direction vote {vote:.2f} for upside down", 0.0
    decided = abs(vote - 0.5) >= DECIDED
    if decided:
        well = _score(_one_way(image, np.roll(readers, 2, axis=1) if vote > 0.5 else readers, engine))
        if well >= WELL:
            return Orientation(flipped if vote > 0.5 else first, True, f"{why}, which way reads with {well:.2f}")
        reading = _reading(image, readers, engine)
        why += f", reading {reading:+.2f} for this way up"
        if (vote > 0.5) == (reading < 0) and abs(reading) >= DECIDED and well >= LEGIBLE:
            return Orientation(flipped if reading < 0 else first, True, why)
    # the longest lines may be no text at all (the traces of an ECG, a figure's frame): ask lines that are clearly read
    shorter = np.argsort(-widths)[: 4 * VOTERS]
    shorter = shorter[widths[shorter] >= 1.5 * heights[shorter]]
    clear = _clear_reading(image, turned[shorter], engine)
    if clear is not None:
        why += f", {abs(clear):.2f} of the clearly read lines for {'this way up' if clear > 0 else 'upside down'}"
        return Orientation(flipped if clear < 0 else first, abs(clear) >= 0.5, why)
    reading = reading if decided else _reading(image, readers, engine)
    # the signals differ: the one further from undecided wins, and the page says so
    upside = abs(vote - 0.5) * 2 > min(1.0, abs(reading) * 4)
    down = (vote > 0.5) if upside else (reading < 0)
    return Orientation(flipped if down else first, False, why)


def half_turn_back(angle: float) -> float:
    """The opposite direction, in (-180, 180]."""
    return angle - 180 if angle > 0 else angle + 180


def _vote(image: Image, quads: Quads, engine: Engine) -> float | None:
    if not isinstance(engine, Directed):
        return None
    return float(np.mean([p > 0.5 for p in engine.upside_down(image, polygons(quads))]))


def _reading(image: Image, quads: Quads, engine: Engine) -> float:
    """Mean character confidence this way up minus that on its head."""
    upright, over = _both_ways(image, quads, engine)
    return _score(upright) - _score(over)


def _score(lines: list[Line]) -> float:
    values = [c.confidence for line in lines for c in line.chars]
    return float(np.mean(values)) if values else 0.0


def _clear_reading(image: Image, quads: Quads, engine: Engine) -> float | None:
    """Share of the lines that are read well this way up minus that on their head; None when none is read well."""
    verdicts: list[bool] = []
    for first in range(0, len(quads), VOTERS):
        both = zip(*_both_ways(image, quads[first : first + VOTERS], engine), strict=True)
        sure = [(_sure(up), _sure(down)) for up, down in both]
        verdicts += [up > down for up, down in sure if max(up, down) > CLEAR]
        if len(verdicts) >= ENOUGH and len(set(verdicts)) == 1:
            break
    return float(np.mean(verdicts)) * 2 - 1 if len(verdicts) >= 2 else None


def _both_ways(image: Image, quads: Quads, engine: Engine) -> tuple[list[Line], list[Line]]:
    """The beginnings of the lines this way up, and of the same pieces on their heads."""
    quads = _begun(quads)
    return _glanced(image, quads, engine), _glanced(image, np.roll(quads, 2, axis=1), engine)


def _one_way(image: Image, quads: Quads, engine: Engine) -> list[Line]:
    """The beginnings of the lines as the quadrilaterals are numbered."""
    return _glanced(image, _begun(quads), engine)


def _glanced(image: Image, quads: Quads, engine: Engine) -> list[Line]:
    """Lines without the second looks that a reading for good takes."""
    read = engine.glance if isinstance(engine, Glancing) else engine.recognise
    return read(image, polygons(quads))


def _begun(quads: Quads) -> Quads:
    """As much of each line as it takes to see whether it makes sense: what is read costs by its width."""
    widths, heights, _ = sizes(quads)
    share = np.minimum(1.0, TELLING * heights / np.maximum(widths, 1.0))[:, None]
    out = quads.copy()
    out[:, 1] = quads[:, 0] + (quads[:, 1] - quads[:, 0]) * share
    out[:, 2] = quads[:, 3] + (quads[:, 2] - quads[:, 3]) * share
    return out


def _sure(line: Line) -> float:
    """Mean character confidence of a line of at least two characters, 0 for a shorter one."""
    return float(np.mean([c.confidence for c in line.chars])) if len(line.chars) >= 2 else 0.0


def turning(width: int, height: int, angle: float) -> tuple[Matrix, int, int]:
    """The matrix that turns text at ``angle`` upright on a canvas that holds the whole picture, and the canvas' size."""
    quarter = round(angle / 90) * 90
    exact = quarter if abs(angle - quarter) <= NEARLY else angle
    a = math.radians(-exact)
    c, s = math.cos(a), math.sin(a)
    rotation = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1.0]]) @ rotation.T
    low, high = corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)
    rotation[:2, 2] = -low
    size = np.ceil(high - low - 1e-6)
    return rotation, int(size[0]), int(size[1])


def turned_picture(image: Image, matrix: Matrix, width: int, height: int, side: int) -> tuple[Image, Matrix]:
    """The picture turned by ``matrix``, its long side at most ``side``; and the matrix original to that picture.

    Large photographs are reduced before they are turned: only the detector looks at the result.
    """
    scale = min(1.0, side / max(width, height))
    h, w = image.shape[:2]
    if scale < 1:
        small = cv2.resize(image, (max(1, round(w * scale)), max(1, round(h * scale))), interpolation=cv2.INTER_AREA)
    else:
        small = image
    ratio = np.diag([small.shape[1] / w, small.shape[0] / h, 1.0])
    full = np.diag([scale, scale, 1.0]) @ matrix
    pixel = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])  # OpenCV counts pixel centres
    step = np.linalg.inv(pixel) @ full @ np.linalg.inv(ratio) @ pixel
    size = (max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale)))
    out = cv2.warpAffine(small, step[:2], size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out), full


def moved(quads: Quads, matrix: Matrix) -> Quads:
    """Quadrilaterals through a 3 x 3 matrix."""
    flat = quads.reshape(-1, 2) @ matrix[:2, :2].T + matrix[:2, 2]
    if np.any(matrix[2, :2]):
        flat = flat / (quads.reshape(-1, 2) @ matrix[2, :2] + matrix[2, 2])[:, None]
    return np.asarray(flat.reshape(-1, 4, 2))
