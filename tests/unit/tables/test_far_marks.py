"""The star of a footnote marks no row; a number, its unit and no interval leave nothing to doubt where they were cut."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.row.within import well_divided
from ocr_pipeline.report import Result
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.pieces import Piece, whole
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.results import PanelFacts, to_results
from tests.unit.tables.pages import line, rows, table

pytestmark = pytest.mark.unit


def piece(text: str, x: float, y: float = 100.0) -> Piece:
    found = whole(line(text, x, y), 0)
    assert found is not None
    return found


@pytest.mark.parametrize("y, flag", [(104.0, "A"), (400.0, "")])
def test_a_mark_stands_on_its_row(y: float, flag: str) -> None:
    row = Row(
        100.0,
        20.0,
        name=[piece("血清铁蛋白", 20)],
        value=[piece("68", 300)],
        marks=[(piece("★", 360, y), Mark("A", "★"))],
    )
    assert [r.flag for r, _ in to_results([row], PanelFacts(0, 0))] == [flag]


@pytest.mark.parametrize(
    "name, value, unit, sound",
    [
        ("电轴", "34", "°", True),
        ("CA125", "34", "U/mL", False),
        ("心率", "34", "10^9/L", False),
        ("心率", "34 5", "bpm", False),
    ],
)
def test_no_digit_crosses_between_letters(name: str, value: str, unit: str, sound: bool) -> None:
    assert well_divided(Result(name, value, unit), False) is sound


@pytest.mark.parametrize(("low", "high"), [("偏低", "偏高"), ("Bas", "Haut"), ("Bajo", "Alto"), ("↓", "↑")])
def test_marks_in_words_that_nothing_heads_stand_before_an_earlier_result(low: str, high: str) -> None:
    header = [(60.0, "项目"), (400.0, "结果"), (600.0, ""), (760.0, "前次结果"), (950.0, "参考区间")]
    lines = [
        ["尿素", "2.1", low, "3.2", "3.1-8.0"],
        ["肌酐", "81", "", "99", "57-97"],
        ["尿酸", "501", high, "333", "208-428"],
    ]
    assert [r[4] for r in rows(table(header, lines))] == ["L", "", "H"]


@pytest.mark.parametrize("title", ["提示", "Flag"])
def test_seconds_behind_a_value_are_no_mark(title: str) -> None:
    header = [(60.0, "项目"), (400.0, "结果"), (500.0, title), (600.0, "参考区间")]
    lines = [
        ["凝血酶原时间", "11.2 s", "", "9.4-12.5"],
        ["凝血酶时间", "17.4 s", "偏高", "10.3-16.6"],
        ["纤维蛋白原", "3.87 g/L", "", "2.38-4.98"],
    ]
    assert [(r[2], r[4]) for r in rows(table(header, lines))] == [("s", ""), ("s", "H"), ("g/L", "")]
