"""Which lines belong to the text of sections, and which to tables, notices, stamps and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from ocr_pipeline.fields import fold, is_han, labels_in
from ocr_pipeline.layout.headings import Heading, heading_in
from ocr_pipeline.layout.inscriptions import is_drawn
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.zones import is_end
from ocr_pipeline.page import Line, PageText

#: The words of a stamp, with nothing but a name before them: ``肿瘤（EM检验专用章）`` is print that one lies on.
_STAMP = re.compile(r"[\u4e00-\u9fff·\s]{0,14}(?:专用章|公章|签章|印章|骑缝章)")


_LEADS = re.compile(r"(?:(?:I{1,3}|aV[RLF]|V[1-9]R?)(?:\s+|$))+", re.IGNORECASE)
_OF_HEART = re.compile(r"心电|导联|\b(?:ecg|ekg|leads?)\b|electrocard|elettrocard|dien tam")


def names_leads(page: PageText, text: str) -> bool:
    """Nothing but names of an electrocardiogram's leads, as they stand beside its curves."""
    return _LEADS.fullmatch(text.strip()) is not None and any(_OF_HEART.search(fold(o.text)) for o in page.lines)


def _is_scrawl(text: str) -> bool:
    """``hhhhhhhwhhwhw``: a curve that was taken for letters."""
    letters = text.replace(" ", "").lower()
    return len(letters) >= 6 and letters.isalpha() and len(set(letters)) <= 2


def of_stamp(page: PageText, row: Sequence[int], cell: int) -> bool:
    """``脉管内见  检验专  用章。``: pieces of a stamp's words, which cover what is printed there."""
    here = [i for i in row if len(page.lines[i].text) <= _STAMPED]
    said = "".join(page.lines[i].text.strip() for i in here)
    return cell in here and len(here) > 1 and re.fullmatch(r"[\u4e00-\u9fff]{0,6}专用章[。，]?", said) is not None


#: Characters of a piece of a stamp.
_STAMPED = 5
#: Lines at the head of a page that name who printed it.
_PRINTS = re.compile(r"医院|卫生院|诊所|门诊部|中心|检验所|实验室|保健院|医学院")


def names_institution(text: str) -> bool:
    """Nothing but the name of who printed the report: ``美康体检中心`` on a cover."""
    bare = text.strip()
    return len(bare) <= 24 and _PRINTS.search(bare[-6:]) is not None and not re.search("[，。；:：]", bare)


#: Pieces of it that a watermark scatters have so few characters, and stand so far from the left edge in heights of the line.
_PIECE, _OFF = 3, 8


def _of_watermark(page: PageText, row: Sequence[int], cell: int) -> bool:
    """``附  属  第`` right of the text: characters of the institution's name, scattered as a watermark scatters them."""
    small = [i for i in row if 0 < len(page.lines[i].text) <= _PIECE and all(map(is_han, page.lines[i].text))]
    if cell not in small:
        return False
    where = know(page).zones
    left = min((o.left for o, zone in zip(page.lines, where, strict=True) if zone == "body"), default=0.0)
    if any(page.lines[i].left < left + _OFF * page.lines[i].height for i in small):
        return False
    said = "".join(page.lines[i].text for i in small)
    names = (o.text for o, zone in zip(page.lines, where, strict=True) if zone == "header" and _PRINTS.search(o.text))
    return len(said) > 1 and any(said in re.sub(r"\s+", "", name) for name in names)


def is_speck(page: PageText, row: Sequence[int], cell: int) -> bool:
    """Stamps, stars of a seal and strokes of dirt or pen that were taken for text. A sign right of a short name is a
    finding."""
    line = page.lines[cell]
    if (
        names_leads(page, line.text)
        or _is_scrawl(line.text)
        or _of_watermark(page, row, cell)
        or of_stamp(page, row, cell)
    ):
        return True
    if line.text.strip(" -—_★☆·.,'\"|~°*`^+"):
        return is_drawn(page, line) or (len(line.text) < 16 and _STAMP.match(line.text) is not None)
    before = [page.lines[i].text for i in row if i != cell and page.lines[i].right <= line.left + line.height]
    named = bool(before) and len(before[-1]) <= 20 and re.search(r"[^\W\d_]{2}", before[-1]) is not None
    return not (named and line.confidence > 0.8 and line.text.strip().endswith(("+", "-")))


def foreign(text: str) -> bool:
    """Lines of the form that stand between sections: page numbers, staff, dates."""
    labels = [label for label in labels_in(text) if label.start <= 1]
    if not labels:
        return False
    label = labels[0]
    if label.kind in ("staff", "reported", "collected", "phone", "address", "device", "number", "name", "birth_date"):
        return label.colon and len(text) - label.after < 40
    return False


#: Below this mean character confidence a line of prose is guesswork; readable ones, faint ones too, lie above 0.7.
GARBLED, FEWEST = 0.45, 8
SHORTEST = 4  #: letters of a word that may open the text, two for each Han character


def garbled(lines: Sequence[Line]) -> bool:
    """True for a row of which hardly a character could be told: a bent or blurred strip."""
    seen = [c.confidence for line in lines for c in line.chars if c.text.strip()]
    return len(seen) >= FEWEST and sum(seen) / len(seen) < GARBLED


def is_word(lines: Sequence[Line]) -> bool:
    """True for clear print of a few letters at least; not for what is read into a trace or a picture."""
    said = sum(1 + is_han(c.text) for line in lines for c in line.chars if c.text.isalpha() and c.confidence >= GARBLED)
    return said >= SHORTEST


def inside_prose(texts: Sequence[str]) -> bool:
    """A closing word inside a long sentence of findings does not close."""
    joined = " ".join(texts)
    return len(joined) > 60 and not re.match(
        r"\s*(?:本|此|该)?报告|\s*注|\s*声明|\s*(?:this|these) re|\s*温馨", fold(joined)
    )


def table_lines(
    page: PageText, rows: Sequence[Sequence[int]], used_lines: Collection[tuple[int, int]]
) -> Collection[tuple[int, int]]:
    """``used_lines`` without the prose under a heading below the last row of a table that has more than one cell."""
    below: list[int] = []
    for row in reversed(rows):
        if len(row) > 1 and any((page.index, i) in used_lines for i in row):
            break
        below = [*row, *below]
    free: set[tuple[int, int]] = set()
    for place, i in enumerate(below):
        heading = heading_in(page.lines[i].text)
        if heading is not None and (heading.marked or heads_prose(page, [below[place + 1 : place + 2]], heading, i)):
            free = {(page.index, j) for j in below[place:]}
            break
    return frozenset(used_lines) - free if free else used_lines


#: Of the kinds that any form has, the one that says something of the results.
_COMMENT = re.compile(r"(?:comment|comentario|commentaire|commento)s?i?$|yorum|评语|nhan xet")


def heads_prose(page: PageText, below: Sequence[Sequence[int]], heading: Heading, line: int) -> bool:
    """On a sheet of results: a heading of a conclusion or a comment without any sign, alone on its row, with a sentence right
    below."""
    told = heading.kind in ("impression", "recommendation") or _COMMENT.match(fold(heading.text))
    if not told or heading.after < len(page.lines[line].text.rstrip()):
        return False
    under = next(iter(below), ())
    if len(under) != 1 or know(page).zones[under[0]] != "body":
        return False
    text = page.lines[under[0]].text
    return (len(text) >= 25 and len(text.split()) >= 4) or (len(text) >= 10 and sum(is_han(c) for c in text) >= 8)


def is_notice(texts: Sequence[str]) -> bool:
    """``提示：请妥善保管您的报告单``: a notice of the form under a word that heads conclusions elsewhere."""
    heading = heading_in(texts[0])
    rest = texts[0][heading.after :] if heading else ""
    return (
        len(texts) == 1
        and is_end(rest)
        and len(rest) < 40
        and heading is not None
        and heading.kind in ("impression", "other")
    )


def repeated(pages: Sequence[PageText]) -> set[tuple[int, int]]:
    """(page, line) of texts printed at the same height on more than one page, digits aside: running heads and feet. What a
    heading opens, and the heading, is none: ``Impression:`` over ``Normal.`` may stand at one height on every page."""
    seen: Counter[tuple[str, int]] = Counter()
    keys: dict[tuple[int, int], tuple[str, int]] = {}
    for page in pages:
        bottom = max((line.bottom for line in page.lines), default=1.0)
        here: set[tuple[str, int]] = set()
        told = _of_sections(page) if len(pages) > 1 else frozenset()
        for i, line in enumerate(page.lines):
            if i in told or 0.15 * bottom < line.middle[1] < 0.85 * bottom:
                continue
            key = (re.sub(r"[\d\s]+", "", fold(line.text)), round(line.middle[1] / max(line.height, 1.0) / 3))
            keys[(page.index, i)] = key
            here.add(key)
        seen.update(here)
    return {
        at
        for at, key in keys.items()
        if len(key[0]) >= 3
        and any(seen[(key[0], key[1] + d)] >= 2 or (d and seen[(key[0], key[1] + d)] and seen[key]) for d in (-1, 0, 1))
    }


#: Heights of a line between the rows of one section.
_NEXT = 1.0


def _of_sections(page: PageText) -> frozenset[int]:
    """Indices of the headings of the body and of the lines that follow them without a gap."""
    out: set[int] = set()
    low: float | None = None
    for row in know(page).rows:
        lines = [page.lines[i] for i in row if know(page).zones[i] == "body"]
        heading = heading_in(lines[0].text) if lines else None
        if heading is not None and (heading.marked or heading.after >= len(lines[0].text.rstrip())):
            low = lines[0].bottom
        elif not lines or low is None or lines[0].top - low > _NEXT * lines[0].height:
            low = None
            continue
        out.update(row)
        low = max(low, *(line.bottom for line in lines))
    return frozenset(out)
