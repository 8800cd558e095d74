"""Values as printed: numbers with comparator, intervals, titres, counts a field, signs and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ocr_pipeline.tables.grammar.durations import is_duration
from ocr_pipeline.tables.grammar.normal import compact, is_cjk, plain, printed
from ocr_pipeline.tables.grammar.numbers import NUMBER, parse_number
from ocr_pipeline.tables.grammar.words import RESULT_WORDS

ValueKind = Literal["number", "interval", "titre", "sign", "word", "text"]
#: A bound in words before the number: ``Inf. à 1,0``, ``Menor de 5``.
_LESS = re.compile(
    r"(?:inf(?:[ée]rieure?|\.)\s?[àa]|menor\s(?:de|a|que)|inferior\sa|inferiore\sa|minore\sdi|less\sthan)\s*(?=\d)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:sup(?:[ée]rieure?|\.)\s?[àa]|mayor\s(?:de|a|que)|superior\sa|superiore\sa|maggiore\sdi|greater\sthan)\s*(?=\d)",
    re.IGNORECASE,
)
_COMPARATORS = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}


@dataclass(frozen=True, slots=True)
class Value:
    """``sign`` is the comparator as printed, ``body`` the rest; ``sign + body`` prints back what was read (spaces aside).

    ``comparator`` is one of ``<``, ``>``, ``<=``, ``>=`` or None; ``number`` is None unless ``kind`` is number.
    """

    body: str
    kind: ValueKind
    sign: str = ""
    number: Decimal | None = None

    @property
    def comparator(self) -> str | None:
        worded = "<" if _LESS.match(f"{self.sign} 0") else ">" if _MORE.match(f"{self.sign} 0") else None
        return _COMPARATORS.get(self.sign, worded)

    def __str__(self) -> str:
        return self.sign + self.body


_POWER = r"(?:\s*[×xX*·.]\s*10\s*\^?\s*[-+]?\d{1,2}|[eE][-+]?\d{1,2})?"
_NUMBER = re.compile(rf"[-+]?{NUMBER}{_POWER}\Z|10(?:\^\d|[⁰¹²³⁴⁵⁶⁷⁸⁹])\Z")
_INTERVAL = re.compile(
    rf"(?P<low>{NUMBER})\s*(?:-{{1,3}}|~|\.\.\.?|至)\s*(?P<high>{NUMBER})(?:\s*/\s*[A-Za-z]{{1,3}}\.?)?\Z"
)
_PER_FIELD = re.compile(rf"{NUMBER}\s*/\s*(?:HPF|LPF|HP|LP|μL|uL|ul|个)\.?\Z", re.IGNORECASE)
#: ``1:80``; ``2.04:1`` of two kinds of cells.
_TITRE = re.compile(r"(?:1\s*[:/]\s*\d{1,6}(?:\.\d+)?|\d{1,3}(?:\.\d{1,2})?\s*:\s*1)\Z")
_SIGN = re.compile(
    r"(?:(?:\d?\+{1,4}|±)\s?/\s?[HL]PF?|\(?(?:\++|-+|±|\+-|\+/-|-/\+|[1-4]\s?\+)\)?|\d?\+{1,4}|(?:\++|-+|±)\s*\([^)]{1,12}\)|(?:neg|pos)\s*\([+-]+\))\Z",
    re.IGNORECASE,
)
#: ``A*02:01``, ``DRB1*04:01:01``, ``*1/*2``, ``*4/*4``.
_ALLELES = re.compile(
    r"[A-Z]{1,3}\d?w?\*\s?\d{2,3}(?::\d{2,3}){0,3}[A-Z]?|\*\d{1,2}[A-Z]?\s?/\s?\*\d{1,2}[A-Z]?|[Eeε][234]\s?/\s?[Eeε][234]"
)
#: A number and what it means: ``<1.0 NEG``, ``3412.56 Reactive``, ``0.02(阴性)``.
_JUDGED = re.compile(
    rf"{NUMBER}(?:\s+(?:neg(?:ative)?|pos(?:itive)?|equiv(?:ocal)?|indet(?:erminate)?|borderline|reactive|non-?\s?reactive)"
    r"|\s?\(?(?:阴性|阳性|弱阳性|可疑|有反应性|无反应性|陰性|陽性)\)?(?:\s?\([-+±]\))?)\Z",
    re.IGNORECASE,
)
_SIGN_LOST = re.compile(r"[阴陰]性\s?(?:\(\s?\)?|\))")
_DEGREE = re.compile(r"(?:I{1,3}|IV)\s?[度级]")
#: The dilution of two drugs given as one: ``<=8/4``.
_OF_TWO = re.compile(r"\d{1,4}(?:\.\d{1,3})?\s?/\s?\d{1,4}(?:\.\d{1,3})?")
#: Two measurements in one cell, no date: ``384/421`` of QT and QTc, ``1.42/0.88`` of RV5 and SV1, ``142/84`` of a pressure.
_PAIR = re.compile(r"(?:[4-9]\d|[1-9]\d{2})/(?:[4-9]\d|[1-9]\d{2})|\d{1,2}\.\d{1,3}/-?\d{1,2}\.\d{1,3}")
#: ``No mps seen``, ``No pathogens isolated``; ``B Rh positive``, ``O Pos``.
_NONE_SEEN = re.compile(
    r"no (?:[A-Za-z./-]{2,20} ){1,3}(?:seen|found|detected|isolated|grown|observed|identified)\.?", re.IGNORECASE
)
_GROUP = re.compile(
    r"(?:A|B|AB|O|0)1?\s?,?\s?(?:Rh(?:esus)?(?:\s?\(?D\)?)?\s?)?(?:factor\s)?\(?(?:positive|negative|pos|neg|\+ve|-ve)\)?",
    re.IGNORECASE,
)
#: What a smear or a culture showed: ``查见芽生孢子``, ``检出白色念珠菌``.
_SEEN = re.compile(r"(?:查见|检见|镜检见|找到|检出|培养出)[\u4e00-\u9fff]{2,10}")
_WITH_WORD = re.compile(rf"(?P<word>.{{1,24}}?)[\s(\[]*(?P<num>\++|-+|±|1\s?:\s?\d{{1,5}}|{NUMBER})[)\]]?\Z")
_ENDS_IN_SIGN = re.compile(r"[-+±\d][)\]]?\Z")


@lru_cache(maxsize=8192)
def is_word(text: str) -> bool:
    """True for a qualitative word of the lexicon, alone or with a sign or number after it (``阴性(-)``, ``Negative 0.12``)."""
    if _ALLELES.fullmatch(plain(text).strip()):
        return True
    key = compact(plain(text)).replace("+", "")
    if key in RESULT_WORDS or _DEGREE.fullmatch(printed(text)) or _SEEN.fullmatch(key):
        return True
    if text[:1] in "ABON0n" and (_NONE_SEEN.fullmatch(plain(text).strip()) or _GROUP.fullmatch(plain(text).strip())):
        return True
    body = plain(text).strip()
    match = _WITH_WORD.match(body) if _ENDS_IN_SIGN.search(body, len(body) - 2) else None
    if match is not None and compact(match.group("word")) in RESULT_WORDS:
        return True
    first, _, translation = text.strip().partition(" ")  # 陰性 Negative
    return translation.isascii() and not first.isascii() and {compact(first), compact(translation)} <= RESULT_WORDS


def sign_lost(text: str) -> bool:
    """``阴性()``: a word that says what the sign in its brackets was."""
    return bool(_SIGN_LOST.fullmatch(plain(text).strip()))


@lru_cache(maxsize=8192)
def parse_value(text: str, decimal_comma: bool = False) -> Value | None:
    """What a value cell says; None when ``text`` has no form that a value is known to have (words of its own stay text)."""
    body = plain(text).strip()
    if not body:
        return None
    sign = ""
    match = re.match(r"(?:<=|>=|=<|=>|[<>≤≥])\s*", body) or _LESS.match(body) or _MORE.match(body)
    if match and match.end() < len(body):
        sign, body = match.group().strip(), body[match.end() :]
    shown = printed(body)
    if _NUMBER.match(body):
        number = parse_number(body, decimal_comma)
        power = re.search(r"10|[eE×xX*]", body)
        return Value(shown, "number", sign, number) if number is not None or power else None
    if _TITRE.match(body):
        return Value(shown, "titre", sign)
    bounds = _INTERVAL.match(body)
    if bounds:
        low, high = parse_number(bounds["low"], decimal_comma), parse_number(bounds["high"], decimal_comma)
        return Value(shown, "interval", sign) if low is not None and high is not None and low <= high else None
    if _PER_FIELD.match(body) or (not sign and _PAIR.fullmatch(body)):
        return Value(shown, "interval", sign)
    if _JUDGED.match(body) or is_duration(body):
        return Value(shown, "word", sign)
    if sign:
        return Value(shown, "interval", sign) if _OF_TWO.fullmatch(body) else None
    if _SIGN.match(body):
        return Value(shown, "sign")
    if is_word(body):
        return Value(shown, "word")
    return None


_WITHIN = re.compile(rf"(?:[^\W\d_]{{1,5}}[.…\s]*\s)?(?P<number>[<>]?\s?{NUMBER})(?:\s+[^\W\d_]{{1,6}}){{0,2}}\Z")


@lru_cache(maxsize=8192)
def number_within(text: str, decimal_comma: bool = False) -> Value | None:
    """The one number between a few letters that are no part of it: leader dots or a watermark read as letters."""
    match = _WITHIN.match(plain(text).strip())
    number = parse_value(match["number"], decimal_comma) if match else None
    return number if number is not None and number.kind == "number" else None


def any_value(text: str, decimal_comma: bool = False) -> Value:
    """Like :func:`parse_value`, but what has no known form is kept as text."""
    return parse_value(text, decimal_comma) or Value(printed(text), "text")


#: Han letters that stand for a sign in a cell of their own (a dash close to a rule of the table is 二); such a value is
#: doubtful: ± may also be a smeared +.
HAN_SIGNS = {"士": "±", "土": "±", "二": "-"}


_FORMS = str.maketrans("黃內鏡濁檢見軟紅綠無陰陽", "黄内镜浊检见软红绿无阴阳")
_TRADITIONAL = frozenset("顏濁檢驗項單範圍紅膽葉細體總對")


def simplified(text: str, beside: str) -> str:
    """A result word in the form of the page: the recogniser writes 黃 for 黄 in some typefaces. ``beside`` is the row's
    name; next to one in traditional letters the word stays."""
    other = text.translate(_FORMS)
    known = other != text and compact(plain(other)) in RESULT_WORDS and not _TRADITIONAL & set(beside)
    return other if known else text


def mend_signs(text: str) -> str:
    """The recogniser's habits in cells that hold one sign: 十 for +, 一 or ~ for -, 士 for ± (a Han letter is no result)."""
    body = plain(text).strip()
    if body in HAN_SIGNS:
        return HAN_SIGNS[body]
    if body in ("~", "(~)"):  # between numbers it is one of many dashes, alone it is none
        return body.replace("~", "-")
    if body and all(c in "十+()ー一-" for c in body) and not all(c in "+()-" for c in body):
        return body.replace("十", "+").replace("一", "-").replace("ー", "-")
    if len(body) <= 6 and any(is_cjk(c) for c in body) and re.fullmatch(r"(?:阴性|阳性|弱阳性)\(?[十一+-]\)?", body):
        return body.replace("十", "+").replace("一", "-")
    if sign_lost(body):
        return body.rstrip("( )") + "(-)"
    if re.fullmatch(r"(?:弱阳性?|可疑)\s?\([士土]\)", body):
        return re.sub("[士土]", "±", body)
    return _ACUTE.sub("i", text)


#: No word of a laboratory ends so; the dot of an Italian ``Assenti`` was read as an accent.
_ACUTE = re.compile(r"(?<=[A-Za-z]{4})í(?![^\W\d_])")
