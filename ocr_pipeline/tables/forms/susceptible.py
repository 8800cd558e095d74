"""Lists of antibiotics with nothing but S, I or R behind each, one germ or several side by side, under any header or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.report import Result
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.marks.germs import SAYS
from ocr_pipeline.tables.results import Evidence
from ocr_pipeline.tables.scope import ends_table

LEAST = 3  #: lines below each other
_APART = 3.2  #: text heights between two of them
_LETTERS = 4  #: of the shortest name
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Said:
    """What germ number ``germ`` of a line says to one antibiotic; no letter where none was seen."""

    name: Piece
    letter: Piece | None
    germ: int


def susceptible_rows(bands: Sequence[Band]) -> tuple[list[tuple[str, Row]], set[int]]:
    """Rows of such lists, each with the label over its germ's letters where there are several; and their lines. A line between
    two others that has a name alone is a row without a value: its letter was not seen."""
    rows: list[tuple[str, Row]] = []
    used: set[int] = set()
    run: list[tuple[Band, list[Said]]] = []
    bare: list[tuple[Band, list[Said]]] = []
    above: Band | None = None
    for place, band in enumerate([*bands, None]):
        said = _said(band) if band is not None else []
        last = [*run, *bare][-1][0] if run else None
        near = last is None or (band is not None and band.y - last.y < _APART * max(band.height, last.height))
        if band is not None and said and near and _in_line(said, run):
            above = above if run else bands[place - 1] if place else None
            run.extend([*bare, (band, said)])
            bare = []
            continue
        if band is not None and run and near and _is_bare(band, run):
            bare.append((band, [Said(band.pieces[0], None, 0)]))
            continue
        lettered = [s for _, line in run for s in line if s.letter is not None]
        lines = sum(any(s.letter is not None for s in line) for _, line in run)
        if lines >= LEAST and len({compact(s.letter.text) for s in lettered if s.letter is not None}) > 1:
            head = above if above is not None and _heads(above, run) else None
            columns = _columns(run)
            several = columns > 1 or any(s.germ for s in lettered)
            rows.extend((_label(s, head) if several and s.letter else "", _row(s)) for s in _numbered(run))
            used.update(p.index for b in ([head] if head else []) + [b for b, _ in run] for p in b.pieces)
        run, bare = ([(band, said)] if band is not None and said else []), []
        above = bands[place - 1] if place else None
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


def _is_bare(band: Band, run: Sequence[tuple[Band, list[Said]]]) -> bool:
    """True for a line of one name alone, in line with the names of a run in which nothing else stands."""
    piece = band.pieces[0]
    if len(band.pieces) > 1 or any(len({s.name.index for s in line}) > 1 for _, line in run):
        return False
    word = sum(c.isalpha() for c in piece.text) >= _LETTERS and len(piece.text) <= _LONGEST and ":" not in piece.text
    return word and not ends_table(band.text) and all(abs(line[0].name.x0 - piece.x0) < piece.height for _, line in run)


def _in_line(said: Sequence[Said], run: Sequence[tuple[Band, list[Said]]]) -> bool:
    """Whether every letter stands below one of the run's; or the one name below its names, and the letters right of these."""
    above = [s.letter for _, line in run for s in line if s.letter is not None]
    names = [s.name for _, line in run for s in line]
    if len({s.name.index for s in said}) == 1 and any(abs(said[0].name.x0 - p.x0) < p.height for p in names):
        right = max(p.x1 for p in names)
        return all(s.letter is not None and s.letter.x0 > right for s in said)
    return not above or all(
        s.letter is not None and any(abs(s.letter.x0 - p.x0) < 1.2 * p.height for p in above) for s in said
    )


def _starts(run: Sequence[tuple[Band, list[Said]]]) -> list[float]:
    """Where the letters of each germ stand, from left to right, in a list with one antibiotic a line."""
    starts: list[float] = []
    for x0, near in sorted(
        (s.letter.x0, 1.5 * s.letter.height) for _, line in run for s in line if s.letter is not None
    ):
        if not starts or x0 - starts[-1] > near:
            starts.append(x0)
    return starts


def _columns(run: Sequence[tuple[Band, list[Said]]]) -> int:
    return len(_starts(run)) if all(len({s.name.index for s in line}) == 1 for _, line in run) else 1


def _numbered(run: Sequence[tuple[Band, list[Said]]]) -> list[Said]:
    """All that the run says, each with the number of the germ whose column it stands in."""
    said = [s for _, line in run for s in line]
    if _columns(run) < 2:
        return said
    starts = _starts(run)
    return [
        s if s.letter is None else replace(s, germ=min(range(len(starts)), key=lambda i: abs(starts[i] - x)))
        for s in said
        for x in [s.letter.x0 if s.letter else 0.0]
    ]


def _heads(above: Band, run: Sequence[tuple[Band, list[Said]]]) -> bool:
    """Whether the line above the run heads it: close to it, and each of its words stands over a name or a letter."""
    first = run[0][0]
    below = [p for _, line in run for s in line for p in (s.name, s.letter) if p is not None]
    near = 1.6 * first.height
    over = all(any(abs(p.x0 - b.x0) < near or abs(p.center - b.center) < near for b in below) for p in above.pieces)
    return len(above.pieces) > 1 and over and first.y - above.y < _APART * max(first.height, above.height)


def _label(said: Said, head: Band | None) -> str:
    """What stands over a germ's letters, or its number."""
    over = [
        p
        for p in (head.pieces[1:] if head else ())
        if said.letter is not None and abs(p.center - said.letter.center) < 2.5 * p.height
    ]
    return over[0].text.strip(" ().:") if over else str(said.germ + 1)


def _row(said: Said) -> Row:
    at = said.letter or said.name
    return Row(at.y, at.height, [said.name], [], [said.letter] if said.letter is not None else [])
