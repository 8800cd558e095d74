"""Which bands of a panel show that they are rows: a name and a value, with what else says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_pipeline.tables.bands.remarks import is_bare
from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import is_range_or_word
from ocr_pipeline.tables.grammar.units import looks_like_unit
from ocr_pipeline.tables.grammar.values import number_within, parse_value
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.scope import has_date, is_identity, is_labelled, is_sentence

_LONGEST_CODE = 4  #: letters of what stands over a chart: ``RBC``, ``PLT``


def is_full(draft: Draft) -> bool:
    return bool(draft.get("name") or draft.get("code")) and bool(draft.get("result"))


def begins_rows(draft: Draft | None) -> bool:
    """Whether rows begin at ``draft``, right below a line in which a table would end, did it not stand above all of its rows."""
    return draft is not None and is_full(draft) and not draft.cut and reads_as_value(draft.text("result"))


def looks_like_result(draft: Draft) -> bool:
    """A full row whose cells say that it is one: a value of known form and a unit or an interval."""
    if not is_full(draft):
        return False
    text = draft.text("result")
    good_value = reads_as_value(text) or bool(draft.marks)
    unit = any(looks_like_unit(p.text) or "/1.73m" in p.text for p in draft.get("unit"))
    return good_value and (unit or is_range_or_word(draft.text("ref"))) and not has_date(text)


def says_more(draft: Draft) -> bool:
    """True where a unit or an interval stands beside the name, and not the name over a chart beside the table, misread or not."""
    said = draft.text("ref")
    charted = is_name(said) or (
        said.isalpha() and said.isupper() and len(said) <= _LONGEST_CODE and not is_range_or_word(said)
    )
    return bool(draft.get("unit")) or (bool(said) and not charted)


def reads_as_value(text: str) -> bool:
    """A value of known form, perhaps with a mark of abnormality glued to it."""
    return parse_value(split_flag(text)[0]) is not None or number_within(text) is not None


def tells(value: str, unit: Sequence[Piece], intervals: Iterable[str]) -> bool:
    """True when a row shows that it is one: a value of known form, a unit or an interval."""
    return reads_as_value(value) or any(looks_like_unit(p.text) for p in unit) or any(map(is_range_or_word, intervals))


def stands_bare(draft: Draft) -> bool:
    """A full row of a quantity without unit (the pH of a blood gas, an INR, a ratio), or a known name with a value; or one that
    lacks its value, or whose value is a word that nobody knows."""
    if _lacks_value(draft) or _says_another_word(draft):
        return True
    value = parse_value(split_flag(draft.text("result"))[0]) if is_full(draft) else None
    if value is None:
        return False
    name = plain(draft.text("name")).strip()
    return is_name(name) or (value.kind == "number" and is_bare(name))


def is_finding(draft: Draft) -> bool:
    """A known name and a finding in words or a titre, each in its column: a row wherever it stands (``HBsAg   Non-reactive``)."""
    value = parse_value(split_flag(draft.text("result"))[0]) if is_full(draft) and not draft.cut else None
    return value is not None and value.kind in ("word", "titre") and is_name(plain(draft.text("name")).strip())


def _lacks_value(draft: Draft) -> bool:
    """A known name beside a unit, without a value: a sign that was not seen (``KET  -  0 mmol/L``)."""
    unit = any(looks_like_unit(p.text) for p in draft.get("unit"))
    return unit and not draft.get("result") and is_name(draft.text("name") or draft.text("code"))


def _says_another_word(draft: Draft) -> bool:
    """A known name, what it should be, and words between them that are in no list (``颜色  麦秆色  淡黄色``)."""
    if not is_full(draft) or draft.cut or not is_name(draft.text("name")) or not is_range_or_word(draft.text("ref")):
        return False
    text = draft.text("result")
    return len(text) <= _FINDING and not any(map(str.isdigit, text)) and not is_identity(text)


def mostly_labels(names: Sequence[str]) -> bool:
    """True where the names of a panel end in a colon (``Volumen:``), nearly all of them."""
    ends = [plain(name).rstrip().endswith(":") for name in names]
    return len(ends) >= _LABELS and sum(ends) >= 0.8 * len(ends)


#: Fewer labels with numbers behind them may be a form's.
_LABELS = 5


def stands_between(draft: Draft, following: Draft | None, last_y: float, near: float, labels: bool) -> bool:
    """A name and a number in line between two full rows, at the distance that rows have here (``near``), or a finding below
    one. ``labels``: all names have colons, so that one tells no form's field and what stands behind it is a finding, known or
    not (``Color: Blanco grisáceo``)."""
    if not is_full(draft) or draft.y - last_y > near:
        return False
    name, text = draft.text("name"), draft.text("result")
    value = parse_value(split_flag(text)[0])
    if labels and plain(name).rstrip().endswith(":") and not is_identity(name) and not has_date(text):
        return value is not None or (len(text) <= _FINDING and not any(map(str.isdigit, text)))
    if value is None:
        return False
    if value.kind in ("word", "titre"):
        return bool(draft.get("name")) and not is_labelled(name)
    level = following is not None and looks_like_result(following) and following.y - draft.y <= near
    return value.kind == "number" and level


#: Characters; longer ones are sentences.
_FINDING = 24


def says_in_words(draft: Draft, above: Iterable[str]) -> bool:
    """True for a sentence that reaches into the column of results below three of them or more that are numbers all: its words
    are no cells."""
    if not (draft.get("result") and is_sentence(draft.band)):
        return False  # nearly all: the rows above are not asked
    values = [parse_value(value) for value in above]
    return len(values) >= 3 and all(v is not None and v.kind == "number" for v in values)
