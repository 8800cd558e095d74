"""Where the print itself stands: detected boxes are grown for the recogniser, reported ones should lie on the print.

How much a detector grows its boxes depends on the size at which it saw the page, so the share of a box that type takes
is measured on the page: rows of ink in the crops of its longer lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ocr_pipeline.engines.crops import cut
from ocr_pipeline.page import Image, Line, PageText
from ocr_pipeline.report import Point, Polygon, Report

EM = 0.64  #: height of type by height of a detected box where nothing can be measured (drawn pages of six languages)
LEAST, MOST = 0.5, 0.85
MEASURED = 24  #: longest lines that are measured
FEWEST = 3
DARK = 0.25  #: of the darkest row's ink, from which a row of pixels counts as print
#: Height of the dark rows by the em: full-width characters nearly fill it, digits and capitals reach to 0.72.
WIDE_INK, LATIN_INK = 0.86, 0.70


def type_share(image: Image, lines: Sequence[Line]) -> float:
    """Height of the type (its em) by the height of the page's boxes, 0.5 to 0.85; :data:`EM` with fewer than three
    lines to measure."""
    longest = sorted((line for line in lines if len(line.text) >= 4), key=lambda line: -len(line.text))[:MEASURED]
    shares = [share for line in longest if (share := _share(image, line)) is not None]
    return float(np.clip(np.median(shares), LEAST, MOST)) if len(shares) >= FEWEST else EM


def _share(image: Image, line: Line) -> float | None:
    grey = cv2.cvtColor(cut(image, line.polygon, 0.5), cv2.COLOR_BGR2GRAY).astype(np.float32)
    rows = np.abs(grey - np.median(grey, axis=1, keepdims=True).max()).mean(axis=1)
    rows -= np.percentile(rows, 5)
    peak = float(rows.max())
    if peak < 4:  # grey levels: nothing but noise
        return None
    dark = rows >= DARK * peak
    middle = int(np.argmax(np.where(np.abs(np.arange(len(rows)) - len(rows) / 2) < len(rows) / 4, rows, 0)))
    top = bottom = middle
    while top > 0 and dark[top - 1]:
        top -= 1
    while bottom + 1 < len(rows) and dark[bottom + 1]:
        bottom += 1
    wide = sum(ord(c) >= 0x2E80 for c in line.text) > len(line.text) / 4
    return (bottom + 1 - top) / len(rows) / (WIDE_INK if wide else LATIN_INK)


def print_of(line: Line, share: float = EM) -> Polygon:
    """The quadrilateral from the first to the last character, as high as the type is."""
    if line.source == "text-layer" or not line.chars:
        return line.polygon
    return slimmed(line.part(0, len(line.chars)).polygon, share)


def slimmed(polygon: Polygon, share: float = EM) -> Polygon:
    """A detected quadrilateral (from the text's own top left, clockwise) at the height of its type; others as they are."""
    if len(polygon) != 4:
        return polygon
    top_left, top_right, bottom_right, bottom_left = polygon
    off = (1 - share) / 2
    return (
        _towards(top_left, bottom_left, off),
        _towards(top_right, bottom_right, off),
        _towards(bottom_right, top_right, off),
        _towards(bottom_left, top_left, off),
    )


def on_print(report: Report, texts: Sequence[PageText]) -> Report:
    """``report`` with the polygons of its results on their print."""
    shares = {text.index: text.type_share for text in texts}
    results = tuple(
        replace(r, polygon=slimmed(r.polygon, shares[r.page]), value_polygon=slimmed(r.value_polygon, shares[r.page]))
        for r in report.results
    )
    return replace(report, results=results)


def _towards(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
