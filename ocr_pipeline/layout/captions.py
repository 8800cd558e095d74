"""Captions of figures, and the places in a text that name figures: 图1, 如图2所示, Fig. 2a, figures 1-3."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = r"(?:附[图圖]|[图圖]片|[图圖]像|照片|[图圖]|figures?|figs?\.?|abbildung(?:en)?|abb\.?|images?|img\.?|photos?|fotos?|pictures?|figuras?|imagen|im[aá]genes|immagine|immagini|şekil|sekil|resim|görüntü|hình|hinh|ảnh|planche|cliché)"
#: ``Figure n° 1``, ``Imagen n.º 2``, in NFKC.
_NO = r"\s*[.:：]?\s*(?:(?:n\s?\.?\s?[°o]|no|nr)\b\.?\s?|n\s?°\s?)?"
#: The letter of a part. Behind a space an ``a`` or ``e`` is a word of the sentence (``Figure 1 a cyst``, ``Figura 1 e 2``) unless
#: something closes it or further parts follow.
_PART = (
    r"(?:[a-hA-H](?![A-Za-z\d])|\s(?:[b-dB-Df-hF-H](?![A-Za-z\d\u4e00-\u9fff])|[aeAE](?=\s?(?:$|[-).,;:，。、；\]&/–])"
    r"|\s(?:and|und|y|et|和|及)\s[b-h]\b)))"
)
#: A figure that has a letter and no number: ``图A``, ``Figure B``, ``图A肝右叶``; ``图B超`` is none.
_LETTER = (
    r"(?P<letter>(?-i:[A-H]))(?!['’]|-(?-i:[a-z]))"
    r"(?:(?![^\W_])|(?=[\u4e00-\u9fff]{2,10}$)(?![超型类組组级期区示可中见]|所示))"
)
_CAPTION = re.compile(
    rf"^\s*[(（\[【]?\s*(?P<word>{_WORD}){_NO}(?:(?P<number>\d{{1,2}})(?P<part>{_PART})?|\s?{_LETTER})(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_JOIN = r"\s*(?:[-–—~～至到]|\b(?:to|a|à|al|through|bis|đến)\b)\s*"
_AND = r"\s*(?:[、,，;；/&]|和|及|与|以及|\b(?:and|und|y|e|et|ve|và)\b)\s*"
_MENTION = re.compile(
    rf"(?:(?<![A-Za-z\u00c0-\u024f])|(?-i:(?<=[a-z])(?=[A-Z])))(?<!示意)(?<!心电)(?<!动)(?P<word>{_WORD}){_NO}(?P<list>(?:\d{{1,2}}{_PART}?(?![A-Za-z\d%]|\.\d|\s?(?:幅|张|帧|mm|cm))|\s?(?-i:[A-H])(?![^\W_]|['’]|-(?-i:[a-z])))(?:(?:{_JOIN}|{_AND})(?:{_WORD}\s*)?(?:\d{{1,2}}{_PART}?|[a-hA-H])(?![A-Za-z\d%.]|\s?(?:mm|cm|岁|年|月|次|个|枚|处|幅|张|帧)))*)",
    re.IGNORECASE,
)


#: The number of figures that have a letter alone.
LETTERED = 0


@dataclass(frozen=True, slots=True)
class Caption:
    """``label`` as printed without spaces inside (``图1``, ``Fig. 2a``); ``key`` is its number and letter for comparing."""

    label: str
    key: tuple[int, str]
    text: str


@lru_cache(maxsize=1024)
def read_caption(text: str) -> Caption | None:
    """The caption that ``text`` is, or None. A sentence that merely begins with a figure's name is none."""
    plain = _spelled(unicodedata.normalize("NFKC", text).strip())
    match = _CAPTION.match(plain)
    if match is None:
        return None
    rest = match["rest"]
    if re.match(r"\s*(?:\)\s*)?[。，,;；、]|\s*\)\s*\.", rest) or (re.match(r"\s*\)", rest) and plain[0] != "("):
        return None  # a line of text that was wrapped before the figure's name
    if re.match(
        r"\s*(?:[-–~至、,，和及]\s*(?:图)?\d|所示|可见|显示|示[^:：]{6}|shows?\b|demonstrates?\b|reveals?\b|[%.]\d|\s*(?:mm|cm|张|幅))",
        rest,
        re.IGNORECASE,
    ):
        return None
    if len(rest) > 40 and re.search(r"[.。;；,，]\s?\S", rest):
        return None
    if len(rest) > 90 or (
        rest
        and rest[0].isalpha()
        and match["part"] is None
        and not rest[0].isspace()
        and not "\u4e00" <= rest[0] <= "\u9fff"
    ):
        return None
    if match["letter"]:
        return Caption(label_of(match["word"], match["letter"]), (LETTERED, match["letter"].lower()), plain)
    number, part = int(match["number"]), (match["part"] or "").strip()
    return Caption(label_of(match["word"], f"{number}{part}"), (number, part.lower()), plain)


def label_of(word: str, number: str) -> str:
    """``图1``, ``Figure 1``: a space where the script has one."""
    return f"{word}{number}" if "\u4e00" <= word[0] <= "\u9fff" else f"{word} {number}"


#: Words for figures that have a mark on a letter, which a poor picture loses.
_MARKED = {"sekil": "Şekil", "hinh": "Hình", "goruntu": "Görüntü", "cliche": "Cliché"}


def alike(labels: Sequence[str], marked: bool) -> dict[str, str]:
    """Captions of one document are printed alike: each of ``labels`` with the full stop that others of the same word have
    (``Fig 2`` beside ``Fig. 1``) and, where the document writes letters with marks (``marked``), with those of its word."""
    out: dict[str, str] = {}
    dotted = {label.split(". ")[0] for label in labels if ". " in label}
    for label in labels:
        word, _, number = label.rpartition(" ")
        whole = _MARKED.get(word.lower()) if marked else None
        shown = f"{word}." if word in dotted else (whole.upper() if word.isupper() else whole) if whole else word
        out[label] = f"{shown} {number}" if word else label
    return out


def is_caption(text: str) -> bool:
    return read_caption(text) is not None


def named(text: str) -> dict[tuple[int, str], str]:
    """Numbers and letters of the figures that ``text`` names, ranges spelt out, in order, each once, with the label that the
    text gives it."""
    out: dict[tuple[int, str], str] = {}
    for match in _MENTION.finditer(_spelled(unicodedata.normalize("NFKC", text))):
        for number, letter in _expand(match["list"]):
            said = f"{number}{letter}" if number != LETTERED else letter.upper()
            out.setdefault((number, letter), label_of(_one(match["word"]), said))
    return out


#: Words for several figures, and for one of them.
_SINGULAR = {"imagenes": "imagen", "imágenes": "imagen", "immagini": "immagine", "abbildungen": "abbildung"}


def _one(word: str) -> str:
    """``Figures 2 and 3`` name figure 2: the word of its caption."""
    folded = word.lower().rstrip(".")
    one = _SINGULAR.get(folded, folded[:-1] if folded in ("figures", "figs", "images", "figuras") else folded)
    return word if one == folded else word[: len(one)] + word[len(folded) :]


#: A figure's name with a 1 that was read as a letter: ``Fig.I``, ``图l``, ``(Figure la)``.
_LETTER_ONE = re.compile(
    rf"({_WORD})(\s*[.:]?\s*)(?-i:[lI|])(?=\s*(?:[).,;:。，、；]|所示|示|$)|(?-i:[a-h])\s?[).,;:。，、；])",
    re.IGNORECASE,
)


#: ``圈1``, ``（如圈2所示）``: a figure, not a ring; ``绕颈圈1周`` is none.
_RING = re.compile(
    r"(?:^|(?<=[(（如见、,，附]))\s*[圈圉囝](?=\s?\d{1,2}[a-hA-H]?\s*(?:$|[)）、,，。;；:：~～-]|所示|示))"
)


def _spelled(text: str) -> str:
    """``text``, already in NFKC, with the digit where its stroke was read as a letter and the word where blur filled it; as
    long as before."""
    return _LETTER_ONE.sub(r"\g<1>\g<2>1", with_figures(text))


#: ``lmage 3``: its capital came as a small letter.
_IMAGE = re.compile(r"(?<![A-Za-z])[l|](?=mages?\s?\d)")


def with_figures(text: str) -> str:
    """``text`` with 图 where a sign that it looks like stands for a figure, and an ``Image`` that lost its capital; as long as
    before."""
    return _IMAGE.sub("I", _RING.sub(lambda m: m[0][:-1] + "图", text))


def _expand(listed: str) -> list[tuple[int, str]]:
    """``1-3`` to 1, 2, 3; ``2a, b`` to 2a, 2b; ``1、3`` to 1, 3."""
    keys: list[tuple[int, str]] = []
    joined = False
    for piece in re.findall(
        rf"\d{{1,2}}{_PART}|\d{{1,2}}|(?<![A-Za-z])[a-hA-H](?![A-Za-z])|{_JOIN}|{_AND}",
        listed,
        re.IGNORECASE,
    ):
        bare = piece.strip()
        if re.fullmatch(r"[-–—~～至到]|to|à|al|through|bis|đến", bare, re.IGNORECASE) or (
            bare.lower() == "a" and keys and piece != bare
        ):
            joined = True
            continue
        found = re.fullmatch(r"(\d{1,2})?\s?([a-hA-H])?", bare)
        first_letter = not keys and bare.isupper()  # ``图A``
        if (
            found is None
            or not bare
            or (piece != bare == "e")
            or (not found[1] and not (keys and keys[-1][1]) and not first_letter)
        ):
            continue  # ``1a e 1b``, ``Figure 1 and a cyst``: a letter alone only goes on with parts of a figure
        number = int(found[1]) if found[1] else (keys[-1][0] if keys else LETTERED)
        letter = (found[2] or "").lower()
        if joined and keys:
            first = keys[-1]
            if not letter and not first[1]:
                keys.extend((n, "") for n in range(first[0] + 1, min(number, first[0] + 20)))
            elif letter and first[1] and number == first[0]:
                keys.extend((number, chr(c)) for c in range(ord(first[1]) + 1, ord(letter)))
        keys.append((number, letter))
        joined = False
    return keys
