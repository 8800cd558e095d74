"""Values that are words or signs: which are whole, which are bent, and which have something else beside them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ocr_pipeline.tables.normal import compact
from ocr_pipeline.tables.ranges import Range
from ocr_pipeline.tables.values import parse_value

#: Words of results as their first letters are printed; near misses of these are slips of the eye.
_WORDS = (
    "negative positive nonreactive reactive normal abnormal absent present detected notdetected trace clear turbid "
    "negativo positivo normale assente presente négatif positif négative absence présence negatif pozitif normaldir "
    "âmtính dươngtính ausente inmunizado reactivo noreactivo"
).split()


def bent_word(value: str) -> bool:
    """True for a word that is nearly, but not quite, one that results are printed with (``Ngative``)."""
    key = compact(value)
    if len(key) < 5 or not key.isalpha() or key in _WORDS:
        return False
    return any(0.8 <= SequenceMatcher(None, key, word).ratio() < 1.0 and key[-2:] == word[-2:] for word in _WORDS)


def beside_value(value: str) -> bool:
    """``Noneseen -``, ``+++ A``: a mark or another sign apart from the value."""
    return bool(re.search(r"[\w+)]\s+[-+*.~|]\Z|\A[-+*.~|]\s+\w|\S\s+(?:A|H|L|ABN)\Z", value))


def word_and_more(value: str, interval: Range | None) -> bool:
    """``Lark fie NEGATIVE`` where the interval is the word alone."""
    usual = compact(interval.text) if interval is not None and interval.kind == "word" else ""
    return " " in value and usual in _WORDS and compact(value.rsplit(maxsplit=1)[-1]) == usual


def graded(value: str) -> bool:
    """``阳性(3+)``: a word with its grade in brackets."""
    match = re.fullmatch(r"(?P<word>[^()]+)\((?:[1-4]\+|\+[1-4])\)", value)
    return match is not None and parse_value(match["word"]) is not None


def mark_glued(value: str) -> bool:
    """``PositiveABN``, ``阳性(+)A``: a word or sign of a result with capitals behind it that belong to no word."""
    match = re.fullmatch(r"(?P<word>.*[a-z)\u4e00-\u9fff+])(?P<rest>[A-Z*]{1,4})", value)
    return match is not None and parse_value(match["word"]) is not None
