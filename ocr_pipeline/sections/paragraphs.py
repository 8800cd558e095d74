"""Lines joined back into the paragraphs they were wrapped from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr_pipeline.fields import is_han
from ocr_pipeline.page import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of a section: its text, its place in the flat frame, and the lines it is made of."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    height: float
    page: int
    lines: tuple[Line, ...]


_NEW_ITEM = re.compile(
    r"^\s*(?:[(（]?\d{1,2}\s*[、.．)）](?!\d)|[①-⑳]|[-•●■◆*·▪►]\s|[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．]|[A-Z]\.\s|[IVX]{1,4}[.)]\s)"
)
#: ``Liver: …`` and ``肝脏：…`` open a paragraph.
_NEW_TOPIC = re.compile(
    r"^\s*(?:[\u4e00-\u9fffA-Za-z]{1,14}(?:\s[A-Za-z]{1,14}){0,3}|[\u4e00-\u9fff（）()A-Z\d]{2,14})\s*[:：](?!\d)"
)
_ENDS = re.compile(r"[。.!！?？;；:：]['\"”’)）]*\s*$")
#: The second is what a text layer writes where a word was parted, the third one that shows there alone.
_HYPHENS = "-\u2010\u00ad"
#: First parts of compounds that keep their hyphen at a line's end.
_KEEPS = {"well", "non", "post", "pre", "high", "low", "mid", "self", "ill", "follow", "x", "t", "c", "l", "s", "semi", "anti", "multi", "para", "peri", "intra", "inter", "sub", "supra", "left", "right", "thin", "thick", "contrast", "ground", "soft", "fat", "short", "long", "two", "three", "four", "one", "end", "cross", "m", "co", "de", "re", "ex", "micro", "macro", "hyper", "hypo", "cardio", "gastro", "spiral", "non-contrast", "all", "air", "half", "part", "tube", "half-", "age", "space"}  # fmt: skip


def opens_item(text: str) -> bool:
    """True for the first line of one of a list."""
    return _NEW_ITEM.match(text) is not None


def join_rows(rows: Sequence[Row], margins: Mapping[int, float] | None = None) -> str:
    """The rows' text; a newline only between paragraphs.

    A row goes on when it reaches the right margin of its block (within two characters, or the next word would not have
    fitted) and the next row opens no item.
    """
    if not rows:
        return ""
    margin: dict[int, float] = dict(margins or {})
    for row in rows:
        margin[row.page] = max(margin.get(row.page, 0.0), row.right)
    out = rows[0].text.strip()
    for before, row in pairwise(rows):
        text = row.text.strip()
        out += (_seam(out, text) if _goes_on(before, row, margin[before.page]) else "\n") + text
        if out.count("\x00"):
            out = re.sub(rf"[{_HYPHENS}]\x00", "", out)
    return out


def _goes_on(before: Row, row: Row, margin: float) -> bool:
    if _NEW_ITEM.match(row.text):
        return False
    em = max(before.height, 1.0)
    han = any(is_han(c) for c in before.text[-3:])
    first = re.match(r"\S+", row.text.strip())
    needs = (
        em * 2.2 if han or any(is_han(c) for c in row.text[:2]) else 0.6 * em * (len(first.group()) + 1 if first else 4)
    )
    full = margin - before.right <= max(needs, 2.0 * em)
    ends = _ENDS.search(before.text)
    indented = row.page == before.page and row.left - before.left > 1.2 * em and not _NEW_ITEM.match(before.text)
    if row.page != before.page:
        return not ends
    if not full:
        # Narrow blocks: a sentence that does not end and goes on in lower case was wrapped by hand.
        return not ends and row.text[:1].islower() and not _NEW_TOPIC.match(row.text)
    if ends and (indented or _NEW_TOPIC.match(row.text) or (not han and margin - before.right > em)):
        return False
    return not (indented and ends)


def _seam(before: str, after: str) -> str:
    """What stands between two parts of a paragraph: a space between words, nothing in Chinese; ``\\x00`` takes away a
    hyphen that was only for the line's end."""
    if not before or not after:
        return ""
    a, b = before[-1], after[0]
    if a in _HYPHENS and len(before) > 1 and before[-2].isalpha() and b.islower():
        word = re.search(r"([^\W\d_]+).$", before)
        return "" if a == "-" and word and word.group(1).lower() in _KEEPS else "\x00"
    if a in "-/" and b.isalnum():
        return ""
    if is_han(a) or is_han(b) or a in "，。；：、（“《！？" or b in "，。；：、）”》！？":
        return ""
    if (a.isdigit() and b in ".%") or (a == "." and b.isdigit() and len(before) > 1 and before[-2].isdigit()):
        return ""
    return " "
