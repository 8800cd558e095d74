"""Panels side by side whose rows are out of step: each is read by its own baselines."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import line

pytestmark = pytest.mark.unit

Row = tuple[str, str, str, str]
LEFT: list[Row] = [
    ("谷丙转氨酶", "28", "男:9-50; 女:7-40", "U/L"),
    ("谷草转氨酶", "23", "男:15-40; 女:13-35", "U/L"),
    ("谷氨酰转肽酶", "27", "男:10-60; 女:7-45", "U/L"),
    ("碱性磷酸酶", "77", "男:45-125; 女:35-100", "U/L"),
    ("总蛋白", "71.5", "65.0-85.0", "g/L"),
]
RIGHT: list[Row] = [
    ("载脂蛋白A1", "1.44", "1.00-1.60", "g/L"),
    ("载脂蛋白B", "0.86", "0.60-1.10", "g/L"),
    ("尿素氮", "5.34", "3.10-8.00", "mmol/L"),
    ("尿酸", "386", "男:208-428; 女:155-357", "umol/L"),
    ("空腹血糖", "5.45", "3.90-6.10", "mmol/L"),
    ("血清钾", "4.05", "3.50-5.30", "mmol/L"),
]


def side_by_side(drop: float) -> PageText:
    """Lines of two tiers make the rows of the left panel wider; those of the right one begin ``drop`` lower."""
    lines = []
    for panel, rows in enumerate((LEFT, RIGHT)):
        xs = [60.0 + 1000 * panel + at for at in (0, 340, 500, 760)]
        lines += [line(title, x, 100.0) for x, title in zip(xs, ("项目", "结果", "参考区间", "单位"), strict=True)]
        y = 140.0 + drop * panel
        for name, value, interval, unit in rows:
            tiers = interval.split("; ")
            cells = [(xs[0], name, y), (xs[1], value, y), (xs[3], unit, y)]
            cells += [(xs[2], tier, y + 27 * n) for n, tier in enumerate(tiers)]
            lines += [line(text, x, at, height=36.0) for x, text, at in cells]
            y += 33 + 28 * (len(tiers) - 1)
    return PageText(0, 2100, 900, tuple(lines), text_height=36.0)


@pytest.mark.parametrize("drop", [0.0, 4.0, 8.0])
def test_every_row_keeps_its_own_cells(drop: float) -> None:
    found = read_tables([side_by_side(drop)]).results
    assert [(r.name, r.value, r.reference_range, r.unit) for r in found] == [*LEFT, *RIGHT]


def test_a_panel_that_is_hidden_but_for_its_names_is_left_over():
    header = [
        line(word, x, 100.0) for x, word in zip((60, 260, 400, 520), ("项目", "结果", "单位", "参考值"), strict=True)
    ]
    rows = [("总蛋白", "70.4", "g/L", "65-85"), ("白蛋白", "44.1", "g/L", "40-55"), ("球蛋白", "26.3", "g/L", "20-40")]
    lines = [*header, line("项目", 800, 100.0)]
    for place, (row, hidden) in enumerate(zip(rows, ("乳酸脱", "钾", "C反应"), strict=True)):
        y = 140.0 + 30 * place
        lines += [line(cell, x, y) for x, cell in zip((60, 260, 400, 520), row, strict=True)]
        lines.append(line(hidden, 800, y))
    lines.append(line("检验者：某某", 60, 260.0))
    tables = read_tables([PageText(0, 900, 400, tuple(lines), text_height=20.0)])
    assert [r.value for r in tables.results] == ["70.4", "44.1", "26.3"]
    assert [left.text for left in tables.left_over] == ["乳酸脱", "钾", "C反应"]
