"""Print that is no result of anybody: the label of a food, the prices of an advert, the letters of a seal, what a
histogram is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import fold, labels_in
from ocr_pipeline.page import Line
from ocr_pipeline.tables.grammar.normal import plain

#: What stands above the figures of a food, alone on its line.
_FOOD = re.compile(
    r"(?:nutrition|supplement) facts?|nutritional? (?:information|values?|declaration)|(?:typical values|amount) per (?:serving|100 ?(?:g|ml))|serving size\b.{0,30}|"
    r"informacion (?:nutricional|alimentaria)|valores? nutricional(?:es)?|(?:valeurs?|informations?|declaration) nutritionnell?es?(?: moyennes)?|"
    r"(?:valori|dichiarazione|informazioni) nutrizional[ei](?: medi)?|besin (?:degerleri|ogeleri|elementleri)|(?:gia tri|thanh phan|thong tin) dinh duong|"
    r"营养成分表?|营养标签"
)
#: What something costs, and how it is sold: ``原价 1280 元``, ``8 折``, ``Rs. 999``.
_PRICE = re.compile(
    r"[¥￥₹]\s?\d|\d\s?(?:元(?!素)|折(?![叠射]))|[原现特]价\s?[:：]?\s?\d|优惠|预约(?:电话|热线)|\bRs\.?\s?\d|\d\s?% off\b",
    re.IGNORECASE,
)
_SEAL = re.compile(r"[\u4e00-\u9fff()]{0,20}(?:专用章|公章|签章|印章|骑缝章|[检报][验告测]专用)")
_PICTURE = re.compile(
    r"(?:[A-Z]{2,6}[#%]?|[白红]细胞|血小板)?\s?(?:直方图|散点图|histogram|scatter ?(?:gram|plot))", re.IGNORECASE
)
_PAID_IN = frozenset(("元", "rmb", "人民币", "元/人", "元/次"))
_OF_PATIENTS = frozenset(("name", "age", "sex", "birth_date"))


def is_of_food(texts: Sequence[str]) -> bool:
    """True for the lines of a page that says what a food holds, and nothing of a patient."""
    told = any(_FOOD.fullmatch(fold(text).strip(" .:：*")) for text in texts)
    return told and not any(x.kind in _OF_PATIENTS and x.colon for text in texts for x in labels_in(text))


def strange_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the ``lines`` that are letters of a seal, call a picture by its name or say what something costs, and of all
    that stands level with the word for the money."""
    found = {i for i, line in enumerate(lines) if _is_strange(plain(line.text).strip())}
    for paid in (line for line in lines if plain(line.text).strip().casefold() in _PAID_IN):
        found |= {i for i, line in enumerate(lines) if abs(line.middle[1] - paid.middle[1]) < 0.5 * paid.height}
    return frozenset(found)


def _is_strange(text: str) -> bool:
    return bool(_PRICE.search(text) or _SEAL.fullmatch(text) or _PICTURE.fullmatch(text))
