"""Rows of measurements that an examination prints as a form, with colons: ``心率：72次/分  PR间期：158ms``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ocr_pipeline.fields import fold
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.measured import LEAST, Pair, is_measurement, pairs_in
from ocr_pipeline.tables.grid import Band
from ocr_pipeline.tables.pieces import Piece
from ocr_pipeline.tables.rows import Row

#: Headings under which measurements stand alone.
_OF_MEASUREMENTS = re.compile(r"测|参数|measure|interval|biometr|dimension|parameter|medi[dc]|mesure|misur|olcum|so do")

#: Names of leads and marks of a curve: so short, and so many text heights right of the measurements.
_STRAY, _APART = 3, 3.0


def measured_rows(bands: Sequence[Band]) -> tuple[list[Row], set[int]]:
    """The rows of bands that hold nothing but measurements, and the lines that these are; none when there are fewer than
    ``LEAST`` or when most of their names are not those of measurements. What stands under the heading of the findings is a
    part of their text."""
    rows: list[Row] = []
    lines: set[int] = set()
    known = 0
    told = False
    for band in bands:
        headings = [h for p in band.pieces if (h := heading_in(p.text)) is not None]
        told = not _OF_MEASUREMENTS.search(fold(headings[0].text)) if headings else told
        found = list(_pairs(band))
        if told or not found or any(pair is None for pair in found):
            continue
        for name, value, pair in (one for one in found if one is not None):
            known += pair.known
            if pair.value[0] == pair.value[1]:
                continue  # ``PR间期：--``
            row = Row(value.y, value.height)
            row.name, row.value, row.unit = _cut(name, pair.name), _cut(value, pair.value), _cut(value, pair.unit)
            rows.append(row)
        lines.update(p.index for p in band.pieces)
    return (rows, lines) if len(rows) >= LEAST and known > 0.5 * len(rows) else ([], set())


def _pairs(band: Band) -> Iterator[tuple[Piece, Piece, Pair] | None]:
    """The pairs of a band, each with the pieces that hold its name and its value; None for a piece that is none."""
    label: Piece | None = None
    right = 0.0
    for piece in band.pieces:
        stray = len(piece.text) <= _STRAY and label is None and 0 < right < piece.x0 - _APART * piece.height
        right = max(right, piece.x1)
        if stray:
            continue
        if label is None and piece.text.rstrip().endswith((":", "：")):
            label = piece
            continue
        before = label.text if label is not None else ""
        pairs = pairs_in(before + piece.text)
        if not pairs or (label is not None and len(pairs) > 1):
            yield None
        for pair in pairs:
            value, unit = _shift(pair.value, -len(before)), _shift(pair.unit, -len(before))
            yield label or piece, piece, Pair(pair.name, value, unit, pair.known)
        label = None
    if label is not None:
        yield None


#: What stands right of a name that has no colon, or behind it in one piece: ``148 ms``, ``336/458 ms``.
_AMOUNT = re.compile(
    r"(?P<value>[-+]?\d{1,4}(?:[.,]\d{1,3})?(?:\s?/\s?[-+]?\d{1,4}(?:[.,]\d{1,3})?)?)\s?(?P<unit>bpm|ms|°|degrees?|deg|mm|cm|m/s|cm/s|mmHg|mV|%|次/分|/min)?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"bpm|ms|°|degrees?|deg|mm|cm|m/s|cm/s|mmHg|mV|%|次/分|/min", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>[^\W\d_][^:：]{0,26}?)\s*[:：]?\s+(?=[-+]?\d)")
_SEVERAL = "axes"  #: a name of three numbers, of which one stands beside it where the cell is narrow
_ALIGNED = 1.5  #: text heights between the beginnings of names of one column


def measured_columns(bands: Sequence[Band]) -> list[Row]:
    """Rows of known measurements without colons in a column of their own between others, the patient left of them and the
    findings right: the head of an electrocardiogram. None when there are fewer than ``LEAST``."""
    rows = [row for band in bands if (row := _beside_others(band)) is not None]
    starts = sorted(row.name[0].x0 for row in rows)
    if len(rows) < LEAST:
        return []
    start = starts[len(starts) // 2]
    column = [row for row in rows if abs(row.name[0].x0 - start) < _ALIGNED * row.height]
    return column if len(column) >= LEAST else []


def _beside_others(band: Band) -> Row | None:
    """The first piece of a band that names a measurement, with the amount right of it or behind it in the same piece."""
    for piece, behind, third in zip_longest(band.pieces, band.pieces[1:], band.pieces[2:]):
        named = _NAMED.match(piece.text)
        if named is not None and is_measurement(named["name"]):
            name, value, at = _cut(piece, named.span("name")), piece, named.end()
        elif behind is not None and is_measurement(piece.text.rstrip(" :：")):
            name, value, at = _cut(piece, (0, len(piece.text.rstrip(" :：")))), behind, 0
        else:
            continue
        amount = _AMOUNT.fullmatch(value.text.rstrip(), at)
        if amount is None or not name or name[0].text.casefold().endswith(_SEVERAL):
            continue
        row = Row(value.y, value.height)
        row.name, row.value = name, _cut(value, amount.span("value"))
        if amount["unit"]:
            row.unit = _cut(value, amount.span("unit"))
        elif (unit := behind if value is piece else third) is not None and _UNIT.fullmatch(unit.text):
            row.unit = [unit]
        return row
    return None


def _shift(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _cut(piece: Piece, span: tuple[int, int]) -> list[Piece]:
    cut = piece.cut(piece.start + span[0], piece.start + span[1]) if span[0] < span[1] else None
    return [cut] if cut is not None else []
