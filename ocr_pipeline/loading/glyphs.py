"""The characters of a PDF page with their boxes in pixels of the rendered page, as PDFium gives them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from ocr_pipeline.report import Point

#: More characters than any printed page holds: a page with more is drawn by something else than words.
MOST_CHARACTERS = 60_000
_INVISIBLE_MODE = 3  # ISO 32000-2 table 104: neither filled nor stroked, the text layer of scanning software
_DEVICE = 1 << 20


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. ``origin`` is its place on the base line, ``start`` to ``end`` its extent along
    it, ``rise`` to ``fall`` across it (down is positive), ``size`` the em, in pixels; ``angle`` in radians clockwise,
    the direction of reading; ``run`` tells text objects apart."""

    text: str
    origin: Point
    start: float
    end: float
    rise: float
    fall: float
    size: float
    angle: float
    run: int
    hidden: bool
    unmapped: bool


Place = Callable[[float, float], Point]


def page_to_pixels(page: Any, width: int, height: int) -> Place:
    """The affine way from PDF user space (points, y up, before the page's rotation) to pixels of a rendering of
    ``width`` x ``height``."""

    def device(x: float, y: float) -> Point:
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, _DEVICE, _DEVICE, 0, x, y, px, py)
        return px.value / _DEVICE * width, py.value / _DEVICE * height

    (ox, oy), (ax, ay), (bx, by) = device(0, 0), device(1000, 0), device(0, 1000)
    xx, xy, yx, yy = (ax - ox) / 1000, (bx - ox) / 1000, (ay - oy) / 1000, (by - oy) / 1000
    return lambda x, y: (ox + xx * x + xy * y, oy + yx * x + yy * y)


def read_glyphs(textpage: Any, place: Place) -> list[Glyph]:
    """All characters on the page, in the file's order; those that PDFium invents between words are left out."""
    raw = textpage.raw
    count = pdfium.FPDFText_CountChars(raw)
    if not 0 < count <= MOST_CHARACTERS:
        return []
    out: list[Glyph] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    loose = pdfium.FS_RECTF()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in {0, 10, 13} or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
            continue
        if pdfium.FPDFText_GetLooseCharBox(raw, index, loose):
            box = (loose.left, loose.bottom, loose.right, loose.top)
        elif pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
            box = (left.value, bottom.value, right.value, top.value)
        else:
            continue
        text_object = pdfium.FPDFText_GetTextObject(raw, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
        glyph = _glyph(
            "-"
            if pdfium.FPDFText_IsHyphen(raw, index) == 1
            else _character(code),  # it writes a control at a line's end
            (x.value, y.value),
            box,
            pdfium.FPDFText_GetCharAngle(raw, index),
            place,
            run=ctypes.addressof(text_object.contents) if text_object else 0,
            hidden=mode == _INVISIBLE_MODE,
            unmapped=pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1,
        )
        if glyph is not None:
            out.append(glyph)
    return out


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _glyph(
    text: str,
    origin: Point,
    box: tuple[float, float, float, float],
    radians: float,
    place: Place,
    *,
    run: int,
    hidden: bool,
    unmapped: bool,
) -> Glyph | None:
    ox, oy = place(*origin)
    # PDFium gives the angle in user space, anticlockwise; two points show where it leads on the picture.
    dx, dy = place(origin[0] + math.cos(radians) * 100, origin[1] + math.sin(radians) * 100)
    angle = math.atan2(dy - oy, dx - ox)
    corners = [place(box[0], box[1]), place(box[2], box[1]), place(box[2], box[3]), place(box[0], box[3])]
    cos, sin = math.cos(-angle), math.sin(-angle)
    along = [(x - ox) * cos - (y - oy) * sin for x, y in corners]
    down = [(x - ox) * sin + (y - oy) * cos for x, y in corners]
    width, height = max(along) - min(along), max(down) - min(down)
    if not all(math.isfinite(v) for v in (ox, oy, width, height)) or width > 4000 or height > 2000 or height <= 0:
        return None
    return Glyph(text, (ox, oy), min(along), max(along), min(down), max(down), height, angle, run, hidden, unmapped)
