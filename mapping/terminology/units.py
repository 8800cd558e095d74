"""What laboratories print as a unit, said in UCUM.

``to_ucum`` is a small grammar over spellings, not a list of them: powers of ten in all their disguises, numerator and
denominator words in seven languages, creatinine and haemoglobin denominators. What it does not understand is None.
UCUM: https://ucum.org/ucum (case sensitive forms; annotations in braces for what UCUM has no unit for).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mapping.terminology.families import family
from mapping.terminology.unit_parts import DENOMINATORS, NUMERATORS
from mapping.terminology.unit_words import ALONE, COUNTED, POWER_WORDS

#: One-letter prefixes count only over their own volume: G/L is giga per litre, G/DL is grams printed in capitals.
_ONE_LETTER = {"G": ("/L",), "T": ("/L",), "K": ("/uL",), "k": ("/uL",), "M": ("/uL", "/mL")}
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_SIGNS = str.maketrans(
    {"\\": "/", "×": "x", "✕": "x", "х": "x", "Х": "x", "∧": "^", "ˆ": "^", "∕": "/", "⁄": "/", "•": ".", "·": "."}
)


def _clean(printed: str) -> str:
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: "^" + m.group().translate(_SUPER), printed)
    text = unicodedata.normalize("NFKC", text).replace("μ", "u").replace("µ", "u").strip()
    text = text.translate(_SIGNS)
    text = re.sub(r"\s?\(calc(?:ulated)?\.?\)\Z", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE)
    while len(text) > 2 and (text[0], text[-1]) in {("(", ")"), ("[", "]"), ("（", "）")}:
        text = text[1:-1].strip()
    return text


def _power(text: str) -> tuple[str | None, str]:
    """A leading power of ten as its exponent, and the rest. ``109/L`` is 10^9/L with the superscript lost."""
    text = re.sub(r"\A[xX×]\s?[eE](?=(?:3|6|9|12)\s?/)", "10^", text)  # x E9/L
    match = re.match(
        r"(?:1\s?[xX.]\s?)?[xX*]?\s?10\s?(?:\^|~|\*\*|\*|[eE](?:\+)?|exp|')?\s?\(?(3|4|5|6|9|11|12)\)?(?=\s?(?:/|$|[A-Za-z个{*]))",
        text,
    )
    if match:
        return match.group(1), text[match.end() :].strip(" *.x")
    return None, text


def _fold(word: str) -> str:
    word = unicodedata.normalize("NFD", word.casefold().replace("ı", "i").replace("đ", "d"))
    return "".join(c for c in word if unicodedata.category(c) != "Mn").strip(" .")


def _numerator(word: str) -> str | None:
    if word in NUMERATORS:
        return NUMERATORS[word]
    return NUMERATORS.get(_fold(word).replace(" ", ""))


def _denominator(words: list[str]) -> str | None:
    joined = "/".join(_fold(w).replace(" ", "") for w in words)
    return DENOMINATORS.get(joined)


@lru_cache(maxsize=4096)
def to_ucum(printed: str) -> str | None:
    """The UCUM code of a printed unit, or None when it is empty or not understood. ``g%`` is g/dL, ``G/L`` is 10*9/L."""
    text = _clean(printed)
    if not text:
        return None
    if text in ALONE:
        return ALONE[text]
    folded = _fold(text).replace(" ", "")
    if folded in ALONE:
        return ALONE[folded]
    if re.search(r"[\[{]", text) and family(text) is not None:
        return text  # printed in UCUM itself: mm[Hg], /[HPF], m[IU]/L
    exponent, rest = _power(text)
    if exponent:
        return _counted(f"10*{exponent}", rest)
    parts = [p.strip() for p in text.split("/")]
    head = _fold(parts[0]).replace(" ", "")
    if len(parts) > 1:
        if (power := POWER_WORDS.get(parts[0]) or POWER_WORDS.get(head)) is not None:
            unit = _counted(power, "/" + "/".join(parts[1:]))
            if unit is not None and (parts[0] not in _ONE_LETTER or unit.endswith(_ONE_LETTER[parts[0]])):
                return unit
        if parts[0] == "" or head in COUNTED:
            return _counted("", "/" + "/".join(parts[1:]))
    return _fraction(parts)


def _counted(power: str, rest: str) -> str | None:
    """``10*9`` over what: only volumes, areas under the microscope, litres and ejaculates count."""
    rest = rest.strip()
    if rest and not rest.startswith("/"):
        word, _, tail = rest.partition("/")
        if _fold(word).replace(" ", "") not in COUNTED:
            return None
        rest = "/" + tail if tail else ""
    if not rest:
        return power or None
    below = _denominator(rest[1:].split("/"))
    if below is None:
        return None
    return f"{power}/{below}"


def _fraction(parts: list[str]) -> str | None:
    above = _numerator(parts[0])
    if above is None:
        return None
    if len(parts) == 1:
        return above if above in _STANDS_ALONE else None
    tail = parts[1:]
    mark = ""
    last = re.fullmatch(r"(.+?)\s*[\[({]?\s*(FEU|DDU|D-DU|D-Du)\s*[\])}]?", tail[-1], re.I)
    if last:
        tail = [*tail[:-1], last.group(1)]
        mark = "{FEU}" if last.group(2).upper() == "FEU" else "{DDU}"
    below = _denominator(tail)
    if below is None:
        return None
    return f"{above}{mark}/{below}"


_STANDS_ALONE = frozenset(
    "% s min h d fL pg g mg ug ng mL L uL mm cm um kPa mm[Hg] U [IU] Cel mol mmol umol deg fmol {ratio} {titer}".split()
)
