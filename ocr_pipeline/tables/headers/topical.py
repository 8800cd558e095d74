"""Headers whose names are called by what the list is about: ``VIRUSES | RESULT | BACTERIA | RESULT`` over lists side by side."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.frame.grid import Band, Header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import without_mark_and_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import Kind, header_words

LEAST = 3  #: lines under the header that it must fit
_MOST = 12  #: that are looked at
_BEHIND: tuple[Kind, ...] = ("unit", "ref", "flag")  #: what may follow the word for results


def topical_header(band: Band, below: Sequence[Band]) -> Header | None:
    """The header that ``band`` is where words that no list holds and the same word for results take turns (``NORMAL`` or the
    like behind it), over names and values of known form; None otherwise."""
    heads = band.pieces
    kinds = [_kind(p) for p in heads]
    named = [i for i, kind in enumerate(kinds) if kind == "name"]
    told = [i for i, kind in enumerate(kinds) if kind == "result"]
    if (
        not named
        or None in kinds
        or named != [i - 1 for i in told]
        or named[0]
        or len({heads[i].text for i in told}) > 1
    ):
        return None
    if len(heads) > len(named) + len(told) and len(named) < 2:
        return None  # a header like any other
    fits = 0
    for line in below[:_MOST]:
        at = [_under(p.x0, [h.x0 for h in heads], 1.5 * p.height) for p in line.pieces]
        if None in at:
            break
        values = [p for p, column in zip(line.pieces, at, strict=True) if column in told]
        fits += bool(values) and all(parse_value(without_mark_and_unit(p.text)) for p in values)
    if fits < LEAST:
        return None
    return Header(
        band, [Column(kind, p.x0, p.x1, p.text) for kind, p in zip(kinds, heads, strict=True) if kind is not None]
    )


def _kind(piece: Piece) -> Kind | None:
    """``name`` for words that no list holds, None for one that heads something else."""
    hits = [h.kind for h in header_words(piece.text)]
    if not hits:
        return "name"
    return hits[0] if hits in ([kind] for kind in ("result", *_BEHIND)) else None


def _under(x: float, heads: Sequence[float], near: float) -> int | None:
    return next((i for i, head in enumerate(heads) if abs(head - x) < near), None)
