"""Header words that the detector boxed in parts: white print on a dark band comes as ``Interval``, ``o de``, ``referencia``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import header_words

#: Room between two parts of one word or phrase, in text heights; columns stand further apart.
_NEAR = 0.45
#: Room from which on a space stood there.
_SPACE = 0.12
_MOST = 4
_WIDE = 0.9  #: behind a word of :data:`_VALUES`
#: Words for values that begin those for intervals (``Valeurs  usuelles``).
_VALUES = frozenset("valeurs valeur valores valor valori valore values".split())


def joined_words(pieces: Sequence[Piece]) -> tuple[list[Column], list[Piece]]:
    """Columns of neighbouring pieces that make one header word only together, and the other pieces."""
    columns: list[Column] = []
    rest: list[Piece] = []
    at = 0
    while at < len(pieces):
        for many in range(_close_to(pieces[at : at + _MOST]), 1, -1):
            column = _one(pieces[at : at + many])
            if column is not None:
                columns.append(column)
                at += many
                break
        else:
            rest.append(pieces[at])
            at += 1
    return columns, rest


def _close_to(pieces: Sequence[Piece]) -> int:
    """How many of ``pieces`` from the first stand close together."""
    far = (
        n
        for n, (a, b) in enumerate(pairwise(pieces), 1)
        if (room := _room(a, b)) > _WIDE or (room > _NEAR and compact(a.text) not in _VALUES)
    )
    return next(far, len(pieces))


def _room(one: Piece, other: Piece) -> float:
    return (other.x0 - one.x1) / one.height


def _one(parts: Sequence[Piece]) -> Column | None:
    if any(not all(c.isalpha() or c in " .'" for c in p.text) for p in parts):
        return None
    rooms = [_room(a, b) for a, b in pairwise(parts)]
    called = compact(parts[0].text) in _VALUES and [h.kind for h in header_words(" ".join(p.text for p in parts))] == [
        "ref"
    ]
    if max(rooms) > _SPACE and not called and all(len(header_words(p.text)) == 1 for p in parts):
        return None  # headers of their own, close together
    text = parts[0].text
    for part, room in zip(parts[1:], rooms, strict=True):
        text += (" " if room > _SPACE else "") + part.text
    for form in (text, "".join(p.text for p in parts)):
        hits = header_words(form)
        if len(hits) == 1:
            return Column(hits[0].kind, parts[0].x0, parts[-1].x1, text)
    return None
