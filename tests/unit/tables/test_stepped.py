"""A page of which one side was flattened a row off: its header words tell."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.headers.stepped import with_sides_level
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit

DRUGS = [("氨苄西林", "≥32"), ("头孢曲松", "≤1"), ("头孢他啶", "4"), ("左氧氟沙星", "≥8"), ("阿米卡星", "≤2")]


def antibiogram(off: int) -> PageText:
    """Rows of drugs, whose right side stands ``off`` rows lower than the left one."""
    left = [[(60.0, "序号"), (160.0, "抗生素")], *([(60.0, str(i + 1)), (160.0, n)] for i, (n, _) in enumerate(DRUGS))]
    right = [[(600.0, "MIC"), (750.0, "单位")], *([(600.0, v), (750.0, "μg/mL")] for _, v in DRUGS)]
    empty: list[list[tuple[float, str]]] = [[] for _ in range(abs(off))]
    left, right = (empty + left if off < 0 else left + empty), (empty + right if off > 0 else right + empty)
    return page([[*a, *b] for a, b in zip(left, right, strict=True)])


@pytest.mark.parametrize("off", [-1, 1])
def test_the_side_is_moved_to_the_rows_of_the_other_in_doubt(off: int) -> None:
    found = read_tables([antibiogram(off)]).results
    assert [(r.name, (r.comparator or "") + r.value) for r in found] == [
        (n, v.replace("≥", ">=").replace("≤", "<=")) for n, v in DRUGS
    ]
    assert all(Reason.GEOMETRY_UNCERTAIN in r.reasons for r in found)


def test_a_level_page_stays() -> None:
    text = antibiogram(0)
    assert with_sides_level(text) == (text, False)
    assert not any(Reason.GEOMETRY_UNCERTAIN in r.reasons for r in read_tables([text]).results)


def test_a_title_above_a_header_of_its_own_is_none() -> None:
    text = antibiogram(0)
    titled = page([[(60.0, "检验项目")], [], [], []])
    both = PageText(0, text.width, text.height, (*titled.lines, *text.lines), text_height=20.0)
    assert with_sides_level(both)[1] is False
