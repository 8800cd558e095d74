"""Reference intervals as printed: two bounds, one bound, a word, or tiers by sex, age or risk."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ocr_pipeline.tables.grammar.normal import plain, printed
from ocr_pipeline.tables.grammar.numbers import NUMBER, parse_number
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import is_word, parse_value
from ocr_pipeline.tables.intervals.range_labels import label_of

RangeKind = Literal["interval", "upper", "lower", "word", "tiers"]
_BOUNDED: tuple[RangeKind, ...] = ("interval", "upper", "lower")
_SEPARATOR = r"(?:-{1,4}|~+|-?~-?|\.{2,3}|至|到|to|a|à|÷|_|-{1,2}>)"
_INTERVAL = re.compile(rf"(?P<low>[-+]?{NUMBER})\s*{_SEPARATOR}\s*(?P<high>[-+]?{NUMBER})\Z")
#: The same in words: ``de 70 a 110``, ``entre 4 y 10``, ``từ 3 đến 5``.
_BETWEEN = re.compile(
    rf"(?:de|da|du|desde|entre|tra|fra|from|between|từ)\s+(?P<low>{NUMBER})\s*(?:-|a|à|y|e|et|and|to|đến|hasta)\s*(?P<high>{NUMBER})\Z",
    re.IGNORECASE,
)
#: One bound in words, as laboratories of seven countries print it.
_UP_TO = (
    r"(?:up to|upto|hasta|inf(?:[ée]rieure?|\.)\s?[àa]|inferiore a|fino a|menor\s?(?:de|a|que)|menos\s?de|inferior\s?a|m[áa]ximo|"
    r"jusqu['’]?[àa]|moins de|minore di|nhỏ hơn|less than|below|under|dưới|ile)"
)
_OVER = (
    r"(?:more than|above|over|mayor\s?(?:de|a|que)|m[áa]s\s?de|superior\s?a|m[íi]nimo|plus de|maggiore di|lớn hơn|"
    r"sup(?:[ée]rieure?|\.)\s?[àa]|superiore a|greater than|trên)"
)
_UPPER = re.compile(
    rf"(?:(?P<sign><=|</=|<|≤|=<)\s*(?:or\s*=\s*|ou\s*=\s*|o\s*=\s*)?|{_UP_TO}\s*:?\s*)(?P<bound>{NUMBER})\Z",
    re.IGNORECASE,
)
_LOWER = re.compile(
    rf"(?:(?P<sign>>=|>/=|>|≥|=>)\s*(?:or\s*=\s*|ou\s*=\s*|o\s*=\s*)?|{_OVER}\s*:?\s*)(?P<bound>{NUMBER})\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Range:
    """``text`` prints what was read; bounds are None where none is printed, and for tiers (which need to be chosen)."""

    text: str
    kind: RangeKind
    low: Decimal | None = None
    high: Decimal | None = None
    low_text: str = ""
    high_text: str = ""
    strict: bool = False

    def __str__(self) -> str:
        return self.text

    def places(self, number: Decimal) -> Literal["low", "in", "high"] | None:
        """Where ``number`` lies, None when the range has no bounds."""
        if self.low is None and self.high is None:
            return None
        if self.low is not None and (number < self.low or (self.strict and self.high is None and number == self.low)):
            return "low"
        if self.high is not None and (number > self.high or (self.strict and self.low is None and number == self.high)):
            return "high"
        return "in"


#: Behind the interval of a value that the laboratory worked out.
_CALCULATED = re.compile(r"\(calc(?:ulated)?\.?\)\s*\Z", re.IGNORECASE)
#: Characters; what is longer is no line of a cell.
LONGEST = 240


@lru_cache(maxsize=8192)
def parse_range(text: str, decimal_comma: bool = False) -> Range | None:
    """The interval that ``text`` prints, or None when it has no form of one. Low above high is no interval."""
    shown = printed(text)
    body = _CALCULATED.sub("", plain(text)).strip()
    if len(body) > 2 and body[0] in "([{" and body[-1] in ")]}" and not _is_sign(body):
        body = body[1:-1].strip()
    if not body or len(body) > LONGEST:
        return None
    label = label_of(body)
    if label and (inner := parse_range(body[label:], decimal_comma)) is not None and inner.kind in _BOUNDED:
        return replace(inner, text=shown)
    match = _INTERVAL.match(body) or _BETWEEN.match(body)
    if match is None:
        head, unit = split_trailing_unit(body)
        if unit and head != body:
            inner = parse_range(head, decimal_comma)
            if inner and inner.kind != "word":
                return Range(shown, inner.kind, inner.low, inner.high, inner.low_text, inner.high_text, inner.strict)
    else:
        low, high = parse_number(match["low"], decimal_comma), parse_number(match["high"], decimal_comma)
        if low is None or high is None or low > high:
            return None
        return Range(shown, "interval", low, high, match["low"], match["high"])
    match = _UPPER.match(body)
    if match:
        return Range(
            shown,
            "upper",
            None,
            parse_number(match["bound"], decimal_comma),
            "",
            match["bound"],
            match["sign"] == "<" and "=" not in body,
        )
    match = _LOWER.match(body)
    if match:
        bound = parse_number(match["bound"], decimal_comma)
        return Range(shown, "lower", bound, None, match["bound"], "", match["sign"] == ">" and "=" not in body)
    value = parse_value(body)
    if value is not None and value.kind in ("sign", "word", "titre"):
        return Range(shown, "word")
    if is_tier(body):
        return Range(shown, "tiers")
    return None


def _is_sign(body: str) -> bool:
    value = parse_value(body)
    return value is not None and value.kind == "sign"


_TIER = re.compile(
    rf"[:：(\s].{{0,24}}?(?:{NUMBER}\s*{_SEPARATOR}\s*{NUMBER}|(?:[<>≤≥]\s*/?=?|{_UP_TO}|{_OVER})\s*{NUMBER})|{NUMBER}\s*{_SEPARATOR}\s*{NUMBER}\s*\(",
    re.IGNORECASE,
)
_TIER_FIRST = re.compile(rf"(?:{NUMBER}\s*{_SEPARATOR}\s*{NUMBER}|[<>≤≥]\s*/?=?\s*{NUMBER})\s*[:：(\s]\s*\S.*\Z")
_PEOPLE = re.compile(
    r"男|女|成人|儿童|新生儿|孕|绝经|卵泡|黄体|排卵|岁|月龄|\bM(?:ale|en)?\b|\bF(?:emale)?\b|Men\b|Women|Adult|Child|Newborn|Homme|Femme|Hombre|"
    r"Mujer|Var[óo]n|Uomo|Donna|Uomini|Donne|Erkek|Kad[ıi]n|Nam\b|N[ữu]\b|Desider|Deseable|Ottimal|[ÓO]ptim[oa]|Optimal|Border|High|Low|Normal|Desirable|Deficien|Sufficien|Inmun|Immun|Prot[ée]g|Negativ|Positiv|阴性|阳性",
    re.IGNORECASE,
)


#: An interval with its unit, and behind a colon what a value inside would mean: ``90 - 120 mg/dl : Good Control``.
_TIER_MEANS = re.compile(
    rf"(?:(?:{NUMBER}\s?%?\s*{_SEPARATOR}|[<>≤≥]\s*=?|below|above|under|over|up ?to|less than|more than)\s*{NUMBER})"
    r"(?:\s*%|\s*(?=[A-Za-zμ0-9]{1,6}/)[A-Za-zμ0-9/.]{3,14})?\s*[:：=]\s*[^\W\d_][^\d:]{2,40}\Z",
    re.IGNORECASE,
)
#: ``报告时间:2024-08-30 10:12``: its numbers are no bounds.
_DAY = re.compile(r"(?:19|20)\d\d(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年)\d{1,2}")


@lru_cache(maxsize=4096)
def is_tier(text: str) -> bool:
    """True for a line such as ``男:130-175``, ``- Border Line : 200-400``, ``Deficient: <20`` or ``>= 6.5% : Diabetic``."""
    body = plain(text).strip()
    if _DAY.search(body):
        return False
    return len(body) <= LONGEST and bool(
        (_TIER.search(body) and (_PEOPLE.search(body) or ":" in body))
        or (_TIER_FIRST.match(body) and _PEOPLE.search(body))
        or _TIER_MEANS.match(body)
    )


def is_cut(above: str, below: str) -> bool:
    """True for an interval whose second bound stands on the next line: ``>`` and ``40``, ``3,5 -`` and ``9,5``."""
    head, tail = plain(above).strip(), plain(below).strip()
    return head[-1:] in _OPEN and parse_range(head) is None and parse_range(head + " " + tail) is not None


_OPEN = frozenset("<>≤≥-~")


def beyond_tiers(text: str, number: Decimal, decimal_comma: bool = False) -> Literal["low", "high"] | None:
    """On which side of all tiers of ``text`` (``M: 0,70-1,20; F: 0,50-0,90``) ``number`` lies; None where it does not, or where one
    of them could not be told."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) < 2 or len(text) > LONGEST:
        return None
    sides: set[str | None] = set()
    for part in parts:
        label = _LABELLED.match(part)
        found = parse_range(part[label.end() :] if label else part, decimal_comma)
        sides.add(found.places(number) if found is not None else None)
    return "low" if sides == {"low"} else "high" if sides == {"high"} else None


#: What a tier is for, before its interval.
_LABELLED = re.compile(r"[^\W\d_][^:：\d<>≤≥]{0,30}[:：]\s*|[^\W\d_]{1,20}\s+(?=[<>≤≥\d]|[^\W\d_])")


def speaks_of_people(text: str) -> bool:
    """True for a word that tiers are told apart by: a sex, an age, a risk."""
    return bool(_PEOPLE.search(re.sub(r"(?:\b[^\W\d_]{1,2}\.\s?){2,}", "", plain(text))))  # Q.F.B. is a degree


@lru_cache(maxsize=8192)
def looks_like_range(text: str) -> bool:
    """True for what can only be a reference interval: two bounds, one bound or tiers (a word could be a value)."""
    found = parse_range(text)
    return found is not None and found.kind != "word"


_BREAKPOINTS = re.compile(
    rf"(?:<=|[<≤])\s?{NUMBER}\s?(?:--?|[~,;/])?\s?(?:>=|[>≥])\s?{NUMBER}|(?:>=|[>≥])\s?{NUMBER}\s?(?:--?|[~,;/])?\s?(?:<=|[<≤])\s?{NUMBER}"
)


def is_breakpoints(text: str) -> bool:
    """``≤8-≥32``, ``≤8 ≥32``: what a germ is susceptible to and what it resists, or for zones the other way round."""
    return bool(_BREAKPOINTS.fullmatch(plain(text).strip()))


_BOUND = re.compile(r"\d+[.,](?P<decimals>\d+)\Z")


def mend_separator(text: str) -> str:
    """``12.0022.00`` → ``12.00-22.00``: two bounds with the same decimals and a dash that the recogniser did not see.
    Whole numbers are left alone: where one ends and the other begins is then not certain."""
    body = plain(text).strip()
    ruled = re.sub(r"(?<=\d)[\"'“”=*^†‡]{1,2}(?=\d)", "~", re.sub(r"\A(?:[~_=]+|-\s+(?=[<>≤≥\d]))|[~_=]+\Z", "", body))
    if ruled != body and parse_range(ruled) is not None:
        return ruled  # the dots of a ruled line around the interval, or a dash that looks like quotation marks
    inside = body.strip("()[]")
    if re.fullmatch(r"0\.[1-9]\d*\.\d+", inside):
        return body.replace(inside, "0-" + inside[2:])  # 0.7.0: no number has two dots
    for at in range(3, len(inside) - 2):
        # a dash may have been read as a dot: 8.0.16.0, 3.9.-6.1
        low, high = inside[:at].rstrip().rstrip("."), inside[at:].lstrip().removeprefix(".").lstrip("-")
        a, b = _BOUND.match(low), _BOUND.match(high)
        if a and b and len(a["decimals"]) == len(b["decimals"]) and parse_range(f"{low}-{high}") is not None:
            return body.replace(inside, f"{low}-{high}")
    return text


def is_range_or_word(text: str) -> bool:
    return parse_range(text) is not None or is_word(text)
