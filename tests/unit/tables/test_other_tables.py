"""Tables of something else than results: they give none."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit

FOOD = [
    ("Total Fat 8g", "10%"),
    ("Sodium 160mg", "7%"),
    ("Calcium 260mg", "20%"),
    ("Iron 8mg", "45%"),
    ("Potassium 235mg", "6%"),
]
ZH_FOOD = [("能量", "1823kJ", "22%"), ("蛋白质", "6.1g", "10%"), ("脂肪", "21.3g", "36%"), ("钠", "412mg", "21%")]


def names(rows: list[list[tuple[float, str]]]) -> list[str]:
    return [r.name for r in read_tables([page(rows)]).results]


def test_what_food_holds_is_no_result() -> None:
    rows = [[(60.0, "Nutrition Facts")], *([(60.0, a), (700.0, b)] for a, b in FOOD)]
    assert names(rows) == []


def test_a_line_of_nothing_but_digits_costs_nothing() -> None:
    assert names([[(60.0, "a" + "1" * 20_000), (700.0, "7%")]] * 4) == []


def test_immunoglobulins_are_no_amounts() -> None:
    rows = [("Immunoglobulin G", "11.2"), ("Immunoglobulin A", "2.1"), ("Complement C3 g", "1.1")]
    assert names([[(60.0, a), (500.0, b), (700.0, "g/L")] for a, b in rows]) == [a for a, _ in rows]


def test_nor_is_it_under_a_header() -> None:
    head = [(60.0, "项目"), (400.0, "每100克"), (700.0, "NRV%")]
    assert names([head, *([(60.0, a), (400.0, b), (700.0, c)] for a, b, c in ZH_FOOD)]) == []


def test_a_patient_without_labels_above_rows_without_a_header_is_none() -> None:
    rows = [
        ("白细胞", "6.8", "3.5-9.5"),
        ("血红蛋白", "151", "130-175"),
        ("血小板", "233", "125-350"),
        ("红细胞", "4.92", "4.3-5.8"),
    ]
    cells: list[list[tuple[float, str]]] = [[(60.0, "车向南 男 38岁"), (700.0, "2025-06-01")]]
    assert names([*cells, *([(60.0, a), (500.0, b), (700.0, c)] for a, b, c in rows)]) == [a for a, _, _ in rows]
