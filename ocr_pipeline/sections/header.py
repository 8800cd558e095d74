"""Fields of a narrative report's header that belong to the examination and not to the form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import Field, fold
from ocr_pipeline.layout.known import know
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import SectionKind
from ocr_pipeline.sections.opened import Open
from ocr_pipeline.sections.paragraphs import Row


def header_sections(page: PageText, where: Sequence[str], loose: bool) -> list[Open]:
    """Fields of a narrative report's header that belong to the examination: body part, method, history, department."""
    out: list[Open] = []
    known = know(page)
    named = {f.label_part.line for f in known.fields if f.kind == "technique"}
    examined = {i for row in known.rows if named & set(row) for i in row}
    for found in known.fields:
        kind = _header_kind(found, found.label_part.line in examined)
        if kind is None or where[found.label_part.line] != "header" or not found.value or not (found.colon or loose):
            continue
        line = page.lines[found.label_part.line]
        opened = Open(found.label.strip(" :："), kind, page.index, line)
        parts = [
            page.lines[p.line]
            if p.end - p.start == len(page.lines[p.line].text)
            else _piece(page, p.line, p.start, p.end)
            for p in found.parts
        ]
        opened.rows.append(
            Row(
                found.value,
                parts[0].left,
                parts[-1].right,
                parts[0].top,
                parts[0].bottom,
                parts[0].height,
                page.index,
                tuple(parts),
            )
        )
        out.append(opened)
    return out


def _piece(page: PageText, line: int, start: int, end: int) -> Line:
    whole = page.lines[line]
    return whole.part(start, end) if len(whole.chars) == len(whole.text) else whole


def _header_kind(found: Field, beside: bool) -> SectionKind | None:
    """``beside``: what is examined is printed on the same row."""
    if re.match(r"(?:ID|No|Date)\b|ID[A-Z\d]|.*\d{6}|(?=(?:\D{0,9}\d){4})[A-Z\d][A-Z\d./-]{3,20}$", found.value):
        return None  # the number of the study, not the study
    if found.kind == "clinical":
        return "clinical"
    if found.kind == "technique":
        return "technique"
    label = fold(found.label).strip()
    if found.kind == "age" and label in ("ga", "bmi", "gestational age"):
        return "clinical"
    if found.kind == "department" and label in ("申请科室", "送检科室") and beside:
        return "other"
    if found.kind == "specimen":
        return "specimen"
    return None
