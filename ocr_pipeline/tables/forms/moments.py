"""Tables with names across the page and a moment before each line: minutes after a drink of glucose, or the dates of a
flowsheet, of which only the newest is of now (``Date | Na | K``, perhaps with lines of units and intervals)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.forms.transposed import row_under
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.conditions import is_condition
from ocr_pipeline.tables.headers.dated import is_date, newest
from ocr_pipeline.tables.headers.lexicon import Kind, header_words
from ocr_pipeline.tables.naming.known import is_name

#: Room between two of its lines, in text heights.
_APART = 4.0
#: Names before which dates need no header.
LEAST = 3
_MOMENT = re.compile(
    r"\(?(?:(?:检[查测验]|采[样血集]|抽血|取[样血]|送检|测[定量]|试验|服糖|给药|用药|激发|刺激|监测|报告)?(?:时间点?|日期|时刻|时段|时相|时点)|"
    r"时间[/\\]项目|项目[/\\]时间|项目|"
    r"(?:(?:collection|collected|sample|sampling|visit|test|result|report|lab|draw|specimen) ?)?(?:date|time)s?(?: ?(?:/|&|and) ?times?)?"
    r"(?: ?(?:of )?(?:collection|collected|taken|drawn))?|collected|time point|minutes|"
    r"fecha|hora|fecha ?[/y] ?hora|date de prélèvement|heure|data|ora|data prelievo|tarih|saat|ngày|giờ|ngày xn)\)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.]?[0-5]\d(?: ?[ap]\.?m\.?)?", re.IGNORECASE)
_OF_NAME: tuple[Kind, ...] = ("unit", "ref")


def rows_of_moments(bands: Sequence[Band]) -> tuple[list[tuple[str, Row]], set[int]]:
    """Rows of tables with names across the page and a moment before each line, each with its moment (empty for a date); and
    the lines they are made of."""
    out: list[tuple[str, Row]] = []
    used: set[int] = set()
    for place, head in enumerate(bands):
        names = _names(head, bands[place + 1 : place + 4])
        if names is None:
            continue
        lines, around = _lines(names, head, bands[place + 1 :])
        dated = [band for band in lines if is_date(band.pieces[0].text)]
        now = _latest(dated)
        if not lines or (dated and (len(dated) < len(lines) or now is None)):
            continue
        if len(lines) < 2 and (not dated or len(names) < LEAST):
            continue
        if len(names) == 1 and (dated or len(lines) < LEAST):
            continue
        cells = {kind: _cells(names, band) for kind, band in around.items()}
        for band in [now] if now is not None else lines:
            moment = "" if dated else band.pieces[0].text
            here: dict[Kind, list[Piece]] = {**cells, "result": _cells(names, band)}
            rows = [_one(at, names, here) for at in range(len(names)) if not header_words(names[at].text)]
            out.extend((moment, _with_unit(row)) for row in rows if row is not None)
        used.update(p.index for band in (head, *lines, *around.values()) for p in band.pieces)
    return out, used


def _one(at: int, names: Sequence[Piece], cells: dict[Kind, list[Piece]]) -> Row | None:
    """The result under one of ``names``, with the interval beside it where each name has a column of them behind its own."""
    row = row_under(at, names, cells)
    heads = [[hit.kind for hit in header_words(p.text)] == ["ref"] for p in names]
    if row is None or row.refs or heads != [False, True] * (len(names) // 2):
        return row
    beside = row_under(at + 1, names, {"result": cells["result"]})
    told = [p for p in beside.value if looks_like_range(p.text)] if beside is not None else []
    return replace(row, refs=[told]) if told else row


def _names(head: Band, below: Sequence[Band]) -> list[Piece] | None:
    """The names that ``head`` prints across the page, behind the words for a moment; None where it does not."""
    said = [bool(_MOMENT.fullmatch(plain(p.text).strip(" :"))) for p in head.pieces]
    many = said.index(False) if False in said else len(said)
    dates = next((p for band in below if is_date((p := band.pieces[0]).text)), None)
    if not many and dates is None:
        return None
    names = [name for p in head.pieces[many:] for name in _each_name(p)]
    unsaid = dates is not None and bool(names) and dates.x1 < names[0].x0
    heads = [hits[0].kind for p in names if (hits := header_words(p.text))]
    if (
        len(names) < (1 if many else LEAST) + len(heads)
        or not (many or unsaid)
        or set(heads) - {"ref", "other", "method"}
    ):
        return None  # a column of intervals, whosever they are, may stand behind
    return names if sum(is_name(_bare_name(p)) for p in names) >= 0.5 * len(names) else None


def _lines(names: Sequence[Piece], head: Band, below: Sequence[Band]) -> tuple[list[Band], dict[Kind, Band]]:
    """The lines with a moment below ``head``, and those of units and intervals before or behind them."""
    lines: list[Band] = []
    around: dict[Kind, Band] = {}
    y = head.y
    for band in below:
        first = band.pieces[0].text
        if band.y - y > _APART * max(head.height, band.height):
            break
        if is_condition(first) or is_date(first):
            if around and lines and max(b.y for b in around.values()) > lines[0].y:
                break  # behind the table's foot
            lines.append(band)
        elif (kind := _kind(names, band)) is not None and kind not in around:
            around[kind] = band
        else:
            break
        y = band.y
    return lines, around


def _kind(names: Sequence[Piece], band: Band) -> Kind | None:
    """Whether a line without a moment holds the units or the intervals of the names: most of its cells do."""
    cells = _cells(names, band)
    if len(cells) < max(1, 0.4 * len(names)):
        return None
    units = [p for p in cells if parse_unit(plain(p.text).strip(" ()[]")) is not None and not p.text.isdigit()]
    ranges = [p for p in cells if looks_like_range(plain(p.text).strip(" ()[]"))]
    said = {hit.kind for p in band.pieces if p.x1 < names[0].x0 for hit in header_words(p.text)}
    for kind, found in zip(_OF_NAME, (units, ranges), strict=True):
        if len(found) >= (0.5 if kind in said else 0.7) * len(cells):
            return kind
    return None


def _cells(names: Sequence[Piece], band: Band) -> list[Piece]:
    """What stands below ``names``, not below what is before them."""
    edge = names[0].x0 - 1.5 * names[0].height
    first = 1 if is_date(band.pieces[0].text) or is_condition(band.pieces[0].text) else 0
    return [p for p in band.pieces[first:] if p.center > edge]


def _latest(dated: Sequence[Band]) -> Band | None:
    """The line of the newest date, of several of that day by their times; None where that cannot be told."""
    place = newest([band.pieces[0].text for band in dated])
    if place is None:
        return None
    same = [b for b in dated if newest([b.pieces[0].text, dated[place].pieces[0].text]) == 0]
    same = [b for b in same if newest([dated[place].pieces[0].text, b.pieces[0].text]) == 0]
    clocks = [_clock(band) for band in same]
    if len(same) == 1:
        return same[0]
    if None in clocks or len(set(clocks)) < len(clocks):
        return None
    return same[max(range(len(same)), key=lambda i: clocks[i] or 0)]


def _clock(band: Band) -> int | None:
    """Minutes of the day that the line's first or second cell says; None where neither does."""
    for piece in band.pieces[:2]:
        words = plain(piece.text).strip().rsplit(" ", 1)
        said = words[-1] if len(words) > 1 or piece is not band.pieces[0] else ""
        if (time := _CLOCK.fullmatch(said)) is not None:
            digits = re.sub(r"\D", "", time[0])
            late = 12 if "p" in said.casefold() and int(digits[:-2]) < 12 else 0
            return 60 * (int(digits[:-2]) + late) + int(digits[-2:])
    return None


def _with_unit(row: Row) -> Row:
    """``row`` with a unit that stands behind its name without brackets (``Na mmol/L``) in its place."""
    name = row.name[0]
    body, unit = split_trailing_unit(name.text)
    whole = plain(name.line.text)[name.start : name.end] == name.text
    if row.unit or not unit or not whole or not is_name(body) or parse_value(split_flag(body)[0]) is not None:
        return row
    at = name.end - len(unit)
    parts = name.cut(name.start, name.start + len(body)), name.cut(at, name.end)
    if None in parts:
        return row
    return replace(row, name=[p for p in parts[:1] if p], unit=[p for p in parts[1:] if p])


def _each_name(piece: Piece) -> list[Piece]:
    """The names of a piece in which two ran together behind the first one's unit: ``血糖(mmol/L)糖化血红蛋白(%)``."""
    text = plain(piece.line.text)
    ends = [m.end() for m in re.finditer(r"\)(?=[^\s)])", text[: piece.end]) if m.start() > piece.start]
    parts = [piece.cut(a, b) for a, b in pairwise([piece.start, *ends, piece.end])]
    return [p for p in parts if p is not None]


def _bare_name(piece: Piece) -> str:
    shown = re.sub(r"(?<=[\u4e00-\u9fff]{2})值\Z", "", re.sub(r"[(\[].*", "", plain(piece.text)).strip())
    return shown if is_name(shown) else split_trailing_unit(shown)[0]
