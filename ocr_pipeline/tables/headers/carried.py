"""Panels that go on on the next page without a header, which a photograph may show larger, smaller or beside its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ocr_pipeline.tables.bands.full import looks_like_result
from ocr_pipeline.tables.contents.cells import drafts
from ocr_pipeline.tables.frame.grid import Band, Panel

_LEAST = 3  #: pieces of a row that shows how wide its table is
_SCALE = 1.6  #: at most, from page to page


def going_on(body: Sequence[Band], carried: Sequence[Panel]) -> list[Panel]:
    """The ``carried`` panels of the page before with the bands of ``body``: only those in whose columns rows are found. Those
    of the last header go first, since one that repeats itself heads the same table again."""
    for top in sorted({p.top for p in carried}, reverse=True):
        last = [p for p in carried if p.top == top]
        again = [replace(p, bands=tuple(body), continued=True, top=0.0) for p in last]
        moved = _moved(again, _ends(b for p in last for b in p.bands), _ends(body))
        best = max(
            ([(p, _rows(p)) for p in panels] for panels in (again, moved)), key=lambda found: sum(n for _, n in found)
        )
        if fitting := [p for p, rows in best if rows]:
            return fitting
    return []


def _rows(panel: Panel) -> int:
    """How many rows stand in the columns of ``panel``."""
    return sum(looks_like_result(d) for d in drafts(panel))


def _ends(bands: Iterable[Band]) -> tuple[float, float] | None:
    """The left and right end of rows with several cells."""
    rows = [b.pieces for b in bands if len(b.pieces) >= _LEAST]
    return (min(r[0].x0 for r in rows), max(r[-1].x1 for r in rows)) if rows else None


def _moved(panels: Sequence[Panel], old: tuple[float, float] | None, new: tuple[float, float] | None) -> list[Panel]:
    """``panels`` whose rows had the ends ``old``, where they have the ends ``new``; none where that is another table."""
    if old is None or new is None or old[1] <= old[0]:
        return []
    scale = (new[1] - new[0]) / (old[1] - old[0])
    if not 1 / _SCALE < scale < _SCALE:
        return []

    def at(x: float) -> float:
        return new[0] + (x - old[0]) * scale

    return [
        replace(
            p,
            columns=tuple(replace(c, x0=at(c.x0), x1=at(c.x1)) for c in p.columns),
            bounds=tuple(x if abs(x) > 1e6 else at(x) for x in p.bounds),
        )
        for p in panels
    ]
