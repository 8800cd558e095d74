"""Columns whose header could not be read, guessed from what stands under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ocr_pipeline.tables.frame.grid import Band, Header
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.bare import holds_value
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.grammar.ranges import is_range_or_word, looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import SURE, Kind, header_words
from ocr_pipeline.tables.headers.sexes import is_sex
from ocr_pipeline.tables.naming.known import is_name

#: Fewer cells in a line below each other may be an accident.
LEAST = 3


def with_names(panels: list[list[Column]], header: Header, body: Sequence[Band]) -> list[list[Column]]:
    """Panels whose column of names has no header that could be read get one: under the unknown header word left of the
    first column, else where the rows begin."""
    out: list[list[Column]] = []
    edge = float("-inf")
    for panel in panels:
        first = panel[0]
        if any(c.kind == "name" for c in panel) or not any(c.kind == "result" for c in panel):
            out.append(_with_codes(panel, edge, header, body))
            edge = panel[-1].x1
            continue
        if first.kind == "other" and panel[1].kind != "other":
            # the names of a cumulative report stand under the word for its dates
            out.append([replace(first, kind="name"), *panel[1:]])
            edge = panel[-1].x1
            continue
        words = [p for p in header.unknown if edge < p.center < first.x0]
        starts = [p for b in body for p in b.pieces if edge < p.center < first.x0 and p.x1 < first.center]
        inner = [w for w in header.unknown if first.kind == "code" and first.x1 < w.center < panel[1].x0]
        if len(inner) == 1 and not words and _stand_names_under(inner[0], body):
            panel = [first, Column("name", inner[0].x0, inner[0].x1, inner[0].text), *panel[1:]]  # noqa: PLW2901
        elif any(c.kind == "code" for c in panel) and not words and len(starts) < 2:
            panel = [replace(c, kind="name") if c.kind == "code" else c for c in panel]  # noqa: PLW2901
        elif words or len(starts) >= 2:
            x0 = words[-1].x0 if words else float(np.median([p.x0 for p in starts]))
            x1 = words[-1].x1 if words else x0 + 2 * starts[0].height
            panel = [Column("name", x0, min(x1, first.x0 - 1), ""), *panel]  # noqa: PLW2901
        out.append(panel)
        edge = panel[-1].x1
    return out


def _stand_names_under(word: Piece, body: Sequence[Band]) -> bool:
    under = [p.text for b in body for p in b.pieces if min(p.x1, word.x1) > max(p.x0, word.x0)]
    named = sum(
        sum(map(str.isalpha, text)) > 1 and parse_value(text) is None and parse_unit(text) is None for text in under
    )
    return named >= LEAST and named > 0.6 * len(under)


def _with_codes(panel: list[Column], edge: float, header: Header, body: Sequence[Band]) -> list[Column]:
    """A panel that begins with names gets a column of codes under an unknown header word left of them, where short Latin
    words stand in the rows."""
    first = panel[0]
    words = [p for p in header.unknown if edge < p.x0 and p.x1 < first.x0 - p.height]
    if first.kind != "name" or len(words) != 1:
        return panel
    under = [p for b in body for p in b.pieces if words[0].x0 - p.height < p.center and p.x1 < first.x0 and p.x0 > edge]
    if sum(p.text.isascii() and len(p.text) <= 8 for p in under) < max(3, 0.6 * len(under)):
        return panel
    return [Column("code", words[0].x0, words[0].x1, words[0].text), *panel]


def with_conditions(panels: list[list[Column]], header: Header, body: Sequence[Band]) -> list[list[Column]]:
    """Panels with several columns of results each under a word that no list holds (``动脉血`` and ``静脉血``): where no column
    is headed as the results, or where a column has its own unit right behind it (``24h排出量 单位`` behind ``浓度 单位``)."""
    out: list[list[Column]] = []
    ends = [*(panel[0].x0 for panel in panels[1:]), float("inf")]
    for panel, end in zip(panels, ends, strict=True):
        kinds = [c.kind for c in panel]
        words = [
            w
            for w in header.unknown
            if panel[0].x0 < w.center < min(panel[-1].x1 + 20 * w.height, end)
            and "name" in kinds
            and _heads_numbers(w, panel, body)
        ]
        results = [c for c in panel if c.kind == "result"]
        if not results and len(words) > 1 and {"unit", "ref"} & set(kinds):
            told = words
        else:
            told = [w for w in words if results and w.x0 > results[0].x1 and _has_own_unit(w, panel)]
        new = [Column("result", w.x0, w.x1, w.text, w.line.confidence < SURE, condition=w.text) for w in told]
        if new and results and len(results) == 1:
            first = results[0]
            panel = [replace(c, condition=c.title or "#") if c is first else c for c in panel]  # noqa: PLW2901
        out.append(sorted([*panel, *new], key=lambda c: c.x0))
        header.unknown = [w for w in header.unknown if w not in told]
    return out


def _heads_numbers(word: Piece, panel: list[Column], body: Sequence[Band]) -> bool:
    """True for a word with numbers under it in most rows, and under no other header."""
    under = [
        p
        for b in body
        for p in b.pieces
        if min(p.x1, word.x1) > max(p.x0, word.x0) and not any(min(p.x1, c.x1) > max(p.x0, c.x0) for c in panel)
    ]
    numbers = [v for p in under if (v := parse_value(split_flag(p.text)[0])) is not None and v.kind == "number"]
    return len(numbers) >= LEAST and len(numbers) >= 0.6 * max(len(under), len(body) - 2)


def _has_own_unit(word: Piece, panel: list[Column]) -> bool:
    """True for a word between two columns of units, the second right behind it."""
    before = [c for c in panel if c.x1 < word.x0]
    behind = next((c for c in panel if c.x0 > word.x1), None)
    return behind is not None and behind.kind == "unit" and any(c.kind == "unit" for c in before)


def with_values(panels: list[list[Column]], header: Header, body: Sequence[Band]) -> list[list[Column]]:
    """Panels with names and intervals whose column of values has no header that could be read get one, where values
    stand in the rows between the other columns."""
    out: list[list[Column]] = []
    for panel in panels:
        panel = _current(panel)  # noqa: PLW2901
        kinds = {c.kind for c in panel}
        if "result" in kinds or "name" not in kinds or not kinds & {"unit", "ref"}:
            out.append(panel)
            continue
        first, last = panel[0].x0, panel[-1].x1
        values = [
            p
            for b in body
            for p in b.pieces
            if first < p.center < last
            and not any(min(p.x1, c.x1) > max(p.x0, c.x0) for c in panel)
            and holds_value(p.text)
        ]
        words = [p for p in header.unknown if first < p.center < last]
        if len(values) >= 2:
            x0, x1 = float(np.median([p.x0 for p in values])), float(np.median([p.x1 for p in values]))
            near = [w for w in words if min(w.x1, x1) > max(w.x0, x0)]
            span = (near[0].x0, near[0].x1) if near else (x0, x1)
            panel = sorted([*panel, Column("result", *span, near[0].text if near else "")], key=lambda c: c.x0)  # noqa: PLW2901
        out.append(panel)
    return out


#: Words that head names, but results right of another word for names: ``Estructura | Medida | Unidad``.
_MEASURE = re.compile(r"(?:medida|misura|mesure|olcum|measurement|phepdo|medicion)(?:s|es|e|ler)?$")


#: Words for the size of a signal: results where nothing else is headed as these.
_INDEX = re.compile(r"coi|s/?co|index|指数|灰度|信号|od值|发光值|rlu")


def _current(panel: list[Column]) -> list[Column]:
    """A panel with earlier results only: the first of them holds the results, perhaps under a header misread."""
    kinds = [c.kind for c in panel]
    if "result" in kinds or "name" not in kinds:
        return panel
    if "previous" not in kinds:
        index = [c for c in panel if c.kind == "other" and _INDEX.search(compact(c.title))]
        if len(index) == 1:
            return [replace(c, kind="result") if c is index[0] else c for c in panel]
        second = [c for c in panel if c.kind == "code" and _MEASURE.match(compact(c.title))]
        return [replace(c, kind="result") if c in second[:1] else c for c in panel]
    first = kinds.index("previous")
    return [replace(c, kind="result", uncertain=True) if i == first else c for i, c in enumerate(panel)]


def with_measures(panels: list[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """Panels whose column of results holds words, beside intervals that are numbers and one unknown column of numbers: these are what the intervals are for (``灰度值 72  结果 阳性  参考范围 <11``), the words say how they are judged."""
    out: list[list[Column]] = []
    for panel in panels:
        results = [c for c in panel if c.kind == "result"]
        united = {a for a, b in pairwise(panel) if b.kind == "unit"}
        others = [c for c in panel if c.kind == "other" or _heads_results(c)] if len(results) == 1 else []
        before = [c for c in others if c.x1 < results[0].x0 or c in united]
        refs = [t for c in panel if c.kind == "ref" for t in _under(c, body)] if before else []
        worded = (
            before
            and not any(c.condition for c in panel)
            and _mostly(is_word, _under(results[0], body))
            and _mostly(lambda t: looks_like_range(t) or _is_figure(t), refs)
        )
        numbers = [c for c in before if _mostly(_is_figure, _under(c, body))] if worded else []
        kinds: dict[Column, Kind] = {numbers[0]: "result", results[0]: "flag"} if len(numbers) == 1 else {}
        out.append([replace(c, kind=kinds[c]) if c in kinds else c for c in panel])
    return out


def _heads_results(column: Column) -> bool:
    """Whether a column that stands behind another one of results is headed as results, too (``Result | Value``)."""
    hits = header_words(column.title) if column.kind == "previous" else ()
    return len(hits) == 1 and hits[0].kind == "result"


def with_intervals(panels: list[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """Panels without a column of intervals whose column of earlier results holds nothing but intervals: its header was misread."""
    out: list[list[Column]] = []
    for panel in panels:
        if not any(c.kind == "ref" for c in panel):
            cells = {c: [p.text for b in body for p in b.pieces if c.x0 < p.center < c.x1] for c in panel}
            panel = [  # noqa: PLW2901
                replace(c, kind="ref") if c.kind == "previous" and _mostly(looks_like_range, cells[c]) else c
                for c in panel
            ]
        out.append(panel)
    return out


def _under(column: Column, body: Sequence[Band]) -> list[str]:
    """What stands under a header, wherever it reaches."""
    return [p.text for b in body for p in b.pieces if p.x1 > column.x0 and p.x0 < column.x1]


def _mostly(test: Callable[[str], bool], cells: Sequence[str]) -> bool:
    return len(cells) >= LEAST and sum(map(test, cells)) >= 0.8 * len(cells)


def _is_figure(text: str) -> bool:
    value = parse_value(text)
    return value is not None and value.kind in ("number", "titre")


def with_others(panels: list[list[Column]], header: Header, body: Sequence[Band]) -> list[list[Column]]:
    """Panels with a column under each header word that could not be read and that something stands under, row by row: of
    units, intervals or marks where these are, else one that holds no results (an index, a method, an instrument)."""
    taken = [c for panel in panels for c in panel]
    out = [list(panel) for panel in panels]
    for word in header.unknown:
        if any(min(word.x1, c.x1) > max(word.x0, c.x0) for c in taken):
            continue
        panel = next(
            (p for p in out if p[0].x0 < word.center < p[-1].x1 or (p is out[-1] and word.center > p[-1].x1)), None
        )
        beside = [c for c in taken if c.x1 <= word.x0] or None
        under = [
            p
            for b in body
            for p in b.pieces
            if min(p.x1, word.x1) > max(p.x0, word.x0) and not any(min(p.x1, c.x1) > max(p.x0, c.x0) for c in taken)
        ]
        if len(under) < max(3, 0.4 * len(body)) and not _between_cells(word, under, body, taken):
            continue
        if beside is None and _before_names(word, out, under, body):
            out[0].insert(0, Column("other", word.x0, word.x1, word.text))
            taken.append(out[0][0])
        if panel is None or beside is None:
            continue
        texts = [p.text for p in under]
        beside_sex = is_sex(word.text) and any(c.kind == "ref" and is_sex(c.title) for c in panel)
        kind = _kind_of(texts, {c.kind for c in panel} - ({"ref"} if beside_sex else set()))
        column = Column(kind, word.x0, word.x1, word.text)
        panel.append(column)
        panel.sort(key=lambda c: c.x0)
        taken.append(column)
    return out


def with_unheaded(panels: list[list[Column]], body: Sequence[Band]) -> list[list[Column]]:
    """The last panel, of names and results alone, with a column of intervals or units where cells stand right of its results in
    most rows, under no header that could be seen: beside a result of their own in most of these rows."""
    last = panels[-1] if panels else []
    kinds = [c.kind for c in last]
    if kinds != ["name", "result"]:
        return panels
    result = last[-1]
    beside = [p for b in body for p in b.pieces if p.x0 > result.x1 + p.height]
    near = float(np.median([p.center for p in beside])) if beside else 0.0
    column = [p for p in beside if abs(p.center - near) < 4 * p.height]
    rows = [b for b in body if any(p in column for p in b.pieces)]
    full = sum(any(min(p.x1, result.x1) > max(p.x0, result.x0) for p in b.pieces) for b in rows)
    if len(column) < max(LEAST, 0.6 * len(body)) or len(column) > len(rows) or full < 0.6 * len(rows):
        return panels
    texts = [p.text for p in column]
    kind = _kind_of(texts, set(kinds))
    if kind == "other" and sum(map(is_range_or_word, texts)) > 0.6 * len(texts):
        kind = "ref"
    if kind not in ("ref", "unit"):
        return panels
    x0, x1 = float(np.median([p.x0 for p in column])), float(np.median([p.x1 for p in column]))
    return [*panels[:-1], [*last, Column(kind, x0, x1, uncertain=True)]]


def _between_cells(word: Piece, under: Sequence[Piece], body: Sequence[Band], columns: Sequence[Column]) -> bool:
    """True for a word with room on both sides whose few cells each have a cell of the column before and one of the column
    behind beside them: nothing of theirs stands under it."""
    left = max((c for c in columns if c.x1 < word.x0 - word.height), key=lambda c: c.x1, default=None)
    right = min((c for c in columns if c.x0 > word.x1 + word.height), key=lambda c: c.x0, default=None)
    if left is None or right is None or not under:
        return False
    rows = [[p for p in band.pieces if p not in under] for band in body if any(p in under for p in band.pieces)]
    return all(any(min(p.x1, c.x1) > max(p.x0, c.x0) for p in row) for row in rows for c in (left, right))


def _before_names(word: Piece, panels: list[list[Column]], under: Sequence[Piece], body: Sequence[Band]) -> bool:
    """True for an unknown header word left of the first panel's names whose cells are less known as names than those."""
    first = panels[0][0] if panels and panels[0] else None
    if first is None or first.kind != "name" or word.x1 > first.x0 - word.height:
        return False
    names = [p for b in body for p in b.pieces if min(p.x1, first.x1) > max(p.x0, first.x0)]
    return len(names) >= len(under) and sum(is_name(p.text) for p in names) > sum(is_name(p.text) for p in under)


#: What a column of judgements says of the others (``POSITIVE`` being marked).
_UNMARKED = frozenset(
    (
        "negative",
        "neg",
        "normal",
        "inrange",
        "withinrange",
        "notdetected",
        "nonreactive",
        "none",
        "ok",
        "expected",
        "consistent",
    )
)


#: Serum, plasma, urine, blood, saliva in one letter, a column of its own beside intervals.
_SPECIMENS = frozenset("spuboe")


def _kind_of(texts: Sequence[str], has: set[Kind]) -> Kind:
    judged = any(parse_flag(t, column=True) is not None for t in texts)
    if "ref" in has and texts and all(compact(t) in _SPECIMENS for t in texts):
        return "other"
    tests: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
        ("unit", lambda t: parse_unit(t) is not None),
        ("ref", looks_like_range),
        ("flag", lambda t: parse_flag(t, column=True) is not None or (judged and compact(t) in _UNMARKED)),
    )
    found: Kind = next((k for k, test in tests if k not in has and sum(map(test, texts)) > 0.6 * len(texts)), "other")
    worded = found == "other" and "ref" not in has and sum(map(looks_like_range, texts)) > 1
    return "ref" if worded and sum(map(is_range_or_word, texts)) > 0.8 * len(texts) else found
