"""Tables of classes, stages and goals that stand below results (``Class | kUA/L | Level``, ``G3a | 45-59 | Moderately decreased``):
what a value would mean, not what was measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ocr_pipeline.tables.frame.grid import Band, read_header
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.known import is_name

LEAST = 2  #: rows below the header
_HEADS = re.compile(
    r"(?:class(?:e|es|ification|ificazione)?|categor(?:y|ies|ie|ia)|clasificacion|stages?|stade|stadio|estadio|etapa|evre|sinif|grade|grado|"
    r"risk|riesgo|risque|rischio|level|status|trimest(?:er|re)|gestationalage|pregnancy|agegroup|interpret(?:ation|acion|azione)|yorum|"
    r"phanloai|giaidoan|diengiai|分级|分期|等级|分类|级别|(?:结果)?(?:解释|判断|判读|评价|意义)|临床意义)(?:level|category|group|s|ada|aha|nyha|kdigo|who|oms|cardiovascular|cardiovasculaire)?"
)
_CLASS = re.compile(
    r"\d{1,2}(?:\s?[-/]\s?\d{1,2})?|[IVX]{1,4}|[GA]\d[ab]?|.{0,12}\b(?:normal\w*|optim\w+|[óo]ptimo|desirable|border\w*|l[íi]mite|low\w*|high\w*|moderate\w*|mild\w*|severe\w*|"
    r"(?:pre|non|no)?[- ]?diab[eéè]t\w*|(?:in)?suf\w+|defici\w+|car[ea]n\w+|toxi\w+|trimest\w+|negativ\w*|positiv\w*|equivocal|doubtful|goals?|target|control|"
    r"bajo|medio|alto|moderad\w+|faible|mod[ée]r[ée]\w*|[ée]lev[ée]\w*|basso|moderato|d[üu]ş[üu]k|orta|y[üu]ksek|absent\w*|deseable\w*|desider\w+|souhait\w+|acceptable|istenen|s[ıi]n[ıi]rda|b[ìi]nh th[ườ]+ng|gi[ớo]i h[ạa]n|cao|th[ấa]p)\b.{0,24}|"
    r"[^\d]{0,4}(?:正常|升高|增高|偏高|降低|偏低|减低|边缘|临界|理想|合适|适宜|不足|缺乏|过量|充足|阴性|阳性|可疑|轻度|中度|重度|[高中低]风?危)[^\d]{0,4}",
    re.IGNORECASE,
)


def without_keys(bands: Sequence[Band]) -> list[Band]:
    """``bands`` without such tables: a header that begins with a word for classes and heads no results, and the rows under its
    cells, most of which begin with a class and none with the name of an analyte."""
    out: list[Band] = []
    bands = _without_keys_beside(bands)
    skip = 0
    for place, band in enumerate(bands):
        if skip:
            skip -= 1
            continue
        skip = _rows_of_key(band, bands[place + 1 :])
        if not skip and (many := _rows_of_classes(bands[place:])):
            skip = many - 1
            out = _without_heads(out, band)
        elif not skip:
            out.append(band)
    return out


def _without_keys_beside(bands: Sequence[Band]) -> list[Band]:
    """``bands`` without what stands right of a table as such a key, in rows of its own."""
    kept = list(bands)
    for band in bands:
        heads = [p for p in band.pieces[1:] if _is_head(plain(p.text))]
        for first in heads[-1:]:
            edge = first.x0 - first.height
            aside = [(b, [p for p in b.pieces if p.x0 > edge]) for b in kept if b.y >= band.y]
            parts = [Band(pieces, pieces[0].y, b.height) for b, pieces in aside if pieces]
            if _holds_intervals(parts[0]) and not _holds_intervals(
                replace(band, pieces=band.pieces[: -len(parts[0].pieces)])
            ):
                continue  # the column of grades and the intervals of the table itself
            if many := _rows_of_key(parts[0], parts[1:]):
                gone = {id(p) for part in parts[: many + 1] for p in part.pieces}
                kept = [replace(b, pieces=[p for p in b.pieces if id(p) not in gone]) for b in kept]
    return [b for b in kept if b.pieces]


def _holds_intervals(head: Band) -> bool:
    return any(hit.kind == "ref" for p in head.pieces for hit in header_words(p.text))


def _is_head(text: str) -> bool:
    words = text.split()
    return any(_HEADS.fullmatch(compact(t)) for t in (text, *words[:1], *words[-1:]))


#: Rows of classes that need no header to tell that they are some.
_MANY = 3
_NOTHING = re.compile(r"[-–—]{1,3}")


def _rows_of_classes(bands: Sequence[Band]) -> int:
    """How many of ``bands`` from the first are rows of classes for several analytes side by side (``Optimal | <200 | <150``):
    a class and nothing but bounds, which no result is."""
    rows = list(takewhile(lambda b: _is_of_classes(b) or _is_wrapped(b), bands))
    return len(rows) if rows and _is_of_classes(rows[0]) and sum(map(_is_of_classes, rows)) >= _MANY else 0


def _is_of_classes(band: Band) -> bool:
    if len(band.pieces) <= 2 or _CLASS.fullmatch(plain(band.pieces[0].text).strip()) is None:
        return False
    bounds = [c for p in band.pieces[1:] if not _NOTHING.fullmatch(c := plain(p.text).strip())]
    return bool(bounds) and all(map(looks_like_range, bounds))


def _is_wrapped(band: Band) -> bool:
    """``High`` below ``Borderline``."""
    return len(band.pieces) == 1 and _CLASS.fullmatch(plain(band.pieces[0].text).strip()) is not None


def _without_heads(out: list[Band], first: Band) -> list[Band]:
    """``out`` without the header right above ``first``: lines without a number whose pieces stand over its cells."""
    heads = [(p.x0, p.center) for p in first.pieces]
    kept, below = list(out), first
    while kept and len(kept[-1].pieces) > 1 and below.y - kept[-1].y < 3.0 * first.height:
        if any(map(str.isdigit, kept[-1].text)) or not _under(kept[-1], heads):
            break
        below = kept.pop()
    return kept


def _rows_of_key(band: Band, below: Sequence[Band]) -> int:
    """How many of the bands ``below`` are rows of the key that ``band`` heads; 0 when it heads none."""
    first, text = band.pieces[0], plain(band.pieces[0].text)
    if len(band.pieces) < 2 or not _is_head(text):
        return 0
    heads = [(first.x0, first.center), *((p.x0, p.center) for p in band.pieces[1:])]
    heads += [(first.x1 - first.height, first.x1 - first.height)] * (" " in text)  # two headers in one box
    rows = list(takewhile(lambda b: _under(b, heads), below))
    cells = [plain(b.pieces[0].text).strip() for b in rows]
    classes = sum(_CLASS.fullmatch(c) is not None for c in cells)
    fits = len(rows) >= LEAST and classes >= 0.6 * len(rows) and not any(map(is_name, cells))
    fits = fits and len(set(cells)) > 0.6 * len(cells)  # each class once
    if fits and read_header(band) is not None:  # whose columns hold bounds of classes, not results
        fits = sum(any(looks_like_range(p.text) for p in b.pieces[1:]) for b in rows) >= 0.6 * len(rows)
    return len(rows) if fits else 0


def _under(band: Band, heads: Sequence[tuple[float, float]]) -> bool:
    """True for a band whose every piece begins or is centred under one of ``heads`` (left ends and middles)."""
    near = 1.2 * band.height
    return all(any(abs(p.x0 - x0) < near or abs(p.center - x) < near for x0, x in heads) for p in band.pieces)
