"""Bar codes and QR codes in a picture, found by their looks: they hold record numbers that no reader of text sees."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.page import Image
from ocr_pipeline.report import Polygon

#: Longest side of the picture on which codes are looked for: bars of one pixel in a 2,000 px page stay visible.
_SIDE = 1600
#: Bars are at most this long, as a share of the picture's longest side: beyond, it is the grain of a wooden table.
_THICKEST = 0.1
#: From this slant in degrees on, bars are looked for along the text as well.
_SLANT = 5.0
#: Pixels that windows of even sizes put what they find too far to the right and down.
_LEAN = 3


def find_codes(image: Image, angle: float = 0.0) -> tuple[Polygon, ...]:
    """Quadrilaterals of bar codes and QR codes in pixels of ``image``; too many rather than too few.

    ``angle`` is the direction of the page's text in degrees, clockwise: on a slanted page the bars slant with it. The first
    corners are then the code's own top left and top right.
    """
    scale = min(1.0, _SIDE / max(image.shape[:2]))
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
    if scale < 1:
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    quads = [*_qr(gray), *_decoder_bars(gray), *_all_bars(gray)]
    if abs((angle + 45) % 90 - 45) > _SLANT:
        quads.extend(_slanted(gray, angle))
    return tuple(tuple((float(x) / scale, float(y) / scale) for x, y in quad) for quad in quads)


def _slanted(gray: Image, angle: float) -> list[list[tuple[float, float]]]:
    """Bars on the picture turned upright, in pixels of ``gray``."""
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    reach = np.abs(matrix[:, :2])
    size = (int(reach[0] @ (width, height)) + 1, int(reach[1] @ (width, height)) + 1)
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    turned = cv2.warpAffine(gray, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    back = cv2.invertAffineTransform(matrix)
    found = _all_bars(np.asarray(turned, np.uint8))
    return [[(float(x), float(y)) for x, y in cv2.transform(np.array([quad]), back)[0]] for quad in found]


def _qr(gray: Image) -> list[list[tuple[float, float]]]:
    try:
        found, points = cv2.QRCodeDetector().detectMulti(gray)
    except cv2.error:
        return []
    return [[(float(x), float(y)) for x, y in quad] for quad in points] if found and points is not None else []


def _decoder_bars(gray: Image) -> list[list[tuple[float, float]]]:
    try:
        found, points = cv2.barcode.BarcodeDetector().detect(gray)
    except cv2.error:
        return []
    quads = [[(float(x), float(y)) for x, y in quad] for quad in points] if found and points is not None else []
    return [q for q in quads if _sides(q)[0] <= _THICKEST * _SIDE]


def _sides(quad: list[tuple[float, float]]) -> tuple[float, float]:
    """Short and long side of a quadrilateral."""
    a, b = (float(np.hypot(quad[i + 1][0] - quad[i][0], quad[i + 1][1] - quad[i][1])) for i in (0, 1))
    return min(a, b), max(a, b)


def _all_bars(gray: Image) -> list[list[tuple[float, float]]]:
    """Upright bars and lying ones. How strong strokes are is asked of every pixel, how dense they stand of every second."""
    across, along = _strokes(gray, 1, 0), _strokes(gray, 0, 1)
    shares = np.cumsum(cv2.calcHist([gray], [0], None, [256], [0, 256])) / gray.size
    contrast = float(np.searchsorted(shares, 0.98) - np.searchsorted(shares, 0.01))
    return [*_bars(gray, across, along, contrast, True), *_bars(gray, along, across, contrast, False)]


def _strokes(gray: Image, dx: int, dy: int) -> NDArray[np.int16]:
    """Gradients along one axis whatever their sign, at half the size of ``gray``."""
    slope = cv2.Scharr(gray, cv2.CV_16S, dx, dy)
    np.abs(slope, out=slope)
    half = (max(1, gray.shape[1] // 2), max(1, gray.shape[0] // 2))
    return np.asarray(cv2.resize(slope, half, interpolation=cv2.INTER_AREA), np.int16)


def _bars(
    gray: Image, across: NDArray[np.int16], along: NDArray[np.int16], contrast: float, upright: bool
) -> list[list[tuple[float, float]]]:
    """Runs of many parallel strokes of one direction: strong gradient across, hardly any along, dense and even.

    Text also has strokes across, but as much gradient along them; a bar code has at most a fifth.
    """
    size = (10, 4) if upright else (4, 10)
    level = cv2.scaleAdd(cv2.blur(along, size), -3, cv2.blur(across, size))
    mask = (level > 870 * min(1.0, contrast / 180)).astype(np.uint8)
    # Wide bars leave gaps in the gradient.
    joined = (21, 5) if upright else (5, 21)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, joined))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (4, 4)))
    out = []
    for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = (2 * side for side in cv2.boundingRect(contour))
        x, y = max(0, x - _LEAN), max(0, y - _LEAN)
        length, thick = (w, h) if upright else (h, w)
        if length < 36 or thick < 12 or length < 1.2 * thick or 4 * cv2.contourArea(contour) < 0.45 * w * h:
            continue
        if thick > _THICKEST * _SIDE:
            continue
        strip = gray[y : y + h, x : x + w]
        profile = strip.mean(axis=0) if upright else strip.mean(axis=1)
        crossings = int(np.count_nonzero(np.diff((profile > (profile.max() + profile.min()) / 2).astype(np.int8))))
        if crossings >= 18 and float(np.ptp(profile)) > 60:
            out.append([(x - 4.0, y - 4.0), (x + w + 4.0, y - 4.0), (x + w + 4.0, y + h + 4.0), (x - 4.0, y + h + 4.0)])
    return out
