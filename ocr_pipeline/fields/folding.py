"""Text made comparable without moving a character: case, accents and traditional characters go, positions stay."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ocr_pipeline.fields.traditional import simple
from ocr_pipeline.one_to_one import OneToOne

#: Letters that decompose to nothing useful, and signs that print alike.
_ALIKE = {
    "đ": "d", "Đ": "d", "ı": "i", "İ": "i", "ł": "l", "ø": "o", "ß": "s", "æ": "a", "œ": "o",
    "：": ":", "︰": ":", "∶": ":", "﹕": ":", "；": ";", "（": "(", "）": ")", "，": ",", "．": ".", "。": ".",
    "’": "'", "‘": "'", "´": "'", "`": "'", "º": "o", "°": "o", "ª": "a", "№": "n", "／": "/", "－": "-", "—": "-", "–": "-",
    "【": "[", "】": "]", "［": "[", "］": "]", "〔": "[", "〕": "]", "\u3000": " ", "\u00a0": " ",
}  # fmt: skip


def _fold_char(char: str) -> str:
    if char in _ALIKE:
        return _ALIKE[char]
    if is_han(char):
        return simple(char)
    plain = unicodedata.normalize("NFKD", char)
    base = next((c for c in plain if not unicodedata.combining(c)), char)
    lower = base.lower()
    return lower[0] if lower else char


_FOLDED = OneToOne(_fold_char)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """``text`` in lower case and simplified characters without accents and full-width forms, of exactly the same length."""
    return text.translate(_FOLDED)


def squeeze(text: str) -> str:
    """NFKC, case folded, without any white space: the form in which strings are compared for identity."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_han(char: str) -> bool:
    """A Chinese character (also of the extension and compatibility blocks)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\uf900" <= char <= "\ufaff"
