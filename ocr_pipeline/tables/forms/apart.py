"""All forms that print results apart from tables with columns below a header: they are read first and leave the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_pipeline.report import Result
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.forms.above import slip_rows
from ocr_pipeline.tables.forms.boxes import boxed_rows
from ocr_pipeline.tables.forms.called_lines import called_rows
from ocr_pipeline.tables.forms.cards import carded_rows, labelled_rows
from ocr_pipeline.tables.forms.cultures import culture_rows
from ocr_pipeline.tables.forms.lines import labelled_beside, listed_rows, ragged_rows
from ocr_pipeline.tables.forms.measured import measured_beside_patient, measured_columns, measured_rows
from ocr_pipeline.tables.forms.moments import rows_of_moments
from ocr_pipeline.tables.forms.ranged_cards import cards_with_values_below, ranged_cards
from ocr_pipeline.tables.forms.susceptible import susceptible_rows, with_interpretation
from ocr_pipeline.tables.forms.transposed import transposed_rows
from ocr_pipeline.tables.frame.grid import Band, without_lines
from ocr_pipeline.tables.headers.conditions import under_condition
from ocr_pipeline.tables.results import Evidence, PanelFacts, to_results

#: On pages without a table, those that ask for most first.
_FORMS = (listed_rows, ranged_cards, slip_rows, carded_rows, labelled_rows, called_rows, measured_columns)


def form_results(text: list[Band], facts: PanelFacts) -> tuple[list[tuple[Result, Evidence]], set[int]]:
    """The results of such forms among ``text`` and the lines that they are made of; each form sees what those before it left."""
    lying, lines = transposed_rows(text)
    moments, mine = rows_of_moments(without_lines(text, lines))
    lines |= mine
    boxed, mine = boxed_rows(without_lines(text, lines))
    lines |= mine
    measured, mine = measured_rows(without_lines(text, lines))
    lines |= mine
    measured.extend(measured_beside_patient(without_lines(text, lines)))
    lines |= lines_of(measured)
    carded = cards_with_values_below(without_lines(text, lines))
    lines |= lines_of(carded)
    rest = without_lines(text, lines)
    grown, grown_lines = culture_rows(rest)
    germs, germ_lines = susceptible_rows(without_lines(text, lines | grown_lines))
    beside = labelled_beside(rest) or ragged_rows(rest)
    found: list[tuple[Result, Evidence]] = []
    for moment, row in [*moments, *(("", row) for row in lying)]:
        found.extend(under_condition(moment, to_results([row], facts)))
    found.extend(to_results(grown, facts))
    for germ, row in germs:
        found.extend(under_condition(germ, with_interpretation(to_results([row], facts))))
    found.extend(to_results([*boxed, *measured, *carded, *beside], facts))
    return found, lines | germ_lines | grown_lines | lines_of(beside)


def rows_without_tables(text: Sequence[Band]) -> list[Row]:
    """The rows of a page on which no table was found, by the first form that knows it."""
    return next((rows for form in _FORMS if (rows := form(text))), [])


def lines_of(rows: Iterable[Row]) -> set[int]:
    """Indices of the lines that ``rows`` are made of."""
    return {p.index for row in rows for p in row.pieces()}
