"""Letters of stamps and watermarks that run aslant through the rows belong to no cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.frame.aslant import without_stamps
from tests.unit.tables.pages import line, page, table

HEAD = [(60.0, "Test"), (400.0, "Result"), (560.0, "Unit"), (760.0, "Reference")]
ROWS = [
    ["Sodium", "143", "mmol/L", "137-147"],
    ["Potassium", "4.16", "mmol/L", "3.50-5.30"],
    ["Chloride", "104", "mmol/L", "98-106"],
]


def aslant(text: str, x: float, y: float, rise: float = 0.3, height: float = 40.0) -> Line:
    """``text`` with its left end at ``x``, climbing by ``rise`` of its width."""
    one = line(text, x, y, height=height)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = one.flat
    up = rise * (bx - ax)
    quad = ((ax, ay), (bx, by - up), (cx, cy - up), (dx, dy))
    return replace(one, polygon=quad, flat=quad)


def with_lines(text: PageText, *more: Line) -> PageText:
    return replace(text, lines=(*text.lines, *more))


@pytest.mark.parametrize(("said", "x"), [("Hosp", 860.0), ("Refer", 470.0), ("thology Lab", 640.0), ("区医院", 860.0)])
def test_letters_of_a_watermark_stand_in_no_cell(said: str, x: float) -> None:
    plain = table(HEAD, ROWS)
    found = read_tables([with_lines(plain, aslant(said, x, 200.0))]).results
    assert [(r.name, r.value, r.unit, r.reference_range) for r in found] == [tuple(row) for row in ROWS]


@pytest.mark.parametrize("said", ["Sodium", "POSITIVE", "阴性", "12.5 g/L", "Lab"])
def test_what_may_be_a_cell_stays(said: str) -> None:
    text = with_lines(table(HEAD, ROWS), aslant(said, 860.0, 200.0))
    assert without_stamps(text) == text


def test_lines_that_a_crease_bent_stay() -> None:
    bent = [
        aslant(name, 60.0, y) for name, y in (("Globulin fraction", 130.0), ("Ceruloplasmine", 160.0), ("Lacto", 190.0))
    ]
    text = with_lines(table(HEAD, ROWS), *bent)
    assert without_stamps(text) == text


def test_the_captions_of_charts_below_two_panels_are_no_row() -> None:
    head = [(40.0, "项目"), (240.0, "结果"), (340.0, "参考区间"), (500.0, "单位")]
    body = [[(40.0, "白细胞"), (240.0, "4.84"), (340.0, "3.5-9.5"), (500.0, "10^9/L")], [(40.0, "血小板"), (240.0, "225"), (340.0, "125-350"), (500.0, "10^9/L")],
            [(40.0, "RBC"), (340.0, "PLI")]]  # fmt: skip
    assert [r.name for r in read_tables([page([head, *body])]).results] == ["白细胞", "血小板"]


@pytest.mark.parametrize("said", ["检验专用章", "检验用章5", "检验变用"])
def test_a_stamp_level_with_a_row_is_no_cell_of_it(said: str) -> None:
    text = with_lines(table(HEAD, ROWS), line(said, 580.0, 166.0, height=30.0))
    assert [(r.name, r.value) for r in read_tables([text]).results] == [(row[0], row[1]) for row in ROWS]


@pytest.mark.parametrize("said", ["检验结果", "检验方法", "检验报告单"])
def test_titles_are_no_stamps(said: str) -> None:
    text = with_lines(table(HEAD, ROWS), line(said, 860.0, 200.0))
    assert without_stamps(text) == text
