"""Results as portals for patients print them: a name, below it the words ``Normal range: 4.0 - 11.0 10*3/uL``, and the value
beside one of the two lines or on a scale below them. The label says that it is a result, so that names need not be known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.forms.cards import units_apart
from ocr_pipeline.tables.frame.grid import Band, read_header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import without_mark_and_unit
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import is_range_or_word, looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.intervals.called import LABEL
from ocr_pipeline.tables.scope import has_date, is_identity

LEAST = 3  #: cards on a page
_BELOW = 3.2  #: text heights between the lines of a card
#: A power of ten that ran into the upper bound: ``4.0-11.010*3/uL``.
_POWER = re.compile(r"(?<=\d)[x×]?10[*^]{1,2}\d{1,2}/")


def ranged_cards(bands: Sequence[Band]) -> list[Row]:
    """One row a card, in order; none where fewer than :data:`LEAST` are found or where most rows stand on one line."""
    bands = [units_apart(band) for band in bands]
    found = (
        _said_card(bands[at - 1], above, band)
        if at and _SAID.match(above.text)
        else _card(above, band, bands[at + 2 : at + 4])
        for at, (above, band) in enumerate(pairwise(bands))
    )
    rows = [row for row in found if row is not None]
    return rows if len(rows) >= LEAST else []


def cards_with_values_below(bands: Sequence[Band]) -> list[Row]:
    """:func:`ranged_cards` where no table reads them: most values stand below their name, level with the interval or lower, or
    nothing heads a column."""
    rows = ranged_cards(bands)
    below = sum(row.y - row.name[0].y > 0.5 * row.height for row in rows)
    return rows if rows and (below > 0.5 * len(rows) or not any(map(read_header, bands))) else []


#: What calls a value one: ``Your value: 5.6 K/uL Low``.
_SAID = re.compile(r"(?:your|my|patient(?:'s)?|test)?\s?(?:value|result)s?\s?[:：]\s*", re.IGNORECASE)


def _said_card(name: Band, said: Band, label: Band) -> Row | None:
    """A card of three lines: the name, the value behind what calls it one, the interval."""
    first = said.pieces[0]
    start = _SAID.match(first.line.text, first.start)
    value = first.cut(start.end(), first.end) if start is not None else None
    if value is None or said.y - name.y > _BELOW * max(said.height, name.height):
        return None
    return _card(Band([name.pieces[0], value, *said.pieces[1:]], name.y, name.height), replace(label, y=name.y), ())


def _card(above: Band, band: Band, below: Sequence[Band]) -> Row | None:
    label = band.pieces[0]
    told = LABEL.match(plain(label.line.text), label.start)
    if told is None or band.y - above.y > _BELOW * max(band.height, above.height) or has_date(above.text):
        return None
    ref, unit = _interval(label, told.end())
    name = above.pieces[0]
    if (
        ref is None
        or not any(c.isalpha() for c in name.text)
        or LABEL.match(plain(name.text))
        or is_identity(name.text)
    ):
        return None
    cells = [p for p in (*above.pieces[1:], *band.pieces[1:]) if p not in (ref, unit)]
    values = [p for p in cells if parse_flag(p.text) is None and parse_unit(p.text) is None]
    if not values:
        values = _on_scale(band, below, plain(ref.text))
        cells += [p for p in below[0].pieces if p not in values] if values else []
    if len(values) != 1 or abs(name.x0 - label.x0) > 2 * label.height:
        return None
    row = Row(values[0].y, values[0].height, [name], [], values, [unit] if unit else [], [[ref]])
    row.marks = [(p, mark) for p in cells if (mark := parse_flag(p.text)) is not None]
    body, mark = split_flag(values[0].text)
    head, own = split_trailing_unit(body)
    if parse_value(head) is None:
        return None
    own_unit = [p for p in cells if parse_unit(p.text) is not None]
    if own and not own_unit:
        parts = (
            values[0].cut(values[0].start, values[0].start + len(head)),
            values[0].cut(values[0].start + len(head), values[0].start + len(body)),
        )
        row.value, own_unit = [p for p in parts[:1] if p], [p for p in parts[1:] if p]
        row.marks += [(values[0], mark)] if mark else []
    row.unit = own_unit or row.unit
    return row


def _on_scale(label: Band, below: Sequence[Band], interval: str) -> list[Piece]:
    """The value that stands alone on the line below the label, over its place on a scale whose ends may be printed further down."""
    for band in below[:1]:
        near = band.y - label.y < _BELOW * max(band.height, label.height)
        said = [p for p in band.pieces if parse_flag(p.text) is None] or band.pieces
        one = len(said) == 1 and parse_value(without_mark_and_unit(said[0].text)) is not None
        ends = [p.text for b in below[1:] for p in b.pieces]
        if near and one and (said[0].text not in interval.split("-") or said[0].text in ends):
            return said
    return []


def _interval(label: Piece, start: int) -> tuple[Piece | None, Piece | None]:
    """The interval behind the words that call it one, and the unit behind it."""
    text = plain(label.line.text)[start : label.end]
    power = _POWER.search(text)
    head, unit = (text[: power.start()], text[power.start() :]) if power else split_trailing_unit(text)
    if unit and not (looks_like_range(head) and parse_unit(unit) is not None):
        head, unit = text, ""
    if not is_range_or_word(head.strip()):
        return None, None
    at = start + len(head)
    return label.cut(start, at), label.cut(at, label.end) if unit else None
