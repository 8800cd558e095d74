"""From a panel's bands to cells: which piece belongs to which column, marks of abnormality apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ocr_pipeline.tables.frame.divide import divide
from ocr_pipeline.tables.frame.grid import Band, Panel
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import Mark, parse_flag
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range, speaks_of_people
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.columns import BOUNDS, Column
from ocr_pipeline.tables.headers.dated import is_date
from ocr_pipeline.tables.headers.lexicon import Kind
from ocr_pipeline.tables.marks.signs import without_signs
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.naming.names import is_group

#: What stands so many text heights right of a cell of the last column is beside the table: a signature, a stamp.
FAR = 6.0
#: The same where the cell holds a whole interval.
NEAR = 3.0
_ARROW = re.compile(r"[↑↓]+\s*(?=[^\W\d_])")  #: before a name, nothing being left of it


@dataclass
class Draft:
    """One band of a panel as cells. ``marks`` are flags that stood alone; ``cut`` says that a line without a gap was
    divided between columns."""

    y: float
    height: float
    cells: dict[Kind, list[Piece]] = field(default_factory=dict)
    marks: list[tuple[Piece, Mark]] = field(default_factory=list)
    cut: bool = False
    #: all that stands on the band, in the panels beside too
    band: str = ""
    ranged: bool = False
    #: marks of abnormality that were not legible
    odd: list[Piece] = field(default_factory=list)
    #: its interval stands in the column of names
    aside: bool = False
    #: the same result in another unit
    twice: str = ""
    #: nothing but the interval of the row above, which calls itself one
    called: bool = False
    #: a row that the page prints on several lines
    levels: bool = False

    def get(self, kind: Kind) -> list[Piece]:
        return self.cells.get(kind, [])

    def text(self, kind: Kind) -> str:
        return joined(self.get(kind))

    def pieces(self) -> list[Piece]:
        return [p for part in self.cells.values() for p in part] + [p for p, _ in self.marks] + self.odd

    def only(self, *kinds: Kind) -> bool:
        """True when nothing but these kinds is filled, and at least one of them is."""
        filled = {k for k, v in self.cells.items() if v}
        return bool(filled) and filled <= set(kinds) and (not self.marks or self.called)


def fill(panel: Panel, band: Band) -> Draft:
    """The pieces of ``band`` that lie in ``panel``, by column."""
    ranged = any(looks_like_range(p.text) for p in band.pieces)
    draft = Draft(band.y, band.height, band=band.text, ranged=ranged, twice=band.twice, levels=band.levels)
    pieces, draft.marks = without_signs(band.pieces)
    draft.marks = [(p, m) for p, m in draft.marks if panel.bounds[0] < p.center < panel.bounds[-1]]
    for piece in _with_opened(pieces):
        if piece.x1 <= panel.bounds[0] or piece.x0 >= panel.bounds[-1]:
            continue
        if _is_heading(panel, band, piece):
            draft.cells.setdefault("name", []).append(piece)
            continue
        if _EARLIER.match(plain(piece.text)):
            draft.cells.setdefault("previous", []).append(piece)
            continue
        said = parse_flag(piece.text) if 16 < len(piece.text) <= 36 else None
        if said is not None:  # a mark in words, wider than its column
            draft.marks.append((piece, said))
            continue
        parts, cut = (
            ([(reached, piece)], False) if (reached := _reached(panel, band, piece)) >= 0 else divide(panel, piece)
        )
        draft.cut = draft.cut or cut
        for place, part in parts:
            column = _dated(panel, place, part)
            kind = panel.columns[column].kind
            mark = None if _is_litre(panel, band, column, part) else _mark(panel, kind, part)
            if mark is not None:
                draft.marks.append((part, mark))
            else:
                if kind == "name" and panel.bounds[0] < 0 and (arrow := _ARROW.match(plain(part.text))) is not None:
                    sign, named = cut_pieces([part], arrow.end())
                    draft.marks.extend((p, m) for p in sign if (m := parse_flag(p.text)) is not None)
                    part = named[0]  # noqa: PLW2901
                last = column == len(panel.columns) - 1 and kind != "result" and panel.columns[column].title != BOUNDS
                beside = last and _is_beside(panel.columns[column], draft.get(kind), part)
                draft.cells.setdefault("other" if beside else kind, []).append(part)
    if len(once := _once(held := draft.get("result"))) < len(held):
        draft.cells["result"], draft.cut = once, True
    return draft


#: An earlier result that says so, below the name or beside it: ``Previous: 12.1 (12-Jan-24)``.
_EARLIER = re.compile(
    r"(?:previous|prior|last)(?: (?:result|value))?\s?:|(?:上次|前次|历史)(?:结果|值)?\s?:", re.IGNORECASE
)
_SEXES = frozenset("HFMDUKE")  #: letters before the intervals of men and women, as seven languages print them


def _dated(panel: Panel, column: int, part: Piece) -> int:
    """The column of ``part``, which the bounds put into ``column``: that of the last header that begins before it, for a lone
    letter behind the results of several dates, whose mark it is."""
    if len(part.text) > 2 or parse_flag(part.text) is None or not any(c.kind == "previous" for c in panel.columns):
        return column
    begun = [i for i, c in enumerate(panel.columns) if c.x0 < part.x0]
    behind = begun[-1] if begun else column
    return behind if behind == column - 1 and is_date(panel.columns[behind].title) else column


def _with_opened(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` with ``L  12.0-16.0]`` as the interval alone: an opening bracket that was read as a letter is no mark."""
    out: list[Piece] = []
    for piece in pieces:
        body = piece.text
        if out and out[-1].text in ("L", "I", "l", "|") and body.endswith("]") and "[" not in body:
            inner = piece.cut(piece.start, piece.start + piece.line.text[piece.start : piece.end].rindex("]"))
            if inner is not None and looks_like_range(inner.text):
                out[-1:] = [inner]
                continue
        if out and out[-1].index == piece.index and out[-1].text in _SEXES and re.match(r"\s*[:：]", body):
            out[-1:] = [Piece(piece.line, piece.index, out[-1].start, piece.end)]  # ``H   : 35-72`` of a man, no mark
            continue
        out.append(piece)
    return out


def _once(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` without the first characters of the second one where the box of the cell before reached over them too
    (``Bicarbonate 2`` and ``26.3``)."""
    if len(pieces) != 2:
        return pieces
    part, whole = sorted(pieces, key=lambda p: len(p.text))
    over = part.x0 < whole.x1 and whole.x0 < part.x1
    return [whole] if over and whole.text.startswith(part.text) else pieces


def _is_beside(column: Column, held: Sequence[Piece], part: Piece) -> bool:
    """True for what stands right of the last column: a signature, a stamp, the words and numbers of a chart."""
    if looks_like_range(part.text):
        return False
    if not held:
        return column.kind == "ref" and part.text.isdigit() and part.x0 - column.x1 > FAR * part.height
    room = part.x0 - held[-1].x1
    whole = column.kind == "ref" and looks_like_range(joined(list(held))) and not speaks_of_people(part.text)
    if whole and room > part.height and len(part.text) > 1 and part.text.isalpha() and is_name(part.text):
        return True  # what a chart beside the table is called
    return room > (NEAR if whole else FAR) * part.height


def _is_heading(panel: Panel, band: Band, piece: Piece) -> bool:
    """A sub-heading in capitals that lies over the columns of code and name, alone on its band."""
    if not all(p is piece or p.x1 <= panel.bounds[0] or p.x0 >= panel.bounds[-1] for p in band.pieces):
        return False
    kinds = [c.kind for c in panel.columns]
    text = piece.text
    if "name" not in kinds:
        return False
    if _runs_on(panel, piece, kinds.index("name")):
        return True
    words = " " in text and not text.split(" ", 1)[0].isupper()  # no code before a name
    uncut = text.isalpha() and len(text) >= 6  # no code and name that ran together
    if any(c.isdigit() for c in text) or not (text.isupper() or words or uncut or is_group(text)):
        return False
    if is_group(text) and " " in text and panel.column_of(piece.x0) <= kinds.index("name"):
        return True
    name = kinds.index("name")
    over = {panel.column_of(piece.x0), panel.column_of(piece.x1)}
    return (
        (len(text) >= 8 or uncut)
        and len(over) == 2
        and name in over
        and all(kinds[i : i + 1] in (["name"], ["code"]) for i in over)
    )


def _runs_on(panel: Panel, piece: Piece, name: int) -> bool:
    """True for words that begin with the names and end under the next column's cells at no place where a cell of it could:
    a sub-heading longer than the column of names (``Temperature Corrected``)."""
    if panel.inferred or panel.column_of(piece.x0) != name or panel.column_of(piece.x1) != name + 1:
        return False
    column, edge = panel.columns[name + 1], panel.bounds[name + 1]
    if column.kind != "result" or parse_flag(piece.text.rsplit(" ", 1)[-1]) is not None:
        return False
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", piece.line.text[piece.start : piece.end])]
    parts = [p for a, b in words if (p := piece.cut(piece.start + a, piece.start + b)) is not None]
    behind = [p for p in parts if p.center > edge]
    said = " ".join(p.text for p in behind)
    if not behind or any(c.isdigit() for c in said) or parse_value(said) is not None:
        return False
    x0, x1, near = behind[0].x0, piece.x1, 0.9 * piece.height
    return x0 < column.x0 - near and abs(x1 - column.x1) > near and abs((x0 + x1) / 2 - column.center) > near


def _reached(panel: Panel, band: Band, piece: Piece) -> int:
    """The column of results of a finding in words that reaches over the next column's edge, where that column's own cell stands
    apart behind it (``Intracellular monosodium urate | None seen``); -1 for anything else."""
    at = panel.column_of(piece.x0)
    if not 0 <= at < len(panel.columns) - 1 or panel.column_of(piece.x1) != at + 1 or " " not in piece.text:
        return -1
    if panel.columns[at].kind != "result" or panel.columns[at + 1].kind != "ref" or any(map(str.isdigit, piece.text)):
        return -1
    behind = next((p for p in band.pieces if p.x0 > piece.x1), None)
    own = (
        behind is not None
        and behind.x0 - piece.x1 > 0.4 * piece.height
        and at + 1 in map(panel.column_of, (behind.x0, behind.center))
    )
    first, last = piece.text.rsplit(" ", 1)
    return at if own and (parse_value(first) is None or parse_value(last) is None) else -1


def _is_litre(panel: Panel, band: Band, column: int, part: Piece) -> bool:
    """A lone ``L`` where the units stand, on a row without another unit: the litres of a spirometry."""
    under = panel.columns[column]
    if under.kind != "unit" or plain(part.text).strip() != "L":
        return False
    placed = min(abs(part.x0 - under.x0), abs(part.center - under.center)) < 0.6 * part.height
    return placed and not any(
        p.index != part.index and p.center > under.x0 - part.height and panel.column_of(p.center) == column
        for p in band.pieces
    )


#: Confidence in a sign of the column of marks below which it may be another one.
HARDLY = 0.9
#: Headers of what a germ is susceptible to.
GERMS = re.compile(r"敏感|药敏|suscept|sensib|duyarl", re.IGNORECASE)
_DILUTIONS = re.compile(r"\b(?:MIC|CIM|CMI)\b|antibi[oóy][tč]i|antimicrob|kháng sinh|抗生素|抗菌|抑菌", re.IGNORECASE)


def is_of_germs(panel: Panel) -> bool:
    """A panel that says how susceptible a germ is: a header does, or one says dilutions of antibiotics."""
    return any(GERMS.search(c.title) or _DILUTIONS.search(c.title) for c in panel.columns)


def _mark(panel: Panel, kind: Kind, part: Piece) -> Mark | None:
    """A piece that is a flag and nothing else, wherever the columns put it."""
    text = part.text
    if len(text) > 16:
        return None
    if kind == "flag":
        # intermediate, whose one letter looks like others
        if len(text) == 1 and text.islower() and part.line.confidence < HARDLY:
            return None  # ``r`` for an arrow
        germ = text in ("1", "l", "|") and is_of_germs(panel)
        return parse_flag("I" if germ else text, column=True)
    worded = text in ("高", "低") if kind in ("unit", "result") else kind == "ref" and len(text) == 1 and is_cjk(text)
    mark = parse_flag(text, column=worded)
    if mark is None:
        return None
    signs = all(c in "↑↓*!()[]HL " for c in plain(text)) and any(c in "↑↓*!" for c in plain(text))
    if signs:
        starred = kind in ("name", "code", "serial") and not any(c in "↑↓HL" for c in plain(text))
        return None if starred else mark
    if kind == "name":
        name = panel.columns[_index(panel, "name")]
        before = part.x1 < name.x0 - 0.3 * part.height and panel.bounds[0] < 0
        return mark if before or (part.x0 > name.x1 and mark.flag != "A") else None
    aside = kind in ("unit", "ref", "method", "other", "result") or (kind == "previous" and panel.inferred)
    if kind in ("unit", "previous") and part.x1 < panel.columns[_index(panel, kind)].x0:
        return mark  # a column of marks that nothing heads
    return mark if aside and plain(text).strip() != "A" else None


def _index(panel: Panel, kind: Kind) -> int:
    return next((i for i, c in enumerate(panel.columns) if c.kind == kind), 0)


def drafts(panel: Panel) -> list[Draft]:
    """All bands of the panel that have a piece in it."""
    return list(_drafts(panel))


def holds_rows(panel: Panel) -> bool:
    """Whether :func:`drafts` would find any."""
    return next(_drafts(panel), None) is not None


def _drafts(panel: Panel) -> Iterator[Draft]:
    return (d for d in (fill(panel, band) for band in panel.bands) if d.cells or d.marks)


def intervals(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of a reference cell, apart where each is an interval: two columns of them (of the morning, of the evening)."""
    if len(pieces) > 1 and all(looks_like_range(p.text) for p in pieces):
        return [[p] for p in pieces]
    return [pieces] if pieces else []


def median_pitch(rows: Sequence[Draft]) -> float:
    """The usual distance of neighbouring full rows, 0 when there are fewer than two."""
    ys = [r.y for r in rows]
    gaps = sorted(b - a for a, b in pairwise(ys) if b > a)
    return gaps[len(gaps) // 2] if gaps else 0.0
