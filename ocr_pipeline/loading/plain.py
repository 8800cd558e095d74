"""text/plain: decoded, and laid out as a page, so that a text report goes the same way as a printed one.

Reports sent as text are set in a fixed pitch: each character takes a cell of 10 x 20 pixels (wide East Asian ones two),
and two or more blanks or a tab part the cells of a table. The picture of such a page is white: there is nothing to see
beyond the text.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from ocr_pipeline.loading.errors import EmptyDocument, UnsupportedDocument
from ocr_pipeline.loading.wording import normal
from ocr_pipeline.page import Char, Line, PageImage
from ocr_pipeline.report import Polygon

CELL_WIDTH, CELL_HEIGHT, MARGIN = 10, 20, 40
_MOST_LINES, _MOST_COLUMNS = 120, 400
_GAP = re.compile(r" {2,}")
_ENCODINGS = ("utf-8-sig", "gb18030")


def decode_text(data: bytes) -> str:
    """The characters of ``data``: UTF-8, UTF-16 with a mark, or GB 18030.

    Raises :class:`EmptyDocument` when there are none and :class:`UnsupportedDocument` when it is not text.
    """
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _readable(text):
            continue
        if not text.strip():
            raise EmptyDocument("The text is empty; send the report again.")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnsupportedDocument("This is no picture, PDF, DICOM object or text that can be read; send JPEG, PNG or PDF.")


def pages_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The lines of each page: new pages at form feeds and after 120 lines."""
    pages: list[tuple[str, ...]] = []
    for sheet in text.split("\f"):
        lines = [line.expandtabs(8).rstrip() for line in sheet.split("\n")]
        while lines and not lines[-1]:
            lines.pop()
        pages += [tuple(lines[at : at + _MOST_LINES]) for at in range(0, len(lines), _MOST_LINES)]
    return tuple(page for page in pages if any(page))


def lay_out(lines: tuple[str, ...], index: int) -> PageImage:
    """A white page with ``lines`` as text layer."""
    wrapped = [line[at : at + _MOST_COLUMNS] for line in lines for at in range(0, max(len(line), 1), _MOST_COLUMNS)]
    placed = [cell for row, line in enumerate(wrapped) for cell in _cells(line, row)]
    widest = max((max(x for x, _ in line.polygon) for line in placed), default=0.0)
    width, height = int(widest) + MARGIN, len(wrapped) * CELL_HEIGHT + 2 * MARGIN
    return PageImage(index, np.full((height, max(width, 200), 3), 255, np.uint8), tuple(placed))


def _cells(line: str, row: int) -> list[Line]:
    columns = [0]
    for character in line:
        columns.append(columns[-1] + (2 if unicodedata.east_asian_width(character) in "WF" else 1))
    out, start = [], 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        text = line[start:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            out.append(_cell(text.strip(), columns, start + lead, row))
        start = gap.end() if gap else end
    return out


def _cell(text: str, columns: list[int], at: int, row: int) -> Line:
    left, right = columns[at], columns[at + len(text)]
    chars: list[Char] = []
    for offset, character in enumerate(text):
        a = (columns[at + offset] - left) / (right - left) if right > left else 0.0
        b = (columns[at + offset + 1] - left) / (right - left) if right > left else 1.0
        shown = normal(character, text[:offset])
        step = (b - a) / max(len(shown), 1)
        chars += [Char(c, 1.0, a + k * step, a + (k + 1) * step) for k, c in enumerate(shown)]
    x0, x1 = MARGIN + left * CELL_WIDTH, MARGIN + max(right, left + 1) * CELL_WIDTH
    y0 = MARGIN + row * CELL_HEIGHT + 2
    y1 = y0 + CELL_HEIGHT - 4
    box: Polygon = ((float(x0), float(y0)), (float(x1), float(y0)), (float(x1), float(y1)), (float(x0), float(y1)))
    return Line("".join(c.text for c in chars), 1.0, tuple(chars), box, box, "text-layer")


def _readable(text: str) -> bool:
    """Text has hardly any controls, private-use or unassigned code points: GB 18030 decodes nearly any bytes."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(c) in {"Cc", "Co", "Cn", "Cs"} and c not in "\t\n\r\f" for c in sample)
    rare = sum(not _usual(c) for c in sample)
    return odd <= len(sample) * 0.002 and rare <= len(sample) * 0.05


def _usual(c: str) -> bool:
    return ord(c) < 0x0600 or 0x1E00 <= ord(c) < 0x27C0 or 0x3000 <= ord(c) < 0xA000 or 0xFF00 <= ord(c) < 0xFFF0
