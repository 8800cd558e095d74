"""Bands of text, headers, panels side by side and their columns, all in the flat frame of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from ocr_pipeline.page import PageText
from ocr_pipeline.tables.frame.pieces import Piece, chunks, once, whole
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.values import is_word
from ocr_pipeline.tables.headers.broken import joined_words
from ocr_pipeline.tables.headers.columns import (
    Column,
    in_and_out_of_range,
    lower_and_upper,
    mostly_strange,
    names_between,
    results_and_units,
    with_lower_apart,
    without_modifiers,
)
from ocr_pipeline.tables.headers.conditions import conditions, is_header_unit, name_before_states, numbered
from ocr_pipeline.tables.headers.dated import begins_as_day, dates_apart, is_date, settle
from ocr_pipeline.tables.headers.lexicon import Hit, bent_words, header_words, kind_by_word, with_letters_lost
from ocr_pipeline.tables.headers.repeated import headed_as_beside
from ocr_pipeline.tables.naming.known import is_name

_RULES = frozenset("-_—–一|丨")  #: what pieces of rules beside header words are read as
#: Where a value lies in its interval, drawn in characters: ``|--*--|``.
_BAR = re.compile(r"[|\[(<][-=.*|xo•●▲◆ ]{3,}[|\])>]")
_FIGURES = re.compile(r"[<>≤≥]?[\d.,/~+-]+")


@dataclass
class Band:
    """Pieces on one baseline, left to right, with their mean middle and median height; ``twice``: the result in another unit;
    ``levels``: a row of several lines."""

    pieces: list[Piece]
    y: float
    height: float
    twice: str = ""
    levels: bool = False

    @property
    def text(self) -> str:
        return "  ".join(p.text for p in self.pieces)


@dataclass(frozen=True)
class Panel:
    """One run of columns with the bands below its header. ``bounds`` has one more entry than ``columns``.

    ``inferred`` marks columns found by content, without a header; ``foreign`` a table that holds no results."""

    columns: tuple[Column, ...]
    bounds: tuple[float, ...]
    top: float
    bands: tuple[Band, ...] = ()
    inferred: bool = False
    foreign: bool = False
    continued: bool = False

    def column_of(self, x: float) -> int:
        """Index of the column at ``x``; -1 left of the panel, ``len(columns)`` right of it."""
        return bisect_right(self.bounds, x) - 1


def bands(page: PageText, skip: frozenset[int] = frozenset()) -> list[Band]:
    """The page's pieces gathered by baseline, top to bottom. ``skip`` holds indices of lines to leave out."""
    pieces: list[Piece] = []
    for index, line in enumerate(page.lines):
        piece = whole(line, index) if index not in skip else None
        if piece is not None:
            kept = (p for c in chunks(piece) for p in dates_apart(c) if not _BAR.fullmatch(p.text))
            pieces.extend(p for p in kept if p.text.strip(" :：.…·．,_"))
    return gather(pieces)


def gather(pieces: Sequence[Piece]) -> list[Band]:
    """``pieces`` by baseline, top to bottom."""
    found: list[Band] = []
    for piece in sorted(pieces, key=lambda p: p.y):
        best: Band | None = None
        y, height, least = piece.y, piece.height, float("inf")
        for band in reversed(found[-12:]):
            off, other = abs(band.y - y), band.height
            near = 0.5 * other + 0.1 * height if other < height else 0.5 * height + 0.1 * other
            if off < near and off < least:
                best, least = band, off
        above = _collided(best, piece) if best is not None else None
        if best is None or above is not None:
            found.append(Band([piece], piece.y, piece.height))
            if best is not None and above is not None:
                _take_level(found[-1], best, above)
            continue
        best.pieces.append(piece)
        best.y = sum([p.y for p in best.pieces]) / len(best.pieces)
        best.height = median([p.height for p in best.pieces])
    _settle_bands(found)
    found = sorted((b for b in found if b.pieces), key=lambda b: b.y)
    for band in found:
        band.pieces = once(sorted(band.pieces, key=lambda p: p.x0))
    return found


def without_lines(text: list[Band], lines: set[int]) -> list[Band]:
    """The bands without what ``lines`` (indices) hold."""
    if not lines:
        return text
    kept = [Band([p for p in b.pieces if p.index not in lines], b.y, b.height) for b in text]
    return [b for b in kept if b.pieces]


def of_panel(mine: Sequence[Band], rows: Sequence[Band], bounds: Sequence[float]) -> tuple[Band, ...]:
    """``mine`` for one of several panels side by side: what of ``rows`` stands in it, gathered anew, so that the rows of the
    panels beside it, in step or not, decide nothing here; and all else as it is."""
    shared = [b for b in rows if not b.twice]
    pieces = [p for b in shared for p in b.pieces if p.x1 > bounds[0] and p.x0 < bounds[-1]]
    others = [b for b in mine if not any(b is s for s in shared)]
    return tuple(sorted([*gather(pieces), *others], key=lambda b: b.y))


def _settle_bands(found: list[Band]) -> None:
    """Moves a piece that was gathered too early to the band beside, when its neighbours there lie clearly nearer."""
    for place, band in enumerate(found):
        beside = [b for b in found[max(0, place - 3) : place + 4] if b is not band]
        while any(_settled(piece, band, beside) for piece in list(band.pieces)):
            pass  # what has left no longer pulls at the others


def _settled(piece: Piece, band: Band, beside: Sequence[Band]) -> bool:
    """Whether ``piece`` was moved to one of the bands ``beside`` its own."""
    rest = [p.y for p in band.pieces if p is not piece]
    here = abs(sum(rest) / len(rest) - piece.y) if rest else 0.0
    if here < 0.3 * piece.height:
        return False
    near = min((b for b in beside if b.pieces), key=lambda b: abs(b.y - piece.y), default=None)
    if near is None or abs(near.y - piece.y) > 0.4 * here or _overlaps(near, piece):
        return False
    band.pieces.remove(piece)
    near.pieces.append(piece)
    for changed in (band, near):
        changed.y = sum(p.y for p in changed.pieces) / len(changed.pieces)
    return True


def _overlaps(band: Band, piece: Piece) -> bool:
    return any(min(o.x1, piece.x1) - max(o.x0, piece.x0) > 0.3 * piece.height for o in band.pieces)


def _collided(band: Band, piece: Piece) -> Piece | None:
    """The piece of the band that ``piece`` would lie over, being clearly lower: two rows, not one."""
    x0, x1, y = piece.x0, piece.x1, piece.y
    for other in band.pieces:
        if other.x0 >= x1 or other.x1 <= x0:
            continue
        shared = min(other.x1, x1) - max(other.x0, x0)
        low = abs(other.y - y) > 0.35 * min(other.height, piece.height)
        if low and shared > 0.5 * min(other.width, piece.width):
            return other
    return None


def _take_level(lower: Band, upper: Band, above: Piece) -> None:
    """Moves the pieces of ``upper`` that stand level with ``lower``, which begins below ``above``, and were gathered before it."""
    first = lower.pieces[0]
    level = [p for p in upper.pieces if 2 * abs(p.y - first.y) < abs(p.y - above.y) and not _overlaps(lower, p)]
    for band, pieces in ((lower, [first, *level]), (upper, [p for p in upper.pieces if p not in level])):
        band.pieces, band.y = pieces, sum(p.y for p in pieces) / len(pieces)
        band.height = median([p.height for p in pieces])


@dataclass
class Header:
    band: Band
    columns: list[Column] = field(default_factory=list)
    unknown: list[Piece] = field(default_factory=list)


def read_header(band: Band) -> Header | None:
    """The band as a header, None when it is none: at least two kinds of columns, and nearly nothing else."""
    header = Header(band)
    units: list[Column] = []
    pieces = with_lower_apart([p for p in band.pieces if p.text.strip() not in _RULES])
    states = conditions(pieces)
    bounds = lower_and_upper([(p.text, p.x0, p.x1) for p in pieces])
    header.columns.extend([bounds] if bounds else [])
    broken, single = joined_words([p for p in pieces if not (bounds and bounds.x0 <= p.center <= bounds.x1)])
    header.columns.extend(broken)
    for piece in single:
        hits = header_words(piece.text) if piece not in states else ()
        if is_date(piece.text):
            header.columns.append(Column("result", piece.x0, piece.x1, piece.text))
            continue
        if is_header_unit(piece.text.strip(" ()")):
            units.append(Column("result", piece.x0, piece.x1, f"({plain(piece.text).strip(' ()')})"))
            continue
        of = numbered(piece.text) if not hits else None
        heads = header_words(of[0]) if of is not None else ()
        if of is not None and len(heads) == 1:
            condition = of[1] if heads[0].kind == "result" else ""
            header.columns.append(Column(heads[0].kind, piece.x0, piece.x1, of[0], condition=condition))
            continue
        if not hits:
            header.unknown.append(piece)
            continue
        header.columns.extend(_under_words(piece, hits))
    if header.unknown:
        _spread_words(header)
    if any(_FIGURES.fullmatch(plain(p.text)) for p in header.unknown):
        units = []  # a row of results
    if not (header.columns or units or states):
        return None
    if header.columns and header.unknown:
        _look_again(header)
    header.columns, header.unknown = headed_as_beside(header.columns, header.unknown)
    named = name_before_states(header.columns, band.pieces, header.unknown, states)
    if named is not None:
        header.columns, header.unknown = [named], [p for p in header.unknown if p in states]
    header.columns = results_and_units(header.columns)
    _targets(header)
    listed = {c.kind for c in header.columns}
    ranged = len(units) > 1 and sum(c.kind == "ref" for c in header.columns) == len(units)
    if (
        "result" not in listed
        and units
        and (listed & {"name", "code"} or ranged or {u.title for u in units} == {"(%)"})
    ):
        header.columns += units  # else units over their columns
    elif "result" not in listed and "name" in listed and states:
        header.columns += [Column("result", p.x0, p.x1, p.text, condition=p.text) for p in states]
        header.unknown = [p for p in header.unknown if p not in states]
    listed |= {c.kind for c in header.columns}
    if header.unknown and len(listed & {"name", "result", "unit", "ref", "flag"}) > 1:
        _by_their_words(header)
    _name_first(header)
    kinds = {c.kind for c in header.columns}
    useful = kinds & {"name", "result", "unit", "ref", "code"}
    if "foreign" in kinds and len(header.columns) >= 2 and not header.unknown:
        return header
    strange = mostly_strange(header.columns, [(p.x0, p.x1) for p in header.unknown])
    if len(kinds) < 2 or len(useful) < 2 or strange or not kinds & {"result", "ref", "unit"}:
        return None
    header.columns.sort(key=lambda c: c.x0)
    columns = without_modifiers(header.columns)
    if len(band.pieces) == 1 and [c.kind for c in columns] == ["result", "name"]:
        return None  # a title: ``RESULTADOS DE ANÁLISIS``
    columns += names_between(columns, [(p.text, p.x0, p.x1) for p in header.unknown])
    days = [p for p in header.unknown if begins_as_day(p.text)] if any(is_date(c.title) for c in columns) else []
    columns += [Column("previous", p.x0, p.x1, p.text) for p in days]
    header.unknown = [p for p in header.unknown if p not in days]
    header.columns = settle(in_and_out_of_range(sorted(columns, key=lambda c: c.x0)), torn=bool(days))
    return header


def _under_words(piece: Piece, hits: Sequence[Hit]) -> Iterator[Column]:
    """The columns that the words of one piece head."""
    base = piece.line.text.find(piece.text, piece.start)
    for hit in hits:
        part = piece.cut(base + hit.start, base + hit.end)
        if part is not None:
            yield Column(hit.kind, part.x0, part.x1, piece.text)


def _by_their_words(header: Header) -> None:
    """Pieces that no list holds, by the word that says what they head (``Lower reference limit``, ``食物名称``): only for a
    kind that the header lacks, and for one interval a column of results."""
    for piece in list(header.unknown):
        kind = kind_by_word(piece.text)
        kinds = [c.kind for c in header.columns]
        most = max(1, kinds.count("result")) if kind in ("ref", "name") else 1
        if kind is not None and kinds.count(kind) < most:
            header.columns.append(Column(kind, piece.x0, piece.x1, piece.text))
            header.unknown.remove(piece)


def _targets(header: Header) -> None:
    """``Target | Result | Ct value``: what a PCR looks for stands first; elsewhere a target is an interval."""
    for piece in header.unknown:
        if plain(piece.text).strip().casefold() in ("target", "targets") and all(
            piece.x1 < c.x0 and c.kind not in ("name", "code") for c in header.columns
        ):
            header.columns.append(Column("name", piece.x0, piece.x1, piece.text))
            header.unknown.remove(piece)
            return


def _name_first(header: Header) -> None:
    """Names come before their results: the first header of a table whose only word for names stands behind both results and
    intervals (``Disorder Result Cutoff Determination``), or for drugs that are measured, heads them."""
    columns = sorted(header.columns, key=lambda c: c.x0)
    results = [c for c in columns if c.kind == "result"]
    if not results or not any(c.kind in ("ref", "unit") for c in columns):
        return
    names = [c for c in columns if c.kind == "name"]
    first = columns[0]
    if not names and first.kind == "foreign" and first.x1 < results[0].x0:
        same = [c for c in columns if c.title == first.title and c.x1 < results[0].x0]
        header.columns = [c for c in header.columns if c not in same]
        header.columns.append(replace(first, kind="name", x1=same[-1].x1))
    before = [p for p in header.unknown if p.x1 < results[0].x0]
    if len(names) == 1 and names[0] is columns[-1] and names[0].x0 > results[0].x1 and before:
        header.columns[header.columns.index(names[0])] = replace(names[0], kind="other")
        header.columns.append(Column("name", before[0].x0, before[0].x1, before[0].text))
        header.unknown.remove(before[0])


def _spread_words(header: Header) -> None:
    """Words printed with wide gaps between their letters (``结　果``), which the detector boxed one by one."""
    pieces = header.unknown
    at = 0
    while at < len(pieces):
        for many in (4, 3, 2) if len(pieces[at].text) <= 3 else ():
            parts = pieces[at : at + many]
            if len(parts) < many or any(len(p.text) > 3 for p in parts):
                continue
            if not all(b.x0 - a.x1 < 3.0 * a.height for a, b in pairwise(parts)):
                continue
            text = "".join(p.text for p in parts)
            hits = header_words(text)
            if len(hits) == 1:
                header.columns.append(Column(hits[0].kind, parts[0].x0, parts[-1].x1, text))
                del pieces[at : at + many]
                at -= 1
                break
        at += 1


def _look_again(header: Header) -> None:
    """Pieces that are two bent header words run together, in a band that has other header words."""
    for piece in list(header.unknown):
        if is_name(piece.text) or is_word(piece.text):
            continue
        hits = with_letters_lost(piece.text) or bent_words(piece.text, piece.line.confidence)
        header.columns.extend(_under_words(piece, hits))
        if hits:
            header.unknown.remove(piece)


def is_foreign(columns: Sequence[Column]) -> bool:
    kinds = {c.kind for c in columns}
    return "foreign" in kinds and not ("result" in kinds and kinds & {"ref", "unit"})
