"""Units that a row prints elsewhere than in its unit cell, or that its name leaves no doubt about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from operator import ne

from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit

_IN_NAME = re.compile(r"[(\[](?P<unit>[^()\[\]]{1,16})[)\]]\s*\Z|,\s*(?P<behind>%|[^\s,()%]{1,12}/[^\s,()]{1,8})\s*\Z")
#: Units of letters only that no code of an analyte is spelled as.
_LETTERS = frozenset(("mm", "cm", "ml", "mL", "min", "fL", "fl", "pg", "kPa", "mmHg", "sec", "seg", "秒", "分"))
_AXIS = re.compile(r"axis|(?<![短长])轴|\beje\b|\baxe\b|\basse\b|aks|trục", re.IGNORECASE)
_SHARES = 2  #: rows in percent that tell what an illegible sign among them is
#: Volumes of the lungs, in litres.
_OF_LUNGS = re.compile(r"(?:F|S|I|E)?VC\b|FEV|FET|(?:TLC|RV|FRC|ERV|IRV|IC|TV|VT|VA|TGV|ITGV)\b")
#: What is measured in seconds.
_TIME = re.compile(r"时间|\btim[ei]\b|temps|tiempo|tempo|zaman|s[üu]re|th[ờ]i gian", re.IGNORECASE)
#: A share by its name: no other unit can stand beside it.
_SHARE = re.compile(r"%\s*(?:\(|\Z)|百分[比率数]|精子\S*率|percent", re.IGNORECASE)
#: Quantities that are printed as shares or as fractions, whose unit has one letter only where they are shares.
_PART = re.compile(
    r"比容|压积|大血小板比率|分布宽度(?!.{0,3}SD)|\b(?:HCT|PCT|P-?LCR|RDW(?!.?SD))\b|h[a\u00e6]?ematocrit",
    re.IGNORECASE,
)
#: The mean volume of a cell.
_VOLUME = re.compile(
    r"\bM[CP]V\b|平均.{0,4}体积|(?:红细胞|血小板)平均体积|mean (?:corpuscular|cell|platelet) volume|thể tích trung bình|"
    r"volume (?:globulaire|plaquettaire|corpusculaire) moyen|volumen (?:corpuscular|plaquetario) medio|volume (?:corpuscolare|piastrinico) medio",
    re.IGNORECASE,
)


def legible_unit(unit: str, name: str) -> str:
    """``unit`` as read, or the sign that one or two odd letters beside a share or a part (percent), an axis (degrees) or the
    mean volume of a cell (femtolitre) must be."""
    if len(unit) > 2 or "/" in unit or unit == "‰":
        return unit
    if _AXIS.search(plain(name)):
        return "°"
    odd = parse_unit(unit) is None or unit in ("g", "m", "h", "s", "d")
    if odd and _VOLUME.search(plain(name)):
        return "fL"
    return "%" if odd and (_SHARE.search(plain(name)) or _PART.search(plain(name))) else unit


def implied_unit(name: str, reference: str, has_units: bool) -> str:
    """The unit of a row that prints none in its unit cell: behind the name, behind the interval, or, in a table with units,
    the one that a share or an axis has. Empty where nothing tells."""
    shown = plain(name)
    own = _of_name(name)
    if not own and has_units:
        own = "°" if _AXIS.search(shown) else "%" if _SHARE.search(shown) else ""
    return own or _of_range(reference)


_TEN = re.compile(r"[×xX*]\s?10\b")


def without_unit_of(reference: str, unit: str) -> str:
    """``reference`` (``Nam: 130-175 g/L; Nữ: 115-150 g/L``) without ``unit`` behind each of its tiers, where nothing but the
    interval prints it; a single interval leaves only a power of ten, whose sign looks like a letter."""
    heads = [split_trailing_unit(part.strip()) for part in reference.split(";")]
    if (len(heads) == 1 and not _TEN.match(unit)) or any(not own or parse_unit(own) != unit for _, own in heads):
        return reference
    return "; ".join(head for head, _ in heads)


def _of_name(name: str) -> str:
    match = _IN_NAME.search(plain(name))
    said = (match["unit"] or match["behind"]) if match else ""
    unit = parse_unit(said) if said else None
    if said == "L" and _OF_LUNGS.match(plain(name)):
        return "L"
    if said == "s" and _TIME.search(plain(name)):
        return "s"
    return unit if unit is not None and (not unit.isalpha() or said in _LETTERS) else ""


_LOST_POWER = re.compile(r"(?P<range>.{3,40}[\])])\s?(?P<unit>[×xX*]?10[^\dA-Za-z/]{0,2}/[A-Za-zμ]{1,2})\Z")


#: Without brackets: ``3.5--9.510/L``, ``125--35010°/L``, ``3.5--9.5 10/L``.
_GLUED_POWER = re.compile(
    r"(?P<range>(?P<low>\d{1,4}(?P<a>[.,]\d{1,3})?)\s?(?:-{1,3}|~)\s?(?P<high>\d{1,4}?(?P<b>[.,]\d{1,3}?)?))"
    r"(?P<gap>\s?)(?P<unit>[×xX*]?10[^\dA-Za-z/]{0,2}/[A-Za-zμ]{1,2})\Z"
)
#: Bounds of cells counted are not further apart.
_WIDEST = 12


def power_behind(reference: str) -> tuple[str, str]:
    """``[3.5--9.5]10/L`` as interval and unit, whose raised power was not seen; the unit is empty for anything else. Without
    brackets the bounds must have as many decimals, and be too far apart where the 10 counts for one of them."""
    text = plain(reference)
    match = _LOST_POWER.fullmatch(text) or _GLUED_POWER.fullmatch(text)
    if match is None or parse_range(match["range"]) is None:
        return reference, ""
    if "low" in match.groupdict() and not match["gap"]:
        uneven = len(match["a"] or "") != len(match["b"] or "")
        whole = not match["a"] and int(match["high"] + "10") <= _WIDEST * int(match["low"])
        if uneven or whole:
            return reference, ""
    return reference[: match.end("range")], match["unit"]


def _of_range(reference: str) -> str:
    head, unit = split_trailing_unit(reference)
    return (parse_unit(unit) or "") if unit and parse_range(head) is not None else ""


def complete_units(units: Sequence[str]) -> list[str]:
    """``10^9/`` beside rows with ``10^9/L``, whose rest ran into its neighbour; ``mù`` beside rows with ``mm``: what is no unit
    and differs in one letter from a unit that the document prints three times, and from no other."""
    whole = [u for u in units if u and not u.endswith("/")]
    often = [u for u, n in Counter(u for u in whole if parse_unit(u) is not None).items() if n >= 3]
    fields = {u for u in whole if _FIELD.fullmatch(u)}
    shares = sum(u == "%" for u in units)
    below = _usual_below([u for u in whole if parse_unit(u) is not None])
    return [_of_field(u, fields) or _share(u, shares) or _completed(u, whole, often, below) for u in units]


_SAME = 4  #: units in litres, from which one that ends in its slash is in litres too
_MOSTLY = 0.8  #: of all units with a slash


def _usual_below(units: Sequence[str]) -> str:
    """``/L`` or ``/l`` where nearly all units are in litres and none in decilitres; empty elsewhere."""
    below = Counter(u[u.rindex("/") :] for u in units if "/" in u)
    if not below or any("d" in b.casefold() for b in below):
        return ""
    usual, often = below.most_common(1)[0]
    return usual if usual in ("/L", "/l") and often >= max(_SAME, _MOSTLY * below.total()) else ""


#: Cells a field of the microscope, whose slash is the thinnest stroke of a column.
_FIELD = re.compile(r"/(?:[HL]PF?|[hl]pf?)")
#: What is left of a percent sign that was hardly seen.
_RINGS = re.compile(r"[\"'`°。.,:;oO01lI|]{1,3}")


def _of_field(unit: str, printed: Collection[str]) -> str:
    """``hpf`` as ``/hpf`` where another row prints ``/HPF``; empty for anything else."""
    whole = f"/{unit}"
    return whole if _FIELD.fullmatch(whole) and any(whole.casefold() == p.casefold() for p in printed) else ""


def _share(unit: str, shares: int) -> str:
    """A stroke or a ring that is no unit as ``%`` where two other rows have that; empty for anything else."""
    return "%" if shares >= _SHARES and _RINGS.fullmatch(unit) and parse_unit(unit) is None else ""


def _completed(unit: str, whole: Sequence[str], often: Sequence[str], below: str) -> str:
    if len(unit) >= 2 and unit.endswith("/"):
        amount = below and unit[0].isalpha() and parse_unit(unit[:-1] + below) is not None
        alone = unit[:-1] + below if amount else unit  # forms print 10^12/ where a column ends
        return next((w for w in whole if w.startswith(unit) and len(w) <= len(unit) + 2), alone)
    if not 2 <= len(unit) <= 8 or parse_unit(unit) is not None:
        return unit
    near = [w for w in often if len(w) == len(unit) and sum(map(ne, w, unit)) == 1]
    return near[0] if len(near) == 1 else unit
