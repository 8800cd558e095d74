"""Results beside rows that were lost."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.page.unread import among_lost
from ocr_pipeline.report import Page, Reason, Report, Result, Source
from ocr_pipeline.tables import Tables
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit

_LOST = ["白蛋白", "总蛋白", "尿素", "肌酐", "葡萄糖"]


@pytest.mark.parametrize(("lost", "reasons"), [(_LOST, (Reason.GEOMETRY_UNCERTAIN,)), (_LOST[:2], ())])
def test_values_without_unit_and_interval_are_in_doubt_where_more_rows_were_lost_than_read(
    lost: list[str], reasons: tuple[Reason, ...]
) -> None:
    text = page([[(60.0, name), (400.0, f"{n}7.1")] for n, name in enumerate(lost, 4)])
    results = [Result(name, "31.9") for name in ("血红蛋白", "血小板计数", "红细胞压积")]
    report = Report(Source("0" * 64, "image/png", 1), pages=(Page(1700, 800),), results=tuple(results))
    assert {r.reasons for r in among_lost(results, [text], report, Tables())} == {reasons}
