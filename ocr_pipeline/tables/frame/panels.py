"""The panels of a page: headers with the columns below them, or columns that are told by what stands in them."""

from __future__ import annotations

from ocr_pipeline.tables.bands.centred import with_centred_names
from ocr_pipeline.tables.contents.cells import holds_rows
from ocr_pipeline.tables.frame.edges import place_bounds
from ocr_pipeline.tables.frame.grid import (
    Band,
    Header,
    Panel,
    is_foreign,
    of_panel,
    read_header,
)
from ocr_pipeline.tables.grammar.ranges import looks_like_range
from ocr_pipeline.tables.headers.bare_bounds import with_bare_bounds
from ocr_pipeline.tables.headers.carried import going_on
from ocr_pipeline.tables.headers.conditions import labelled_above
from ocr_pipeline.tables.headers.dated import dated_by, is_date
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
from ocr_pipeline.tables.headers.second_lines import clocks_below, dates_below, goes_below
from ocr_pipeline.tables.headers.siblings import named_as_neighbours, with_columns_of_neighbours
from ocr_pipeline.tables.headers.systems import with_one_system
from ocr_pipeline.tables.headers.topical import topical_header
from ocr_pipeline.tables.headers.wrapped import wrapped_header
from ocr_pipeline.tables.scope import ends_table, has_date


def find_panels(text: list[Band], carried: list[Panel]) -> tuple[list[Panel], set[int]]:
    """The panels of a page and the lines that are their headers. ``carried`` are those of the page before, which may go on
    above the first header."""
    headers, body, lines = _headers(text)
    if not headers:
        return going_on(body, carried) or infer_panels(body), lines
    ends = [*(header.band.y for header in headers), float("inf")]
    above = [b for b in body if b.y < ends[0]]
    out = going_on(above, carried) or infer_panels(above)
    for header, end in zip(headers, ends[1:], strict=True):
        out.extend(_below(header, [b for b in body if header.band.y < b.y < end]))
    if not any(p.foreign or holds_rows(p) for p in out):
        out.extend(infer_panels(body))
    return out, lines


def _headers(text: list[Band]) -> tuple[list[Header], list[Band], set[int]]:
    """The headers of a page, the other bands, and the lines that headers of results are made of."""
    headers: list[Header] = []
    lines: set[int] = set()
    body: list[Band] = []
    second: set[int] = set()
    for place, band in enumerate(text):
        if place in second:
            lines.update(p.index for p in band.pieces)
            continue
        clocks = bool(headers) and (clocks_below(band, headers[-1]) or dates_below(band, headers[-1]))
        wrapped = wrapped_header(band, text[place + 1 :])
        header = wrapped[0] if wrapped else of_two_measures(band) or read_header(band)
        header = None if clocks else header or topical_header(band, text[place + 1 :])
        second.update(range(place + 1, place + 1 + wrapped[1]) if wrapped and header else ())
        if header is None and not clocks and (dated := dated_header(band, text[place + 1 :])) is not None:
            header, many = dated
            second.update(range(place + 1, place + 1 + many))
        if header is not None:
            header.columns = labelled_above(header.columns, text[place - 1] if place else None)
        rows_between = bool(body) and bool(headers) and body[-1].y > headers[-1].band.y
        if header is None and headers and not rows_between and goes_below(band, headers[-1]):
            headers[-1].columns = dated_by(with_second_line(headers[-1].columns, band), band.pieces)
            lines.update(p.index for p in band.pieces)
            continue
        if header is not None:
            headers.append(header)
            if not is_foreign(header.columns):
                lines.update(p.index for p in band.pieces)
            continue
        body.append(band)
    return headers, body, lines


def _below(header: Header, mine: list[Band]) -> list[Panel]:
    """The panels under one header; ``mine`` are the bands down to the next one."""
    if is_foreign(header.columns):
        return [Panel(tuple(header.columns), (-1e9, 1e9), header.band.y, (), foreign=True)]
    part = _table_part(mine)
    if _heads_no_rows(header, part) and (found := infer_panels(part)):
        return found  # only the intervals and the earlier results have a header
    groups = with_conditions(with_names(split_panels(header.columns), header, part), header, part)
    groups = with_values(with_columns_of_neighbours(groups, part), header, part)
    groups = with_measures(named_by_interval(named_as_neighbours(with_others(groups, header, part))), part)
    groups = with_bare_bounds(with_one_system(with_intervals(groups, part), part), part)
    groups = with_unheaded(groups, part)
    return [
        Panel(
            tuple(columns),
            edge,
            header.band.y,
            tuple(with_centred_names(of_panel(mine, part, edge)) if len(groups) > 1 else mine),
        )
        for columns, edge in zip(groups, place_bounds(groups, part), strict=True)
    ]


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
