"""Dashes that are intervals, dashes that were leader dots, and units run into their intervals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.frame.pieces import atoms, whole
from ocr_pipeline.tables.frame.seams import side
from ocr_pipeline.tables.grammar.units import parse_unit
from tests.unit.tables.pages import line, page

Cells = list[tuple[float, str]]


def results(rows: list[Cells]) -> tuple[Result, ...]:
    return read_tables([page(rows)]).results


def test_a_column_of_dashes_under_intervals_is_no_column_of_marks() -> None:
    head = [(40.0, "项目名称"), (400.0, "结果"), (500.0, "提示"), (570.0, "参考区间"), (720.0, "单位")]
    body = [
        [(40.0, name), (400.0, value), (566.0, usual)]
        for name, value, usual in (
            ("硬度", "糊状", "软便"),
            ("粘液", "无", "无"),
            ("虫卵", "-", "-"),
            ("脂肪球", "-", "-"),
            ("隐血", "-", "-"),
            ("红细胞", "0-2", "0-2"),
        )
    ]
    assert [r.reference_range for r in results([head, *body])] == ["软便", "无", "-", "-", "-", "0-2"]


@pytest.mark.parametrize(
    ("text", "told"), [("-", 0), ("+", 0), ("阴性", 0), ("阳性", 0), ("↑", -1), ("H", -1), ("3-5", 1)]
)
def test_a_sign_beside_intervals_says_nothing_of_its_column(text: str, told: int) -> None:
    assert side("flag", "ref", text) == told


def leaders(*cells: tuple[str, str, str]) -> tuple[Result, ...]:
    head = [(40.0, "Xét nghiệm"), (480.0, "Kết quả"), (700.0, "CSBT")]
    return results([head, *([(40.0, n), (480.0, v), (700.0, r)] for n, v, r in cells)])


def test_dashes_that_blurred_leader_dots_leave_are_no_signs() -> None:
    found = leaders(("MCV", "-86.9", "83-101"), ("MCH", "- - 28.9", "26.5-33.5"), ("WBC", "5.2", "4.0-10.5"))
    assert [r.value for r in found] == ["86.9", "28.9", "5.2"]
    assert [Reason.COLUMNS_UNCERTAIN in r.reasons for r in found] == [True, True, False]


@pytest.mark.parametrize(
    "cells",
    [
        [("BE", "-2.5", "-3.0-3.0"), ("BEecf", "-1.8", "-2.0-3.0"), ("pH", "7.40", "7.35-7.45")],
        [("Anion gap", "-0.4", "8.0-16.0"), ("BE", "-2.5", "-3.0-3.0"), ("Na", "140", "136-145")],
        [("A", "-1.5", ""), ("B", "-2.5", ""), ("C", "3.5", "")],
    ],
)
def test_a_minus_stays_where_the_interval_has_one_or_nothing_proves_leaders(cells: list[tuple[str, str, str]]) -> None:
    assert [r.value for r in leaders(*cells)] == [v for _, v, _ in cells]


def test_a_unit_without_its_power_behind_an_interval_leaves_it() -> None:
    head = [(40.0, "项目"), (400.0, "结果"), (600.0, "生物参考区间")]
    body = [
        [(40.0, "白细胞数目(WBC)"), (400.0, "9.25"), (600.0, "[3.5--9.5]10/L")],
        [(40.0, "单核细胞#(MON#)"), (400.0, "0.88"), (600.0, "[0.10--0.60]10°/L")],
        [(40.0, "血红蛋白量(HGB)"), (400.0, "115"), (600.0, "[115--150] g/L")],
    ]
    found = results([head, *body])
    assert [(r.unit, r.reference_range) for r in found] == [
        ("10/L", "[3.5--9.5]"),
        ("10°/L", "[0.10--0.60]"),
        ("g/L", "[115--150] g/L"),
    ]


@pytest.mark.parametrize("printed", ["mi11ion/mL", "mi1lion/mL", "million/mL"])
def test_millions_with_strokes_for_letters(printed: str) -> None:
    assert parse_unit(printed) == "million/mL"


def test_long_rows_of_dots_and_dashes_are_read_in_time() -> None:
    found = leaders(*((f"MCV {i}", "-." * 2000 + "x", "83-101") for i in range(3)))
    assert all(isinstance(r.value, str) for r in found)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("7.0 5.0~8.0", ["7.0", "5.0~8.0"]),
        ("5.2 ↑ 3.5 - 9.5 g/L", ["5.2", "↑", "3.5 - 9.5", "g/L"]),
        ("< 5.0 3-5", ["< 5.0", "3-5"]),
        ("0 0~3", ["0", "0~3"]),
    ],
)
def test_an_interval_behind_a_value_is_one_part(text: str, parts: list[str]) -> None:
    found = whole(line(text, 10.0, 10.0), 0)
    assert found is not None
    assert [part.text for part in atoms(found)] == parts


def test_a_value_run_into_its_interval_where_no_bound_begins_so() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (600.0, "参考区间"), (800.0, "单位")]
    body = [[(60.0, "白细胞"), (600.0, "00~3"), (800.0, "/HPF")], [(60.0, "管型"), (400.0, "0"), (600.0, "0~1")]]
    found = results([head, *body])
    assert [(r.value, r.reference_range) for r in found] == [("0", "0~3"), ("0", "0~1")]
    assert Reason.COLUMNS_UNCERTAIN in found[0].reasons


@pytest.mark.parametrize(("confidence", "flags"), [(0.5, ["H", "", "L"]), (0.99, ["A", "", ""])])
def test_a_mark_hardly_read_in_its_column_is_what_value_and_interval_say(confidence: float, flags: list[str]) -> None:
    head = [(60.0, "Parametro"), (400.0, "Valore"), (520.0, "Segn."), (620.0, "Valori normali"), (900.0, "U.M.")]
    cells = [("Leucociti", "14.35", "r", "3.5-9.5"), ("MCV", "89.7", "f", "83-101"), ("MPV", "5.2", "1", "7.4-11.4")]
    text = page([head, *([(60.0, n), (400.0, v), (540.0, m), (620.0, r)] for n, v, m, r in cells)])
    lines = [
        line(one.text, one.left, one.middle[1], confidence) if one.text in ("r", "f", "1") else one
        for one in text.lines
    ]
    found = read_tables([replace(text, lines=tuple(lines))]).results
    assert [r.flag for r in found] == flags
    assert [Reason.SYMBOL_UNCERTAIN in r.reasons for r in found] == [confidence < 0.9] * 3


def test_a_colon_before_a_sign_is_none_of_the_value() -> None:
    head = [(60.0, "Investigation"), (400.0, "Result"), (700.0, "Normal Value")]
    cells = [("Protein", ": ++"), ("Glucose", ":+++"), ("Blood", ": -")]
    body = [[(60.0, name), (400.0, value), (700.0, "Negative")] for name, value in cells]
    assert [r.value for r in results([head, *body])] == ["++", "+++", "-"]


@pytest.mark.parametrize(
    ("printed", "interval"),
    [
        ("[7.350-7.4501", "[7.350-7.450]"),
        ("[35.0-45.0l", "[35.0-45.0]"),
        ("(3.9-5.1", "(3.9-5.1"),
        ("(0-101", "(0-101"),
    ],
)
def test_a_bracket_read_as_a_digit_too_many_closes_its_interval(printed: str, interval: str) -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (700.0, "Reference")]
    body = [("Lactate", "7.3", printed), ("Potassium", "4.1", "3.5-5.1")]
    found = results([head, *([(60.0, n), (400.0, v), (700.0, i)] for n, v, i in body)])
    assert found[0].reference_range == interval
