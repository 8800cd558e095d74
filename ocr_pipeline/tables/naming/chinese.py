"""Chinese names of analytes with a character misread: written out again where only one known name can be meant.

The names are those of the terminology (a test holds the two together). A character is only replaced where the recogniser
was not sure of it, and only when no other known name is as near: 碱性磷酸睛 can be nothing but 碱性磷酸酶.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from ocr_pipeline.page import Char
from ocr_pipeline.tables.frame.pieces import Piece, joined
from ocr_pipeline.tables.grammar.normal import compact, is_cjk, plain
from ocr_pipeline.tables.naming.known import is_name

#: A character read with more certainty than this is taken for what is printed.
_SURE = 0.98
#: Cells of the blood, and what laboratories write behind them for their count and their share.
_CELLS = (
    "白细胞 红细胞 血小板 中性粒细胞 淋巴细胞 单核细胞 嗜酸性粒细胞 嗜碱性粒细胞 有核红细胞 网织红细胞 幼稚粒细胞 未成熟粒细胞 异型淋巴细胞 中间细胞 大血小板"
).split()
_BEHIND = "计数 数目 绝对值 绝对数 百分比 百分率 百分数 百分 比率 比例".split()
_INDICES = (
    "红细胞压积 红细胞比容 血细胞比容 平均红细胞体积 红细胞平均体积 平均血红蛋白量 平均血红蛋白含量 平均血红蛋白浓度 平均红细胞血红蛋白量 平均红细胞血红蛋白含量 "
    "平均红细胞血红蛋白浓度 红细胞平均血红蛋白量 红细胞平均血红蛋白含量 红细胞平均血红蛋白浓度 红细胞分布宽度 红细胞体积分布宽度 血小板压积 血小板比容 平均血小板体积 "
    "血小板平均体积 血小板分布宽度 血小板体积分布宽度 血红蛋白浓度"
).split()
_NUMERALS = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV"})


#: 纤维蛋百原, 百细胞: no word is written so.
_WHITE = re.compile(r"(?<=蛋)百(?!分)|百(?=细胞|蛋白)")
#: What the recogniser takes a letter of a name for, where several names differ in that letter only.
_ALIKE = {"串": "率", "享": "率", "亭": "率", "卒": "率", "此": "比", "北": "比"}


@lru_cache(maxsize=1)
def _known() -> dict[int, tuple[str, ...]]:
    """Known names by length, roman numerals as one character."""
    text = resources.files("ocr_pipeline.tables.naming").joinpath("names_zh.txt").read_text("utf-8")
    out: dict[int, list[str]] = {}
    counted = [cell + word for cell in _CELLS for word in _BEHIND]
    for name in dict.fromkeys((*text.split(), *counted, *_INDICES)):
        body = name.replace("III", "Ⅲ").replace("II", "Ⅱ")
        out.setdefault(len(body), []).append(body)
    return {length: tuple(names) for length, names in out.items()}


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    return frozenset(compact(name) for names in _known().values() for name in names)


def restore_chinese(name: str, chars: Sequence[Char]) -> str:
    """``name``, or the one known name that it is with an uncertain character replaced. ``chars`` are those that the name was
    read from; what stands in brackets behind it stays."""
    name = re.sub(r"(?<=[\u4e00-\u9fff])[|丨](?=[型度级])", "I", name)  # 单纯疱疹|型
    name = _WHITE.sub("白", name)
    bent_code = re.match(r"(?=[A-Z#%]*\d)[0-9A-Z#%]{2,4}(?=[\u4e00-\u9fff])", name)
    if bent_code and compact(name) not in _keys() and compact(name[bent_code.end() :]) in _keys():
        return name[bent_code.end() :]  # 0S4嗜酸性粒细胞计数, for EOS#
    at = next((i for i, c in enumerate(name) if c in "(（" and i), len(name))
    body = name[:at].rstrip()
    if sum(map(is_cjk, body)) < 2 or len(body) < 3 or compact(body.translate(_NUMERALS)) in _keys():
        return name
    read = [c for c in chars if c.text.strip()]
    start = plain("".join(c.text for c in read)).find(plain(body))
    if start < 0:
        return name
    under = read[start : start + len(body)]
    found = [known for known in _known().get(len(body), ()) if _fits(known, body, under)]
    if len(found) > 1:
        found = [k for k in found if all(b == a or _ALIKE.get(b) == a for a, b in zip(k, body, strict=True))]
    if len(found) != 1:
        return name
    return found[0].translate(_NUMERALS) + name[len(body) :]


def _fits(known: str, body: str, chars: Sequence[Char]) -> bool:
    """True when ``known`` differs in one uncertain character (two from nine characters on), and in short names only where
    the recogniser's own second choice says so."""
    off = [(k, c) for k, b, c in zip(known, body, chars, strict=True) if k != b]
    if not 0 < len(off) <= (2 if len(known) >= 9 else 1):
        return False
    if any(c.confidence > _SURE and _ALIKE.get(c.text) != k for k, c in off):
        return False
    return len(known) >= 4 or all(c.runner_up == k for k, c in off)


def clear_name(pieces: list[Piece]) -> str:
    """The one known Latin name among single letters of a Chinese stamp in its cell; empty where there is no such mixture."""
    if len(pieces) < 3 or is_name(joined(pieces)):
        return ""
    known = [p for p in pieces if is_name(p.text) and not any(map(is_cjk, p.text))]
    rest = [p.text for p in pieces if p not in known]
    stamp = all(len(t) <= 2 for t in rest) and any(is_cjk(t[0]) for t in rest)
    return known[0].text if len(known) == 1 and stamp else ""
