"""The columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.tables.lexicon import Kind
from ocr_pipeline.tables.normal import compact


@dataclass(frozen=True)
class Column:
    """``x0, x1`` are the header's ends in flat pixels; ``uncertain`` where another column could be meant as well."""

    kind: Kind
    x0: float
    x1: float
    title: str = ""
    uncertain: bool = False

    @property
    def center(self) -> float:
        return (self.x0 + self.x1) / 2


_INSIDE = frozenset(("inrange", "withinrange", "normalresult", "normalresults"))
_OUTSIDE = frozenset(("outofrange", "outrange", "outsiderange", "abnormalresult", "abnormalresults"))


def in_and_out_of_range(columns: Sequence[Column]) -> list[Column]:
    """``In Range`` beside ``Out Of Range``: a value stands under one of the two, which count as one column."""
    out: list[Column] = []
    for column in columns:
        before = compact(out[-1].title) if out else ""
        if before in _INSIDE and compact(column.title) in _OUTSIDE:
            out[-1] = replace(out[-1], x1=column.x1)
        else:
            out.append(column)
    return out
