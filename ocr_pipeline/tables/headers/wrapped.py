"""Headers whose titles go on on the next line (``Sonuç`` over ``Durumu``, ``Bir Önceki`` over ``Sonuç``): each title is read whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ocr_pipeline.page import Char, Line
from ocr_pipeline.tables.frame.grid import Band, Header, read_header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import is_cjk
from ocr_pipeline.tables.grammar.values import is_word
from ocr_pipeline.tables.headers.lexicon import header_words

_NEAR = 1.9  #: text heights from the first line of a header to its last
LEAST = 3  #: titles


def wrapped_header(band: Band, below: Sequence[Band]) -> tuple[Header, int] | None:
    """The header of ``band`` and what goes on below it, and how many bands that took; None where no title goes on."""
    if len(band.pieces) < 2 or not _is_words(band):
        return None
    near = (b for b in below[:2] if _is_words(b))
    under = list(takewhile(lambda b: b.y - band.y < _NEAR * max(b.height, band.height), near))
    if not under or under != list(below[: len(under)]):
        return None
    titles = [[p] for p in band.pieces]
    gained = False
    for piece in (p for b in under for p in b.pieces):
        over = [t for t in titles if _overlaps(t[-1], piece)]
        if not over:
            titles.append([piece])
        elif len(over) == 1 and (kinds := _kinds([*over[0], piece])):
            alone = _kinds(over[0])
            if alone and alone == _kinds([piece]):
                continue  # its translation
            over[0].append(piece)
            gained = gained or kinds[-1:] != alone
    if not gained or len(titles) < LEAST:
        return None
    joined = sorted((_joined(t) for t in titles), key=lambda p: p.x0)
    header = read_header(replace(band, pieces=joined))
    if header is None or any(
        p.text == " ".join(q.text for q in t) for t in titles for p in header.unknown if len(t) > 1
    ):
        return None
    header.band = replace(band, y=under[-1].y, pieces=[p for b in (band, *under) for p in b.pieces])
    return header, len(under)


def _is_words(band: Band) -> bool:
    """Latin words, none of which is a finding: Chinese titles are short and stay on their line."""
    texts = [p.text for p in band.pieces]
    letters = [c for text in texts for c in text if c not in " ./()-'’&"]
    return bool(letters) and all(c.isalpha() and not is_cjk(c) for c in letters) and not any(map(is_word, texts))


def _kinds(title: Sequence[Piece]) -> list[str]:
    return [hit.kind for hit in header_words(" ".join(p.text for p in title))]


def _overlaps(one: Piece, other: Piece) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _joined(title: Sequence[Piece]) -> Piece:
    """The pieces of a title as one, as wide as the widest."""
    if len(title) == 1:
        return title[0]
    text, first = " ".join(p.text for p in title), title[0]
    x0, x1 = min(p.x0 for p in title), max(p.x1 for p in title)
    y0, y1 = first.y - first.height / 2, title[-1].y + title[-1].height / 2
    flat = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    sure = min(p.line.confidence for p in title)
    chars = tuple(Char(c, sure, at / len(text), (at + 1) / len(text)) for at, c in enumerate(text))
    return Piece(Line(text, sure, chars, flat, flat), first.index, 0, len(text))
