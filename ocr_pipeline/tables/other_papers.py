"""Papers with rows of names, numbers and units that are no results of anybody: the label of a food."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import fold, labels_in

#: What stands above the figures of a food, alone on its line.
_FOOD = re.compile(
    r"(?:nutrition|supplement) facts?|nutritional? (?:information|values?|declaration)|(?:typical values|amount) per (?:serving|100 ?(?:g|ml))|serving size\b.{0,30}|"
    r"informacion (?:nutricional|alimentaria)|valores? nutricional(?:es)?|(?:valeurs?|informations?|declaration) nutritionnell?es?(?: moyennes)?|"
    r"(?:valori|dichiarazione|informazioni) nutrizional[ei](?: medi)?|besin (?:degerleri|ogeleri|elementleri)|(?:gia tri|thanh phan|thong tin) dinh duong|"
    r"营养成分表?|营养标签"
)
_OF_PATIENTS = frozenset(("name", "age", "sex", "birth_date"))


def is_of_food(texts: Sequence[str]) -> bool:
    """True for the lines of a page that says what a food holds, and nothing of a patient."""
    told = any(_FOOD.fullmatch(fold(text).strip(" .:：*")) for text in texts)
    return told and not any(x.kind in _OF_PATIENTS and x.colon for text in texts for x in labels_in(text))
