"""Susceptibility of germs: S, I and R are no marks of abnormality but results of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables.contents.cells import is_of_germs
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.results import Evidence

#: v3-ObservationInterpretation (GeneticObservationInterpretation apart): how a germ answers to an antibiotic.
SAYS = {
    **dict.fromkeys(("s", "敏感", "susceptible", "sensitive", "sensible", "duyarlı", "sens"), "S"),
    **dict.fromkeys(("i", "中介", "intermediate", "intermedio", "intermédiaire", "orta"), "I"),
    **dict.fromkeys(("r", "耐药", "resistant", "res", "resistente", "résistant", "dirençli"), "R"),
}
_NOT_TESTED = frozenset(("-", "--", "---", "na", "n/a", "nt", "n/t"))
_LEAST, _MOST = 3, 0.5  #: rows with a letter, and their share, where each should have one
_SURE = 0.95  #: a letter that is less certain says nothing here; the row keeps its flag


def with_susceptibility(panel: Panel, read: Sequence[tuple[Result, Evidence]]) -> Iterator[tuple[Result, Evidence]]:
    """``read`` (the rows of ``panel``) with S, I or R as interpretation where a column says how susceptible a germ is."""
    of_germs = is_of_germs(panel)
    numbers = [(r, e) for r, e in read if r.value[:1].isdigit()] if of_germs else []
    told = sum(compact(e.mark) in SAYS for _, e in numbers)
    expected = any(c.kind == "flag" for c in panel.columns) and told >= max(_LEAST, _MOST * len(numbers))
    for result, seen in read:
        said = SAYS.get(compact(seen.mark)) if of_germs else None
        marks = [line.confidence for line in seen.row_lines if plain(line.text).strip() == plain(seen.mark).strip()]
        sure = max(marks, default=0.0) >= _SURE
        if expected and plain(result.value).strip().casefold() in _NOT_TESTED:
            continue
        if expected and not seen.mark and result.value[:1].isdigit():
            result = replace(result, reasons=(*result.reasons, Reason.SYMBOL_UNCERTAIN))  # noqa: PLW2901  a letter not seen
        yield (replace(result, interpretation=said) if said and sure else result), seen
