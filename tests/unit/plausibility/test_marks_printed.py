"""Which pages print marks: on those, a value outside its interval without one is doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Line
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Page, Reason, Report, Result, Source
from ocr_pipeline.tables import Evidence, Tables, read_tables
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit

REPORT = Report(Source("0" * 64, "image/png", 1), pages=(Page(1000, 1000),))


@pytest.mark.parametrize("others, raised", [(("A", "6.3"), True), (("", "6.3"), False), (("A", "5.0"), False)])
def test_where_stars_mark_values_outside_one_without_is_doubtful(others: tuple[str, str], raised: bool) -> None:
    flag, value = others
    rows = (
        Result("Glucose", value, "mmol/L", "3.9-6.1", flag),  # type: ignore[arg-type]
        Result("Anion Gap", "17.3", "mmol/L", "8.0-16.0", ""),
    )
    found = doubt(replace(REPORT, results=rows))
    assert (Reason.FLAG_CONTRADICTS in found.results[1].reasons) == raised


@pytest.mark.parametrize("title, raised", [("高低", True), ("备注", False)])
def test_under_a_header_for_marks_a_value_outside_without_one_is_doubtful(title: str, raised: bool) -> None:
    text = page(
        [
            [(60, "项目"), (400, "结果"), (540, title), (680, "单位"), (900, "参考范围")],
            [(60, "钾"), (400, "6.10"), (680, "mmol/L"), (900, "3.50-5.30")],
            [(60, "氯"), (400, "101"), (680, "mmol/L"), (900, "99-110")],
            [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
            [(60, "钙"), (400, "2.31"), (680, "mmol/L"), (900, "2.11-2.52")],
        ]
    )
    tables = read_tables([text])
    found = doubt(replace(REPORT, results=tables.results), [text], tables)
    assert [Reason.FLAG_CONTRADICTS in r.reasons for r in found.results] == [raised, False, False, False]


def arrow(confidence: float) -> Line:
    box = ((10.0, 0.0), (30.0, 0.0), (30.0, 20.0), (10.0, 20.0))
    return Line("↑", confidence, (), box, box)


@pytest.mark.parametrize("value, confidence, raised", [("+", 0.85, True), ("+", 0.97, False), ("12.5", 0.85, False)])
def test_a_mark_hardly_read_beside_a_word_is_doubtful(value: str, confidence: float, raised: bool) -> None:
    interval = "阴性" if value == "+" else "3.5-9.5"
    result = Result("潜血", value, "", interval, "H", confidence=1.0)
    seen = Evidence(mark="↑", row_lines=(arrow(confidence),))
    found = doubt(replace(REPORT, results=(result,)), tables=Tables((result,), (seen,)))
    assert (Reason.SYMBOL_UNCERTAIN in found.results[0].reasons) == raised


@pytest.mark.parametrize("value, interval, raised", [("0-2", "0-2", True), ("10-30", "0-2", False)])
def test_a_mark_beside_cells_that_are_as_many_as_usual_is_doubtful(value: str, interval: str, raised: bool) -> None:
    result = Result("白细胞", value, "/HP", interval, "H", confidence=1.0)
    found = doubt(replace(REPORT, results=(result,)), tables=Tables((result,), (Evidence(),)))
    assert (Reason.FLAG_CONTRADICTS in found.results[0].reasons) == raised
