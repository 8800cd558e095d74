"""Columns of tables without a header, found by what stands in the rows: name, value, and a unit or an interval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ocr_pipeline.tables.frame.edges import place_bounds
from ocr_pipeline.tables.frame.grid import Band, Panel
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import holds_value, without_mark_and_unit, without_unit_and_mark
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import Kind, header_words
from ocr_pipeline.tables.intervals.bracketed import in_brackets, signed_value
from ocr_pipeline.tables.marks.signs import without_signs
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import ends_table, has_date

Role = tuple[Kind, Piece]
#: The line of a patient without any label: ``王五 男 38岁  2025-06-01``.
_PATIENT = re.compile(
    r"\d\s?岁|(?<![\u4e00-\u9fff])[男女](?![\u4e00-\u9fff])|\d\s?(?:yrs?|years?|ans|anni|años)\b|\b[MF]\s?/\s?\d"
)
_AMOUNT = re.compile(r"\d\s?(?:m?g|MG|mcg|MCG|[µμu]g|kg|m[lL]|kcal|k[jJ]|IU|iu|CT|ct)$")
#: An interval in brackets at the end of a cell.
_BRACKET = re.compile(r"\s*(?=[\[(]\s?[\d<>≤≥][^\[\]()]{0,24}[\])]\Z)")
#: An amount with its unit is no longer.
_LONGEST_AMOUNT = 12


def _without_earlier(bands: Sequence[Band]) -> list[Band]:
    """``bands`` without headers of intervals and earlier results alone (``Valeurs normales   Antécédents``), and what stands
    under those of earlier results."""
    out: list[Band] = []
    edge = float("inf")
    for band in bands:
        kinds = (
            [] if any(map(str.isdigit, band.text)) else [[h.kind for h in header_words(p.text)] for p in band.pieces]
        )
        if len(kinds) > 1 and kinds[-1] == ["previous"] and kinds[:-1] in ([["ref"]], [["unit"], ["ref"]]):
            before, last = band.pieces[-2:]
            edge = (before.x1 + last.x0) / 2
        elif any(p.center > edge for p in band.pieces):
            out.append(replace(band, pieces=[p for p in band.pieces if p.center <= edge]))
        else:
            out.append(band)
    return [band for band in out if band.pieces]


def infer_panels(bands: Sequence[Band]) -> list[Panel]:
    """Panels for bands that have no header. At least three rows must show the same sequence, with a unit or an
    interval each: that keeps bills, menus and identity blocks out."""
    bands = [_parted(band) for band in _without_earlier(bands)]
    patterns: list[tuple[Band, list[list[Role]]]] = []
    for band in bands:
        if ends_table(band.text) and not any(looks_like_range(p.text) for p in band.pieces):
            continue
        found = _sequences(band)
        if found:
            patterns.append((band, found))
    if len(patterns) < 3 or 2 * sum(_is_ingredient(band) for band, _ in patterns) > len(patterns):
        return []
    columns: list[list[Column]] = []
    width = max(len(f) for _, f in patterns if sum(len(g) == len(f) for _, g in patterns) >= 2 or len(f) == 1)
    for place in range(width):
        roles = [f[place] for _, f in patterns if len(f) > place and (len(f) == width or place == 0)]
        if len(roles) >= 3 or (place and len(roles) >= 2):
            columns.append(_columns(roles))
    if not columns:
        return []
    first, last = patterns[0][0], patterns[-1][0]
    # one row more above: a first row such as pH has neither unit nor interval on its line
    gap = float(np.median([b[0].y - a[0].y for a, b in pairwise(patterns)]))
    top, bottom = first.y - 2.3 * min(gap, 3.0 * first.height), last.y + 3 * last.height
    if len(columns) == 1:
        top = min(top, _end_of_rows([b for b in reversed(bands) if b.y < first.y], columns[0], first))
        bottom = max(bottom, _end_of_rows([b for b in bands if b.y > last.y], columns[0], last))
    body = tuple(b for b in bands if top <= b.y <= bottom and not (b.y < first.y and _PATIENT.search(b.text)))
    bounds = place_bounds(columns, [b for b, _ in patterns])
    return [Panel(tuple(c), b, first.y, body, inferred=True) for c, b in zip(columns, bounds, strict=True)]


#: Lines with a name alone (headings) between rows beyond those that tell the columns.
_HEADINGS = 3
#: Room between two lines of a list, in text heights.
_APART = 3.0


def _end_of_rows(bands: Sequence[Band], columns: Sequence[Column], start: Band) -> float:
    """The height of the last of ``bands`` (outwards from ``start``) that has a name and a value of known form at the places of
    ``columns``, without unit and interval (``Bacteria  +++``): such rows above and below those that have are rows too."""
    name = next(c for c in columns if c.kind == "name")
    result = next((c for c in columns if c.kind == "result"), None)
    end, before, headings = start.y, start, 0
    for band in bands:
        near = 1.2 * band.height
        if abs(band.y - before.y) > _APART * max(band.height, before.height) or result is None:
            break
        first, rest = band.pieces[0], band.pieces[1:]
        before = band
        if abs(first.x0 - name.x0) > near + 0.5 * first.height or not any(c.isalpha() for c in first.text):
            break
        values = [p for p in rest if abs(p.x0 - result.x0) < near or abs(p.center - result.center) < near]
        known = values and holds_value(values[0].text)
        if known and not (ends_table(band.text) or has_date(band.text)):
            end, headings = band.y, 0
            continue
        headings += 1
        if rest or headings > _HEADINGS:
            break
    return end


def _is_ingredient(band: Band) -> bool:
    """``Sodium 160mg  7%``: what food holds, or a pack and its price; no analyte is called by an amount."""
    return any(
        p.text[:1].isalpha() and _AMOUNT.search(plain(p.text).strip()[-_LONGEST_AMOUNT:]) is not None
        for p in band.pieces[:2]
    )


def _parted(band: Band) -> Band:
    """The band with a value and its interval apart where both stand in one box (``6,2 4,0-10,5``, ``4.6 mmol/L [3.5-5.3]``),
    without the colon that leads a value (``Hb   : 9.8 g/dL``)."""
    out: list[Piece] = []
    pieces = [band.pieces[0], *(_without_colon(p) for p in band.pieces[1:])]
    for piece, behind in zip(pieces, [*pieces[1:], None], strict=True):
        signed = signed_value(piece, behind)
        if signed is not None:
            out.extend(signed)
            continue
        shown = plain(piece.line.text)[piece.start : piece.end]
        bracket = _BRACKET.search(shown)
        gap = bracket or re.search(r"\s+(?=[\d<>≤≥])", shown)
        value = split_flag(shown[: gap.start()])[0].strip() if gap else ""
        value = without_unit_and_mark(value) if bracket else value
        if gap and parse_value(value) is not None and looks_like_range(shown[gap.end() :]):
            parts = piece.cut(piece.start, piece.start + gap.start()), piece.cut(piece.start + gap.end(), piece.end)
            out.extend(p for p in parts if p is not None)
        else:
            out.append(piece)
    return replace(band, pieces=out)


def _without_colon(piece: Piece) -> Piece:
    shown = plain(piece.line.text)[piece.start : piece.end]
    begins = len(shown) - len(shown.lstrip(": "))
    return (shown[:1] == ":" and piece.cut(piece.start + begins, piece.end)) or piece


def _sequences(band: Band) -> list[list[Role]]:
    out: list[list[Role]] = []
    current: list[Role] = []
    for piece in without_signs(band.pieces)[0]:
        kind = _kind(piece, [k for k, _ in current])
        if kind is None:
            continue
        kinds = [k for k, _ in current]
        if kind == "name" and "result" in kinds:
            _close(current, out)
            current = []
        elif kind == "unit" and "unit" in kinds and kinds[-1] == "previous":
            kind = "other"  # the unit of a second result
        elif kind in kinds and kind != "name":
            continue
        if kind == "result" and "name" not in kinds:
            continue
        current.append((kind, piece))
    _close(current, out)
    return out


def _close(current: list[Role], out: list[list[Role]]) -> None:
    kinds = {k for k, _ in current}
    if "name" in kinds and "result" in kinds:
        value = split_flag(next(p for k, p in current if k == "result").text)[0]
        named = "previous" in kinds and is_name(" ".join(p.text for k, p in current if k == "name"))
        if kinds & {"unit", "ref"} or split_trailing_unit(value)[1] or named:
            out.append(current)


def _kind(piece: Piece, before: list[Kind]) -> Kind | None:
    text = piece.text
    if has_date(text):
        return None
    if parse_flag(text) is not None and text not in ("A",):
        return None
    if "result" in before and looks_like_range(text):
        return "ref"
    if "name" in before and "result" not in before:
        bare = without_mark_and_unit(in_brackets(text))
        if parse_value(split_flag(bare)[0]) is not None:
            return "result"
    again = "unit" not in before or before[-1] == "previous"
    if parse_unit(text) is not None and not text.isdigit() and "result" in before and again:
        return "unit"
    if looks_like_range(text) and before:
        return "ref"
    if "result" in before and text not in ("+", "-") and parse_value(split_trailing_unit(text)[0]) is not None:
        return "previous"  # or a control
    return "name" if any(c.isalpha() for c in text) else None


def _values_behind(rows: list[list[Role]]) -> list[list[Role]]:
    """``rows`` with intervals that stand before the values (``Sodium  135 - 146  137  mmol/L``) told from them: most rows of
    two have an interval first and a number behind it."""
    both = [told for row in rows if {"result", "previous"} <= (told := dict(row)).keys() and "ref" not in told]
    behind = [told for told in both if _is_number(told["previous"])]
    led = sum(looks_like_range(told["result"].text) for told in behind)
    if led < 2 or led < 0.7 * len(behind):
        return rows
    kinds: dict[Kind, Kind] = {"result": "ref", "previous": "result"}
    return [[(kinds.get(kind, kind), piece) for kind, piece in row] for row in rows]


def _columns(rows: list[list[Role]]) -> list[Column]:
    rows = _values_behind(rows)
    spans: dict[Kind, list[tuple[float, float]]] = {}
    for row in rows:
        for kind in {k for k, _ in row}:
            pieces = [p for k, p in row if k == kind]
            spans.setdefault(kind, []).append((min(p.x0 for p in pieces), max(p.x1 for p in pieces)))
    interval = [sum(ends) / 2 for ends in spans.get("ref", ())]
    again = [a < x < b for x in interval for a, b in spans.get("previous", ())]
    if again and sum(again) >= 0.5 * len(again):  # a word beside a value is its interval where others have one
        spans["ref"] += spans.pop("previous")
    columns = [
        Column(kind, float(np.median([a for a, _ in found])), float(np.median([b for _, b in found])))
        for kind, found in spans.items()
        if len(found) >= 0.3 * len(rows)
    ]
    twice = sum({"previous", "other"} <= {k for k, _ in row} for row in rows) >= 0.6 * len(rows)
    columns = sorted(columns, key=lambda c: c.center)
    if twice:
        return [_of_two(c) for c in columns]
    # which of two numbers side by side is the result, no header says
    kinds = [c.kind for c in columns]
    beside = ("result", "previous") in pairwise(kinds)
    rival = beside and sum(any(k == "previous" and _is_number(p) for k, p in row) for row in rows) >= 0.6 * len(rows)
    return [replace(c, uncertain=rival and c.kind == "result") for c in columns]


def _is_number(piece: Piece) -> bool:
    value = parse_value(without_mark_and_unit(piece.text))
    return value is not None and value.kind == "number"


def _of_two(column: Column) -> Column:
    """A column of rows that print two results, each with its unit behind it (``9.60 [10^9/L] 78.0 [%]``)."""
    kinds: dict[Kind, Kind] = {"previous": "result", "other": "unit"}
    kind = kinds.get(column.kind, column.kind)
    return replace(column, kind=kind, condition={"result": "#", "previous": "%"}.get(column.kind, ""))
