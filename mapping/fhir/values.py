"""A printed value as the FHIR type that it is: quantity, titre, range, ordinal or text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapping.fhir.codes import DATA_ABSENT, SNOMED, UCUM
from mapping.fhir.context import Json
from mapping.fhir.digits import Digits
from ocr_pipeline.report import DecimalSign, Reason, Result, without_groups

#: Languages whose laboratories print a decimal comma.
COMMA_LANGUAGES = frozenset({"es", "fr", "it", "tr", "vi", "de", "pt", "nl", "pl", "ru"})
COMPARATORS: Mapping[str, str] = {
    "<": "<",
    ">": ">",
    "<=": "<=",
    ">=": ">=",
    "≤": "<=",
    "≥": ">=",
    "=<": "<=",
    "=>": ">=",
}

_SPACED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})+(?!\d)")

_NUMBER = r"\d+(?:[.,]\d+)*|[.,]\d+"
_COMPARED = re.compile(rf"^(?P<c><=|>=|=<|=>|<|>|≤|≥)?\s*(?P<n>[+\-−]?(?:{_NUMBER})(?:[eE][+-]?\d{{1,3}})?)$")
_POWER = re.compile(rf"^(?P<n>{_NUMBER})\s*[x×*]\s*10\s*(?:\^|\*\*)?\s*(?P<e>[+-]?\d{{1,2}})$")
_TITRE = re.compile(r"^(?P<c><=|>=|<|>|≤|≥)?\s*(?P<a>1)\s*[::]\s*(?P<b>\d{1,7})$")
_RANGE = re.compile(rf"^(?P<a>{_NUMBER})\s*(?:-|–|—|~|～|至|to)\s*(?P<b>{_NUMBER})$")

#: Words of ordinal results with their SNOMED CT concept (all in the freely usable Global Patient Set).
_ORDINALS: tuple[tuple[str, str, str], ...] = (
    (r"阴性|negative|neg|négatif|negativo|negativa|negatif|âm tính", "260385009", "Negative"),
    (r"阳性|positive|pos|positif|positivo|positiva|pozitif|dương tính", "10828004", "Positive"),
    (
        r"未检出|未见|未找到|未发现|none seen|not seen|not detected|non détecté|no detectado|non rilevato",
        "260415000",
        "Not detected",
    ),
    (r"检出|detected|détecté|detectado|rilevato", "260373001", "Detected"),
    (r"无|nil|absent|ausente|assente|yok", "2667000", "Absent"),
    (r"正常|normal|normale", "17621005", "Normal"),
    (r"微量|trace|traces|tracce|trazas", "260405006", "Trace"),
)
_SIGN = r"\s*[((]?\s*[-−+±\d]{0,4}\s*[))]?"
_ORDINAL_WORDS = tuple(
    (re.compile(rf"^(?:{words}){_SIGN}$", re.I), code, display) for words, code, display in _ORDINALS
)
#: Graded signs stay words: how many plusses there are in all differs between laboratories.
_GRADE = re.compile(
    r"^[((]?(?:\+{1,4}|[1-4]\s*\+|\+\s*[1-4]|\+/?-|±|(?:弱|强)阳性.{0,5}|可疑|weakly? positive)[))]?$", re.I
)
_DASH = re.compile(r"^[((]?[-−][))]?$")
_DASH_IS_NEGATIVE = re.compile(r"阴|neg|^[((]?[-−][))]?$", re.I)


def value_of(result: Result, language: str = "", ucum_only: bool = False, decimal_sign: DecimalSign = "") -> Json:
    """``value[x]`` of a row, or ``dataAbsentReason`` where nothing could be read. Never guesses: what fits no type
    stays the printed text. ``ucum_only``: a quantity without a certain UCUM code is text too (IPS, EU Laboratory)."""
    printed = result.value.strip()
    if not printed:
        return {"dataAbsentReason": _absent(result.reasons)}
    printed = without_spaces(printed)
    quantity = _quantity(printed, result, language, decimal_sign)
    if ucum_only and not result.ucum and (quantity or _RANGE.match(printed)):
        return {"valueString": f"{result.comparator or ''}{printed} {result.unit}".strip()}
    if quantity is not None:
        return {"valueQuantity": quantity}
    if (titre := _TITRE.match(printed)) is not None:
        return {"valueRatio": _ratio(titre, result.comparator)}
    if result.comparator is None and (pair := _RANGE.match(printed)) is not None:
        low, high = (number(pair[end], language, result.unit, decimal_sign) for end in "ab")
        if low is not None and high is not None and low <= high:
            return {"valueRange": {"low": measured(low, result), "high": measured(high, result)}}
    if (concept := ordinal(printed, result.reference_range)) is not None:
        return {"valueCodeableConcept": concept}
    text = result.value.strip()
    return {"valueString": f"{result.comparator} {text}" if result.comparator else text}


def without_spaces(text: str) -> str:
    """``text`` with thousands that spaces group (``4 620 000``) closed up."""
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), text)


def number(printed: str, language: str = "", unit: str = "", decimal_sign: DecimalSign = "") -> Digits | None:
    """The number that ``printed`` says, with its digits; None when it could be two different ones.

    ``6.850 /mm3`` are thousands whatever the language, ``1.240`` where ``decimal_sign`` is a comma. Where the document does not say
    it, a comma with exactly three digits behind it groups thousands in zh and en, and is a decimal comma where the language prints
    that; other mixtures are left alone.
    """
    sign = "-" if printed[:1] in "-−" else ""
    body, exponent = printed.lstrip("+-−"), ""
    if (cut := re.search(r"[eE]", body)) is not None:
        body, exponent = body[: cut.start()], "E" + body[cut.end() :]
    body = without_groups(body, unit, decimal_sign)
    if "," in body:
        grouped = re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", body) is not None
        if decimal_sign == "," or (not decimal_sign and language[:2] in COMMA_LANGUAGES):
            # 1,234 may be either in the hand of a laboratory that exports to both worlds
            if "." in body or body.count(",") > 1:
                return None
            body = body.replace(",", ".")
        elif grouped:
            body = body.replace(",", "")
        else:
            return None
    if body.count(".") > 1 or not re.fullmatch(r"\d*\.?\d+", body):
        return None
    whole, dot, fraction = body.partition(".")
    # JSON knows neither a leading zero nor a leading point
    whole = whole.lstrip("0") or "0"
    return Digits(f"{sign}{whole}{dot}{fraction}{exponent}")


def measured(value: Digits, result: Result, comparator: str | None = None) -> Json:
    """A Quantity with the printed unit and, when it is certain, the UCUM code."""
    quantity: Json = {"value": value}
    if comparator:
        quantity["comparator"] = comparator
    if unit := result.unit or result.ucum:
        quantity["unit"] = unit
    if result.ucum:
        quantity |= {"system": UCUM, "code": result.ucum}
    return quantity


def _quantity(printed: str, result: Result, language: str, decimal_sign: DecimalSign) -> Json | None:
    comparator = result.comparator
    if (power := _POWER.match(printed)) is not None:
        mantissa = number(power["n"], language, "", decimal_sign)
        value = Digits(f"{mantissa}E{int(power['e'])}") if mantissa is not None else None
    elif (match := _COMPARED.match(printed)) is not None:
        comparator = COMPARATORS[match["c"]] if match["c"] else comparator
        value = number(match["n"], language, result.unit, decimal_sign)
    else:
        return None
    return None if value is None else measured(value, result, comparator)


def _ratio(titre: re.Match[str], comparator: str | None) -> Json:
    # the comparator stands before the whole, as the v2-to-FHIR guide places that of a structured numeric
    pure: Json = {"system": UCUM, "code": "1"}
    numerator: Json = {"value": Digits(titre["a"])}
    if sign := COMPARATORS.get(titre["c"] or "", comparator):
        numerator["comparator"] = sign
    return {"numerator": numerator | pure, "denominator": {"value": Digits(str(int(titre["b"]))), **pure}}


def ordinal(printed: str, reference_range: str = "") -> Json | None:
    """A CodeableConcept for negative, positive, detected, trace and graded signs; None for any other text."""
    for pattern, code, display in _ORDINAL_WORDS:
        if pattern.match(printed):
            return {"coding": [{"system": SNOMED, "code": code, "display": display}], "text": printed}
    if _GRADE.match(printed):
        return {"text": printed}
    if _DASH.match(printed) and _DASH_IS_NEGATIVE.search(reference_range):
        return {"coding": [{"system": SNOMED, "code": "260385009", "display": "Negative"}], "text": printed}
    return None


def _absent(reasons: tuple[Reason, ...]) -> Json:
    if Reason.IDENTITY_MASKED in reasons:
        code, display = "masked", "Masked"
    elif Reason.UNREADABLE in reasons:
        code, display = "error", "Error"
    else:
        code, display = "unknown", "Unknown"
    return {"coding": [{"system": DATA_ABSENT, "code": code, "display": display}]}
