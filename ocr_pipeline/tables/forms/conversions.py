"""Results printed twice on one line, in another unit or as the share and the count (``1,18 g/L soit 6,54 mmol/L``, ``68,2 % soit
7,77 G/L``), or in columns of their own behind the interval (``6,72 mmol/L  3,89 à 5,83  1,21 g/L``): the printed interval is that of
one of them, and the other one is told in a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value

_WORD = re.compile(
    r"(?<![^\W\d_])(?:soit|ovvero|pari a|equivale a|es decir|c\.?-?à-?d\.?)(?![^\W\d_])\s*", re.IGNORECASE
)
_BELOW = 2.2  #: text heights between a value and the line below it that says it again
LEAST = 2  #: such lines on a page that show how it prints its results


def without_conversions(bands: Sequence[Band]) -> tuple[list[Band], set[int]]:
    """``bands`` with one value on each line, what was left out in ``Band.twice``, and the indices of its lines. A share before
    its count is left out, else what stands behind the word, on its line or with its interval on the next."""
    bands, below = _without_lines_below(bands)
    bands, beside = _without_columns_beside(bands)
    below |= beside
    found = [_parted(band) for band in bands]
    if sum(parts is not None for parts in found) < LEAST:
        return list(bands), below
    out: list[Band] = []
    dropped = below
    for band, parts in zip(bands, found, strict=True):
        if parts is None:
            out.append(band)
            continue
        kept, aside, word = parts
        out.append(replace(band, pieces=kept, twice=" ".join(p.text for p in aside)))
        dropped.update(p.index for p in (*aside, *word))
    return out, dropped


def _without_lines_below(bands: Sequence[Band]) -> tuple[list[Band], set[int]]:
    """``bands`` without lines that begin with the word and a measure (``soit 1,15 g/L  0,74 à 1,06``) right below a value, what
    stands left of them (a method) kept."""
    out: list[Band] = []
    dropped: set[int] = set()
    found = [_line_below(band) for band in bands]
    if sum(parts is not None for parts in found) < LEAST:
        return list(bands), dropped
    for band, parts in zip(bands, found, strict=True):
        above = out[-1] if out else None
        near = above is not None and not above.twice and band.y - above.y < _BELOW * max(band.height, above.height)
        if parts is None or above is None or not near or not any(_measure([p]) for p in above.pieces):
            out.append(band)
            continue
        left, measure, rest = parts
        out[-1] = replace(above, twice=" ".join(p.text for p in measure))
        dropped.update(p.index for p in (*measure, *rest))
        if left:
            out.append(replace(band, pieces=left))
    return out, dropped


def _without_columns_beside(bands: Sequence[Band]) -> tuple[list[Band], set[int]]:
    """``bands`` without a measure behind the interval of one in another unit, nor the interval behind that."""
    found = [_beside(band) for band in bands]
    if sum(parts is not None for parts in found) < LEAST:
        return list(bands), set()
    out: list[Band] = []
    for band, aside in zip(bands, found, strict=True):
        kept = [p for p in band.pieces if not aside or p not in aside]
        out.append(replace(band, pieces=kept, twice=" ".join(p.text for p in aside)) if aside else band)
    return out, {p.index for aside in found for p in aside or ()}


def _beside(band: Band) -> list[Piece] | None:
    """The measure and interval behind a measure in another unit and its interval; None for any other line."""
    pieces = band.pieces
    place = next((i for i, p in enumerate(pieces) if i and looks_like_range(p.text)), None)
    if place is None or looks_like_range(pieces[0].text):
        return None  # of two panels, the names on lines of their own
    first, second = _measure(pieces[:place][::-1]), _measure(pieces[place + 1 :])
    units = [_unit(first), _unit(second)]
    if not all(units) or units[0] == units[1]:
        return None
    end = place + 1 + len(second)
    return [*second, *(p for p in pieces[end : end + 1] if looks_like_range(p.text))]


def _unit(measure: Sequence[Piece]) -> str:
    """The unit of a :func:`_measure`, empty without one."""
    said = [split_trailing_unit(p.text)[1] or p.text for p in measure if not _is_number(p.text)]
    return (parse_unit(said[0]) or "") if said else ""


def _line_below(band: Band) -> tuple[list[Piece], list[Piece], list[Piece]] | None:
    """What stands left of the word, the measure behind it, and all else right of it; None for any other line."""
    pieces = [part for p in band.pieces for part in _cut(p)]
    place = next((i for i, p in enumerate(pieces) if _WORD.fullmatch(p.text)), None)
    if place is None or any(_measure([p]) for p in pieces[:place]):
        return None
    measure = _measure(pieces[place + 1 :])
    rest = [pieces[place], *pieces[place + 1 + len(measure) :]]
    return (pieces[:place], measure, rest) if measure else None


def _parted(band: Band) -> tuple[list[Piece], list[Piece], list[Piece]] | None:
    """The pieces that stay, those of the other value, and the word between them; None for a line without two values."""
    pieces = [part for p in band.pieces for part in _cut(p)]
    place = next((i for i, p in enumerate(pieces) if _WORD.fullmatch(p.text)), None)
    if place is None or any(_WORD.fullmatch(p.text) for p in pieces[place + 1 :]):
        return None
    before, behind = _measure(pieces[:place][::-1])[::-1], _measure(pieces[place + 1 :])
    if not before or not behind:
        return None
    share = before[-1].text.endswith("%") and not behind[-1].text.endswith("%")
    aside = before if share else behind
    return [p for p in pieces if p not in aside and p is not pieces[place]], aside, [pieces[place]]


def _cut(piece: Piece) -> list[Piece]:
    """``piece`` apart where the word stands in it, and numbers from the names before them there."""
    match = _WORD.search(piece.line.text, piece.start, piece.end)
    if match is None:
        return [piece]
    ends = [piece.start, match.start(), match.end(), piece.end]
    return [p for a, b in pairwise(ends) if (p := piece.cut(a, b)) is not None]


def _measure(pieces: Sequence[Piece]) -> list[Piece]:
    """The first one or two of ``pieces`` when they are a number, a number with its unit, or these apart in any order."""
    for many in (1, 2):
        texts = [p.text for p in pieces[:many]]
        numbers = [t for t in texts if _is_number(split_trailing_unit(t)[0])]
        rest = [t for t in texts if t not in numbers]
        if len(texts) == many and len(numbers) == 1 and all(parse_unit(t) is not None for t in rest):
            alone = (
                many == 1 and len(pieces) > 1 and not split_trailing_unit(texts[0])[1] and parse_unit(pieces[1].text)
            )
            if not alone:
                return list(pieces[:many])
    return []


def _is_number(text: str) -> bool:
    value = parse_value(text)
    return value is not None and value.kind == "number"
