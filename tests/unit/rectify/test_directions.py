"""Text that runs another way than the page: it is read its own way, and it never shares a row with the page's text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.page import Char, Image, Line, PageText
from ocr_pipeline.pipeline import read
from ocr_pipeline.rectify.directions import across, stacked
from ocr_pipeline.rectify.orientation import as_quads
from ocr_pipeline.report import Reason
from tests.unit.engines.sheets import CJK, LATIN, ROWS, Sheet, sheet, turned
from tests.unit.rectify.test_seeing import assert_read_in_rows, engine, see

pytestmark = pytest.mark.unit

OTHERS = (
    ("总胆固醇", "5.88", "0.00-5.18"),
    ("甘油三酯", "1.92", "0.00-1.70"),
    ("尿素", "6.4", "3.1-8.0"),
    ("肌酐", "88", "57-97"),
    ("尿酸", "401", "208-428"),
    ("钠", "141", "137-147"),
    ("Calcium", "2.31", "2.11-2.52"),
)


def together(one: Image, other: Image, below: bool = False) -> Image:
    """Two sheets on one desk."""
    (h, w), (hh, ww) = one.shape[:2], other.shape[:2]
    size = (h + hh + 120, max(w, ww) + 80) if below else (max(h, hh) + 80, w + ww + 120)
    desk = np.full((*size, 3), 160, np.uint8)
    desk[40 : 40 + h, 40 : 40 + w] = one
    x, y = (40, h + 80) if below else (w + 80, 40)
    desk[y : y + hh, x : x + ww] = other
    return desk


def drawn(page: Sheet, letters: str, x: int, y: int, pitch: int) -> Sheet:
    """With letters set one below the other in red."""
    picture = PillowImage.fromarray(page.image[:, :, ::-1].copy())
    pen = ImageDraw.Draw(picture)
    for place, letter in enumerate(letters):
        pen.text((x, y + place * pitch), letter, font=ImageFont.truetype(CJK, 26), fill=(180, 30, 30))
    return Sheet(np.asarray(picture)[:, :, ::-1].copy(), page.cells, page.rows)


def shares_a_row(seen: PageText, x: float) -> bool:
    """Whether a line that stands at ``x`` on the picture stands beside any other line in the flat frame."""
    own = [line for line in seen.lines if abs(np.mean([px for px, _ in line.polygon]) - x) < 20]
    rest = [line for line in seen.lines if line not in own]
    assert own
    return any(a.top < b.middle[1] < a.bottom or b.top < a.middle[1] < b.bottom for a in own for b in rest)


@pytest.mark.parametrize(
    ("second", "below"),
    [
        (np.rot90(sheet(rows=OTHERS).image, 1), False),
        (np.rot90(sheet(rows=OTHERS).image, 3), False),
        (np.rot90(sheet(rows=OTHERS).image, 2), True),
        (turned(sheet(rows=OTHERS), 60).image, False),
    ],
    ids=["sideways left", "sideways right", "upside down", "slanting"],
)
def test_a_second_sheet_is_read_its_own_way_and_reported(second: Image, below: bool) -> None:
    picture = together(sheet().image, np.asarray(second), below)
    report = read(cv2.imencode(".png", picture)[1].tobytes(), engine()).report
    assert {(r.name, r.value) for r in report.results} == {(n, v) for n, v, _ in (*ROWS, *OTHERS)}
    assert Reason.SEVERAL_REPORTS in report.pages[0].reasons
    assert report.needs_review


@pytest.mark.parametrize("x", [800, 500], ids=["beside the table", "inside the table"])
def test_letters_below_each_other_tear_no_row(x: int) -> None:
    text = "江东医院检验专用章"
    page = drawn(sheet(), text, x, 140, 33)
    seen = see(page)
    assert_read_in_rows(page, seen)
    assert not shares_a_row(seen, x + 13)
    assert len(set(text) & set("".join(line.text for line in seen.lines))) >= 7  # of nine letters


def test_a_label_up_the_side_is_read_along_itself() -> None:
    page = sheet()
    label = PillowImage.new("RGB", (380, 30), (255, 255, 255))
    ImageDraw.Draw(label).text((0, 2), "FORM LAB-2207 Rev 3.51", font=ImageFont.truetype(LATIN, 20), fill=0)
    picture = PillowImage.fromarray(page.image[:, :, ::-1].copy())
    picture.paste(label.rotate(90, expand=True), (18, 130))
    page = Sheet(np.asarray(picture)[:, :, ::-1].copy(), page.cells, page.rows)
    seen = see(page)
    assert_read_in_rows(page, seen)
    assert seen.lines[-1].text.replace(" ", "") == "FORMLAB-2207Rev3.51"
    assert not shares_a_row(seen, 33)
    assert seen.reasons == ()


def letter(text: str, y: float, height: float = 36) -> Line:
    quad = ((100.0, y), (136.0, y), (136.0, y + height), (100.0, y + height))
    return Line(text, 1.0, (Char(text, 1.0, 0, 1),), quad, quad)


@pytest.mark.parametrize(
    ("letters", "pitch"),
    [("阴阴阴阳阴", 30.0), ("钾钠氯钙磷", 34.0), ("清黄浊红正", 44.0)],
    ids=["few words repeat", "names of analytes", "rows of a table"],
)
def test_a_column_of_cells_is_no_text_set_downwards(letters: str, pitch: float) -> None:
    lines = [letter(c, 50 + i * pitch) for i, c in enumerate(letters)]
    assert stacked(lines, 0.0, []) == (lines, [])


def test_letters_set_downwards_become_one_line() -> None:
    lines = [letter(c, 50 + i * 32) for i, c in enumerate("检验专用章")]
    rest, (group,) = stacked(lines, 0.0, [])
    assert rest == []
    assert group.lines[0].text == "检验专用章"
    assert group.lines[0].polygon[:2] == ((136.0, 50.0), (136.0, 50 + 4 * 32 + 36.0))


def test_upright_boxes_of_a_page_are_no_other_direction() -> None:
    def box(x: float, y: float, w: float, h: float) -> tuple[tuple[float, float], ...]:
        return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))

    quads = as_quads(
        [box(0, 0, 120, 30), box(0, 40, 80, 30), box(200, 0, 12, 30), box(200, 40, 30, 32), box(300, 0, 30, 200)]
    )
    assert across(quads, 0.0).tolist() == [False, False, False, False, True]
