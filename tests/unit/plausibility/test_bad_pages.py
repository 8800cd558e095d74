"""Pages that no laboratory should print: read to the end, no row invented, doubt where it is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Page, Reason, Report, Source
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit

HEADER = [(60, "项目名称"), (500, "结果"), (700, "单位"), (900, "参考范围")]
COUNT = [
    ["白细胞", "5.10", "10^9/L", "3.5-9.5"], ["红细胞", "4.60", "10^12/L", "4.3-5.8"], ["血红蛋白", "140", "g/L", "130-175"],
    ["红细胞压积", "41.9", "%", "40.0-50.0"], ["平均红细胞体积", "91.1", "fL", "82.0-100.0"], ["血小板", "210", "10^9/L", "125-350"],
]  # fmt: skip


def _read(*pages: PageText) -> Report:
    tables = read_tables(pages)
    sheets = tuple(Page(p.width, p.height) for p in pages)
    report = Report(Source("0" * 64, "image/png", len(pages)), pages=sheets, results=tables.results)
    assert read_sections(pages, [()] * len(pages), tables.used_lines) == ()
    return doubt(report, pages, tables)


def test_four_hundred_rows_are_all_read_and_none_is_doubted() -> None:
    rows = [[f"过敏原{chr(0x4E00 + n)}", f"0.{n % 90 + 10}", "IU/mL", "0.00-1.00"] for n in range(400)]
    found = _read(table(HEADER, rows))
    assert [r.value for r in found.results] == [row[1] for row in rows]
    assert not found.needs_review


def test_a_header_every_ten_rows_is_no_row() -> None:
    block = [[(x, cell) for (x, _), cell in zip(HEADER, row, strict=True)] for row in COUNT]
    kali = [[(60, f"抗原{chr(0x4E10 + n)}"), (500, "1.20"), (700, "IU/mL"), (900, "0.00-3.00")] for n in range(24)]
    rows = [*block, *kali]
    found = _read(page([row for n in range(0, 30, 10) for row in (list(HEADER), *rows[n : n + 10])]))
    assert [r.name for r in found.results] == [row[0][1] for row in rows]
    assert not found.needs_review


def test_columns_without_a_header_are_read_and_prose_beside_them_is_not() -> None:
    cells = [[(x, cell) for (x, _), cell in zip(HEADER, row, strict=True)] for row in COUNT]
    found = _read(
        page([[(60, "血常规检验报告单")], [], *cells, [], [(60, "本报告仅供临床参考，如有疑问请于三日内联系检验科。")]])
    )
    assert [(r.name, r.value) for r in found.results] == [(row[0], row[1]) for row in COUNT]


def test_values_without_units_are_kept_and_doubted_only_where_the_others_print_theirs() -> None:
    bare = _read(table([HEADER[0], HEADER[1], HEADER[3]], [[row[0], row[1], row[3]] for row in COUNT]))
    assert [r.value for r in bare.results] == [row[1] for row in COUNT]
    assert not any(Reason.UNIT_MISSING in r.reasons for r in bare.results)
    one = _read(table(HEADER, [*COUNT[:2], ["血红蛋白", "140", "", "130-175"], *COUNT[3:]]))
    assert [r.name for r in one.results if Reason.UNIT_MISSING in r.reasons] == ["血红蛋白"]


def test_where_the_algebra_fails_everywhere_a_member_of_every_failure_is_doubted() -> None:
    wrong = {"红细胞": "2.60", "血红蛋白": "99", "红细胞压积": "55.0", "平均红细胞体积": "71.0"}
    more = ["平均红细胞血红蛋白量", "30.4", "pg", "27.0-34.0"], ["平均红细胞血红蛋白浓度", "334", "g/L", "316-354"]
    found = _read(table(HEADER, [[r[0], wrong.get(r[0], r[1]), *r[2:]] for r in (*COUNT, *more)]))
    assert len(found.results) == 8
    assert {"红细胞", "红细胞压积", "平均红细胞体积"} <= {
        r.name for r in found.results if Reason.ALGEBRA_FAILED in r.reasons
    }
    assert not next(r for r in found.results if r.name == "血小板").needs_review


def test_a_page_upside_down_over_another_invents_no_certain_value() -> None:
    """What lies under it is read as noise between the rows: nothing of it may become a certain result."""
    rows: list[list[tuple[float, str]]] = [list(HEADER)]
    for number, row in enumerate(COUNT):
        rows.append([(x, cell) for (x, _), cell in zip(HEADER, row, strict=True)])
        rows.append([(120, "7/6"), (430, "9'86"), (980, "S6-S'E")] if number % 2 else [(300, "ɹǝɯǝɯ"), (760, "0.OI")])
    found = _read(page(rows, pitch=24.0))
    names = {row[0] for row in COUNT}
    assert names <= {r.name for r in found.results}
    assert all(r.needs_review for r in found.results if r.name not in names)
    assert {r.value for r in found.results if r.name in names and not r.needs_review} <= {row[1] for row in COUNT}


ODD = [
    ["白细胞", "5.0", "10^9/L", "3.5-9.5"], ["红细胞", "4.50", "10^12/L", "4.3-5.8"], ["血红蛋白", "80", "g/L", "130-175"],
    ["红细胞压积", "40.0", "%", "40.0-50.0"], ["平均红细胞体积", "70.0", "fL", "82.0-100.0"],
    ["平均红细胞血红蛋白量", "35.0", "pg", "27.0-34.0"], ["平均红细胞血红蛋白浓度", "300", "g/L", "316-354"],
]  # fmt: skip


def test_where_hardly_read_values_fit_nowhere_no_member_is_believed() -> None:
    text = table(HEADER, ODD)
    lines = tuple(
        replace(one, chars=tuple(replace(c, confidence=0.95) for c in one.chars)) if one.text == "35.0" else one
        for one in text.lines
    )
    doubted = [r.name for r in _read(replace(text, lines=lines)).results if Reason.ALGEBRA_FAILED in r.reasons]
    assert doubted == [name for name, *_ in ODD[1:]]


def test_of_a_report_that_is_made_so_the_most_concerned_values_are_blamed() -> None:
    doubted = [r.name for r in _read(table(HEADER, ODD)).results if Reason.ALGEBRA_FAILED in r.reasons]
    assert 0 < len(doubted) < len(ODD) - 1


def test_one_wrong_value_is_still_the_only_one_blamed() -> None:
    right = [["平均红细胞血红蛋白量", "30.4", "pg", "27.0-34.0"], ["平均红细胞血红蛋白浓度", "334", "g/L", "316-354"]]
    rows = [[n, "148" if n == "血红蛋白" else v, u, r] for n, v, u, r in [*COUNT, *right]]
    report = _read(table(HEADER, rows))
    assert [r.name for r in report.results if Reason.ALGEBRA_FAILED in r.reasons] == ["血红蛋白"]


@pytest.mark.parametrize(("share", "doubted"), [("60.0", True), ("20.0", False)])
def test_shares_that_exceed_the_whole_are_doubtful_though_some_are_missing(share: str, doubted: bool) -> None:
    cells = [["中性粒细胞百分比", "50.0", "%", "40.0-75.0"], ["淋巴细胞百分比", share, "%", "20.0-60.0"]]
    report = _read(table(HEADER, cells))
    assert [Reason.ALGEBRA_FAILED in r.reasons for r in report.results] == [doubted] * 2
