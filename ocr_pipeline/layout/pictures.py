"""Where pictures stand on a page: dense dark or grey blocks that are no text, confirmed by the detector."""

from __future__ import annotations

import cv2
import numpy as np

from models.levels import at_shares
from ocr_pipeline.layout.detector import Detector, shared_detector
from ocr_pipeline.page import Image, PageText
from ocr_pipeline.report import Polygon, Region

#: Longest side on which blocks are looked for.
_SIDE = 640
#: A picture takes at least this share of the page and of its sides.
_LEAST_AREA, _LEAST_SIDE = 0.006, 0.06


#: A block filled like this is a picture whatever the detector says.
_SOLID = 0.8


def find_pictures(image: Image, text: PageText, detector: Detector | None = None) -> tuple[Region, ...]:
    """Figure regions in pixels of ``image``. The detector runs only when a block of the right looks exists: most
    laboratory sheets have none."""
    turn = _quarter_turns(text.angle)
    upright = np.rot90(image, turn)
    blocks = _blocks(image, turn, _text_mask(upright.shape[:2], text, turn, image.shape[:2]))
    if not blocks:
        return ()
    plain = all(filled > _SOLID for *_, filled in blocks) and detector is None
    seen = [] if plain else (detector or shared_detector()).find(np.ascontiguousarray(upright), 0.3)
    out: list[Region] = []
    for x, y, w, h, filled in blocks:
        score = max((b.score for b in seen if b.label == "figure" and _share(b, x, y, w, h) > 0.5), default=0.0)
        tabular = max((b.score for b in seen if b.label == "table" and _share(b, x, y, w, h) > 0.7), default=0.0)
        if score >= 0.3 or (filled > _SOLID and tabular < 0.6):
            box = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
            polygon = tuple(_back((float(px), float(py)), turn, image.shape[:2]) for px, py in box)
            out.append(Region("figure", polygon, round(max(score, 0.5), 3)))
    return tuple(out)


def _quarter_turns(angle: float) -> int:
    """Turns by 90 degrees counter-clockwise that bring the page upright; ``angle`` is the text's direction in degrees."""
    return round(angle / 90.0) % 4


def _text_mask(shape: tuple[int, int], text: PageText, turn: int, original: tuple[int, int]) -> Image:
    scale = _SIDE / max(shape)
    mask = np.zeros((round(shape[0] * scale), round(shape[1] * scale)), np.uint8)
    for line in text.lines:
        points = [_forward(p, turn, original) for p in line.polygon]
        cv2.fillPoly(mask, [np.round(np.array(points) * scale).astype(np.int32)], 255)
    return mask


def _blocks(image: Image, turn: int, text: Image) -> list[tuple[float, float, float, float, float]]:
    """Boxes of dense ink that text does not explain on ``image`` turned upright: x, y, width, height in pixels, and how
    densely they are filled. It is turned when it is small."""
    scale = _SIDE / max(image.shape[:2])
    size = text.shape[::-1] if turn % 2 == 0 else text.shape
    small = cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (size[0], size[1]), interpolation=cv2.INTER_AREA)
    gray = np.ascontiguousarray(np.rot90(small, turn))
    # Paper is what the wide neighbourhood says; shadows and yellow light vanish, pictures stay.
    paper = cv2.resize(
        cv2.medianBlur(cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 5), gray.shape[::-1]
    )
    (sheet,) = at_shares(np.asarray(paper, np.uint8), (0.75,))
    ink = (gray < 0.72 * sheet).astype(np.uint8)
    ink[cv2.dilate(text, np.ones((3, 3), np.uint8)) > 0] = 0
    solid = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((11, 11), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    height, width = gray.shape
    out = []
    for contour in cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = cv2.boundingRect(contour)
        touches = (x <= 1) + (y <= 1) + (x + w >= width - 1) + (y + h >= height - 1)
        if (
            w * h < _LEAST_AREA * width * height
            or w < _LEAST_SIDE * width
            or h < 0.04 * height
            or touches >= 2
            or w * h > 0.7 * width * height
        ):
            continue
        if w > 8 * h or h > 8 * w:
            continue
        if touches and (w > 3 * h or h > 3 * w):
            continue  # the table under the sheet
        for left, right in _columns(ink[y : y + h, x : x + w]):
            filled = float(np.count_nonzero(solid[y : y + h, x + left : x + right])) / max(1, (right - left) * h)
            if filled > 0.45 and right - left >= _LEAST_SIDE * width:
                out.append(((x + left) / scale, y / scale, (right - left) / scale, h / scale, filled))
    return out


def _columns(ink: Image) -> list[tuple[int, int]]:
    """Pictures side by side in one block: cut where a strip of paper at least two pixels wide runs from top to bottom."""
    empty = ink.mean(axis=0) < 0.08
    cuts: list[tuple[int, int]] = []
    start: int | None = None
    for i, bare in enumerate([*empty.tolist(), True]):
        if not bare and start is None:
            start = i
        elif bare and start is not None and (i >= len(empty) or bool(empty[i : i + 2].all())):
            cuts.append((start, i))
            start = None
    return [c for c in cuts if c[1] - c[0] >= 12] or [(0, ink.shape[1])]


def _share(box: object, x: float, y: float, w: float, h: float) -> float:
    left, top = max(x, getattr(box, "left", 0.0)), max(y, getattr(box, "top", 0.0))
    right, bottom = min(x + w, getattr(box, "right", 0.0)), min(y + h, getattr(box, "bottom", 0.0))
    return max(0.0, right - left) * max(0.0, bottom - top) / max(w * h, 1e-6)


def _forward(point: tuple[float, float], turn: int, original: tuple[int, int]) -> tuple[float, float]:
    """A point of the original picture in the one turned ``turn`` times counter-clockwise."""
    height, width = original
    x, y = point
    for _ in range(turn):
        x, y = y, width - x
        height, width = width, height
    return x, y


def _back(point: tuple[float, float], turn: int, original: tuple[int, int]) -> tuple[float, float]:
    height, width = original if turn % 2 == 0 else (original[1], original[0])
    x, y = point
    for _ in range((4 - turn) % 4):
        x, y = y, width - x
        height, width = width, height
    return x, y


def boxes_overlap(a: Polygon, b: Polygon) -> float:
    """Share of the smaller upright bounding box that lies in the other one."""
    ax, ay, bx, by = [p[0] for p in a], [p[1] for p in a], [p[0] for p in b], [p[1] for p in b]
    w = min(max(ax), max(bx)) - max(min(ax), min(bx))
    h = min(max(ay), max(by)) - max(min(ay), min(by))
    smaller = min((max(ax) - min(ax)) * (max(ay) - min(ay)), (max(bx) - min(bx)) * (max(by) - min(by)))
    return max(0.0, w) * max(0.0, h) / max(smaller, 1e-6)
