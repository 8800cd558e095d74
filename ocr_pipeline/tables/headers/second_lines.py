"""What stands on a second line of a header: translations, units, the rest of a title, the times of its dates."""

from __future__ import annotations

import re

from ocr_pipeline.tables.frame.grid import Band, Header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.dated import is_date
from ocr_pipeline.tables.headers.lexicon import header_words, is_header_word, kind_by_word

#: A time or the number of a sample below a date.
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.]?[0-5]\d(?:\s?[AaPp][Mm])?|\d{6,}")


def goes_below(band: Band, header: Header) -> bool:
    """Whether ``band`` is the second line of ``header``: nothing but header words (or their translation), close below."""
    close = band.y - header.band.y < 2.4 * max(header.band.height, band.height)
    if close and (clocks_below(band, header) or dates_below(band, header)):
        return True
    return close and all(
        header_words(p.text) or parse_unit(p.text.strip("()（）")) or _goes_on_below(p, header) for p in band.pieces
    )


def _goes_on_below(piece: Piece, header: Header) -> bool:
    """``Interval`` below ``Reference``, ``间`` below ``参考区``."""
    over = [c for c in header.columns if min(c.x1, piece.x1) > max(c.x0, piece.x0)]
    return any(
        (c.kind in ("ref", "unit") and kind_by_word(piece.text) == c.kind) or is_header_word(c.title + piece.text)
        for c in over
    )


def clocks_below(band: Band, header: Header) -> bool:
    """``Time  09:12  08:50`` below the dates of ``header``, which several results of one day would be headed by as well."""
    if sum(is_date(c.title) for c in header.columns) < 2 or not kind_by_word(band.pieces[0].text):
        return False
    return all(_CLOCK.fullmatch(plain(p.text)) for p in band.pieces[1:])


def dates_below(band: Band, header: Header) -> bool:
    """``2024-02-20  2023-11-18`` right below ``This result  Last result``: each date under a column of results of its own."""
    if band.y - header.band.y > 2.4 * max(header.band.height, band.height) or not is_date(band.pieces[0].text):
        return False
    results = [c for c in header.columns if c.kind in ("result", "previous") and not is_date(c.title)]
    under = [[c for c in results if min(c.x1, p.x1) > max(c.x0, p.x0)] for p in band.pieces if is_date(p.text)]
    own = {c[0].x0 for c in under if len(c) == 1}
    return len(own) == len(under) == len(band.pieces)
