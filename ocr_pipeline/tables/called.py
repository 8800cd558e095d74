"""Intervals that say of themselves that they are one: ``V.R.: Hasta 200`` in its cell, ``Referans Değeri: 74 - 106`` below a name."""

from __future__ import annotations

import re

from ocr_pipeline.tables.cells import Draft
from ocr_pipeline.tables.normal import plain
from ocr_pipeline.tables.pieces import cut_pieces, joined
from ocr_pipeline.tables.ranges import LONGEST, is_range_or_word, is_tier, looks_like_range

#: What calls an interval one, before it.
CALLED = (
    r"(?:(?:biological\s?)?ref(?:erence)?s?\.?(?:\s?(?:range|interval|values?|limits?))?|normal(?:\s?(?:range|values?|limits?))?|v\.?\s?[rn]\.?|n\.?v\.?|v\.?\s?ref\.?|"
    r"(?:valor(?:es)?|rango|intervalo|l[ií]mites?)\s?(?:de\s?|biol[oó]gicos?\s?de\s?)?ref\w*\.?|val(?:or(?:es)?)?\.?\s?normal(?:es)?|"
    r"(?:val(?:eurs?)?\.?|intervalles?)\s?(?:de\s?)?r[ée]f\w*\.?|valeurs?\s?(?:normales?|usuelles?)|normes?|v\.?\s?usuelles?|"
    r"(?:val(?:ori|ore)?\.?|intervall[oi]|int\.)\s?(?:di\s?)?rif\w*\.?|valori\s?normali|v\.?\s?rif\.?|"
    r"ref(?:erans)?\.?\s?(?:de[ğg]er(?:ler)?[ıi]?|aral[ıi]k(?:lar)?[ıi]?|aral[ıi][ğg][ıi])|normal\s?de[ğg]er(?:ler)?[ıi]?|"
    r"(?:tr[ịi]|ch[ỉi]|gi[áa])\s?(?:s[ốo]|tr[ịi])\s?(?:b[ìi]nh\s?th[ườu]+ng|tham\s?(?:chi[ếe]u|kh[ảa]o))|kho[ảa]ng\s?tham\s?(?:chi[ếe]u|kh[ảa]o)|csbt|gttc|"
    r"(?:正常)?参考(?:值|范围|区间)?(?:范围)?|正常(?:值|范围)?|range)\s*"
)
#: Some of these words are names of nothing else only with their colon.
LABEL = re.compile(
    rf"bio(?:logical|\.)?\s?{CALLED}\.?\s*[:：]\s*(?:-\s*)?"
    rf"|{CALLED}\.?\s*[:：]\s*(?:-\s+(?=[\d<>≤≥]))?|(?:(?:正常)?参考(?:值|范围|区间)|正常(?:值|范围))\s*(?=[\d<>≤≥])",
    re.IGNORECASE,
)


def without_label(text: str) -> str:
    """``text`` of a cell of intervals without what calls it one; as it is where no interval follows."""
    label = LABEL.match(text)
    rest = text[label.end() :] if label else ""
    return rest if any(c.isdigit() or c in "<>≤≥" for c in rest[:2]) or is_range_or_word(rest) else text


def take_called(draft: Draft) -> None:
    """Makes the line below a name that calls itself an interval one, wherever the columns put its parts."""
    cells = sorted(
        (p for kind in ("name", "code", "result", "unit", "ref") for p in draft.get(kind)), key=lambda p: p.x0
    )
    text = plain(joined(cells))
    label = LABEL.match(text) if len(text) <= LONGEST and len(joined(cells)) == len(text) else None
    if label is None or draft.marks or set(filter(draft.get, draft.cells)) - {"name", "code", "result", "unit", "ref"}:
        return
    behind = text[label.end() :]
    if is_range_or_word(behind) or is_tier(behind) or looks_like_range(behind.replace(" ", "")):
        draft.cells = {"ref": cut_pieces(cells, label.end())[1]}
