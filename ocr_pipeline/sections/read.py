"""Headed parts of narrative reports, in reading order, over pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ocr_pipeline.fields import fold, is_han
from ocr_pipeline.heading import titles_of
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.captions import is_caption
from ocr_pipeline.layout.headings import MINOR, Heading, heading_in
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.measured import pairs_in
from ocr_pipeline.layout.paragraphs import is_essay
from ocr_pipeline.layout.series import label_column, opening_words
from ocr_pipeline.layout.statements import statements
from ocr_pipeline.layout.topics import topic_in
from ocr_pipeline.layout.zones import is_end, is_table_head, unreadable
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Kind, Region, Section, SectionKind
from ocr_pipeline.sections.close import UNSURE, closed
from ocr_pipeline.sections.columns import in_reading_order
from ocr_pipeline.sections.facts import EXAMINATIONS, Sheet, Whole, sheet_of, whole_of
from ocr_pipeline.sections.header import header_sections
from ocr_pipeline.sections.kept import (
    foreign,
    garbled,
    heads_prose,
    inside_prose,
    is_notice,
    is_speck,
    is_word,
    names_institution,
    of_stamp,
)
from ocr_pipeline.sections.opened import Open, kind_of_heading, settle
from ocr_pipeline.sections.paragraphs import Row, opens_item
from ocr_pipeline.sections.stamped import stamp_lines
from ocr_pipeline.tables.frame.aslant import without_stamps

#: Kinds that the form prints above an examination's text; on a sheet of results they are fields of the patient's block.
_OF_FORM: tuple[SectionKind, ...] = ("specimen", "technique", "clinical", "diagnosis")
#: Kinds that stand at the end of it, as far below the text before as the last heading did.
_CLOSING: tuple[SectionKind, ...] = ("impression", "diagnosis", "recommendation")
#: In heights of a line: so much more white than between the lines of a paragraph.
_APART = 0.25
#: A list of what a tumour report must say has its own ``Procedure`` and ``Specimen``.
_LISTS = re.compile(r"synoptic|checklist|template", re.IGNORECASE)

#: Headings of a conclusion that are also the titles of a whole page.
_TITLE = re.compile(r"summary|总结|总检|小结|resumen|synthese|sintesi|ozet|tong ket")


@dataclass(frozen=True)
class _Band:
    """The cells of a row that are text, what stands in the rows ``below``, and the white above in heights of the line."""

    row: Sequence[int]
    cells: list[int]
    texts: list[str]
    gap: float
    below: Sequence[Sequence[int]]


@dataclass
class _Course:
    """Where the reading stands: the section that goes on, whether some text of the body has one, whether a known heading of
    what was found has come, and whether any has on this page."""

    done: list[Open] = field(default_factory=list)
    last: Open | None = None
    told: bool = False
    begun: bool = False
    headed_here: bool = False

    def open(self, section: Open) -> None:
        last = self.last
        empty = last is not None and not (last.rows or last.tabled or last.illegible)
        if last is not None and empty and last.kind == section.kind and _TITLE.fullmatch(fold(last.heading)):
            self.done.remove(last)  # ``Summary`` over ``Overall assessment``
        self.done.append(section)
        self.last, self.told = section, True


def read_sections(
    pages: Sequence[PageText],
    regions: Sequence[Sequence[Region]],
    used_lines: Collection[tuple[int, int]] = frozenset(),
) -> tuple[Section, ...]:
    """Sections as printed. ``regions`` by page (figures keep their inscriptions out); ``used_lines`` are (page, line) that a
    table consumed. Headers, footers, captions, adverts and what repeats at the same place of several pages stay out."""
    pages = [without_stamps(page) for page in pages]
    forms = [label_column(p, know(p).rows, [zone == "body" for zone in know(p).zones]) for p in pages]
    essays = [is_essay(page) or bool(form) for page, form in zip(pages, forms, strict=True)]
    whole = whole_of(pages, any(essays), used_lines)
    course = _Course()
    about = whole.about
    for place, page in enumerate(pages):
        pictures = regions[place] if place < len(regions) else ()
        titled = titles_of(page) if len(pages) > 1 else []
        sheet = sheet_of(page, whole, about, titled, essays[place], pictures, used_lines)
        about = sheet.about
        if whole.narrative and unreadable(page):
            course.done.extend(_illegible(page, about))
        elif sheet.examines:
            heads = header_sections(page, know(page).zones, sheet.loose)
            course.done.extend(o for o in heads if not _said_before(o, course.done))
        elif whole.narrative:
            course.last = None  # results between the pages of an examination
        course.headed_here = False
        order = in_reading_order(page, know(page).rows, sheet.body)
        for at in range(len(order)):
            _take_row(course, whole, sheet, order, at)
    settle(course.done, whole.about)
    return closed([o for o in course.done if o.rows or o.illegible or _keeps_empty(o)], pages)


def _take_row(course: _Course, whole: Whole, sheet: Sheet, order: Sequence[Sequence[int]], at: int) -> None:
    """Gives the text of a row to the section that it belongs to, or opens one."""
    page, row, last = sheet.page, order[at], course.last
    cells = [i for i in row if _is_text(whole, sheet, row, i)]
    if not cells:
        if last is not None and not last.rows and (page.index, row[0]) in sheet.used:
            last.tabled = True
        return
    if len(cells) > 1:  # a caption beside the text
        cells = [i for i in cells if not is_caption(page.lines[i].text)]
    texts = [page.lines[i].text for i in cells]
    if not cells or is_caption(" ".join(texts)):
        return
    if last is not None and not texts[-1].endswith(("。", "；", ".")) and any(of_stamp(page, row, i) for i in row):
        last.illegible = True  # the sentence goes on under the stamp
    if is_table_head(texts):
        return
    if _ends(last, sheet, cells, texts, order[at : at + 2]):
        course.last = None
        return
    gap = _gap(page, order[at - 1], row) if at else 0.0
    fresh = last is None or last.kind in _OF_FORM or (sheet.titled and not course.headed_here)
    short = _OF_FORM if fresh else ()
    rhythm = _gap(page, order[at - 2], order[at - 1]) if last is not None and len(last.rows) > 1 and at > 1 else 0.0
    if last is not None and gap > max(0.8 * last.gap, rhythm + _APART):
        short = (*short, *_CLOSING)
    band = _Band(row, cells, texts, gap, order[at + 1 :])
    for group, found in _split(page, cells, sheet.loose, whole.survey, whole.bare, short, sheet.likely):
        _take_group(course, whole, sheet, band, group, found)


def _is_text(whole: Whole, sheet: Sheet, row: Sequence[int], cell: int) -> bool:
    """Whether a line of the body is neither of a table nor of a picture, nor repeated on each page, nor a speck."""
    page, line = sheet.page, sheet.page.lines[cell]
    if not sheet.body[cell] or (page.index, cell) in whole.running or cell in stamp_lines(page):
        return False
    if (page.index, cell) in sheet.used:
        alone = len(row) == 1 and not pairs_in(line.text)
        surveyed = whole.survey and topic_in(page.lines[row[0]].text) is not None
        if not sheet.examines or not (alone or surveyed):
            return False
    inscribed = cell in sheet.pictured and not _is_headed(page, cell) and not _is_heading(line)
    return not inscribed and not is_speck(page, row, cell)


def _ends(
    last: Open | None, sheet: Sheet, cells: Sequence[int], texts: Sequence[str], rows: Sequence[Sequence[int]]
) -> bool:
    """Whether a row closes the text: ``rows`` are it and the next one."""
    if last is not None and last.kind == "recommendation" and not last.rows:
        return False
    headed = _is_headed(sheet.page, cells[0]) and not is_notice(texts)
    ends = is_end(" ".join(texts)) and not inside_prose(texts) and not headed
    return ends and not (last is not None and _goes_on_below(sheet.page, rows, sheet.body))


def _take_group(
    course: _Course, whole: Whole, sheet: Sheet, band: _Band, group: list[int], found: Heading | None
) -> None:
    """The same for cells of a row up to the next heading in it; ``found`` is theirs."""
    heading = found or (None if course.begun else sheet.unlisted.get(group[0]))
    if heading is None and course.last is None and sheet.examines and not course.told:
        heading = opening_words(band.texts[0])
    if heading is not None and not heading.text:
        course.last, course.told = None, True  # a field of the form beside its label
        return
    skip = 0
    if heading is not None and _opens(course.last, sheet, band, heading):
        kind = kind_of_heading(heading, sheet.about, whole.to_colleague)
        told = sheet.about in EXAMINATIONS or (whole.worded and heading.text.endswith("结果"))
        kind = "findings" if kind == "other" and told and (found is None or whole.worded) else kind
        line = sheet.page.lines[group[0]]
        unlisted = heading_in(line.text, True) is None
        course.open(Open(heading.text, kind, sheet.page.index, line, unlisted=unlisted, gap=band.gap))
        course.headed_here = True
        course.begun = course.begun or (found is not None and heading.kind not in _OF_FORM)
        skip = heading.after
    elif course.last is not None and whole.to_colleague and _begins_letter(course.last, sheet, band):
        course.open(Open("", "other", sheet.page.index, None))
    elif course.last is None:
        if not _opens_unheaded(course, whole, sheet, band):
            return
        course.open(Open("", "other" if whole.letter else "findings", sheet.page.index, None))
    rest = _row(sheet.page, group, skip)
    if rest is None or course.last is None or foreign(rest.text):
        return
    if garbled(rest.lines):
        course.last.illegible = True  # said with a reason instead of poured into the text
    else:
        course.last.rows.append(rest)


def _opens(last: Open | None, sheet: Sheet, band: _Band, heading: Heading) -> bool:
    """Whether ``heading`` opens a section here: not what is a field of the form, nor a part of the findings before."""
    if not sheet.examines:
        signed = heading.marked or (len(band.row) == 1 and heads_prose(sheet.page, band.below, heading, band.row[0]))
        if not signed or heading.kind in _OF_FORM:
            return False
    if last is not None and not last.rows and not last.tabled and _is_item(sheet.page, band, heading):
        return False  # ``1. 诊断：…`` over ``2. 加用…`` below the heading of an opinion
    runs_on = not heading.marked and heading.after < len(" ".join(band.texts).rstrip())
    if last is not None and last.kind == heading.kind and runs_on and not (last.rows or last.tabled):
        return False  # ``处理建议`` over ``建议6个月后复查。``
    if last is None or last.kind != "findings":
        return True
    minor = fold(re.split(r"[(（]", heading.text)[0].strip()) in MINOR
    return not minor and not (_LISTS.search(last.heading) and heading.kind in ("technique", "specimen"))


#: The first item of a list, and the second.
_FIRST, _SECOND = re.compile(r"\s*[(（]?1\s?[.、．)）]"), re.compile(r"\s*[(（]?2\s?[.、．)）]\s*(?!\d)")


def _is_item(page: PageText, band: _Band, heading: Heading) -> bool:
    """Whether ``heading`` opens the first of a list whose second has none: it is a word of the text."""
    if heading.start == 0 or not _FIRST.match(band.texts[0]):
        return False
    second = next((row for row in band.below if _SECOND.match(page.lines[row[0]].text)), None)
    return second is not None and heading_in(page.lines[second[0]].text) is None


def _begins_letter(last: Open, sheet: Sheet, band: _Band) -> bool:
    """Whether a sentence below ``Diagnosis: …`` or ``Medication: …``, whose text stands on the heading's line and ends before
    the margin, is what the letter tells."""
    head, text = last.heading_line, " ".join(band.texts)
    if (
        last.kind not in ("diagnosis", "clinical")
        or head is None
        or not last.rows
        or last.rows[0].page != sheet.page.index
    ):
        return False
    run_in = abs(last.rows[0].top - head.top) < head.height / 2
    ended = last.rows[-1].right < 0.85 * max(line.right for line in sheet.page.lines)
    left = sheet.page.lines[band.cells[0]].left
    return run_in and ended and abs(left - head.left) < head.height and text[:1].isupper() and is_prose_line(text)


def _opens_unheaded(course: _Course, whole: Whole, sheet: Sheet, band: _Band) -> bool:
    """Whether text before any heading is what was found."""
    if not sheet.examines or course.told:
        return False
    if is_prose_line(" ".join(band.texts)) or not statements(sheet.page).isdisjoint(band.cells):
        return True
    lines = [sheet.page.lines[i] for i in band.cells]
    if any(map(names_institution, band.texts)):
        return False
    return not course.done and (whole.titled or whole.letter) and is_word(lines)


def _keeps_empty(section: Open) -> bool:
    title = re.match(r"(?:report|compte[- ]rendu|referto|informe)$", fold(section.heading).strip()) is not None
    return section.kind in ("findings", "impression", "diagnosis") and not section.tabled and not title


def _split(
    page: PageText,
    cells: list[int],
    loose: bool,
    survey: bool,
    bare: bool,
    short: Collection[SectionKind],
    likely: Mapping[int, Heading],
) -> list[tuple[list[int], Heading | None]]:
    """Cells of a row, cut where a heading begins. ``bare``: the form prints headings without any sign, so one may open the
    row right before its text (in Chinese the long ones alone: short ones also open sentences, but for those of the kinds
    ``short``)."""
    groups: list[tuple[list[int], Heading | None]] = []
    for i in cells:
        heading = heading_in(page.lines[i].text, loose) or likely.get(i)
        if heading is None and bare and i == cells[0]:
            heading = heading_in(page.lines[i].text, True)
            if heading is not None and is_han(heading.text[0]) and len(heading.text) < 4:
                said = heading.kind in short and heading.text != "提示"
                heading = heading if said and len(page.lines[i].text) < 30 else None
        if survey and i == cells[0] and (heading is None or not heading.marked):
            heading = topic_in(page.lines[i].text) or heading
        if heading is not None and (heading.marked or len(cells) == 1 or i == cells[0]):
            groups.append(([i], heading))
        elif groups:
            groups[-1][0].append(i)
        else:
            groups.append(([i], None))
    return groups


def _goes_on_below(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> bool:
    """Right below the first of two rows the second goes on with a sentence or the next of a list: nothing closes here."""
    if len(rows) < 2 or len(rows[1]) > 1 or not body[rows[1][0]] or _gap(page, *rows) > 0.8:
        return False
    text = page.lines[rows[1][0]].text
    return heading_in(text) is None and not is_end(text) and (is_prose_line(text) or opens_item(text))


def _gap(page: PageText, above: Sequence[int], row: Sequence[int]) -> float:
    """White between two rows, in heights of the lower one."""
    lower = page.lines[row[0]]
    return (lower.top - max(page.lines[i].bottom for i in above)) / max(lower.height, 1.0)


def _row(page: PageText, cells: list[int], skip: int) -> Row | None:
    """The text of ``cells`` from left to right, without the first ``skip`` characters."""
    lines = [page.lines[i] for i in cells]
    texts = [lines[0].text[skip:], *(line.text for line in lines[1:])]
    text = ""
    for n, piece in enumerate(texts):
        gap = "" if not text else "  " if lines[n].left - lines[n - 1].right > 1.5 * lines[n].height else " "
        text += gap + piece.strip()
    if not text.strip(" :：;；"):
        return None
    text = re.sub(r"^[\s:：;；]+", "", text)
    kept = [line for line, piece in zip(lines, texts, strict=True) if piece.strip()]
    share = skip / max(len(lines[0].text), 1) if kept and kept[0] is lines[0] else 0.0
    left = kept[0].left + share * (kept[0].right - kept[0].left)
    heights = sorted(line.height for line in kept)
    return Row(
        text,
        left,
        max(k.right for k in kept),
        min(k.top for k in kept),
        max(k.bottom for k in kept),
        heights[len(heights) // 2],
        page.index,
        tuple(kept),
    )


def _illegible(page: PageText, about: Kind) -> list[Open]:
    """The headings of a page that can hardly be read, without the text under them: who is named there cannot be told."""
    found = [
        (line, h) for line in page.lines if line.confidence >= UNSURE and (h := heading_in(line.text)) and h.marked
    ]
    opened = [Open(h.text, kind_of_heading(h, about), page.index, line, illegible=True) for line, h in found]
    return [o for o in opened if _keeps_empty(o)]


def _is_headed(page: PageText, line: int) -> bool:
    found = heading_in(page.lines[line].text)
    return found is not None and found.marked


def _is_heading(line: Line) -> bool:
    """Clear print that is a heading and nothing else: no inscription of a picture."""
    found = heading_in(line.text)
    return (
        found is not None and found.after >= len(line.text.rstrip()) and line.confidence >= 0.8 and len(line.text) >= 4
    )


def _said_before(section: Open, done: Sequence[Open]) -> bool:
    """The header of a further page says the same again."""
    return any(o.heading == section.heading and o.rows[0].text == section.rows[0].text for o in done if o.rows)
