"""Marks of abnormality that no reader could tell but that a panel's own manner does: the values outside their interval have
ink of its own beside them, or one odd character before their names, and those inside have none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from ocr_pipeline.page import PageImage, PageText
from ocr_pipeline.report import Flag, Reason, Result
from ocr_pipeline.tables.contents.ink import LEAST
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.marks.bold import sides_of
from ocr_pipeline.tables.marks.unseen import stands_beside
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.results import Evidence

_LEAST_MARKED, _LEAST_PLAIN = 2, 4
_PROVED = 3
#: So many marks beside values inside their intervals, and none beside others, are no marks.
_RULED = 4
_SURE = 0.9
_MOST = 0.6  #: of the values outside have a mark
_SMALL = 0.12  #: height of a star, of the value's, where only a whole panel tells it from a grain
#: An arrow that was read as a letter or figure, before the name.
_ODD_FIRST = re.compile(r"[^\W_]\s+(?=[^\W\d_])")
#: The key to stars: ``(*) Valores fuera del rango``.
_KEY = re.compile(r"\W{0,2}\*\W{0,3}\s?[^\W\d_]{3,}\s[^\W\d_]+")
#: ``14.2 A``: alto, high; ``A: Alto``.
_ALTO = re.compile(r"\d\s?A\Z")
_HIGH = re.compile(r"(?<!\w)A\s?[:=]\s?Alt[oa]")


def with_patterned_marks(
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    texts: Sequence[PageText],
    images: Sequence[PageImage | None],
    decimal_comma: bool = False,
) -> tuple[Result, ...]:
    """``results`` with such marks: H or L by the side where the panel's other marks are these or arrows, A where they are
    stars. A picture is asked for only where a panel has values outside their intervals without a mark."""
    out = list(results)
    for text in texts:
        for panel in sorted({e.panel for r, e in zip(results, evidence, strict=True) if r.page == text.index}):
            rows = [i for i, r in enumerate(results) if (r.page, evidence[i].panel) == (text.index, panel)]
            sides = sides_of(results, rows, decimal_comma)
            for i in _of_a_rule(rows, sides, results, evidence):
                out[i] = replace(results[i], flag="", reasons=(*results[i].reasons, Reason.SYMBOL_UNCERTAIN))
            for i in _letters_for_high(rows, sides, results, evidence):
                out[i] = replace(results[i], flag="H")
            bare = [i for i in sides if sides[i] and not results[i].flag]
            inside = [i for i in sides if not sides[i] and not results[i].flag]
            proved = _is_proved(results, sides, rows)
            if len(bare) < (1 if proved else _LEAST_MARKED) or len(inside) < _LEAST_PLAIN:
                continue
            alto = [i for i in (*bare, *inside) if _ALTO.search(evidence[i].ranked)]
            if (
                _says_alto(text, {results[i].flag for i in rows})
                and len(alto) > 1
                and {sides[i] for i in alto} == {"H"}
            ):
                for i in alto:
                    reasons = tuple(r for r in results[i].reasons if r is not Reason.OVERPRINTED)
                    out[i] = replace(results[i], flag="H", reasons=reasons)
                continue
            kinds = {results[i].flag for i in rows if results[i].flag}
            names = {compact(results[i].name) for i in rows}
            odd = [i for i in bare if _begins_oddly(results[i].name, names)]
            if kinds & {"H", "L"} and _tell(odd, bare, [i for i in inside if _ODD_FIRST.match(results[i].name)]):
                for i in odd:
                    doubted = (*out[i].reasons, Reason.SYMBOL_UNCERTAIN)
                    name = _ODD_FIRST.sub("", out[i].name, count=1)
                    out[i] = replace(out[i], name=name, flag=sides[i], reasons=doubted)
                continue
            star = kinds == {"A"} or (not kinds and any(_KEY.match(line.text) for line in text.lines))
            picture = images[text.index] if text.index < len(images) and (star or kinds & {"H", "L"}) else None
            if picture is None:
                continue
            corners = np.array([line.polygon for line in text.lines if len(line.polygon) == 4], np.float64)
            asked = [i for i in rows if not results[i].flag and (star or i in sides)]
            for least in (_SMALL, LEAST):  # in boxes that a fold bent, pieces of rules are as large as a small star
                beside = [i for i in asked if stands_beside(picture.image, results[i].value_polygon, corners, least)]
                marked, spare = [i for i in beside if sides.get(i)], [i for i in beside if sides.get(i) == ""]
                if _tell(marked, bare, spare) or (proved and marked and not spare):
                    for i in beside:
                        told = (Reason.SYMBOL_UNCERTAIN,) * (i not in sides)  # nothing but its ink says so
                        out[i] = replace(out[i], flag="A" if star else sides[i], reasons=(*out[i].reasons, *told))
                    break
    return tuple(out)


def _of_a_rule(
    rows: Sequence[int], sides: Mapping[int, Flag], results: Sequence[Result], evidence: Sequence[Evidence]
) -> list[int]:
    """Rows whose arrows are pieces of a rule behind the values: all that the panel has are one sign, none of which was read
    for sure, beside values inside their intervals."""
    marked = [i for i in rows if results[i].flag in ("H", "L")]
    if len(marked) < _RULED or len({results[i].flag for i in marked}) > 1 or any(sides.get(i, "?") for i in marked):
        return []
    arrows = [[o for o in evidence[i].row_lines if o.text.strip() in ("↑", "↓")] for i in marked]
    return marked if all(seen and seen[0].confidence < _SURE for seen in arrows) else []


def _letters_for_high(
    rows: Sequence[int], sides: Mapping[int, Flag], results: Sequence[Result], evidence: Sequence[Evidence]
) -> list[int]:
    """Rows marked ``A`` where this says high: all of them lie above, and those below have a mark of their own (L, an arrow). It
    is a full triangle that was read as a letter, or ``alto``; where A says abnormal, low values have it too."""
    lettered = [i for i in rows if evidence[i].mark == "A"]
    low = any(results[i].flag == "L" and sides.get(i) == "L" for i in rows)
    return lettered if low and all(sides.get(i) == "H" for i in lettered) else []


def _is_proved(results: Sequence[Result], sides: Mapping[int, Flag], rows: Sequence[int]) -> bool:
    """Whether the marks that were read already show the panel's manner: several values outside have one, none inside has."""
    marked = [i for i in rows if results[i].flag]
    return sum(bool(sides.get(i)) for i in marked) >= _PROVED and all(sides.get(i, "?") for i in marked)


def _says_alto(text: PageText, flags: set[Flag]) -> bool:
    """Whether the letter A stands for ``alto`` here: in the key, or beside B for ``bajo`` or ``basso``."""
    return "A" not in flags and ("L" in flags or any(_HIGH.search(line.text) for line in text.lines))


def _begins_oddly(name: str, names: Collection[str]) -> bool:
    """Whether one character before a name belongs to none: ``D dimer`` is a name, and so are ``T`` and ``D bilirubin``."""
    bare = _ODD_FIRST.sub("", name, count=1)
    return bare != name and not is_name(name) and sum(compact(bare) == n[1:] for n in names) == 1


def _tell(marked: Sequence[int], bare: Sequence[int], inside: Sequence[int]) -> bool:
    """Whether ``marked``, of the values outside that have no mark yet, show that their print marks them."""
    return len(marked) >= _LEAST_MARKED and len(marked) >= _MOST * len(bare) and not inside
