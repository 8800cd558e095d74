"""Papers that are no report, and several reports in one file: no row and no section is invented, nothing silently merged."""

from __future__ import annotations

import pytest

from ocr_pipeline.heading import read_heading
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

TABLE = [
    [(40.0, "项目"), (400.0, "结果"), (600.0, "单位"), (800.0, "参考区间")],
    [(40.0, "白细胞"), (400.0, "5.20"), (600.0, "10^9/L"), (800.0, "3.5-9.5")],
    [(40.0, "血红蛋白"), (400.0, "135"), (600.0, "g/L"), (800.0, "130-175")],
]
PAPERS = {
    "a bill": [
        [(300.0, "青禾餐厅结账单")],
        "桌号：12  日期：2024-05-01",
        [(40.0, "菜名"), (500.0, "数量"), (700.0, "单价"), (900.0, "金额")],
        [(40.0, "宫保鸡丁"), (500.0, "1"), (700.0, "38.00"), (900.0, "38.00")],
        [(40.0, "合计"), (900.0, "44.00")],
    ],
    "an invoice of a laboratory": [
        "INVOICE",
        "Invoice no: 20240511   Date: 2024-05-01",
        [(40.0, "Item"), (500.0, "Qty"), (700.0, "Unit price"), (900.0, "Total")],
        [(40.0, "Blood count"), (500.0, "1"), (700.0, "38.00"), (900.0, "38.00")],
        [(40.0, "Total due"), (900.0, "338.00")],
    ],
    "a menu": [
        [(400.0, "MENU")],
        [(40.0, "Soup of the day"), (700.0, "4.50")],
        [(40.0, "Grilled salmon"), (700.0, "15.50")],
        [(40.0, "Coffee"), (700.0, "2.20")],
    ],
    "adverts": [
        [(300.0, "春季大促 全场五折")],
        "凡购物满200元立减50元，数量有限，先到先得。",
        "Full body check-up only $99! Call now and save 50 %.",
        "WBC, RBC, HGB and 40 other tests included.",
    ],
}


def _head(name: str, title: str = "血常规检验报告单", number: str = "8827361") -> list:
    return [[(400.0, title)], f"姓名：{name} 性别：男 年龄：35岁 住院号：{number}"]


def _reasons(pages: list[PageText]) -> tuple[Reason, ...]:
    return read_heading(pages, [()] * len(pages)).reasons


@pytest.mark.parametrize("paper", PAPERS)
def test_other_papers_give_no_row_and_no_section(paper):
    page = page_of(PAPERS[paper])
    assert read_tables([page], [()], None).results == ()
    assert read_sections([page], [()]) == ()


def test_two_reports_on_one_photograph_are_told():
    page = page_of([*_head("张伟明"), *TABLE, "检验者：李国强", "", *_head("王芳芳"), *TABLE])
    assert Reason.SEVERAL_REPORTS in _reasons([page])
    assert len(read_tables([page], [()], None).results) == 4


def test_two_sheets_side_by_side_on_one_photograph_are_told():
    left = ["某某医院检验报告单", "姓名：曾惠慧", "性别：女", "年龄：24岁"]
    right = ["TUMOR MARKER PANEL", "Patient Name Oliver Whitcombe", "Gender Male", "Patient Age 34 years"]
    page = page_of([[a, (700.0, b)] for a, b in zip(left, right, strict=True)])
    assert Reason.SEVERAL_REPORTS in _reasons([page])


SEVERAL = {
    "two patients": ([*_head("张伟明"), *TABLE], [*_head("王芳芳"), *TABLE]),
    "two services": ([*_head("张伟明"), *TABLE], [*_head("张伟明", "超声诊断报告单"), "超声所见：", "肝脏大小正常。"]),
    "numbers and sex differ, names were cut off": (
        [[(300.0, "CBC REPORT")], "Age: 35 Years  Sex: Male  MRN: 8827361", *TABLE],
        [[(300.0, "CBC REPORT")], "Age: 61 Years  Sex: Female  MRN: 1000236", *TABLE],
    ),
}
ONE = {
    "a slip in the name": ([*_head("张伟明"), *TABLE], [*_head("张伟朋"), *TABLE]),
    "a further page without a head": ([*_head("张伟明"), *TABLE], [*TABLE]),
    "a slip in the number and the age": (
        [[(300.0, "CBC REPORT")], "Age: 35 Years  Sex: Male  MRN: 8827361", *TABLE],
        [[(300.0, "CBC REPORT")], "Age: 36 Years  Sex: Male  MRN: 8827367", *TABLE],
    ),
}


@pytest.mark.parametrize("which", SEVERAL)
def test_several_reports_in_one_file_are_told(which):
    first, second = SEVERAL[which]
    assert Reason.SEVERAL_REPORTS in _reasons([page_of(first), page_of(second, index=1)])


@pytest.mark.parametrize("which", ONE)
def test_pages_of_one_report_are_one(which):
    first, second = ONE[which]
    assert Reason.SEVERAL_REPORTS not in _reasons([page_of(first), page_of(second, index=1)])
