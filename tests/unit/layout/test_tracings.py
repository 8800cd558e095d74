"""Leads of an electrocardiogram and bends of its curves are no cells of a table."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.tracings import tracings
from ocr_pipeline.page import PageText
from tests.unit.identity.pages import line_at

pytestmark = pytest.mark.unit


def page_of(*rows: tuple[str, ...]) -> PageText:
    lines = tuple(line_at(text, 40 + 200 * x, 60 + 40 * y) for y, row in enumerate(rows) for x, text in enumerate(row))
    return PageText(0, 1700, 1200, lines, text_height=20.0)


MEASURED = (("QT", "396", "ms"), ("QTc", "409", "ms"), ("PR", "160", "ms"))


def test_leads_and_bends_between_them_are_a_tracing():
    page = page_of(*MEASURED, ("L", "aVR", "V1", "V4"), ("4", "aVL", "V2", "小"), ("III", "aVF", "V3", "V6"))
    assert tracings(page) == frozenset(range(9, 21))


def test_a_table_of_leads_is_none():
    rows = [(lead, "0.05", "0.42") for lead in ("aVR", "aVL", "aVF", "V1", "V2", "V3")]
    assert tracings(page_of(("Lead", "ST", "T"), *rows)) == frozenset()


def test_a_few_words_that_leads_are_called_by_are_none():
    assert tracings(page_of(("III", "V1"), ("A", "Conclusion"))) == frozenset()
