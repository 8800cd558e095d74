"""Identity painted over on the original picture: solid fill, so that nothing can be computed back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from ocr_pipeline.identity.span import Span
from ocr_pipeline.page import Image, PageImage
from ocr_pipeline.redaction.codes import find_codes
from ocr_pipeline.report import Polygon, Region, as_polygon

#: Growth of each covered quadrilateral, in its own heights: detectors cut off ascenders, tails and the rims of strokes.
PAD = 0.22
PAD_SIDES = 0.35


def redact(page: PageImage, spans: Sequence[Span], regions: Sequence[Region] = ()) -> bytes:
    """PNG of :func:`painted`, made from pixels alone: it holds no metadata of the source."""
    return encode(painted(page, spans, regions))


def painted(page: PageImage, spans: Sequence[Span], regions: Sequence[Region] = (), *, own: bool = False) -> Image:
    """``page`` with the spans of that page, its identity and footer regions, bar codes and QR codes filled black.
    Figures are kept free of the regions, not of the spans.

    ``own``: the page's picture is not needed any more and may be painted itself (a large photograph's copy has its size
    once more).
    """
    covered = [_grown(s.polygon, PAD_SIDES, PAD) for s in spans if s.page == page.index and s.polygon]
    for code in find_codes(page.image, _slant(covered)):
        covered.append(_grown(code, 0.06, 0.06))
        covered.append(_with_digits(code))
    free = own and page.image.flags.writeable and page.image.flags.c_contiguous
    picture = page.image if free else page.image.copy()
    _fill_regions(picture, regions)
    fill(picture, covered)
    return picture


def _fill_regions(picture: Image, regions: Sequence[Region]) -> None:
    """A bent or slanted header may brush a figure: the figure stays, but for identity and codes that stand in it."""
    figures = [r.polygon for r in regions if r.label == "figure"]
    covering = [r.polygon for r in regions if r.label in ("identity", "footer")]
    if not figures:
        fill(picture, covering)
        return
    mask = np.zeros((*picture.shape[:2], 1), np.uint8)
    fill(mask, covering, 255)
    fill(mask, figures, 0)
    picture[mask[:, :, 0] > 0] = 0


def _slant(covered: Sequence[Polygon]) -> float:
    """Direction of the covered text in degrees, clockwise: the median of the long ones' upper edges."""
    edges = [np.subtract(p[1], p[0]) for p in covered if len(p) == 4]
    wide = sorted(edges, key=lambda e: -float(np.hypot(*e)))[:15]
    return float(np.median([np.degrees(np.arctan2(dy, dx)) for dx, dy in wide])) if wide else 0.0


def fill(picture: Image, polygons: Iterable[Polygon], level: int = 0) -> None:
    """Paint ``polygons`` black, or the grey ``level``, in ``picture`` (in place; the caller made the copy)."""
    for polygon in polygons:
        points = np.array(polygon, np.float32)
        if len(points) >= 3:
            cv2.fillPoly(picture, [np.round(points).astype(np.int32)], (level, level, level))


def cut(picture: Image, polygon: Polygon) -> bytes:
    """PNG of the upright bounding box of ``polygon`` (pixels) cut from ``picture``; at least one pixel wide."""
    height, width = picture.shape[:2]
    xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
    left, right = (int(min(max(v, 0), width - 1)) for v in (min(xs), max(xs)))
    top, bottom = (int(min(max(v, 0), height - 1)) for v in (min(ys), max(ys)))
    return encode(np.ascontiguousarray(picture[top : bottom + 1, left : right + 1], np.uint8))


def encode(picture: Image) -> bytes:
    """PNG with the chunks that pixels need and no other; one channel where the picture has no colour.

    OpenCV's own choice (one filter, runs only) takes half the time of the first level of compression with all filters,
    for a file that is a third larger.
    """
    done, data = cv2.imencode(".png", _plain(picture))
    if not done:
        raise ValueError("the picture could not be written as PNG")
    return data.tobytes()


def _plain(picture: Image) -> Image:
    for part in (picture[::16, ::16], picture):  # a glance first: colour shows in it almost always
        if not (np.array_equal(part[..., 0], part[..., 1]) and np.array_equal(part[..., 1], part[..., 2])):
            return picture
    return np.ascontiguousarray(picture[..., 0])


def _grown(polygon: Polygon, sides: float, ends: float) -> Polygon:
    """A quadrilateral grown along and across its own reading direction by fractions of its height; others as they are."""
    if len(polygon) != 4 or (sides == 0 and ends == 0):
        return polygon
    tl, tr, br, bl = (np.array(p, np.float64) for p in polygon)
    down = ((bl - tl) + (br - tr)) / 2
    along = ((tr - tl) + (br - bl)) / 2
    height, width = float(np.hypot(*down)), float(np.hypot(*along))
    if height < 1e-6 or width < 1e-6:
        return polygon
    grow_along = along / width * max(height * sides, 2.0)
    grow_down = down / height * max(height * ends, 2.0)
    corners = (
        tl - grow_along - grow_down,
        tr + grow_along - grow_down,
        br + grow_along + grow_down,
        bl - grow_along + grow_down,
    )
    return as_polygon(corners)


def _with_digits(code: Polygon) -> Polygon:
    """The strip under a code where its number is printed, for wide codes only."""
    tl, tr, br, bl = (np.array(p, np.float64) for p in code)
    wide, deep = float(np.hypot(*(tr - tl))), float(np.hypot(*(bl - tl)))
    if wide < 1.6 * deep or deep < 1:
        return ()
    down = (bl - tl) / deep * max(14.0, 0.45 * deep)
    return as_polygon((bl, br, br + down, bl + down))
