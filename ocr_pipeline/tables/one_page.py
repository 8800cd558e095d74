"""The results of one page: forms first, then panels under their headers, then what stands alone beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ocr_pipeline.layout.beside import prose_beside
from ocr_pipeline.layout.captions import read_caption
from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.layout.told import lines_of_text
from ocr_pipeline.layout.tracings import tracings
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Region, Result
from ocr_pipeline.tables.bands.centred import with_centred_names
from ocr_pipeline.tables.bands.leaders import without_leaders, without_leading_dashes
from ocr_pipeline.tables.bands.levels import with_lines_joined
from ocr_pipeline.tables.bands.rows import PanelRows, panel_rows
from ocr_pipeline.tables.contents.letters import Letters, letters_of
from ocr_pipeline.tables.contents.odd_units import with_odd_units
from ocr_pipeline.tables.contents.script import other_script
from ocr_pipeline.tables.forms.above import formed_rows
from ocr_pipeline.tables.forms.apart import form_results, lines_of, rows_without_tables
from ocr_pipeline.tables.forms.colons import colon_rows
from ocr_pipeline.tables.forms.conversions import without_conversions
from ocr_pipeline.tables.forms.keys import without_keys
from ocr_pipeline.tables.forms.lines import alone_rows, unread_between
from ocr_pipeline.tables.frame.aslant import without_stamps
from ocr_pipeline.tables.frame.cut_panels import names_without_results
from ocr_pipeline.tables.frame.grid import Band, Panel, bands, without_lines
from ocr_pipeline.tables.frame.panels import find_panels
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.frame.ruled import without_pieces_of_rules
from ocr_pipeline.tables.frame.scatter import without_even_spread
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.columns import BOUNDS
from ocr_pipeline.tables.headers.conditions import each_condition, together, under_condition
from ocr_pipeline.tables.headers.elsewhere import under_another_word
from ocr_pipeline.tables.headers.heading_units import heading_unit
from ocr_pipeline.tables.headers.sexes import sexes_of
from ocr_pipeline.tables.headers.stepped import with_sides_level
from ocr_pipeline.tables.intervals.torn import with_whole_intervals
from ocr_pipeline.tables.marks.behind_names import with_marks_behind_names
from ocr_pipeline.tables.marks.germs import with_susceptibility
from ocr_pipeline.tables.other_papers import is_of_food, strange_lines
from ocr_pipeline.tables.readable import readable
from ocr_pipeline.tables.results import Evidence, PanelFacts, to_results

#: Characters, the most that the name of a figure has.
_CAPTION = 14


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Text inside a table that belongs to no row: page, index of its line, and the text."""

    page: int
    line: int
    text: str
    panel: int


@dataclass
class PageTables:
    """What a page gave. ``used`` are indices of its lines; ``slipped`` when an interval stands level with the headers: all of
    them may be those of the next row; ``stepped`` when a side was moved to the rows of the other."""

    page: int
    found: list[tuple[Result, Evidence]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    left: list[LeftOver] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    slipped: bool = False
    stepped: bool = False

    def take(self, found: Iterable[tuple[Result, Evidence]], lines: Iterable[int]) -> None:
        self.found.extend(found)
        self.used.update(lines)

    def leave(self, pieces: Iterable[Piece], panel: int) -> None:
        self.left.extend(LeftOver(self.page, p.index, p.text, panel) for p in pieces)


def read_page(
    page: PageText, regions: Sequence[Region], first: int, carried: list[Panel], decimal_comma: bool
) -> PageTables:
    """The results of ``page``. ``first`` is the number of its first panel in the document, ``carried`` are the panels of the
    page before, which may go on here."""
    page, stepped = with_sides_level(page)
    page, parts_of_intervals = with_whole_intervals(without_leaders(without_pieces_of_rules(without_stamps(page))))
    out = PageTables(page.index, stepped=stepped)
    if is_of_food([line.text for line in page.lines]):
        return out
    out.used.update(parts_of_intervals)
    pictured = inscriptions(page, regions, 0.6) | tracings(page) | _captions(page)
    text = bands(
        page, pictured | prose_beside(page) | lines_of_text(page) | other_script(page) | strange_lines(page.lines)
    )
    text = with_centred_names(text)
    free = PanelFacts(first, page.index, inferred=True, decimal_comma=decimal_comma)
    found, lines = form_results(text, free)
    out.take(found, lines)
    text, twice = without_conversions(without_lines(text, lines))
    out.panels, heads = find_panels(without_keys(text), carried)
    out.used.update(twice, heads)
    astray = [i for i in heads if any(map(str.isdigit, t := page.lines[i].text)) and looks_like_range(t)]
    out.left.extend(LeftOver(page.index, i, page.lines[i].text, first) for i in astray)
    out.slipped = bool(astray)
    held = _take_panels(out, text, free, letters_of(page))
    behind = first + len(out.panels)
    out.leave(names_without_results(out.panels, held), behind)
    if held:
        _take_lone_rows(out, text, held, free)
    if out.found:
        listed = colon_rows(without_lines(text, out.used))
    else:
        listed = [] if any(p.foreign for p in out.panels) else rows_without_tables(text)
    elsewhere = under_another_word(listed, text)
    out.take(to_results(listed, replace(free, number=behind, elsewhere=elsewhere)), lines_of(listed))
    out.leave(unread_between(text, listed), behind)
    out.found = with_marks_behind_names(out.found, decimal_comma)
    return out


def _captions(page: PageText) -> frozenset[int]:
    """Lines that are the name of a figure and nothing else: ``Fig. 1`` beside a table is no test with its result."""
    said = {i: read_caption(line.text) for i, line in enumerate(page.lines) if len(line.text) <= _CAPTION}
    return frozenset(i for i, c in said.items() if c and compact(c.text).strip("()[]:.") == compact(c.label))


def _take_panels(out: PageTables, text: list[Band], facts: PanelFacts, letters: Letters) -> set[int]:
    """Reads the rows of all panels; the lines that these hold."""
    held: set[int] = set()
    for number, panel in enumerate(out.panels, facts.number):
        if panel.foreign:
            continue
        parts: list[list[tuple[Result, Evidence]]] = []
        for condition, one in each_condition(panel):
            rows = panel_rows(with_lines_joined(one))
            without_even_spread(rows.rows)
            held |= lines_of(rows.rows)
            mine = _facts_of(one, condition, rows, text, replace(facts, number=number), letters)
            read, spoilt = readable(to_results(with_odd_units(without_leading_dashes(rows.rows)), mine))
            parts.append(list(with_susceptibility(one, under_condition(condition, letters.printed(read)))))
            out.left.extend(LeftOver(out.page, min(rows.used), said, number) for said in spoilt)
            if rows.rows:
                out.used |= rows.used
                out.leave(rows.left_over, number)
        out.found.extend(together(parts))
    return held


def _facts_of(
    panel: Panel, condition: str, rows: PanelRows, text: list[Band], facts: PanelFacts, letters: Letters
) -> PanelFacts:
    has_units = any(c.kind == "unit" for c in panel.columns)
    return replace(
        facts,
        unit="" if has_units else heading_unit(panel, text) or parse_unit(condition) or "",
        inferred=panel.inferred,
        vietnamese=letters.vietnamese,
        turkish=letters.turkish,
        uncertain=any(c.uncertain for c in panel.columns),
        elsewhere=under_another_word(rows.rows, text),
        has_units=has_units,
        bounds_apart=any(c.title == BOUNDS for c in panel.columns),
        sexes=sexes_of(panel.columns),
    )


def _take_lone_rows(out: PageTables, text: list[Band], held: set[int], facts: PanelFacts) -> None:
    """Results beside or between the rows of tables, whose lines are ``held``; not those that a table gave already."""
    borne = {compact(r.name) for r, _ in out.found}
    alone = alone_rows(text, held)
    for row in [*alone, *formed_rows(text, held | lines_of(alone))]:
        lone = [(r, e) for r, e in to_results([row], facts) if compact(r.name) not in borne]
        out.take(lone, lines_of([row]) if lone else ())
