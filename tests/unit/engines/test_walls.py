"""Rules between cells are found in a crop, and no character or streak is taken for one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines.crops.walls import cells, walls
from ocr_pipeline.page import Char, Image, Line
from tests.unit.engines.sheets import CJK, LATIN

pytestmark = pytest.mark.unit


def crop(left: str, right: str, room: float, grey: int | None, lean: int = 0, font: str = LATIN) -> tuple[Image, float]:
    """``left`` and ``right`` with ``room`` pixels to a rule of that grey between them; the rule's column."""
    face = ImageFont.truetype(font, 30)
    canvas = PillowImage.new("RGB", (400, 48), (200, 200, 200))
    pen = ImageDraw.Draw(canvas)
    at = 10 + face.getlength(left) + room
    pen.text((10, 6), left, font=face, fill=(40, 40, 40))
    pen.text((at + room, 6), right, font=face, fill=(40, 40, 40))
    if grey is not None:
        pen.line((at, 0, at + lean, 48), fill=(grey, grey, grey), width=2)
    return np.asarray(canvas)[:, :, ::-1].copy(), at


@pytest.mark.parametrize(("left", "right"), [("4.2", "4.3"), ("106", "109"), ("1.22", "1.22")])
@pytest.mark.parametrize("grey", [40, 130])
@pytest.mark.parametrize("lean", [0, 2])
@pytest.mark.parametrize("blur", [0.1, 1.5])
def test_a_rule_between_two_cells_is_found(left: str, right: str, grey: int, lean: int, blur: float) -> None:
    picture, at = crop(left, right, 10, grey, lean)
    found = walls(np.asarray(cv2.GaussianBlur(picture, (0, 0), blur)))
    assert len(found) == 1
    assert found[0][0] <= at <= found[0][1]


@pytest.mark.parametrize(("left", "right"), [("4.24", "4.3"), ("11", "11"), ("0-2", "|1"), ("1/2", "H")])
def test_print_alone_is_no_rule(left: str, right: str) -> None:
    for font in (LATIN, CJK):
        for blur in (0.1, 1.5, 2.5):
            assert walls(np.asarray(cv2.GaussianBlur(crop(left, right, 10, None, font=font)[0], (0, 0), blur))) == []


def test_a_streak_through_a_word_parts_nothing() -> None:
    assert walls(crop("NEGA", "TIVE", 1, 40)[0]) == []


@pytest.mark.parametrize("lean", [-9, -5, 6, 9])
@pytest.mark.parametrize("blur", [0.1, 1.5])
def test_a_rule_that_leans_with_bent_paper_is_found(lean: int, blur: float) -> None:
    picture, at = crop("31,1", "27,0-32,0", 11, 110, lean)
    found = walls(np.asarray(cv2.GaussianBlur(picture, (0, 0), blur)))
    assert len(found) == 1
    assert found[0][0] <= at + lean / 2 <= found[0][1]


def test_print_may_stand_near_a_rule_and_under_the_rule_between_two_rows() -> None:
    picture, at = crop("337", "316-354", 9, 110)
    picture[11:13] = 110
    found = walls(np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8)))
    assert [start <= at <= end for start, end in found] == [True]


@pytest.mark.parametrize(("left", "right"), [("1/", "/2"), ("10^9/", "L 5"), ("//", "12")])
def test_strokes_that_lean_are_no_rules(left: str, right: str) -> None:
    for blur in (0.1, 1.5):
        assert walls(np.asarray(cv2.GaussianBlur(crop(left, right, 12, None)[0], (0, 0), blur))) == []


def test_a_line_is_parted_where_rules_were() -> None:
    text = "50Low   125-350 x10^9/L"
    chars = tuple(Char(c, 0.9, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    quad = ((0.0, 0.0), (230.0, 0.0), (230.0, 20.0), (0.0, 20.0))
    left, right = cells(Line(text, 0.9, chars, quad, quad))
    assert (left.text, right.text) == ("50Low", "125-350 x10^9/L")
    assert (round(left.polygon[1][0]), round(right.polygon[0][0])) == (50, 80)
    whole = Line("50 Low", 0.9, tuple(Char(c, 0.9, i / 6, (i + 1) / 6) for i, c in enumerate("50 Low")), quad, quad)
    assert cells(whole) == [whole]
