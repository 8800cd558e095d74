"""What a picture's frame holds is print inside it, unless it is a part of a table or of the text."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.inscriptions import inscriptions
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Region
from tests.unit.identity.pages import line_at

pytestmark = pytest.mark.unit

FRAME = Region("figure", ((0.0, 0.0), (600.0, 0.0), (600.0, 900.0), (0.0, 900.0)), 0.95)


def page_of(*rows: tuple[str, ...]) -> PageText:
    lines = tuple(line_at(text, 40 + 200 * x, 60 + 40 * y) for y, row in enumerate(rows) for x, text in enumerate(row))
    return PageText(0, 1700, 1200, lines, text_height=20.0)


def test_a_drawing_keeps_its_letters():
    assert len(inscriptions(page_of(("RV", "12.5cm"), ("LA", "MI 1.2"), ("3", "0"), ("帧频", "52Hz")), [FRAME])) == 8


@pytest.mark.parametrize(
    "rows",
    [
        (("5总蛋白", "71.5"), ("6白蛋白", "45.3"), ("8总胆红素", "13.1"), ("9直接胆红素", "4.4")),
        (("3.4--20.5", "U/L"), ("0.0-6.8", "g/L"), ("120～250", "U/L"), ("女:35--100", "g/L")),
        (("Haemoglobin", "135"), ("Platelets", "210"), ("Neutrophils", "4.5")),
    ],
)
def test_columns_of_a_table_that_a_frame_crosses_are_no_drawing(rows: tuple[tuple[str, ...], ...]):
    assert inscriptions(page_of(*rows), [FRAME]) == frozenset()


def test_numbers_right_of_labels_with_a_colon_are_no_drawing():
    """Their frame holds the numbers of a form alone; without them each name would get the number of the pair beside it."""
    labels = [line_at(label, 20, 60 + 40 * y) for y, label in enumerate(("LVIDd:", "IVS:", "LA:"))]
    values = [line_at(value, 240, 60 + 40 * y) for y, value in enumerate(("61", "11", "29"))]
    page = PageText(0, 1700, 1200, (*labels, *values), text_height=20.0)
    frame = Region("figure", ((200.0, 0.0), (400.0, 0.0), (400.0, 300.0), (200.0, 300.0)), 0.95)
    assert inscriptions(page, [frame]) == frozenset()


def test_units_and_marks_between_the_cells_of_rows_are_no_drawing():
    """The frame holds the columns of units and marks: most of its words have print of the row on both sides."""
    rows = (("项目", "检测结果", "单位", "提示", "参考区间"), ("维生素A", "0.28", "mg/L", "↓", "儿童:0.30"))
    rows += (("维生素E", "22.6", "ng/mL", "↓", "缺乏:<20"),)
    frame = Region("figure", ((420.0, 0.0), (820.0, 0.0), (820.0, 900.0), (420.0, 900.0)), 0.95)
    assert inscriptions(page_of(*rows), [frame]) == frozenset()


def test_the_last_line_of_a_text_that_a_frame_touches_is_no_inscription():
    lines = (line_at("3. Acute appendicitis.", 40, 100), line_at("W452 L40", 700, 200))
    frame = Region("figure", ((120.0, 105.0), (1400.0, 105.0), (1400.0, 600.0), (120.0, 600.0)), 0.95)
    assert inscriptions(PageText(0, 1700, 1200, lines, text_height=20.0), [frame]) == frozenset({1})
