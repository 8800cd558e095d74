"""What calls an interval one, before it: ``V.R.: Hasta 200``, ``N : 4,0 à 10,0``, ``(V.R. ≥ 1.4)``."""

from __future__ import annotations

import re

#: What calls an interval one, before it.
CALLED = (
    r"(?:(?:biological\s?)?ref(?:erence)?s?\.?(?:\s?(?:range|interval|values?|limits?))?|normal(?:\s?(?:range|values?|limits?))?|"
    r"(?:standard|desired|desirable|expected|healthy|target|therapeutic)\s?(?:range|interval|values?|limits?)|v\.?\s?[rn]\.?|n\.?v\.?|v\.?\s?ref\.?|"
    r"(?:valor(?:es)?|rango|intervalo|l[ií]mites?)\s?(?:de\s?|biol[oó]gicos?\s?de\s?)?ref\w*\.?|val(?:or(?:es)?)?\.?\s?normal(?:es)?|"
    r"(?:val(?:eurs?)?\.?|intervalles?)\s?(?:de\s?)?r[ée]f\w*\.?|valeurs?\s?(?:normales?|usuelles?)|normes?|v\.?\s?usuelles?|"
    r"(?:val(?:ori|ore)?\.?|intervall[oi]|int\.)\s?(?:di\s?)?rif\w*\.?|valori\s?normali|v\.?\s?rif\.?|"
    r"ref(?:erans)?\.?\s?(?:de[ğg]er(?:ler)?[ıi]?|aral[ıi]k(?:lar)?[ıi]?|aral[ıi][ğg][ıi])|normal\s?de[ğg]er(?:ler)?[ıi]?|"
    r"(?:tr[ịi]|ch[ỉi]|gi[áa])\s?(?:s[ốo]|tr[ịi])\s?(?:b[ìi]nh\s?th[ườu]+ng|tham\s?(?:chi[ếe]u|kh[ảa]o))|kho[ảa]ng\s?tham\s?(?:chi[ếe]u|kh[ảa]o)|csbt|gttc|"
    r"(?:正常)?[参參]考(?:值|[范範][围圍圆]|[区區][间間])?(?:[范範][围圍])?|正常(?:值|范围)?|range|rango|intervall[eo]|aral[ıi]k)\s*"
)
#: Before what an interval means for the value: ``70 - 110 · Dentro del rango``.
JUDGED = re.compile(r"\s+[·•|.]\s+")
#: Short ones that stand before an interval without a colon too: ``(V.R. ≥ 1.4)``.
_BEFORE_FIGURE = re.compile(
    r"(?:v[.,]\s?[rn][.,]|[vn]\.?r\.|ref\.|r[ée]f\.|rif\.|v\.\s?ref\.|val\.\s?r[eé]f\.)\s*(?=[<>≤≥\d]|[^\W\d_]{2,9} (?:(?:de|a|di|à) )?\d)",
    re.IGNORECASE,
)
_NORMAL = re.compile(
    r"N\s?[:：]\s*(?=[^:：]*\Z)"
)  #: of French laboratories; in other cells it may be a count of neutrophils
#: Some of these words are names of nothing else only with their colon.
LABEL = re.compile(
    rf"bio(?:logical|\.)?\s?{CALLED}\.?\s*[:：]\s*(?:-\s*)?"
    rf"|{CALLED}\.?\s*[:：]\s*(?:-\s+(?=[\d<>≤≥]))?|(?<![^\W\d_]){CALLED}(?=[<>≤≥]\s?\d|\d[\d.,]*\s?[-–~])|(?:(?:正常)?[参參]考(?:值|[范範][围圍]|[区區][间間])|正常(?:值|范围))\s*(?=[\d<>≤≥])",
    re.IGNORECASE,
)


def label_of(text: str) -> int:
    """How many characters of ``text`` call what follows an interval; 0 where none do."""
    found = LABEL.match(text) or _NORMAL.match(text) or _BEFORE_FIGURE.match(text)
    return found.end() if found else 0


def without_brackets(text: str) -> str:
    """``(V.R. ≥ 1.4)`` without the brackets around label and interval; any other text as it is."""
    body = text.strip()
    inner = body[1:-1].strip() if len(body) > 4 and body[0] in "([" and body[-1] in ")]" else ""
    return inner if inner and not set("()[]") & set(inner) and label_of(inner) else text
