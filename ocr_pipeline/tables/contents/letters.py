"""Which letters a page prints, and its results in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.fields.traditional import prints_traditional, traditional
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Result
from ocr_pipeline.tables.naming.turkish import finding, is_turkish, prints_dots
from ocr_pipeline.tables.naming.vietnamese import is_vietnamese
from ocr_pipeline.tables.results import Evidence


@dataclass(frozen=True, slots=True)
class Letters:
    """``dotted``: Turkish capitals with their dots; ``traditional``: traditional characters and no simplified ones."""

    vietnamese: bool
    turkish: bool
    dotted: bool
    traditional: bool

    def printed(self, read: Sequence[tuple[Result, Evidence]]) -> list[tuple[Result, Evidence]]:
        """``read`` as the page spells it."""
        out = list(read)
        if self.dotted:
            out = [(r if e.digital else _dotted(r), e) for r, e in out]
        if self.traditional:
            out = [(_in_traditional(r), e) for r, e in out]
        return out


def letters_of(page: PageText) -> Letters:
    texts = [line.text for line in page.lines]
    turkish = is_turkish(texts)
    return Letters(is_vietnamese(texts), turkish, turkish and prints_dots(texts), prints_traditional(texts))


def _in_traditional(result: Result) -> Result:
    """``result`` with nothing but traditional characters."""
    return replace(
        result,
        name=traditional(result.name),
        value=traditional(result.value),
        reference_range=traditional(result.reference_range),
        group=traditional(result.group),
    )


def _dotted(result: Result) -> Result:
    """``result`` with the dots on the capitals of its finding."""
    return replace(result, value=finding(result.value), reference_range=finding(result.reference_range))
