"""How what two readers made of one cell differs: in what means the same, in signs, in raised digits, or in more."""

from __future__ import annotations

import re

from models.values.alphabet import EXPONENTS

_MARKS = re.compile(r"(?<=\d)[.,:~-]+(?=\d)")
#: A comma that may part thousands: ``4,800`` is no spelling of 4.800.
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2}),(?=\d{3}(?!\d))")
_RAISED = re.compile(r"(?<=m)\^(?=[23])")  #: ``mm3`` is mm³
LENGTHS = frozenset({"mm", "cm"})  #: units that have raised digits
MOST_DIGITS = 4  #: groups of digits in a cell: two numbers with decimals
#: Short units as the small reader spells them, and what a line recogniser makes of them in a blur: none of it is a cell.
UNITS = frozenset({"°C", "µL", "µmol/L", "mmol/L", "U/L", "g/L", "mg/L", "fL", "pg", "mm^3"})
NO_UNITS = frozenset({"µ", "pL", "PL", "UL", "gL", "0/L", "8/L", "f", "C", "Pg", "PE", "P8", "P9", "PB", "vg"})


def alike(text: str) -> str:
    """Without what means the same in a value or a unit."""
    return (
        _THOUSANDS.sub(r"\1'", _RAISED.sub("", text))
        .replace("×", "x")
        .replace("X", "x")
        .replace("µ", "u")
        .replace(",", ".")
        .replace("l", "L")
        .replace("--", "-")
        .replace("~", "-")
    )


def formed(text: str) -> bool:
    """Whether every caret has an exponent that units are written with."""
    return all(m in EXPONENTS for m in re.findall(r"10\^(\d*)", text))


def raised_digits(said: str, read: str) -> bool:
    """Whether the two differ in the raised digits only, which a line recogniser misses without a doubt."""
    bare = re.sub(r"(?<=10)[°'%\"*^]?\d{0,2}(?=/|$)", "", said)
    return re.search(r"\^\d", read) is not None and alike(re.sub(r"\^\d+", "", read)) == alike(bare)


def fewer_marks(read: str, said: str) -> bool:
    """Whether a decimal sign or dash between digits, or a power's caret, was lost: in small print the small reader passes over them."""
    return len(_MARKS.findall(read)) < len(_MARKS.findall(said)) or ("^" in said and "^" not in read)


def minus_before(said: str, read: str) -> bool:
    """Whether the small reader has only a minus more, before everything: a piece of a rule may look so."""
    return alike(read) == "-" + alike(said)


def other_signs(said: str, read: str) -> bool:
    """Whether the two agree in digits and letters of a cell: what they differ in are signs, which a line recogniser leaves out
    or takes for others without a doubt; or the one has no unit and no value."""
    same = _letters(said) == _letters(re.sub(r"\^\d+", "", read)) != ""
    if same and len(re.findall(r"\d+", read)) > MOST_DIGITS:  # cells that were joined: their spaces are no signs
        return False
    return (same and not minus_before(said.lstrip("."), read)) or said in NO_UNITS or (said == "%" and "‰" in read)


def _letters(text: str) -> str:
    """Digits and letters, without one in front of a number where a comparator stands."""
    return re.sub(r"[^0-9A-Za-zµ%‰°]", "", re.sub(r"^[sSzZ](?=\d)", "", alike(text)))


def holds(longer: str, shorter: str) -> bool:
    """Whether ``longer`` has all of ``shorter`` in its order, and more."""
    rest = iter(longer)
    return len(longer) > len(shorter) and all(c in rest for c in shorter)
