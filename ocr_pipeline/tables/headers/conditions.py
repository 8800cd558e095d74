"""Columns of results that belong to one row each: before and after dialysis, minutes after a drink of glucose, isolate 1 and
isolate 2, the share and the count of the same cells.

Each such column holds results, none of them an earlier one. A panel that has two or more is read once for each: the cells of
the others count as earlier results meanwhile, and the condition joins the name (``葡萄糖 30分钟``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.columns import Column
from ocr_pipeline.tables.headers.lexicon import header_words

if TYPE_CHECKING:
    from ocr_pipeline.tables.frame.grid import Band, Panel
    from ocr_pipeline.tables.results import Evidence

_TIME = r"(?:\d{1,3}(?:\.\d)?|半|[一二三四]|两)\s*(?:个)?(?:min(?:ute)?s?|分钟?|hours?|hrs?|h|小时|['′’])"
_CONDITION = re.compile(
    rf"(?:空腹|基础|基线|负荷|fasting|baseline|basal|餐前|餐后|服糖前|服糖后|用药[前后]|激发[前后]|刺激[前后])?\s*"
    rf"(?:[+T]?\s?(?:餐后|服糖后|post|after)?\s*{_TIME}\s*(?:post|after|后)?)"
    r"|(?:[01]?\d|2[0-4]):[0-5]\d|\d{1,2}\s?[ap]\.?m\.?"
    r"|(?:上午|下午|凌晨|早晨?|晚上?|夜间|午夜)?\s?(?:[01]?\d|2[0-4])\s?[点时](?:整|30分)?"
    r"|(?:早|午|中|晚)[餐饭][前后](?:\s?(?:\d|[一二两])?(?:h|小时))?|睡前|随机|入院时|出院时"
    r"|空腹|基础值?|基线|fasting|baseline|basal"
    r"|(?:透析?|治疗|手术|术|用药|服药|运动|激发|餐|化疗|输血|月经)[前后]"
    r"|(?:pre|post)[\s-]?(?:hd|dialysis|dose|treatment|op|operative|meal|prandial|transfusion|exercise)"
    r"|(?:before|after) (?:dialysis|treatment|dose|surgery|meals?|exercise|dinner|lunch|breakfast)"
    r"|[左右](?:侧|耳|眼)|左|右|卧位|立位|supine|standing|upright|trough|peak|谷浓度|峰浓度"
    r"|(?:isolate|organism|strain|菌株|菌|标本|样本|管)\s?[1-4一二三四]|(?:first|second|third) (?:sample|tube|specimen)|tube\s?[1-4]|allele\s?[12]",
    re.IGNORECASE,
)


#: What heads a result in one system of units beside the same in another.
_SYSTEM = re.compile(
    r"\bS\.?I\.?\b|\bconv(?:entional)?\b|\btraditional\b|\bmetric\b|\bU\.?S\.?\b|\bunits?\b|国际单位|传统单位|常规单位",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def is_condition(text: str) -> bool:
    """True for a header cell that says when, where or in which state a sample was taken, and nothing else."""
    body = plain(text).strip(" :()")
    return len(body) <= 24 and bool(_CONDITION.fullmatch(body))


#: ``1 MIC``, ``Interp #2``: the header of one of several germs.
_NUMBERED = re.compile(
    r"#?(?P<first>[1-4])[.)]?\s+(?P<word>[^\W\d_][^\d]*)|(?P<said>[^\W\d_][^\d]*?)\s*#?(?P<last>[1-4])"
)
_FEW = ("#", "1", "2", "3", "4")


def numbered(text: str) -> tuple[str, str] | None:
    """A header's word and the number of the germ whose results it heads; None where it has none."""
    body = plain(text).strip()
    found = _NUMBERED.fullmatch(body) if body[-1:] in _FEW or body.startswith(_FEW) else None
    return (found["word"] or found["said"], found["first"] or found["last"]) if found else None


def conditions(pieces: Sequence[Piece]) -> list[Piece]:
    """The headers of a band that say conditions, where there are two or more; none for one alone."""
    said = [p for p in pieces if is_condition(p.text)]
    return said if len({compact(p.text) for p in said}) > 1 else []


def name_before_states(
    columns: Sequence[Column], pieces: Sequence[Piece], unknown: Sequence[Piece], states: Sequence[Piece]
) -> Column | None:
    """The column of names under whatever stands alone before three or more conditions (``Specimen | 0 min | 30 min``), where no
    other header is; None for anything else."""
    first = pieces[0]
    others = [p for p in pieces[1:] if p not in states]
    named = any(c.kind == "name" for c in columns) or first in states or any(c.isdigit() for c in first.text)
    if named or others or len(states) < 3 or any(p not in states and p is not first for p in unknown):
        return None
    return Column("name", first.x0, first.x1, first.text)


def labelled_above(columns: Sequence[Column], above: Band | None) -> list[Column]:
    """``columns`` of one header, where several results of one title come back with a label each over them (``Isolate 1`` over
    ``MIC Interp``): conditions. Not where a unit comes back with them or the labels name systems of units: the same result in
    another one."""
    results = [i for i, c in enumerate(columns) if c.kind == "result" and not c.condition]
    if above is None or len(results) < 2 or len({compact(columns[i].title) for i in results}) > 1:
        return list(columns)
    if any(c.kind in ("name", "serial", "unit") for c in columns[results[0] :]):
        return list(columns)
    ends = [*(columns[i].x0 for i in results[1:]), float("inf")]
    labels: list[str] = []
    for i, end in zip(results, ends, strict=True):
        over = [p for p in above.pieces if columns[i].x0 - 3 * p.height < p.center < end]
        labels += [over[0].text] if len(over) == 1 else []
    if len(set(labels)) < len(results):
        return list(columns)
    if all(_SYSTEM.search(plain(label)) for label in labels):
        return [c if i < results[1] else replace(c, kind="other") for i, c in enumerate(columns)]
    titles = dict(zip(results, labels, strict=True))
    return [replace(c, condition=titles.get(i, "")) for i, c in enumerate(columns)]


def of_share_and_count(columns: Sequence[Column]) -> list[Column]:
    """Two columns of results with a unit each in their headers (``百分比(%)`` and ``绝对计数``, ``%`` and ``g/dL``), each with
    an interval of its own or none at all: results both, in their units."""
    places = [i for i, c in enumerate(columns) if c.kind == "result" and not c.condition]
    if len(places) != 2 or any(c.kind == "unit" for c in columns):
        return list(columns)
    first, second = places
    one, two = (_measure(columns[i].title) for i in places)
    shares = (one == "%") != (two == "%")
    refs = [any(c.kind == "ref" for c in columns[a + 1 : b]) for a, b in ((first, second), (second, len(columns)))]
    named_between = any(c.kind in ("name", "serial") for c in columns[first:second])
    if not (one and two and shares) or refs[0] != refs[1] or named_between:
        return list(columns)
    return [replace(c, condition=_measure(c.title)) if i in places else c for i, c in enumerate(columns)]


def _measure(title: str) -> str:
    """The unit that a header of results tells, ``%`` for a share, ``#`` for a count in whatever unit; empty for neither."""
    body = plain(title).strip()
    bracket = re.search(r"[(\[](?P<unit>[^()\[\]]+)[)\]]", body)
    unit = parse_unit(bracket["unit"] if bracket else body)
    if unit is not None:
        return unit
    if re.search(r"百分|比例|percent|relative|\bpct\b", body, re.IGNORECASE):
        return "%"
    return "#" if re.search(r"绝对|计数|absolute|\babs\b|count", body, re.IGNORECASE) else ""


def each_condition(panel: Panel) -> list[tuple[str, Panel]]:
    """For each condition its title and the panel as it is for it, without what stands under the others; the panel alone where it
    has none.

    What comes back between one condition's column and the next (an interval, a mark) belongs to the column before it; as many
    intervals as conditions behind the last of them belong to one each, in their order.
    """
    columns = panel.columns
    places = [i for i, c in enumerate(columns) if c.condition]
    if len(places) < 2:
        return [("", panel)]
    blocks = [range(a, b) for a, b in zip(places, [*places[1:], len(columns)], strict=True)]
    own = {c.kind for block in blocks[:-1] for c in columns[block[0] + 1 : block[-1] + 1]}
    own |= {"ref", "flag"} if "unit" in own else set()  # an interval in the unit of the last, and its mark
    behind = [i for i in blocks[-1] if columns[i].kind == "ref"]
    in_turn = len(behind) == len(places) and not any(columns[i].kind == "ref" for i in range(places[-1]))
    own |= {"ref"} if in_turn else set()
    shared = {i for i, c in enumerate(columns) if i < places[0] or (i > places[-1] and c.kind not in own)}
    out: list[tuple[str, Panel]] = []
    for turn, block in enumerate(blocks):
        mine = shared | set(block)
        mine = (mine - set(behind)) | {behind[turn]} if in_turn else mine
        kept = tuple(c if i in mine else replace(c, kind="other", condition="") for i, c in enumerate(columns))
        bands = tuple(b for band in panel.bands if (b := _within(panel, band, mine, block[0], places)) is not None)
        out.append((columns[block[0]].condition, replace(panel, columns=kept, bands=bands)))
    return out


def _within(panel: Panel, band: Band, mine: set[int], result: int, results: Sequence[int]) -> Band | None:
    """The band without the cells of other conditions; None where only these have a result on it."""
    last = len(panel.columns) - 1

    def over(piece: Piece) -> range:
        return range(max(0, panel.column_of(piece.x0)), min(last, panel.column_of(piece.x1)) + 1)

    pieces = [p for p in band.pieces if any(i in mine for i in over(p)) or not over(p)]
    if not any(result in over(p) for p in pieces) and any(i in results for p in band.pieces for i in over(p)):
        return None
    return replace(band, pieces=pieces) if pieces else None


def is_header_unit(text: str) -> bool:
    """A unit alone where a header stands: the results below it are in that unit."""
    return not text.isdigit() and not header_words(text) and parse_unit(text) is not None


def under_condition(condition: str, read: Sequence[tuple[Result, Evidence]]) -> list[tuple[Result, Evidence]]:
    """``read`` with the condition behind the names; a share or a unit is told by the unit already."""
    if condition == "#":
        lacking = (Reason.UNIT_MISSING,)
        return [(r if r.unit or r.value == "" else replace(r, reasons=(*r.reasons, *lacking)), e) for r, e in read]
    if not condition or parse_unit(condition) is not None:
        return list(read)
    return [(replace(r, name=f"{_without_unit(r.name, r.unit)} {condition}".strip()), e) for r, e in read]


def _without_unit(name: str, unit: str) -> str:
    """``name`` without the row's unit in brackets at its end (``Insulin (mIU/L)``), before a condition."""
    bracket = re.search(r"\s*[(\[](?P<unit>[^()\[\]]{1,12})[)\]]\s*\Z", name)
    own = bracket is not None and bool(unit) and parse_unit(bracket["unit"]) == unit
    return name[: bracket.start()] if bracket is not None and own else name


def together(parts: Sequence[Sequence[tuple[Result, Evidence]]]) -> list[tuple[Result, Evidence]]:
    """The rows of all conditions, line by line: once only what stands beside the columns."""
    if len(parts) == 1:
        return list(parts[0])
    tops = [
        (max(y for _, y in r.polygon) if r.polygon else 0.0, k, r, e) for k, part in enumerate(parts) for r, e in part
    ]
    once = {(r.value_polygon or (top, k)): (top, k, r, e) for top, k, r, e in reversed(tops)}
    return [(r, e) for _, _, r, e in sorted(once.values(), key=lambda one: one[:2])]
