"""The reference cell of a row as printed: broken intervals joined, tiers kept apart, lost dashes and bent units mended."""

from __future__ import annotations

import re
from functools import lru_cache

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.pieces import Piece, joined
from ocr_pipeline.tables.grammar.normal import is_cjk, plain, printed
from ocr_pipeline.tables.grammar.numbers import decimals, parse_number
from ocr_pipeline.tables.grammar.ranges import is_range_or_word, is_tier, mend_separator, parse_range
from ocr_pipeline.tables.grammar.units import parse_unit, split_trailing_unit
from ocr_pipeline.tables.intervals.called import without_label

#: Room between two digits, in text heights, that a dash must have filled.
_DASH = 0.6
#: The same between bounds in cells of their own.
_CELLS = 1.5
#: Confidence in a letter below which a line of letters below an interval is no part of it.
_UNSURE = 0.7


def reference_of(row: Row) -> tuple[str, bool]:
    """The lines of the reference cell: a broken interval is joined, tiers are kept apart by "; ". And whether a dash was
    put between two bounds that only a gap divides, or a sign mended."""
    text, lost = "", False
    for part in _legible(row.refs):
        line = printed(joined(_clean(part)))
        line = line if len(row.refs) > 1 and _NORMAL.match(line) else _close(line)
        if len(row.refs) == 1 and parse_range(line) is None:
            mended = _dashed(part) or _limited(line) or _bracketed(line) or _torn(line)
            line, lost = mended or line, bool(mended)
        if not text:
            text = line
        elif _broken(text, line):
            text += line if not (text[-1].isalpha() and line[0].isalpha() and not is_cjk(line[0])) else " " + line
        elif not _again(text, line):
            text += "; " + line
    return re.sub(r"(?<=1[.,]73)\s?m\^2\Z", "m2", text.strip()), lost


def _again(text: str, line: str) -> bool:
    """True for an interval that a line below repeats without its unit (``<100 mg/dL (calc)`` and ``<100``)."""
    return parse_range(line) is not None and bool(re.match(re.escape(line) + r"(?![\d.,])", text)) and not is_tier(line)


#: The first of several tiers, not what calls an interval one.
_NORMAL = re.compile(r"(?:normal|正常)\s?[:：]\s?[<>≤≥\d]", re.IGNORECASE)
_TWO = re.compile(r"(?P<low>\d+(?:[.,]\d+)?)\s+(?P<high>\d+(?:[.,]\d+)?)\Z")


def _dashed(part: list[Piece]) -> str:
    """``4000 10000`` or ``2  10``, two bounds whose dash was not seen, as ``4000-10000``; empty for anything else."""
    text = plain(joined(part)).strip()
    match = _TWO.match(text)
    low, high = (match["low"], match["high"]) if match else ("", "")
    if len(part) == 1 and text.isdecimal() and 2 <= len(text) <= 6:
        chars = part[0].line.chars
        least = min(c.end - c.start for c in chars[part[0].start : part[0].end])
        width = part[0].line.right - part[0].line.left
        room = [
            (chars[i].end - chars[i - 1].start - 2 * least) * width / part[0].height
            for i in range(part[0].start + 1, part[0].end)
        ]
        widest = max(room)
        if widest > _DASH and sum(r > 0.7 * widest for r in room) == 1:
            at = room.index(widest) + 1
            low, high = text[:at], text[at:]
    cells = len(part) == 2 and part[1].x0 - part[0].x1 > _CELLS * part[0].height  # each may have its own decimals
    if not low or re.match(r"0\d", low) or re.match(r"0\d", high):
        return ""
    if decimals(low) != decimals(high) and not cells and not (low == "0" and len(part) > 1):
        return ""
    below, above = parse_number(low), parse_number(high)
    return f"{low}-{high}" if below is not None and above is not None and below < above else ""


def _limited(line: str) -> str:
    """``€4.70`` as ``<4.70``: what the recogniser takes the sign for, before a single bound; empty for anything else."""
    match = re.match(r"[€εЄ∈«‹《＜Σ]\s?(?=\d)", line)
    return "<" + line[match.end() :] if match and parse_range("<" + line[match.end() :]) is not None else ""


_CLOSED_BY_ONE = re.compile(
    r"[(\[]\s?(?P<low>\d+(?:[.,]\d+)?)\s?[-~]\s?(?P<high>\d+(?:[.,]\d+)?)[1Il|]"
)  # of whole numbers a 1 may be a digit


def _bracketed(line: str) -> str:
    """``126.5-33.5)`` as ``(26.5-33.5)``, ``(0.15-0.22)1`` as ``(0.15-0.22)`` and ``[7.35-7.451`` as ``[7.35-7.45]``: a bracket
    that looks like a digit, or what ran on behind it; empty for anything else."""
    closed = _CLOSED_BY_ONE.fullmatch(line)
    told = closed is not None and (not line.endswith("1") or decimals(closed["low"]) > 0)
    if closed is not None and told and decimals(closed["high"]) == decimals(closed["low"]):
        return f"{closed[0][:-1]}{']' if line[0] == '[' else ')'}"
    inner = re.match(r"(?P<first>[1Il|]?)(?P<open>[(\[]?)(?P<rest>[\d.,~ -]+[)\]])(?P<last>\s?[1Il|'\"-]?)\Z", line)
    if inner is None or bool(inner["open"]) == bool(inner["first"]) or not (inner["first"] or inner["last"]):
        return ""
    whole = f"{inner['open'] or '('}{inner['rest']}"
    return whole if parse_range(whole) is not None else ""


def _torn(line: str) -> str:
    """``[70-1 00] mg/dL``, an interval with its unit that lay on a fold, as ``[70-100] mg/dL``; empty for anything else."""
    torn = _TORN.fullmatch(line)
    whole = torn["interval"].replace(" ", "") if torn else ""
    return f"{whole} {torn['unit']}" if torn and parse_range(whole) is not None else ""


def _legible(refs: list[list[Piece]]) -> list[list[Piece]]:
    """The lines of a cell without those below a whole interval that say nothing: a letter or two of a chart or a stamp."""
    if len(refs) < 2 or parse_range(printed(joined(refs[0]))) is None:
        return refs
    return [refs[0], *(part for part in refs[1:] if not _is_stray(part))]


def _is_stray(part: list[Piece]) -> bool:
    text = plain(joined(part)).strip()
    if len(text) == 1 and text.isdigit():
        return True  # the raised figure of a unit (m²)
    if any(c.isdigit() for c in text) or is_range_or_word(text) or is_tier(text):
        return False
    unsure = min(c.confidence for p in part for c in p.line.chars[p.start : p.end])
    return len(text) <= 2 or unsure < _UNSURE


def _clean(part: list[Piece]) -> list[Piece]:
    """A line of a reference cell without single stray characters beside the interval, or far right of it."""
    if len(part) < 2:
        return part
    if (
        part[-1].text == "正常"
        and part[-1].y - part[0].y > 0.5 * part[0].height
        and parse_range(joined(part[:-1])) is not None
    ):
        return part[:-1]  # what was found, in small print below the interval
    good = [p for p in part if len(p.text) > 1 and parse_range(p.text) is not None]
    rest = [p for p in part if p not in good]
    if len(good) != 1 or any(len(p.text) > 1 for p in rest):
        return part
    far = all(p.x0 - good[0].x1 > 3.0 * good[0].height for p in rest)
    return good if far or parse_range(joined(part)) is None else part


def _broken(text: str, line: str) -> bool:
    last = text.rsplit("; ", 1)[-1]
    if is_tier(line) and is_tier(last):
        return False
    if re.search(r"(?:[-~～<>≤≥:：,(]|至|to)\s*\Z", last) or re.match(r"[-~～)]\s*\d|[)%]|[a-z]", line):
        return True
    alone = parse_range(last) is not None or is_tier(last)
    return not alone and not is_tier(line) and parse_range(last + line) is not None


#: Before an interval: dust, or what is left of leader dots.
_SPECKS = re.compile(r"\A(?:[.,'`·…]\s?(?=[<>≤≥\[(])|[-_.·…]{3,6}\s(?=\d))")
_TORN = re.compile(r"(?P<interval>[\[(][\d.,\s~-]{3,20}[\])])\s?(?P<unit>\S{1,16})")


@lru_cache(maxsize=4096)
def _close(text: str) -> str:
    """``70-1 10`` → ``70-110``: spaces inside the digits of an interval; what calls it one (``V.R.:``) left out."""
    text = re.sub(r"(?<=\d)\.\s?\.(?=\d)", ".", re.sub(r"\A([<>])\s?[0O]R\s?=", r"\1OR=", text))
    text = re.sub(r"(?<=[\u4e00-\u9fff]{2})\s?[.。·]\Z", "", without_label(text))
    text = _SPECKS.sub("", text)
    text = re.sub(r"\A[【〔](.*)[】〕]\Z", r"[\1]", re.sub(r"(?<=[\d)])\s+[-_]\Z", "", text))
    if " " in text and parse_range(text) is None:
        closed = text.replace(" ", "")
        if parse_range(closed) is not None and not any(c.isalpha() for c in closed):
            return closed
    if parse_range(text) is None:
        bare = re.sub(r"\A[oO](?=\s?(?:-|~|to\b))", "0", re.sub(r"\s+[-—_|·+]\Z|(?<=\d)[A-Za-z]\Z", "", text)).rstrip(
            " .。,"
        )
        return bare if parse_range(bare) is not None else mend_separator(text)
    return _with_whole_unit(text)


def _with_whole_unit(text: str) -> str:
    """``1.50~12.40 mlU/mL`` → ``1.50~12.40 mIU/mL``: the unit behind an interval is spelled as in a unit cell."""
    body = text.rstrip(".")
    head, unit = split_trailing_unit(body)
    whole = parse_unit(unit) if unit and parse_range(head) is not None else None
    if whole and whole.replace("^", "E") == unit:
        return text  # x10E3/uL, as this laboratory prints it
    return body[: len(body) - len(unit)] + whole if whole and whole != unit else text
