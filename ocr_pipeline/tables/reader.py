"""All tables of a document: headers, panels, rows, over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.layout.beside import prose_beside
from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.layout.told import lines_of_text
from ocr_pipeline.page import PageImage, PageText
from ocr_pipeline.report import Reason, Region, Result
from ocr_pipeline.tables.cells import drafts, holds_rows
from ocr_pipeline.tables.centred import with_centred_names
from ocr_pipeline.tables.cut_panels import names_without_results
from ocr_pipeline.tables.edges import place_bounds
from ocr_pipeline.tables.forms.above import formed_rows, slip_rows
from ocr_pipeline.tables.forms.boxes import boxed_rows
from ocr_pipeline.tables.forms.cards import carded_rows, labelled_rows
from ocr_pipeline.tables.forms.colons import colon_rows
from ocr_pipeline.tables.forms.conversions import without_conversions
from ocr_pipeline.tables.forms.cultures import culture_rows
from ocr_pipeline.tables.forms.keys import without_keys
from ocr_pipeline.tables.forms.lines import alone_rows, labelled_beside, listed_rows, ragged_rows, unread_between
from ocr_pipeline.tables.forms.measured import measured_rows
from ocr_pipeline.tables.forms.moments import rows_of_moments
from ocr_pipeline.tables.forms.ranged_cards import cards_with_values_below, ranged_cards
from ocr_pipeline.tables.forms.susceptible import susceptible_rows, with_interpretation
from ocr_pipeline.tables.forms.transposed import transposed_rows
from ocr_pipeline.tables.full import looks_like_result
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.numbers import uses_decimal_comma
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.traditional import prints_traditional, traditional
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grid import (
    Band,
    Header,
    Panel,
    bands,
    is_foreign,
    of_panel,
    read_header,
)
from ocr_pipeline.tables.headers.columns import BOUNDS
from ocr_pipeline.tables.headers.conditions import each_condition, labelled_above, together, under_condition
from ocr_pipeline.tables.headers.dated import is_date
from ocr_pipeline.tables.headers.elsewhere import under_another_word
from ocr_pipeline.tables.headers.flowsheet import dated_header
from ocr_pipeline.tables.headers.guessed import (
    with_conditions,
    with_intervals,
    with_measures,
    with_names,
    with_others,
    with_unheaded,
    with_values,
)
from ocr_pipeline.tables.headers.inferred import infer_panels
from ocr_pipeline.tables.headers.measures import named_by_interval, of_two_measures, with_second_line
from ocr_pipeline.tables.headers.panels import split_panels
from ocr_pipeline.tables.headers.second_lines import clocks_below, goes_below
from ocr_pipeline.tables.headers.sexes import sexes_of
from ocr_pipeline.tables.headers.siblings import named_as_neighbours, with_columns_of_neighbours
from ocr_pipeline.tables.headers.systems import with_one_system
from ocr_pipeline.tables.headers.topical import topical_header
from ocr_pipeline.tables.headers.wrapped import wrapped_header
from ocr_pipeline.tables.implied import complete_units
from ocr_pipeline.tables.intervals.torn import with_whole_intervals
from ocr_pipeline.tables.leaders import without_leaders, without_leading_dashes
from ocr_pipeline.tables.levels import with_lines_joined
from ocr_pipeline.tables.marks.bold import with_bold_marks
from ocr_pipeline.tables.marks.germs import with_susceptibility
from ocr_pipeline.tables.marks.patterned import with_patterned_marks
from ocr_pipeline.tables.marks.unseen import with_unseen_marks
from ocr_pipeline.tables.naming.turkish import finding, is_turkish, prints_dots
from ocr_pipeline.tables.naming.vietnamese import is_vietnamese
from ocr_pipeline.tables.other_papers import is_of_food
from ocr_pipeline.tables.readable import readable
from ocr_pipeline.tables.results import Evidence, PanelFacts, to_results
from ocr_pipeline.tables.rows import panel_rows
from ocr_pipeline.tables.scope import ends_table, has_date
from ocr_pipeline.tables.script import other_script
from ocr_pipeline.tables.unseen import with_unseen_cells


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Text inside a table that belongs to no row: page, index of its line, and the text."""

    page: int
    line: int
    text: str
    panel: int


@dataclass(frozen=True)
class Tables:
    """``evidence`` runs parallel to ``results``. ``used_lines`` are (page index, line index) of all lines that a table
    consumed, headers and sub-headings included. ``columns`` are, by page, the panels that were found."""

    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    used_lines: frozenset[tuple[int, int]] = frozenset()
    left_over: tuple[LeftOver, ...] = ()
    panels: tuple[tuple[int, Panel], ...] = ()
    reasons: tuple[Reason, ...] = ()
    decimal_comma: bool = False


def read_tables(
    pages: Sequence[PageText],
    regions: Sequence[tuple[Region, ...]] = (),
    images: Sequence[PageImage | None] | None = None,
) -> Tables:
    """The rows of every laboratory or measurement table, page by page, panel by panel, top to bottom.

    ``regions`` (by page, may be empty) keep figures out; ``images`` tell bold print, the only mark of some
    pages, and ink that nobody read beside values that ask for a mark; all else is decided on the located text.
    """
    comma = uses_decimal_comma([line.text for page in pages for line in page.lines])
    found: list[tuple[Result, Evidence]] = []
    used: set[tuple[int, int]] = set()
    left: list[LeftOver] = []
    panels: list[tuple[int, Panel]] = []
    carried: list[Panel] = []
    slipped: set[int] = set()
    for place, (page, parts_of_intervals) in enumerate(map(with_whole_intervals, map(without_leaders, pages))):
        if is_of_food([line.text for line in page.lines]):
            continue
        used.update((page.index, i) for i in parts_of_intervals)
        pictured = inscriptions(page, regions[place] if place < len(regions) else (), 0.6)
        text = bands(page, pictured | prose_beside(page) | lines_of_text(page) | other_script(page))
        text = with_centred_names(text)
        lying, lying_lines = transposed_rows(text)
        moments, moment_lines = rows_of_moments(_without(text, lying_lines))
        boxed, box_lines = boxed_rows(_without(text, lying_lines | moment_lines))
        measured, measured_lines = measured_rows(_without(text, lying_lines | moment_lines | box_lines))
        box_lines = lying_lines | moment_lines | box_lines | measured_lines
        carded = cards_with_values_below(_without(text, box_lines))
        box_lines |= {p.index for row in carded for p in row.pieces()}
        grown, grown_lines = culture_rows(_without(text, box_lines))
        germs, germ_lines = susceptible_rows(_without(text, box_lines | grown_lines))
        beside = labelled_beside(_without(text, box_lines)) or ragged_rows(_without(text, box_lines))
        box_lines |= germ_lines | grown_lines | {p.index for row in beside for p in row.pieces()}
        free = PanelFacts(len(panels), page.index, inferred=True, decimal_comma=comma)
        for moment, one_row in [*moments, *(("", row) for row in lying)]:
            found.extend(under_condition(moment, to_results([one_row], free)))
        found.extend(to_results(grown, free))
        for germ, one_row in germs:
            found.extend(under_condition(germ, with_interpretation(to_results([one_row], free))))
        found.extend(to_results([*boxed, *measured, *carded, *beside], free))
        used.update((page.index, i) for i in box_lines)
        text, twice = without_conversions(_without(text, box_lines))
        used.update((page.index, i) for i in twice)
        here, header_lines = _panels(without_keys(text), carried)
        vietnamese = is_vietnamese([line.text for line in page.lines])
        in_traditional = prints_traditional([line.text for line in page.lines])
        turkish = is_turkish([line.text for line in page.lines])
        used.update((page.index, i) for i in header_lines)
        astray = [i for i in header_lines if any(map(str.isdigit, t := page.lines[i].text)) and looks_like_range(t)]
        left.extend(LeftOver(page.index, i, page.lines[i].text, len(panels)) for i in astray)
        slipped.update([page.index] * bool(astray))
        held: set[int] = set()
        for panel in here:
            number = len(panels)
            panels.append((page.index, panel))
            if panel.foreign:
                continue
            parts: list[list[tuple[Result, Evidence]]] = []
            for condition, one in each_condition(panel):
                rows = panel_rows(with_lines_joined(one))
                has_units = any(c.kind == "unit" for c in one.columns)
                facts = PanelFacts(
                    number,
                    page.index,
                    "" if has_units else _heading_unit(one, text) or parse_unit(condition) or "",
                    panel.inferred,
                    comma,
                    vietnamese,
                    turkish,
                    uncertain=any(c.uncertain for c in one.columns),
                    elsewhere=under_another_word(rows.rows, text),
                    has_units=has_units,
                    bounds_apart=any(c.title == BOUNDS for c in one.columns),
                    sexes=sexes_of(one.columns),
                )
                held.update(p.index for row in rows.rows for p in row.pieces())
                read, spoilt = readable(to_results(without_leading_dashes(rows.rows), facts))
                if turkish and prints_dots([line.text for line in page.lines]):
                    read = [(r if e.digital else _dotted(r), e) for r, e in read]
                if in_traditional:
                    read = [(_in_traditional(r), e) for r, e in read]
                parts.append(list(with_susceptibility(one, under_condition(condition, read))))
                left.extend(LeftOver(page.index, min(rows.used), spoilt_text, number) for spoilt_text in spoilt)
                if rows.rows:
                    used.update((page.index, i) for i in rows.used)
                    left.extend(LeftOver(page.index, p.index, p.text, number) for p in rows.left_over)
            found.extend(together(parts))
        left.extend(LeftOver(page.index, p.index, p.text, len(panels)) for p in names_without_results(here, held))
        borne = {compact(r.name) for r, _ in found if r.page == page.index}
        alone = alone_rows(text, held) if held else []
        held.update(p.index for row in alone for p in row.pieces())
        for row in [*alone, *(formed_rows(text, held) if held else ())]:
            lone = [(r, e) for r, e in to_results([row], free) if compact(r.name) not in borne]
            found.extend(lone)
            used.update((page.index, p.index) for p in row.pieces() if lone)
        carried = [p for p in here if not p.foreign] or carried
        if not any(r.page == page.index for r, _ in found) and not any(p.foreign for p in here):
            listed = (
                listed_rows(text) or ranged_cards(text) or slip_rows(text) or carded_rows(text) or labelled_rows(text)
            )
        elif any(r.page == page.index for r, _ in found):
            listed = colon_rows(_without(text, {i for n, i in used if n == page.index}))
        else:
            listed = []
        elsewhere = under_another_word(listed, text)
        found.extend(to_results(listed, replace(free, number=len(panels), elsewhere=elsewhere)))
        used.update((page.index, p.index) for row in listed for p in row.pieces())
        left.extend(LeftOver(page.index, p.index, p.text, len(panels)) for p in unread_between(text, listed))
    units = complete_units([r.unit for r, _ in found])
    results = tuple(_with_unit(r, u) for (r, _), u in zip(found, units, strict=True))
    results = tuple(_slipped(r) if r.page in slipped and r.reference_range else r for r in results)
    if images is not None:
        seen = [e for _, e in found]
        results = with_patterned_marks(results, seen, pages, images, comma)
        results = with_unseen_marks(with_bold_marks(results, seen, images, comma), seen, pages, images, comma)
        results = with_unseen_cells(results, seen, panels, images)
    return Tables(results, tuple(e for _, e in found), frozenset(used), tuple(left), tuple(panels), (), comma)


def _slipped(result: Result) -> Result:
    """``result`` of a page on which an interval stands level with the headers: all of them may be those of the next row."""
    return replace(result, reasons=(*result.reasons, Reason.RANGE_UNREADABLE))


def _in_traditional(result: Result) -> Result:
    """``result`` of a page that prints traditional characters, with nothing else."""
    return replace(
        result,
        name=traditional(result.name),
        value=traditional(result.value),
        reference_range=traditional(result.reference_range),
        group=traditional(result.group),
    )


def _dotted(result: Result) -> Result:
    """``result`` of a page that prints dotted capitals, with those of its finding."""
    return replace(result, value=finding(result.value), reference_range=finding(result.reference_range))


def _with_unit(result: Result, unit: str) -> Result:
    """``result`` with the unit that the other rows tell; doubtful where a letter was changed, not where only the end that ran
    into a neighbour was put back: ``rmol/L`` among rows of ``mmol/L`` may have been ``umol/L``."""
    if unit == result.unit:
        return result
    bent = not unit.startswith(result.unit)
    return replace(result, unit=unit, reasons=(*result.reasons, *(Reason.UNIT_UNUSUAL,) * bent))


def _without(text: list[Band], lines: set[int]) -> list[Band]:
    """The bands without what ``lines`` (indices) hold."""
    if not lines:
        return text
    kept = [Band([p for p in b.pieces if p.index not in lines], b.y, b.height) for b in text]
    return [b for b in kept if b.pieces]


def _panels(text: list[Band], carried: list[Panel]) -> tuple[list[Panel], set[int]]:
    """The panels of a page and the lines that are their headers."""
    headers: list[Header] = []
    lines: set[int] = set()
    body: list[Band] = []
    second: set[int] = set()
    for place, band in enumerate(text):
        if place in second:
            lines.update(p.index for p in band.pieces)
            continue
        clocks = bool(headers) and clocks_below(band, headers[-1])
        wrapped = wrapped_header(band, text[place + 1 :])
        header = wrapped[0] if wrapped else of_two_measures(band) or read_header(band)
        header = None if clocks else header or topical_header(band, text[place + 1 :])
        second.update(range(place + 1, place + 1 + wrapped[1]) if wrapped and header else ())
        if header is None and (dated := dated_header(band, text[place + 1 :])) is not None:
            header, many = dated
            second.update(range(place + 1, place + 1 + many))
        if header is not None:
            header.columns = labelled_above(header.columns, text[place - 1] if place else None)
        rows_between = bool(body) and bool(headers) and body[-1].y > headers[-1].band.y
        if header is None and headers and not rows_between and goes_below(band, headers[-1]):
            headers[-1].columns = with_second_line(headers[-1].columns, band)
            lines.update(p.index for p in band.pieces)
            continue
        if header is not None:
            headers.append(header)
            if not is_foreign(header.columns):
                lines.update(p.index for p in band.pieces)
            continue
        body.append(band)
    if not headers:
        again = _continue(body, carried)
        return (again or infer_panels(body)), lines
    out: list[Panel] = []
    first = headers[0].band.y
    above = [b for b in body if b.y < first]
    out.extend(_continue(above, carried) or infer_panels(above))
    for place, header in enumerate(headers):
        end = headers[place + 1].band.y if place + 1 < len(headers) else float("inf")
        mine = [b for b in body if header.band.y < b.y < end]
        if is_foreign(header.columns):
            out.append(Panel(tuple(header.columns), (-1e9, 1e9), header.band.y, (), foreign=True))
            continue
        part = _table_part(mine)
        if _heads_no_rows(header, part) and (found := infer_panels(part)):
            out.extend(found)  # only the intervals and the earlier results have a header
            continue
        groups = with_conditions(with_names(split_panels(header.columns), header, part), header, part)
        groups = with_values(with_columns_of_neighbours(groups, part), header, part)
        groups = with_measures(named_by_interval(named_as_neighbours(with_others(groups, header, part))), part)
        groups = with_one_system(with_intervals(groups, part), part)
        groups = with_unheaded(groups, part)
        bounds = place_bounds(groups, part)
        for columns, edge in zip(groups, bounds, strict=True):
            own = of_panel(mine, part, edge) if len(groups) > 1 else tuple(mine)
            out.append(Panel(tuple(columns), edge, header.band.y, own))
    if not any(p.foreign or holds_rows(p) for p in out):
        out.extend(infer_panels(body))
    return out, lines


def _heads_no_rows(header: Header, body: list[Band]) -> bool:
    """A header of intervals and dates alone, over columns of names and results that have none: before its first column stands
    more than a name."""
    heads = {c.kind for c in header.columns if not is_date(c.title)}
    first = min(c.x0 for c in header.columns)
    before = [sum(p.x1 < first for p in b.pieces) for b in body]
    return not heads & {"name", "code", "result", "unit"} and 2 * before.count(1) <= len(before)


def _table_part(mine: list[Band]) -> list[Band]:
    """The bands that look like rows: what stands below the table must not decide where its columns are."""
    out: list[Band] = []
    for band in mine:
        ranged = any(looks_like_range(p.text) for p in band.pieces)
        if ranged or not (ends_table(band.text) or has_date(band.text)):
            out.append(band)
        elif len(out) >= 3:
            break
    return out


def _continue(body: list[Band], carried: list[Panel]) -> list[Panel]:
    """The panels of the page before, going on without a header: only when rows are found that fit their columns."""
    if not carried:
        return []
    again = [replace(p, bands=tuple(body), continued=True, top=0.0) for p in carried]
    fitting = [p for p in again if sum(looks_like_result(d) for d in drafts(p)) >= 1]
    return fitting if fitting else []


_UNIT_NOTE = re.compile(
    r"单位\s*[:：]?\s*(?P<zh>[A-Za-zμ%/]{1,8})|\bunits?\s*[:：]?\s*(?P<en>[A-Za-zμ%/]{1,8})\b|\((?P<alone>mm|cm|mmHg)\)",
    re.IGNORECASE,
)


#: Below the table, for its counts: ``绝对计数单位：个/μL``.
_COUNT_NOTE = re.compile(
    r"(?:计数|绝对值|count|absolute)[^:]{0,12}?(?:单位|units?)?\s*:\s*(?P<unit>\S{1,12})", re.IGNORECASE
)
#: Units of letters only that a header may name in brackets.
_MEASURES = frozenset(("mm", "cm", "mmHg", "kPa", "fL", "pg", "ms", "mL", "s", "min"))


def _heading_unit(panel: Panel, text: list[Band]) -> str:
    """A unit for the whole table, printed in the line above its header (``主要测值（单位mm）``) or in the header."""
    if any(c.kind == "unit" for c in panel.columns):
        return ""
    above = [b for b in text if b.y < panel.top and panel.top - b.y < 3.5 * b.height]
    for column in panel.columns:
        title = re.sub(r"(?<=[A-Za-z])\s?\((?:s|es)\)", "", plain(column.title))  # Value(s): several, not seconds
        bracket = re.search(r"[(\[](?P<unit>[^()\[\]]+)[)\]]", title)
        unit = parse_unit(bracket["unit"]) if bracket and column.kind in ("result", "ref") else None
        if unit is not None and (not unit.isalpha() or unit in _MEASURES):
            return unit
        if column.kind == "result" and plain(column.title).strip().endswith("%"):
            return "%"
    for words in [c.title for c in panel.columns] + [b.text for b in above[::-1]]:
        match = _UNIT_NOTE.search(plain(words))
        unit = parse_unit(match["zh"] or match["en"] or match["alone"]) if match else None
        if unit:
            return unit
    counted = any(c.condition == "#" for c in panel.columns)
    said = [m for b in text for m in _COUNT_NOTE.finditer(plain(b.text))] if counted else []
    return next((unit for m in said if (unit := parse_unit(m["unit"]))), "")
