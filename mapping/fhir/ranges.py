"""Printed reference intervals as ``Observation.referenceRange``: numbers where they are certain, the text always."""

from __future__ import annotations

import re

from mapping.fhir.codes import UCUM
from mapping.fhir.context import Json
from mapping.fhir.digits import Digits
from mapping.fhir.values import measured, number, without_spaces
from ocr_pipeline.report import DecimalSign, Reason, Result

_NUMBER = r"[-−]?(?:\d+(?:[.,]\d+)*|[.,]\d+)"
_TO = r"(?:-{1,2}|–|—|―|~|～|至|to|÷)"
_TWO_SIDED = re.compile(rf"^(?P<low>{_NUMBER})\s*{_TO}\s*(?P<high>{_NUMBER})$", re.I)
_ONE_SIDED = re.compile(
    rf"^(?P<sign><=|>=|=<|=>|<|>|≤|≥|小于等于|大于等于|小于|大于|up to|fino a|jusqu'à)\s*(?P<n>{_NUMBER})$", re.I
)
_UPWARD = frozenset({">", ">=", "=>", "≥", "大于", "大于等于"})
_BETWEEN = " ;,、/|"
_BRACKETS = "()[]【】 "

_MALE = r"男性?|males?|men|hombres?|varones|hommes?|uomini|uomo|maschi|erkek|nam|♂"
_FEMALE = r"女性?|females?|women|mujeres|femmes?|donne|donna|femmine|kadın|nữ|♀"
#: A single letter means a sex only beside its partner: M is male beside F, and female (mujer) beside H.
_LETTERS = {
    frozenset("mf"): {"m": "male", "f": "female"},
    frozenset("hm"): {"h": "male", "m": "female"},
    frozenset("hf"): {"h": "male", "f": "female"},
    frozenset("ek"): {"e": "male", "k": "female"},
    frozenset("ud"): {"u": "male", "d": "female"},
}
_GROUP = r"成人|成年|儿童|小儿|新生儿|婴儿|adults?|children|newborns?|infants?|孕妇|pregnan\w*"
_AGE = (
    r"(?P<from>\d{1,3})\s*(?:-|~|–|至)\s*(?P<until>\d{1,3})\s*(?P<age_unit>岁|月|天|years?|yrs?|y|months?|mo|days?|d)"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s;,/、|。(]))"
    rf"(?:(?P<sex>{_MALE}|{_FEMALE}|[mfhekud](?![a-z]))(?:\s*\([^)]*\))?|(?P<group>{_GROUP})|{_AGE})"
    rf"\s*:?\s*(?=[\d<>≤≥.,\-−(]|$)",
    re.I,
)
_AGE_UNITS = (("岁|y", "a"), ("月|mo", "mo"), ("天|d", "d"))
_IS_MALE = re.compile(rf"^(?:{_MALE})$", re.I)


def reference_ranges(result: Result, language: str = "", decimal_sign: DecimalSign = "") -> list[Json]:
    """One entry, or one per printed tier (sex, age). ``text`` is verbatim; low and high only when they parse whole."""
    printed = " ".join(result.reference_range.split())
    if not printed:
        return []
    if Reason.RANGE_UNREADABLE in result.reasons:
        return [{"text": printed}]
    return _tiers(printed, result, language, decimal_sign) or [
        {**_bounds(printed, result, language, decimal_sign), "text": printed}
    ]


def _tiers(printed: str, result: Result, language: str, decimal_sign: DecimalSign) -> list[Json]:
    labels = list(_LABEL.finditer(printed))
    if not labels or labels[0].start() != 0:
        return []
    sexes = _sexes(labels)
    if sexes is None:
        return []
    entries: list[Json] = []
    ends = [label.start() for label in labels[1:]] + [len(printed)]
    for label, end in zip(labels, ends, strict=True):
        bounds = _bounds(printed[label.end() : end].strip(_BETWEEN), result, language, decimal_sign)
        if not bounds:
            return []  # a tier that does not parse makes the others doubtful too: the text alone is certain
        entries.append({**bounds, **_applies(label, sexes), "text": printed[label.start() : end].strip(_BETWEEN)})
    return entries


def _sexes(labels: list[re.Match[str]]) -> dict[str, str] | None:
    """What each printed sex means; None when a letter has no partner that decides it."""
    printed = {label["sex"].lower() for label in labels if label["sex"]}
    letters = frozenset(sex for sex in printed if len(sex) == 1 and sex in "mfhekud")
    if letters and letters not in _LETTERS:
        return None
    words = {sex: "male" if _IS_MALE.match(sex) else "female" for sex in printed - letters}
    return words | (_LETTERS[letters] if letters else {})


def _applies(label: re.Match[str], sexes: dict[str, str]) -> Json:
    if sex := label["sex"]:
        code = sexes[sex.lower()]
        coding = {"system": "http://hl7.org/fhir/administrative-gender", "code": code, "display": code.capitalize()}
        return {"appliesTo": [{"coding": [coding], "text": sex}]}
    if group := label["group"]:
        return {"appliesTo": [{"text": group}]}
    unit = next(code for words, code in _AGE_UNITS if re.match(words, label["age_unit"], re.I))

    def age(text: str) -> Json:
        return {"value": Digits(str(int(text))), "unit": label["age_unit"], "system": UCUM, "code": unit}

    if int(label["from"]) > int(label["until"]):
        return {}
    return {"age": {"low": age(label["from"]), "high": age(label["until"])}}


def _bounds(text: str, result: Result, language: str, decimal_sign: DecimalSign) -> Json:
    """Low and high of one interval, without the unit when it is printed again; empty when it is not one."""
    text = without_spaces(text).strip(_BRACKETS)
    if result.unit and text.endswith(result.unit):
        text = text[: -len(result.unit)].strip()
    text = text.removesuffix("%").strip() if result.unit == "%" else text
    if (two := _TWO_SIDED.match(text)) is not None:
        low, high = (number(two[k], language, result.unit, decimal_sign) for k in ("low", "high"))
        if low is None or high is None or low > high:
            return {}
        return {"low": measured(low, result), "high": measured(high, result)}
    if (one := _ONE_SIDED.match(text)) is not None and (
        bound := number(one["n"], language, result.unit, decimal_sign)
    ) is not None:
        return {"low" if one["sign"] in _UPWARD else "high": measured(bound, result)}
    return {}
