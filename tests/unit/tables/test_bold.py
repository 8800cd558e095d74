"""Bold print is a mark where it is the only one and only values outside have it; otherwise it says nothing."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from fixtures.generator.fonts import font
from ocr_pipeline.page import PageImage
from ocr_pipeline.report import Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.marks.bold import _two_groups, with_bold_marks

pytestmark = pytest.mark.unit

ROWS = [("5.10", "3.5-9.5"), ("4.60", "4.3-5.8"), ("110", "130-175"), ("41.9", "40-50"), ("91.1", "82-100"), ("334", "316-354"),
        ("61.2", "20-50"), ("7.0", "3-10")]  # fmt: skip


def marked(bold: set[int], rows: list[tuple[str, str]] = ROWS, first: str = "", size: int = 30) -> list[str]:
    """The flags of a column of values where the rows ``bold`` are printed bold."""
    canvas = Picture.new("RGB", (400, 60 * len(rows) + 40), "white")
    pen = ImageDraw.Draw(canvas)
    results: list[Result] = []
    for i, (value, interval) in enumerate(rows):
        face = font("sans", size, i in bold)
        left, top, right, bottom = pen.textbbox((40, 20 + 60 * i), value, font=face)
        pen.text((40, 20 + 60 * i), value, font=face, fill=(20, 20, 20))
        box = ((left - 3, top - 3), (right + 3, top - 3), (right + 3, bottom + 3), (left - 3, bottom + 3))
        flag = first if i == 0 else ""
        results.append(Result(f"项目{i}", value, "", interval, flag, value_polygon=box))  # type: ignore[arg-type]
    page = PageImage(0, np.array(canvas)[:, :, ::-1].copy())
    return [r.flag for r in with_bold_marks(results, [Evidence() for _ in results], [page])]


def test_bold_values_outside_their_interval_are_marked() -> None:
    assert marked({2, 6}) == ["", "", "L", "", "", "", "H", ""]


@pytest.mark.parametrize("bold", [set(), {0, 1, 2, 3, 4, 5, 6, 7}, {2}, {2, 6, 3}, {0, 4}])
def test_other_bold_print_marks_nothing(bold: set[int]) -> None:
    assert set(marked(bold)) == {""}


def test_a_page_with_marks_of_its_own_is_left_alone() -> None:
    assert marked({2, 6}, first="H")[2] == ""


def test_print_that_is_too_small_tells_nothing() -> None:
    assert set(marked({2, 6}, size=7)) == {""}


def test_groups_that_touch_are_two_where_they_are_many() -> None:
    thin = [0.115, 0.117, 0.119, 0.12, 0.126, 0.132]
    assert _two_groups([0.136, 0.143, 0.144], thin)
    assert not _two_groups([0.136, 0.143], thin)
    assert not _two_groups([0.118, 0.143, 0.144], thin)
