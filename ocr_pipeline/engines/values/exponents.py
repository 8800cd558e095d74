"""Powers of ten in units: ``10`` with a raised 9 comes out of a line recogniser as ``109``, ``10%`` or plain ``10``.

Where a ``10`` stands in front of ``/L`` or the like, its raised digits are written with a caret (``10^9/L``). A raised
digit is told from one on the line by where its ink ends. Of digits that were swallowed, the exponents that units know are
weighed by the small reader's picture of the line; where none is clearly the likeliest, the raised ink is read by itself.
What cannot be settled loses its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.values.alphabet import EXPONENTS
from ocr_pipeline.engines.crops.cut import ink_rows, natural_width
from ocr_pipeline.engines.values.likeliest import likeliest
from ocr_pipeline.engines.values.raised import Reread, raised_digits
from ocr_pipeline.engines.values.second import WIDEST, Run
from ocr_pipeline.page import Char, Image, Line, Polygon

TIMES = "×xX*✕"
DOUBT = 0.3
UNSURE = 0.6
SURE = 0.9
MISREAD = 0.85  #: confidence of a microlitre whose µ was read as another letter
RAISED = 0.1  #: of the height of "10": how much higher a raised digit's ink must end

#: probability of the likeliest exponent from which nobody else is asked (of 140 drawn ones none was wrong), and from which it
#: is better than none: the analyte may tell a lost one
CERTAIN, LIKELY = 0.9, 0.8
#: how usual exponents are, by the volume's first letter
USUAL_OF = {
    "l": {"9": 1.0, "12": 1.0, "6": 0.3, "3": 0.03},
    "u": {"3": 1.0, "6": 1.0, "9": 0.03, "12": 0.03},
    "m": {"6": 1.0, "3": 1.0, "9": 0.1, "12": 0.03},
}
_LITRE = str.maketrans("i1µμp", "lluuu")
_UNIT = re.compile(r"/[^\W\d_]{1,2}[\d³]?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(
    r"(?P<times>[×xX*✕]?)(?P<ten>10)(?P<rest>[^/\s]{0,4}?)(?P<end>/(?=(?:[LlI1mMuUμµ]|p[Ll])(?![a-zA-Z]*P))|$)"
)
_UNSLASHED = re.compile(
    r"(?:[×xX*✕]\s?10\d{1,2}|[×xX*✕]?\s?10(?=P)|[×xX*✕]?\s?10['’\"”°º*^%]{1,2})(?P<bar>[lI1|VP]?)(?P<of>[mµμu]?L)"
)
_GLUED = re.compile(r"\d[.,]\d{1,2}/[LlI1]\Z")
#: A number with the star of an unusual one.
_STARRED = re.compile(r"\s*\*\s?10\d*[.,]\d+\s*")
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
        if "10" in line.text and not _STARRED.fullmatch(line.text):
            whole = _slashed(line)
            if "/" in whole.text or whole.text.lstrip()[:1] in TIMES:
                out[place] = _spelled(image, quads[place], whole, reread, run)
    return out


def _slashed(line: Line) -> Line:
    """A cell with a power and its litre (``10'L``, ``×109lmL``) whose slash was lost or taken for a letter with it."""
    match = _UNSLASHED.fullmatch(line.text)
    if match is None or len(line.chars) != len(line.text):
        return line
    first, last = match.span("bar")
    at = line.chars[match.start("of")].start
    slash = Char("/", DOUBT, line.chars[first].start if first < last else at, at)
    return line.with_chars([*line.chars[:first], slash, *line.chars[last:]])


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
    before, ten, power, after = chars[:start], chars[start : start + 2], chars[start + 2 : end], _volume(chars[end:])
    settled = _SETTLED.fullmatch(rest) is not None
    if _PLAIN.fullmatch(rest) and text[start - 1 : start] not in {*TIMES} and not _raised(image, quad, ten, power):
        return line
    if settled and (rest[0] != "^" or min(c.confidence for c in power) >= SURE):
        return line
    had_superscript = any(c.text != d.text for c, d in zip(line.chars, chars, strict=True))
    kept = [c for c in power if c.text.isdigit()]
    told = not settled and digits in EXPONENTS and min(c.confidence for c in kept) >= LIKELY
    if told and (odd or had_superscript or _glued(text, start, end) or _raised(image, quad, ten, power)):
        pass
    elif digits and not odd and _on_line(image, quad, ten, power):
        return line  # digits on the line, as printed: "108/uL"
    elif not rest and not times and not _ink_above(image, quad, ten, after):
        return line  # "0-10/uL": there is no power
    else:
        likely, share = _likeliest(image, quad, (before, ten, after), times, run)
        if share >= CERTAIN and not likely:
            return line
        agreed = raised_digits(image, quad, ten[0].start, EXPONENTS, reread, run) if share < CERTAIN else []
        kept = _weighed(agreed, likely, share, _gap(ten, after))
        if not kept and digits in EXPONENTS:  # raised or not: cannot be told from the picture
            kept = [replace(c, confidence=min(c.confidence, UNSURE)) for c in power if c.text.isdigit()]
        if not kept:
            return line.with_chars([*before, *(_doubted(c) for c in ten + power), *after])
    caret = Char("^", 1.0, ten[-1].end, kept[0].start if kept[0].start > ten[-1].end else ten[-1].end)
    return line.with_chars([*before, *ten, caret, *kept, *after])


def _weighed(agreed: list[Char], likely: str, share: float, gap: tuple[float, float]) -> list[Char]:
    """The digits that two readers agreed on, doubtful where another exponent is likelier; without them the likeliest, if it
    is much likelier than the others."""
    if agreed:
        same = likely in ("", "".join(c.text for c in agreed))
        return agreed if same else [replace(c, confidence=UNSURE) for c in agreed]
    if share < LIKELY:
        return []
    step = (gap[1] - gap[0]) / max(1, len(likely))
    sure = share if share >= CERTAIN else min(share, UNSURE)
    return [Char(c, sure, gap[0] + i * step, gap[0] + (i + 1) * step) for i, c in enumerate(likely)]


def _likeliest(
    image: Image, quad: Polygon, parts: tuple[list[Char], list[Char], list[Char]], times: bool, run: Run
) -> tuple[str, float]:
    """The likeliest exponent, empty for none, and its probability; 0 where it cannot be told."""
    before, ten, after = parts
    head, tail = ("".join(c.text for c in each) for each in (before, after))
    if natural_width(quad) > WIDEST:
        a = (before[-1].end + ten[0].start) / 2 if before else 0.0
        tail = match[0] if (match := _UNIT.match(tail)) else tail
        b = after[len(tail) - 1].end if tail else ten[-1].end + 2 * (ten[-1].end - ten[-1].start)
        quad, head = _inside(quad, a, min(b, 1.0), 1.0), ""
    usual = USUAL_OF.get(tail[1:2].lower().translate(_LITRE), USUAL_OF["m"])
    texts = {f"{head}10^{digits}{tail}": (digits, share) for digits, share in usual.items()}
    if not times or (tail and tail[1:2] not in "LlI1"):
        texts[f"{head}10{tail}"] = ("", 1.0)
    text, share = likeliest(image, quad, {text: usual for text, (_, usual) in texts.items()}, run)
    return (texts[text][0], share) if text else ("", 0.0)


def _found(text: str) -> tuple[bool, int, str, int] | None:
    """(preceded by a times sign, index of the 1, what stands between 10 and the end, index of that end)."""
    for match in _POWER.finditer(text):
        start = match.start("ten")
        if not (_LEFT.fullmatch(match["rest"]) or _SETTLED.fullmatch(match["rest"])):
            continue
        # a cell that begins with "10/L" has lost its power: no unit is called that
        times = bool(match["times"]) or (bool(match["end"]) and not text[:start].strip())
        times = times or _glued(text, start, match.start("end"))
        if not times and (not match["end"] or (start and (text[start - 1].isdigit() or text[start - 1] in ".,-~～—"))):
            if not (match["end"] and match["rest"]):
                continue
            if start and (text[start - 1] in ".,"):
                continue
        return times, start, match["rest"], match.start("end")
    return None


def _glued(text: str, start: int, end: int) -> bool:
    """Whether a value stands right before its power: nothing is counted by the litre, as ``4.510/L`` and ``4.70109/L`` say."""
    return _GLUED.search(text[:start] + text[end:]) is not None


def _volume(after: list[Char]) -> list[Char]:
    """``/pL`` behind a power is a misread microlitre: nothing is counted in the picolitre."""
    if [c.text for c in after[:3]] not in (["/", "p", "L"], ["/", "p", "l"]):
        return after
    return [after[0], replace(after[1], text="µ", confidence=min(after[1].confidence, MISREAD)), *after[2:]]


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


def _ink_above(image: Image, quad: Polygon, ten: list[Char], after: list[Char]) -> bool:
    if not after:
        return False
    width = ten[1].end - ten[1].start
    a, b = _gap(ten, after)
    return (after[0].start + after[0].end) / 2 - (ten[1].start + ten[1].end) / 2 > 1.6 * width and ink_rows(
        image, quad, a, b
    ) is not None
