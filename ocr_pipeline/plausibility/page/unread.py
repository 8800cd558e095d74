"""Print that looks like a row of results and that no row, section or range holds: a row that was lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from ocr_pipeline.page import PageText
from ocr_pipeline.plausibility.names.known import is_known
from ocr_pipeline.report import Polygon, Reason, Report, Result
from ocr_pipeline.tables import Tables
from ocr_pipeline.tables.frame.grid import bands
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.names import is_group
from ocr_pipeline.tables.scope import has_date, is_footer, is_identity, is_note, is_prose

_NUMBER = r"(?P<value>[<>≤≥]?\s*[-+]?\d[\d.,]*)"
_REST = r"\s*(?:[↑↓*]+|\b[A-Z][A-Z0]{0,4}\b)?\s*(?P<unit>[^\d\s]\S*)?\Z"
_NUMBER_AND_UNIT = re.compile(_NUMBER + _REST)
_NAME_AND_VALUE = re.compile(r"(?P<name>.*?[^\d\s.,:=<>≤≥])\s*[:=]?\s*" + _NUMBER + _REST)


def unread_rows(text: PageText, report: Report, used: Container[tuple[int, int]] = ()) -> list[str]:
    """Bands of a page that name a known analyte and print a number behind it, outside all that was understood. Grids whose
    lines are ``used`` (page, line) by a table were read."""
    told = compact(" ".join(s.heading + s.text for s in report.sections))
    held = {(compact(called), r.value) for r in report.results for called in (r.name, r.code)}
    boxes = [r.polygon for r in report.results if r.page == text.index and r.polygon]
    pictures = report.pages[text.index].regions if text.index < len(report.pages) else ()
    boxes += [r.polygon for r in pictures if r.label == "figure"]
    out: list[str] = []
    grid: list[str] = []
    for band in bands(text):
        if has_date(band.text) or is_footer(band.text) or is_identity(band.text) or is_note(band.text):
            continue
        if is_prose(band.text):
            continue
        free = [p for p in band.pieces if not _covered(p, boxes)]
        if any(len(compact(p.text)) >= 4 and compact(p.text) in told for p in free):
            continue
        row = _row(free)
        if row is not None and (compact(row[0]), row[1]) not in held:
            out.append(f"{row[0]} {row[1]}")
        elif _of_grid(free) and not all((text.index, p.index) in used for p in free):
            grid.append(free[0].text)
    return out + (grid if len(grid) >= _GRID else [])


#: So many results without unit and interval stand among lost rows, if no fewer of these were found.
_AMONG = 3


def among_lost(results: list[Result], texts: Sequence[PageText], report: Report, tables: Tables | None) -> list[Result]:
    """``results`` with those in doubt that have neither unit nor interval on a page of which no fewer rows were lost than read:
    a tilt that nobody saw put each value beside the name of another."""
    bare = Counter(r.page for r in results if r.value and not (r.unit or r.reference_range))
    tilted: set[int] = set()
    for text in texts:
        if tables is not None and bare[text.index] >= _AMONG:
            lost = unread_rows(text, replace(report, results=tuple(results)), tables.used_lines)
            if len(lost) >= max(_AMONG, sum(r.page == text.index for r in results)):
                tilted.add(text.index)
    return [
        replace(r, reasons=(*r.reasons, Reason.GEOMETRY_UNCERTAIN))
        if r.page in tilted and r.value and not (r.unit or r.reference_range)
        else r
        for r in results
    ]


#: So many bands of a name and several numbers are a table, whatever it measures.
_GRID = 3


def _of_grid(pieces: Sequence[Piece]) -> bool:
    """A name and nothing but numbers behind it, at least two."""
    values = [parse_value(p.text) for p in pieces[1:]]
    named = bool(pieces) and sum(c.isalpha() for c in pieces[0].text) >= 2 and len(pieces[0].text) <= 30
    return named and len(values) >= 2 and all(v is not None and v.kind == "number" for v in values)


def nameless(text: PageText, tables: Tables, report: Report) -> list[str]:
    """Names of analytes that a table consumed (as sub-headings, say) and that no row of the page bears: their signs or
    values were not seen."""
    here = [r for r in report.results if r.page == text.index]
    borne = [(compact(r.name), compact(r.code), compact(r.group)) for r in here]
    if not borne:
        return []
    out: list[str] = []
    for index, line in enumerate(text.lines):
        name = compact(line.text)
        if (text.index, index) not in tables.used_lines or len(name) < 2 or not is_known(line.text):
            continue
        other = is_group(line.text) or header_words(line.text) or parse_unit(line.text.strip()) is not None
        if not other and not any(_bears(b, name) for b in borne):
            out.append(line.text.strip())
    return out


def _bears(row: tuple[str, str, str], wanted: str) -> bool:
    """True for a row with that name, whole or without the letters that were taken for its code."""
    name, code, group = row
    most = len(name) >= 2 and name in wanted and 2 * len(name) >= len(wanted)
    return most or any(wanted in text for text in (name + code, code + name, group))


def _covered(piece: Piece, boxes: Sequence[Polygon]) -> bool:
    """True when the middle of ``piece`` lies in one of ``boxes`` (corners clockwise)."""
    corners = piece.polygon
    x, y = sum(c[0] for c in corners) / len(corners), sum(c[1] for c in corners) / len(corners)
    return any(
        min(b for _, b in box) <= y <= max(b for _, b in box)
        and all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for (ax, ay), (bx, by) in pairwise((*box, box[0])))
        for box in boxes
    )


def _row(free: Sequence[Piece]) -> tuple[str, str] | None:
    """Name and value of a band that reads as a row, None for anything else."""
    pieces = [plain(p.text).strip() for p in free]
    for place, text in enumerate(pieces):
        name, value, rest = text.strip(" .:…·"), "", pieces[place + 1 :]
        glued = _NAME_AND_VALUE.match(text)
        if not _names(name) and glued is not None:
            name, value = glued["name"].strip(" .:…·"), glued["value"]
            rest = [*([glued["unit"]] if glued["unit"] else []), *rest]
        if not _names(name) or is_group(name):
            continue
        if not value:
            value, rest = _value(rest)
        # one letter (钾, K) names an analyte only where a unit stands on the line
        lone = len(compact(name)) < 2 and not any(parse_unit(t) is not None for t in rest)
        if value and not lone and parse_value(value) is not None:
            return name, value
    return None


def _names(text: str) -> bool:
    return bool(compact(text)) and not text.isdigit() and is_known(text)


def _value(pieces: Sequence[str]) -> tuple[str, list[str]]:
    """The first piece that is a number with what follows it; signs and words alone are too common elsewhere."""
    for place, text in enumerate(pieces[:3]):
        both = _NUMBER_AND_UNIT.match(text.strip(" .:=…·"))
        if both is not None and (not both["unit"] or parse_unit(both["unit"]) is not None):
            return both["value"].strip(), [*([both["unit"]] if both["unit"] else []), *pieces[place + 1 :]]
    return "", []
