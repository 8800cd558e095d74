"""A result and its interval in one cell: ``无无``, ``Neg Neg``, ``3-5 0-3`` where the interval's own cell is empty, and words that
reach over the edge where the intervals about them begin (``Yellow brown Brown``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces, joined
from ocr_pipeline.tables.grammar.normal import is_cjk, plain
from ocr_pipeline.tables.grammar.values import is_word, parse_value

#: Characters; no result and its interval are longer.
_LONGEST = 40
#: Rows about one that tell where its interval begins, and heights of print by which these may differ, by which words reach
#: over that edge at least, and by which the gap between two words may stand off it.
_ABOUT, _SAME, _OVER, _OFF = 4, 0.7, 0.7, 0.7


def interval_follows(panel: Panel) -> bool:
    """True where the column of intervals stands right of the one of results, nothing but marks or units between."""
    kinds = [c.kind for c in panel.columns if c.kind not in ("flag", "unit")]
    return any(kinds[i : i + 2] == ["result", "ref"] for i in range(len(kinds)))


def part_run_together(found: Sequence[Draft]) -> None:
    """Changes drafts in place: each result and interval in a cell of its own."""
    for draft in found:
        part_twins(draft)
    whole = [d for d in found if d.get("result") and d.get("ref")]
    for draft in found:
        if len(draft.get("result")) == 1 and not draft.get("ref") and len(whole) >= _ABOUT:
            near = sorted(whole, key=lambda d: abs(d.y - draft.y))[:_ABOUT]
            _part_at_edge(draft, [d.get("ref")[0].x0 for d in near], max(d.get("result")[-1].x1 for d in near))


def _part_at_edge(draft: Draft, edges: Sequence[float], results_end: float) -> None:
    """Parts words where ``edges`` of the intervals about them say, or where these do not agree lets them be doubted; a number
    may be as long as it likes."""
    piece = draft.get("result")[0]
    edge, high = median(edges), piece.height
    value = parse_value(piece.text)
    if (value is not None and value.kind not in ("word", "sign", "titre")) or len(piece.text) > _LONGEST:
        return
    if piece.x0 > edge - high or piece.x1 < edge + _OVER * high:
        return
    draft.cut = True  # its end may be the interval
    even = max(edges) - min(edges) <= _SAME * high and results_end <= edge + 0.3 * high
    at = _nearest_gap(piece, edge) if even else None
    if at is not None:
        value_part, interval = cut_pieces([piece], at)
        if joined(value_part) and interval:
            draft.cells["result"], draft.cells["ref"] = value_part, interval


def _nearest_gap(piece: Piece, edge: float) -> int | None:
    """The place in the text between two characters that is nearest to ``edge``; between words where there are any."""
    spots = [(abs(part.x0 - edge), n - piece.start) for n in range(piece.start + 1, piece.end)
             if (part := piece.cut(n, piece.end)) is not None and part.start == n]  # fmt: skip
    spaced = [(off, n) for off, n in spots if piece.line.text[piece.start + n - 1].isspace()]
    off, at = min(spaced or spots, default=(0.0, 0))
    if not at or off > _OFF * piece.height:
        return None
    letters = piece.line.text[piece.start + at - 1 : piece.start + at + 1]
    return at if spaced or all(map(is_cjk, letters)) else None


def part_twins(draft: Draft) -> None:
    """Changes ``draft`` in place: two whole results in the cell of the value, none in that of the interval. The row counts as
    cut, so that it is doubtful unless its cells fit one another."""
    cell, text = draft.get("result"), plain(draft.text("result"))
    if not cell or draft.get("ref") or not text or len(text) > _LONGEST or parse_value(text) is not None:
        return
    half = len(text) // 2
    stops = [m.end() for m in re.finditer(r"\s+", text)]
    if len(text) % 2 == 0 and text[:half] == text[half:] and text[:half].isalpha():
        stops.append(half)
    stops = [at for at in stops if _are_twins(text[:at].strip(), text[at:])]
    if len(stops) != 1:
        return
    value, interval = cut_pieces(cell, stops[0])
    if joined(value) and interval:
        draft.cells["result"], draft.cells["ref"], draft.cut = value, interval, True


def _are_twins(one: str, other: str) -> bool:
    """The same word of results twice, two counts, or a sign and the one that is usual; two other words or numbers may be one
    result."""
    first, second = parse_value(one), parse_value(other)
    alike = first.kind if first is not None and second is not None and first.kind == second.kind else ""
    return (
        alike == "interval"
        or (alike == "sign" and other.strip("()") == "-")
        or (one.casefold() == other.casefold() and is_word(one))
    )
