"""Printed units as a dimension and a factor, so that relations can be checked whatever unit a laboratory prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ocr_pipeline.tables.grammar.normal import plain

Dimension = Literal[
    "count",
    "mass",
    "mol",
    "fraction",
    "volume",
    "content",
    "activity",
    "time",
    "pressure",
    "length",
    "rate",
    "angle",
    "other",
]


@dataclass(frozen=True, slots=True)
class Scale:
    """A printed number times ``factor`` is in the base unit of its dimension: per litre, gram per litre, mole per litre,
    1, litre, gram, unit per litre, second, kPa, metre, beat per minute, degree."""

    dimension: Dimension
    factor: float


_LITRE = {
    "l": 1.0,
    "dl": 0.1,
    "cl": 0.01,
    "ml": 1e-3,
    "ul": 1e-6,
    "mm3": 1e-6,
    "cumm": 1e-6,
    "cmm": 1e-6,
    "nl": 1e-9,
    "pl": 1e-12,
    "fl": 1e-15,
}
_PREFIX = {"": 1.0, "k": 1e3, "d": 0.1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15}
_COUNT = {
    "k": 1e3, "thou": 1e3, "thousand": 1e3, "tys": 1e3, "m": 1e6, "mil": 1e6, "mill": 1e6, "million": 1e6, "millions": 1e6, "mln": 1e6,
    "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "g": 1e9, "giga": 1e9, "t": 1e12, "tera": 1e12, "cell": 1.0, "cells": 1.0, "个": 1.0, "": 1.0,
}  # fmt: skip
_WHOLE: dict[str, Scale] = {
    "%": Scale("fraction", 0.01),
    "l/l": Scale("fraction", 1.0),
    "1/1": Scale("fraction", 1.0),
    "ratio": Scale("fraction", 1.0),
    "vol%": Scale("fraction", 0.01),
    "fl": Scale("volume", 1e-15),
    "f1": Scale("volume", 1e-15),
    "fi": Scale("volume", 1e-15),
    "um3": Scale("volume", 1e-15),
    "pg": Scale("content", 1e-12),
    "fmol": Scale("content", 16.114e-12),  # of haemoglobin, by the monomer of 16,114 g/mol
    "s": Scale("time", 1.0),
    "sec": Scale("time", 1.0),
    "ms": Scale("time", 1e-3),
    "bpm": Scale("rate", 1.0),
    "次/分": Scale("rate", 1.0),
    "°": Scale("angle", 1.0),
    "秒": Scale("time", 1.0),
    "seconds": Scale("time", 1.0),
    "mmhg": Scale("pressure", 0.133322),
    "kpa": Scale("pressure", 1.0),
    "mm": Scale("length", 1e-3),
    "cm": Scale("length", 1e-2),
}


@lru_cache(maxsize=2048)
def scale(unit: str) -> Scale | None:
    """Dimension and factor of a printed unit, None when unknown (or when its power of ten was lost)."""
    body = plain(unit).replace(" ", "").replace("μ", "u").replace("mc", "u").replace("²", "2").replace("³", "3").lower()
    body = (
        re.sub(r"\(calc(?:ulated)?\.?\)\Z", "", body)
        .strip("()[]")
        .replace("mm^3", "mm3")
        .replace("cu.mm", "cumm")
        .replace("celulas", "cells")
        .replace("células", "cells")
    )
    if body in _WHOLE:
        return _WHOLE[body]
    match = re.fullmatch(r"(?P<top>.*?)/(?P<per>[a-z0-9]+)", body)
    top, per = (match["top"], match["per"]) if match else (body, "")
    if not match and body in ("cumm", "cmm", "mm3"):
        top, per = "", body
    per = {"1": "l", "i": "l", "d1": "dl", "m1": "ml", "u1": "ul"}.get(per, per)
    if per not in _LITRE:
        return None
    litres = _LITRE[per]
    power = re.fullmatch(r"(?:[x×*]?10(?:\^|\*\*?|e)|[x×*]e)(\d{1,2})(?:cells?|个)?", top)
    if power:
        return Scale("count", 10.0 ** int(power[1]) / litres)
    if top in ("k", "m", "g", "t") and (top, per) not in (("g", "l"), ("g", "dl"), ("g", "ml")):
        return Scale("count", _COUNT[top] / litres)
    if top in _COUNT and top not in ("k", "m", "g", "t"):
        return Scale("count", _COUNT[top] / litres)
    moles = re.fullmatch(r"([munpf]?)(?:mol|mo1|eq)", top)
    if moles:
        return Scale("mol", _PREFIX[moles[1]] / litres)
    grams = re.fullmatch(r"([kmunpf]?)g", top)
    if grams:
        return Scale("mass", _PREFIX[grams[1]] / litres)
    units = re.fullmatch(r"([mkun]?)(?:i?u|1u|(kat))", top)
    if units:  # one katal is 6e7 U (IUPAC)
        return Scale("activity", _PREFIX[units[1]] * (6e7 if units[2] else 1.0) / litres)
    return None


def percent_like(unit: str) -> bool:
    found = scale(unit)
    return found is not None and found.dimension == "fraction"
