"""Where labels stand in a line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from ocr_pipeline.fields.folding import fold, is_han
from ocr_pipeline.fields.heading_words import HEADINGS
from ocr_pipeline.fields.misread import misread_label
from ocr_pipeline.fields.vocabulary import VOCABULARY, FieldKind, Strength


@dataclass(frozen=True, slots=True)
class Label:
    """``start:end`` is the label's text; the value may begin at ``after`` (behind the colon). ``colon`` says that one
    stands there."""

    kind: FieldKind
    start: int
    end: int
    after: int
    colon: bool
    strength: Strength


_ORDER: dict[Strength, int] = {"free": 0, "colon": 1, "said": 2, "glued": 3}
_COLON = re.compile(r"\s*(?:\([^()]{0,18}\)\s*)?(?:[.\s]*[:;=]+|[.#]+(?=\s*[:\d])[\s:]*|#|\]\s*:?)[\s:]*")
_GLUED = re.compile(r"[\s.:#o]*(?=[a-z]{0,6}[-/]?\d[\da-z-]{3,}|\+?\d{2,4}[\s-]\d{3,})")
#: A test's name is no person's: words that make ``name`` and its like the head of a column.
_NOT_BEFORE = re.compile(
    r"(?:test|item|analyte|parameter|parametre|drug|file|brand|generic|product|investigation|exam|examination|component|"
    r"template|study|profile|panel|service|package|assay|method|antibiotic|organism|marker|program|"
    r"per|of the|in the|the|this|each|our|your|any|a|an|and|with|by|del|de la|el|la|le|du|de|un|una|une|il|lo|di|bir|mot|"
    r"cua|prueba|analisis|analyse|esame|tetkik|xet nghiem)\s*$"
)
#: ``Ph`` is a phone only where a number of at least six digits follows.
_PHONE_BEHIND = re.compile(r"[\s.:]*[+(]?(?:\d[\s()./-]*){6}")
#: A date has a figure soon, whatever weekday or month stands before it.
_DIGIT_NEAR = re.compile(r"\D{0,16}\d")
_DATES: frozenset[FieldKind] = frozenset({"collected", "reported", "date", "birth_date"})
#: Parts of a narrative report that may be fields of its header.
_OF_FORM: tuple[Literal["clinical", "technique", "specimen"], ...] = ("clinical", "technique", "specimen")
#: Labels that end in a letter run are followed by no other letter of their own word, unless OCR glued a value to them.
_LETTER = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class _Known:
    """A label as it may be printed. ``second`` is the character (but for spaces in Han) that stands behind its first, empty
    where that is not certain; ``opening`` are the letters that it begins with for certain."""

    body: str
    second: str
    opening: str
    kind: FieldKind
    strength: Strength


#: What is printed of a label as it stands: behind its first letters a stop or a space may be anything.
_WORD = re.compile(r"[^\W_]*")


def _known() -> tuple[dict[str, list[_Known]], int]:
    seen: dict[str, tuple[FieldKind, Strength]] = {}
    for kind, by_strength in VOCABULARY.items():
        for strength, words in by_strength.items():
            for word in words.split("|"):
                phrase = fold(word.strip())
                if phrase and (phrase not in seen or _ORDER[strength] < _ORDER[seen[phrase][1]]):
                    seen[phrase] = (kind, strength)
    for part in _OF_FORM:  # a form prints them in its patient's block, too
        for word in HEADINGS[part].split("|"):
            seen.setdefault(fold(word.strip()), (part, "said"))
    table: dict[str, list[_Known]] = {}
    for phrase in sorted(seen, key=len, reverse=True):
        kind, strength = seen[phrase]
        if is_han(phrase[0]):
            body, second, opening = r"\s*".join(re.escape(c) for c in phrase), phrase[1:2].strip(), phrase[0]
        else:
            opened = re.match(r"n\.? |no\.? ", phrase)  # N.º, N°, Nº: the ring is folded to an o
            lead = r"n[\s._o]*" if opened else ""
            body = lead + re.escape(phrase[opened.end() if opened else 0 :]).replace(r"\.", r"\.?").replace(
                r"\ ", r"[\s._-]*"
            ).replace("/", "/" if len(phrase) <= 3 else "[/l1i|]?")
            second = "" if opened else phrase[1:2].strip("./ ")
            opening = phrase[0] if opened else _WORD.match(phrase)[0]  # type: ignore[index]
        table.setdefault(phrase[0], []).append(_Known(body, second, opening, kind, strength))
    return table, len(seen)


_TABLE, LABEL_COUNT = _known()


@cache
def _options(first: str, second: str) -> list[_Known]:
    """The labels that may begin with these two characters, the longest first."""
    return [known for known in _TABLE.get(first, ()) if known.second in ("", second)]


@cache
def _pattern(body: str) -> re.Pattern[str]:
    """Compiled when it is first asked for: most labels never are, and all of them took a third of the time of starting."""
    return re.compile(body)


@lru_cache(maxsize=4096)
def labels_in(text: str, margin: bool = False) -> tuple[Label, ...]:
    """All labels of ``text`` from left to right, none overlapping; the longest wins. ``margin`` says that the line stands in
    a header or footer, where forms print labels without a colon too (``Name John Smith``)."""
    folded = fold(text)
    found: list[Label] = []
    at = 0
    while at < len(folded):
        label = _label_at(text, folded, at, found[-1] if found else None, margin)
        if label is None:
            at += 1
        else:
            found.append(label)
            at = label.end
    spoilt = misread_label(text) if not found or found[0].start > 2 or not found[0].colon else None
    if spoilt is not None and found and found[0].end < spoilt[1] and folded[spoilt[1]] in ":;":
        found = [label for label in found if label.start >= spoilt[1]]  # ``Mā s: 123`` is more than ``Mā``
    if spoilt is not None and (not found or spoilt[1] <= found[0].start):
        kind, end = spoilt
        behind = _COLON.match(folded, end)
        found.insert(0, Label(kind, 0, end, behind.end() if behind else _skip(folded, end), bool(behind), "free"))
    return tuple(found)


def _label_at(text: str, folded: str, at: int, before: Label | None, margin: bool) -> Label | None:
    if folded[at] not in _TABLE:
        return None
    latin = not is_han(folded[at])
    value_from = before.after if before else 0
    if latin and at > 0 and (not _seam(text, at) or (folded[at - 1] in "'-/@." and at > value_from)):
        return None
    following = at + 1 if latin else len(folded) - len(folded[at + 1 :].lstrip())
    for known in _options(folded[at], folded[following : following + 1]):
        match = _pattern(known.body).match(folded, at) if folded.startswith(known.opening, at) else None
        if match is None:
            continue
        kind, strength = known.kind, known.strength
        end = match.end()
        if latin and not _seam(text, end):
            continue
        behind = _COLON.match(folded, end)
        colon = behind is not None
        after = behind.end() if behind else _skip(folded, end)
        # two letters alone in a cell are an abbreviation (CC: the circumference of a head), no label
        alone = not folded[:at].strip(" *[(•·-") and not folded[end:].strip(" :*.])") and (not latin or end - at > 2)
        dated = kind in _DATES and folded[end : end + 1].isdigit()
        apart = margin and _opens_value(text, folded, at, end, before)
        apart = apart and (kind not in _DATES or _DIGIT_NEAR.match(folded, end) is not None)  # SINH HÓA is no birth
        if strength == "colon" and not (colon or alone or dated or apart):
            continue
        if strength == "said" and not colon:
            continue
        if kind == "phone" and folded[at:end].rstrip(".") == "ph" and not _PHONE_BEHIND.match(folded, end):
            continue  # the acidity of a sample, not somebody's phone
        if folded[at:end] == "phai" and (text[at].islower() or not (before or _stands_apart(folded, at, end))):
            continue  # ``Thận phải:`` is the right kidney
        if strength == "glued":
            value = _GLUED.match(folded, end)
            if value is None or (colon is False and at > 0 and folded[at - 1] != " "):
                continue
            after = value.end()
        if kind in ("name", "number", "staff") and latin and strength != "free" and _NOT_BEFORE.search(folded[:at]):
            continue
        if (
            strength == "free"
            and latin
            and not colon
            and not _stands_apart(folded, at, end)
            and not (margin and before and text[at].isupper())
        ):
            continue
        return Label(kind, at, end, after, colon, strength)
    return None


def _opens_value(text: str, folded: str, at: int, end: int, before: Label | None) -> bool:
    """In a margin: the label opens its line or follows a gap or another field, and a value follows."""
    if is_han(folded[at]):
        return folded[end : end + 1] == " " and (at == 0 or folded[at - 1] in " |,;/")
    return end < len(text) and (_stands_apart(folded, at, end) or (before is not None and text[at].isupper()))


def _seam(text: str, at: int) -> bool:
    """True between two words: OCR loses the space, a capital letter or a digit shows where it was."""
    if at <= 0 or at >= len(text) or not (_LETTER.match(fold(text[at])) and _LETTER.match(fold(text[at - 1]))):
        return True
    return text[at].isupper() and text[at - 1].islower()


def _stands_apart(folded: str, at: int, end: int) -> bool:
    """Without a colon a Latin label must open its line or follow a gap: prose is full of the same words."""
    before = folded[:at].rstrip()
    return not before or folded[max(0, at - 2) : at] == "  " or before[-1] in "|,;/)" or not folded[end:].strip(" .")


def _skip(folded: str, at: int) -> int:
    while at < len(folded) and folded[at] in " ._-":
        at += 1
    return at
