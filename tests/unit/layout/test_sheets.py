"""Two sheets side by side in one photograph are parted; one sheet of two panels is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.sheets import apart
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit
Cells = list[tuple[float, str]]


def sheet(x: float, name: str, age: str, rows: Sequence[Sequence[str]]) -> list[Cells]:
    xs = (x, x + 220, x + 330, x + 440)
    head = [[(x + 100, "检验报告单")], [(x, f"姓名：{name}"), (x + 220, "性别：女"), (x + 380, f"年龄：{age}岁")]]
    head.append(list(zip(xs, ("项目", "结果", "单位", "参考值"), strict=True)))
    return [*head, *(list(zip(xs, row, strict=True)) for row in rows)]


BLOOD = [
    ["白细胞", "5.2", "10^9/L", "3.5-9.5"],
    ["红细胞", "4.5", "10^12/L", "3.8-5.1"],
    ["血小板", "210", "10^9/L", "125-350"],
]
LIVER = [["谷丙转氨酶", "31", "U/L", "9-50"], ["总蛋白", "71.5", "g/L", "65-85"], ["白蛋白", "44.2", "g/L", "40-55"]]


def beside(left: list[Cells], right: list[Cells]) -> PageText:
    return page([a + b for a, b in zip(left, right, strict=True)])


def test_two_sheets_side_by_side() -> None:
    text = apart(beside(sheet(60, "张伟明", "61", BLOOD), sheet(900, "李秀英", "33", LIVER)))
    assert Reason.SEVERAL_REPORTS in text.reasons
    found = [(r.name, r.value, r.unit, r.reference_range) for r in read_tables([text]).results]
    assert found == [tuple(row) for row in (*BLOOD, *LIVER)]


def test_the_original_places_stay() -> None:
    text = beside(sheet(60, "张伟明", "61", BLOOD), sheet(900, "李秀英", "33", LIVER))
    assert {(line.text, line.polygon) for line in apart(text).lines} == {
        (line.text, line.polygon) for line in text.lines
    }


def test_three_sheets() -> None:
    three = [sheet(60, "张伟明", "61", BLOOD), sheet(900, "李秀英", "33", LIVER), sheet(1740, "王芳", "20", BLOOD)]
    text = apart(page([a + b + c for a, b, c in zip(*three, strict=True)]))
    assert len(read_tables([text]).results) == 9


def test_one_sheet_of_two_panels_stays_whole() -> None:
    left, right = sheet(60, "张伟明", "61", BLOOD), sheet(900, "", "", LIVER)
    right[:2] = [[], [(900.0, "科室：内科"), (1200.0, "床号：12")]]
    text = beside(left, right)
    assert apart(text) is text
    assert len(read_tables([text]).results) == 6


def test_fields_over_two_panels_stay_whole() -> None:
    """Name left, age right: each field once."""
    left, right = sheet(60, "张伟明", "61", BLOOD), sheet(900, "", "", LIVER)
    left[1], right[0], right[1] = [(60.0, "姓名：张伟明")], [], [(900.0, "性别：女"), (1200.0, "年龄：61岁")]
    text = beside(left, right)
    assert apart(text) is text


def test_a_telephone_and_a_heading_of_biochemistry_are_no_date_of_birth() -> None:
    """``ĐT`` is a date of birth elsewhere, and ``SINH`` is birth: ``NS: 1968`` at the right made two sheets of one."""
    xs = (60.0, 900.0, 1100.0, 1300.0)
    head = [
        [(60.0, "12 Nguyễn Trãi - ĐT: 02838381122")],
        [(60.0, "Tên: PHAN NGỌC ÁNH"), (1200.0, "NS: 1968  GT: Nữ")],
        list(zip(xs, ("YÊU CẦU XÉT NGHIỆM", "KẾT QUẢ", "ĐƠN VỊ", "CSBT"), strict=True)),
        [(60.0, "XÉT NGHIỆM SINH HÓA")],
    ]
    rows = [("Glucose", "5.2", "mmol/L", "3.9-6.1"), ("Ure", "4.1", "mmol/L", "2.5-7.5")] * 5
    text = page([*head, *(list(zip(xs, row, strict=True)) for row in rows)])
    assert apart(text) is text
