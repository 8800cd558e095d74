"""Writes the document. The same report gives the same bytes: no clock, no author, fixed times inside the archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from functools import cache

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from mapping.docx.panels import panels
from mapping.docx.words import Words, words_of
from ocr_pipeline.report import REASONS, Reason, Report, Result

DOUBT_SHADE = "FFE08A"
HEAD_SHADE = "E8EDF2"
GROUP_SHADE = "F4F6F8"
#: The earliest time that a ZIP archive can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)
FONTS = {"zh": "SimSun", "vi": "Times New Roman"}
#: A cell's paragraph, not bold and bold: to copy one takes a fifth of the time that python-docx sets one up in.
_PARAGRAPHS = [
    parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f'<w:r><w:rPr>{weight}<w:sz w:val="18"/></w:rPr><w:t/></w:r></w:p>'
    )
    for weight in ('<w:b w:val="0"/>', "<w:b/>")
]
#: What is written in, and what these build on.
STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Heading 1", "Heading 1 Char",
          "Heading 2", "Heading 2 Char", "Table Grid")  # fmt: skip
SPARE = ("/stylesWithEffects", "/customXml", "/thumbnail", "/numbering")
COLUMNS = ("code", "name", "value", "flag", "unit", "range")


def to_docx(report: Report, figures: Mapping[str, bytes] | None = None) -> bytes:
    """The docx of ``report``; ``figures`` are PNG or JPEG bytes by figure label.

    Panels that stood side by side stand side by side; values for review are shaded and numbered, and the numbers are
    explained under the tables.
    """
    words = words_of(report.language)
    document = Document(io.BytesIO(_template(FONTS.get(report.language, "SimSun"))))
    document.core_properties.language = report.language
    document.add_heading(report.title or words.fallback_title, level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    about = [
        f"{label}: {text}"
        for label, text in (
            (words.specimen, report.specimen),
            (words.collected, report.collected),
            (words.reported, report.reported),
        )
        if text
    ]
    if about:
        document.add_paragraph("    ".join(about))
    doubts: list[str] = []
    for block in panels(report.results):
        _table(document, block, words, doubts)
        document.add_paragraph()
    for section in report.sections:
        if section.heading:
            document.add_heading(section.heading, level=2)
        for paragraph in section.text.split("\n"):
            run = document.add_paragraph().add_run(paragraph)
            if section.reasons:
                _shade_run(run)
        if section.reasons:
            doubts.append(f"{section.heading}: {_sentences(section.reasons)}")
    for figure in report.figures:
        picture = (figures or {}).get(figure.label)
        if picture:
            document.add_picture(io.BytesIO(picture), width=Cm(8))
        document.add_paragraph(figure.caption or figure.label).alignment = WD_ALIGN_PARAGRAPH.CENTER
    whole = [*report.reasons, *(reason for page in report.pages for reason in page.reasons)]
    if doubts or whole:
        document.add_heading(words.doubt, level=2)
        for line in [*doubts, *(REASONS[reason] for reason in dict.fromkeys(whole))]:
            document.add_paragraph(line)
    return _fixed(document)


def _table(document: Doc, block: Sequence[Sequence[Result]], words: Words, doubts: list[str]) -> None:
    rows = [row for panel in block for row in panel]
    columns = [c for c in COLUMNS if c in ("name", "value") or any(_text(r, c) for r in rows)]
    panel_rows = [_with_groups(panel) for panel in block]
    height = max(len(panel) for panel in panel_rows)
    table = document.add_table(rows=1 + height, cols=len(columns) * len(block))
    table.style = "Table Grid"
    heads = {"code": words.code, "name": words.name, "value": words.value, "flag": words.flag, "unit": words.unit}
    width = len(columns) * len(block)
    cells = table._cells  # once: python-docx walks the whole table for each table.cell()
    for number, panel in enumerate(panel_rows):
        first = number * len(columns)
        for offset, column in enumerate(columns):
            cell = cells[first + offset]
            _write(cell, heads.get(column, words.range), bold=True)
            _shade(cell, HEAD_SHADE)
        for line, row in enumerate(panel, start=1):
            own = cells[line * width + first : line * width + first + len(columns)]
            if isinstance(row, str):
                _group(own, row)
            else:
                _row(own, columns, row, doubts)
    _repeat_head(table)


def _with_groups(panel: Sequence[Result]) -> list[Result | str]:
    out: list[Result | str] = []
    group = ""
    for row in panel:
        if row.group and row.group != group:
            out.append(row.group)
        group = row.group
        out.append(row)
    return out


def _row(cells: Sequence[_Cell], columns: Sequence[str], row: Result, doubts: list[str]) -> None:
    for cell, column in zip(cells, columns, strict=True):
        _write(cell, _text(row, column), bold=column == "value" and bool(row.flag))
        if column == "value" and row.reasons:
            note = f" {row.note}" if row.note else ""
            doubts.append(f"{len(doubts) + 1}. {row.name}: {_sentences(row.reasons)}{note}")
            mark = cell.paragraphs[0].add_run(f" [{len(doubts)}]")
            mark.font.superscript = True
            _shade(cell, DOUBT_SHADE)


def _group(cells: Sequence[_Cell], text: str) -> None:
    cell = cells[0].merge(cells[-1])
    _write(cell, text, bold=True)
    _shade(cell, GROUP_SHADE)


def _text(row: Result, column: str) -> str:
    if column == "value":
        return f"{row.comparator or ''}{row.value}"
    return {"code": row.code, "name": row.name, "flag": row.flag, "unit": row.unit, "range": row.reference_range}[
        column
    ]


def _sentences(reasons: Sequence[Reason]) -> str:
    return " ".join(REASONS[reason] for reason in reasons)


def _write(cell: _Cell, text: str, bold: bool = False) -> None:
    # what XML cannot hold is no print either (control characters of a broken text layer)
    text = "".join(c for c in text if c.isprintable())
    paragraph = deepcopy(_PARAGRAPHS[bold])
    place = paragraph[-1][-1]
    if text:
        place.text = text
        if text != text.strip():
            place.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    else:
        place.getparent().remove(place)
    cell._tc.replace(cell._tc.p_lst[0], paragraph)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _shade_run(run: object) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), DOUBT_SHADE)
    run._element.get_or_add_rPr().append(shade)  # type: ignore[attr-defined]


def _repeat_head(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)


@cache
def _template(font: str) -> bytes:
    """An empty document, made once: python-docx' own brings 160 styles twice over and a picture of another document, which
    take longer to read and to write than a report."""
    document = Document()
    used = {document.styles[name].element for name in STYLES}
    for style in list(document.styles):
        if style.element not in used:
            style.element.getparent().remove(style.element)
    for rels in (document.part.rels, document.part.package.rels):
        for spare in [key for key, rel in rels.items() if rel.reltype.endswith(SPARE)]:
            del rels[spare]
    _set_up(document, font)
    drawn = io.BytesIO()
    document.save(drawn)
    return drawn.getvalue()


def _set_up(document: Doc, font: str) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.8)
    core = document.core_properties
    core.author = core.last_modified_by = core.title = core.comments = core.keywords = core.subject = ""
    core.created = core.modified = datetime(*EPOCH)
    core.revision = 1


def _fixed(document: Doc) -> bytes:
    drawn = io.BytesIO()
    document.save(drawn)
    out = io.BytesIO()
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), compresslevel=1)
    return out.getvalue()
