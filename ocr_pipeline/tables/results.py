"""From rows in pieces to results as printed, each with the evidence that doubt is judged by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ocr_pipeline.page import Char, Line
from ocr_pipeline.report import Flag, Reason, Result
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.contents.called import called
from ocr_pipeline.tables.contents.implied import implied_unit, legible_unit, power_behind, without_unit_of
from ocr_pipeline.tables.frame.pieces import joined
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.grammar.normal import is_cjk, plain, printed
from ocr_pipeline.tables.grammar.numbers import parse_number
from ocr_pipeline.tables.grammar.ranges import is_range_or_word, parse_range
from ocr_pipeline.tables.grammar.tiers import completes, with_labels
from ocr_pipeline.tables.grammar.units import mend_letters, mend_power, parse_unit
from ocr_pipeline.tables.grammar.values import (
    HAN_SIGNS,
    Value,
    any_value,
    mend_signs,
    number_within,
    parse_value,
    sign_lost,
    simplified,
)
from ocr_pipeline.tables.grammar.words import is_bent_word
from ocr_pipeline.tables.headers.sexes import with_sexes
from ocr_pipeline.tables.intervals.bounds import with_bounds
from ocr_pipeline.tables.intervals.reference import reference_of
from ocr_pipeline.tables.marks.hardly import hardly_read
from ocr_pipeline.tables.marks.in_units import mark_in_unit
from ocr_pipeline.tables.marks.in_values import value_text
from ocr_pipeline.tables.marks.minus import with_minus
from ocr_pipeline.tables.marks.sides import agrees, is_fraction, side_of, without_far_marks, without_mark_before_unit
from ocr_pipeline.tables.marks.starred import is_starred, is_unusual, marked_name, with_stars
from ocr_pipeline.tables.naming.elastic import with_coagulation_index
from ocr_pipeline.tables.naming.names import serials, split_code, without_unit
from ocr_pipeline.tables.naming.numbered import without_laboratories
from ocr_pipeline.tables.naming.vietnamese import said, same_letters, sexes
from ocr_pipeline.tables.places import hull, inked, is_digital, value_only
from ocr_pipeline.tables.scope import has_date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the eye saw of one result. ``value_chars`` are the recognised characters of the value cell, ``height`` the
    print's height in flat pixels; ``cut`` when print without a gap was divided between columns; ``split`` when parts come
    from several bands; ``spread`` the vertical scatter of the row's parts in text heights; ``panel`` counts panels of the
    document; ``serial`` is the printed running number; ``ranked`` the value as the recogniser spelled it;
    ``rival`` when another number of the row may be the result; ``row_lines``
    and ``value_lines`` are the pieces of print that the row and its value were read from."""

    value_chars: tuple[Char, ...] = ()
    range_chars: tuple[Char, ...] = ()
    name_chars: tuple[Char, ...] = ()
    height: float = 0.0
    cut: bool = False
    split: bool = False
    spread: float = 0.0
    panel: int = 0
    serial: int | None = None
    ranked: str = ""
    mark: str = ""
    inferred: bool = False
    digital: bool = False
    rival: bool = False
    row_lines: tuple[Line, ...] = ()
    value_lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class PanelFacts:
    """What holds for all rows of a panel: its number, page, default unit, and how it was found; ``uncertain`` when
    another column could hold the results, ``elsewhere`` when they stand under another word, ``has_units`` when there is a column of units, ``bounds_apart`` when each bound
    of the intervals has a column of its own; ``sexes`` are the words over two columns of intervals."""

    number: int
    page: int
    unit: str = ""
    inferred: bool = False
    decimal_comma: bool = False
    vietnamese: bool = False
    turkish: bool = False
    uncertain: bool = False
    elsewhere: bool = False
    has_units: bool = False
    bounds_apart: bool = False
    sexes: tuple[str, ...] = ()


def to_results(rows: list[Row], facts: PanelFacts) -> list[tuple[Result, Evidence]]:
    """One result and its evidence a row, in order; rows that hold neither name nor value give none."""
    names = with_coagulation_index(without_laboratories([without_unit(joined(r.name)) for r in rows]))
    numbers = serials(names)
    taken = frozenset(split_code(name)[0].casefold() for name in names)
    named = sum(bool(r.name and r.code) for r in rows) > 0.6 * len(rows)
    nameless = sum(bool(r.value) and not r.name and not r.code for r in rows)
    out: list[tuple[Result, Evidence]] = []
    starred: list[bool] = []
    begins: list[float] = []
    for row, name, number in zip(rows, names, numbers, strict=True):
        text = name[number[1] :] if number else name
        built = _one(row, text, number[0] if number else _serial(row), facts, taken)
        without = named and not row.name  # all others have a name beside their code
        borrowed = nameless > 1 and bool(row.name) and _is_below(row)  # a note below the last of them
        if built is not None and (without or borrowed):
            built = replace(built[0], reasons=(*built[0].reasons, Reason.NAME_UNCERTAIN)), built[1]
        if built is not None:
            out.append(built)
            starred.append(is_starred(plain(text) or plain(joined(row.code))))
            begins.append(min((p.x0 if p.start else p.line.left for p in (*row.name, *row.code)), default=0.0))
    comma = facts.decimal_comma
    return with_minus(with_stars(_with_ranges(out, comma), starred, comma, begins), comma)


def _is_below(row: Row) -> bool:
    """Whether all of the name stands below the line of the value."""
    return min(p.y for p in row.name) > row.y + 0.6 * row.height


def _with_ranges(found: list[tuple[Result, Evidence]], comma: bool) -> list[tuple[Result, Evidence]]:
    """Intervals with the labels and bounds that they must have; a row is doubtful where something was written out."""
    if any(e.digital for _, e in found):
        return found
    told = with_bounds(with_labels([r.reference_range for r, _ in found]), comma)
    return [
        (
            r
            if r.reference_range == t
            else replace(
                r,
                reference_range=t,
                reasons=(*r.reasons, *(Reason.RANGE_UNREADABLE,) * (not completes(r.reference_range, t))),
            ),
            e,
        )
        for (r, e), t in zip(found, told, strict=True)
    ]


def _serial(row: Row) -> int | None:
    text = joined(row.serial).strip(" .、)")
    return int(text) if text.isdecimal() and len(text) <= 3 else None


_STAMPED = frozenset(("seen",))  #: a stamp, or the end of ``None seen``: no result without a name
#: Of a blood gas, above its rows.
_SETTING = re.compile(
    r"(?:体温|temp(?:erature|\.)?)\s*[:：]?\s*\d|T\s*[:：=]?\s*3\d\.\d\s?[°℃]|(?:[标样]本|样品)类[型别]\s*[:：]",
    re.IGNORECASE,
)
#: A number with its unit: the result of the card beside.
_MEASURE = re.compile(
    r"[<>≤≥]?\s?\d+(?:\.\d+)?\s?[↑↓]?\s(?:[A-Za-zμ%]{1,8}/[A-Za-z0-9^.]{1,8}|10\^\d{1,2}/[A-Za-zμ]{1,2}|%)"
)
#: A line of intervals for all rows, below them (``参考值：葡萄糖 空腹3.9-6.1 mmol/L``).
_OF_INTERVALS = re.compile(r"(?:正常)?[参參]考(?:值|[范範][围圍]|[区區][间間])\s*:\s*[\u4e00-\u9fff]{2}")
#: ``100``, ``200 300fL``: no analyte is called so.
_AXIS = re.compile(r"[\d.,\s]+(?:f[lL1])?")
_TICKS = re.compile(r"\d{1,3}(?:\s?f[lL1])?(?:\s\d{1,3}(?:\s?f[lL1])?)+")  #: ``300 fL 0 100``: whatever stands beside
_FIGURE = re.compile(r"(?:Fig(?:ure)?s?\.?|图片?)\s?\d{1,2}[a-z]?\.?", re.IGNORECASE)  #: no value: it names a picture
_BLOOD_GROUP = re.compile(r"\bABO\b|血型|blood (?:group|type)|gr[ou]+p+[eo] sang|kan grubu|nhóm máu", re.IGNORECASE)
#: A value inside a name: two results that ran together (``URR 71.8%Kt/V``).
_TWO_ROWS = re.compile(r":\s?\d[\d.,]*\s?[A-Za-zμ%/]+\s+\S|\d\.\d+\s?%\s?[^\W\d_]|\s\d+\s?%\s?[A-Z]")
#: A quantity without a unit, whatever unit heads the others.
_RATIO = re.compile(r"比值|指数|\bratio\b|\bindex\b|\bINR\b", re.IGNORECASE)
#: A sentence that ends in a measure (``集合系统未见分离。门静脉内径约``), read in its section.
_SENTENCE = re.compile(r"[一-鿿]{4}。[一-鿿]{2}|(?:[一-鿿]{3}[,，、;；。].*){2}[一-鿿]{3}")


def _one(
    row: Row, name_text: str, serial: int | None, facts: PanelFacts, taken: frozenset[str]
) -> tuple[Result, Evidence] | None:
    row, odd = _without_odd_mark(without_far_marks(row))
    row, before_unit = without_mark_before_unit(row)
    odd = odd or before_unit
    who = called(row, name_text, taken, vietnamese=facts.vietnamese, turkish=facts.turkish)
    name, raw = who.name, joined(row.value)
    if _is_other_print(name, raw, row):
        return None
    text, mark = value_text(raw)
    value = any_value(simplified(mend_signs(text), name), facts.decimal_comma) if text else any_value("")
    spelled = said(value.body) if facts.vietnamese and value.kind in ("text", "word") else value.body
    if not name and not _is_result_alone(value, row):
        return None
    unit, unit_in_value = _unit(row)
    behind_value, unit = mark_in_unit(unit)
    if behind_value:
        row = replace(row, marks=[*row.marks, (row.unit[0], behind_value)])
    unit = legible_unit(unit, name) if unit and value.kind == "number" else unit
    stamped = value.kind == "word" and len(unit) > 1 and all(map(is_cjk, unit)) and parse_unit(unit) is None
    unit = "" if stamped else unit
    reference, dash_lost = _reference(row, name, facts)
    if not unit:
        reference, unit = power_behind(reference)
    if mark and mark.flag == "A" and value.kind == "word" and value.body == reference and not is_digital(row.value):
        odd = odd or mark.text  # a speck: no star marks what the interval asks for
        mark = None
    flag = _flag([*([mark] if mark else []), *(m for _, m in row.marks)])
    reasons: list[Reason] = []
    if not value.body:
        reasons.append(Reason.VALUE_MISSING)
    if not name:
        reasons.append(Reason.UNREADABLE)
    if row.cut or facts.elsewhere or (facts.uncertain and (row.prior or not facts.inferred)):
        reasons.append(Reason.COLUMNS_UNCERTAIN)
    if odd or row.odd:
        side = side_of(value, reference, facts.decimal_comma)
        if not agrees(odd or row.odd, side):
            reasons.append(Reason.SYMBOL_UNCERTAIN)
        flag = flag or side or ("A" if is_unusual(value.body, reference) else "")
    if plain(text).strip() in HAN_SIGNS or sign_lost(text) or (value.body, reference) == ("--", "-"):
        reasons.append(Reason.SYMBOL_UNCERTAIN)
    if who.unsure or _TWO_ROWS.search(plain(name)):
        reasons.append(Reason.NAME_UNCERTAIN)
    if dash_lost and not facts.bounds_apart:
        reasons.append(Reason.RANGE_UNREADABLE)
    value, doubts = _mended(value, spelled, name, row)
    reasons += doubts
    value, over = _without_overprint(value, row, facts.decimal_comma)
    if over or stamped:
        reasons.append(Reason.OVERPRINTED)
    dusty = _without_dust(value, reference, facts.decimal_comma)
    if dusty is not None:
        value = dusty
        reasons.append(Reason.AMBIGUOUS_CHARACTER)
    if not unit and not unit_in_value and "/" not in value.body:
        unit = _unit_elsewhere(name, value, reference, facts)
        reference = without_unit_of(reference, unit)
    if flag == "LL" and unit in ("", "L/L") and facts.has_units and is_fraction(value, reference, facts.decimal_comma):
        unit = "L/L"  # the slash between the letters was not seen
        flag = _flag([m for m in [*([mark] if mark else []), *(m for _, m in row.marks)] if m.flag != "LL"])
    side = side_of(value, reference, facts.decimal_comma)
    name, flag = marked_name(name, flag, side)
    reasons += [Reason.SYMBOL_UNCERTAIN] * hardly_read(row.marks, side)
    titre = parse_value(reference) if not value.body and ":" in reference else None
    if titre is not None and titre.kind == "titre":  # an interval says what a titre stays below
        value, reference, reasons = titre, "", [Reason.COLUMNS_UNCERTAIN]
    everything, value_chars = row.pieces(), inked(row.value)
    result = Result(
        name=name,
        value=value.body,
        unit=unit,
        reference_range=reference,
        flag=flag,
        code=who.code,
        comparator=value.comparator,
        confidence=min((c.confidence for c in value_chars), default=0.0),
        reasons=tuple(reasons),
        note=f"Also printed as {row.twice}." if row.twice else "",
        page=facts.page,
        polygon=hull(everything),
        value_polygon=hull(row.value),
        group=printed(row.group),
        specimen=row.specimen,
    )
    evidence = Evidence(
        value_chars=value_chars,
        range_chars=inked(p for ref in row.refs for p in ref),
        name_chars=who.chars,
        height=row.height,
        cut=row.cut,
        split=row.split,
        spread=row.spread,
        panel=facts.number,
        serial=serial,
        ranked=raw,
        mark=" ".join(m.text for m in [*([mark] if mark else []), *(m for _, m in row.marks)]),
        inferred=facts.inferred,
        digital=is_digital(row.value),
        rival=facts.uncertain and bool(row.prior),
        row_lines=tuple(p.as_line() for p in everything),
        value_lines=tuple(p.as_line() for p in value_only(row.value, value)),
    )
    return result, evidence


def _is_other_print(name: str, raw: str, row: Row) -> bool:
    """A date, a figure's name, a setting of the analyser, the numbers along an axis, or text: in a row, but no result."""
    if has_date(name) or (has_date(f"{name} {raw}") and not row.refs and not row.unit):
        return True
    if _FIGURE.fullmatch(plain(raw).strip()) or _TICKS.fullmatch(name):
        return True
    if _SETTING.match(name) or _OF_INTERVALS.match(name) or _MEASURE.fullmatch(plain(name).strip()):
        return True
    ranged = any(is_range_or_word(joined(part)) for part in row.refs)
    return not ranged and bool(_AXIS.fullmatch(name) or _SENTENCE.search(name))


def _is_result_alone(value: Value, row: Row) -> bool:
    """Whether ``value`` is one even without a name."""
    if not value.body or value.kind == "text" or value.body.casefold() in _STAMPED:
        return False
    return value.kind != "sign" or bool(row.refs)


def _reference(row: Row, name: str, facts: PanelFacts) -> tuple[str, bool]:
    """The interval as printed, and whether its dash was lost."""
    interval, dash_lost = reference_of(row)
    interval = with_sexes(interval, facts.sexes)
    interval = said(sexes(interval)) if facts.vietnamese and not is_digital(row.value) else mend_signs(interval)
    return simplified(interval, name), dash_lost


def _mended(value: Value, spelled: str, name: str, row: Row) -> tuple[Value, list[Reason]]:
    """``value`` as it must have been spelled, and a reason for each letter that it changed."""
    doubts = []
    if spelled != value.body or (value.kind == "text" and is_bent_word(value.body) and not is_digital(row.value)):
        if spelled == value.body or not same_letters(spelled, value.body):
            doubts.append(Reason.AMBIGUOUS_CHARACTER)
        value = any_value(spelled)
    if value.body in ("0", "0型", "8", "8型") and _BLOOD_GROUP.search(plain(name)):
        value = any_value(value.body.replace("0", "O").replace("8", "B"))
        doubts.append(Reason.AMBIGUOUS_CHARACTER)
    return value, doubts


def _unit_elsewhere(name: str, value: Value, reference: str, facts: PanelFacts) -> str:
    """The unit of a row that prints none: what its name or interval says, else the one above the column."""
    told = reference if value.kind not in ("word", "sign") else ""  # a word is in no unit
    unit = implied_unit(name, told, facts.has_units and value.kind == "number")
    measured = value.kind in ("number", "interval") and not _RATIO.search(plain(name))
    return unit or (facts.unit if measured else "")


def _without_odd_mark(row: Row) -> tuple[Row, str]:
    """The row without single characters that stand apart behind a number, and these: a mark of abnormality that was not
    legible."""
    if len(row.value) < 2 or parse_value(row.value[0].text) is None:
        return row, ""
    apart = all(
        len(p.text) == 1 and p.x0 - row.value[0].x1 > 0.3 * p.height and p.index != row.value[0].index
        for p in row.value[1:]
    )
    number = parse_value(row.value[0].text)
    if not apart or number is None or number.kind != "number":
        return row, ""
    return replace(row, value=row.value[:1]), "".join(p.text for p in row.value[1:])


def _without_overprint(value: Value, row: Row, comma: bool) -> tuple[Value, bool]:
    """A number without the few letters beside it that are no unit and no mark (leader dots or a watermark read as letters),
    in a row that has its unit or interval."""
    if not (row.unit or row.refs):
        return value, False
    if value.kind == "word" and len(row.value) > 1 and all(plain(p.text) in "-_一—" for p in row.value[1:]):
        return parse_value(row.value[0].text, comma) or value, True
    if value.kind != "text":
        return value, False
    number = number_within(value.body, comma)
    if number is None and len(row.value) > 1:
        # letters of a watermark, or a dash, beside a word that is a result by itself
        known = [v for p in row.value if (v := parse_value(p.text, comma)) is not None and v.body not in ("-", "--")]
        number = known[0] if len(known) == 1 and known[0].kind == "word" else None
    return (number, True) if number is not None else (value, False)


def _without_dust(value: Value, reference: str, comma: bool) -> Value | None:
    """``.170`` beside an interval of whole numbers: the dot is dust. ``.5`` there may be either, and stays. None where no
    number begins with a dot or the interval tells nothing."""
    interval = parse_range(reference, comma)
    if interval is None or value.kind != "number" or not re.match(r"[.,]\d+\Z", value.body):
        return None
    if any("." in t or "," in t for t in (interval.low_text, interval.high_text)):
        return None
    return (
        value
        if len(value.body) == 2
        else replace(value, body=value.body[1:], number=parse_number(value.body[1:], comma))
    )


def _flag(marks: list[Mark]) -> Flag:
    """The most telling of the marks of a row: an arrow or letter before a mere star."""
    flags = [m.flag for m in marks if m.flag]
    order: tuple[Flag, ...] = ("HH", "LL", "H", "L", "A")
    return next((wanted for wanted in order if wanted in flags), "")


def _unit(row: Row) -> tuple[str, bool]:
    level = [p for p in row.unit if len(p.text) > 1 or p.text in "%‰秒分" or abs(p.y - row.y) < 0.6 * row.height]
    text = printed(joined(level))  # without a letter of a chart below
    if text in ("-", "--", "/", "—", "无", "N/A", "NA", "."):
        return "", True
    known = parse_unit(text) or parse_unit(mend_letters(text))
    if known is None and len(text) == 1 and text not in "。名告必多" and is_cjk(text):
        return "", False  # a letter of a watermark: no unit is one such letter unless it is a known one
    if known is None and len(level) > 1:
        # a stamp or watermark beside the unit
        known = next((u for p in level if (u := parse_unit(p.text)) is not None), None)
    text = re.sub(r"(?<=\d/)[\u4e00-\u9fff]\Z", "", text)  # 10^9/中: a watermark over the litre
    if known is None and has_date(text):
        return "", False  # of the result before, which reaches under the units
    return (known if known is not None else mend_power(text)), bool(text)
