"""What an electrocardiograph states right of the patient's block: rhythm and its disorders, without any heading."""

from __future__ import annotations

import re

from ocr_pipeline.fields import fold, labels_in
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.measured import pairs_in
from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.layout.title_words import only_title_words
from ocr_pipeline.layout.tracings import leads_of
from ocr_pipeline.page import Line, PageText

#: Words of such statements, after the lists of the AHA/ACCF/HRS recommendations (Mason 2007, Circulation 115:1325).
_STATED = re.compile(
    r"sinus|rhythm|ventric|\batri(?:al|um)|^(?:possible|probable|consider|cannot rule out|nonspecific|non-specific|abnormal|normal|borderline|otherwise)\b|bradycard|tachycard|fibrillat|flutter|\bblock\b|bundle|axis dev|infarct|isch(?:a?)emi|repolari[sz]|hypertroph|t[- ]wave|\bst[- ](?:t|seg|elev|depr)|pacemaker|paced|"
    r"(?:ab|otherwise |borderline )?normal ecg|\becg\b|premature|ectopic|low voltage|prolonged (?:qt|pr)|窦性|心律|早搏|阻滞|房颤|房扑|传导|电轴|低电压|st段|st-t|t波|心电图|"
    r"ritmo|rythme|ritim|sinusal|sinuzal|bradi[ck]ardi|tasi[ck]ardi|bloqueo|blocco|bloc de|nhip xoang"
)
#: Who prints the report, and what it is called, stands above them.
_PRINTED = re.compile(r"医院|卫生|诊所|中心|医学|报告|心电图$|hospital|clinic|cent(?:er|re)\b|report|institut")
#: White between two statements, in heights of the line.
_NEXT = 1.5


def beside_statements(page: PageText) -> frozenset[int]:
    """Indices of the lines left of the statements and above the tracing: who the patient is and what was measured. Empty
    where a heading stands among them."""
    stated = [page.lines[i] for i in statements(page)]
    if not stated:
        return frozenset()
    edge, top = min(line.left for line in stated), min(page.lines[i].top for i in leads_of(page))
    left = frozenset(i for i, o in enumerate(page.lines) if o.right < edge and o.bottom < top)
    return left if not any(heading_in(page.lines[i].text) for i in left) else frozenset()


@once_a_page
def statements(page: PageText) -> frozenset[int]:
    """Indices of such lines above the tracing, each right of the patient's block and none a field of it: from the first on,
    lines below one another that state something, and what wraps. A line that says nothing of the heart ends them: it may
    name somebody."""
    leads = [page.lines[i] for i in leads_of(page)]
    if not leads:
        return frozenset()
    top = min(line.top for line in leads)
    block = [line for line in page.lines if line.bottom < top and any(x.colon for x in labels_in(line.text))]
    right = max((line.left for line in block if not pairs_in(line.text)), default=0.0)
    begins = min((line.top - 2 * line.height for line in block), default=0.0)
    heads = [i for i, line in enumerate(page.lines) if line.bottom < top + 0.5 * line.height and _states(line.text)]
    out: set[int] = set()
    for first in heads:
        line = page.lines[first]
        if first not in out and line.left > right + 2 * line.height and line.top > begins:
            out.update(_run(page, first, top))
    return frozenset(out)


def _states(text: str) -> bool:
    folded = fold(text).strip()
    said = _STATED.search(folded) is not None and not only_title_words(text)
    if _PRINTED.search(folded) and not re.search("正常心电图|异常心电图|大致正常", folded):
        return False
    return said and not any(x.colon for x in labels_in(text)) and not pairs_in(text)


def _run(page: PageText, first: int, top: float) -> list[int]:
    """``first`` and the statements below it that begin where it does."""
    out, last = [first], page.lines[first]
    for i, line in sorted(enumerate(page.lines), key=lambda one: one[1].top):
        if line.middle[1] <= last.middle[1] + 0.3 * last.height or not _below(line, page.lines[first], last):
            continue
        if line.bottom > top + 0.5 * line.height or not (_states(line.text) or _wraps(line.text)):
            break
        out.append(i)
        last = line
    return out


def _below(line: Line, first: Line, last: Line) -> bool:
    return abs(line.left - first.left) < 1.2 * line.height and line.top - last.bottom < _NEXT * line.height


def _wraps(text: str) -> bool:
    """The rest of the statement above: small letters."""
    return text[:1].islower() and not any(map(str.isdigit, text))
