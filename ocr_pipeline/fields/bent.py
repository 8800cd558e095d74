"""Labels of patients, staff and their numbers with letters taken for others of the same shape: ``Narne:``, ``Patlent:``,
``报告医帅：``. Believed only at the beginning of a line and before a colon or a semicolon."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from ocr_pipeline.fields.folding import fold, is_han
from ocr_pipeline.fields.vocabulary import VOCABULARY, FieldKind

#: Letters and digits of one shape, on small or poor print.
_SHAPES = (("rn", "n"), ("ii", "n"), ("vv", "w"))
_SHAPE = str.maketrans("m1l|!ijtfr0ce5hg", "niiiiiiiiiooosbq")
#: Kinds of labels that are looked for, and kinds that say what else stands here.
_OF_PEOPLE: tuple[FieldKind, ...] = ("name", "staff", "number", "birth_date", "phone", "address")
#: What the last character of a Chinese label is taken for.
_LAST = {"师": "帅牛帀沛", "生": "牛主", "号": "导兮另弓", "者": "着煮", "人": "入八", "员": "贝负", "名": "各合"}
_CLOSED = re.compile(r"\s{0,2}([^\d:：;；。，]{1,30}?(?:\d[^\d:：;；。，]{0,12}){0,2})\s{0,2}[:：;；]")
_SHORTEST, _FEWEST, _FEWEST_HAN = 3, 4, 3
#: Letters of a label that one or two may be missing from.
_LONG = 11
#: Letters that are left of a label whose beginning was cut off, and that were cut.
_LEFT, _CUT = 6, 3
#: Letters that were cut of a label of which fewer are left, and what stands behind it then.
_CUT_SHORT = 2
_ENDS = "名者师人员生号址话"
_CAPITAL = re.compile(r"\s*[A-ZÀ-ÞĐİŞĞ][^\W\d_]+")
_SOMEBODY = re.compile(r"\s*[\u4e00-\u9fff]{1,2}(?:\s?[\u4e00-\u9fff]){1,2}(?![\u4e00-\u9fff])")
_NUMBER = re.compile(r"\s*[A-Z]{0,4}\d")
_VALUES = {"name": _SOMEBODY, "staff": _SOMEBODY, "number": _NUMBER, "phone": _NUMBER, "birth_date": _NUMBER}
#: Shorter ones that no other word resembles.
_SHORT: dict[str, FieldKind] = {"d0b": "birth_date"}
#: Analytes and organs of a label's shape.
_OTHERS = frozenset("male males ca50 mono retic ferro cort ubld mesane bacteriologie bacteriologia".split())


@lru_cache(maxsize=4096)
def bent_label(text: str) -> tuple[FieldKind, int] | None:
    """Kind of the bent label that opens ``text``, and where it ends; None when there is none."""
    match = _CLOSED.match(text)
    if match is None:
        return None
    body, value = "".join(match.group(1).split()), text[match.end() :]
    kind = _han(body, value) if body and is_han(body[0]) else _latin(body, value)
    return (kind, match.end(1)) if kind else None


def _latin(body: str, value: str) -> FieldKind | None:
    folded = re.sub(r"[\s.'’_-]", "", fold(body))
    if folded in _SHORT:
        return _SHORT[folded]
    if len(folded) < _SHORTEST or folded in _known() or folded in _OTHERS:
        return None
    cut = _without_beginning(body, folded, value)
    return cut if cut or len(folded) < _FEWEST else _latin_keys().get(shape(folded)) or _with_letters_lost(folded)


def _with_letters_lost(folded: str) -> FieldKind | None:
    """``repotingdctor``: a long label from the inside of which curled paper or a fax took a letter or two."""
    if len(folded) < _LONG or not folded.isascii():
        return None
    near = process.extract(folded, _latin_labels().keys(), scorer=Indel.distance, score_cutoff=2, limit=4)
    whole = (label for label, lost, _ in near if len(label) == len(folded) + lost)
    return next((_latin_labels()[x] for x in whole if x[0] == folded[0] and x[-1] == folded[-1]), None)


def _without_beginning(body: str, folded: str, value: str) -> FieldKind | None:
    """``nsultant``: a label that the detector's box or the page's edge cut; labels begin with a capital, what is left of one
    does not. Of a short one (``ame: Ingrid``) less is cut, and somebody's name stands behind it."""
    short = len(folded) < _LEFT
    if not body[0].islower() or (short and not _CAPITAL.match(value)):
        return None
    most = len(folded) + (_CUT_SHORT if short else _CUT)
    whole = (kind for label, kind in _latin_labels().items() if len(label) <= most and label.endswith(folded))
    return next((kind for kind in whole if not short or kind in ("name", "staff")), None)


def _han_end(body: str, value: str) -> FieldKind | None:
    """``名：龚怡``: the end of a label whose beginning the page's edge cut, before a value of its kind."""
    kind = _han_ends().get(body)
    return kind if kind and (kind == "address" or _VALUES[kind].match(value)) else None


def _han(body: str, value: str) -> FieldKind | None:
    if body in _known():
        return None
    if cut := _han_end(body, value):
        return cut
    if len(body) < 2:
        return None
    if len(body) == 2:
        return "name" if body[1] in "名各" and body[0] in "姓娃性生妊" else None
    if len(body) < _FEWEST_HAN:
        return None
    for label, kind in _han_labels().get(len(body), ()):
        apart = [n for n, (a, b) in enumerate(zip(label, body, strict=True)) if a != b]
        if len(apart) == 1 and (
            body[-1] in _LAST if apart[0] < len(body) - 1 else body[-1] in _LAST.get(label[-1], "")
        ):
            return kind
    return None


def shape(folded: str) -> str:
    """A key that is the same for texts whose letters are taken for one another."""
    for pair, one in _SHAPES:
        folded = folded.replace(pair, one)
    return folded.translate(_SHAPE)


def _words(kinds: tuple[FieldKind, ...]) -> dict[str, FieldKind]:
    return {
        word.strip(): kind
        for kind in kinds
        for strength, words in VOCABULARY[kind].items()
        if strength in ("free", "colon")
        for word in words.split("|")
    }


@cache
def _known() -> frozenset[str]:
    every = tuple(VOCABULARY)
    return frozenset(re.sub(r"[\s.'’_-]", "", fold(word)) for word in _words(every)) | frozenset(_words(every))


@cache
def _latin_labels() -> dict[str, FieldKind]:
    keys = {re.sub(r"[\s.'’_-]", "", fold(word)): kind for word, kind in _words(_OF_PEOPLE).items()}
    return {key: kind for key, kind in keys.items() if len(key) >= _SHORTEST and not is_han(key[0])}


@cache
def _latin_keys() -> dict[str, FieldKind]:
    return {shape(key): kind for key, kind in _latin_labels().items()}


@cache
def _han_ends() -> dict[str, FieldKind]:
    """What is left of Chinese labels of two characters or more without their first one or two."""
    out: dict[str, FieldKind] = {}
    for word, kind in _words(_OF_PEOPLE).items():
        if len(word) > 1 and all(map(is_han, word)):
            for end in {word[1:], word[2:]} - {""} - _known():
                if end[-1] in _ENDS:
                    out.setdefault(end, kind)
    return out


@cache
def _han_labels() -> dict[int, list[tuple[str, FieldKind]]]:
    out: dict[int, list[tuple[str, FieldKind]]] = {}
    for word, kind in _words(_OF_PEOPLE).items():
        if len(word) >= _FEWEST_HAN and all(map(is_han, word)):
            out.setdefault(len(word), []).append((word, kind))
    return out
