"""Header, body and footer of a page, from the words and places of its lines alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ocr_pipeline.fields import IDENTITY_KINDS, fold, labels_in
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.captions import is_caption
from ocr_pipeline.layout.headings import Heading, heading_in, prints_bare_headings
from ocr_pipeline.layout.inscriptions import is_drawn
from ocr_pipeline.layout.lasting import goes_on, rows_of_text
from ocr_pipeline.layout.measured import is_form_of_measurements
from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.layout.paragraphs import is_paragraph
from ocr_pipeline.layout.roles import in_sentence, is_role, may_be_named, signs_at_right
from ocr_pipeline.layout.rows import page_rows
from ocr_pipeline.layout.series import headed_above
from ocr_pipeline.layout.statements import beside_statements, statements
from ocr_pipeline.layout.topics import is_survey, parts_above, topic_in
from ocr_pipeline.page import Line, PageText

Zone = Literal["header", "body", "footer"]

#: Words at the head of result columns, by column: a row with two of different columns is a table's head.
_COLUMNS = tuple(
    re.compile(p)
    for p in (
        r"检验项目|检测项目|项目名称|^项目$|^项目|分析项目|^(?:测量)?部位$|检查项目$|中文名称|^名称$|^no\.?项目|\btest\b|\btests\b|test name|investigation|analyte|parameter|examination$|component|\bprueba|\bdeterminacion|\banalisis$|\banalyse[s]?$|\besame$|\besami$|\bstruttura$|\bestructura$|\bstructure$|\btetkik|\btest adi|\bestudio$|\bten xet nghiem|\bxet nghiem$|\bparametro",
        r"结果|测定值|检测值|测量值|\bresult|\bvalue[s]?$|observed value|\bresultado|\bresultat|\brisultat|\bsonuc|\bket qua|\bbmd\b|\bvalor$|\bdimension[ei]|\bmedida$|\bmisura$|\bolcum$|\bkich thuoc",
        r"单位|\bunit|\bunidad|\bunite|\bunita|\bbirim|\bdon vi",
        r"参考|正常值|正常范围|生物参考|\breference|\bnormal\b|\brange|\bref\.|\bvalores? de ref|\bvaleurs? (?:de|usuelles)|\bvalori di|\breferans|\btri so|\bintervall|\bintervalo|\blimites? de (?:ref|norm)|\bbiological|\bcsbt|\bgia tri",
        r"提示|标志|\bflag|\babn\b|\bindicador|\bdurum",
        r"方法|\bmethod|\bmetodo|\bmethode|\bmetot|\bphuong phap",
    )
)
_END = re.compile(
    r"(?:此|本|该)?(?:报告|结果)(?:单)?(?:仅|只|不)|仅(?:对|供).{0,16}(?:负责|参考)|如有疑[问义]|温馨提示|声明[:：]|注[:：].{0,4}(?:本|此)|(?:以下空白|报告结束|以上为)|请(?:及时|在|于).{0,14}(?:联系|咨询|查询)|"
    r"请(?:妥善|务必).{0,6}保管|第\s*\d+\s*页|共\s*\d+\s*页|扫码|打印时间|打印日期|\*\*|"
    r"end of (?:the )?report|page\s*\d+\s*(?:of|/)|not valid for|medico.?legal|this report|computer generated|electronically|"
    r"please correlate|correlate clinically|thanks for ref|work(?:ing)? (?:timings|hours)|partial reprod|these results|results relate|"
    r"fin del informe|este informe|pagina\s*\d|page\s*\d|fin du compte|ce compte|documento firmato|fine referto|sayfa\s*\d|trang\s*\d|rapor sonu|"
    r"electronic signature|firma digital|chu ky|https?:|www\.|"
    r"los resultados se refieren|consulte (?:a|con) su medico|resultados en linea|a interpreter par|consultez votre medecin|i risultati si riferiscono|"
    r"consulti il (?:suo )?medico|doktorunuza danis|ket qua chi co gia tri|tham khao y kien bac si"
)
#: The same where the recogniser lost the spaces between words.
_END_GLUED = re.compile(_END.pattern.replace(" ", ""))
#: Credentials and titles of those who sign.
_SIGNED = re.compile(
    r"\b(?:MBBS|M\.?B\.?B\.?S|MB,? ?B[Cc]h|MBChB|MB BS|BM BS|DMLT|MD|M\.D|DNB|FRCPath|FRCR|FRCPC|FFRRCSI|FRANZCR|MRCP|FAC[CPR]|PhD)\b|^\s*(?:Dr|Dra|Prof|Dott|Uzm|Bác sĩ|BS|Mr|Ms|Mrs)(?:\.\s*|\s+)(?!đ[ãaư])[^\W\d_a-z]|"
    r"^\s*(?:[Ii]l|[Ll][ae]|[Ee]l)\s+(?:medico|radiologo|patologo|dirigente|biologo|direttore|m[ée]decin|radiologue|pathologiste|biologiste|m[ée]dico|radi[óo]logo|pat[óo]logo|facultativ[oa])\b|"
    # a title that OCR glued to the label before it: ``AnalistaDr.Rocío``
    r"(?:(?<=[a-zà-ỹ])|(?<=:)\s?)(?:Dr|Dra|Prof|Uzm|Dott)\.\s*[^\W\d_a-z]"
)
#: Headings of what was added later, below the conclusion.
_ADDED = re.compile(r"补充|更正|addend|amend|supplement|corrig")
_NUMBER = re.compile(r"(?:^|[\s<>≤≥＜＞])[<>≤≥＜＞]?\d+(?:[.,]\d+)?(?:[\s↑↓HL*]|$)")
_RANGE = re.compile(r"\d\s*(?:-{1,3}|–|—|~|～|至)\s*\d|[<>≤≥＜＞]\s*=?\s*\d")
#: A piece of a sentence, which a fold parted from the rest: ``method is 62%. No``, ``大小正常，结果``.
_SENTENCE = re.compile(
    r"[，。；]|^(?!.*\b(?:ref|biol?|val|norm|int|abn)\.)(?:\S+ ){3,12}\S*[a-z%)\d]\.(?: |$)", re.IGNORECASE
)
#: So many rows without any sign of a footer may stand below the last one that has it: a seal's letters, an advert.
_BELOW, _FAR_BELOW = 5, 12
#: Below this mean character confidence nothing on the page is trusted to be harmless: all of it is treated as header.
#: Readable pages, faint ones too, lie above 0.93 on drawn pages; mirrored or upside-down ones below 0.7.
UNREADABLE = 0.8


@lru_cache(maxsize=4096)
def _column_words(text: str) -> frozenset[int]:
    """Which kinds of column (indices of ``_COLUMNS``) a cell names."""
    folded = fold(text).strip(" *")
    return frozenset(n for n, pattern in enumerate(_COLUMNS) if pattern.search(folded))


def is_table_head(texts: list[str]) -> bool:
    """True when the cells hold the head words of two different result columns (of three when OCR made one cell of them)."""
    if any("：" in t or ":" in t for t in texts):
        return False
    hits = [_column_words(text) for text in texts if len(text) < 60 and not _SENTENCE.search(text)]
    every = frozenset[int]().union(*hits)
    cells = sum(1 for hit in hits if hit)
    return len(every) >= (2 if cells >= 2 else 3) and bool(every & {1, 2, 3})


def is_result_row(texts: list[str]) -> bool:
    """True for a row with a name, a number and a range: a result without a table's head above it."""
    joined = "  ".join(texts)
    named = bool(re.search(r"[A-Za-z\u4e00-\u9fff]{2}", texts[0])) if texts else False
    return len(texts) >= 3 and named and bool(_RANGE.search(joined)) and any(_NUMBER.search(t) for t in texts[1:])


def is_end(text: str) -> bool:
    """True for a sentence that closes a report: whom it binds, whom to call, page numbers."""
    folded = fold(text)
    return bool(_END.search(folded) or (" " not in folded.strip() and _END_GLUED.search(folded)))


def zones(page: PageText) -> tuple[Zone, ...]:
    """One zone a line. The body begins at the first table head, section heading or result row, and ends before the last
    run of signature and closing lines. Without any body, everything is header (fail closed)."""
    lines = page.lines
    out: list[Zone] = ["header"] * len(lines)
    if unreadable(page):
        return tuple(out)
    rows = [list(row) for row in page_rows(page)]
    loose = prints_without_colons(page) or prints_bare_headings([page])
    survey = is_survey([line.text for line in lines])
    first = next(
        (
            n
            for n in range(len(rows))
            if _begins_body(page, rows, n, loose) or (survey and topic_in(lines[rows[n][0]].text))
        ),
        None,
    )
    if first is not None:
        head = first
        while first > 0 and _leads_in([page.lines[i].text for i in rows[first - 1]]):
            first -= 1
            if first > 0 and _heads_alone(page, rows[first - 1], rows[first]):
                first -= 1
        first = min(first, headed_above(page, rows, head))
        first -= rows_of_text(_below_form(page, rows[:first])) if page.index else 0
        first -= parts_above(_below_form(page, rows[:first]))
    if first is None:
        first = _after_identity(page, rows)
    if first is None:
        return tuple(out)
    last = _last_body_row(page, rows, first, prints_without_colons(page))
    for n, row in enumerate(rows):
        for i in row:
            out[i] = "header" if n < first else "body" if n <= last else "footer"
    if last + 1 < len(rows) and (ending := goes_on(page, rows[last], rows[last + 1])) is not None:
        out[ending] = "body"
    for i in beside_statements(page):
        out[i] = "header"
    for i in statements(page):
        out[i] = "body"
    for n in range(first, last + 1):
        for i in _signed_beside(page, rows[n]):
            for below in rows[n : last + 1]:
                for j in below:
                    if lines[j].left > lines[i].left - lines[i].height:
                        out[j] = "footer"
    return tuple(out)


#: ``诊断：某某  审核：某某``: who diagnosed, not what.
_SIGNS = re.compile(
    r"\s*(?:诊断|检查|报告|检验)\s*[:：]\s*[\u4e00-\u9fff]{2,4}\s*(?:审核|复核|报告|记录|校对|审签)[^:：]{0,3}[:：]"
)


def _stops(heading: Heading, text: str) -> bool:
    """A heading of the examination, or of what was added to it; a notice (``提示：请妥善保管``) is none."""
    told = heading.kind != "other" or _ADDED.search(fold(heading.text)) is not None
    return told and not _SIGNS.match(text) and not (heading.marked and is_end(text) and len(text) < 30)


def _concludes(texts: list[str]) -> bool:
    """A cell beside a signature that is nothing but the heading of what was found, as two sheets side by side print it."""
    found = [(text, h) for text in texts if (h := heading_in(text)) and h.kind in ("findings", "impression")]
    return any(h.marked and len(h.text) >= 4 and h.after >= len(text.rstrip()) for text, h in found)


def _signed_beside(page: PageText, row: list[int]) -> list[int]:
    """Signatures at the foot of a right column, while the left one goes on with prose."""
    texts = [page.lines[i].text for i in row]
    if len(row) < 2 or len(texts[0]) < 25 or not _lower_words(texts[0]) or labels_in(texts[0]):
        return []
    return [i for i in row[1:] if _SIGNED.search(page.lines[i].text) and len(page.lines[i].text) < 60]


def _lower_words(text: str) -> bool:
    words = text.split()
    return len(words) >= 4 and sum(w[:1].islower() for w in words) >= 0.6 * len(words)


def unreadable(page: PageText) -> bool:
    """True for a page of which hardly a character is certain."""
    return _mean_confidence(page.lines) < UNREADABLE


def _leads_in(texts: list[str]) -> bool:
    """Above the first heading: prose that goes on from the page before, and captions of the pictures up there."""
    captions = all(is_caption(t) and len(t) < 40 and not labels_in(t) for t in texts)
    return captions or _is_sentence(texts)


def _below_form(page: PageText, rows: list[list[int]]) -> list[list[str]]:
    """The cells of ``rows`` below the last one that is a running head: a patient's label, a page number."""
    said = [[page.lines[i].text for i in row] for row in rows]
    form = [n for n, texts in enumerate(said) if is_identity_row(texts) or any(map(is_end, texts))]
    return said[form[-1] + 1 :] if form else said


def _heads_alone(page: PageText, row: list[int], below: list[int]) -> bool:
    """A heading with its sign and nothing else, above prose."""
    return _is_bare_heading(page, row) and _is_sentence([page.lines[i].text for i in below])


def _is_sentence(texts: list[str]) -> bool:
    """One cell of prose without any label of a form."""
    if (
        len(texts) != 1
        or is_end(texts[0])
        or is_identity_row(texts)
        or any(label.colon for label in labels_in(texts[0]))
    ):
        return False
    text = texts[0].strip()
    if re.search(r"[\u4e00-\u9fff]", text):
        return len(text) >= 5 and (
            text[-1] in "。；" or ("，" in text and len(text) > 24) or ("。" in text and is_prose_line(text))
        )
    words = text.split()
    lower = sum(w[:1].islower() for w in words)
    if is_paragraph(text):
        return True
    return len(text) > 30 and len(words) >= 5 and (lower >= 0.6 * len(words) or (lower >= 4 and text[0].islower()))


def _mean_confidence(lines: tuple[Line, ...]) -> float:
    """Mean confidence of all characters of the page (1.0 for a page without any)."""
    chars = [c.confidence for line in lines for c in line.chars]
    return sum(chars) / len(chars) if chars else 1.0


@once_a_page
def prints_without_colons(page: PageText) -> bool:
    """True when most labels of a patient's block stand without a colon (``Name John Smith``, ``姓名范刚``)."""
    kinds = ("name", "sex", "age", "number", "birth_date")
    marks = [x for line in page.lines for x in labels_in(line.text, True) if x.kind in kinds]
    return len(marks) >= 3 and sum(not x.colon for x in marks) > 0.6 * len(marks)


def _begins_body(page: PageText, rows: list[list[int]], n: int, loose: bool) -> bool:
    texts = [page.lines[i].text for i in rows[n]]
    identity = is_identity_row(texts)
    if is_table_head(texts) or (is_result_row(texts) and not identity) or is_form_of_measurements(texts):
        return True
    for text in texts:
        heading = heading_in(text, loose)
        if heading is None or identity:
            continue
        if heading.kind not in ("findings", "impression", "diagnosis", "recommendation"):
            # Body part, method and history may be fields of the header too.
            if (
                (len(rows[n]) > 1 and not _beside_prose(texts))
                or any(_has_patient(page, row) for row in rows[n : n + 9] if not _heads_table(page, row))
                or heading.kind == "other"
            ):
                continue
            return True
        # ``REPORT`` above the patient's block is a title and no heading.
        if heading.marked or not any(_has_name(page, row) for row in rows[n + 1 : n + 7]):
            return True
    return False


def _beside_prose(texts: list[str]) -> bool:
    """A heading in a column of its own with its text to the right."""
    heading = heading_in(texts[0])
    alone = heading is not None and heading.after >= len(texts[0].rstrip())
    beside = texts[1:] if len(texts) == 2 or is_prose_line("".join(texts[1:])) else []  # one text in pieces
    labelled = any(x.colon or x.kind in IDENTITY_KINDS for text in beside for x in labels_in(text))
    return alone and bool(beside) and not labelled and not any(map(heading_in, beside))


def _has_name(page: PageText, row: list[int]) -> bool:
    return any(label.kind == "name" for i in row for label in labels_in(page.lines[i].text))


def _is_bare_heading(page: PageText, row: list[int]) -> bool:
    """A heading with its sign and nothing behind it."""
    heading = heading_in(page.lines[row[0]].text) if len(row) == 1 else None
    return heading is not None and heading.marked and heading.after >= len(page.lines[row[0]].text.rstrip())


def _heads_table(page: PageText, row: list[int]) -> bool:
    return is_table_head([page.lines[i].text for i in row])


def _has_patient(page: PageText, row: list[int]) -> bool:
    return any(
        label.kind in ("name", "age", "sex", "number", "birth_date")
        # ``the 75th percentile for age and sex``, ``体重无明显变化。``
        and (label.colon or not (is_prose_line(page.lines[i].text) or page.lines[i].text.rstrip().endswith("。")))
        for i in row
        for label in labels_in(page.lines[i].text)
    )


def is_identity_row(texts: list[str]) -> bool:
    """True when the row holds a label of a patient's block."""
    return any(
        label.kind in IDENTITY_KINDS | {"age", "sex"} and (label.colon or label.strength == "free")
        for text in texts
        for label in labels_in(text)
    )


def _after_identity(page: PageText, rows: list[list[int]]) -> int | None:
    """With no head, heading or result in sight: what follows the last row of identity labels in the upper half. A page
    without any such label is a continuation, all body; a page of nothing but labels is all header."""
    last = -1
    told = rows_of_text([[page.lines[i].text for i in row] for row in rows]) if page.index else 0
    for n, row in enumerate(rows[: len(rows) - told] if told > 1 else rows):
        if n < max(3, len(rows) // 2) and is_identity_row([page.lines[i].text for i in row]):
            last = n
    return last + 1 if last + 1 < len(rows) else None


def _last_body_row(page: PageText, rows: list[list[int]], first: int, loose: bool) -> int:
    """Signatures and closing sentences from the bottom up; a result or a section's heading stops the search, and so do six
    rows without either, but for a row that names staff or the date of the report."""
    lowest = len(rows) - 1
    roles = {
        n for n, row in enumerate(rows) if n > first and len(row) <= 2 and all(is_role(page.lines[i].text) for i in row)
    }
    for n in range(len(rows) - 1, first, -1):
        texts = [page.lines[i].text for i in rows[n]]
        heading = heading_in(texts[0])
        if (
            is_table_head(texts)
            or (is_result_row(texts) and not is_identity_row(texts))
            or (heading and _stops(heading, " ".join(texts)))
            or _concludes(texts[1:])
        ):
            break
        marks = [label for t in texts for label in labels_in(t, loose) if not in_sentence(label, t)]
        kinds = {label.kind for label in marks if label.colon or label.kind == "staff" or (loose and len(texts) > 1)}
        if _signed_beside(page, rows[n]):
            continue
        signed = (
            any(_SIGNED.search(page.lines[i].text) for i in rows[n] if not is_drawn(page, page.lines[i]))
            and sum(len(t) for t in texts) < 90
        )
        signed = (
            signed
            or n in roles
            or signs_at_right(page, rows, n)
            or _SIGNS.match(" ".join(texts)) is not None
            or (n + 1 in roles and n + 1 > lowest and may_be_named(texts[0]))
        )
        named = bool(kinds & {"staff", "reported"})
        below = lowest + 1 - n
        if below > _FAR_BELOW:
            break
        if below > _BELOW and not named:
            continue
        if signed or named or kinds & {"device", "phone", "address", "email"} or any(is_end(t) for t in texts):
            lowest = n - 1
        elif (
            lowest == n < len(rows) - 1
            and sum(len(t) for t in texts) < 24
            and _mean_confidence(tuple(page.lines[i] for i in rows[n])) < 0.7
            and not _is_bare_heading(page, rows[n - 1])
        ):
            lowest = n - 1  # the scrawl of a signature; right below a heading it is what was found, hardly to be read
    under = [page.lines[i].text for i in rows[lowest + 1]] if first < lowest < len(rows) - 1 else []
    above = heading_in(page.lines[rows[lowest][0]].text)
    headed = (
        above is not None and above.kind == "recommendation" and above.after >= len(page.lines[rows[lowest][0]].text)
    )
    if headed and len(under) == 1 and is_end(under[0]) and not any(x.colon for x in labels_in(under[0])):
        lowest += 1  # ``Please correlate clinically.`` under its heading is advice
    return max(lowest, first)
