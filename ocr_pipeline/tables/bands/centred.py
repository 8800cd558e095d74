"""Rows whose cells stand level with the middle of a name in two or three lines: the name's first line and what is printed below it
(its rest, a method in small print, the interval) are told apart before lines are taken for rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from statistics import median

from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.ranges import is_tier, looks_like_range
from ocr_pipeline.tables.grammar.values import is_word, parse_value

_LEVEL = 0.25  #: text heights from the middle of all lines, at most
_OFF = 0.3  #: text heights between the cells and each of two lines, at least; less is one baseline
_SAME = 0.15  #: text heights between a name and what shares its baseline
_CLOSEST, _FARTHEST = 0.6, 1.6  #: text heights from line to line
_FREE = 1.4  #: distances of two lines to the next row: where names and values stand half a row apart it is one
_WIDER = 1.08  #: of the distances within three lines, that above and below them
_ALIGNED = 0.6


def with_centred_names(text: Sequence[Band]) -> list[Band]:
    """``text`` with the first line of each such name in the band of its cells and the others in bands of their own."""
    ordered = sorted((p for band in text for p in band.pieces), key=lambda p: p.y)
    text, home = list(text), {id(p): band for band in text for p in band.pieces}
    found = list(_stacks(ordered))
    for stack, cells in found:
        row = home[id(cells[0])]
        for piece in stack[1:]:
            if home[id(piece)] is row:
                text = [*text, alone := Band([], piece.y, piece.height)]
                _move(piece, home, alone)
        for piece in (stack[0], *cells[1:]):
            _move(piece, home, row)
        row.levels = True
        row.y = min(row.y, stack[1].y - 1.0)  # a second line level with the cells stands below their row
    return sorted((b for b in text if b.pieces), key=lambda b: b.y) if found else list(text)


def _move(piece: Piece, home: dict[int, Band], target: Band) -> None:
    source = home[id(piece)]
    if source is target:
        return
    source.pieces.remove(piece)
    target.pieces = sorted([*target.pieces, piece], key=lambda p: p.x0)
    home[id(piece)] = target
    for band in (source, target):
        if band.pieces:
            band.y = sum(p.y for p in band.pieces) / len(band.pieces)
            band.height = median([p.height for p in band.pieces])


def _stacks(ordered: Sequence[Piece]) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """The lines of each such name with the cells level with their middle; ``ordered`` from top to bottom."""
    ys = [p.y for p in ordered]
    for place, first in enumerate(ordered):
        beside = (*ordered[max(0, place - 1) : place], *ordered[place + 1 : place + 2])
        level = any(
            abs(p.y - first.y) < _SAME * first.height and not _crosses(first, p) and not _is_tier_beside(first, p)
            for p in beside
        )
        if level or not any(map(str.isalpha, first.text)):
            continue
        below = [p for p in ordered[place + 1 : bisect_left(ys, first.y + 4.5 * first.height)] if _crosses(first, p)]
        lines = [first]
        for line in below[:2]:
            apart = line.y - lines[-1].y
            if abs(line.x0 - first.x0) > _ALIGNED * first.height or not _CLOSEST < apart / first.height < _FARTHEST:
                break
            lines.append(line)
            if (cells := _level_cells(lines, ordered, ys)) is not None and (
                len(lines) < 3 or _stands_apart(lines, place, below, ordered)
            ):
                yield lines, cells
                break


def _level_cells(lines: Sequence[Piece], ordered: Sequence[Piece], ys: Sequence[float]) -> list[Piece] | None:
    """What stands beside ``lines``, where all of it is level with their middle and holds a number (beside tiers: any word);
    else None."""
    first, last = lines[0], lines[-1]
    middle, apart, height = 0.5 * (first.y + last.y), last.y - first.y, min(p.height for p in lines)
    reach = _FREE * apart / (len(lines) - 1)
    around = ordered[bisect_left(ys, middle - reach) : bisect_left(ys, middle + reach)]
    beside = [p for p in around if not any(_crosses(line, p) for line in lines)]
    beside = [p for p in beside if not any(_is_tier_beside(line, p) for line in lines)]
    cells = [p for p in beside if abs(p.y - middle) < _LEVEL * height]
    tiers = all(looks_like_range(line.text) for line in lines)
    valued = any(any(map(str.isdigit, p.text)) or is_word(p.text) for p in cells)
    told = tiers or (valued and any(map(str.isalpha, lines[1].text)))
    return cells if cells and told and len(cells) == len(beside) and 0.5 * apart >= _OFF * height else None


def _is_tier_beside(line: Piece, other: Piece) -> bool:
    """Whether one of two on a baseline is a tier of an interval and the other a line of words: cells of two lines side by side."""
    if abs(other.y - line.y) >= _SAME * line.height or _crosses(line, other):
        return False
    tier, words = (other, line) if is_tier(other.text) else (line, other)
    return is_tier(tier.text) and any(map(str.isalpha, words.text)) and parse_value(words.text) is None


def _stands_apart(lines: Sequence[Piece], place: int, below: Sequence[Piece], ordered: Sequence[Piece]) -> bool:
    """Whether three lines are nearer to each other than to those above and below: else the second begins a name."""
    widest = _WIDER * max(lines[1].y - lines[0].y, lines[2].y - lines[1].y)
    above = next((p for p in reversed(ordered[max(0, place - 24) : place]) if _crosses(lines[0], p)), None)
    under = below[2] if len(below) > 2 else None
    return (above is None or lines[0].y - above.y > widest) and (under is None or under.y - lines[2].y > widest)


def _crosses(one: Piece, other: Piece) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1
