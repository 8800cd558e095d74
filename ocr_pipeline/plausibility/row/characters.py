"""What the eye was unsure of in a value, and which of that the rest of the row rules out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility.quantities.measures import number_of
from ocr_pipeline.plausibility.row.sizes import NUMERIC_RANGE, mark_doubts, size_doubts
from ocr_pipeline.plausibility.row.words import only_word, said_twice
from ocr_pipeline.plausibility.surroundings import Doubt, Surroundings
from ocr_pipeline.plausibility.thresholds import Thresholds
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.numbers import decimals, parse_number
from ocr_pipeline.tables.grammar.ranges import Range, parse_range
from ocr_pipeline.tables.grammar.values import Value


def value_chars(result: Result, evidence: Evidence) -> tuple[Char, ...]:
    """The recognised characters that the value is made of: leader dots and marks beside it say nothing of it."""
    chars = evidence.value_chars
    body = plain((result.comparator or "") + result.value).replace(" ", "")
    text = "".join(plain(c.text) for c in chars)
    for wanted in (body, body[len(result.comparator or "") :]):
        at = text.find(wanted) if wanted else -1
        if at >= 0 and len(text) == len(chars):
            return chars[at : at + len(wanted)]
    return chars


#: Signs that say the same, however they were read.
_LOOKS = ("±土士", "+十＋", "-一—–－", "(（", ")）")


def certainty(char: Char) -> float:
    """How sure it is what ``char`` says: a letter with another accent, or a sign that looks the same, says the same."""
    other = char.runner_up
    same = bool(other) and (bare(char.text) == bare(other) or any(char.text in s and other in s for s in _LOOKS))
    return char.confidence + char.runner_up_confidence * same


def bare(text: str) -> str:
    """``text`` without its accents: what tells words of results apart is never one accent."""
    spread = unicodedata.normalize("NFD", text.casefold().replace("ı", "i").replace("đ", "d"))
    return "".join(c for c in spread if not unicodedata.combining(c))


#: Asked of a digit behind the same one: a recogniser reads one that lies between two of its steps twice.
_DOUBLED = 0.98

#: Asked of the characters of a value that lies outside its interval without a mark: the less usual, the surer it must be.
_UNLIKELY = 0.97


def seen_doubts(
    result: Result, evidence: Evidence, value: Value | None, around: Surroundings, limits: Thresholds
) -> Iterator[Doubt]:
    chars = value_chars(result, evidence)
    if evidence.digital or not chars:
        return
    if value is not None and value.kind == "sign":
        if _least(chars) < limits.sign:
            yield Reason.SYMBOL_UNCERTAIN, ""
        return
    apart = said_twice(value.body) if value is not None and len(chars) == len(value.body.replace(" ", "")) else 0
    if apart and max(_least(chars[:apart]), _least(chars[apart:])) >= limits.sign:
        return  # one misread alone would make word and sign disagree
    bar = limits.sign if value is not None and value.kind == "word" else limits.character
    if value is not None and value.kind == "word" and bare(value.body).isascii() and len(compact(value.body)) >= 6:
        bar *= 0.5  # a long word that is spelled as a known one differs from its opposite in several letters
    if value is not None and value.kind == "word":
        text = value.body.replace(" ", "")
        unsure = [i for i, c in enumerate(chars) if certainty(c) < bar]
        if len(text) == len(chars) and 0 < len(unsure) < len(text) and only_word(text, unsure):
            return
    interval = parse_range(result.reference_range, around.decimal_comma)
    where = interval.places(value.number) if interval is not None and value is not None and value.number else None
    if where in ("low", "high") and not result.flag:
        bar = max(bar, _UNLIKELY)
    for at, char in enumerate(chars):
        rivals = char.runner_up in "0123456789.,-+<>" and char.runner_up
        doubled = char.text.isdigit() and at > 0 and chars[at - 1].text == char.text
        if doubled and certainty(char) < _DOUBLED:
            yield Reason.AMBIGUOUS_CHARACTER, f"The second {char.text} may be the first one again."
            return
        weak = certainty(char) < bar
        close = bool(rivals) and char.runner_up_confidence > limits.rival and char.text.isdigit()
        if not (weak or close) or _ruled_out(chars, at, result, around):
            continue
        note = f"{char.text} could be {char.runner_up}." if rivals else ""
        yield (Reason.AMBIGUOUS_CHARACTER if rivals else Reason.LOW_CONFIDENCE), note
        return


def _least(chars: Sequence[Char]) -> float:
    """The least sure of ``chars``, brackets around a sign apart: they say nothing."""
    return min((certainty(c) for c in chars if c.text not in "()（）"), default=0.0)


def _ruled_out(chars: Sequence[Char], at: int, result: Result, around: Surroundings) -> bool:
    """True when whatever else an unsure character of a number could be says the same (a point for a comma), is no number
    (``o`` for 0), or is ruled out by limits, interval and mark."""
    char, said = chars[at], number_of(result, around.decimal_comma)
    if said is None or result.comparator:
        return char.text in ".," and char.runner_up in (".", ",") and len(chars) - at - 1 != 3
    interval = parse_range(result.reference_range, around.decimal_comma)
    bounds = (interval.low_text, interval.high_text) if interval and interval.kind in NUMERIC_RANGE else ()
    same_places = bool(bounds) and {decimals(t) for t in bounds if t} == {decimals(result.value)}
    if char.text in ".,":
        # before three digits a comma may stand for thousands
        inside = interval is not None and bool(bounds) and not result.flag and interval.places(said) == "in"
        told = (
            char.runner_up in (".", ",", *("-" * inside)) and char.confidence + char.runner_up_confidence >= _ALL_TOLD
        )
        return (told and len(chars) - at - 1 != 3) or (same_places and char.confidence >= 0.7)
    if not char.text.isdigit() or _impossible(result, said, interval, around):
        return False
    if char.runner_up in ("↑", "↓"):
        rest = parse_number("".join(c.text for i, c in enumerate(chars) if i != at), around.decimal_comma)
        side = interval.places(rest) if rest is not None and interval is not None and bounds else None
        return (
            rest is None
            or (same_places and decimals(result.value) > 0)
            or (side is not None and side != _POINTS_AT[char.runner_up])
        )
    if char.confidence + char.runner_up_confidence >= _ALL_TOLD and char.runner_up.strip():
        others = [char.runner_up]
    elif char.confidence >= 0.6:  # it may be any other digit, or none
        others = [*(d for d in "0123456789" if d != char.text), *([""] if char.runner_up == " " else [])]
    else:
        return False
    for other in others:
        text = "".join(other if i == at else c.text for i, c in enumerate(chars))
        number = parse_number(text, around.decimal_comma)
        if set(text) <= _SIGNS or (not bounds and set(text) <= _GRADES):
            return False
        if number is not None and not _impossible(result, number, interval, around):
            return False
    return True


#: What a sign by itself is made of, and a grade such as 1+, where no interval in numbers says that it is none.
_SIGNS, _GRADES = frozenset("+-±()"), frozenset("+-±()01234")
#: The first two readings of a character together; the rest is spread over thousands of others.
_ALL_TOLD = 0.9
_POINTS_AT = {"↑": "high", "↓": "low"}


def _impossible(result: Result, number: Decimal, interval: Range | None, around: Surroundings) -> bool:
    return bool(
        any(size_doubts(result, Evidence(), number, None, around))
        or (
            interval is not None
            and interval.kind in NUMERIC_RANGE
            and any(mark_doubts(result, number, interval, around))
        )
    )
