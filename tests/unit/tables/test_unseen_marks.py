"""Ink that nobody read beside a value outside its interval makes its row doubtful; bare paper, rules and watermarks do not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from fixtures.generator.fonts import font
from ocr_pipeline.page import Line, PageImage, PageText, Polygon
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.marks.unseen import with_unseen_marks

pytestmark = pytest.mark.unit

Draw = Callable[[ImageDraw.ImageDraw], None]


def box(pen: ImageDraw.ImageDraw, x: int, text: str, ink: int) -> Polygon:
    """``text`` printed at ``x``; the box that a detector would draw about it."""
    face = font("sans", 30, False)
    pen.text((x, 40), text, font=face, fill=(ink,) * 3)
    left, _, right, _ = pen.textbbox((x, 40), text, font=face)
    return ((left - 4, 38), (right + 4, 38), (right + 4, 78), (left - 4, 78))


def doubtful(draw: Draw, value: str = "12.56", interval: str = "3.5-9.5", flag: str = "", ink: int = 40) -> bool:
    """Whether the row is doubted when ``draw`` has drawn between value and unit."""
    return Reason.FLAG_CONTRADICTS in marked(draw, value, interval, flag, ink).reasons


def marked(draw: Draw, value: str = "12.56", interval: str = "3.5-9.5", flag: str = "", ink: int = 40) -> Result:
    canvas = Picture.new("RGB", (760, 120), (215, 215, 215))
    pen = ImageDraw.Draw(canvas)
    boxes = [box(pen, x, text, ink) for x, text in ((20, "WBC"), (200, value), (460, "10*9/L"), (620, interval))]
    draw(pen)
    lines = tuple(Line(t, 1.0, (), b, b) for t, b in zip(("WBC", value, "10*9/L", interval), boxes, strict=True))
    result = Result("WBC", value, "10*9/L", interval, flag, value_polygon=boxes[1])  # type: ignore[arg-type]
    page = PageImage(0, np.array(canvas)[:, :, ::-1].copy())
    text = PageText(0, 760, 120, lines)
    return with_unseen_marks([result], [Evidence()], [text], [page])[0]


def arrow(ink: int) -> Draw:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.line([(350, 46), (350, 70)], fill=(ink,) * 3, width=2)
        pen.line([(344, 54), (350, 46), (356, 54)], fill=(ink,) * 3, width=2)

    return draw


def star(pen: ImageDraw.ImageDraw) -> None:
    pen.text((330, 42), "*", font=font("sans", 30, False), fill=(40, 40, 40))


def letter(pen: ImageDraw.ImageDraw) -> None:
    pen.text((340, 40), "A", font=font("serif", 30, False), fill=(40, 40, 40))


def rules(pen: ImageDraw.ImageDraw) -> None:
    for x in (190, 320, 430):
        pen.line([(x, 0), (x, 120)], fill=(60, 60, 60), width=2)
    for y in (32, 84):
        pen.line([(0, y), (760, y)], fill=(60, 60, 60), width=2)


def watermark(pen: ImageDraw.ImageDraw) -> None:
    pen.text((330, 34), "Lab", font=font("sans", 40, True), fill=(195, 195, 200))


def dust(pen: ImageDraw.ImageDraw) -> None:
    for x, y in ((320, 50), (350, 62), (390, 47)):
        pen.rectangle([(x, y), (x + 2, y + 2)], fill=(60, 60, 60))


@pytest.mark.parametrize("draw", [arrow(40), arrow(110)])
def test_an_arrow_that_value_and_interval_ask_for_is_the_mark(draw: Draw) -> None:
    found = marked(draw)
    assert (found.flag, found.reasons) == ("H", ())


def test_a_star_where_no_other_mark_was_read_is_one_in_doubt() -> None:
    found = marked(star)
    assert (found.flag, found.reasons) == ("A", (Reason.SYMBOL_UNCERTAIN,))


@pytest.mark.parametrize("draw", [arrow(40), letter])
def test_ink_that_says_something_else_is_doubtful(draw: Draw) -> None:
    found = marked(draw, "1.56")
    assert (found.flag, found.reasons) == ("", (Reason.FLAG_CONTRADICTS,))


@pytest.mark.parametrize("draw", [letter])
def test_ink_beside_an_unmarked_value_outside_is_doubtful(draw: Draw) -> None:
    assert doubtful(draw)


def test_pale_print_has_pale_marks() -> None:
    assert marked(arrow(170), ink=140).flag == "H"


def test_a_finding_that_is_not_the_usual_one_may_have_a_mark() -> None:
    assert doubtful(letter, "1+", "NEGATIVE")
    assert not doubtful(letter, "NEGATIVE", "NEGATIVE")


@pytest.mark.parametrize("draw", [lambda pen: None, rules, watermark, dust])
def test_paper_rules_watermarks_and_dust_are_no_marks(draw: Draw) -> None:
    assert not doubtful(draw)


def test_a_value_inside_its_interval_or_with_a_mark_is_not_asked() -> None:
    assert not doubtful(star, "5.60")
    assert not doubtful(star, flag="H")


@pytest.mark.parametrize("whole", [True, False])
def test_a_unit_in_the_line_of_its_value_is_no_mark(whole: bool) -> None:
    canvas = Picture.new("RGB", (400, 120), (215, 215, 215))
    pen = ImageDraw.Draw(canvas)
    both = box(pen, 40, "7.2 %", 40)
    value = ((36.0, 38.0), (82.0, 38.0), (82.0, 78.0), (36.0, 78.0))
    result = Result("HbA1c", "7.2", "%", "4.0-5.6", "", value_polygon=value)
    page = PageImage(0, np.array(canvas)[:, :, ::-1].copy())
    text = PageText(0, 400, 120, (Line("7.2%" if whole else "7.2", 1.0, (), both, both),))
    found = with_unseen_marks([result], [Evidence()], [text], [page])[0]
    assert (Reason.FLAG_CONTRADICTS in found.reasons) == (not whole)
