"""Results printed as a list, each whole on one line (``Haemoglobin: 141 g/L (130 - 170) High``) or several in a row with
semicolons between them (``白细胞 15.2×10^9/L↑；血红蛋白 131g/L；``)."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import partial
from itertools import combinations

from ocr_pipeline.fields import labels_in
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band, read_header
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.intervals.called import LABEL
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import ends_table, has_date

#: Fewer such lines may be prose that mentions a measurement.
LEAST = 3
_MOST_DASHED = 0.5  #: of the rows, where the dash is a separator
_BRACKETS = re.compile(
    r"[(\[（【]\s*(?:(?:ref(?:erence)?\.?(?: (?:range|interval))?|normal(?: range)?|nr|rr|参考(?:值|范围|区间)?|正常值?)\s*[:：]?\s*)?(?P<ref>[^()\[\]（）【】]+?)\s*[)\]）】]",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?P<name>[^\d\s:：<>≤≥=+-][^:：=]*?[^\W_)\]）]*[)\]）]?)\s*(?:[:：=]\s*|(?<=\s)-{1,2}\s+(?=[<>≤≥\d])|\s+|(?<=[\u4e00-\u9fff)）]))(?P<rest>[<>≤≥]?=?\s?(?:[\d+-]|\((?=\s?[-+±\d])).*)\Z"
)


#: Run together about a dash: ``Magnesium-0.61mmol/L``.
_DASHED = re.compile(r"(?P<name>[^\W\d_][^\d:<>]*?[A-Za-z)]{3})(?P<rest>\s?-\s?\d.*)\Z")


def listed_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of lines, one or several side by side, with name, value, unit and an interval in brackets each; none when there are
    fewer than :data:`LEAST`."""
    single = [band.pieces[0] for band in bands if len(band.pieces) == 1]
    whole = [_rows(band) for band in bands]
    rows = [row for band in whole if all(band) for row in band if row is not None]
    rows = rows or [r for p in single for r in _strung(p)]
    return _without_dashes(rows) if len(rows) >= LEAST else []


def unread_between(bands: Sequence[Band], rows: Sequence[Row]) -> list[Piece]:
    """What stands between ``rows`` of a list and was not read, though it begins like a row, with a name and a number, or has a
    name and a value below and above those of the others."""
    if len(rows) < LEAST:
        return []
    used = {p.index for row in rows for p in row.pieces()}
    first, last = min(row.y for row in rows), max(row.y for row in rows)
    inside = [b for b in bands if first < b.y < last and not used & {p.index for p in b.pieces}]
    columns = [(row.name[0].x0, row.value[0].x0) for row in rows if row.name and row.value]
    return [b.pieces[0] for b in inside if _begins_like_a_row(b.pieces[0]) or _fits(b, columns)]


def _begins_like_a_row(piece: Piece) -> bool:
    text = plain(piece.line.text)[piece.start : piece.end]
    return bool(_NAME.match(text)) and not (has_date(text) or ends_table(text))


def _fits(band: Band, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a piece of letters and a value right of it begin where a name and its value begin in two rows."""
    return any(
        sum(abs(name.x0 - x) < band.height and abs(value.x0 - at) < band.height for x, at in columns) >= 2
        for name, value in combinations(band.pieces, 2)
        if name.text[:1].isalpha() and parse_value(value.text) is not None
    )


def _without_dashes(rows: list[Row]) -> list[Row]:
    """``rows`` without the dash between name and value where nearly all have one (``Sodium - 141 mmol/L (Ref: 135 - 145)``): it
    was read as a minus, which the intervals rule out."""
    dashed = [
        row
        for row in rows
        if row.value and row.value[0].text.startswith("-") and row.refs and row.refs[0][0].text[:1].isdigit()
    ]
    if len(dashed) < max(2, _MOST_DASHED * len(rows)):
        return rows
    for row in dashed:
        row.value = cut_pieces(row.value, 1)[1]
    return rows


def _rows(band: Band) -> list[Row | None]:
    """A row a piece; a piece in brackets behind one that has none is its interval."""
    out: list[Row | None] = []
    rest = list(band.pieces)
    while rest:
        piece, behind = rest.pop(0), rest[0] if rest else None
        row = _row(piece)
        bracket = _BRACKETS.fullmatch(plain(behind.text).strip()) if row is None and behind is not None else None
        if behind is not None and bracket is not None and looks_like_range(bracket["ref"]):
            row = segment(piece, 0, plain(piece.line.text)[piece.start : piece.end], plainly=False)
            shown = plain(behind.line.text)[behind.start : behind.end]
            at = behind.start + shown.find(bracket["ref"])
            ref = behind.cut(at, at + len(bracket["ref"]))
            if row is not None and ref is not None:
                row.refs = [[ref]]
                rest.pop(0)
        out.append(row)
    return out


#: Text heights from the rows of a table to a line that goes with it.
_NEAR = 5.0
_LONGEST = 60  #: characters of a name and its finding


def alone_rows(bands: Sequence[Band], taken: Container[int]) -> list[Row]:
    """Rows of lines near a table that print a whole result in one piece across its columns (``电导率 18.2 mS/cm``, ``HbA1c 7.4 %
    参考值：4.0-6.0 %``): a known name, a number and its unit, or a finding behind a colon. ``taken`` are the lines of the table's rows."""
    heights = [b.y for b in bands if any(p.index in taken for p in b.pieces)]
    out: list[Row] = []
    for band in bands:
        piece = band.pieces[0]
        text = plain(piece.line.text)[piece.start : piece.end]
        if len(band.pieces) > 1 or piece.index in taken or has_date(text):
            continue
        if ends_table(text) or min((abs(band.y - y) for y in heights), default=1e9) > _NEAR * band.height:
            continue
        row = found = _found(piece, text)
        if row is None and any(map(str.isdigit, text)):
            row = _row(piece) or _called(piece, text) or segment(piece, 0, text)
        again = found is not None and _goes_on(out, found)
        if row is not None and (again or is_name(row.name[0].text)):
            out.append(row)
            heights.append(band.y)
    return out


def _goes_on(rows: Sequence[Row], row: Row) -> bool:
    """Whether ``row`` stands right below the last of ``rows``, in line with it, behind what is no label of a form."""
    name, last = row.name[0], rows[-1].name[0] if rows else None
    beside = last is not None and abs(last.x0 - name.x0) < name.height and row.y - last.y < 2.2 * row.height
    return beside and not labels_in(f"{name.text}:") and heading_in(f"{name.text}:") is None


def _found(piece: Piece, text: str) -> Row | None:
    """The result of a line that says a finding behind a colon and nothing else (``Malaria parasite: Seen (+)``)."""
    label, colon, said = text.partition(":")
    value = parse_value(split_flag(said.strip())[0]) if colon and len(text) <= _LONGEST else None
    name = piece.cut(piece.start, piece.start + len(label))
    found = piece.cut(piece.start + len(label) + 1, piece.end)
    if value is None or value.kind not in ("word", "sign", "titre") or name is None or found is None:
        return None
    return Row(piece.y, piece.height, [name], [], [found])


def _called(piece: Piece, text: str) -> Row | None:
    """The result of a line that ends in an interval that calls itself one."""
    label = LABEL.search(text)
    row = segment(piece, 0, text[: label.start()].rstrip()) if label and looks_like_range(text[label.end() :]) else None
    ref = piece.cut(piece.start + label.end(), piece.end) if label else None
    if row is not None and ref is not None:
        row.refs = [[ref]]
    return row


def labelled_beside(bands: Sequence[Band]) -> list[Row]:
    """Rows of lines between or below the rows of a table that print several whole results with colons side by side (``Total
    Protein: 7.5 g/dL   A/G Ratio: 1.09``): a known name and a number each."""
    out: list[Row] = []
    for band in bands:
        texts = [plain(p.line.text)[p.start : p.end] for p in band.pieces]
        if len(texts) < 2 or not all(":" in t for t in texts):
            continue
        rows = [segment(p, 0, t, plainly=False) for p, t in zip(band.pieces, texts, strict=True)]
        named = [row for row in rows if row is not None and is_name(row.name[0].text.rstrip(" :"))]
        out.extend(named if len(named) == len(rows) else [])
    return out if out and any(read_header(band) is not None for band in bands) else []


_EVEN = 0.7  #: text heights by which the gaps behind names differ at most
_RAGGED = 5.0  #: and by which values that follow names of any length differ at least in where they begin


def ragged_rows(bands: Sequence[Band]) -> list[Row]:
    """Rows of lines that set value, interval in brackets and mark behind a name of any length with a few spaces between, so that
    nothing stands in columns (``Serum calcium   2.61 mmol/L  [2.20 - 2.60]  High``)."""
    found = [(band, row) for band in bands if (row := _ragged(band)) is not None]
    starts = [row.value[0].x0 for _, row in found]
    gaps = [row.value[0].x0 - row.name[0].x1 for _, row in found]
    height = max((band.height for band, _ in found), default=0.0)
    lists = len(found) >= LEAST + 1 and sum(bool(row.refs) for _, row in found) >= 0.5 * len(found)
    if not lists or max(gaps) - min(gaps) > _EVEN * height or max(starts) - min(starts) < _RAGGED * height:
        return []
    return [row for _, row in found]


_SERIAL = re.compile(r"\d{1,2}\s?[、.)]")


def _ragged(band: Band) -> Row | None:
    name, *rest = band.pieces[1:] if len(band.pieces) > 2 and _SERIAL.fullmatch(band.pieces[0].text) else band.pieces
    value = rest.pop(0) if rest else None
    if value is None or not any(map(str.isalpha, name.text)) or name.text.endswith(":") or has_date(band.text):
        return None
    serial = re.match(r"\d{1,2}\s?、\s?", name.text)
    name = (name.cut(name.start + serial.end(), name.end) or name) if serial else name
    value, ref = _before_interval(value)
    said, mark = split_flag(value.text)
    body, unit = split_trailing_unit(said)
    if parse_value(body) is None or not any(map(str.isdigit, body)) or (unit and parse_unit(unit) is None):
        return None
    at, end = value.start + len(body), value.start + len(said)
    cut = value.cut(value.start, at), value.cut(at, end)
    row = Row(band.y, band.height, [name], [], [p for p in cut[:1] if p], [p for p in cut[1:] if p and unit])
    row.refs, row.marks = [[ref]] if ref else [], [(value, mark)] if mark else []
    for piece in rest:
        bracket = _BRACKETS.fullmatch(plain(piece.text).strip())
        mark = parse_flag(piece.text, column=True)
        if bracket is not None and looks_like_range(bracket["ref"]) and not row.refs:
            row.refs = [[piece]]
        elif mark is not None and not row.marks:
            row.marks = [(piece, mark)]
        else:
            return None
    return row


def _before_interval(value: Piece) -> tuple[Piece, Piece | None]:
    """``0.34 ng/mL ↑(0.00-0.30)`` as what stands before the interval in brackets, and that; as it is without one."""
    text = plain(value.line.text)[value.start : value.end]
    last = next(
        (m for m in _BRACKETS.finditer(text) if m.end() == len(text.rstrip()) and looks_like_range(m["ref"])), None
    )
    before = value.cut(value.start, value.start + last.start()) if last else None
    ref = value.cut(value.start + last.start(), value.end) if last else None
    return (before, ref) if before is not None and before.text.strip() else (value, None)


_HEADING = re.compile(r"[^:\d]{2,12}:\s*(?=[^\d:]{1,20}\d)")


def _strung(piece: Piece) -> list[Row]:
    """The results of a line that holds nothing else than results with a unit each, semicolons between them; none of a line
    with fewer than two."""
    text = plain(piece.line.text)[piece.start : piece.end]
    if text.count(";") < 1 or has_date(text):
        return []
    rows: list[Row] = []
    at = 0
    for part in re.split(r"(?<=;)", text.rstrip(" .;")):
        body = part.rstrip("; ")
        heading = _HEADING.match(body) if not rows and body.count(":") > 0 else None
        lead = heading.end() if heading and _NAME.match(body[heading.end() :]) else 0
        row = segment(piece, at + lead, body[lead:])
        if row is None:
            return []
        rows.append(row)
        at += len(part)
    return rows if len(rows) > 1 else []


def _part(piece: Piece, start: int, end: int) -> list[Piece]:
    """Characters ``start:end`` of the piece's own text as a cell."""
    cut = piece.cut(piece.start + start, piece.start + end)
    return [cut] if cut is not None else []


def segment(piece: Piece, at: int, text: str, plainly: bool = True) -> Row | None:
    """The result that ``text`` prints at ``at`` of ``piece``; ``plainly`` asks for a unit."""
    head = _NAME.match(text)
    if head is None or (not plainly and (has_date(text) or ends_table(head["name"]))):
        return None
    body, mark = split_flag(head["rest"])
    value, unit = split_trailing_unit(body.strip())
    bare, _ = split_flag(value.strip())  # a mark between the two
    if parse_value(bare) is None or (parse_unit(unit) is None and (plainly or unit)):
        return None
    begin, part = at + head.start("rest"), partial(_part, piece)
    row = Row(
        piece.y, piece.height, part(at + head.start("name"), at + head.end("name")), [], part(begin, begin + len(value))
    )
    row.unit = part(begin + len(value), begin + len(body.rstrip())) if unit else []
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
    before = text[: ref.start()].rstrip()
    head = _NAME.match(before) or _DASHED.match(before)
    if head is None or (tail and mark is None) or ends_table(head["name"]):
        return None
    said, behind = split_flag(head["rest"].strip())
    said = said if behind is not None and head["rest"].startswith(said) else head["rest"].strip()
    mark = mark or (behind if said != head["rest"].strip() else None)
    body, unit = split_trailing_unit(said)
    value, glued = split_flag(body.strip())
    if parse_value(value) is None or not (parse_unit(unit) or glued or mark or not unit):
        return None
    begin, part = head.start("rest"), partial(_part, piece)
    width = len(said) - len(unit)
    row = Row(piece.y, piece.height, part(*head.span("name")), [], part(begin, begin + width))
    row.unit = part(begin + width, begin + len(said)) if unit else []
    row.refs = [part(*ref.span("ref"))]
    row.marks = [(piece, mark)] if mark else []
    return row
