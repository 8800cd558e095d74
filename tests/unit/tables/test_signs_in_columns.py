"""Columns of signs: a minus among marks, and a column of results that nobody saw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit

HEADER = [(60, "检验项目"), (400, "结果"), (600, "标志"), (800, "参考区间"), (1100, "单位")]


def flags(*rows: tuple[str, str, str, str, str]) -> list[str]:
    return [r.flag for r in read_tables([table(HEADER, rows)]).results]


def test_a_minus_is_low_where_a_plus_is_high() -> None:
    got = flags(
        ("白细胞计数", "11.20", "+", "3.5-9.5", "10^9/L"),
        ("血红蛋白", "101", "-", "130-175", "g/L"),
        ("血小板计数", "210", "", "125-350", "10^9/L"),
    )
    assert got == ["H", "L", ""]


def test_a_minus_beside_what_is_normal_says_so() -> None:
    got = flags(
        ("白细胞计数", "5.20", "-", "3.5-9.5", "10^9/L"),
        ("血红蛋白", "101", "-", "130-175", "g/L"),
        ("血小板计数", "210", "-", "125-350", "10^9/L"),
    )
    assert got == ["", "", ""]


def test_a_minus_among_stars_is_a_star_hardly_seen() -> None:
    got = flags(
        ("白细胞计数", "11.20", "*", "3.5-9.5", "10^9/L"),
        ("血红蛋白", "101", "-", "130-175", "g/L"),
        ("血小板计数", "210", "", "125-350", "10^9/L"),
    )
    assert got == ["A", "", ""]


@pytest.mark.parametrize(("confidence", "doubted"), [(0.5, True), (0.99, False)])
def test_a_letter_hardly_read_may_be_another(confidence: float, doubted: bool) -> None:
    cells = [(60, "血红蛋白"), (400, "101"), (600, "I."), (800, "130-175"), (1100, "g/L")]
    text = table(HEADER, [("白细胞计数", "11.20", "H", "3.5-9.5", "10^9/L"), tuple(c for _, c in cells)])
    lines = tuple(replace(x, confidence=confidence) if x.text == "I." else x for x in text.lines)
    found = read_tables([replace(text, lines=lines)]).results
    assert (Reason.SYMBOL_UNCERTAIN in found[1].reasons) == doubted


@pytest.mark.parametrize("head", ["参号值", "岁亏恒"])
@pytest.mark.parametrize("name", ["项目", "顺日"])
def test_intervals_under_an_unknown_word_are_not_the_results_that_are_missing(name: str, head: str) -> None:
    names = ["结晶", "精子", "粘液丝", "细菌", "酮体", "隐血"]
    text = page([[(70, name), (700, "结果"), (1090, head)], *([(70, n), (1090, "阴性")] for n in names)])
    found = read_tables([text]).results
    assert len(found) == len(names)
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in found if r.value)


def test_results_under_their_word_are_certain() -> None:
    text = page(
        [[(70, "顺日"), (700, "结果"), (1090, "岁亏恒")], *([(70, n), (700, "阴性")] for n in ("酮体", "隐血", "细菌"))]
    )
    assert not any(Reason.COLUMNS_UNCERTAIN in r.reasons for r in read_tables([text]).results)
