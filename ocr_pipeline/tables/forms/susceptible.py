"""Lists of antibiotics with nothing but S, I or R behind each, one germ or several side by side, under any header or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.grid import Band
from ocr_pipeline.tables.marks.germs import SAYS
from ocr_pipeline.tables.pieces import Piece
from ocr_pipeline.tables.results import Evidence
from ocr_pipeline.tables.rows import Row
from ocr_pipeline.tables.scope import ends_table

LEAST = 3  #: lines below each other
_APART = 3.2  #: text heights between two of them
_LETTERS = 4  #: of the shortest name
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Said:
    """What germ number ``germ`` of a line says to one antibiotic."""

    name: Piece
    letter: Piece
    germ: int


def susceptible_rows(bands: Sequence[Band]) -> tuple[list[tuple[str, Row]], set[int]]:
    """Rows of such lists, each with the label over its germ's letters where there are several; and their lines."""
    rows: list[tuple[str, Row]] = []
    used: set[int] = set()
    run: list[tuple[Band, list[Said]]] = []
    for place, band in enumerate([*bands, None]):
        said = _said(band) if band is not None else []
        near = not run or (band is not None and band.y - run[-1][0].y < _APART * max(band.height, run[-1][0].height))
        if band is not None and said and near and _in_line(said, run):
            run.append((band, said))
            continue
        if len(run) >= LEAST and len({compact(s.letter.text) for _, line in run for s in line}) > 1:
            above = bands[place - len(run) - 1] if place > len(run) else None
            head = above if above is not None and _heads(above, run) else None
            several = any(s.germ for _, line in run for s in line)
            rows.extend((_label(s, head) if several else "", _row(s)) for _, line in run for s in line)
            used.update(p.index for b in ([head] if head else []) + [b for b, _ in run] for p in b.pieces)
        run = [(band, said)] if band is not None and said else []
    return rows, used


def with_interpretation(read: Sequence[tuple[Result, Evidence]]) -> list[tuple[Result, Evidence]]:
    """``read`` (of these lists) with S, I or R as interpretation."""
    return [(replace(r, interpretation=SAYS.get(compact(r.value))), e) for r, e in read]


def _said(band: Band) -> list[Said]:
    """The antibiotics of a line with what is said behind each; none for a line with anything else."""
    out: list[Said] = []
    name: Piece | None = None
    germ = 0
    for piece in band.pieces:
        if compact(plain(piece.text)) in SAYS:
            if name is None:
                return []
            out.append(Said(name, piece, germ))
            germ += 1
        elif name is not None and not germ:
            return []
        else:
            name, germ = piece, 0
            letters = sum(c.isalpha() for c in piece.text)
            if letters < _LETTERS or len(piece.text) > _LONGEST or parse_value(piece.text) is not None:
                return []
    return out if germ and not ends_table(band.text) else []


def _in_line(said: Sequence[Said], run: Sequence[tuple[Band, list[Said]]]) -> bool:
    """Whether every letter stands below one of the run's."""
    above = [s.letter for _, line in run for s in line]
    return not above or all(any(abs(s.letter.x0 - p.x0) < 1.2 * p.height for p in above) for s in said)


def _heads(above: Band, run: Sequence[tuple[Band, list[Said]]]) -> bool:
    """Whether the line above the run heads it: close to it, and each of its words stands over a name or a letter."""
    first, line = run[0]
    below = [p for s in line for p in (s.name, s.letter)]
    near = 1.6 * first.height
    over = all(any(abs(p.x0 - b.x0) < near or abs(p.center - b.center) < near for b in below) for p in above.pieces)
    return len(above.pieces) > 1 and over and first.y - above.y < _APART * max(first.height, above.height)


def _label(said: Said, head: Band | None) -> str:
    """What stands over a germ's letters, or its number."""
    over = [p for p in (head.pieces[1:] if head else ()) if abs(p.center - said.letter.center) < 2.5 * p.height]
    return over[0].text.strip(" ().:") if over else str(said.germ + 1)


def _row(said: Said) -> Row:
    return Row(said.letter.y, said.letter.height, [said.name], [], [said.letter])
