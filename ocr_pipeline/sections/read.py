"""Headed parts of narrative reports, in reading order, over pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ocr_pipeline.fields import fold, is_han
from ocr_pipeline.figures.captions import is_caption
from ocr_pipeline.heading import is_narrative, kind_of, titles_of
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.frames import outline
from ocr_pipeline.layout.headings import MINOR, Heading, heading_in, prints_bare_headings
from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.measured import pairs_in
from ocr_pipeline.layout.paragraphs import is_essay, likely_headings, prose_lines, unlisted_headings
from ocr_pipeline.layout.series import label_column, opening_words, series_headings
from ocr_pipeline.layout.topics import is_survey, topic_in
from ocr_pipeline.layout.zones import is_end, is_table_head, unreadable
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Kind, Reason, Region, Section, SectionKind
from ocr_pipeline.sections.columns import in_reading_order
from ocr_pipeline.sections.harmony import with_dotless
from ocr_pipeline.sections.header import header_sections
from ocr_pipeline.sections.kept import (
    foreign,
    garbled,
    heads_prose,
    inside_prose,
    is_notice,
    is_speck,
    is_word,
    of_stamp,
    repeated,
    table_lines,
)
from ocr_pipeline.sections.opened import Open, is_letter, kind_of_heading, settle
from ocr_pipeline.sections.paragraphs import Row, join_rows, opens_item
from ocr_pipeline.sections.strokes import with_own_letters, with_strokes, with_times
from ocr_pipeline.sections.unsure import is_unsure
from ocr_pipeline.sections.vowels import vowels_lost
from ocr_pipeline.tables.aslant import without_stamps
from ocr_pipeline.tables.naming.turkish import is_turkish
from ocr_pipeline.tables.naming.vietnamese import is_vietnamese

_EXAMINATIONS = ("imaging", "pathology", "endoscopy")
#: Kinds that the form prints above an examination's text; on a sheet of results they are fields of the patient's block.
_OF_FORM: tuple[SectionKind, ...] = ("specimen", "technique", "clinical", "diagnosis")
#: Kinds that stand at the end of it, as far below the text before as the last heading did.
_CLOSING: tuple[SectionKind, ...] = ("impression", "diagnosis", "recommendation")
#: In heights of a line: so much more white than between the lines of a paragraph.
_APART = 0.25
#: A character below this asks for a person's eye.
UNSURE = 0.5
#: So many lines of prose on a document without any results are a letter.
_LETTER = 3
#: A list of what a tumour report must say has its own ``Procedure`` and ``Specimen``.
_LISTS = re.compile(r"synoptic|checklist|template", re.IGNORECASE)


def read_sections(
    pages: Sequence[PageText],
    regions: Sequence[Sequence[Region]],
    used_lines: Collection[tuple[int, int]] = frozenset(),
) -> tuple[Section, ...]:
    """Sections as printed. ``regions`` by page (figures keep their inscriptions out); ``used_lines`` are (page, line) that a
    table consumed. Headers, footers, captions, adverts and what repeats at the same place of several pages stay out."""
    pages = [without_stamps(page) for page in pages]
    titles = [t for page in pages for t in titles_of(page)]
    about = kind_of(pages, titles)
    narrative = about in _EXAMINATIONS or is_narrative(pages)
    survey = is_survey([line.text for page in pages for line in page.lines])
    forms = [label_column(p, know(p).rows, [zone == "body" for zone in know(p).zones]) for p in pages]
    essays = [is_essay(page) or bool(form) for page, form in zip(pages, forms, strict=True)]
    letter = not narrative and not used_lines and sum(prose_lines(page, know(page).zones) for page in pages) >= _LETTER
    narrative = narrative or survey or any(essays) or letter
    to_colleague = is_letter(line.text for page in pages for line in page.lines)
    bare = narrative and prints_bare_headings(pages)
    running = repeated(pages)
    done: list[Open] = []
    last: Open | None = None
    mine = about
    told, begun = False, False  #: some text of the body has a section; a known heading of what was found has come
    for place, page in enumerate(pages):
        pictured = inscriptions(page, regions[place] if place < len(regions) else ())
        known = know(page)
        where = known.zones
        loose = (known.loose and narrative) or survey
        titled = titles_of(page) if len(pages) > 1 else []
        own = kind_of([page], titled) if titled else None
        if own is not None:  # a page without a title goes on
            mine = own if own in _EXAMINATIONS else about
        measured = own is not None and own == about and own in _EXAMINATIONS  # its table is one of measurements
        examines = narrative and (essays[place] or measured or _examines(page, where, used_lines))
        body = [zone == "body" for zone in where]
        likely = (likely_headings if examines else unlisted_headings)(page, body) | series_headings(
            page, known.rows, body
        )
        unlisted = unlisted_headings(page, body) if examines else {}
        if narrative and unreadable(page):
            done.extend(_illegible(page, mine))
        elif examines:
            done.extend(o for o in header_sections(page, where, loose) if not _said_before(o, done))
        elif narrative:
            last = None  # results between the pages of an examination
        used = table_lines(page, known.rows, used_lines)
        order = in_reading_order(page, known.rows, body)
        headed_here = False
        for at, row in enumerate(order):
            cells = [
                i
                for i in row
                if where[i] == "body"
                and (
                    (page.index, i) not in used
                    or (
                        examines
                        and (
                            (len(row) == 1 and not pairs_in(page.lines[i].text))
                            or (survey and topic_in(page.lines[row[0]].text))
                        )
                    )
                )
                and (page.index, i) not in running
                and (i not in pictured or _is_headed(page, i) or _is_heading(page.lines[i]))
                and not is_speck(page, row, i)
            ]
            if not cells:
                if last is not None and not last.rows and (page.index, row[0]) in used:
                    last.tabled = True
                continue
            if len(cells) > 1:  # a caption beside the text
                cells = [i for i in cells if not is_caption(page.lines[i].text)]
            texts = [page.lines[i].text for i in cells]
            if not cells or is_caption(" ".join(texts)):
                continue
            if (
                last is not None
                and not texts[-1].endswith(("。", "；", "."))
                and any(of_stamp(page, row, i) for i in row)
            ):
                last.illegible = True  # the sentence goes on under the stamp
            advises = last is not None and last.kind == "recommendation" and not last.rows
            headed = _is_headed(page, cells[0]) and not is_notice(texts)
            ends = is_end(" ".join(texts)) and not inside_prose(texts) and not headed
            ends = ends and not (last is not None and _goes_on_below(page, order[at : at + 2], body))
            if is_table_head(texts) or (ends and not advises):
                last = last if is_table_head(texts) else None
                continue
            gap = _gap(page, order[at - 1], row) if at else 0.0
            short = _OF_FORM if last is None or last.kind in _OF_FORM or (titled and not headed_here) else ()
            rhythm = (
                _gap(page, order[at - 2], order[at - 1]) if last is not None and len(last.rows) > 1 and at > 1 else 0.0
            )
            if last is not None and gap > max(0.8 * last.gap, rhythm + _APART):
                short = (*short, *_CLOSING)
            for group, found in _split(page, cells, loose, survey, bare, short, likely):
                heading = found or (None if begun else unlisted.get(group[0]))
                if heading is None and last is None and examines and not told:
                    heading = opening_words(texts[0])
                if heading is not None and not heading.text:
                    last, told = None, True  # a field of the form beside its label
                    continue
                opens = heading is not None and (
                    heading.marked or (row == row[:1] and heads_prose(page, order[at + 1 :], heading, row[0]))
                )
                if (
                    heading is not None
                    and (examines or (opens and heading.kind not in _OF_FORM))
                    and not (
                        last is not None
                        and last.kind == "findings"
                        and (
                            fold(re.split(r"[(（]", heading.text)[0].strip()) in MINOR
                            or (_LISTS.search(last.heading) and heading.kind in ("technique", "specimen"))
                        )
                    )
                ):
                    kind = kind_of_heading(heading, mine, to_colleague)
                    kind = "findings" if found is None and kind == "other" and mine in _EXAMINATIONS else kind
                    last = Open(heading.text, kind, page.index, page.lines[group[0]])
                    last.unlisted = heading_in(page.lines[group[0]].text, True) is None
                    last.gap, headed_here = gap, True
                    done.append(last)
                    told, begun = True, begun or (found is not None and heading.kind not in _OF_FORM)
                    rest = _row(page, group, heading.after)
                elif last is None:
                    prose = is_prose_line(" ".join(texts))
                    whole = prose or ((titles or letter) and is_word([page.lines[i] for i in cells]))
                    if examines and whole and not told and (prose or not done):
                        last = Open("", "other" if letter else "findings", page.index, None)
                        done.append(last)
                        told = True
                    else:
                        continue
                    rest = _row(page, group, 0)
                else:
                    rest = _row(page, group, 0)
                if rest is None or last is None or foreign(rest.text):
                    continue
                if garbled(rest.lines):
                    last.illegible = True  # said with a reason instead of poured into the text
                else:
                    last.rows.append(rest)
    margins = {p.index: _margin(p) for p in pages}
    settle(done, about)
    kept = [o for o in done if o.rows or o.illegible or _keeps_empty(o)]
    turkish = bool(kept) and is_turkish([line.text for page in pages for line in page.lines])
    return tuple(_close(o, pages, margins, turkish) for o in kept)


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


def _examines(page: PageText, where: Sequence[str], used_lines: Collection[tuple[int, int]]) -> bool:
    """A page of an examination: it has a heading of findings or of a conclusion, or at least no result table. (A sheet of
    results prints the patient's diagnosis too.)"""
    body = [row for row in know(page).rows if where[row[0]] == "body"]
    heads = [row for row in know(page).heads if where[row[0]] == "body"]
    free = [row for row in body if row not in heads and not (heads and (page.index, row[0]) in used_lines)]
    found = {h.kind for row in free for i in row if (h := heading_in(page.lines[i].text))}
    return bool(found & {"findings", "impression"}) or not heads


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


def _margin(page: PageText) -> float:
    """The right edge of the body's text: the 95th percentile of long lines' ends."""
    where = know(page).zones
    ends = sorted(
        line.right
        for i, line in enumerate(page.lines)
        if where[i] == "body" and line.right - line.left > 12 * line.height
    )
    if not ends:  # a block of short lines wraps at the width of the page
        ends = sorted(line.right for line in page.lines)
    return ends[-1 - len(ends) // 20] if ends else 0.0


def _close(section: Open, pages: Sequence[PageText], margins: dict[int, float], turkish: bool) -> Section:
    lines = [line for row in section.rows for line in row.lines]
    chars = [c for line in lines for c in line.chars if c.text.strip()]
    confidence = (
        sum(c.confidence for c in chars) / len(chars)
        if chars
        else (min((line.confidence for line in lines), default=1.0))
    )
    text = join_rows(section.rows, margins)
    bare = not text.strip() and section.heading_line is not None and section.heading_line.source != "text-layer"
    swallowed = False
    reasons: list[Reason] = (
        [Reason.UNREADABLE] if section.illegible or bare else []
    )  # bold headings outlast a coarse fax
    seen = [line for line in lines if line.source != "text-layer"]
    if seen:
        turkish = turkish and not any(map(is_han, text))
        text = with_own_letters(with_strokes(text), turkish)
        text = with_dotless(text) if turkish else text
        whole = with_times(text)
        swallowed, text = whole != text, whole
    if seen and vowels_lost(text) and is_vietnamese([line.text for p in pages for line in p.lines]):
        reasons.append(Reason.UNREADABLE)
    unsure = swallowed or any(c.confidence < UNSURE and (c.text.isalnum() or is_han(c.text)) for c in chars)
    if unsure or any(map(is_unsure, seen)):
        reasons.append(Reason.LOW_CONFIDENCE)
    here = [line for row in section.rows if row.page == section.page for line in row.lines]
    if section.heading_line is not None:
        here.append(section.heading_line)
    page = next(p for p in pages if p.index == section.page)
    polygon = outline(here, page.lines) if here else ()
    return Section(
        section.heading,
        section.kind,
        text,
        confidence,
        tuple(reasons),
        (),
        section.page,
        polygon,
    )
