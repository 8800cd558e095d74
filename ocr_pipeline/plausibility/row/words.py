"""Values that are words or signs: which are whole, which are bent, and which have something else beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein

from ocr_pipeline.tables.grammar.normal import compact, is_cjk, plain
from ocr_pipeline.tables.grammar.numbers import NUMBER
from ocr_pipeline.tables.grammar.ranges import Range
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.grammar.words import RESULT_WORDS

#: Words of results that stand alone in their intervals.
_WORDS = (
    "negative positive nonreactive reactive normal abnormal absent present detected notdetected trace clear turbid "
    "negativo positivo normale assente presente négatif positif négative absence présence negatif pozitif normaldir "
    "âmtính dươngtính ausente inmunizado reactivo noreactivo"
).split()
#: Two Han letters of which one is bent are near to very many words; only these are asked.
_SHORT = frozenset({"阴性", "阳性", "正常"})
#: Whole words beside them.
_WHOLE = frozenset(
    "酸性 碱性 中性 急性 慢性 良性 恶性 男性 女性 异性 同性 未检测 未检查 未检验 未测出 未查出 未查到 未见到 未培养".split()
)


def bent_word(value: str) -> bool:
    """True for a word that is nearly, but not quite, one that results are printed with (``Ngative``, ``Yelow``, ``天检出``)."""
    key = compact(value)
    if key in RESULT_WORDS or key in _WORDS or key in _WHOLE or not key.isalpha():
        return False
    if all(map(is_cjk, key)):
        near = RESULT_WORDS if len(key) >= 3 and key[-1] not in "色便" else _SHORT
        return any(len(w) == len(key) and sum(a != b for a, b in zip(w, key, strict=True)) == 1 for w in near)
    if len(key) < 5:
        return False
    return any(
        key[-2:] == w[-2:]  # endings are grammar
        and (
            (len(w) >= 5 and Levenshtein.distance(key, w, score_cutoff=1) == 1)
            or (w in _WORDS and SequenceMatcher(None, key, w).ratio() >= 0.8)
        )
        for w in RESULT_WORDS.union(_WORDS)
    )


def beside_value(value: str) -> bool:
    """``Noneseen -``, ``+++ A``: a mark or another sign apart from the value."""
    return bool(re.search(r"[\w+)]\s+[-+*.~|]\Z|\A[-+*.~|]\s+\w|\S\s+(?:A|H|L|ABN)\Z", value))


def word_and_more(value: str, interval: Range | None) -> bool:
    """``Lark fie NEGATIVE`` where the interval is the word alone."""
    usual = compact(interval.text) if interval is not None and interval.kind == "word" else ""
    return " " in value and usual in _WORDS and compact(value.rsplit(maxsplit=1)[-1]) == usual


_SIZE = re.compile(rf"{NUMBER}(?:\s?[xX×*]\s?{NUMBER}){{1,2}}")


def graded(value: str) -> bool:
    """``阳性(3+)``: a word with its grade in brackets; ``18x17x49``: a size."""
    if _SIZE.fullmatch(value):
        return True
    match = re.fullmatch(r"(?P<word>[^()]+)\((?:[1-4]\+|\+[1-4])\)", value)
    return match is not None and parse_value(match["word"]) is not None


_STEP = re.compile(rf"(?:[1-4]\+\s?|(?:\+{{1,4}}|±|\+-)\s){NUMBER}")


def step_and_number(value: str) -> bool:
    """``2+ 125``: the step of a test strip and the number that it stands for."""
    return bool(_STEP.fullmatch(value))


def mark_glued(value: str) -> bool:
    """``PositiveABN``, ``阳性(+)A``: a word or sign of a result with capitals behind it that belong to no word."""
    match = re.fullmatch(r"(?P<word>.*[a-z)\u4e00-\u9fff+])(?P<rest>[A-Z*]{1,4})", value)
    return match is not None and parse_value(match["word"]) is not None


_NEGATIVE = frozenset(
    "阴性 neg negative nonreactive notdetected negativo noreactivo négatif négative nonréactif negatif âmtính amtinh".split()
)
_POSITIVE = frozenset(
    "阳性 pos positive reactive positivo reactivo positif positive pozitif dươngtính duongtinh".split()
)


def polarity(text: str) -> str:
    """``-`` for a word or sign of a negative finding, ``+`` for one of a positive, empty for anything else, for what is
    graded or between, and for a word and a sign that disagree."""
    body = plain(text).replace(" ", "").casefold()
    match = re.fullmatch(r"(?P<word>[^\W\d_]*)\(?(?P<sign>[-+]?)\)?", body)
    if match is None:
        return ""
    said = {side for side, words in (("-", _NEGATIVE), ("+", _POSITIVE)) if match["word"] in words}
    said |= {match["sign"]} - {""}
    return said.pop() if len(said) == 1 and (match["word"] in _NEGATIVE | _POSITIVE or not match["word"]) else ""


def disagrees(value: str) -> bool:
    """``阳性(-)``: a word and a sign that say the opposite."""
    match = re.fullmatch(r"(?P<word>[^\W\d_]+)\(?(?P<sign>[-+])\)?", plain(value).replace(" ", ""))
    if match is None:
        return False
    return match["word"].casefold() in {"-": _POSITIVE, "+": _NEGATIVE}[match["sign"]]


def repeated(value: str) -> bool:
    """``阴性阴性``: the word of the interval stands behind that of the result."""
    body = plain(value).replace(" ", "")
    half = len(body) // 2
    least = 1 if body.isalpha() else 2
    return half >= least and len(body) % 2 == 0 and body[:half] == body[half:] and is_word(body[:half])


def beheaded(value: str) -> bool:
    """``性(-)``, ``egative``: the end of a word that results are printed with, and none of its own."""
    match = re.fullmatch(r"(?P<word>[^\W\d_]+)(?:\([-+]\))?", plain(value).replace(" ", ""))
    key = compact(match["word"]) if match is not None else ""
    if not key or key in RESULT_WORDS or len(key) < (1 if is_cjk(key[0]) else 4):
        return False
    return any(word.endswith(key) and len(word) - len(key) == 1 for word in RESULT_WORDS)


def only_word(text: str, unsure: Sequence[int]) -> bool:
    """True for a word of results of three Han letters or more that no other one differs from only where letters were
    ``unsure``: 黄褐色 can be nothing else when 黄 and 色 are certain, 淡黄色 could be 深黄色."""
    if text not in RESULT_WORDS or len(text) < 3 or not all(map(is_cjk, text)):
        return False
    others = (word for word in RESULT_WORDS if len(word) == len(text) and word != text)
    return not any(
        all(a == b for i, (a, b) in enumerate(zip(word, text, strict=True)) if i not in unsure) for word in others
    )


def said_twice(value: str) -> int:
    """``阴性(-)``, ``Positive (+)``: how many characters (spaces apart) the word has that says the same as the one sign
    behind it; 0 when the two are not both there or disagree."""
    match = re.fullmatch(r"(?P<word>[^\W\d_]+)\(?(?P<sign>[-+])\)?", plain(value).replace(" ", ""))
    words = {"-": _NEGATIVE, "+": _POSITIVE}[match["sign"]] if match is not None else frozenset()
    return len(match["word"]) if match is not None and match["word"].casefold() in words else 0
