"""When two spellings count as the same: the definition behind every figure (see ``docs/accuracy.md``).

A reading is right when a clinician would read the same: full and half width, blanks, Greek letters against their
transliteration, the ways to write a power of ten or a range are no errors; a digit, a comparator, a unit or a flag is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_BLANKS = re.compile(r"\s+")
_NO_WORD = re.compile(r"[\W_]+")
_TIMES_TEN = re.compile(r"^[x×\*]+(?=10)")
_POWER = re.compile(r"10(?:e|\*|\^|\*\*)(\d+)")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_RANGE_SIGN = re.compile(r"[~～—–−]+|-{1,3}|至|to")
_COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d)")
_TRAILING_ZEROS = re.compile(r"(\d+\.\d*?)0+(?=\D|$)")


def plain(text: Any) -> str:
    """NFKC without any blanks; empty for None."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", str(text or "")))


def analyte(text: Any) -> str:
    """A name as letters and digits only, lower case, with the Greek that laboratories transliterate."""
    out = plain(text).lower()
    for greek, latin in (("γ", "r"), ("α", "a"), ("β", "b")):
        out = out.replace(greek, latin)
    return _NO_WORD.sub("", out)


def unit(text: Any) -> str:
    """A unit with one way to write micro, powers of ten and international units."""
    if not text:
        return ""
    out = plain(text).lower().replace("μ", "u").replace("µ", "u").replace("mc", "u")
    out = _POWER.sub(r"10^\1", _TIMES_TEN.sub("", out))
    return out.replace("[iu]", "iu").replace("{copies}", "copies").strip("()[]")


def value(text: Any) -> str:
    """A value with one way to write comparators; digits stay as they are (4.50 is not 4.5)."""
    out = plain(text)
    for sign, plainer in (("，", ","), ("＜", "<"), ("＞", ">"), ("≦", "<="), ("≤", "<="), ("≥", ">=")):
        out = out.replace(sign, plainer)
    out = out.lstrip("*")
    out = out.rstrip("↑↓*") or out
    return out.replace(",", ".") if _DECIMAL_COMMA.fullmatch(out) else out


def predicted_value(row: dict[str, Any]) -> str:
    """The value of a ``report.json`` result with its comparator in front."""
    printed = plain(row.get("value"))
    if printed.startswith(("<", ">")):
        return value(row.get("value"))
    return value((row.get("comparator") or "") + printed)


def interval(text: Any, printed_unit: Any = "") -> str:
    """A reference range with one range sign, without its unit, brackets and trailing zeros."""
    out = _RANGE_SIGN.sub("-", plain(text).lower().replace("μ", "u"))
    out = out.replace("，", ",").replace("≤", "<=").replace("≥", ">=")
    behind = plain(printed_unit).lower().replace("μ", "u")
    if behind and out.endswith(behind):
        out = out[: -len(behind)]
    out = _COMMA_IN_NUMBER.sub(".", out.strip("()[]"))
    return _TRAILING_ZEROS.sub(r"\1", out).replace(".-", "-").rstrip(".")


def flag(text: Any) -> str:
    """H, L, A (any other mark) or empty."""
    out = plain(text).lower()
    if not out or out in {"n", "normal", "正常"}:
        return ""
    if "↑" in out or out.startswith(("h", "高", "偏高")):
        return "H"
    if "↓" in out or out.startswith(("l", "低", "偏低")):
        return "L"
    return "A"
