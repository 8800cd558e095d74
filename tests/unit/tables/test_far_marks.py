"""The star of a footnote marks no row; a number, its unit and no interval leave nothing to doubt where they were cut."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.within import well_divided
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.pieces import Piece, whole
from ocr_pipeline.tables.results import PanelFacts, to_results
from ocr_pipeline.tables.rows import Row
from tests.unit.tables.pages import line

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
