"""The columns of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.headers.lexicon import Kind


@dataclass(frozen=True)
class Column:
    """``x0, x1`` are the header's ends in flat pixels; ``uncertain`` where another column could be meant as well."""

    kind: Kind
    x0: float
    x1: float
    title: str = ""
    uncertain: bool = False
    #: under which its results were taken, where a row has several that count (``透析后``, ``%``)
    condition: str = ""

    @property
    def center(self) -> float:
        return (self.x0 + self.x1) / 2


_INSIDE = frozenset(("inrange", "withinrange", "normalresult", "normalresults"))
_OUTSIDE = frozenset(("outofrange", "outrange", "outsiderange", "abnormalresult", "abnormalresults"))


#: The title of a column of intervals whose two bounds have headers of their own.
BOUNDS = "min-max"
_LOW = frozenset(
    "min minimo minimum minimumvalue mini minima minimale low lower lo lln lowerlimit lowlimit lowerreferencelimit rangelow reflow from inf refmin "
    "valmin vmin valoremin valoreminimo valormin valorminimo valeurmin limitemin limiteinf limiteinferiore limiteinferior borneinf borneinferieure "
    "basso bajo bas desde alt altlimit altsinir altdeger altreferans dusuk endusuk thap duoi canduoi gioihanduoi tu "
    "下限 低限 下限值 低值 最低 最低值 最小值 正常低值 正常下限 参考下限 参考低值 参考低限 参考值下限 区间下限".split()
)
_HIGH = frozenset(
    "max massimo maximo maximum maximumvalue maxi maxima maximale high upper hi uln upperlimit highlimit upperreferencelimit rangehigh refhigh to sup refmax "
    "valmax vmax valoremax valoremassimo valormax valormaximo valeurmax limitemax limitesup limitesuperiore limitesuperior bornesup bornesuperieure "
    "alto haut hasta ust ustlimit ustsinir ustdeger ustreferans yuksek enyuksek cao tren cantren gioihantren den "
    "上限 高限 上限值 高值 最高 最高值 最大值 正常高值 正常上限 参考上限 参考高值 参考高限 参考值上限 区间上限".split()
)


_OF_INTERVAL = re.compile(
    r"(?:ref(?:erence|erencia|erans)?|rif(?:erimento)?|val(?:ue|or|ore|eur)?|lim(?:it|ite)?|borne?|norm[ae]l?|vn|vr|interval(?:o|le|lo)?|rango|range)+"
)


def _bound(text: str) -> str:
    """The word for a bound without those for the interval before it: ``inf`` of ``Réf. inf.``."""
    key = compact(text)
    return key if key in _LOW or key in _HIGH else _OF_INTERVAL.sub("", key, count=1)


def lower_and_upper(pieces: Sequence[tuple[str, float, float]]) -> Column | None:
    """One column of intervals for a header with ``Min`` right beside ``Max`` (texts with their ends); None without both."""
    for (low, x0, _), (high, _, x1) in pairwise(pieces):
        if _bound(low) in _LOW and _bound(high) in _HIGH:
            return Column("ref", x0, x1, BOUNDS)
    return None


def with_lower_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` of a header with the word for lower bounds cut off the word before it (``测定结果低值``), where that for upper
    ones follows."""
    out: list[Piece] = []
    for piece, behind in zip_longest(pieces, pieces[1:]):
        low = behind is not None and compact(behind.text) in _HIGH and compact(piece.text) not in _LOW
        word = next((w for w in _LOW if not w.isascii() and piece.text.endswith(w)), "") if low else ""
        at = piece.end - len(word)
        cut = [piece.cut(piece.start, at), piece.cut(at, piece.end)] if word else []
        out.extend([p for p in cut if p is not None] or [piece])
    return out


def in_and_out_of_range(columns: Sequence[Column]) -> list[Column]:
    """``In Range`` beside ``Out Of Range``: a value stands under one of the two, which count as one column."""
    out: list[Column] = []
    for column in columns:
        before = compact(out[-1].title) if out else ""
        if before in _INSIDE and compact(column.title) in _OUTSIDE:
            out[-1] = replace(out[-1], x1=column.x1)
        else:
            out.append(column)
    return out


def results_and_units(columns: Sequence[Column]) -> list[Column]:
    """``结果单位`` is one header beside a column of results; where there is none it is two that stand close together."""
    if any(c.kind == "result" for c in columns):
        return list(columns)
    return [
        part
        for c in columns
        for part in (
            (replace(c, kind="result", x1=c.center), replace(c, x0=c.center))
            if c.kind == "unit" and compact(c.title) == "结果单位"
            else (c,)
        )
    ]


def without_modifiers(columns: Sequence[Column]) -> list[Column]:
    """``columns`` without the first word of a header such as ``结果提示`` or ``Sonuç Birimi`` where the results have a header
    of their own: there it is one word, not two."""
    count = Counter(c.kind for c in columns if not any(map(str.isdigit, c.title)))  # not of dates
    if count["result"] <= max(count["name"], count["ref"], 1):
        return list(columns)
    behind = [*columns[1:], None]
    return [
        c
        for c, after in zip(columns, behind, strict=True)
        if not (c.kind == "result" and after is not None and after.title == c.title and after.kind in ("flag", "unit"))
    ]


def names_between(columns: Sequence[Column], unknown: Sequence[tuple[str, float, float]]) -> list[Column]:
    """A column of names under each unknown header word (text and ends) before results that come a second time with their
    own intervals or units: the panel beside, whose names are called something else (``有形成分``)."""
    results = [i for i, c in enumerate(columns) if c.kind == "result"]
    out: list[Column] = []
    first = [w for w in unknown if w[2] < columns[0].x0][-1:] if results[:1] == [0] else []
    for a, b in pairwise(results):
        inner, after = {c.kind for c in columns[a + 1 : b]}, {c.kind for c in columns[b + 1 :]}
        again = inner & after & {"ref", "unit"}
        if not again or inner & {"name", "code", "serial"}:
            continue
        edge = columns[b - 1].x1
        words = [w for w in unknown if edge < w[1] and w[2] < columns[b].x0]
        out.extend(Column("name", x0, x1, text) for text, x0, x1 in words[:1])
    return [*(Column("name", x0, x1, text) for text, x0, x1 in first if out), *out]


def mostly_strange(columns: Sequence[Column], unknown: Sequence[tuple[float, float]]) -> bool:
    """True where unknown words (their ends) are too wide, against the header words beside them, for a header. More is left to
    one alone before results and intervals: there the names are called something else (``红细胞参数``)."""
    known, strange = sum(c.x1 - c.x0 for c in columns), sum(b - a for a, b in unknown)
    kinds = [c.kind for c in sorted(columns, key=lambda c: c.x0)]
    useful = set(kinds) & {"name", "result", "unit", "ref", "code"}
    named = len(unknown) == 1 and kinds[:1] == ["result"] and "ref" in useful and not useful & {"name", "code"}
    if named and unknown[0][1] < min(c.x0 for c in columns):
        return strange > 2.0 * known
    return strange > (0.6 if len(useful) < 3 else 1.0) * known


_CUT_OFF = frozenset(
    ("cutoff", "cutoffvalue", "cut-off", "临界值", "切值", "seuil", "valeurseuil", "valordecorte", "puntodecorte")
)
_DILUTION = re.compile(r"mic|kb|抑菌圈|最低抑菌|zone|disk|disc")


def one_system(columns: Sequence[Column]) -> list[Column]:
    """A panel's columns with those of a second system of units, or of a cut-off beside the interval, put aside.

    ``Result Unit Range Converted Unit Range``: the first unit and interval are the result's. Behind the dilutions or zones of
    an antibiotic a second column of results says how susceptible the germ is.
    """
    out: list[Column] = []
    refs = [c for c in columns if c.kind == "ref"]
    apart = [c for c in refs if compact(c.title) in _CUT_OFF] if len(refs) > 1 else []
    apart = apart if len(apart) < len(refs) else []
    ranged = False
    for column in columns:
        kinds = [c.kind for c in out]
        again = column.kind == "unit" and ranged and "unit" in kinds
        same = column.kind == "ref" and any(c.kind == "ref" and compact(c.title) == compact(column.title) for c in out)
        second = column.kind == "ref" and ranged and bool(kinds) and kinds[-1] == "other" and "unit" in kinds
        kind: Kind = "other" if again or same or second or column in apart else column.kind
        dilution = next((c for c in out if c.kind == "result"), None)
        if kind == "previous" and dilution and _DILUTION.match(compact(dilution.title)) and "flag" not in kinds:
            kind = "flag"
        out.append(replace(column, kind=kind))
        ranged = ranged or kind == "ref"
    return out
