"""What holds for a whole document and for each of its pages, before its text is gone through row by row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ocr_pipeline.heading import is_narrative, kind_of, titles_of
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.headings import Heading, heading_in, prints_bare_headings
from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.paragraphs import likely_headings, prose_lines, under, unlisted_headings
from ocr_pipeline.layout.series import series_headings
from ocr_pipeline.layout.topics import is_survey
from ocr_pipeline.layout.tracings import tracings
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Kind, Region, SectionKind
from ocr_pipeline.sections.kept import repeated, table_lines
from ocr_pipeline.sections.opened import is_letter

EXAMINATIONS = ("imaging", "pathology", "endoscopy")
#: So many lines of prose on a document without any results are a letter.
_LETTER = 3


@dataclass(frozen=True)
class Whole:
    """What holds for all pages of a document. ``worded``: a laboratory's sheet that tells its results in sentences; ``bare``:
    its headings stand without any sign; ``running`` are the (page, line) that repeat at the same place of several pages."""

    about: Kind
    narrative: bool
    survey: bool
    worded: bool
    letter: bool
    to_colleague: bool
    bare: bool
    titled: bool
    running: set[tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """What holds for all rows of a page. ``loose``: labels stand without colons; ``pictured`` are inscriptions of pictures,
    ``used`` the (page, line) of tables, ``likely`` and ``unlisted`` headings that no list knows, by line."""

    page: PageText
    about: Kind
    titled: bool
    examines: bool
    loose: bool
    body: list[bool]
    pictured: Collection[int]
    used: Collection[tuple[int, int]]
    likely: Mapping[int, Heading]
    unlisted: Mapping[int, Heading]


def whole_of(pages: Sequence[PageText], essays: bool, used_lines: Collection[tuple[int, int]]) -> Whole:
    titles = [t for page in pages for t in titles_of(page)]
    about = kind_of(pages, titles)
    narrative = about in EXAMINATIONS or is_narrative(pages)
    survey = is_survey([line.text for page in pages for line in page.lines])
    letter = not narrative and not used_lines and sum(prose_lines(page, know(page).zones) for page in pages) >= _LETTER
    worded = about == "laboratory" and not used_lines and _is_worded(pages)
    narrative = narrative or survey or essays or letter or worded
    return Whole(
        about,
        narrative,
        survey,
        worded,
        letter and not worded,
        is_letter(line.text for page in pages for line in page.lines),
        narrative and prints_bare_headings(pages),
        bool(titles),
        repeated(pages),
    )


def _is_worded(pages: Sequence[PageText]) -> bool:
    """Two headings alone over a sentence, one of them of a conclusion, and no header of results: genes, chromosomes and
    cultures without growth are told in words."""
    if any(know(page).heads for page in pages):
        return False
    kinds: list[SectionKind] = []
    for page in pages:
        unlisted = unlisted_headings(page, [zone == "body" for zone in know(page).zones])
        for row in know(page).rows:
            line = page.lines[row[0]]
            heading = heading_in(line.text) or unlisted.get(row[0])
            if len(row) > 1 or heading is None or not heading.marked or heading.after < len(line.text.rstrip()):
                continue
            below = under(page, line)
            if (below is not None and is_prose_line(below.text)) or heading.kind in ("impression", "diagnosis"):
                kinds.append(heading.kind)
    return len(kinds) > 1 and not {"impression", "diagnosis"}.isdisjoint(kinds)


def sheet_of(
    page: PageText,
    whole: Whole,
    about: Kind,
    titles: Sequence[str],
    essay: bool,
    pictures: Sequence[Region],
    used_lines: Collection[tuple[int, int]],
) -> Sheet:
    """``about`` what the page before was, and ``titles`` of this page, where the document has others."""
    known = know(page)
    own = kind_of([page], titles) if titles else None
    if own is not None:  # a page without a title goes on
        about = own if own in EXAMINATIONS else whole.about
    measured = own is not None and own == whole.about and own in EXAMINATIONS  # its table is one of measurements
    examines = whole.narrative and (essay or measured or _examines(page, known.zones, used_lines))
    body = [zone == "body" for zone in known.zones]
    unlisted = unlisted_headings(page, body)
    return Sheet(
        page,
        about,
        bool(titles),
        examines,
        (known.loose and whole.narrative) or whole.survey,
        body,
        inscriptions(page, pictures) | tracings(page),
        table_lines(page, known.rows, used_lines),
        (likely_headings(page, body) if examines else unlisted) | series_headings(page, known.rows, body),
        unlisted if examines else {},
    )


def _examines(page: PageText, where: Sequence[str], used_lines: Collection[tuple[int, int]]) -> bool:
    """A page of an examination: it has a heading of findings or of a conclusion, or at least no result table. (A sheet of
    results prints the patient's diagnosis too.)"""
    body = [row for row in know(page).rows if where[row[0]] == "body"]
    heads = [row for row in know(page).heads if where[row[0]] == "body"]
    free = [row for row in body if row not in heads and not (heads and (page.index, row[0]) in used_lines)]
    found = {h.kind for row in free for i in row if (h := heading_in(page.lines[i].text))}
    return bool(found & {"findings", "impression"}) or not heads
