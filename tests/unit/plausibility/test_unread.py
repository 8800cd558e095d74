"""A row that was printed and not understood leaves a mark on its page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Page, Reason, Report, Section, Source
from ocr_pipeline.tables import Tables, read_tables
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit

HEADER = [(60, "项目"), (400, "结果"), (680, "单位"), (900, "参考范围")]
ROWS = [
    [(60, "钾"), (400, "4.10"), (680, "mmol/L"), (900, "3.50-5.30")],
    [(60, "氯"), (400, "101"), (680, "mmol/L"), (900, "99-110")],
    [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
]


def empty(**parts: object) -> Report:
    return replace(Report(Source("0" * 64, "image/png", 1), pages=(Page(1700, 900),)), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        [(60, "pH"), (400, "7.31")],
        [(60, "乳酸 2.9")],
        [(60, "Hct"), (400, "35 LOW%")],
        [(60, "Hct"), (400, "35 LDW %")],
    ],
)
def test_a_named_value_that_nothing_holds_is_a_missing_row(line: list[tuple[float, str]]) -> None:
    text = page([line])
    found = doubt(empty(), [text], Tables())
    assert found.pages[0].reasons == (Reason.ROW_MISSING,)
    assert "Rows may be missing" in found.pages[0].note


def test_rows_that_were_read_are_not_missing() -> None:
    text = page([HEADER, *ROWS])
    tables = read_tables([text])
    assert doubt(empty(results=tables.results), [text], tables).pages[0].reasons == ()
    fewer = replace(tables, results=tables.results[:2], evidence=tables.evidence[:2])
    assert Reason.ROW_MISSING in doubt(empty(results=fewer.results), [text], fewer).pages[0].reasons


@pytest.mark.parametrize(
    "line",
    [
        [(60, "年龄"), (400, "45")],
        [(60, "电话"), (400, "2345")],
        [(60, "采样时间:2024-01-02 10:22")],
        [(60, "Glucose"), (400, "3.9-6.1")],
    ],
)
def test_other_numbers_on_a_page_are_no_rows(line: list[tuple[float, str]]) -> None:
    assert doubt(empty(), [page([line])], Tables()).pages[0].reasons == ()


def test_a_value_that_a_section_tells_is_not_missing() -> None:
    told = (Section("Findings", "findings", "Glucose 5.1 mmol/L was found."),)
    text = page([[(60, "Glucose 5.1 mmol/L")]])
    assert doubt(empty(sections=told), [text], Tables()).pages[0].reasons == ()


def test_names_in_a_table_that_no_row_bears_are_missing_rows() -> None:
    text = page([HEADER, ROWS[0], [(60, "尿糖")], [(60, "尿酮体")], ROWS[1], ROWS[2]])
    tables = read_tables([text])
    first = replace(tables.results[0], name="钾")
    fewer = replace(
        tables,
        results=(first, *tables.results[1:]),
        used_lines=frozenset((0, i) for i in range(len(text.lines))),
    )
    found = doubt(empty(results=fewer.results), [text], fewer).pages[0]
    assert Reason.ROW_MISSING in found.reasons
    assert all(name in found.note for name in ("尿糖", "尿酮体"))


def test_an_antibiotic_without_its_letter_is_doubted() -> None:
    drugs = [
        ("氨苄西林", "≥32", "R"),
        ("头孢唑林", "≥64", "R"),
        ("亚胺培南", "≤1", "S"),
        ("庆大霉素", "≥16", ""),
        ("阿米卡星", "≤2", "S"),
    ]
    head = [(60.0, "抗生素"), (500.0, "MIC(μg/mL)"), (900.0, "敏感度")]
    printed = [[(x, t) for x, t in zip((60.0, 500.0, 900.0), row, strict=True) if t] for row in drugs]
    text = page([head, *printed])
    tables = read_tables([text])
    read = doubt(empty(results=tuple(tables.results)), [text], tables).results
    assert [bool(r.reasons) for r in read] == [not letter for _, _, letter in drugs]


@pytest.mark.parametrize(
    ("value", "ref", "doubted"), [("2.621U/mL", "<5.80", True), ("121U/mL", "<25", True), ("2.61U/mL", "<5.80", False)]
)
def test_the_first_letter_of_iu_is_not_taken_for_the_last_digit(value: str, ref: str, doubted: bool) -> None:
    rows = [
        [(60.0, name), (400.0, told), (900.0, usual)]
        for name, told, usual in (("甲胎蛋白", value, ref), ("癌胚抗原", "1.03 ng/mL", "<4.70"))
    ]
    text = page([[(60.0, "项目"), (400.0, "结果"), (900.0, "参考范围")], *rows])
    tables = read_tables([text])
    first = doubt(empty(results=tuple(tables.results)), [text], tables).results[0]
    assert (Reason.AMBIGUOUS_CHARACTER in first.reasons) is doubted
