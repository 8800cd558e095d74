"""Bar codes and QR codes in a picture, found by their looks: they hold record numbers that no reader of text sees."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_pipeline.page import Image
from ocr_pipeline.report import Polygon

#: Longest side of the picture on which codes are looked for: bars of one pixel in a 2,000 px page stay visible.
_SIDE = 1600


def find_codes(image: Image) -> tuple[Polygon, ...]:
    """Quadrilaterals of bar codes and QR codes in pixels of ``image``; too many rather than too few."""
    scale = min(1.0, _SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
    quads = [*_qr(gray), *_decoder_bars(gray), *_bars(gray, upright=True), *_bars(gray, upright=False)]
    return tuple(tuple((float(x) / scale, float(y) / scale) for x, y in quad) for quad in quads)


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
    return [[(float(x), float(y)) for x, y in quad] for quad in points] if found and points is not None else []


def _bars(gray: Image, upright: bool) -> list[list[tuple[float, float]]]:
    """Runs of many parallel strokes of one direction: strong gradient across, hardly any along, dense and even.

    Text also has strokes across, but as much gradient along them; a bar code has at most a fifth.
    """
    across = np.abs(cv2.Scharr(gray, cv2.CV_32F, 1, 0) if upright else cv2.Scharr(gray, cv2.CV_32F, 0, 1))
    along = np.abs(cv2.Scharr(gray, cv2.CV_32F, 0, 1) if upright else cv2.Scharr(gray, cv2.CV_32F, 1, 0))
    size = (21, 9) if upright else (9, 21)
    dense = cv2.blur(across, size)
    level = np.maximum(dense - 3.0 * cv2.blur(along, size), 0)
    mask = (level > 900).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9)))
    out = []
    for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = cv2.boundingRect(contour)
        length, thick = (w, h) if upright else (h, w)
        if length < 36 or thick < 12 or length < 1.2 * thick or cv2.contourArea(contour) < 0.5 * w * h:
            continue
        strip = gray[y : y + h, x : x + w]
        profile = strip.mean(axis=0) if upright else strip.mean(axis=1)
        crossings = int(np.count_nonzero(np.diff((profile > (profile.max() + profile.min()) / 2).astype(np.int8))))
        if crossings >= 18 and float(np.ptp(profile)) > 60:
            out.append([(x - 4.0, y - 4.0), (x + w + 4.0, y - 4.0), (x + w + 4.0, y + h + 4.0), (x - 4.0, y + h + 4.0)])
    return out
