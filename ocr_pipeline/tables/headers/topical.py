"""Headers whose names are called by what the list is about: ``VIRUSES | RESULT | BACTERIA | RESULT`` over lists side by side."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.grid import Band, Header
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import header_words

LEAST = 3  #: lines under the header that it must fit
_MOST = 12  #: that are looked at


def topical_header(band: Band, below: Sequence[Band]) -> Header | None:
    """The header that ``band`` is where words that no list holds and the same word for results take turns, over names and values
    of known form; None otherwise."""
    heads = band.pieces
    if len(heads) < 2 or len(heads) % 2:
        return None
    kinds = [[h.kind for h in header_words(p.text)] for p in heads]
    if any(kinds[::2]) or any(k != ["result"] for k in kinds[1::2]) or len({p.text for p in heads[1::2]}) > 1:
        return None
    fits = 0
    for line in below[:_MOST]:
        at = [_under(p.x0, [h.x0 for h in heads], 1.5 * p.height) for p in line.pieces]
        if None in at:
            break
        values = [p for p, column in zip(line.pieces, at, strict=True) if column is not None and column % 2]
        fits += bool(values) and all(parse_value(split_flag(p.text)[0]) is not None for p in values)
    if fits < LEAST:
        return None
    return Header(band, [Column("result" if i % 2 else "name", p.x0, p.x1, p.text) for i, p in enumerate(heads)])


def _under(x: float, heads: Sequence[float], near: float) -> int | None:
    return next((i for i, head in enumerate(heads) if abs(head - x) < near), None)
