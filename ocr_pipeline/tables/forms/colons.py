"""Results printed as a form above or below a table, with colons in a line below each other (``Aspect   : Trouble``,
``Numération   : > 1 000 000 UFC/mL``): the findings of a culture beside its antibiogram, a strip beside its sediment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr_pipeline.fields import labels_in
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import holds_value
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import is_range_or_word
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import has_date, is_footer, is_identity, is_note, is_prose

LEAST = 2  #: pairs; a line alone may be anything
_TELLING = 3  #: findings of known form that a list without a concentration must have
_ASIDE = 3.0  #: text heights between the beginnings of two values in line
_APART = 8.0  #: text heights between two lines of one form, room for a heading
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Pair:
    band: Band
    name: Piece
    value: Piece
    rest: tuple[Piece, ...]


def colon_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of such forms among ``bands``, which hold no rows of a table. A form tells that it is one of results by a
    concentration, or by findings of known form; its fields about the patient and the specimen are no rows."""
    run: list[_Pair] = []
    out: list[Row] = []
    for band in [*bands, None]:
        beside = _beside(band) if band is not None else []
        if beside:
            run.extend(beside)
            continue
        pair = _pair(band, run[-1] if run else None) if band is not None else None
        if pair is not None:
            run.append(pair)
        elif band is None or (run and band.y - run[-1].band.y > _APART * band.height):
            out.extend(_rows(run))
            run = []
    return out


def _pair(band: Band, before: _Pair | None) -> _Pair | None:
    """The name and the value of a line with a colon before the value; below such a line the colon may not have been seen."""
    if not 2 <= len(band.pieces) <= 3:
        return None
    name, value, *rest = band.pieces
    shown = plain(value.line.text)[value.start : value.end]
    begins = re.match(r"\s*:\s*", shown)
    inside = value.cut(value.start + begins.end(), value.end) if begins else value
    if inside is None or not any(map(str.isalpha, name.text)):
        return None
    if begins is None:
        below = before is not None and abs(value.x0 - before.value.x0) < _ASIDE * band.height
        if not below or not holds_value(inside.text) or ":" in plain(name.text):
            return None
    elif before is not None and abs(value.x0 - before.value.x0) > _ASIDE * band.height:
        return None
    return _Pair(band, name, inside, tuple(rest))


def _beside(band: Band) -> list[_Pair]:
    """The pairs of a line that prints several side by side (``Malaria RDT : Positive   VDRL : Non-reactive``), a name with its
    colon and one value each; none where anything else stands in it, or no finding of a laboratory."""
    out: list[_Pair] = []
    name: Piece | None = None
    for piece in band.pieces:
        shown = plain(piece.line.text)[piece.start : piece.end]
        before, colon, behind = shown.partition(":")
        value: Piece | None = piece
        if colon and any(map(str.isalpha, before)) and ":" not in behind:
            if name is not None:
                return []
            name = piece.cut(piece.start, piece.start + len(before.rstrip()))
            value = piece.cut(piece.start + len(before) + 1, piece.end) if behind.strip() else None
        if value is not None:
            if name is None:
                return []
            out.append(_Pair(band, name, value, ()))
            name = None
    telling = [p for p in out if holds_value(p.value.text) and (is_name(p.name.text) or not p.value.text[:1].isdigit())]
    return (
        out if name is None and len(out) > 1 and 2 * len(telling) >= len(out) and not any(map(_is_of_form, out)) else []
    )


def _rows(run: Sequence[_Pair]) -> list[Row]:
    found = [p for p in run if not _is_of_form(p)]
    told = [p for p in found if holds_value(p.value.text)]
    measured = any("/" in split_trailing_unit(p.value.text)[1] for p in told)
    if len(found) < LEAST or not (measured or len(told) >= _TELLING) or len(told) < 0.3 * len(found):
        return []
    ranges = [q.x0 for p in found for q in p.rest if is_range_or_word(q.text)]
    return [_row(p, ranges) for p in found]


def _is_of_form(pair: _Pair) -> bool:
    """A field about the patient or the specimen, a section, a sentence."""
    name, value = pair.name.text, pair.value.text
    if labels_in(f"{name}:") or is_identity(name) or is_footer(name) or is_note(f"{name}:"):
        return True
    return heading_in(f"{name}:") is not None or len(value) > _LONGEST or is_prose(value) or has_date(pair.band.text)


def _row(pair: _Pair, ranges: Sequence[float]) -> Row:
    value = pair.value
    row = Row(value.y, value.height, [pair.name], [], [value])
    body, unit = split_trailing_unit(value.text)
    if unit:
        parts = value.cut(value.start, value.start + len(body)), value.cut(value.start + len(body), value.end)
        row.value, row.unit = [p for p in parts[:1] if p], [p for p in parts[1:] if p]
    row.refs = [[p] for p in pair.rest if any(abs(p.x0 - x) < _ASIDE * value.height for x in ranges)][:1]
    return row
