"""Powers of ten in units: ``10`` with a raised 9 comes out of a line recogniser as ``109``, ``10%`` or plain ``10``.

Where a ``10`` stands in front of ``/L`` or the like, its raised digits are written with a caret (``10^9/L``). A raised
digit is told from one on the line by where its ink ends; digits that were swallowed are read again, enlarged, from the
upper part of the line. What cannot be settled loses its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.values.alphabet import EXPONENTS
from ocr_pipeline.engines.crops import cut, ink, ink_rows
from ocr_pipeline.engines.raised import Reread, raised_digits
from ocr_pipeline.engines.second import Run
from ocr_pipeline.page import Char, Image, Line, Polygon

TIMES = "×xX*✕"
DOUBT = 0.3
UNSURE = 0.6
SURE = 0.9
RAISED = 0.1  #: of the height of "10": how much higher a raised digit's ink must end
UPPER = (0.6, 0.75, 1.0)  #: parts of the line's height, from its top, that may hold the raised digits
AGREED = 0.92  #: confidence of digits that three cuts agree on

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(r"(?P<times>[×xX*✕]?)(?P<ten>10)(?P<rest>[^/\s]{0,4}?)(?P<end>/(?=[LlI1mMuUμµ](?![a-zA-Z]*P))|$)")
_SETTLED = re.compile(r"[\^*eE]\d{1,2}")
#: What is left of raised digits: themselves, marks, or one letter. ``109U/L`` and ``10.9mg/L`` are numbers with their units.
_LEFT = re.compile(r"[\W\d]*|[A-Za-z]")
#: Of them, what stands on the line in numbers with their units (``10g/L``): only the picture tells.
_PLAIN = re.compile(r"[.,]\d+|[A-Za-z]")


def with_exponents(image: Image, quads: Sequence[Polygon], lines: list[Line], reread: Reread, run: Run) -> list[Line]:
    """``lines`` with powers of ten spelled ``10^9``. ``reread`` recognises quadrilaterals of a picture, ``run`` is the
    small reader of values."""
    out = list(lines)
    for place, line in enumerate(lines):
        if "10" in line.text and ("/" in line.text or line.text.lstrip()[:1] in TIMES):
            out[place] = _spelled(image, quads[place], line, reread, run)
    return out


def _spelled(image: Image, quad: Polygon, line: Line, reread: Reread, run: Run) -> Line:
    chars = [replace(c, text=c.text.translate(_SUPERSCRIPT)) for c in line.chars]
    marks = [len(c.text) for c in chars]
    if any(m != 1 for m in marks):
        return line
    text = "".join(c.text for c in chars)
    found = _found(text)
    if found is None:
        return line
    times, start, rest, end = found
    digits = "".join(c for c in rest if c.isdigit())
    odd = len(rest) > len(digits)
    before, ten, power, after = chars[:start], chars[start : start + 2], chars[start + 2 : end], chars[end:]
    settled = _SETTLED.fullmatch(rest) is not None
    if _PLAIN.fullmatch(rest) and text[start - 1 : start] not in {*TIMES} and not _raised(image, quad, ten, power):
        return line
    if settled and (rest[0] != "^" or min(c.confidence for c in power) >= SURE):
        return line
    had_superscript = any(c.text != d.text for c, d in zip(line.chars, chars, strict=True))
    if not settled and digits in EXPONENTS and (odd or had_superscript or _raised(image, quad, ten, power)):
        kept = [c for c in power if c.text.isdigit()]
    elif digits and not odd and _on_line(image, quad, ten, power):
        return line  # digits on the line, as printed: "108/uL"
    elif not rest and not times and not _ink_above(image, quad, ten, after):
        return line  # "0-10/uL": there is no power
    else:
        kept = raised_digits(image, quad, ten[0].start, EXPONENTS, reread, run)
        if settled and not kept:
            return line
        kept = kept or _read_again(image, quad, ten, after, reread)
        if not kept and digits in EXPONENTS:  # raised or not: cannot be told from the picture
            kept = [replace(c, confidence=min(c.confidence, UNSURE)) for c in power if c.text.isdigit()]
        if not kept:
            return line.with_chars([*before, *(_doubted(c) for c in ten + power), *after])
    caret = Char("^", 1.0, ten[-1].end, kept[0].start if kept[0].start > ten[-1].end else ten[-1].end)
    return line.with_chars([*before, *ten, caret, *kept, *after])


def _found(text: str) -> tuple[bool, int, str, int] | None:
    """(preceded by a times sign, index of the 1, what stands between 10 and the end, index of that end)."""
    for match in _POWER.finditer(text):
        start = match.start("ten")
        if not (_LEFT.fullmatch(match["rest"]) or _SETTLED.fullmatch(match["rest"])):
            continue
        # a cell that begins with "10/L" has lost its power: no unit is called that
        times = bool(match["times"]) or (bool(match["end"]) and not text[:start].strip())
        if not times and (not match["end"] or (start and (text[start - 1].isdigit() or text[start - 1] in ".,-~～—"))):
            if not (match["end"] and match["rest"]):
                continue
            if start and (text[start - 1] in ".,"):
                continue
        return times, start, match["rest"], match.start("end")
    return None


def _doubted(char: Char) -> Char:
    return replace(char, confidence=min(char.confidence, DOUBT))


def _inside(quad: Polygon, a: float, b: float, low: float) -> Polygon:
    """The part of a quadrilateral between the fractions a and b of its length, from its top to ``low`` of its height."""
    corners = np.asarray(quad, dtype=np.float64)

    def at(u: float, v: float) -> tuple[float, float]:
        top = corners[0] + (corners[1] - corners[0]) * u
        foot = corners[3] + (corners[2] - corners[3]) * u
        x, y = top + (foot - top) * v
        return float(x), float(y)

    return (at(a, 0), at(b, 0), at(b, low), at(a, low))


def _middle(char: Char, share: float = 0.5, aside: float = 0.0) -> tuple[float, float]:
    """``share`` of a character's extent about its middle, moved by ``aside`` extents."""
    half = (char.end - char.start) / 2
    centre = (char.start + char.end) / 2 + 2 * aside * half
    return centre - half * share, centre + half * share


def _raised(image: Image, quad: Polygon, ten: list[Char], power: list[Char]) -> bool:
    lifts = _lifts(image, quad, ten, power)
    return bool(lifts) and min(lifts) > RAISED


def _on_line(image: Image, quad: Polygon, ten: list[Char], power: list[Char]) -> bool:
    lifts = _lifts(image, quad, ten, power)
    return bool(lifts) and max(lifts) < RAISED / 2


def _lifts(image: Image, quad: Polygon, ten: list[Char], power: list[Char]) -> list[float]:
    """How much higher than the 0's each digit's ink ends, in heights of the 0; empty when it cannot be measured."""
    line = ink_rows(image, quad, *_middle(ten[1]))
    if line is None:
        return []
    height, out = line[1] - line[0], []
    for char in power:
        if char.text.isalnum():
            # small digits stand off their reckoned place, and the stroke behind them reaches down: three narrow looks
            looks = [ink_rows(image, quad, *_middle(char, 0.2, aside)) for aside in (-0.25, 0.0, 0.25)]
            feet = sorted((line[1] - rows[1]) / height for rows in looks if rows is not None)
            out += feet[len(feet) // 2 : len(feet) // 2 + 1]
    return out


def _gap(ten: list[Char], after: list[Char]) -> tuple[float, float]:
    """Where a swallowed exponent may stand: from the middle of the 0 to the middle of the sign that follows."""
    size = max(1e-3, ten[1].end - ten[1].start)
    start = (ten[1].start + ten[1].end) / 2 + 0.45 * size
    end = (after[0].start + after[0].end) / 2 if after else 1.0
    return start, max(end, start + size)


def _valley(image: Image, quad: Polygon, ten: list[Char], end: float) -> float:
    """Where the ink is thinnest between the 0 and what follows it: there the raised digits begin."""
    columns = ink(cut(image, quad, squeeze=1.0))
    middle, size = (ten[1].start + ten[1].end) / 2, ten[1].end - ten[1].start
    first, last = (int(v * len(columns)) for v in (middle + 0.3 * size, min(middle + 1.1 * size, end)))
    if last <= first:
        return middle + 0.5 * size
    return (first + int(np.argmin(columns[first : last + 1])) + 0.5) / len(columns)


def _ink_above(image: Image, quad: Polygon, ten: list[Char], after: list[Char]) -> bool:
    if not after:
        return False
    width = ten[1].end - ten[1].start
    a, b = _gap(ten, after)
    return (after[0].start + after[0].end) / 2 - (ten[1].start + ten[1].end) / 2 > 1.6 * width and ink_rows(
        image, quad, a, b
    ) is not None


def _read_again(image: Image, quad: Polygon, ten: list[Char], after: list[Char], reread: Reread) -> list[Char]:
    """The exponent's digits from the upper part of the line, empty when they cannot be told.

    Several cuts are read: two must give the same digits, or one of them with great confidence and none another.
    """
    a, b = _gap(ten, after)
    starts = (_valley(image, quad, ten, b), a)
    cuts = [(start, b, low) for low in UPPER for start in starts]
    found = []
    for (start, end, _), line in zip(cuts, reread(image, [_inside(quad, *c) for c in cuts]), strict=True):
        digits = [replace(c, start=start + c.start * (end - start), end=start + c.end * (end - start))
                  for c in line.chars if c.text.isdigit()]  # fmt: skip
        if digits and "".join(c.text for c in digits) in EXPONENTS:
            found.append(digits)
    if not found:
        return []
    texts = ["".join(c.text for c in digits) for digits in found]
    most = max(sorted(set(texts)), key=texts.count)
    best = max((d for d, t in zip(found, texts, strict=True) if t == most), key=lambda d: min(c.confidence for c in d))
    sure = min(c.confidence for c in best)
    agreeing, against = texts.count(most), len(texts) - texts.count(most)
    if agreeing > 2 * against and (agreeing >= 2 or sure >= SURE):
        return [replace(c, confidence=max(c.confidence, AGREED) if agreeing >= 3 else c.confidence) for c in best]
    return []
