"""Headers over the same things measured twice, in a share and in an amount, each with its own interval (``Fraction | Rel. % |
Normal % | g/dL | Normal g/dL``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.tables.frame.grid import Band, Header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import Kind, header_words

_LEAST_LETTERS = 4  #: of a header that names what another one heads
_UNIT_BEHIND = re.compile(r"(?P<words>.*?)[\s(\[]*(?P<unit>%|\S*/\S+?)[)\]]?")
#: Before the unit of a result: ``Rel. %``, ``Conc. g/dL``.
_RESULT = re.compile(
    r"|rel(?:ativ[aeo]?)?|conc(?:entration|entracion|entrazione|entrazioni)?|(?:valor|valeur|valore)?(?:abs(?:olute?|oluto|oluta|olue)?|assolut[aoi])"
    r"|mutlak(?:deger)?|tuyetdoi|giatrituyetdoi|results?|values?|resultado|resultat|risultato|sonuc|ketqua|valor|valeur|valore|deger|fraction|percent(?:age)?|total|amount|of"
)
#: Before the unit of an interval, or alone behind a result.
_INTERVAL = re.compile(
    r"(?:v?ref(?:erence|erencia)?|normal|norm|v?rif|vr|vn|nr|rr|(?:val(?:or[ei]?|ori)?|intervallo|intervalo)(?:de|di)?(?:ref(?:erencia)?|rif(?:erimento)?))(?:range|interval|values?|conc|concentration|abs|rel)?"
)


def of_two_measures(band: Band) -> Header | None:
    """The header that ``band`` is where it names a share and an amount of one thing, in this order or the other; None otherwise.
    Over the names may stand nothing."""
    first, rest = band.pieces[0], band.pieces[1:]
    if len(rest) < 2 or not any("%" in p.text for p in band.pieces):
        return None
    unnamed = bool(_words_and_unit(first)[1])
    columns = [] if unnamed else [Column("name", first.x0, first.x1, first.text)]
    rest = band.pieces if unnamed else rest
    for piece in rest:
        words, unit = _words_and_unit(piece)
        kind: Kind | None = "result" if unit and _RESULT.fullmatch(words) else None
        kind = "ref" if kind is None and _INTERVAL.fullmatch(words) else kind
        hits = header_words(piece.text) if kind is None else ()
        if kind is None and len(hits) != 1:
            return None
        kind = kind or hits[0].kind
        columns.append(Column(kind, piece.x0, piece.x1, piece.text, condition=unit if kind == "result" else ""))
    measured = [c for c in columns if c.kind == "result"]
    shares = [c.condition == "%" for c in measured]
    both = len(measured) == 2 and all(c.condition for c in measured)
    return Header(band, columns) if both and any(shares) and not all(shares) else None


def _words_and_unit(piece: Piece) -> tuple[str, str]:
    """What stands before the unit of a header's cell, compact, and the unit; all of it and nothing where it has none."""
    text = plain(piece.text).strip()
    match = _UNIT_BEHIND.fullmatch(text)
    unit = parse_unit(match["unit"]) if match else None
    if match is None or unit is None:
        return _bare(text), ""
    return _bare(match["words"]), unit


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", compact(text))


def named_by_interval(panels: Sequence[list[Column]]) -> list[list[Column]]:
    """Panels whose intervals are headed by the word over a column that no list holds (``Concentration | Excretion | Unit | Ref.
    Excretion``): there that column holds the results, and the one known as such something beside them."""
    return [_named_by_interval(panel) for panel in panels]


def _named_by_interval(panel: list[Column]) -> list[Column]:
    results = [c for c in panel if c.kind == "result" and not c.condition]
    refs = [
        re.sub(r"\A(?:reference|ref|normal)(?:range|interval)?|(?:range|interval|values?)\Z", "", _bare(c.title))
        for c in panel
        if c.kind == "ref"
    ]
    called = [
        c
        for c in panel
        if c.kind == "other"
        and len(_bare(c.title)) >= _LEAST_LETTERS
        and _bare(c.title) in refs
        and not header_words(c.title)
    ]
    if len(results) != 1 or len(called) != 1 or called[0].x0 < results[0].x1:
        return panel
    kinds: dict[Column, Kind] = {results[0]: "previous", called[0]: "result"}
    return [replace(c, kind=kinds.get(c, c.kind)) for c in panel]


def with_second_line(columns: Sequence[Column], band: Band) -> list[Column]:
    """``columns`` with what a second line of the header says under each of several conditions (``Organism 1`` over ``MIC Interp``):
    a result and what goes with it, the same under each."""
    states = [c for c in columns if c.condition]
    groups: list[list[Column]] = []
    for piece in band.pieces:
        hits = header_words(piece.text)
        if len(hits) != 1 or hits[0].kind not in ("result", "flag", "unit", "ref"):
            return list(columns)
        if hits[0].kind == "result" or not groups:
            groups.append([])
        groups[-1].append(Column(hits[0].kind, piece.x0, piece.x1, piece.text))
    kinds = {tuple(c.kind for c in group) for group in groups}
    if len(states) < 2 or len(groups) != len(states) or len(kinds) != 1 or next(iter(kinds)).count("result") != 1:
        return list(columns)
    new = [
        Column(c.kind, c.x0, c.x1, c.title, condition=state.condition if c.kind == "result" else "")
        for state, group in zip(states, groups, strict=True)
        for c in group
    ]
    return sorted([*(c for c in columns if not c.condition), *new], key=lambda c: c.x0)
