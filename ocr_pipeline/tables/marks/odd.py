"""Marks of abnormality that were read as something else: a stroke behind a number, a letter before an interval in brackets.

What such a mark says is not told by its print any more; the row is doubtful, and its mark is what value and interval say.
"""

from __future__ import annotations

import re

from ocr_pipeline.report import Flag
from ocr_pipeline.tables.contents.cells import HARDLY, Draft
from ocr_pipeline.tables.frame.pieces import cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import Mark, parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import NUMBER, parse_number
from ocr_pipeline.tables.grammar.ranges import looks_like_range, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value

#: Room in text heights between a name and what does not belong to it.
_APART = 2.0
#: Of a number's height, that a speck in its box has at the most.
_LOW = 0.7
_BEFORE_BRACKET = re.compile(r"(?P<odd>[A-Za-z0-9|!])\s?(?=[(\[].*[)\]]\Z)")
_BRACKETED = re.compile(rf"[(\[]\s?{NUMBER}\s?[-~]{{1,3}}\s?{NUMBER}\s?[)\]]\Z")
_BEHIND_VALUE = re.compile(rf"(?P<value>{NUMBER})\s?(?P<odd>[A-Za-z]|[|!†‡]|\s[1Il|!†]\.|[\[(]\s?[\])])\Z")
_WORD_BEFORE = re.compile(rf"(?:[-_.·~]{{1,2}}\s)?(?P<word>[A-Za-z]{{3,6}})\s(?:\D\s)?(?P<value>[<>]?{NUMBER})\Z")
_MARKS: tuple[tuple[str, Flag], ...] = (("high", "H"), ("low", "L"), ("alto", "H"), ("bajo", "L"), ("basso", "L"))
_MARK_AND_UNIT = re.compile(r"([(\[](?:HH?|LL?|[↑↓*])[)\]](?=\s?\S)|[HL](?=\s)|[↑↓])\s?(\S.*)")
_BULLET = re.compile(r"[•●∙]\s?(?=\S)")
_STROKE = re.compile(r"[1Il|!†]\Z")
_NAME_AND_DECIMAL = re.compile(r"(?P<name>.*[\u2e80-\u9fff)%])\s?(?P<value>\d+[.,]\d+)\Z")


def take_odd_marks(draft: Draft) -> None:
    """Changes ``draft`` in place: illegible marks leave their cells; ``draft.odd`` says that there was one."""
    _in_their_column(draft)
    _in_the_box_before(draft)
    _far_from_the_name(draft)
    _before_interval(draft)
    _before_value(draft)
    _behind_value(draft)
    _bullet_before_value(draft)
    _for_the_value(draft)


def take_sign_behind_unit(draft: Draft) -> None:
    """``13,60 G/L   +``: French laboratories put a plus or a minus behind the unit; what it says, value and interval say."""
    cell = draft.get("result")
    if len(cell) < 2 or plain(cell[-1].text).strip() not in ("+", "-") or not draft.get("ref"):
        return
    text = plain(joined(cell[:-1]))
    if cell[-1].x0 - cell[-2].x1 > 0.4 * cell[-1].height and split_trailing_unit(text)[1]:
        draft.odd.append(cell[-1])
        draft.cells["result"] = cell[:-1]


def take_mark_before_unit(draft: Draft) -> None:
    """Changes ``draft`` in place: ``331`` beside ``(H) UI/L`` or ``H 10^9/L`` in one box."""
    cell = draft.get("unit")
    found = _MARK_AND_UNIT.match(joined(cell)) if cell else None
    mark = parse_flag(found[1]) if found else None
    if found and mark is not None and parse_unit(found[2]) is not None:
        sign, unit = cut_pieces(cell, found.start(2))
        draft.marks.append((sign[0], mark))
        draft.cells["unit"] = unit


_RULE = re.compile(r"[-—–一_~]+")


def without_rest_of_rule(draft: Draft) -> None:
    """Changes ``draft`` in place: dashes behind a number and its letter (``88 L  ——``) are what is left of a rule of the table."""
    cell = draft.get("result")
    if len(cell) < 2 or not _RULE.fullmatch(plain(cell[-1].text).strip()):
        return
    kept = [p for p in cell if not _RULE.fullmatch(plain(p.text).strip())]
    value, mark = split_flag(plain(joined(kept)).strip()) if kept and kept == cell[: len(kept)] else ("", None)
    if mark is not None and mark.text.isalpha() and parse_number(value) is not None:
        draft.cells["result"] = kept


def _in_their_column(draft: Draft) -> None:
    """``r`` or ``，`` hardly read in the column of marks."""
    cell = draft.get("flag")
    if draft.get("result") and cell and all(len(p.text) <= 2 and p.line.confidence < HARDLY for p in cell):
        draft.odd.extend(cell)
        draft.cells["flag"] = []


def _in_the_box_before(draft: Draft) -> None:
    """A digit that was hardly read, much lower than the number whose box it reaches into: a speck, or who knows what."""
    cell = draft.get("result")
    if len(cell) != 2 or parse_number(plain(cell[0].text).strip()) is None:
        return
    number, speck = cell
    low = len(speck.text.strip()) == 1 and speck.height < _LOW * number.height
    if low and speck.line.confidence < HARDLY and speck.line.left < number.line.right:
        draft.odd.append(speck)
        draft.cells["result"] = [number]


def _far_from_the_name(draft: Draft) -> None:
    """A lone dash between a name and the value of its row: dust, or a mark, but no part of the name. A star there is a mark."""
    name = draft.get("name")
    starred = len(name) > 1 and plain(name[-1].text).strip() == "*" and draft.get("result")
    if starred and name[-1].x0 - name[-2].x1 > _APART * name[-1].height:
        draft.marks.append((name[-1], Mark("A", name.pop().text)))
        return
    lone = len(name) > 1 and draft.get("result") and plain(name[-1].text) in ("-", "_")
    if lone and name[-1].x0 - name[-2].x1 > _APART * name[-1].height:
        draft.odd.append(name.pop())


def _before_interval(draft: Draft) -> None:
    """``R(3.5-9.5)`` for H(3.5-9.5)."""
    text = plain(joined(draft.get("ref")))
    match = _BEFORE_BRACKET.match(text)
    if match is None or not (looks_like_range(text[match.end() :]) or _BRACKETED.match(text, match.end())):
        return
    inside = parse_range(text[match.end() :])
    number = parse_number(match["odd"])
    if inside is not None and number is not None and inside.places(number) == "in":
        return  # a limit with its interval of confidence: 4 (3.9-4.0)
    head, draft.cells["ref"] = cut_pieces(draft.get("ref"), match.end())
    mark = parse_flag(match["odd"], column=True) if match["odd"] in "HL" else None
    if mark is not None:
        draft.marks.append((head[0], mark))
    else:
        draft.odd.extend(head)


def _before_value(draft: Draft) -> None:
    """``- High 8,08`` and ``High Ơ 72,22``: a mark with a speck beside it; ``Hligh 29``: one with a letter too many."""
    text = plain(joined(draft.get("result")))
    match = _WORD_BEFORE.match(text)
    if match is None or split_flag(text)[1] is not None or not (draft.get("ref") or draft.get("unit")):
        return
    head, value = cut_pieces(draft.get("result"), match.start("value"))
    word = match["word"].casefold()
    near = [flag for known, flag in _MARKS if len(word) >= len(known) and _one_off(word, known)]
    if not head or not value or not near:
        return
    speckless = word in (known for known, _ in _MARKS)
    if speckless:
        draft.marks.append((head[-1], Mark(near[0], match["word"])))
    draft.odd.extend(head)
    draft.cells["result"] = value


def _one_off(word: str, known: str) -> bool:
    """Whether ``word`` is ``known``, or that with one letter more."""
    return word == known or any(word[:i] + word[i + 1 :] == known for i in range(len(word)))


def _behind_value(draft: Draft) -> None:
    """``0.83B`` beside a unit or an interval of its own: no letter stands there but a mark."""
    text = plain(joined(draft.get("result")))
    match = _BEHIND_VALUE.match(text)
    if match is None or not draft.get("ref") or parse_flag(match["odd"], column=True) is not None:
        return
    if parse_unit(match["odd"]) is not None and not draft.get("unit"):
        return
    draft.cells["result"], tail = cut_pieces(draft.get("result"), match.end("value"))
    draft.odd.extend(tail)


def _bullet_before_value(draft: Draft) -> None:
    """``•+/-``: a star in small print."""
    text = plain(joined(draft.get("result")))
    match = _BULLET.match(text)
    if match is not None and parse_value(text[match.end() :]) is not None:
        head, draft.cells["result"] = cut_pieces(draft.get("result"), match.end())
        draft.odd.extend(head)


def _for_the_value(draft: Draft) -> None:
    """``中性粒细胞百82.4`` beside a lone stroke: the number is the value, the stroke its mark."""
    if not _STROKE.match(plain(joined(draft.get("result"))).strip()):
        return
    match = _NAME_AND_DECIMAL.match(plain(joined(draft.get("name"))))
    if match is None or not (draft.get("ref") or draft.get("unit")):
        return
    draft.odd.extend(draft.get("result"))
    draft.cells["name"], draft.cells["result"] = cut_pieces(draft.get("name"), match.start("value"))
