"""Where to cut a piece that lies over several columns: near the boundary, in a gap, and so that both sides make sense."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.frame.seams import seams, spare_room
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.numbers import NUMBER, decimals, parse_number
from ocr_pipeline.tables.grammar.ranges import Range, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.headers.lexicon import Kind

#: How far from a boundary, in text heights, a cut is looked for.
_REACH = 3.5
#: By how much a path costs more that is no rival.
RIVAL = 0.25
#: Characters; no cell of one line is longer.
_LONGEST = 160
#: What a word of results ends in, before another word: ``阴性(-)阴性(-)`` are two whole ones.
_SIGN_OF_ANOTHER = re.compile(r"\(\s?[-+±]{1,4}\s?\)\s?[^\s\d]")
#: The unit behind an interval, run into a method (``s酶法``).
_UNIT_BEFORE = re.compile(r"[A-Za-zμ%/]{1,8}(?=[\u4e00-\u9fff])")
_ENDS_IN_VALUE = re.compile(rf"[\s\u2e80-\u9fff)](?:[<>≤≥]\s*)?{NUMBER}\Z")


def divide(panel: Panel, piece: Piece) -> tuple[list[tuple[int, Piece]], bool]:
    """The parts of ``piece`` with the index of the column that each belongs to, left to right; and whether a cut went
    through print without a gap where it could as well have gone elsewhere."""
    first = max(0, min(panel.column_of(piece.x0), len(panel.columns) - 1))
    last = max(0, min(panel.column_of(piece.x1), len(panel.columns) - 1))
    first = _outer(panel, piece, first, -1)
    last = _outer(panel, piece, last, 1)
    begin, end = _inside(panel, piece)
    if begin >= end:
        return [], False
    if first >= last:
        part = piece.cut(begin, end)
        return ([(first, part)] if part else []), False
    cuts = _Cuts(panel, piece, begin, end)
    paths = cuts.best(first, last)
    chosen = paths[0]
    out: list[tuple[int, Piece]] = []
    for column, (a, b) in zip(range(first, last + 1), chosen[1], strict=True):
        part = piece.cut(a, b) if b > a else None
        if part is not None:
            out.append((column, part))
    said = cuts.texts(chosen[1])
    rival = next((cost for cost, cells in paths[1:] if cuts.texts(cells) != said), None)
    unsure = rival is not None and len(out) > 1 and rival - chosen[0] < RIVAL and cuts.cuts_print(chosen[1])
    return out, unsure


def _inside(panel: Panel, piece: Piece) -> tuple[int, int]:
    """The characters of the piece that lie in the panel (its ends may belong to the panels beside it)."""
    begin, end = piece.start, piece.end
    left, right = panel.bounds[0], panel.bounds[-1]
    if piece.x0 < left:
        begin = _nearest_stop(piece, left)
    if piece.x1 > right:
        end = _nearest_stop(piece, right)
    return begin, end


def _nearest_stop(piece: Piece, x: float) -> int:
    """The index of a seam nearest to ``x`` where the piece may be cut between two panels."""
    text = plain(piece.line.text)
    best, cost = piece.start, float("inf")
    places = seams(piece)
    for at in range(piece.start, piece.end + 1):
        away = abs(places[at] - x) / piece.height
        value = away - 0.6 * _seam(text, at) + (0.0 if piece.start < at < piece.end else 0.2)
        if value < cost:
            best, cost = at, value
    return best


@lru_cache(maxsize=4096)
def _kind_of(char: str) -> str:
    if char.isspace():
        return " "
    if is_cjk(char):
        return "c"
    if char.isdigit() or char in ".,":
        return "d"
    return "a" if char.isalpha() else char


def _seam(text: str, at: int) -> float:
    """1 at a space, 0.7 where the kind of character changes, 0 inside a run."""
    if at <= 0 or at >= len(text):
        return 1.0
    before, after = _kind_of(text[at - 1]), _kind_of(text[at])
    if " " in (before, after):
        return 1.0
    return 0.7 if before != after else 0.0


@lru_cache(maxsize=8192)
def _fault(kind: Kind, text: str) -> float:
    """How badly ``text`` fits a column of ``kind``; an empty cell fits any."""
    body = plain(text).strip()
    if len(body) > _LONGEST:
        return 1.6
    if not body:
        return 0.0 if kind in ("flag", "unit", "other", "previous", "method", "code", "serial") else 0.35
    if kind in ("result", "ref") and body.count("(") != body.count(")"):
        return 1.2
    if kind == "result":
        bare = split_flag(body)[0].replace(" ", "")
        if parse_value(bare) is not None:
            power = re.search(r"10\^?\d{1,2}\Z", bare) and any(c in bare for c in "×xX*")
            return 0.6 if bare.startswith((".", ",")) else 0.9 if power else 0.0
        head = split_trailing_unit(bare)[0]
        return 0.25 if head != bare and parse_value(head) is not None else 1.6
    if kind == "ref":
        if _SIGN_OF_ANOTHER.match(body) or re.match(r"-\d+-", body):  # 0-20-5 is 0-2 and 0-5
            return 0.9
        found = parse_range(body.replace(" ", "")) or _of_whole(body)
        if re.match(r"0\d[\d.,]*\s?-", body):
            return 0.5  # few bounds are printed so
        if found is None and is_word(body):
            return 0.0
        if found is None:
            torn = body[0] == "/" or body[:2] in ("m2", "m3")  # the end of a unit
            return (2.0 if torn else 1.2) if any(c.isdigit() for c in body) else 0.9
        uneven = bool(found.low_text and found.high_text) and decimals(found.low_text) != decimals(found.high_text)
        return 0.6 if body.startswith((".", ",")) else 0.3 if uneven else 0.0
    if kind == "unit":
        whole = parse_unit(body) is not None and not body.endswith(("1.73", "1.73m"))  # of square metres
        return 0.0 if whole else 1.2
    if kind == "flag":  # ``11.2 s``: seconds; susceptible is a capital
        return 0.0 if body != "s" and parse_flag(body, column=True) is not None else 1.6
    if kind == "method":
        run = _UNIT_BEFORE.match(body)
        return 0.6 if run and parse_unit(run[0]) is not None else 0.0
    if kind == "serial":
        return 0.0 if body.strip(".、").isdigit() else 1.6
    if kind == "name":
        if not any(c.isalpha() for c in body):
            return 1.2
        return 0.6 if _ENDS_IN_VALUE.search(body) else 0.0
    if kind == "code":
        return 0.0 if re.fullmatch(r"[*A-Za-z][\w%#/+.()-]{0,14}", body) else 0.5
    return 0.0


def _of_whole(body: str) -> Range | None:
    """The interval of ``[10.0-14.0] s``, with its unit behind it."""
    head, unit = split_trailing_unit(body)
    return parse_range(head) if unit else None


class _Cuts:
    """Searches the cheapest cuts of one piece."""

    def __init__(self, panel: Panel, piece: Piece, begin: int, end: int) -> None:
        self.panel, self.piece, self.begin, self.end = panel, piece, begin, end
        self.text = plain(piece.line.text)
        self.seams = seams(piece)

    def best(self, first: int, last: int) -> list[tuple[float, list[tuple[int, int]]]]:
        """Up to four paths, cheapest first: cost, and for each column its characters. Those that cost more than the cheapest by
        ``RIVAL`` or more may be missing."""
        cuts = [{at: self._cut(column, at) for at in self._stops(column)} for column in range(first, last)]
        cuts.append({self.end: 0.0})
        least = [sum(min(held.values()) for held in cuts[place:]) for place in range(1, len(cuts) + 1)]
        most = self._greedy(first, cuts) + RIVAL + 1e-6
        paths: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
        for column, held, rest in zip(range(first, last + 1), cuts, least, strict=True):
            grown: list[tuple[float, list[tuple[int, int]]]] = []
            for stop, cut in held.items():
                group = []
                for cost, cells in paths:
                    start = cells[-1][1] if cells else self.begin
                    if start <= stop and cost + cut + rest <= most:
                        group.append((cost + (self._cell(column, start, stop) + cut), [*cells, (start, stop)]))
                grown.extend(sorted(group, key=lambda q: q[0])[:3])
            paths = grown
        return sorted(((cost + self._uneven(first, cells), cells) for cost, cells in paths), key=lambda q: q[0])[:4]

    def _greedy(self, first: int, cuts: Sequence[Mapping[int, float]]) -> float:
        """What the path costs that takes the cheapest cut of each column."""
        cells: list[tuple[int, int]] = []
        cost, start = 0.0, self.begin
        for column, held in enumerate(cuts, first):
            stop = min((at for at in held if at >= start), key=held.__getitem__)
            cost += self._cell(column, start, stop) + held[stop]
            cells.append((start, stop))
            start = stop
        return cost + self._uneven(first, cells)

    def _uneven(self, first: int, cells: list[tuple[int, int]]) -> float:
        """What it costs that a value has more decimals than the interval right beside it (66.74 and 0.0-75.0), or lies far
        above it without a mark (907 and 0-110, where 90 and 70-110 are possible too)."""
        kinds = [c.kind for c in self.panel.columns[first : first + len(cells)]]
        for (left, right), (value, ref) in zip(pairwise(kinds), pairwise(cells), strict=True):
            interval = parse_range(self.text[slice(*ref)].strip()) if (left, right) == ("result", "ref") else None
            number, mark = split_flag(self.text[slice(*value)].strip())
            if interval is not None and interval.low_text and decimals(number) > decimals(interval.low_text):
                return 0.4
            said = parse_number(number)
            if said is not None and mark is None and interval is not None and interval.high is not None:
                return 0.3 if said > 4 * interval.high else 0.0
        return 0.0

    def _stops(self, column: int) -> list[int]:
        bound = self.panel.bounds[column + 1]
        reach = _REACH * self.piece.height
        return [
            at
            for at in range(self.begin, self.end + 1)
            if at in (self.begin, self.end)
            or (abs(self.seams[at] - bound) <= reach and not self.text[at - 1].isspace())
        ]

    def _cell(self, column: int, start: int, stop: int) -> float:
        return _fault(self.panel.columns[column].kind, self.piece.line.text[start:stop].strip())

    def _cut(self, column: int, at: int) -> float:
        away = abs(self.seams[at] - self.panel.bounds[column + 1]) / self.piece.height
        if at in (self.begin, self.end):
            # two numbers in a row, nothing tells them from one long number but where they stand
            twins = {c.kind for c in self.panel.columns[column : column + 2]} == {"result", "previous"}
            return min(2.0, (0.9 if twins else 0.45) * away)
        before, behind = self.text[self.begin : at].strip(), self.text[at : self.end].strip()
        marked = len(before) > 1 and parse_flag(before, column=True) is not None
        told = at < self.end and is_cjk(self.text[at]) and (is_word(behind) or marked)  # 查见芽生孢子未见
        told = told or before.endswith("/1.73m2")
        seam = 0.7 if told else _seam(self.text, at)
        inside = 1.6 if self.panel.inferred else 0.8  # no header says that there are two columns
        return min(1.6, 0.45 * away) + inside * (1.0 - seam) - 0.5 * min(1.0, spare_room(self.piece, at))

    def texts(self, cells: list[tuple[int, int]]) -> list[str]:
        return [self.text[a:b].strip() for a, b in cells]

    def cuts_print(self, cells: list[tuple[int, int]]) -> bool:
        """True when a cut has no space on either side."""
        return any(
            self.begin < stop < self.end
            and " " not in self.text[stop - 1 : stop + 1]
            and spare_room(self.piece, stop) < 0.25
            for _, stop in cells[:-1]
        )


def _outer(panel: Panel, piece: Piece, column: int, side: int) -> int:
    """The outermost column that the piece reaches into: a touch of less than a fifth of its height does not count."""
    edge = panel.bounds[column] if side > 0 else panel.bounds[column + 1]
    over = piece.x1 - edge if side > 0 else edge - piece.x0
    inner = column - side
    if over < 0.2 * piece.height and 0 <= inner < len(panel.columns) and over < 0.5 * piece.width:
        return inner
    return column
