"""Results printed as a list, each whole on one line (``Haemoglobin: 141 g/L (130 - 170) High``) or several in a row with
semicolons between them (``白细胞 15.2×10^9/L↑；血红蛋白 131g/L；``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.tables.flags import parse_flag, split_flag
from ocr_pipeline.tables.grid import Band
from ocr_pipeline.tables.normal import plain
from ocr_pipeline.tables.pieces import Piece
from ocr_pipeline.tables.ranges import looks_like_range
from ocr_pipeline.tables.rows import Row
from ocr_pipeline.tables.scope import ends_table, has_date
from ocr_pipeline.tables.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.values import parse_value

#: Fewer such lines may be prose that mentions a measurement.
LEAST = 3
_BRACKETS = re.compile(
    r"[(\[（【]\s*(?:(?:ref(?:erence)?\.?(?: (?:range|interval))?|normal(?: range)?|nr|rr|参考(?:值|范围|区间)?|正常值?)\s*[:：]?\s*)?(?P<ref>[^()\[\]（）【】]+?)\s*[)\]）】]",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?P<name>[^\d\s:：<>≤≥=+-][^:：=]*?[^\W_)\]）]*[)\]）]?)\s*(?:[:：=]\s*|\s+|(?<=[\u4e00-\u9fff)）]))(?P<rest>[<>≤≥]?=?\s?[\d+(-].*)\Z"
)


def listed_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of lines, one or several side by side, with name, value, unit and an interval in brackets each; none when there are
    fewer than :data:`LEAST`."""
    single = [band.pieces[0] for band in bands if len(band.pieces) == 1]
    whole = [[_row(piece) for piece in band.pieces] for band in bands]
    rows = [row for band in whole if all(band) for row in band if row is not None]
    rows = rows or [r for p in single for r in _strung(p)]
    return rows if len(rows) >= LEAST else []


_HEADING = re.compile(r"[^:\d]{2,12}:\s*(?=[^\d:]{1,20}\d)")


def _strung(piece: Piece) -> list[Row]:
    """The results of a line that holds nothing else than results with a unit each, semicolons between them; none of a line
    with fewer than two."""
    text = plain(piece.line.text)[piece.start : piece.end]
    if text.count(";") < 1 or has_date(text):
        return []
    rows: list[Row] = []
    at = 0
    for segment in re.split(r"(?<=;)", text.rstrip(" .;")):
        body = segment.rstrip("; ")
        heading = _HEADING.match(body) if not rows and body.count(":") > 0 else None
        lead = heading.end() if heading and _NAME.match(body[heading.end() :]) else 0
        row = _segment(piece, at + lead, body[lead:])
        if row is None:
            return []
        rows.append(row)
        at += len(segment)
    return rows if len(rows) > 1 else []


def _segment(piece: Piece, at: int, text: str) -> Row | None:
    head = _NAME.match(text)
    if head is None:
        return None
    body, mark = split_flag(head["rest"])
    value, unit = split_trailing_unit(body.strip())
    if parse_value(value) is None or parse_unit(unit) is None:
        return None
    begin = at + head.start("rest")

    def part(start: int, end: int) -> list[Piece]:
        cut = piece.cut(piece.start + start, piece.start + end)
        return [cut] if cut is not None else []

    row = Row(
        piece.y, piece.height, part(at + head.start("name"), at + head.end("name")), [], part(begin, begin + len(value))
    )
    row.unit = part(begin + len(value), begin + len(body.rstrip()))
    row.marks = [(piece, mark)] if mark else []
    return row


def _row(piece: Piece) -> Row | None:
    text = plain(piece.line.text)[piece.start : piece.end]
    found = [m for m in _BRACKETS.finditer(text) if looks_like_range(m["ref"])]
    if not found or has_date(text):
        return None
    ref = found[-1]
    tail = text[ref.end() :].strip(" .,;")
    mark = parse_flag(tail, column=True) if tail else None
    head = _NAME.match(text[: ref.start()].rstrip())
    if head is None or (tail and mark is None) or ends_table(head["name"]):
        return None
    body, unit = split_trailing_unit(head["rest"].strip())
    value, glued = split_flag(body.strip())
    if parse_value(value) is None or not (parse_unit(unit) or glued or mark or not unit):
        return None

    def part(start: int, end: int) -> list[Piece]:
        cut = piece.cut(piece.start + start, piece.start + end)
        return [cut] if cut is not None else []

    begin = head.start("rest")
    width = len(head["rest"]) - len(unit) if unit else len(head["rest"])
    row = Row(piece.y, piece.height, part(*head.span("name")), [], part(begin, begin + width))
    row.unit = part(begin + width, head.end("rest")) if unit else []
    row.refs = [part(*ref.span("ref"))]
    row.marks = [(piece, mark)] if mark else []
    return row
