"""Parts of recognised lines with their place in the flat frame: what columns are filled with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from ocr_pipeline.page import Line
from ocr_pipeline.report import Polygon
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.numbers import NUMBER

#: An empty stretch of this many text heights inside a line separates cells, whatever stands around it.
WIDE_GAP = 0.75


_T = TypeVar("_T")


class _once(Generic[_T]):  # noqa: N801 - used as a decorator only
    """``functools.cached_property`` without its lock, which took longer than what most of these find (Python 3.11)."""

    def __init__(self, find: Callable[[Any], _T]) -> None:
        self._find, self._name = find, find.__name__

    @overload
    def __get__(self, piece: None, owner: type) -> _once[_T]: ...
    @overload
    def __get__(self, piece: object, owner: type) -> _T: ...
    def __get__(self, piece: object | None, owner: type) -> _T | _once[_T]:
        if piece is None:
            return self
        found: _T = self._find(piece)
        piece.__dict__[self._name] = found
        return found


@dataclass(frozen=True)
class Piece:
    """Characters ``start:end`` of line ``index``. ``x0, x1, y, height`` in flat pixels, ``y`` at the piece's middle."""

    line: Line
    index: int
    start: int
    end: int

    @_once
    def text(self) -> str:
        return self.line.text[self.start : self.end].strip()

    @_once
    def _edges(self) -> tuple[float, float]:
        chars = self.line.chars
        return chars[self.start].start, chars[self.end - 1].end

    @_once
    def x0(self) -> float:
        return self._x(self._edges[0])

    @_once
    def x1(self) -> float:
        return max(self._x(self._edges[1]), self.x0 + 1.0)

    @property
    def center(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @_once
    def height(self) -> float:
        return max(self.line.height, 1.0)

    @_once
    def y(self) -> float:
        (_, ty0), (_, ty1), (_, by1), (_, by0) = self.line.flat
        start, end = self._edges
        t = (start + end) / 2
        return (ty0 + by0) / 2 * (1 - t) + (ty1 + by1) / 2 * t

    def _x(self, t: float) -> float:
        (x0, _), (x1, _), (x2, _), (x3, _) = self.line.flat
        return (x0 + x3) / 2 * (1 - t) + (x1 + x2) / 2 * t

    def cut(self, start: int, end: int) -> Piece | None:
        """The part ``start:end`` (indices of the line) without the spaces at its ends, None when nothing is left."""
        text = self.line.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == self.start and end == self.end:
            return self  # with all that was found of it
        return Piece(self.line, self.index, start, end) if end > start else None

    @_once
    def polygon(self) -> Polygon:
        """In pixels of the original page image."""
        return self.line.polygon_of(self.start, self.end)

    @_once
    def _line(self) -> Line:
        return self.line.part(self.start, self.end)

    def as_line(self) -> Line:
        return self._line


#: What print-outs without graphics rule their tables with.
_RULE = re.compile(r"[-_=*~—–─━·\s]{8,}")


def whole(line: Line, index: int) -> Piece | None:
    """The line as a piece, None when nothing is printed in it, or nothing but a rule of dashes."""
    if len(line.chars) != len(line.text) or not line.text.strip() or _RULE.fullmatch(line.text):
        return None
    return Piece(line, index, 0, len(line.text)).cut(0, len(line.text))


#: Dots that lead the eye from a name to its value.
_LEADER = re.compile(r"\s*(?:[.…·．]\s?){4,}\s*|\s*…{2,}\s*")


def chunks(piece: Piece) -> list[Piece]:
    """``piece`` cut where a wide gap or a run of leader dots stands inside it; the dots themselves are dropped."""
    out: list[Piece] = []
    at = piece.start
    for leader in _LEADER.finditer(piece.line.text, piece.start, piece.end):
        out.extend(p for p in [piece.cut(at, leader.start())] if p is not None)
        at = leader.end()
    out.extend(p for p in [piece.cut(at, piece.end)] if p is not None)
    return [part for p in out for part in _by_gaps(p)]


_SPACES = re.compile(r"\s+")


def _by_gaps(piece: Piece) -> list[Piece]:
    chars, out, start = piece.line.chars, [], piece.start
    width = max(piece.line.right - piece.line.left, 1.0)
    for space in _SPACES.finditer(piece.line.text, piece.start, piece.end):
        gap = (chars[space.end() - 1].end - chars[space.start()].start) * width
        if gap > WIDE_GAP * piece.height or len(space[0]) > 2:
            out.append(piece.cut(start, space.start()))
            start = space.end()
    out.append(piece.cut(start, piece.end))
    return [p for p in out if p is not None]


_RANGE = rf"{NUMBER}\s?(?:-{{1,3}}|~+|至)\s?{NUMBER}"
_POWER_UNIT = r"[×xX*]?10(?:[\^*~°]{1,2}\d{1,2}/?|(?:9|12)/)[a-zA-Zμ]{0,2}"
_TOKEN = re.compile(
    rf"(?P<power>{_POWER_UNIT})|(?P<range>{_RANGE})|(?P<number>(?:(?:[<>≤≥]=?|=)\s?)?{NUMBER})|(?P<arrow>[↑↓*]+)"
    r"|(?P<latin>[A-Za-zÀ-ỹμ%‰][A-Za-zÀ-ỹμ%‰0-9/^.'-]*)|(?P<space>\s+)|(?P<cjk>[\u2e80-\u9fff]+)|(?P<other>.)"
)
_POWER_AT = re.compile(r"[×xX*]?10[\^*~]{1,2}\d{1,2}/")


def atoms(piece: Piece) -> list[Piece]:
    """The smallest parts that may stand in columns of their own: numbers, intervals, units, words, arrows.

    Names such as ``CA125``, ``25-OH-D`` or ``β2`` fall apart too; what lies in one column is joined again as printed.
    """
    text = plain(piece.line.text)
    stops = {m.start() for m in _POWER_AT.finditer(text, piece.start, piece.end)}
    out: list[Piece] = []
    at = piece.start
    while at < piece.end:
        limit = min((s for s in stops if s > at), default=piece.end)
        match = _TOKEN.match(text, at, limit)
        end = match.end() if match else at + 1
        if match is None or match.lastgroup != "space":
            found = piece.cut(at, end)
            if found is not None:
                out.append(found)
        at = end
    return _with_brackets(out)


def _with_brackets(parts: list[Piece]) -> list[Piece]:
    """Brackets go with what stands in them: ``(WBC)``, ``(+)`` are one part."""
    out: list[Piece] = []
    open_at: int | None = None
    for part in parts:
        char = plain(part.text)
        if open_at is not None:
            first = out[open_at]
            out[open_at] = Piece(part.line, part.index, first.start, part.end)
            if char.endswith((")", "]")):
                open_at = None
        else:
            out.append(part)
            if char in ("(", "[") and any(plain(p.text) in (")", "]") for p in parts if p.start > part.start):
                open_at = len(out) - 1
    return out


def joined(parts: Sequence[Piece]) -> str:
    """The print of a cell: parts of one line as that line prints them, parts of several lines with a space between
    (none between Han characters)."""
    text = ""
    before: Piece | None = None
    for part in parts:
        if before is not None and before.index == part.index and part.start >= before.end:
            between = part.line.text[before.end : part.start]
            text += (" " if between.strip() == "" and between else between if len(between) < 3 else " ") + part.text
        elif before is not None:
            glue = "" if text and is_cjk(text[-1]) and part.text and is_cjk(part.text[0]) else " "
            text += glue + part.text
        else:
            text = part.text
        before = part
    return text


def cut_pieces(pieces: Sequence[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    """Divides the pieces of one cell at character ``at`` of their joined print."""
    head: list[Piece] = []
    for place, piece in enumerate(pieces):
        shown = joined([*pieces[:place], piece])
        if len(shown) <= at:
            head.append(piece)
            continue
        inside = at - (len(shown) - len(piece.text))
        start = piece.start + piece.line.text[piece.start : piece.end].find(piece.text)
        first = piece.cut(start, start + max(0, inside))
        rest = piece.cut(start + max(0, inside), piece.end)
        tail = ([rest] if rest else []) + list(pieces[place + 1 :])
        return head + ([first] if first else []), tail
    return head, []


def once(pieces: list[Piece]) -> list[Piece]:
    """Without what the detector boxed twice: a piece that lies on another one and says the same or a part of it."""
    out: list[Piece] = []
    for piece in pieces:
        twin = next((o for o in out if o.index != piece.index and _same(o, piece)), None)
        if twin is None:
            out.append(piece)
        elif len(piece.text) > len(twin.text):
            out[out.index(twin)] = piece
    return out


def _same(one: Piece, other: Piece) -> bool:
    if one.x0 >= other.x1 or other.x0 >= one.x1:
        return False
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    if shared < 0.6 * min(one.width, other.width):
        return False
    a, b = plain(one.text).replace(" ", ""), plain(other.text).replace(" ", "")
    return a in b or b in a
