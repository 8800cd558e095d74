"""Lines of Vietnamese pages, read again by the network that knows all letters of the language.

The usual one lacks 44 of 67 vowels with marks and leaves them out or writes a neighbour. A page is told by the letters that it
does know, or by the consonants of words that its reports print: of a page in capitals or without those letters no more is left
(``Bch cu``, ``Xét nghim``, ``SO LUONG BACH CÃU``). Numbers stay as the usual network read them: a line whose digits, decimal signs or comparators the other reads
otherwise keeps its first reading, and a digit is no surer than either of the two is of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from models.recogniser.letters import LETTERS
from ocr_pipeline.engines.characters.two_readings import merged, with_capitals
from ocr_pipeline.page import Char, Line

_BRACKETS = re.compile(r"\(([^()]*)\)|(?<!\S)(\S{2,8}[#%])(?!\S)")  #: and cells' shares and counts (``MONO#``)
_CODE = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Za-z0-9+%#-]{2,10}")
_WOMEN = re.compile(r"\s*N\s?[:：]")
_MARKS = re.compile("[\u0300-\u036f]+")
_OWN, _SHARED = set("ươƯƠ"), set("ươƯƠăĂđĐạẠồ")  #: no other language here has; of the alphabet of all pages
LINES, OWN_LINES = 4, 2  #: of a page with letters of the one kind and of the other
#: Pairs of words as their consonants stand: xét nghiệm, bệnh nhân, trung tâm, bạch cầu, hồng cầu, kết quả, kết luận, trung bình,
#: giới tính, ngày sinh, năm sinh, chỉ định, bình thường, lâm sàng, chẩn đoán, khoảng tham (chiếu).
_PAIRS = re.compile(
    r"(?<!\S)(?:xt nghm|bnh nhn|trng tm|bch c|hng c|kt q|kt ln|trng bnh|g tnh|ng snh|nm snh|ch dnh|bnh thng|lm sng|chn dn|khng thm)(?!\S)"
)
_VOWELS = str.maketrans({**dict.fromkeys("aeiouy"), "đ": "d", **dict.fromkeys("-_.,:;()[]/", " ")})
ALIKE = 0.45  #: of the longer one's letters without marks, that two readings of a line may differ in
PUNCTUATION = ".,:;!?'\"()[]…·_“”‘’"  #: of prose
MERGED = 4  #: words of a line of prose; a name with its value stays as it was read
_WHOLE = frozenset(LETTERS) | frozenset("ẠƠƯ")
BELIEVED = 0.6  #: mean confidence of a reading from which it is taken


def is_vietnamese(lines: Sequence[Line]) -> bool:
    shared, own = (sum(not letters.isdisjoint(line.text) for line in lines) for letters in (_SHARED, _OWN))
    if own >= OWN_LINES and shared >= LINES:
        return True
    return sum(_PAIRS.search(line) is not None for line in _consonants(lines)) >= OWN_LINES


def _consonants(lines: Sequence[Line]) -> list[str]:
    """The lines without their vowels: those are what the usual network leaves out or takes for others."""
    apart = unicodedata.normalize("NFD", "\n".join(line.text for line in lines).lower())
    return _MARKS.sub("", apart).translate(_VOWELS).split("\n")


def has_words(line: Line) -> bool:
    """Whether a word stands in it that is no unit (those stay as they were read), or what is left of ``Nữ:``."""
    return _WOMEN.match(line.text) is not None or any(
        sum(c.isalpha() for c in w) >= 2 and not set("/^%") & set(w) for w in line.text.split()
    )


def chosen(first: Line, second: Line) -> Line:
    """``second``, the reading of the network that knows all letters, where it holds such and reads all else as ``first``."""
    second = with_capitals(first, second)
    if _WHOLE.isdisjoint(second.text):
        return first
    signs, others = _signs(first), _signs(second)
    one, other = _bare(first.text), _bare(second.text)
    mean = sum(c.confidence for c in second.chars) / len(second.chars)
    if mean < BELIEVED or Levenshtein.distance(one, other) > max(1, ALIKE * max(len(one), len(other))):
        return first
    if first.text.isascii() and _invents(first, second):
        return first
    if [c.text for c in signs] != [c.text for c in others]:
        return merged(first, second) if sum(map(_is_long, first.text.split())) >= MERGED else first
    surest = {id(char): min(char.confidence, own.confidence) for char, own in zip(others, signs, strict=True)}
    chars = [replace(c, confidence=surest.get(id(c), c.confidence)) for c in second.chars]
    held = [_bracketed(read) for read in (first, second)]
    for mine, its in reversed([*zip(*held, strict=True)] if len(held[0]) == len(held[1]) else []):
        if _CODE.fullmatch(first.text[mine]):
            chars[its] = first.chars[mine]
    text = "".join(c.text for c in chars)
    return replace(second, text=text, chars=tuple(chars), confidence=min(c.confidence for c in chars))


#: Inside an abbreviation of small and capital letters (``HBsẢg``), or in few words that were clear without it.
_WITHIN_CODE = re.compile(r"[A-Z][a-z]+[^\W\d_a-z][a-z]*(?!\w)")
_FEW, _CLEAR, _UNSURE = 3, 0.95, 0.6
_LEFT_OUT = 2  #: letters of two marks that a clear line may have lost


def _invents(first: Line, second: Line) -> bool:
    """Whether letters of the language that ``second`` holds are none: of an abbreviation, or unsure where ``first``, without
    any, was clear (``Rubella lgG``, ``RubllaợỢG``); or a capital behind a small letter (``0.40 tƯo1.50``)."""
    whole = _without_vowels(first, second)
    codes = [code[0] for code in _WITHIN_CODE.finditer(second.text) if not code[0].isascii()]
    if any(not whole or any(c.isupper() and not c.isascii() for c in code) for code in codes):
        return True
    if any(a.islower() and b.isupper() and b in _WHOLE for a, b in pairwise(second.text)):
        return True
    letters = [c.confidence for c in second.chars if c.text in _WHOLE]
    if whole and len(letters) >= _LEFT_OUT:
        return False
    clear = sum(c.confidence for c in first.chars) / len(first.chars) >= _CLEAR
    return clear and len(first.text.split()) <= _FEW and min(letters) < _UNSURE


def _without_vowels(first: Line, second: Line) -> bool:
    """Whether ``first`` is ``second`` without its vowels of two marks, each of which stands in a word of several letters
    (``Huyt sc t``, clear as it is): one such letter may be invented, hardly all that make the words whole."""
    left = "".join(c for c in second.text if c not in _WHOLE)
    return left.split() == first.text.split() and all(_is_long(word) for word in second.text.split())


def _is_long(word: str) -> bool:
    return sum(map(str.isalpha, word)) > 1


def _bracketed(line: Line) -> list[slice]:
    """Where what stands in brackets, or before ``#`` and ``%``, does. Abbreviations there (``Bilirubin gián tiếp (IBIL)``) are no
    words of the language and stay as the usual network reads them."""
    if len(line.text) != len(line.chars):
        return []
    return [slice(*m.span(m.lastindex or 0)) for m in _BRACKETS.finditer(line.text)]


def _signs(line: Line) -> list[Char]:
    """What numbers and results are made of; full stops and commas only within a number."""
    seen = [c for c in line.chars if c.text.strip()]
    return [
        c
        for place, c in enumerate(seen)
        if c.text.isdigit()
        or (c.text not in PUNCTUATION and not c.text.isalpha())
        or (
            c.text in ".,"
            and 0 < place < len(seen) - 1
            and seen[place - 1].text.isdigit()
            and seen[place + 1].text.isdigit()
        )
    ]


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in apart if c.isalpha())
