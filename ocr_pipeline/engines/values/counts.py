"""Units of counts as their page writes them: ``10^9/L`` whose last letter fell apart, whose 1 was lost, whose 9 looks like a 6.

Each is a short text that no unit is spelled like. What the page says elsewhere, or the only letter that it can be, stands in
its place; a digit that was put right by its neighbours stays doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import Char, Line

SURE, UNSURE, DOUBT, LEAST = 0.9, 0.75, 0.5, 0.3
#: A unit by itself whose litre came out as a stroke and its foot.
_LITRE = re.compile(r"(?:[x×*]?\s?10\S{0,4}|[mnpfkdcuµμ]?(?:mol|g|I?U|Eq|Osm|L))/(?:[I1|]|[I1l|L]\.)")
#: A power whose 1 was lost at the edge of its cell.
_HEADLESS = re.compile(r"[0O](?=[*^]\d{1,2}/)")
_POWER = re.compile(r"10[\^*](?P<digits>\d{1,3})/(?P<of>[LlµuμmM])")
#: A power without its caret, and one whose raised digits look like a mark; of one without any the analyte tells more.
_FLAT = re.compile(r"[x×]?\s?10(?P<digits>\d{1,2})/(?P<of>[LlµuμmM])")
_BARE = re.compile(r"[x×]?\s?(?P<ten>10)(?P<rest>[^\w/\s^*])/(?P<of>[LlµuμmM])")
FEWEST = 2  #: sure ones of the page that tell which power such a mark is
ONE = 2.1  #: from the nought to the slash, of from the one to the nought, up to which a single digit was raised between
#: exponents that are usual for counts in a litre and in smaller volumes
USUAL = {"l": ("9", "12"), "u": ("3", "6", "4"), "m": ("3", "6", "4", "5")}


def with_counts(lines: Sequence[Line]) -> list[Line]:
    """``lines`` of one page with such units put right."""
    out = [_whole(line) for line in lines]
    known = Counter(
        (_kind(match), match["digits"])
        for line in out
        if line.confidence >= SURE and (match := _POWER.search(line.text))
    )
    return [_as_elsewhere(line, known) for line in out]


def _kind(match: re.Match[str]) -> str:
    return match["of"].lower().translate(str.maketrans("µμ", "uu"))


def _whole(line: Line) -> Line:
    """With its litre and its 1."""
    if len(line.chars) != len(line.text):
        return line
    chars = list(line.chars)
    if _LITRE.fullmatch(line.text):
        first = line.text.rindex("/") + 1
        chars[first:] = [Char("L", max(chars[first].confidence, SURE), chars[first].start, chars[-1].end)]
    if head := _HEADLESS.match(line.text):
        nought = chars[head.start()]
        chars[:1] = [Char("1", DOUBT, nought.start, nought.start), replace(nought, text="0")]
    return line if chars == list(line.chars) else line.with_chars(chars)


def _as_elsewhere(line: Line, known: Counter[tuple[str, str]]) -> Line:
    """A doubtful exponent that no such count has, as the page's other ones of its length; still doubtful."""
    if len(line.chars) != len(line.text):
        return line
    if flat := _FLAT.match(line.text):
        return _lifted(line, flat) if (_kind(flat), flat["digits"]) in known else line
    if bare := _BARE.match(line.text):
        return _guessed(line, bare, known)
    match = _POWER.search(line.text)
    if match is None:
        return line
    first, last = match.span("digits")
    kind, digits, chars = _kind(match), match["digits"], list(line.chars)
    if digits in USUAL[kind] or min(c.confidence for c in chars[first:last]) >= UNSURE:
        return line
    others = [(n, other) for (of, other), n in known.items()
              if of == kind and other in USUAL[kind] and (len(other) == len(digits) or digits.startswith(other))]  # fmt: skip
    if not others:
        return line
    meant = max(others)[1]
    chars[first:last] = [
        replace(char, text=digit, confidence=min(char.confidence, DOUBT), runner_up=char.text,
                runner_up_confidence=char.confidence)
        for char, digit in zip(chars[first:last], meant, strict=False)
    ]  # fmt: skip
    return line.with_chars(chars)


def _lifted(line: Line, flat: re.Match[str]) -> Line:
    """The digits of a power raised, as they are elsewhere on the page."""
    at = flat.start("digits")
    here = line.chars[at].start
    return line.with_chars([*line.chars[:at], Char("^", 1.0, here, here), *line.chars[at:]])


def _guessed(line: Line, bare: re.Match[str], known: Counter[tuple[str, str]]) -> Line:
    """A power whose digits look like a mark, as the page's other ones of its length; hardly believed."""
    one, nought = line.chars[bare.start("ten")], line.chars[bare.end("ten") - 1]
    slash = line.chars[bare.start("of") - 1]
    step, gap = (b.start + b.end - a.start - a.end for a, b in ((one, nought), (nought, slash)))
    size = 1 if gap <= ONE * step else 2
    others = {n: digits for (of, digits), n in known.items() if of == _kind(bare) and len(digits) == size}
    if line.confidence >= UNSURE or len(others) != 1 or max(others) < FEWEST:
        return line
    (digits,) = others.values()
    wide = (slash.start - nought.end) / size
    raised = [Char(d, LEAST, nought.end + i * wide, nought.end + (i + 1) * wide) for i, d in enumerate(digits)]
    caret = Char("^", 1.0, nought.end, nought.end)
    return line.with_chars([*line.chars[: bare.end("ten")], caret, *raised, *line.chars[bare.start("of") - 1 :]])
