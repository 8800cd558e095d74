"""PDF through PDFium: each page rendered for reading, with its own text where that is sound.

PDFium is not safe for threads: read documents in one thread a process. Polygons of the text layer, and whatever is
found later, are in pixels of the rendered page: 200 dpi (an A4 page has 1654 x 2339 pixels); a scan inside a PDF is
rendered at its own resolution between 150 and 300 dpi.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from ocr_pipeline.loading.errors import DamagedDocument, EmptyDocument, EncryptedDocument
from ocr_pipeline.loading.glyphs import page_to_pixels, read_glyphs
from ocr_pipeline.loading.limits import Limits
from ocr_pipeline.loading.text_layer import sound_lines
from ocr_pipeline.page import Image, PageImage
from ocr_pipeline.report import Polygon

DPI = 200
_LEAST_DPI, _MOST_DPI = 150, 300
_LEAST_SIDE, _MOST_SIDE = 1000, 5000
_POINTS = 72
_MOST_OBJECTS = 400


def open_pdf(data: bytes) -> Any:
    """The opened document. Raises :class:`EncryptedDocument`, :class:`DamagedDocument` or :class:`EmptyDocument`."""
    try:
        opened = pdfium.PdfDocument(data)
        count = len(opened)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise EncryptedDocument("The PDF asks for a password; send it without one.") from error
        raise DamagedDocument("The PDF is damaged and cannot be opened; export or scan it again.") from error
    if count == 0:
        raise EmptyDocument("The PDF has no pages; export it again.")
    with contextlib.suppress(pdfium.PdfiumError):
        opened.init_forms()  # filled-in form fields are part of what the page shows
    return opened


def load_page(document: Any, index: int, limits: Limits) -> PageImage:
    """Page ``index`` rendered upright. Raises :class:`DamagedDocument` when it cannot be."""
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise DamagedDocument("the PDF's page is damaged; export or scan it again.") from error
    try:
        width, height = page.get_size()
        if not (0 < width < 1e5 and 0 < height < 1e5):
            raise DamagedDocument("the PDF's page has no size; export or scan it again.")
        page = _flattened(document, index, page)
        objects = _picture_objects(page)
        scale = _scale(width, height, objects, limits)
        bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=False, fill_color=(255, 255, 255, 255))
        try:
            image = _bgr(bitmap.to_numpy())
        finally:
            bitmap.close()
        place = page_to_pixels(page, image.shape[1], image.shape[0])
        pictures: list[Polygon] = [
            (place(x0, y1), place(x1, y1), place(x1, y0), place(x0, y0)) for (x0, y0, x1, y1), _ in objects
        ]
        textpage = page.get_textpage()
        try:
            glyphs = read_glyphs(textpage, place)
        finally:
            textpage.close()
        return PageImage(index, image, sound_lines(glyphs, image, pictures))
    finally:
        page.close()


Box = tuple[float, float, float, float]


def _flattened(document: Any, index: int, page: Any) -> Any:
    """The page with filled-in fields and notes as part of its content, so that its text layer holds what it shows."""
    if raw.FPDFPage_GetAnnotCount(page) == 0:
        return page
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _picture_objects(page: Any) -> list[tuple[Box, int]]:
    """Images on the page: box in points, and width in pixels."""
    out: list[tuple[Box, int]] = []
    for number, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        if number >= _MOST_OBJECTS:
            break
        try:
            x0, y0, x1, y1 = item.get_bounds()
            out.append(((x0, y0, x1, y1), int(item.get_px_size()[0])))
        except pdfium.PdfiumError:
            continue
    return out


def _scale(width: float, height: float, objects: Sequence[tuple[Box, int]], limits: Limits) -> float:
    """Pixels a point. A page that is one scan is rendered as finely as it was scanned, within reason."""
    dpi = float(DPI)
    scans = [
        pixels / (x1 - x0) * _POINTS
        for (x0, y0, x1, y1), pixels in objects
        if (x1 - x0) * (y1 - y0) > 0.5 * width * height and x1 > x0
    ]
    if scans:
        dpi = min(max(*scans, _LEAST_DPI), _MOST_DPI)
    scale = dpi / _POINTS
    longest = max(width, height)
    scale = min(max(scale, _LEAST_SIDE / longest if scans or longest > 100 else scale), _MOST_SIDE / longest)
    most = math.sqrt(limits.pixels / (width * height)) * 0.999
    return max(min(scale, most), 1.0 / min(width, height))


def _bgr(pixels: Any) -> Image:
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.shape[2] == 1:
        pixels = np.repeat(pixels, 3, axis=2)
    return np.array(pixels[:, :, :3], np.uint8, order="C")
