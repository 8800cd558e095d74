"""Rows of measurements that an examination prints as a form, with colons: ``心率：72次/分  PR间期：158ms``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ocr_pipeline.fields import fold, labels_in
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.measured import LEAST, Pair, is_measurement, pairs_in
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.scope import has_date, is_identity

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
_NAMED = re.compile(r"(?P<name>[^\W\d_][^:：]{0,26}?)\s*[:：]?(?:\s+|(?<=[\u4e00-\u9fff]))(?=[-+]?\d)")
_SEVERAL = "axes"  #: a name of three numbers, of which one stands beside it where the cell is narrow
_ALIGNED = 1.5  #: text heights between the beginnings of names of one column


def measured_columns(bands: Sequence[Band]) -> list[Row]:
    """Rows of known measurements in a column of their own between others, the patient left of them and the
    findings right: the head of an electrocardiogram. None when there are fewer than ``LEAST``."""
    near = ([p for band in bands[max(0, n - 1) : n + 2] for p in band.pieces] for n in range(len(bands)))
    rows = [row for band, pieces in zip(bands, near, strict=True) if (row := _beside_others(band, pieces)) is not None]
    starts = sorted(row.name[0].x0 for row in rows)
    if len(rows) < LEAST:
        return []
    start = starts[len(starts) // 2]
    column = [row for row in rows if abs(row.name[0].x0 - start) < _ALIGNED * row.height]
    return column if len(column) >= LEAST else []


#: So many fields of the patient stand left of such a column.
_FIELDS = 2


def measured_beside_patient(bands: Sequence[Band]) -> list[Row]:
    """The same column where the patient's block stands left of it, level with its rows: beside that it is no table's."""
    rows = measured_columns(bands)
    if not rows:
        return []
    left, high = min(row.name[0].x0 for row in rows), rows[0].height
    top, low = min(row.y for row in rows) - 2 * high, max(row.y for row in rows) + 2 * high
    near = [p.text for band in bands for p in band.pieces if p.x1 < left and top < p.y < low]
    return rows if sum(map(_is_of_patient, near)) >= _FIELDS else []


#: ``Female, 66 yr``, ``男 71岁``.
_AGED = re.compile(
    r"\b\d{1,3}\s?(?:y(?:ea)?rs?|years?|岁|ans|anni|años|tuổi)\b|\d\s?岁|^\s*(?:fe)?male\b", re.IGNORECASE
)


def _is_of_patient(text: str) -> bool:
    labelled = any(label.colon or label.strength == "free" for label in labels_in(text))
    return labelled or is_identity(text) or has_date(text) or _AGED.search(text) is not None


def _beside_others(band: Band, near: Sequence[Piece]) -> Row | None:
    """The first piece of a band that names a measurement, with the amount right of it or behind it in the same piece. The
    other half of a wrapped name is among the pieces ``near`` it, of this band and its neighbours."""
    for piece, behind, third in zip_longest(band.pieces, band.pieces[1:], band.pieces[2:]):
        pairs = pairs_in(piece.text)
        if len(pairs) == 1 and pairs[0].known and pairs[0].value[0] < pairs[0].value[1]:
            row = Row(piece.y, piece.height)
            row.name, row.value, row.unit = (_cut(piece, s) for s in (pairs[0].name, pairs[0].value, pairs[0].unit))
            return row
        named = _NAMED.match(piece.text)
        above = next((p for p in near if _goes_on(p, piece)), None)
        if named is not None and is_measurement(named["name"]):
            name, value, at = _cut(piece, named.span("name")), piece, named.end()
        elif behind is not None and above is not None:
            name, value, at = [above, piece], behind, 0
        elif behind is not None and is_measurement(piece.text.rstrip(" :：")):
            below = [p for p in near if _goes_on(piece, p)]
            name, value, at = [*_cut(piece, (0, len(piece.text.rstrip(" :：")))), *below], behind, 0
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


def _goes_on(name: Piece, below: Piece) -> bool:
    """``QRS`` over ``duration``."""
    level = abs(below.x0 - name.x0) < 0.5 * name.height and 0.5 * name.height < below.y - name.y < 1.6 * name.height
    return level and below.text.islower() and is_measurement(f"{name.text} {below.text}")


def _shift(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _cut(piece: Piece, span: tuple[int, int]) -> list[Piece]:
    cut = piece.cut(piece.start + span[0], piece.start + span[1]) if span[0] < span[1] else None
    return [cut] if cut is not None else []
