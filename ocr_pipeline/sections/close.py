"""What a section says, once all its rows are there: its text, what is doubtful in it, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.fields import is_han
from ocr_pipeline.fields.traditional import prints_traditional, traditional
from ocr_pipeline.layout.frames import outline
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.statements import statements
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason, Section
from ocr_pipeline.sections.harmony import with_dotless
from ocr_pipeline.sections.opened import Open
from ocr_pipeline.sections.paragraphs import join_rows
from ocr_pipeline.sections.stamped import is_overprinted
from ocr_pipeline.sections.strokes import with_capitals, with_own_letters, with_strokes, with_times
from ocr_pipeline.sections.unsure import is_unsure
from ocr_pipeline.sections.vowels import vowels_lost
from ocr_pipeline.tables.naming.turkish import is_turkish
from ocr_pipeline.tables.naming.vietnamese import is_vietnamese

#: A character below this asks for a person's eye.
UNSURE = 0.5


def closed(sections: Sequence[Open], pages: Sequence[PageText]) -> tuple[Section, ...]:
    """Each of ``sections`` as the report has it; ``pages`` are all pages of the document."""
    margins = {p.index: _margin(p) for p in pages}
    texts = [line.text for page in pages for line in page.lines] if sections else []
    turkish, old = is_turkish(texts), prints_traditional(texts)
    done = (_close(o, pages, margins, turkish) for o in sections)
    return tuple(replace(s, heading=traditional(s.heading), text=traditional(s.text)) if old else s for s in done)


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
    stated = [p.lines[i] for p in pages for i in statements(p)]
    listed = bool(stated) and all(line in stated for line in lines)  # one a line, however long it is
    text = join_rows(section.rows, dict.fromkeys(margins, float("inf")) if listed else margins)
    bare = not text.strip() and section.heading_line is not None and section.heading_line.source != "text-layer"
    swallowed = False
    reasons: list[Reason] = (
        [Reason.UNREADABLE] if section.illegible or bare else []
    )  # bold headings outlast a coarse fax
    seen = [line for line in lines if line.source != "text-layer"]
    if seen:
        turkish = turkish and not any(map(is_han, text))
        text = with_own_letters(with_strokes(text), turkish)
        text = with_capitals(with_dotless(text)) if turkish else text
        whole = with_times(text)
        swallowed, text = whole != text, whole
    if seen and vowels_lost(text) and is_vietnamese([line.text for p in pages for line in p.lines]):
        reasons.append(Reason.UNREADABLE)
    unsure = swallowed or any(c.confidence < UNSURE and (c.text.isalnum() or is_han(c.text)) for c in chars)
    if unsure or any(map(is_unsure, seen)):
        reasons.append(Reason.LOW_CONFIDENCE)
    if any(is_overprinted(p, [x for row in section.rows if row.page == p.index for x in row.lines]) for p in pages):
        reasons.append(Reason.OVERPRINTED)
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
