"""A printed name as a key that can be looked up: one spelling for all the ways in which laboratories write it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_GREEK = str.maketrans({"α": "a", "β": "b", "γ": "g", "δ": "d", "κ": "k", "λ": "l", "μ": "u", "µ": "u", "ω": "w", "ß": "b",
                        "ı": "i", "đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})  # fmt: skip
#: Traditional to simplified, only for characters that names of analytes and specimens are made of.
_SIMPLE = str.maketrans(
    "細數紅體積濃營總間膽標鈣鉀鈉氯鎂鐵鋅銅轉爾門氨醯穀丙鹼酶異檸檬乳脫氫肌紅肅澱醣類鹽載蘭臟腸癌區項脂質維葉飽爐測試驗檢齡學腺術鏡壓過應氣結節纖溶單嗜鹼細報告單檢驗項結參單獨滿關種測濕淨淋顆幹條蟲卵潛糞褐經膿濁黃藍綠綜狀複鱗圓輕重鏈電離碳緩衝線腎臨診漿變態價動靜儲運鋰鉛鎘錳鉻錫貧凝時激穩衍產後餐飯風濕溼環胱輔補體毒廣譜隱螺桿菌疹單皰病齒殘殼衛發濾過預評計餘",
    "细数红体积浓营总间胆标钙钾钠氯镁铁锌铜转尔门氨酰谷丙碱酶异柠檬乳脱氢肌红肃淀糖类盐载兰脏肠癌区项脂质维叶饱炉测试验检龄学腺术镜压过应气结节纤溶单嗜碱细报告单检验项结参单独满关种测湿净淋颗干条虫卵潜粪褐经脓浊黄蓝绿综状复鳞圆轻重链电离碳缓冲线肾临诊浆变态价动静储运锂铅镉锰铬锡贫凝时激稳衍产后餐饭风湿湿环胱辅补体毒广谱隐螺杆菌疹单疱病齿残壳卫发滤过预评计余",
)
#: What print or recognition writes for another character and no other name uses.
_SLIPS = str.maketrans({"索": "素", "旦": "蛋", "纽": "细", "纯": "醇", "疸": "胆", "苷": "甘", "胞": "胞", "冼": "洗"})
_MARKS = re.compile(r"^[\s*★☆▲△●○◆■#※→\-–—.、:：()（）]*(?:\d{1,3}\s*[.、)）:：]\s*)?[\s*★☆▲△●○◆■※]*")

#: The one ion whose charge tells it from the total: Ca++ is ionised calcium, Ca is not. Mg++ is only magnesium.
_CALCIUM_ION = re.compile(r"\bca\s?\+\+")


def plain(text: str) -> str:
    """Lower case, one width, no accents, simplified Chinese, Greek letters in Latin; punctuation kept."""
    text = unicodedata.normalize("NFKC", text).replace("İ", "I").casefold().translate(_GREEK)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", text).translate(_SIMPLE)


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The look-up key: :func:`plain` without leading marks, blanks and punctuation; ``%`` and ``#`` stay (NEUT% is not NEUT#)."""
    text = _CALCIUM_ION.sub("ca2", _MARKS.sub("", plain(name)))
    return "".join(c for c in text if c.isalnum() or c in "%#")


def slips(text: str) -> str:
    """The key with common misreadings of Chinese characters undone."""
    return text.translate(_SLIPS)


def parts(name: str) -> tuple[str, tuple[str, ...]]:
    """A name's outside and what stands in brackets: ``Hemoglobin (Hb)`` is ``Hemoglobin`` and ``Hb``."""
    text = unicodedata.normalize("NFKC", name)
    inside = tuple(m.strip() for m in re.findall(r"[(\[【{<]([^()\[\]【】{}<>]*)[)\]】}>]", text) if m.strip())
    outside = re.sub(r"[(\[【{<][^()\[\]【】{}<>]*[)\]】}>]", " ", text)
    outside, _, tail = outside.partition("(")
    if tail.strip():
        inside = (*inside, tail.strip())
    return outside.strip(), inside


def pieces(text: str) -> tuple[str, ...]:
    """Names printed beside one another: Chinese and Latin, ``HCT`` after a comma, ``ALT/GPT``."""
    chunks = re.split(r"\s*[,;，；、|]\s*|\s+[-–—=:/]\s*|\s*[-–—=:/]\s+|/", text)
    out: list[str] = []
    for chunk in chunks:
        runs = re.findall(r"[\u3400-\u9fff][\u3400-\u9fff\d\-+%#]*|[^\u3400-\u9fff]+", chunk)
        out.extend(r.strip() for r in runs if r.strip(" .-_*"))
    return tuple(out)
