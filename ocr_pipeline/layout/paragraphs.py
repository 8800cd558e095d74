"""Paragraphs and what heads them, on pages of any kind: letters, discharge summaries, a conclusion below a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ocr_pipeline.fields import fold, is_han, labels_in
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.layout.headings import Heading, heading_in
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import SectionKind

#: A line of words so long is prose, even without an end.
_LONG = 40
_CLOSED = re.compile(r"[.。;；!！?？:：]\s*$")
#: What the words of a heading that no list knows say about its kind.
_KINDS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    ("diagnosis", re.compile(r"diagn|tani\b|chan doan|诊断")),
    ("impression", re.compile(r"conclu|impress|summary|ket luan|sonuc|结论|意见|小结")),
    ("recommendation", re.compile(r"treatment|medicat|therap|follow|advice|tratam|trait|terap|tedavi|dieu tri|prescri|seguim|suivi|plan\b|治疗|用药|医嘱|建议|随访")),
    ("clinical", re.compile(r"history|antece|anamn|storia|oyku|tien su|benh su|reason|motivo|motif|ricovero|admission|complaint|病史|入院|主诉")),
    ("technique", re.compile(r"techni|tecnic|method|metod|protocol|teknik|ky thuat|方法|技术")),
    ("specimen", re.compile(r"specimen|muestra|campione|prelev|materi|numune|benh pham|标本|取材")),
    ("findings", re.compile(r"finding|examin|explora|hallaz|observ|esame|exame|bulgu|muayene|kham|descri|pruebas|investig|所见|检查|描述|表现")),
)  # fmt: skip


def headed(page: PageText) -> frozenset[int]:
    """Indices of lines that are nothing but a heading and have prose right below them, or a heading with its prose behind."""
    return frozenset(i for i, line in enumerate(page.lines) if _heads(page, line, heading_in(line.text)))


def is_essay(page: PageText) -> bool:
    """Two headings with their prose, one of them of an examination or a history: a discharge summary, a letter. The remarks
    below a sheet of results are none."""
    found = [heading_in(page.lines[i].text) for i in headed(page)]
    kinds = [h.kind for h in found if h is not None]
    return len(kinds) >= 2 and any(k in ("clinical", "findings", "diagnosis", "technique") for k in kinds)


def prose_lines(page: PageText, zones: Sequence[str]) -> int:
    """How many lines of the body are running text."""
    return sum(zone == "body" and is_prose_line(line.text) for zone, line in zip(zones, page.lines, strict=True))


def _heads(page: PageText, line: Line, heading: Heading | None) -> bool:
    if heading is None:
        return False
    if heading.after < len(line.text.rstrip()):
        return heading.marked and is_prose_line(line.text[heading.after :])
    below = under(page, line)
    return below is not None and is_paragraph(below.text)


def is_paragraph(text: str) -> bool:
    """A line of running text, or a short sentence with its full stop."""
    words = [w for w in text.split() if w[:1].isalpha()]
    short = len(words) >= 3 and text.rstrip().endswith(".") and sum(w[:1].islower() for w in words) >= 0.5 * len(words)
    return is_prose_line(text) or short


#: A paragraph's first line begins two letters right of the others, in heights of print that a text layer gives tightly.
_INDENT = 2.6


def under(page: PageText, line: Line) -> Line | None:
    """The next line below ``line`` that begins where it does, None when the next one there is far."""
    high = max(line.height, 1.0)
    near = [
        o
        for o in page.lines
        if o is not line
        and 0.5 * high < o.middle[1] - line.middle[1] < 3.2 * high
        and abs(o.left - line.left) < _INDENT * high
    ]
    return min(near, key=lambda o: o.middle[1], default=None)


#: The next of a list.
_ITEM = re.compile(r"\s*[(（]?\d{1,2}\s?[.、．)）]\s?[^\W\d_]")
#: ``EF：37%  FS：18%``: measurements within a paragraph.
_MEASURED = re.compile(r"[^\W\d_][^:：]{0,11}[:：]\s?[<>]?\d[\d.]*\s?[^\W\d_%]{0,4}%?(?:\s+|\Z)")
#: Kinds of headings whose text is never a row, though it stands right behind them.
_TELLING = ("findings", "impression", "diagnosis", "recommendation")


def headed_text(page: PageText) -> frozenset[int]:
    """Indices of headings with the lines of prose behind and below each: no table's rows."""
    out: set[int] = set()
    place = {id(line): i for i, line in enumerate(page.lines)}
    for i in headed(page):
        line: Line | None = page.lines[i]
        found = heading_in(page.lines[i].text)
        if found is None:
            continue
        mine = [i]
        if found.after < len(page.lines[i].text.rstrip()):
            behind = _rest_of_row(page, i)
            if found.kind not in _TELLING or behind is None:
                continue
            mine.extend(behind or [i])
        line = under(page, page.lines[i])
        while line is not None and heading_in(line.text) is None:
            above = page.lines[mine[-1]].text
            ends = line.text[:1].islower() and is_prose_line(above) and not _CLOSED.search(above)  # its last words
            told = is_prose_line(line.text) or ends or _ITEM.match(line.text) is not None
            told = told or (found.kind == "findings" and not _MEASURED.sub("", line.text))
            if mine[1:] and not told:
                break
            mine.append(place[id(line)])
            line = under(page, line)
        first = page.lines[mine[1]].text if mine[1:] else ""
        if len(first) >= _LONG or _CLOSED.search(first) or found.after < len(page.lines[i].text.rstrip()):
            out.update(mine)
    return frozenset(out)


#: Signs within a line of running Chinese, and words of a Latin one.
_SIGNS, _WORDS = 2, 10
#: Words of a Latin one that says something of something and ends in a point.
_STATED, _VERB = 7, re.compile(r"\b(?:is|are|was|were|be|been|should|must|may|will|has|have)\b")


def sentences(page: PageText) -> frozenset[int]:
    """Indices of lines that are running text beyond doubt and have nothing beside them: columns of a table above them, which
    they run across, cut no row out of them."""
    out: set[int] = set()
    for i, line in enumerate(page.lines):
        text = line.text
        han = sum(map(is_han, text))
        signs = text.count("，") + text.count("。") + text.count("；")
        told = han >= 18 and han > 0.6 * len(text) and signs >= _SIGNS
        if not told and not han:
            least = _STATED if text.endswith(".") and _VERB.search(text) else _WORDS
            told = len(text.split()) >= least and is_prose_line(text) and sum(map(str.isdigit, text)) < 0.1 * len(text)
        if told and _rest_of_row(page, i) == []:
            out.add(i)
    return frozenset(out)


def _rest_of_row(page: PageText, line: int) -> list[int] | None:
    """What stands right of a line of prose on its row: the rest of it, where the detector cut it in two. None for cells."""
    own = page.lines[line]
    level = [k for k, o in enumerate(page.lines) if k != line and abs(o.middle[1] - own.middle[1]) < 0.5 * own.height]
    behind = [k for k in level if page.lines[k].left >= own.right - own.height]
    words = all(sum(c.isalpha() for c in page.lines[k].text) >= 6 for k in behind)
    return behind if words and len(level) == len(behind) <= 1 else None


def likely_headings(page: PageText, body: Sequence[bool]) -> dict[int, Heading]:
    """Headings that no list knows, by line: alone over prose, in the manner (letters, colon, edge) of two headings that are
    known, after a sentence that has ended."""
    known = [i for i in headed(page) if body[i] and not page.lines[i].text[:1].isdigit()]
    manners = Counter(manner_of(page.lines[i]) for i in known if alone(page.lines[i].text))
    out: dict[int, Heading] = {}
    for i, line in enumerate(page.lines):
        if not body[i] or heading_in(line.text) is not None or manners[manner_of(line)] < 2 or not may_head(line.text):
            continue
        same = [page.lines[k] for k in known if manner_of(page.lines[k]) == manner_of(line)]
        below = under(page, line)
        if (
            below is None
            or not is_paragraph(below.text)
            or not any(abs(o.left - line.left) < 2 * line.height for o in same)
        ):
            continue
        above = _above(page, line)
        if below.text[:1].islower() or is_prose_line(line.text) or (above is not None and alone(above.text)):
            continue
        if (
            above is None
            or _is_cell(page, above)
            or _CLOSED.search(above.text)
            or line.top - above.bottom > 0.5 * line.height
        ):
            text = line.text.strip().rstrip(":： ")
            out[i] = Heading(kind_of_words(text), text, 0, len(line.text), line.text.rstrip().endswith((":", "：")))
    return out


def _is_cell(page: PageText, line: Line) -> bool:
    """A line with two others on its row: what ends a table."""
    level = [o for o in page.lines if o is not line and abs(o.middle[1] - line.middle[1]) < 0.4 * line.height]
    return len(level) >= 2


def unlisted_headings(page: PageText, body: Sequence[bool]) -> dict[int, Heading]:
    """On a sheet of results: a few words with their colon alone over a sentence (``睡眠情况：``), that no list knows."""
    out: dict[int, Heading] = {}
    for i, line in enumerate(page.lines):
        text = line.text.strip()
        if not body[i] or not text.endswith((":", "：")) or heading_in(text) is not None or not may_head(text):
            continue
        below = under(page, line)
        if below is not None and is_prose_line(below.text) and not labels_in(text):
            out[i] = Heading(kind_of_words(text), text.rstrip(":： "), 0, len(line.text), True)
    return out


def alone(text: str) -> bool:
    heading = heading_in(text)
    return heading is not None and heading.after >= len(text.rstrip())


def manner_of(line: Line) -> tuple[bool, bool]:
    text = line.text.strip()
    return text.isupper(), text.endswith((":", "："))


def may_head(text: str) -> bool:
    """A few words that begin with a capital and say nothing of a person or a number."""
    bare = text.strip().rstrip(":： ")
    han = any(is_han(c) for c in bare)
    few = 2 <= len(bare) <= 10 if han else 4 <= len(bare) <= 48 and len(bare.split()) <= 6
    clean = not re.search(r"[\d.,;，。；、/|@]", bare) and not any(
        x.colon or x.kind in ("name", "staff") for x in labels_in(bare)
    )
    return few and clean and (han or bare[:1].isupper())


def _above(page: PageText, line: Line) -> Line | None:
    high = max(line.height, 1.0)
    near = [
        o
        for o in page.lines
        if 0.5 * high < line.middle[1] - o.middle[1] < 3 * high and o.left < line.right and o.right > line.left
    ]
    return max(near, key=lambda o: o.middle[1], default=None)


def kind_of_words(text: str) -> SectionKind:
    folded = fold(text)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "other")
