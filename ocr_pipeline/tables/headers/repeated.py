"""Headers of panels side by side repeat themselves: what one of them says legibly, the word in its place beside it says too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.headers.columns import Column

NEAR = 0.8  #: text heights by which the steps from panel to panel may differ
LEAST = 2  #: pairs of equal headers that stand a step apart
SHARE = 0.5  #: of the narrower of two header words that lies under the other, a step away


def headed_as_beside(columns: Sequence[Column], unknown: Sequence[Piece]) -> tuple[list[Column], list[Piece]]:
    """``columns`` of a header row with those that their neighbours say of its ``unknown`` pieces, and the pieces that are left."""
    step = _step(columns, unknown)
    if not step:
        return list(columns), list(unknown)
    told: list[Column] = []
    left: list[Piece] = []
    for piece in unknown:
        same = [c for c in columns for times in (-2, -1, 1, 2) if _meet(piece, c, times * step)]
        if same and len({c.kind for c in same}) == 1 and not any(_meet(piece, c, 0) for c in columns):
            told.append(Column(same[0].kind, piece.x0, piece.x1, piece.text))
        else:
            left.append(piece)
    return [*columns, *told], left


def _step(columns: Sequence[Column], unknown: Sequence[Piece]) -> float:
    """How far one panel's header stands from the next one's; 0 where nothing repeats itself."""
    if not unknown:
        return 0.0
    near = NEAR * unknown[0].height
    steps = sorted(
        abs(a.x0 - b.x0) for a, b in combinations(columns, 2) if a.kind == b.kind and a.kind not in ("other", "foreign")
    )
    best = max(steps, key=lambda step: (sum(abs(s - step) < near for s in steps), -step), default=0.0)
    agree = [s for s in steps if abs(s - best) < near]
    return sum(agree) / len(agree) if len(agree) >= LEAST else 0.0


def _meet(piece: Piece, column: Column, step: float) -> bool:
    shared = min(piece.x1 + step, column.x1) - max(piece.x0 + step, column.x0)
    return shared > SHARE * min(piece.width, column.x1 - column.x0)
