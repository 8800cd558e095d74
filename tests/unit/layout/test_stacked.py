"""Headings printed over several lines of a narrow cell are one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.layout.stacked import with_whole_headings
from ocr_pipeline.page import PageText
from tests.unit.identity.pages import line_at, page_of

pytestmark = pytest.mark.unit

ZH = "胸廓对称，气管居中，双肺纹理清晰，未见实变影。"
EN = "Satisfactory for evaluation, endocervical cells are present."


def stacked(label: list[str], text: list[str], x: float = 60.0, pitch: float = 26.0) -> PageText:
    """``label`` in a cell at the left, at half the height of ``text``."""
    down = pitch * (len(text) - len(label)) / 2
    lines = [line_at(part, x, 200 + down + pitch * n) for n, part in enumerate(label)]
    lines += [line_at(row, 260, 200 + pitch * n) for n, row in enumerate(text)]
    return PageText(0, 1400, 600, tuple(lines), text_height=20.0)


@pytest.mark.parametrize(
    ("label", "text", "whole"),
    [
        (["影像", "所见"], [ZH, ZH, ZH], "影像所见"),
        (["检", "查", "所", "见"], [ZH, ZH, ZH, ZH], "检查所见"),
        (["SPECIMEN", "ADEQUACY"], [EN, EN, EN], "SPECIMEN ADEQUACY"),
    ],
)
def test_parts_of_a_heading_become_one_line_at_half_their_height(label: list[str], text: list[str], whole: str) -> None:
    page = stacked(label, text)
    lines = with_whole_headings(page).lines
    assert [line.text for line in lines] == [whole, *text]
    assert lines[0].middle[1] == pytest.approx(sum(p.middle[1] for p in page.lines[: len(label)]) / len(label))
    assert len(lines[0].chars) == len(whole)


@pytest.mark.parametrize(("label", "text"), [(["COMMENT", "HISTORY"], [EN, EN, EN]), (["左肺", "所见"], [ZH, ZH, ZH])])
def test_headings_above_one_another_stay_two(label: list[str], text: list[str]) -> None:
    page = stacked(label, text)
    assert with_whole_headings(page) is page


def test_cells_of_a_header_stay() -> None:
    page = page_of([[(40.0, "检查"), (300.0, "结果"), (500.0, "单位")], [(40.0, "项目"), (300.0, "数值")]], pitch=26.0)
    assert with_whole_headings(page) is page


def test_the_label_of_the_cell_above_joins_none_below() -> None:
    lines = [
        line_at("肌电图", 60, 200),
        line_at("检查", 60, 238),
        line_at("结论", 60, 264),
        line_at(ZH, 260, 200),
        line_at(ZH, 260, 251),
    ]
    whole = with_whole_headings(PageText(0, 1400, 600, tuple(lines), text_height=20.0))
    assert [line.text for line in whole.lines][:2] == ["肌电图", "检查结论"]


def test_a_second_part_in_small_letters() -> None:
    page = with_whole_headings(stacked(["Breast", "composition"], [EN, EN]))
    assert [line.text for line in page.lines if line.left < 200] == ["Breast composition"]


def test_lines_far_apart_are_one_heading_unless_each_is_one() -> None:
    whole = with_whole_headings(stacked(["DESCRIPTION OF", "PROCEDURE"], [EN, EN], pitch=37.0))
    assert whole.lines[0].text == "DESCRIPTION OF PROCEDURE"
    two = stacked(["IMPRESSION", "PLAN"], [EN, EN], pitch=37.0)
    assert with_whole_headings(two) is two


def test_a_heading_read_as_one_column_of_letters_stands_beside_its_text() -> None:
    rows = [line_at(ZH, 260, 200 + 26.0 * n) for n in range(4)]
    place, own = ((90.0, 205.0), (90.0, 297.0), (66.0, 297.0), (66.0, 205.0)), line_at("影像所见", 40, 900)
    page = PageText(0, 1400, 600, (*rows, replace(own, polygon=place)), text_height=20.0)
    moved = with_whole_headings(page).lines[-1]
    assert moved.middle == pytest.approx((78.0, 251.0))
    assert moved.polygon == place
    alone = PageText(0, 1400, 600, (replace(own, polygon=place),), text_height=20.0)
    assert with_whole_headings(alone) is alone


def test_a_name_of_one_letter_low_on_a_tilted_page_stays_in_its_row() -> None:
    rows = [line_at("2.44 mmol/L", 260, 200 + 26.0 * n) for n in range(4)]
    name = line_at("钙", 60, 200 + 26.0 * 3)
    lines = [  # in the picture the page leans by sixty pixels
        replace(one, polygon=tuple((x, y - 60.0) for x, y in one.polygon)) for one in (*rows, name)
    ]
    page = PageText(0, 1400, 600, tuple(lines), text_height=20.0)
    assert with_whole_headings(page) is page
