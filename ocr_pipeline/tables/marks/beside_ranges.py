"""Marks in one cell with the interval, before or behind it: ``High 40 - 50``, ``(H)0.40-1.50``, ``(0.12-0.45) H``."""

from __future__ import annotations

import re

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import cut_pieces, joined
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import looks_like_range, parse_range

#: Behind an interval; words only behind its bracket, for they name tiers too (``< 40 Low``).
_BEHIND = re.compile(r"(?<=[\d)\]])\s+(?P<mark>HH?|LL?|[↑↓]+|\*+|(?<=[)\]]\s)(?:High|Low|HIGH|LOW))\Z")
#: Before it, no space being left between them.
_BRACKETED = re.compile(r"[(\[](?P<word>HH?|LL?|[↑↓*])[)\]]\s*(?=[<>≤≥]?\s?\d)")


def take_marks_beside(draft: Draft) -> None:
    """Moves such marks of ``draft`` to its other ones."""
    _before_range(draft)
    _behind_range(draft)


def _before_range(draft: Draft) -> None:
    """``High 40 - 50`` in the column of reference intervals."""
    cell = draft.get("ref")
    if not cell:
        return
    text = plain(joined(cell))
    match = re.match(r"(?P<word>\S+?)\s+(?=[<>≤≥\d(])", text)
    sign = re.match(r"(?P<word>[↑↓*]+)\s*", text) or _BRACKETED.match(text)
    word = re.match(r"(?P<word>H|L|HH|LL|A|High|Low|HIGH|LOW)\s+(?=[^\d\s:])", text)
    if word and parse_range(text[word.end() :]) is not None:
        match = word
    apart = len(cell) > 1  # ``Borderline`` in one piece with an interval is a tier's
    match = match if match and not match["word"].endswith(":") and parse_flag(match["word"], column=apart) else sign
    if match and len(text) > match.end():
        mark = parse_flag(match["word"], column=apart)
        head, tail = cut_pieces(cell, match.end())
        if mark is not None and head and tail:
            draft.marks.append((head[0], mark))
            draft.cells["ref"] = tail


def _behind_range(draft: Draft) -> None:
    cell = draft.get("ref")
    text = plain(joined(cell))
    match = _BEHIND.search(text) if len(text) > 4 else None
    mark = parse_flag(match["mark"]) if match and looks_like_range(text[: match.start()]) else None
    if match and mark is not None:
        draft.cells["ref"], tail = cut_pieces(cell, match.start())
        draft.marks.extend((p, mark) for p in tail[:1])
