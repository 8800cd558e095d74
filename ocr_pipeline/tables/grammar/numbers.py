"""Numbers as laboratories print them: decimal point or comma, thousands, exact digits kept."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

#: A printed number without sign: 5, 5.20, 5,20, .5, 1,234.5, 1.234,5, 1 234
NUMBER = r"(?:\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[.,]\d+)"
_ONE = re.compile(rf"[+-]?{NUMBER}\Z")
_GROUPED_BY_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+\Z")
_GROUPED_BY_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")


@lru_cache(maxsize=8192)
def parse_number(text: str, decimal_comma: bool = False) -> Decimal | None:
    """The exact decimal that ``text`` prints, or None. ``decimal_comma`` decides what ``1,234`` and ``1.234`` mean on
    this page; ``1,23`` and ``0,123`` are decimals either way."""
    text = text.strip()
    if not _ONE.match(text):
        return None
    body = text.lstrip("+-").replace(" ", "").replace("'", "")
    if _GROUPED_BY_POINT.match(body) or (decimal_comma and re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3}){2,}", body)):
        body = body.replace(".", "").replace(",", ".")
    elif _GROUPED_BY_COMMA.match(body) and not body.startswith("0") and not (decimal_comma and body.count(",") == 1):
        body = body.replace(",", "")
    else:
        body = body.replace(",", ".")
    try:
        number = Decimal(body)
    except InvalidOperation:
        return None
    return -number if text.startswith("-") else number


_DECIMALS = re.compile(r"[.,](\d+)\Z")


@lru_cache(maxsize=8192)
def decimals(text: str) -> int:
    """How many digits stand behind the decimal sign."""
    match = _DECIMALS.search(text.strip())
    if match is None or (_GROUPED_BY_COMMA.match(text.strip().lstrip("+-")) and "." not in text and text[0] != "0"):
        return 0
    return len(match.group(1))


_WITH_COMMA = re.compile(r"\D*\d+,\d{1,2}\D*(?:\d+,\d{1,2}\D*)?")
_WITH_POINT = re.compile(r"\d\.\d")


def uses_decimal_comma(texts: list[str]) -> bool:
    """True when the numbers of a page can only be read with a comma as decimal sign (``4,5``; never ``4.5``)."""
    comma = sum("," in t and _WITH_COMMA.fullmatch(t) is not None for t in texts)
    point = sum("." in t and _WITH_POINT.search(t) is not None for t in texts)
    return comma > point
