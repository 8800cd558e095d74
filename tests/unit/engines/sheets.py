"""Small drawn reports with the place of every cell, for the tests of engines and rectifying."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.page import Image

CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
ROWS = (
    ("白细胞计数", "6.25", "3.50-9.50"),
    ("红细胞计数", "4.71", "4.30-5.80"),
    ("血红蛋白", "142", "130-175"),
    ("血小板计数", "233", "125-350"),
    ("中性粒细胞", "58.4", "40.0-75.0"),
    ("淋巴细胞", "31.9", "20.0-50.0"),
    ("单核细胞", "7.1", "3.0-10.0"),
    ("Creatinine", "78.6", "57.0-97.0"),
    ("Glucose", "5.03", "3.90-6.10"),
    ("Potassium", "4.18", "3.50-5.30"),
)


@dataclass(frozen=True)
class Sheet:
    """``cells``: text and centre (x, y) of every cell; ``rows``: (name, value) pairs of one row."""

    image: Image
    cells: tuple[tuple[str, tuple[float, float]], ...]
    rows: tuple[tuple[str, str], ...]


def sheet(
    rows: tuple[tuple[str, ...], ...] = ROWS, size: int = 24, pitch: int = 44, columns: tuple[int, ...] = (70, 380, 560)
) -> Sheet:
    """A white page of 850 pixels width with a title and one line a row."""
    height = 140 + pitch * len(rows) + 60
    canvas = PillowImage.new("RGB", (850, height), (255, 255, 255))
    pen = ImageDraw.Draw(canvas)
    pen.text((290, 40), "检验报告单", font=ImageFont.truetype(CJK, size + 12), fill=0)
    cells = []
    for number, row in enumerate(rows):
        y = 130 + pitch * number
        for x, text in zip(columns, row, strict=False):
            font = ImageFont.truetype(CJK if any(ord(c) > 0x2E80 for c in text) else LATIN, size)
            pen.text((x, y), text, font=font, fill=0)
            box = pen.textbbox((x, y), text, font=font)
            cells.append((text, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)))
    pairs = tuple((row[0], row[1]) for row in rows if len(row) > 1)
    return Sheet(np.asarray(canvas)[:, :, ::-1].copy(), tuple(cells), pairs)


def turned(page: Sheet, angle: float) -> Sheet:
    """The sheet turned clockwise by ``angle`` degrees on a larger grey canvas."""
    height, width = page.image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    c, s = abs(matrix[0, 0]), abs(matrix[0, 1])
    w, h = round(width * c + height * s) + 80, round(width * s + height * c) + 80
    matrix[:, 2] += ((w - width) / 2, (h - height) / 2)
    image = cv2.warpAffine(page.image, matrix, (w, h), flags=cv2.INTER_CUBIC, borderValue=(170, 170, 170))
    return Sheet(np.asarray(image), _moved(page.cells, np.vstack([matrix, (0, 0, 1)])), page.rows)


def tilted(page: Sheet, pull: float) -> Sheet:
    """Perspective: the right side is ``pull`` (a share) smaller than the left, and lower."""
    height, width = page.image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    drop = pull * height / 2
    target = corners + np.array([[40, 40], [-40, 40 + drop * 1.6], [-40, 40 - drop * 0.4], [40, 40]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    image = cv2.warpPerspective(
        page.image, matrix, (width + 80, height + 120), flags=cv2.INTER_CUBIC, borderValue=(170, 170, 170)
    )
    return Sheet(np.asarray(image), _moved(page.cells, matrix), page.rows)


def curled(page: Sheet, depth: float) -> Sheet:
    """Rows follow one sine arch ``depth`` pixels high."""
    height, width = page.image.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height + 120, dtype=np.float32))
    lift = (depth * np.sin(np.pi * x / width)).astype(np.float32)
    image = cv2.remap(page.image, x, y - 60 + lift, cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    cells = tuple((t, (cx, cy + 60 - depth * float(np.sin(np.pi * cx / width)))) for t, (cx, cy) in page.cells)
    return Sheet(np.asarray(image), cells, page.rows)


def _moved(
    cells: tuple[tuple[str, tuple[float, float]], ...], matrix: NDArray[np.float64]
) -> tuple[tuple[str, tuple[float, float]], ...]:
    points = cv2.perspectiveTransform(np.array([[p for _, p in cells]], np.float64), np.asarray(matrix, np.float64))[0]
    return tuple((text, (float(x), float(y))) for (text, _), (x, y) in zip(cells, points, strict=True))
