"""Cells that the detector joined or that stand in a neighbour's column, put right before they are read."""

from __future__ import annotations

import re

from ocr_pipeline.tables.bands.remarks import is_bare
from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.numbers import NUMBER, decimals
from ocr_pipeline.tables.grammar.ranges import LONGEST, is_tier, looks_like_range, mend_separator, parse_range
from ocr_pipeline.tables.grammar.units import looks_like_unit, parse_unit, split_trailing_unit
from ocr_pipeline.tables.grammar.values import any_value, parse_value
from ocr_pipeline.tables.headers.lexicon import Kind
from ocr_pipeline.tables.intervals.bracketed import take_brackets
from ocr_pipeline.tables.intervals.called import LABEL, take_called
from ocr_pipeline.tables.marks.beside_ranges import take_marks_beside
from ocr_pipeline.tables.marks.odd import (
    take_mark_before_unit,
    take_odd_marks,
    take_sign_behind_unit,
    without_rest_of_rule,
)
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import has_date, is_identity, is_small_note

_TAIL_VALUE = re.compile(
    rf"(?P<head>.*?[^\d\s.,])(?P<gap>\s*)(?P<tail>(?:[<>≤≥]=?\s*)?{NUMBER}(?:\s*[↑↓*]+|\s*[HL](?![A-Za-z]))?)\Z"
)
_HEAD_VALUE = re.compile(rf"(?P<value>(?:[<>≤≥]=?\s*)?{NUMBER})\s*(?P<rest>[^\d.,\s].*)\Z")
_VALUE_RANGE = re.compile(
    rf"(?P<value>\*?\s?(?:[<>≤≥]=?\s*)?{NUMBER}|\S*[阴阳]性\S*|[A-Za-z][A-Za-z -]+?)(?P<mark>\s*[↑↓*HL]*)\s+(?P<range>[\[(]?(?:[<>≤≥]=?\s*)?{NUMBER}\s*(?:-{{1,3}}|~|至|to)?.*)\Z"
)


#: ``4,66 Nam: 4,3-5,8``: a number before the interval of one sex is none of its bounds.
_BEFORE_TIER = re.compile(
    rf"{NUMBER}\s(?=(?:男|女|nam|n[ữu]|m(?:ale|en)?|f(?:emale)?|h(?:om(?:bre|me)s?)?|mujer(?:es)?|femmes?|uomo|donna|erkek|kad[ıi]n)\s?:)",
    re.IGNORECASE,
)


def mend(draft: Draft, has_unit_column: bool) -> None:
    """Changes ``draft`` in place: the parts keep their pieces, only the column they count for changes."""
    if any(len(draft.text(kind)) > LONGEST for kind in draft.cells):
        return
    take_called(draft)
    without_rest_of_rule(draft)
    take_brackets(draft)
    _range_alone(draft)
    _behind_range(draft)
    _power_before_unit(draft)
    _count_and_range(draft)
    take_sign_behind_unit(draft)
    take_mark_before_unit(draft)
    _split_value(draft)
    _value_from_name(draft)
    _value_from_unit(draft)
    _value_from_range(draft)
    _unit_and_range(draft)
    _square(draft)
    take_marks_beside(draft)
    interval = plain(draft.text("ref"))
    bare_interval = "/" not in interval and any(map(str.isdigit, interval))
    counted = re.search(r"\d\.\d+\s*/", plain(draft.text("result")))  # no count a field has decimals
    if has_unit_column or bare_interval or counted:
        _field_unit(draft)
    _unit_behind_range(draft, has_unit_column)
    take_odd_marks(draft)


def _range_alone(draft: Draft) -> None:
    """``[136-146]`` on a line of its own below its row, in the columns of value and unit, or an interval in that of names."""
    if draft.only("name"):
        name = draft.get("name")
        shown = plain(joined(name)).strip()
        label = LABEL.match(shown)
        if looks_like_range(shown):  # an interval or a tier of one is no name
            draft.cells["ref"], draft.cells["name"], draft.aside = name, [], True
        elif label and label.end() == len(shown):
            draft.cells["other"], draft.cells["name"] = name, []
        return
    if draft.get("name") or draft.get("code") or draft.get("ref"):
        return
    pieces = sorted([*draft.get("result"), *draft.get("unit")], key=lambda p: p.x0)
    body = plain(joined(pieces)).replace(" ", "")
    marked = len(body) > 4 and body[0] in "[(" and body[-1] in "])"
    if marked and (looks_like_range(body) or looks_like_range(mend_separator(body))):
        draft.cells["ref"] = pieces
        draft.cells["result"], draft.cells["unit"] = [], []


def _behind_range(draft: Draft) -> None:
    """What follows a whole interval in its cell: a method's words, or the result of the time before."""
    cell = draft.get("ref")
    if len(cell) < 2:
        return
    for at in range(1, len(cell)):
        head, tail = joined(cell[:at]), plain(joined(cell[at:])).strip()
        found = parse_range(head)
        if found is None or found.kind == "word" or cell[at].x0 - cell[at - 1].x1 < 0.5 * cell[at].height:
            continue
        other_system = re.match(rf"{NUMBER}\s+(?P<unit>\S+)", tail)  # 3,90-5,83  1,05 g/L  0,70-1,05
        if re.fullmatch(NUMBER, tail) or (other_system and parse_unit(other_system["unit"]) is not None):
            draft.cells["ref"] = cell[:at]
            draft.cells["previous"] = [*draft.get("previous"), *cell[at:]]
            return
        if (
            (re.fullmatch(r"[A-Za-zÀ-ỹ][A-Za-zÀ-ỹ0-9 .-]{4,}", tail) or is_small_note(tail))
            and parse_unit(tail) is None
            and not is_tier(f"{head} {tail}")
        ):
            draft.cells["ref"] = cell[:at]
            draft.cells["method"] = [*draft.get("method"), *cell[at:]]
            return


def _move(draft: Draft, kind: Kind, pieces: list[Piece]) -> None:
    if pieces:
        draft.cells[kind] = pieces


def _split_value(draft: Draft) -> None:
    cell = draft.get("result")
    text = joined(cell)
    if not cell or parse_value(text) is not None:
        return
    bare, mark = split_flag(text)
    if mark is not None and parse_value(bare) is not None:
        return
    head, unit = split_trailing_unit(bare)
    if mark is not None and unit and plain(text).startswith(bare) and parse_value(head) is not None:
        cell, behind = cut_pieces(cell, len(bare))  # 4,8 g/L ↑
        if behind and not draft.get("unit"):
            draft.marks.append((behind[0], mark))
            draft.cells["result"], draft.cells["unit"] = cut_pieces(cell, len(head))
            return
        cell = draft.get("result")
    inner = re.search(r"(?<=\d)\s*[↑↓]+\s*(?=[%A-Za-zμ×/])", plain(text))
    if inner and not draft.get("unit") and parse_unit(text[inner.end() :]) is not None:
        draft.cells["result"], tail = cut_pieces(cell, inner.end())
        _move(draft, "unit", tail)
        return
    head, unit = split_trailing_unit(text)
    bare_head = split_flag(head)[0]
    numeric = bool(_TAIL_VALUE.match(plain(bare_head))) or any_value(bare_head).kind != "text"
    if unit and numeric and not draft.get("unit"):
        draft.cells["result"], tail = cut_pieces(cell, len(head))
        _move(draft, "unit", tail)
        _split_value(draft)
        return
    if not draft.get("ref") and not draft.get("unit") and _split_interval(draft, cell, plain(text)):
        return
    match = _VALUE_RANGE.match(plain(text))
    if match and not draft.get("ref") and looks_like_range(match["range"]):
        draft.cells["result"], tail = cut_pieces(cell, match.start("range"))
        _move(draft, "ref", tail)
        return
    tail_match = _TAIL_VALUE.match(plain(text))
    # the end of a long name lies over the value's column
    if (
        tail_match
        and draft.get("name")
        and len(tail_match["head"].strip()) <= 12
        and not tail_match["head"].strip().isdigit()
    ):
        before = tail_match["head"].strip()
        if parse_value(before) is None and parse_flag(before) is None and (is_cjk(before[-1]) or ")" in before):
            head_pieces, tail = cut_pieces(cell, tail_match.start("tail"))
            draft.cells["name"] = [*draft.get("name"), *head_pieces]
            draft.cells["result"] = tail
            draft.cut = True


def _split_interval(draft: Draft, cell: list[Piece], text: str) -> bool:
    """``215 mg/dl (70-110)`` in the column of values: its interval and its unit get their own cells."""
    for at in range(2, len(text)):
        if not (text[at] in "[(<>≤≥" or text[at - 1].isspace()) or not looks_like_range(text[at:]):
            continue
        head, unit = split_trailing_unit(text[:at].rstrip())
        value = parse_value(split_flag(head)[0])
        if not (unit or text[at] == "[") or value is None or value.kind != "number":
            continue
        whole, draft.cells["ref"] = cut_pieces(cell, at)
        draft.cells["result"], tail = cut_pieces(whole, len(head))
        _move(draft, "unit", tail)
        return True
    return False


#: A name and its value behind a colon, in one cell: ``A/G ratio: 1.05``, ``Total protein: 7.4 g/dL (6.4-8.3)``.
_SAID = re.compile(
    rf"(?P<name>[^:\d][^:]{{1,40}}):\s*(?P<value>(?:[<>≤≥]=?\s*)?{NUMBER})(?:\s*(?P<unit>[^\d\s(\[][^\s(\[]{{0,11}}))?\s*"
    r"(?P<ref>[(\[][^()\[\]]{1,30}[)\]])?\Z"
)


def _value_from_name(draft: Draft) -> None:
    """``嗜碱性粒细胞计数0.04`` in the column of names, and no value beside it."""
    cell = draft.get("name")
    if draft.get("result") or not cell:
        return
    text = joined(cell)
    match = _TAIL_VALUE.match(plain(text))
    said = _SAID.match(plain(text))
    fits = (
        said and (not said["unit"] or parse_unit(said["unit"])) and (not said["ref"] or looks_like_range(said["ref"]))
    )
    told = said and (said["unit"] or said["ref"] or is_name(said["name"]) or is_bare(said["name"]))
    if said and told and fits and not (has_date(text) or is_identity(text)):
        for kind in ("ref", "unit"):
            if said[kind] and not draft.get(kind):
                cell, draft.cells[kind] = cut_pieces(cell, said.start(kind))
        cell, draft.cells["result"] = cut_pieces(cell, said.start("value"))
        draft.cells["name"] = cut_pieces(cell, said.end("name"))[0]
        return
    if not match:
        word = re.match(r"(?P<head>.*\S)\s+(?P<tail>\S+)\Z", plain(text))
        if word and parse_value(word["tail"]) is not None and (draft.get("ref") or draft.get("unit")):
            head, tail = cut_pieces(cell, word.start("tail"))
            draft.cells["name"], draft.cells["result"] = head, tail
        return
    plainly = match["gap"] or is_cjk(match["head"][-1]) or match["head"][-1] in ")%" or "." in match["tail"]
    if not plainly or not (draft.get("ref") or draft.get("unit") or draft.marks):
        return
    head, tail = cut_pieces(cell, match.start("tail"))
    draft.cells["name"], draft.cells["result"] = head, tail
    # a digit at the end of a name (补体C3, 25羟维生素D3) and a value look alike unless a decimal sign tells them apart
    draft.cut = draft.cut or not (match["gap"] or "." in match["tail"])


#: A value between 100 and 109 with its unit, that could be a power of ten: no power of an amount is printed.
_HUNDRED = re.compile(r"10\d\s+(?:[mμunp]?mol|m[Ee]q|[mμunp]?g|[mμu]?I?U)/")


def _value_from_unit(draft: Draft) -> None:
    cell = draft.get("unit")
    if draft.get("result") or not cell:
        return
    text = joined(cell)
    if parse_unit(text) is not None and not _HUNDRED.match(plain(text)):
        return
    match = _HEAD_VALUE.match(plain(text))
    head, power = split_trailing_unit(text)
    if match and looks_like_unit(match["rest"]):
        draft.cells["result"], draft.cells["unit"] = cut_pieces(cell, match.start("rest"))
    elif power and parse_value(head) is not None:
        draft.cells["result"], draft.cells["unit"] = cut_pieces(cell, len(head))
    elif parse_value(text) is not None and (draft.get("ref") or draft.get("name")):
        draft.cells["result"], draft.cells["unit"] = cell, []


def _value_from_range(draft: Draft) -> None:
    """``37.0%[36.0-46.0]`` or ``4.5<34.0`` in the column of intervals, and no value beside it: value, mark, unit and interval together."""
    cell = draft.get("ref")
    if draft.get("result") or not cell:
        return
    text = plain(joined(cell))
    if (first := _BEFORE_TIER.match(text)) and is_tier(text[first.end() :]):
        draft.cells["result"], draft.cells["ref"] = cut_pieces(cell, first.end())
        draft.cut = True
        return
    if is_tier(text):
        return  # ``F: 7-40``, ``Positive: >10``
    if re.match(r"00(?:[.,]\d+)?\s?[-~]", text):  # 00~3: no bound is printed so
        draft.cells["result"], draft.cells["ref"] = cut_pieces(cell, 1)
        draft.cut = True
        return
    for at in range(1, len(text)):
        if not (text[at] in "[(<>≤≥" or text[at - 1].isspace()) or not looks_like_range(text[at:]):
            continue
        left = text[:at].rstrip()
        head, unit = split_trailing_unit(left)
        value = parse_value(split_flag(head)[0])
        if value is None or value.kind not in ("number", "word") or (unit and draft.get("unit")):
            continue
        whole, draft.cells["ref"] = cut_pieces(cell, at)
        draft.cells["result"], tail = cut_pieces(whole, len(head))
        draft.cut |= text[at] in "<>≤≥"  # a misread dash leaves two bounds and no value
        if unit:
            _move(draft, "unit", tail)
        return


def _unit_and_range(draft: Draft) -> None:
    unit, ref = draft.get("unit"), draft.get("ref")
    unit_text, ref_text = joined(unit), joined(ref)
    swapped = unit and looks_like_range(unit_text) and parse_unit(unit_text) is None
    if swapped and (not ref or parse_unit(ref_text) is not None):
        draft.cells["unit"], draft.cells["ref"] = ref, unit
        return
    if ref and not unit and parse_unit(ref_text) is not None and parse_range(ref_text) is None:
        draft.cells["unit"], draft.cells["ref"] = ref, []
        return
    glued = re.search(r"(?<=[A-Za-z%])\s?(?=[<>≤≥]\s*\d)", plain(unit_text))
    if glued and not ref and parse_unit(unit_text[: glued.start()]) and parse_range(unit_text[glued.end() :]):
        draft.cells["unit"], draft.cells["ref"] = cut_pieces(unit, glued.end())
        return
    if is_tier(ref_text) or is_tier(unit_text):
        return  # F: 7-40, whose letter is no femtolitre
    if unit and not ref and " " in unit_text:
        for match in re.finditer(r"\s+", plain(unit_text)):
            behind = unit_text[match.end() :]
            if parse_unit(unit_text[: match.start()]) and (parse_range(behind) or parse_range(behind.replace(" ", ""))):
                draft.cells["unit"], draft.cells["ref"] = cut_pieces(unit, match.end())
                return
    if ref and not unit and " " in ref_text:
        for match in re.finditer(r"\s+", plain(ref_text)):
            if parse_unit(ref_text[: match.start()]) and parse_range(ref_text[match.end() :]):
                draft.cells["unit"], draft.cells["ref"] = cut_pieces(ref, match.end())
                return


_POWER = re.compile(rf"[<>]?{NUMBER}?\s*[↑↓*HL]*\s*(?P<power>[×xX]?10(?:[*^]|[eE])(?:12|9|6|3))\Z")


#: Its raised digit beside it, behind a number with decimals: ``1.08109``.
_LEVEL_POWER = re.compile(r"\d+[.,](?P<part>\d{1,3}?)(?P<power>10(?:9|12))\Z")


def _power_before_unit(draft: Draft) -> None:
    """``2.63↓10*12`` before ``/L``: the unit's power ran into the value; so it did in ``1.08109`` beside an interval of as
    many decimals as are left."""
    text = plain(joined(draft.get("result")))
    match, level = _POWER.match(text), _LEVEL_POWER.match(text)
    interval = parse_range(draft.text("ref")) if level else None
    if level and interval is not None and decimals(interval.high_text) == len(level["part"]):
        match = level
    if match and match.start("power") and plain(joined(draft.get("unit"))).startswith("/"):
        draft.cells["result"], tail = cut_pieces(draft.get("result"), match.start("power"))
        draft.cells["unit"] = [*tail, *draft.get("unit")]


_TWO_COUNTS = re.compile(r"(?P<a>\d+)-(?P<middle>\d{2,6})-(?P<b>\d+)(?=/|\Z)")


def _count_and_range(draft: Draft) -> None:
    """``0-20-5``, a count in a field and its interval run together, where they can be parted in one way only."""
    cell = draft.get("result")
    match = _TWO_COUNTS.match(plain(joined(cell))) if not draft.get("ref") else None
    if match is None:
        return
    middle = match["middle"]
    cuts = [
        at
        for at in range(1, len(middle))
        if int(match["a"]) <= int(middle[:at]) and int(middle[at:]) < int(match["b"])
        and not re.match(r"0\d", middle[at:])
    ]  # fmt: skip
    if len(cuts) == 1:
        draft.cells["result"], draft.cells["ref"] = cut_pieces(cell, match.start("middle") + cuts[0])
        draft.cut = True


def _field_unit(draft: Draft) -> None:
    """``0-2/HPF`` beside an empty cell of a column of units, or an interval without a field: count and field are value and
    unit."""
    cell = draft.get("result")
    if not cell or draft.get("unit"):
        return
    match = re.search(r"(?<=\d)\s*(?=/\s*(?:HPF?|LPF?|hpf|lpf|cpo|μL|uL|ul)\Z)", plain(joined(cell)))
    if match:
        draft.cells["result"], draft.cells["unit"] = cut_pieces(cell, match.end())


def _square(draft: Draft) -> None:
    """The raised 2 of ``1.73m²`` that fell into the next cell."""
    unit, ref = joined(draft.get("unit")), plain(joined(draft.get("ref")))
    if re.search(r"1\.73\s?m\^?\Z", unit) and re.match(r"2\s*[<>≤≥(\[]", ref):
        head, tail = cut_pieces(draft.get("ref"), 1)
        draft.cells["unit"], draft.cells["ref"] = [*draft.get("unit"), *head], tail


#: What stands where there is no interval, perhaps with the unit behind it (``Not Established mg/dL``).
_NO_INTERVAL = re.compile(
    r"(?:not (?:estab(?:lished|\.)?|defined|available|applicable)|none|see note|no ref(?:erence)? range)\.?",
    re.IGNORECASE,
)


def _unit_behind_range(draft: Draft, has_unit_column: bool) -> None:
    """``18.0~40.0 %`` where the columns of interval and unit were read as one."""
    cell = draft.get("ref")
    if not cell or draft.get("unit"):
        return
    head, unit = split_trailing_unit(joined(cell))
    if unit and (_NO_INTERVAL.fullmatch(head) or (has_unit_column and parse_range(head) is not None)):
        draft.cells["ref"], draft.cells["unit"] = cut_pieces(cell, len(head))
