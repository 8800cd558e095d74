"""Papers that are no reports give no rows."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of
from tests.unit.tables.pages import rows, table

pytestmark = pytest.mark.unit

LABEL = [[(40.0, n), (400.0, v), (600.0, s)] for n, v, s in (("Total Fat", "8g", "10%"), ("Sodium", "160mg", "7%"), ("Calcium", "260mg", "20%"), ("Iron", "8mg", "45%"), ("Potassium", "240mg", "6%"))]  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Nutrition Facts", "Serving size 2/3 cup (55g)", "营养成分表", "Valori nutrizionali medi"]
)
def test_the_label_of_a_food_gives_no_rows(title: str) -> None:
    assert read_tables([page_of([title, *LABEL])], [()]).results == ()


def test_a_report_that_speaks_of_nutrition_keeps_its_rows() -> None:
    head = [[(40.0, "Test"), (400.0, "Result"), (600.0, "Unit"), (800.0, "Reference range")]]
    rows = [[(40.0, "Calcium"), (400.0, "2.31"), (600.0, "mmol/L"), (800.0, "2.20-2.60")], [(40.0, "Iron"), (400.0, "14"), (600.0, "umol/L"), (800.0, "10-30")]]  # fmt: skip
    page = page_of(["Name: John Ashdown  Age: 50 Years", "Nutritional information", *head, *rows])
    assert len(read_tables([page], [()]).results) == 2


def test_a_list_of_what_hospitals_charge_has_no_results() -> None:
    head = [(40.0, "编码"), (250.0, "项目名称"), (600.0, "计价单位"), (800.0, "三级"), (950.0, "二级")]
    cells = [
        ["250301001", "总蛋白测定", "项", "5", "4.5"],
        ["250302001", "葡萄糖测定", "项", "6", "5.4"],
        ["250304001", "钾测定", "项", "8", "7.2"],
    ]
    assert rows(table(head, cells)) == []
