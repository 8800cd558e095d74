"""Headings that no list knows, told by those that are known: by the number before them, or by their manner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import fold, labels_in
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.headings import Heading, heading_in
from ocr_pipeline.layout.measured import pairs_in
from ocr_pipeline.layout.paragraphs import alone, is_paragraph, kind_of_words, manner_of, may_head
from ocr_pipeline.page import Line, PageText

#: So far above the first known heading one that no list knows may stand with its text.
_FAR_ABOVE = 10
#: The number before a heading, with the sign behind it.
_NUMBER = re.compile(
    r"\s*(?:(?P<han>[一二三四五六七八九十]{1,2})\s?[、.．,，]|(?P<roman>[IVX]{1,4})\s?[.)]|(?P<digit>\d{1,2})\s?[、.．)](?!\d))\s*"
)
_HAN_NUMBERS = "一二三四五六七八九十"
_ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _numbered_headings(page: PageText, body: Sequence[bool]) -> dict[int, Heading]:
    """``一、睡眠结构分析`` above ``二、监测结论``: headings that no list knows, told by their number, which fits between those of
    known headings at the same edge. One known heading tells with Chinese or Roman numbers, two with digits, which lists
    have, too."""
    numbers = [_numbered(line.text) if body[i] else None for i, line in enumerate(page.lines)]
    heads = {i: heading_in(line.text) for i, line in enumerate(page.lines) if numbers[i]}
    known = [i for i, h in heads.items() if h and (h.marked or h.after >= len(page.lines[i].text.rstrip()))]
    out: dict[int, Heading] = {}
    for i, heading in heads.items():
        number, line = numbers[i], page.lines[i]
        if heading is not None or number is None:
            continue
        alike = [
            (page.lines[k].middle[1], n[1])
            for k in known
            if (n := numbers[k]) is not None
            and n[0] == number[0]
            and abs(page.lines[k].left - line.left) < 1.5 * line.height
        ]
        fits = all((n < number[1]) == (y < line.middle[1]) and n != number[1] for y, n in alike)
        text = line.text[number[2] :]
        words = re.split("[:：]", text, maxsplit=1)[0]
        if len(alike) < (2 if number[0] == "digit" else 1) or not fits or not may_head(words):
            continue
        if len(words) < len(text) or not is_prose_line(words):
            marked = len(words) < len(text)
            out[i] = Heading(kind_of_words(words), words.strip(), number[2], number[2] + len(words) + marked, True)
    return out


_BRACKETS = re.compile(
    r"\s*[【\[［〔〖<《「『]\s*(?P<words>[^【】\[\]］〕〗>》」』]{2,24}?)\s*[】\]］〕〗>》」』]\s*[:：]?\s*"
)


def _bracketed_headings(page: PageText, body: Sequence[bool]) -> dict[int, Heading]:
    """``【蜡块情况】`` on a form that prints two known headings so."""
    found = {i: m for i, line in enumerate(page.lines) if body[i] and (m := _BRACKETS.match(line.text))}
    known = [i for i in found if heading_in(page.lines[i].text)]
    out: dict[int, Heading] = {}
    for i, match in found.items():
        words, line = match["words"], page.lines[i]
        edge = any(abs(page.lines[k].left - line.left) < 1.5 * line.height for k in known)
        if i not in known and len(known) >= _KNOWN and edge and may_head(words):
            out[i] = Heading(kind_of_words(words), words, match.start("words"), match.end(), True)
    return out


#: So many known headings make a manner that one behind the conclusion has, too.
_MANNER = 3


def _closing_headings(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> dict[int, Heading]:
    """Below the conclusion, alone with its colon over a few words, as three known headings are printed over their text:
    ``Codification :``. No parts of the findings stand there any more."""
    single = [row[0] for row in rows if len(row) == 1 and body[row[0]] and manner_of(page.lines[row[0]])[1]]
    known = [(i, h) for i in single if alone(page.lines[i].text) and (h := heading_in(page.lines[i].text))]
    ends = [page.lines[i].bottom for i, h in known if h.kind in ("impression", "diagnosis")]
    out: dict[int, Heading] = {}
    for i in single if ends and len(known) >= _MANNER else ():
        line = page.lines[i]
        same = sum(
            abs(page.lines[k].left - line.left) < 1.5 * line.height and manner_of(page.lines[k]) == manner_of(line)
            for k, _ in known
        )
        told = heading_in(line.text) is not None or labels_in(line.text)
        if line.top > min(ends) and same >= _MANNER and not told and may_head(line.text):
            words = line.text.strip().rstrip(":： ")
            out[i] = Heading(kind_of_words(words), words, 0, len(line.text), True)
    return out


#: Words of headings that say nothing of a part of the body.
_SPEAKING = re.compile(
    r"情况|结果|分析|特征|过程|记录|数据|参数|评估|概况|要点|results?\b|analysis|details|overview|course\b|data\b|resultad|analisi|analyse|risultat|sonuc|ket qua"
)


def opening_words(text: str) -> Heading | None:
    """The heading that no list knows with which the text of an examination begins, its text right behind the colon:
    ``监护情况：全程记录23小时…``. An organ there (``肝脏：``) is none."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    words, colon, rest = (
        re.split("([:：])", text[start:], maxsplit=1) if re.search("[:：]", text[start:]) else ("", "", "")
    )
    told = kind_of_words(words) != "other" or _SPEAKING.search(fold(words)) is not None
    if not words or not told or not may_head(words) or labels_in(words) or not is_prose_line(rest):
        return None
    after = start + len(words) + len(colon)
    return Heading(kind_of_words(words), words.strip(), start, after, True)


def _numbered(text: str) -> tuple[str, int, int] | None:
    """Manner and size of the number before ``text``, and where its words begin."""
    match = _NUMBER.match(text)
    if match is None or match.lastgroup is None:
        return None
    said = match[match.lastgroup]
    if match.lastgroup == "digit":
        return "digit", int(said), match.end()
    if match.lastgroup == "roman":
        return ("roman", _ROMAN_NUMBERS.index(said) + 1, match.end()) if said in _ROMAN_NUMBERS else None
    number = (
        10 + _HAN_NUMBERS.index(said[1]) + 1 if said[0] == "十" and len(said) == 2 else _HAN_NUMBERS.index(said[0]) + 1
    )
    return "han", number, match.end()


def _of_form(text: str) -> bool:
    """A label of the patient's block; one of the examination (``检查指征：``) may be a heading."""
    return any(
        (x.colon or x.strength == "free") and x.kind not in ("technique", "clinical", "specimen")
        for x in labels_in(text)
    )


def _heads_like(line: Line, known: Line, below: Line) -> bool:
    """Whether ``line`` heads ``below`` as ``known``, a heading further down, heads its own text: with a smaller number of the
    same manner before it, or alone with a colon over a paragraph."""
    if abs(line.left - known.left) > 1.5 * line.height or _of_form(line.text):
        return False
    mine, other = _numbered(line.text), _numbered(known.text)
    if mine is not None and other is not None and mine[0] == other[0] != "digit":
        return mine[1] < other[1] and may_head(re.split("[:：]", line.text[mine[2] :], maxsplit=1)[0])
    colon = manner_of(line) == manner_of(known) and manner_of(line)[1] and alone(known.text)
    told = is_paragraph(below.text) or not re.search("[:：]", below.text)
    return colon and mine is None and may_head(line.text) and told


def _labels_like(page: PageText, row: Sequence[int], below: Sequence[int]) -> bool:
    """Whether ``row`` is a label with its text in the columns of ``below``, a known heading with its text or one like it."""
    if not len(row) == len(below) == 2 or not may_head(page.lines[row[0]].text):
        return False
    (label, text), (other, under) = (page.lines[i] for i in row), (page.lines[i] for i in below)
    high = label.height
    column = min(abs(label.left - other.left), abs(label.middle[0] - other.middle[0])) < 0.8 * high
    return (
        column and abs(text.left - under.left) < 0.8 * high and not labels_in(label.text) and not labels_in(text.text)
    )


def headed_above(page: PageText, rows: Sequence[Sequence[int]], first: int) -> int:
    """The row where the body begins whose first known heading opens row ``first``: with headings that no list knows above it."""
    known, begins = page.lines[rows[first][0]], first
    if heading_in(known.text) is None:
        return first
    for n in range(first - 1, max(-1, first - _FAR_ABOVE), -1):
        if any(_of_form(page.lines[i].text) for i in rows[n]):
            break
        below = page.lines[rows[n + 1][0]]
        if n == begins - 1 and _labels_like(page, rows[n], rows[begins]):
            begins = n
            continue
        if len(rows[n]) == 1 and n + 1 < first and _heads_like(page.lines[rows[n][0]], known, below):
            begins = n
    return begins


#: A column of labels is so wide, in heights of its type, and holds at least so many known headings.
_COLUMN, _KNOWN = 14, 2
#: A result: what stands beside such labels is text.
_VALUE = re.compile(r"[<>≤≥+-]?\s?\d[\d.,]{0,9}\s?[↑↓HL*%]?")


def label_column(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> list[int]:
    """Labels of a form that prints them in a column of their own at the left, all its text at the right: the known headings
    among them and the others, from top to bottom. Empty for other pages."""
    first = [row[0] for row in rows if body[row[0]]]
    known = [
        i for i in first if alone(page.lines[i].text) and (found := heading_in(page.lines[i].text)) and not found.start
    ]
    ran_in = [i for i in first if i not in known and (found := heading_in(page.lines[i].text)) and found.marked]
    if not known or len(known) + len(ran_in[:1]) < _KNOWN:
        return []
    high = page.lines[known[0]].height
    left, edge = min(page.lines[i].left for i in known), max(page.lines[i].right for i in known)
    top = page.lines[known[0]].top - 20 * high
    labels: list[int] = []
    measured = {row[0] for row in rows if any(_VALUE.fullmatch(page.lines[i].text.strip()) for i in row[1:])}
    for i in first:
        line = page.lines[i]
        if i in measured and line.bottom < page.lines[known[0]].top:
            labels, top = [], line.middle[1] + 1.0  # a row of the table above the form
            continue
        if line.middle[1] < top or line.left >= edge - 0.4 * high:
            continue
        if not labels and i not in known and line.right >= edge + high and line.bottom < page.lines[known[0]].top:
            top = line.middle[1] + 1.0  # a label that ran into its text, above the form
            continue
        if left - high < line.left and line.right < edge + high and (i in known or _may_label(line.text)):
            labels.append(i)
        elif all(page.lines[k].middle[1] < line.middle[1] for k in known):
            break  # what stands below the form
        else:
            return []
    low = max(page.lines[i].middle[1] for i in labels)
    between = [i for row in rows for i in row if body[i] and i not in labels and top < page.lines[i].middle[1] < low]
    beside = bool(between) and all(page.lines[i].left >= edge - 0.4 * high for i in between)
    manners = {manner_of(page.lines[i]) for i in known}
    alike = all(manner_of(page.lines[i]) in manners and manner_of(page.lines[i])[1] for i in labels)
    text = not any(_VALUE.fullmatch(page.lines[i].text.strip()) for i in between)
    return (
        labels
        if beside
        and text
        and (alike or (len(known) >= _KNOWN and 2 * len(known) >= len(labels)))
        and edge - left <= _COLUMN * high
        else []
    )


def labelled_text(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> frozenset[int]:
    """Indices of the lines of such a form that has prose in it, labels included: no table's rows, but for measurements."""
    labels = label_column(page, rows, body)
    if not labels:
        return frozenset()
    edge, high = max(page.lines[i].right for i in labels), page.lines[labels[0]].height
    top, last = page.lines[labels[0]].middle[1] - 0.6 * high, page.lines[labels[-1]]
    inside = [i for row in rows for i in row if body[i] and page.lines[i].middle[1] > top]
    ends = [
        page.lines[i].top for i in inside if page.lines[i].left < edge - 0.4 * high and page.lines[i].top > last.bottom
    ]
    low = min(ends, default=float("inf"))
    held = [i for i in inside if page.lines[i].middle[1] < low and not pairs_in(page.lines[i].text)]
    told = any(is_prose_line(page.lines[i].text) for i in held if i not in labels)
    return frozenset(held) if told else frozenset()


def _may_label(text: str) -> bool:
    return may_head(text) or bool(labels_in(text))


def series_headings(page: PageText, rows: Sequence[Sequence[int]], body: Sequence[bool]) -> dict[int, Heading]:
    """Headings that no list knows, by line: numbered as known ones are, or in one column with them. A field of the form in
    that column (``手术者``) ends the section above it; its text is empty."""
    out = _bracketed_headings(page, body) | _closing_headings(page, rows, body) | _numbered_headings(page, body)
    for i in label_column(page, rows, body):
        text = page.lines[i].text.strip()
        if heading_in(text) is None:
            shown = "" if labels_in(text) else text.rstrip(":： ")
            out.setdefault(i, Heading(kind_of_words(text), shown, 0, len(page.lines[i].text), True))
    return out
