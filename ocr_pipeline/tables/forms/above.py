"""Results that a sheet prints as a form above its table (``精液量： 2.8 ml (≥1.5)   液化时间： 25 min (≤60)``), or an analyser as
nothing else (``cTnI:  0.86 ↑ ng/mL``, below it ``参考值: <0.30``)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from ocr_pipeline.tables.bands.remarks import is_bare
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.intervals.called import LABEL
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import has_date, is_footer, is_identity, is_prose

_LABEL = re.compile(r"(?P<name>[^:\d<>()][^:<>]{0,39}):\s*")
_SIGN = re.compile(r"[↑↓*]+\s*(?=[^\W\d_%])")  #: before a unit
_BRACKETS = re.compile(r"\(\s*(?:(?:正常|参考)[^:\d<>]{0,4}:?\s*)?(?P<ref>[^()]+?)\s*\)\Z")
#: The number of a patient or a sample: ``Pt: 003318``.
_NUMBER_OF = re.compile(r"0\d{3,}|\d{7,}")
#: What a culture says above its list of drugs; the germ has any name.
_OF_CULTURE = re.compile(
    r"(?:细菌|真菌|病原)?(?:培养|鉴定)(?:及鉴定)?结果|检出菌|细菌名称|菌落计数|菌量|(?:产)?ESBLs?(?:检测|试验)?|革兰氏?染色(?:结果)?|多重耐药菌?"
)


def formed_rows(bands: Sequence[Band], taken: Container[int]) -> list[Row]:
    """The results above the last line of a table whose rows hold the lines ``taken``: known names, each with its colon, and
    what stands between one and the next."""
    last = max((b.y for b in bands if any(p.index in taken for p in b.pieces)), default=-1e9)
    out: list[Row] = []
    for band in bands:
        text = band.text
        if band.y > last or ":" not in plain(text) or any(p.index in taken for p in band.pieces):
            continue
        if not (is_identity(text) or is_footer(text) or has_date(text) or is_prose(text)):
            out.extend(row for label, cells in _groups(band) if (row := _row(label, cells)) is not None)
    return out


#: Fewer may be what a form says of a patient.
_LEAST = 3


def slip_rows(bands: Sequence[Band]) -> list[Row]:
    """The results of a slip that prints each behind its name and a colon, with its unit, and what it calls its interval on the
    next line; most of the names are known. None for fewer than three."""
    rows: list[Row] = []
    for band in bands:
        label = LABEL.match(plain(band.pieces[0].line.text), band.pieces[0].start)
        if label is not None and label.end() < band.pieces[0].end and rows and not rows[-1].refs:
            ref = band.pieces[0].cut(label.end(), band.pieces[0].end)
            if ref is not None and looks_like_range(ref.text) and len(band.pieces) == 1:
                rows[-1].refs = [[ref]]
            continue
        if not (is_identity(band.text) or is_footer(band.text) or has_date(band.text)):
            told = (_row(label, cells, unknown=True) for label, cells in _groups(band))
            rows.extend(
                row for row in told if row is not None and (row.unit or _is_told(row) or is_bare(row.name[0].text))
            )
    rows = rows if sum(bool(row.unit) for row in rows) >= _LEAST else []
    known = sum(is_name(row.name[0].text) for row in rows)
    return rows if len(rows) >= _LEAST and known >= 0.5 * len(rows) else []


def _is_told(row: Row) -> bool:
    """A finding in words or signs: a number alone may be anything."""
    value = parse_value(row.value[0].text)
    return value is not None and value.kind in ("word", "sign", "titre")


def _groups(band: Band) -> Iterator[tuple[Piece, list[Piece]]]:
    """Each label of the band without its colon, with the pieces behind it."""
    label: Piece | None = None
    cells: list[Piece] = []
    for piece in band.pieces:
        found = _LABEL.match(plain(piece.line.text)[piece.start : piece.end])
        if found is None:
            cells.append(piece)
            continue
        if label is not None:
            yield label, cells
        label = piece.cut(piece.start, piece.start + found.end("name"))
        rest = piece.cut(piece.start + found.end(), piece.end)
        cells = [rest] if rest is not None else []
    if label is not None:
        yield label, cells


def _row(label: Piece, cells: Sequence[Piece], unknown: bool = False) -> Row | None:
    """The result of ``label``; None where it names no analyte (unless ``unknown`` ones will do) or ``cells`` hold anything but its value, unit, mark and interval."""
    of_culture = _OF_CULTURE.fullmatch(plain(label.text).strip()) is not None
    if not cells or not (unknown or of_culture or is_name(label.text)):
        return None
    row = Row(label.y, label.height, [label])
    for piece in cells:
        rest: Piece | None = piece
        shown = plain(piece.line.text)[piece.start : piece.end]
        bracket = _BRACKETS.search(shown)
        if bracket is not None and looks_like_range(bracket["ref"]):
            at = piece.start + bracket.start("ref")
            row.refs = [[p] for p in [piece.cut(at, at + len(bracket["ref"]))] if p is not None]
            rest = piece.cut(piece.start, piece.start + bracket.start())
        if rest is None:
            continue
        if row.value and (sign := _SIGN.match(shown)) is not None:
            row.marks = [(piece, mark) for mark in [parse_flag(sign[0].strip())] if mark is not None]
            rest = piece.cut(piece.start + sign.end(), piece.end) or rest
        if not row.value:
            _take_value(row, rest, of_culture)
        elif parse_unit(rest.text) is not None and not row.unit:
            row.unit = [rest]
        elif (mark := parse_flag(rest.text, column=True)) is not None:
            row.marks = [(rest, mark)]
        else:
            return None
    return row if row.value and not _NUMBER_OF.fullmatch(plain(row.value[0].text).strip()) else None


def _take_value(row: Row, piece: Piece, any_words: bool) -> None:
    shown = plain(piece.line.text)[piece.start : piece.end]
    body, mark = split_flag(shown)
    value, unit = split_trailing_unit(body.strip())
    if parse_value(value) is None or (unit and parse_unit(unit) is None):
        value, unit = body, ""
        if parse_value(value) is None and not (any_words and not any(map(str.isdigit, value))):
            return
    at = piece.start + max(0, shown.find(value))
    row.value = [p for p in [piece.cut(at, at + len(value))] if p is not None]
    behind = at + len(value) + max(0, plain(piece.line.text)[at + len(value) : piece.end].find(unit))
    row.unit = [p for p in [piece.cut(behind, behind + len(unit))] if p is not None] if unit else []
    row.marks = [(piece, mark)] if mark else []
