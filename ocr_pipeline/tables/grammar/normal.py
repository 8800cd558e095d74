"""One way of writing characters, so that every parser sees the same signs (and what was a superscript stays one)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ocr_pipeline.fields.traditional import simple
from ocr_pipeline.one_to_one import OneToOne

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
# Look-alikes that the recogniser gives for one printed sign; each maps to the sign itself, one character to one.
_SIGNS = {
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "〈": "<",
    "﹤": "<",
    "‹": "<",
    "〉": ">",
    "﹥": ">",
    "›": ">",
    "≦": "≤",
    "⩽": "≤",
    "≧": "≥",
    "⩾": "≥",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "－": "-",
    "﹣": "-",
    "〜": "~",
    "∼": "~",
    "～": "~",
    "↗": "↑",
    "⬆": "↑",
    "🠅": "↑",
    "⇧": "↑",
    "▲": "↑",
    "↘": "↓",
    "⬇": "↓",
    "🠇": "↓",
    "⇩": "↓",
    "▼": "↓",
    "★": "*",
    "☆": "*",
    "＊": "*",
    "∗": "*",
    "✱": "*",
    "µ": "μ",
    "、": ",",
    "，": ",",
    "：": ":",
    "∶": ":",
    "﹕": ":",
    "。": ".",
    "·": ".",
    "‧": ".",
    "✕": "×",
    "╳": "×",
}


@lru_cache(maxsize=8192)
def plain_char(char: str) -> str:
    """One character to one character: full-width to ASCII and look-alikes to the sign they stand for."""
    if char in _SIGNS:
        return _SIGNS[char]
    if char in _SUPERSCRIPTS:
        return char
    other = unicodedata.normalize("NFKC", char)
    return other if len(other) == 1 else char


_PLAIN = OneToOne(plain_char)


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """``text`` with every character made plain; the length never changes."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=16384)
def printed(text: str) -> str:
    """A cell as it leaves the reader: NFKC, trimmed, single spaces; powers of ten written with a caret (10⁹ → 10^9)."""
    out: list[str] = []
    raised = False
    for char in text:
        if char in _SUPERSCRIPTS:
            area = bool(out) and out[-1].isalpha()  # m², mm³
            out.append(_SUPERSCRIPTS[char] if raised or area else "^" + _SUPERSCRIPTS[char])
            raised = True
        else:
            out.append(char)
            raised = False
    # the wave dash, which some fonts call the tilde of full width, has no NFKC form
    return " ".join(unicodedata.normalize("NFKC", "".join(out).replace("〜", "~")).split())


_SPARE = re.compile(r"[^\w%+]+|_+")  #: neither letters nor digits


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """Lower case without accents, spaces and punctuation, Han characters simplified: what the lexicons are keyed by."""
    text = simple(text)
    folded = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("đ", "d").replace("Đ", "d")).casefold()
    return folded if folded.isalnum() else _SPARE.sub("", folded)


_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\u3040-\u30ff]")


def has_cjk(text: str) -> bool:
    """Whether any character :func:`is_cjk`: of the thousands of known names it is asked at a twentieth of the time."""
    return not text.isascii() and _CJK.search(text) is not None


def is_cjk(char: str) -> bool:
    """True for Han characters and the like (wide letters without spaces between words)."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\u3040" <= char <= "\u30ff"


def is_what_is_left(part: str, whole: str) -> bool:
    """True when ``part`` is ``whole`` with letters left out."""
    letters = iter(whole)
    return all(c in letters for c in part)
