"""What was found once is found wherever it is printed again, also with a slip of the recogniser in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Hamming

from ocr_pipeline.fields import Part, fold, is_han
from ocr_pipeline.identity.span import IdentityKind, Span, spans_of
from ocr_pipeline.identity.words import is_common_text
from ocr_pipeline.page import PageText


@dataclass(frozen=True, slots=True)
class Wanted:
    """A string to look for. ``letters`` is its folded form without spaces and signs; ``proper`` says that it is one word of
    a name, which counts only with a capital letter (``White`` is somebody, ``white`` cells are not)."""

    letters: str
    kind: IdentityKind
    han: bool
    proper: bool = False


def wanted(spans: Sequence[Span]) -> tuple[Wanted, ...]:
    """The telling strings of ``spans``, the longest first; of a Latin full name also its family and given names."""
    out: dict[str, Wanted] = {}
    for span in spans:
        if not span.everywhere:
            continue
        for text in _forms(span):
            letters = _letters(text)
            han = any(is_han(c) for c in letters)
            if len(letters) >= (2 if han else 4):
                one = span.kind in ("name", "staff") and text.isalpha() and text[0].isupper()
                out.setdefault(letters, Wanted(letters, span.kind, han, one))
    return tuple(sorted(out.values(), key=lambda w: -len(w.letters)))


def _forms(span: Span) -> Iterator[str]:
    yield span.text
    if span.kind in ("name", "staff"):
        apart = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])", " ", span.text)  # the recogniser loses spaces
        words = [w for w in re.findall(r"[^\W\d_]+", apart) if len(w) >= 4]
        if (len(words) >= 2 or " " in apart or "-" in span.text) and not any(is_han(c) for c in span.text):
            yield from (w for w in words if not is_common_text(w))
        # 帕提古丽·吐尔逊江 is 帕提古丽 in a sentence
        parts = re.split(r"[·•・‧∙]", span.text)
        yield from (part for part in parts if len(parts) > 1 and sum(is_han(c) for c in part) >= 3)
    if span.kind in ("address", "facility"):
        yield from re.findall(r"(?<!\d)\d{5,}(?!\d)", span.text)
        yield from (
            piece for piece in re.split(r"[,，;；|]", span.text) if len(piece.strip()) >= 8 and piece != span.text
        )


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum() or c in "*@")


@lru_cache(maxsize=4096)
def _positions(text: str) -> tuple[str, tuple[int, ...]]:
    """Letters of ``text`` and where each stands."""
    kept = [(c, i) for i, c in enumerate(fold(text)) if c.isalnum() or c in "*@"]
    return "".join(c for c, _ in kept), tuple(i for _, i in kept)


def occurrences(text: str, strings: Sequence[Wanted]) -> list[tuple[int, int, IdentityKind]]:
    """Places of ``strings`` in ``text``: exact ones without regard to case, accents, spaces and signs, and
    those one character off (two from twelve characters). Latin letters and digits match whole words only."""
    letters, places = _positions(text)
    found: list[tuple[int, int, IdentityKind]] = []
    taken = [False] * len(letters)
    for want in strings:
        size = len(want.letters)
        at = letters.find(want.letters)
        while at >= 0:
            if not any(taken[at : at + size]) and _whole(text, places[at], places[at + size - 1] + 1, want):
                found.append((places[at], places[at + size - 1] + 1, want.kind))
                taken[at : at + size] = [True] * size
            at = letters.find(want.letters, at + 1)
        if _may_slip(want):
            for start in _near(letters, want):
                first, last = places[start], places[start + size - 1] + 1
                if (
                    not any(taken[start : start + size])
                    and _whole(text, first, last, want)
                    and not _inside_common(text, first, last, want)
                ):
                    found.append((first, last, want.kind))
                    taken[start : start + size] = [True] * size
    return sorted(found)


def _inside_common(text: str, start: int, end: int, want: Wanted) -> bool:
    """True where a slip of the recogniser is supposed in a word of the form: a torn stamp's ``DIAGNOSY`` is no name that
    the heading ``Diagnosis`` repeats."""
    if not want.proper:
        return False
    after = re.match(r"[^\W\d_]*", text[end:])
    return is_common_text(text[start:end] + (after.group() if after else ""))


def _may_slip(want: Wanted) -> bool:
    if want.han:
        return len(want.letters) >= 3
    return len(want.letters) >= 7


def _near(letters: str, want: Wanted) -> Iterator[int]:
    """Windows of the same length with few substitutions. A three-character name keeps its surname (as any name does)."""
    size = len(want.letters)
    allowed = 1 if size < 12 else 2
    digits = want.letters.isdigit()
    if len(letters) < size or not any(part in letters for part in _parts(want.letters, allowed + 1)):
        return
    for at in range(len(letters) - size + 1):
        window = letters[at : at + size]
        if window[0] != want.letters[0] and (size < 5 or window[-1] != want.letters[-1]):
            continue
        if not 0 < Hamming.distance(window, want.letters) <= allowed:
            continue
        # A neighbour number of the same form may be somebody's value: numbers differ in one digit only by misreading
        # when the two digits look alike.
        if not digits or _alike(window, want.letters):
            yield at


@lru_cache(maxsize=256)
def _parts(letters: str, count: int) -> tuple[str, ...]:
    """``letters`` in ``count`` parts: where there are fewer slips than parts, one part is printed as it is."""
    stops = [len(letters) * place // count for place in range(count + 1)]
    return tuple(letters[a:b] for a, b in pairwise(stops))


_ALIKE = [set(group) for group in ("0ODQo8", "1Il|7", "5S6", "8B3", "2Z7", "69", "38", "56", "49")]


def _alike(a: str, b: str) -> bool:
    return all(x == y or any(x in g and y in g for g in _ALIKE) for x, y in zip(a, b, strict=True))


def _whole(text: str, start: int, end: int, want: Wanted) -> bool:
    """Latin words and numbers must stand alone; Chinese has no word boundaries."""
    if want.han:
        return True
    if want.proper and not text[start].isupper():
        return False
    before, after = text[start - 1 : start], text[end : end + 1]

    def joins(a: str, b: str) -> bool:
        if not a or not b or is_han(a) or is_han(b):
            return False
        if a.islower() and b.isupper():
            return False  # two words whose space the recogniser lost
        return (a.isalpha() and b.isalpha()) or (a.isdigit() and b.isdigit())

    if want.letters.isdigit() and (
        re.match(r"[.,]\d", text[end : end + 2]) or re.search(r"\d[.,]$", text[max(0, start - 2) : start])
    ):
        return False
    if joins(before, text[start]):
        return False
    # Of a family name whose space behind it the recogniser lost, no capital tells where the next word begins.
    return not joins(text[end - 1], after) or (want.proper and len(want.letters) >= 6 and after.islower())


def find(pages: Sequence[PageText], spans: Sequence[Span]) -> Iterator[Span]:
    """The same strings on every page, where no span stands yet."""
    strings = wanted(spans)
    if not strings:
        return
    covered = {(s.page, s.line, i) for s in spans for i in range(s.start, s.end)}
    for page in pages:
        for index, line in enumerate(page.lines):
            for start, end, kind in occurrences(line.text, strings):
                if all((page.index, index, i) in covered for i in range(start, end)):
                    continue
                yield from spans_of(page, Part(page.index, index, start, end), kind, everywhere=False)
