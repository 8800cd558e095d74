"""Lines inside a table that are neither a name nor a row: a temperature, a key of classes, a goal of treatment."""

from __future__ import annotations

import re

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.values import is_word

_QUANTITY = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s?(?:°\s?[CF]?|℃|℉|[CF])?\s*\Z")


def is_quantity(text: str) -> bool:
    """A number with or without its degrees (the temperature above a blood gas): no part of a name."""
    return bool(_QUANTITY.match(plain(text).strip()))


_LIMIT_BEHIND_WORDS = re.compile(
    r"[^\d:]{20,}:\s?[<>≤≥]=?\s?[\d.,]+\Z|(?:[^\s:,;]{1,12}:\s?(?:[<>≤≥]=?\s?)?[\d.]+(?:\s?[-~]+\s?[\d.]+)?(?:[\s,;]+|\Z)){2,}\Z"
)


#: What a letter or sign means, in the key below a table.
_STANDS_FOR = re.compile(r"(?<![^\s,;(])(?:[^\s=:]{1,2}\s?=|[AHILNRSYD*]\s?:)\s?[^\W\d_]{3,}")
_MARKS = re.compile(
    r"(?<![^\s,;.(])[A-Za-z1*!^]{1,2}\s?[=.:-]\s?(?:high|low|abnor|crit|normal|above|below|panic)", re.IGNORECASE
)
#: What a comment between rows begins with.
_POINTER = re.compile(r"[>»•※→]\s?(?=[^\W\d])")


#: What an analyte should be, in a sentence of its own: ``Therapeutic INR range: 2.0 - 3.0 (mechanical valve 2.5 - 3.5)``.
_RANGE_OF = re.compile(
    r"(?:therapeutic|target|desirable|recommended|expected|assay|reportable|measuring)\b[^:\d]{0,40}\b(?:range|interval|levels?|goal)s?\b[^:\d]{0,30}:?\s+[<>\d]",
    re.IGNORECASE,
)
#: Classes in words, each with its limit, several in one line: ``Non-diabetic < 5.7 %; Prediabetes 5.7 - 6.4 %``.
_CLASS_TO = re.compile(
    r"(?:normal|optimal|(?:un)?desirable|border ?line|(?:very |moderately )?(?:high|low)|(?:pre|non)?-?diabet(?:es|ic)|(?:in)?sufficien(?:t|cy)|deficien(?:t|cy)|"
    r"toxic(?:ity)?|(?:weak(?:ly)? )?positive|negative|equivocal|indeterminate|(?:non-?)?reactive|severe|moderate|mild)"
    r"(?: risk)?\s?[:=]?\s?(?:[<>≤≥]=?\s?)?\d",
    re.IGNORECASE,
)
#: How all results were found: no analyte is called so.
_MEANS = re.compile(r"(?:检[测验]|实验|测定|分析|扩增)(?:方法|下限|上限|限|仪器|平台|试剂|系统|原理)\s*:|※")
#: What a grade means, behind the word for it, several in a line.
_GRADES = re.compile(r"(?:等级|分级|级别|分度|判[定读断](?:标准)?|结果判[定读断])(?:说明|标准)?\s*:[^:]{0,24}[;,、]")
#: A class of specific IgE; a row says one or two.
_CLASS = re.compile(r"(?<!\d)\d\s?[级級]|(?:[级級]|\bclass|\bgrade)\s?\d(?!\d)", re.IGNORECASE)


#: The letters of susceptibility with their words: ``S敏感 I中介 R耐药``.
_LETTERS = re.compile(r"(?<![A-Z])(?:S|I|R|SDD)\s?[:=-]?\s?(?:敏感|中介|中度敏感|耐药|剂量)")
#: Classes with their limits: ``5级50.00-100.00；6级≥100.00``.
_LIMITS = re.compile(r"\d\s?[级級]\s?[:：]?\s?[<>≤≥]?=?\s?\d[\d.]*(?:\s?[-~]\s?\d[\d.]*)?\s?(?:[;,，；、]|\Z)")


def is_remark(draft: Draft) -> bool:
    """A key of marks (``S = Susceptible, R = Resistant``), a line of words that ends in a limit (``Glycemic control for adults with
    diabetes: <7.0``), or a key of several (``0级:<0.35 1级:0.35-0.70``), or one that says how all was measured."""
    if len(_STANDS_FOR.findall(plain(draft.band))) >= 2 and not draft.ranged:
        return True
    if len(_MARKS.findall(plain(draft.band))) >= 2:
        return True
    if _LETTERS.match(plain(draft.band)) and len(_LETTERS.findall(plain(draft.band))) >= 2:
        return True
    if len(_LIMITS.findall(plain(draft.band))) >= 2:
        return True
    if "  " not in draft.band and _LIMIT_BEHIND_WORDS.match(plain(draft.band).strip()):
        return True
    if sum(len(_CLASS.findall(plain(p.text))) for p in draft.pieces()) > 2 or _GRADES.match(plain(draft.band).strip()):
        return True
    if "  " not in draft.band and len(_CLASS_TO.findall(plain(draft.band))) >= 2:
        return True
    if _RANGE_OF.match(plain(draft.band).strip()):
        return True
    first = min(draft.pieces(), key=lambda p: p.x0, default=None)
    return first is not None and bool(_MEANS.match(plain(first.line.text)))


#: Words of sentences: two of the first kind, or one with two of the second.
_SAYING = re.compile(
    r"\b(?:if|is|are|was|were|been|should|may|might|please|see|suggests?|not|this|that|which|has|have|than|when|consider|recommended|"
    r"multiply|refer|repeat|consistent|used?|using|based)\b",
    re.IGNORECASE,
)
_LINKING = re.compile(r"\b(?:to|with|for|by|of|from|in|the|an?)\b", re.IGNORECASE)
_OF_INTERVALS = re.compile(r"\b(?:reference|normal|therapeutic|target) (?:interval|range|values?)s?\Z", re.IGNORECASE)


_NUMBER = re.compile(r"(?<![A-Za-z])\d")  #: not that of ``HbA1c``


def _is_sentence(text: str) -> bool:
    """Words that no name consists of: a sentence that may hold a number, or a remark about the interval."""
    said, words = len(_SAYING.findall(text)), text.split()
    if _OF_INTERVALS.search(text):
        return len(words) > 2 and not any(c.isdigit() for c in text)
    closed = text.endswith(".") and not _NUMBER.search(text)
    return len(words) >= 5 and (said > 1 or (said == 1 and (closed or len(_LINKING.findall(text)) > 1)))


def is_comment(draft: Draft) -> bool:
    """A sentence between two rows (``> Sample slightly haemolysed.``): several words and a full stop, or what a pointer stands
    before; without a number, a colon or a finding at its end, which may be a value. Or words that only sentences have."""
    text = plain(draft.band).strip()
    last = text.rstrip(".!").split()
    if "  " in draft.band or any(is_word(" ".join(last[-many:])) for many in (1, 2, 3)):
        return False
    if len(text) <= 160 and _is_sentence(text):
        return True
    if ":" in text:
        return False
    words = text.split()
    least = 2 if _POINTER.match(text) else 4
    ended = text.endswith((".", "!")) or least == 2
    return ended and len(words) >= least and not any(c.isdigit() for c in text) and words[-1].islower()


_CODE = re.compile(r"\((?=[A-Z])[A-Z0-9+%#-]{1,6}[a-z]?[A-Z0-9+%#-]{0,6}\)\Z")


def has_code(name: str, below: str) -> bool:
    """True for a name and the line below it that both end in a code of their own: no two lines of one name do."""
    ends = [plain(text).rstrip().rsplit(" ", 1) for text in (name, below)]
    return all(len(parts) == 2 and _CODE.match(parts[1]) for parts in ends)


#: Quantities that are printed without a unit, often without an interval on their line.
_BARE = re.compile(
    r"(?<![A-Za-z])p\s?H(?![A-Za-z])|\bratio\b|\bINR\b|normali[sz]ed|\bgravity\b|\AS\.?G\.?\Z|A/G|\A[A-Za-z-]{2,6}\s?/\s?[A-Za-z-]{2,6}\Z|比值|比率|比重|酸碱度|\bMoM\b",
    re.IGNORECASE,
)


def is_bare(name: str) -> bool:
    """A quantity that is printed without a unit, often without an interval on its line: pH, a ratio, an INR."""
    return bool(_BARE.search(name))


def room_for(draft: Draft) -> float:
    """How much less room than the widest name has, the one above ``draft`` left it: of Chinese, which breaks anywhere, one more
    character would not have found room, of other scripts a word."""
    name = draft.get("name")
    return 1.5 * name[0].width / len(name[0].text) if name and is_cjk(name[0].text[0]) else 2.0 * draft.height
