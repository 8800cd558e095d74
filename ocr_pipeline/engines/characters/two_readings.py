"""Two readings of one Vietnamese line made one: capitals that the second network writes as stars, and words where the two
readings differ in a number.

The network that knows all letters never learnt the capitals Ạ, Ơ, Ư and Ĩ: it writes ``N❇ỚC``. The usual one writes their
letters without marks, and the vowels beside them tell the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from models.recogniser.letters import LETTERS
from ocr_pipeline.page import Char, Line

_STARS = frozenset(map(chr, range(0x2740, 0x274C))) | {"⭐"}  #: what it writes for them
_CAPITALS = {"A": "Ạ", "O": "Ơ", "U": "Ư", "I": "Ĩ"}
_AFTER = frozenset("ƠỜỚỞỠỢơờớởỡợ")  #: only Ư stands before these
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\S")
_GAP = 0.6  #: cost of a token that the other reading lacks
_LIKE = 0.6  #: of the longer word's letters without marks, that two readings of a word may differ in
_SURE = 0.8  #: mean confidence of a word that the usual network did not see at all


def bare(text: str) -> str:
    """Letters without their marks, lower case, one for one; other characters as they are."""
    return "".join(_bare_letter(c) for c in text)


def _bare_letter(char: str) -> str:
    if char in "đĐ":
        return "d"
    return unicodedata.normalize("NFD", char)[0].lower()


def with_capitals(first: Line, second: Line) -> Line:
    """``second`` with the capitals that it wrote as stars; unchanged where the two readings do not tell which."""
    if _STARS.isdisjoint(second.text):
        return second
    aligned: dict[int, Char] = {}
    for op in Levenshtein.opcodes(bare(first.text), bare(second.text)):
        if op.tag == "replace" and op.src_end - op.src_start == op.dest_end - op.dest_start:
            aligned.update(
                (op.dest_start + k, first.chars[op.src_start + k]) for k in range(op.dest_end - op.dest_start)
            )
    chars = list(second.chars)
    for place in reversed(range(len(chars))):
        if chars[place].text not in _STARS:
            continue
        seen = aligned.get(place)
        behind = chars[place + 1].text if place + 1 < len(chars) else ""
        if place and chars[place - 1].text.islower():  # no capital stands there
            letter = seen.text if seen and seen.text.islower() else ""
            chars[place] = replace(chars[place], text=letter or chars[place].text)
            continue
        letter = "Ư" if behind in _AFTER else _CAPITALS.get(bare(seen.text).upper(), "") if seen else ""
        if not letter and place and chars[place - 1].text in _STARS | {"Ư"}:
            letter = "Ơ"
        if letter:
            sure = min(chars[place].confidence, seen.confidence if seen else chars[place].confidence)
            chars[place] = replace(chars[place], text=letter, confidence=sure)
    return _line(second, chars)


def merged(first: Line, second: Line) -> Line:
    """``first`` with the words of ``second`` where both are readings of the same word; all that is no word as in ``first``."""
    ours, theirs = _tokens(first), _tokens(second)
    chars: list[Char] = []
    for a, b in _pairs([t for _, _, t in ours], [t for _, _, t in theirs]):
        line, (start, end, text) = (
            (second, theirs[b]) if b is not None and (a is None or ours[a][2].isalpha()) else (first, ours[a or 0])
        )
        if a is None and not _seen_alone(second, start, end, text):
            continue
        spaced = start > 0 and line.text[start - 1] == " "
        if chars and spaced and chars[-1].text != " ":
            chars.append(line.chars[start - 1])
        chars.extend(line.chars[start:end])
    return _line(first, chars) if chars else first


def _seen_alone(line: Line, start: int, end: int, text: str) -> bool:
    """A word that only the second network saw: with letters of its own, clearly read."""
    mean = sum(c.confidence for c in line.chars[start:end]) / (end - start)
    return text.isalpha() and not set(LETTERS).isdisjoint(text) and mean >= _SURE


def _tokens(line: Line) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(line.text)]


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Places of tokens that are readings of the same, in order; None where the other side has none."""
    cost = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) + 1):
        for k in range(len(theirs) + 1):
            options = [cost[i - 1][k] + _GAP] if i else []
            options += [cost[i][k - 1] + _GAP] if k else []
            options += [cost[i - 1][k - 1] + _apart(ours[i - 1], theirs[k - 1])] if i and k else []
            cost[i][k] = min(options, default=0.0)
    out: list[tuple[int | None, int | None]] = []
    i, k = len(ours), len(theirs)
    while i or k:
        if i and k and abs(cost[i][k] - cost[i - 1][k - 1] - _apart(ours[i - 1], theirs[k - 1])) < 1e-9:
            i, k = i - 1, k - 1
            out.append((i, k))
        elif i and abs(cost[i][k] - cost[i - 1][k] - _GAP) < 1e-9:
            i -= 1
            out.append((i, None))
        else:
            k -= 1
            out.append((None, k))
    return out[::-1]


def _apart(one: str, other: str) -> float:
    if one.isalpha() != other.isalpha():
        return 9.0
    if not one.isalpha():
        return 0.0 if one == other else 1.0
    far = Levenshtein.distance(bare(one), bare(other)) / max(len(one), len(other))
    return far if far <= _LIKE else 9.0


def _line(line: Line, chars: Sequence[Char]) -> Line:
    kept = [c for before, c in pairwise([None, *chars]) if not (c and before and c.text == before.text == " ")]
    return line.with_chars([c for c in kept if c is not None])
