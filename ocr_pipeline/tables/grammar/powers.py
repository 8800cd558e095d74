"""Counts of copies as computers and printers write them: ``3.62E+05``, ``5.0×10^2``."""

from __future__ import annotations

import re
from decimal import Decimal

from ocr_pipeline.tables.grammar.normal import plain

_POWER = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,4})?)\s?(?:[eE]|[×xX*]\s?10\s?\^?)(?P<power>[+-]?\d{1,2})")
_PLAIN = re.compile(r"(?P<number>\d{1,9}(?:\.\d{1,4})?)(?P<power>)")


def power(text: str) -> Decimal | None:
    """The number that ``text`` prints, with a power of ten or without; None when it is something else."""
    body = plain(text).strip()
    match = _POWER.fullmatch(body) or _PLAIN.fullmatch(body)
    return Decimal(match["number"]).scaleb(int(match["power"] or 0)) if match else None


def above_power(value: str, interval: str) -> bool:
    """Whether ``value`` lies above an upper bound, one of both printed with a power."""
    bound = plain(interval).strip()
    number, most = power(value), power(bound.lstrip("<≤= ")) if bound[:1] in ("<", "≤") else None
    return number is not None and most is not None and number > most
