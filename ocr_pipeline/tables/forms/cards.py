"""Results printed as cards, each value under its name, and as plain lists with colons, on pages that have no table.

Nothing tells such a page from a form but the names: only names of analytes count, and a few of them must be there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import holds_value
from ocr_pipeline.tables.grammar.flags import Mark, parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.intervals.called import CALLED, JUDGED
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import has_date, is_footer, is_identity

Fits = Callable[[Piece], bool]

#: Fewer may be a form that mentions a measurement.
LEAST = 3
#: How far below its name, in text heights, a value may stand, and an interval below its value.
_BELOW = 3.2
#: How far right of its name's beginning a value below it may begin, in text heights, alone on its line.
_INDENT = 4.0
#: How far right of its value, in text heights, a unit on its line may stand, nothing but a mark between.
_BESIDE = 20.0
#: Characters; a longer cell of a list is a remark.
_LONGEST_VALUE = 24
#: Confidence below which a lone sign before a line is none.
_SPECK = 0.8
_NUMBERED = re.compile(r"\A\d{1,2}\s?[.、)]\s?(?=[^\W\d_])")  #: before the names of a list
_LONGEST_ALONE = 40  #: nothing else stands on its line
_LABEL = re.compile(rf"(?:{CALLED}|(?:target|goal|optimal|ideal|desirable|healthy)\s+)[:：]?\s*", re.IGNORECASE)


def carded_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of cards: a name, its value with a unit right below it, an interval below that. None when there are fewer than
    :data:`LEAST`, or when most names are not known ones."""
    bands = [units_apart(band) for band in bands]
    flanked = [row for above, band in pairwise(bands) if (row := _flanked(above, band)) is not None]
    if len(flanked) >= LEAST:
        return flanked
    pieces = [p for band in bands for p in band.pieces]
    rows = [row for p in pieces if any(c.isalpha() for c in p.text) and (row := _card(p, pieces)) is not None]
    called = {p.index for p in pieces if (label := _LABEL.match(plain(p.text))) and label[0]}
    names = (_NUMBERED.sub("", row.name[0].text) for row in rows)
    told = (bool(row.refs) and row.refs[0][0].index in called for row in rows)
    known = sum(is_name(name) or said for name, said in zip(names, told, strict=True))
    return rows if len(rows) >= LEAST and known >= max(2, 0.5 * len(rows)) else []


def _card(name: Piece, pieces: Sequence[Piece]) -> Row | None:
    told = _under(name, pieces, _is_told)
    value, mark = _unmarked(told) if told is not None else (None, None)
    if (
        told is None
        or value is None
        or parse_unit(name.text) is not None
        or _is_told(name)
        or looks_like_range(_LABEL.sub("", plain(name.text), count=1))
    ):
        return None
    beside = [
        p for p in _level(value, pieces) if parse_flag(p.text) is None and p.x0 - value.x1 < _BESIDE * value.height
    ]
    unit = next((p for p in beside[:1] if parse_unit(p.text) is not None), None)
    unit = unit or _under(value, pieces, lambda p: parse_unit(p.text) is not None)
    ref = _under(value, pieces, _is_range) or (_under(unit, pieces, _is_range) if unit is not None else None)
    ref = ref or next((p for p in _level(value, pieces) if _is_range(p)), None)
    body, glued = split_trailing_unit(value.text)
    if unit is None and ref is None and not glued:
        return None
    row = Row(value.y, value.height, [name], [], [value])
    if glued and unit is None:
        parts = value.cut(value.start, value.start + len(body)), value.cut(value.start + len(body), value.end)
        row.value, row.unit = [p for p in parts[:1] if p], [p for p in parts[1:] if p]
    row.unit = [unit] if unit is not None else row.unit
    beneath = _under(ref or value, pieces, lambda p: parse_flag(p.text) is not None)
    said = [*_level(name, pieces), *_level(value, pieces), *([beneath] if beneath is not None else [])]
    row.marks = [(told, mark)] if mark is not None else []
    row.marks += [(p, mark) for p in said if (mark := parse_flag(p.text)) is not None]
    if ref is not None:
        row.refs = [[_interval(ref)]]
    return row


def _unmarked(value: Piece) -> tuple[Piece | None, Mark | None]:
    """``value`` without the mark behind its unit (``3.2 g/dL Low``), and the mark."""
    body, mark = split_flag(value.text)
    if mark is None or not split_trailing_unit(body)[1]:
        return value, None
    start = value.start + plain(value.text).index(body)
    return value.cut(start, start + len(body)), mark


_UNIT_LABEL = re.compile(r"(?:单位|units?)\s*[:：]\s*", re.IGNORECASE)


def _judged(piece: Piece) -> list[Piece]:
    """An interval and the words behind a point that say where the value lies, of which only a mark is kept."""
    at = JUDGED.search(piece.line.text, piece.start, piece.end)
    parts = (piece.cut(piece.start, at.start()), piece.cut(at.end(), piece.end)) if at else (None, None)
    if parts[0] is None or parts[1] is None or not _is_range(parts[0]):
        return [piece]
    mark = parse_flag(parts[1].text)
    return [parts[0]] if mark is None or not mark.flag else [parts[0], parts[1]]


def units_apart(band: Band) -> Band:
    """``band`` with an interval and the unit behind it apart (``参考：3.50-9.50  单位：g/L``), where both are called so, and
    without what an interval is told to mean behind it (``70 - 110 · Dentro del rango``), but for marks."""
    pieces: list[Piece] = []
    for piece in (part for p in band.pieces for part in _judged(p)):
        label = _UNIT_LABEL.search(piece.line.text, piece.start, piece.end)
        parts = [(piece.start, label.start()), (label.end(), piece.end)] if label else []
        cut = [p for a, b in parts if (p := piece.cut(a, b)) is not None]
        pieces.extend(cut if cut and parse_unit(cut[-1].text) is not None else [piece])
    return replace(band, pieces=pieces)


def _flanked(above: Band, band: Band) -> Row | None:
    """The row of a name alone on its line, and below it what is called its interval, its unit, and far right its value."""
    said = [p for n, p in enumerate(band.pieces) if n or not _is_dust(p)]
    if len(above.pieces) != 1 or len(said) < 2 or band.y - above.y > _BELOW * above.height:
        return None
    name, value = above.pieces[0], said[-1]
    told = _LABEL.match(plain(said[0].line.text), said[0].start)
    interval = _interval(said[0])
    far = value.x0 - said[-2].x1 > _INDENT * value.height
    if not (far and told and told[0] and looks_like_range(interval.text) and _is_told(value)):
        return None
    if not any(c.isalpha() for c in name.text) or has_date(name.text) or is_identity(name.text):
        return None
    units = [p for p in said[1:-1] if parse_unit(p.text) is not None]
    return Row(value.y, value.height, [name], [], [value], units[:1], refs=[[interval]])


def _is_dust(piece: Piece) -> bool:
    """A speck read as a sign at the left end of a line."""
    return len(piece.text) == 1 and not piece.text.isalnum() and piece.line.confidence < _SPECK


def _is_range(piece: Piece) -> bool:
    """An interval, perhaps behind the word that calls it one, both perhaps in brackets."""
    return looks_like_range(_interval(piece).text)


def _interval(piece: Piece) -> Piece:
    """``piece`` without the word that calls it an interval, and the brackets around both."""
    shown = plain(piece.line.text)[piece.start : piece.end]
    bracketed = shown[:1] in "([" and shown[-1:] in ")]"
    label = _LABEL.match(shown, 1 if bracketed else 0)
    if label is None or label.end() == 0 or not label[0]:
        return piece
    whole = piece.cut(piece.start + label.end(), piece.end - bracketed)
    return whole if whole is not None else piece


def _level(first: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """What stands right of ``first`` on its line, up to the next card: a name with letters of its own."""
    right = [p for p in pieces if abs(p.y - first.y) < 0.6 * min(p.height, first.height) and p.x0 > first.x1]
    return list(takewhile(lambda p: not is_name(p.text), sorted(right, key=lambda p: p.x0)))


def _level_left(last: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether anything stands left of ``last`` on its line."""
    return any(abs(p.y - last.y) < 0.6 * min(p.height, last.height) and p.x1 < last.x0 for p in pieces)


def _under(above: Piece, pieces: Sequence[Piece], fits: Fits) -> Piece | None:
    """The nearest piece below ``above`` that begins or is centred where it is, when it fits."""
    near = [
        p
        for p in pieces
        if 0.5 * above.height < p.y - above.y < _BELOW * above.height
        and (
            abs(p.x0 - above.x0) < 1.0 * above.height
            or abs(p.center - above.center) < 0.6 * above.height
            or (0 < p.x0 - above.x0 < _INDENT * above.height and not _level_left(p, pieces))
        )
    ]
    first = min(near, key=lambda p: p.y, default=None)
    return first if first is not None and not has_date(first.text) and fits(first) else None


def labelled_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of a list of names and values with a colon between, at one x or several side by side (``Glucosa   : Negativo``);
    colons are small and not always seen, and some lists and grids have none. The values need a known form, most of the names
    to be known or the values to be what only a result can be; none for a list that is not mainly one of results."""
    bands = [units_apart(band) for band in bands]
    found = [(band, pair) for band in bands for pair in _pairs(band)]
    bare = [(band, pair) for band in bands for pair in _bare_pairs(band)]
    known = [(band, pair) for band, pair in (*found, *bare) if is_name(pair[0].text) and _is_told(pair[1])]
    telling = [(band, pair) for band, pair in (*found, *bare) if is_name(pair[0].text) or _tells(*pair)]
    if len(known) < LEAST + 1 and not (len(known) >= 2 and len(telling) > LEAST + 1):
        return []
    top, bottom = min(band.y for band, _ in telling), max(band.y for band, _ in telling)
    places = [(name.x0, value.x0) for _, (name, value) in known]

    def aligned(band: Band, name: Piece, value: Piece) -> bool:
        return any(abs(name.x0 - x) < band.height and abs(value.x0 - v) < 1.5 * band.height for x, v in places)

    found += [(band, pair) for band, pair in bare if aligned(band, *pair)]
    inside = [
        (name, value)
        for band, (name, value) in sorted(found, key=lambda f: f[0].y)
        if (
            top <= band.y <= bottom
            or (name.index != value.index and any(abs(value.x0 - v) < 1.5 * band.height for _, v in places))
        )
        and (_is_told(value) or (top <= band.y <= bottom and aligned(band, name, value)) or is_name(name.text))
    ]
    if len(telling) < 0.6 * len(inside):
        return []
    out: list[Row] = []
    for name, value in inside:
        body, unit = split_trailing_unit(value.text)
        row = Row(value.y, value.height, [name], [], [value])
        if unit:
            parts = value.cut(value.start, value.start + len(body)), value.cut(value.start + len(body), value.end)
            row.value, row.unit = [p for p in parts[:1] if p], [p for p in parts[1:] if p]
        out.append(row)
    _add_below(out, bands)
    return out


def _is_told(value: Piece) -> bool:
    """A value of known form."""
    return any(holds_value(text) for text in (value.text, split_flag(value.text)[0]))


def _tells(name: Piece, value: Piece) -> bool:
    """A finding, a sign or a titre, behind what is no label of a form."""
    told = parse_value(split_flag(value.text)[0])
    form = is_identity(name.text) or is_footer(name.text)
    return told is not None and told.kind in ("word", "sign", "titre") and not form


def _add_below(rows: Sequence[Row], bands: Sequence[Band]) -> None:
    """Gives rows without interval and unit those on the line right below them (``参考范围：3.90-6.10`` and ``mmol/L`` at the two
    ends of it), nothing else standing there."""
    for place, row in enumerate(rows):
        end = rows[place + 1].y - 0.5 * row.height if place + 1 < len(rows) else float("inf")
        printed = (b for b in bands if any(c.isalnum() for c in b.text))
        below = [b for b in printed if row.y + 0.5 * row.height < b.y < min(end, row.y + _BELOW * row.height)]
        if row.refs or len(below) != 1:
            continue
        said = [p for n, p in enumerate(below[0].pieces) if n or not _is_dust(p)]
        ranges = [p for p in said if _is_range(p)]
        units = [p for p in said if parse_unit(p.text) is not None]
        marks = [(p, mark) for p in said if p not in units and (mark := parse_flag(p.text, column=True)) is not None]
        if len(ranges) != 1 or len(ranges) + len(units) + len(marks) != len(said) or len(units) > 1:
            continue
        row.refs = [[_interval(ranges[0])]]
        row.unit = row.unit or units
        row.marks = row.marks or marks


def _pairs(band: Band) -> list[tuple[Piece, Piece]]:
    """The names and values of a band that is nothing else, one pair or several side by side: one piece with a colon in it, or
    two with a colon behind the first or before the second."""
    out: list[tuple[Piece | None, Piece | None]] = []
    name: Piece | None = None
    for piece, behind in zip(band.pieces, [*band.pieces[1:], None], strict=True):
        colon = plain(piece.line.text).replace("=", ":").find(":", piece.start, piece.end)
        if name is None and piece.start < colon < piece.end - 1:
            out.append((piece.cut(piece.start, colon), piece.cut(colon + 1, piece.end)))
        elif name is None:
            name = piece
        elif len(piece.text) == 1 and behind is not None and plain(behind.text).startswith((":", "=")):
            continue  # dust before the sign
        elif plain(name.text).endswith((":", "=")):
            out.append((name.cut(name.start, name.end - 1), piece))
            name = None
        elif colon == piece.start:
            out.append((name, piece.cut(colon + 1, piece.end)))
            name = None
        else:
            return []
    pairs = [(n, v) for n, v in out if n is not None and v is not None and any(c.isalpha() for c in n.text)]
    return pairs if name is None and len(pairs) == len(out) and not has_date(band.text) else []


def _bare_pairs(band: Band) -> list[tuple[Piece, Piece]]:
    """Names and short values side by side, one pair or several, and nothing else."""
    pieces = band.pieces
    if len(pieces) % 2 or len(pieces) > 8 or has_date(band.text) or any(":" in plain(p.text) for p in pieces[::2]):
        return []
    pairs = list(zip(pieces[::2], pieces[1::2], strict=True))
    named = all(any(c.isalpha() for c in n.text) and not _is_told(n) for n, _ in pairs)
    short = all(len(v.text) <= (_LONGEST_VALUE if len(pairs) > 1 else _LONGEST_ALONE) for _, v in pairs)
    return pairs if named and short and not any(plain(v.text).startswith((":", "=")) for _, v in pairs) else []
