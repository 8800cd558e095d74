"""Reported polygons lie on their print: the type alone, without rules, marks and leader dots, bent where the row is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ocr_pipeline.page import Char, Image, Line, PageImage
from ocr_pipeline.rectify.ink import extent, reach
from ocr_pipeline.rectify.prints import Parts, Prints, on_print
from ocr_pipeline.report import Polygon, Report, Result, Source
from tests.unit.engines.sheets import sheet, turned
from tests.unit.rectify.test_seeing import at, see

pytestmark = pytest.mark.unit

FONT, THICK = cv2.FONT_HERSHEY_SIMPLEX, 2
CAPITALS = 22  #: pixels of a capital at the scale below
EM = CAPITALS / 0.72


def paper(width: int = 400, height: int = 120) -> Image:
    return np.full((height, width, 3), 235, np.uint8)


def write(image: Image, text: str, x: int, baseline: int) -> tuple[float, float]:
    """Left and right of the ink."""
    before = image.copy()
    cv2.putText(image, text, (x, baseline), FONT, 1.0, (40, 40, 40), THICK, cv2.LINE_AA)
    columns = np.flatnonzero((image != before).any(axis=(0, 2)))
    return float(columns[0]), float(columns[-1] + 1)


def line(text: str, left: float, right: float, baseline: float, loose: float = 12.0) -> Line:
    """A detected box: grown by half the type's height, and loose at its ends."""
    top, foot = baseline - 1.15 * EM, baseline + 0.4 * EM
    quad: Polygon = ((left - loose, top), (right + loose, top), (right + loose, foot), (left - loose, foot))
    chars = tuple(Char(c, 1.0, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, 1.0, chars, quad, quad)


def box(image: Image, one: Line) -> tuple[float, float, float, float]:
    quad = Prints(image, [one]).of(one)
    return (*quad.min(axis=0), *quad.max(axis=0))  # type: ignore[return-value]


def assert_on_type(found: tuple[float, float, float, float], left: float, right: float, baseline: float) -> None:
    assert found[0] == pytest.approx(left, abs=0.15 * EM)
    assert found[2] == pytest.approx(right, abs=0.15 * EM)
    assert found[1] == pytest.approx(baseline - 0.83 * EM, abs=0.15 * EM)
    assert found[3] == pytest.approx(baseline + 0.13 * EM, abs=0.15 * EM)


def test_a_loose_box_is_brought_to_its_type() -> None:
    image = paper()
    left, right = write(image, "6.94", 150, 70)
    assert_on_type(box(image, line("6.94", left, right, 70)), left, right, 70)


@pytest.mark.parametrize("ink", [40, 190])
def test_rules_beside_and_below_are_no_print(ink: int) -> None:
    image = paper()
    left, right = write(image, "6.94", 150, 70)
    if ink > 100:
        image[:] = 235 - (235 - image.astype(int)) * 45 // 195  # all of it faint
    image[82:84] = ink
    image[:, round(left) - 9 : round(left) - 7] = ink
    assert_on_type(box(image, line("6.94", left, right, 70)), left, right, 70)


@pytest.mark.parametrize("off", [9, 5])
def test_a_cell_between_crossing_rules_is_brought_to_its_type(off: int) -> None:
    image = paper()
    left, right = write(image, "6.94", 150, 70)
    top, foot = round(70 - 1.05 * EM), round(70 + 0.3 * EM)
    image[top : top + 2] = image[foot : foot + 2] = 60
    image[:, round(left) - off - 2 : round(left) - off] = 60
    assert_on_type(box(image, line("6.94", left, right, 70)), left, right, 70)


def test_an_upright_rule_that_ends_beside_the_last_row_is_no_print() -> None:
    image = paper()
    left, right = write(image, "205", 150, 70)
    image[:76, round(left) - 9 : round(left) - 7] = 60
    assert_on_type(box(image, line("205", left, right, 70)), left, right, 70)


def test_the_lines_above_and_below_are_no_print() -> None:
    image = paper()
    left, right = write(image, "6.94", 150, 70)
    write(image, "8.88", 150, 70 - 36)
    write(image, "8.88", 150, 70 + 36)
    assert_on_type(box(image, line("6.94", left, right, 70)), left, right, 70)


def test_leader_dots_before_a_number_are_no_print() -> None:
    image = paper()
    left, right = write(image, "188", 150, 70)
    image[67:70, 130:133] = 40
    assert_on_type(box(image, line("188", left, right, 70, loose=22)), left, right, 70)


def test_hairlines_of_a_photographed_grid_are_no_print() -> None:
    """Thin rules are paler than print, and on a tilted page the upright ones lean."""
    image = paper()
    left, right = write(image, "205", 150, 70)
    for top, foot in (((0, 34), (400, 30)), ((0, 84), (400, 80)), ((118, 0), (146, 120)), ((right + 10, 0),) * 2):
        end = foot if foot != top else (right + 14, 120)
        cv2.line(image, (round(top[0]), round(top[1])), (round(end[0]), round(end[1])), (165, 165, 165), 1, cv2.LINE_AA)
    assert_on_type(box(image, line("205", left, right, 70)), left, right, 70)


def test_a_dashed_rule_above_is_no_print() -> None:
    image = paper()
    left, right = write(image, "MCV", 150, 70)
    for x in range(0, 400, 16):
        cv2.line(image, (x, 39), (x + 8, 39), (60, 60, 60), 2)
    assert_on_type(box(image, line("MCV", left, right, 70)), left, right, 70)


def test_level_strokes_of_characters_are_no_dashed_rule() -> None:
    image, text = paper(600), "三王三二三王三"
    for n in range(len(text)):
        for up in (0.76, 0.4, 0.0):
            left, y = round(100 + n * EM), round(70 - up * EM)
            image[y - 2 : y, left + 4 : left + round(EM) - 4] = 40
    one = line(text, 100, 100 + len(text) * EM, 70)
    low: Polygon = tuple((x, y + 0.1 * EM) for x, y in one.polygon)
    found = box(image, replace(one, polygon=low, flat=low))
    assert found[1] == pytest.approx(70 - 0.83 * EM, abs=0.2 * EM)
    assert found[3] == pytest.approx(70 + 0.13 * EM, abs=0.2 * EM)


def test_accents_that_stand_apart_count_for_the_height() -> None:
    image = paper()
    left, right = write(image, "KET VUA", 150, 70)
    for x in (185, 265):
        cv2.line(image, (x, round(70 - 0.97 * EM)), (x + 8, round(70 - 0.86 * EM)), (40, 40, 40), THICK)
    assert_on_type(box(image, line("KẾT VUẢ", left, right, 70)), left, right, 70)


def test_large_print_fills_its_box() -> None:
    image = paper()
    left, right = write(image, "MALARIA", 150, 70)
    tight = line("MALARIA", left, right, 70)
    (a, _), (b, _) = tight.polygon[:2]
    top, foot = 70 - 0.9 * EM, 70 + 0.14 * EM
    place: Polygon = ((a, top), (b, top), (b, foot), (a, foot))
    assert_on_type(box(image, replace(tight, polygon=place, flat=place)), left, right, 70)


def test_a_lone_letter_reaches_beyond_a_box_that_cuts_it() -> None:
    image = paper(400, 300)
    others = [line("6.94", *write(image, "6.94", 150, y), y) for y in (120, 170, 220)]
    left, right = write(image, "L", 170, 70)
    top, foot = 70 - 0.7 * EM, 70 - 0.05 * EM
    place: Polygon = ((left - 12, top), (right + 12, top), (right + 12, foot), (left - 12, foot))
    lone = replace(line("L", left, right, 70), polygon=place, flat=place)
    quad = Prints(image, [lone, *others]).of(lone)
    assert quad[0, 1] == pytest.approx(70 - 0.83 * EM, abs=0.15 * EM)
    assert quad[3, 1] == pytest.approx(70 + 0.13 * EM, abs=0.15 * EM)


def test_print_that_covers_most_of_its_box_is_still_dark_on_light() -> None:
    image = paper()
    cv2.putText(image, "HEMB", (150, 70), FONT, 1.0, (40, 40, 40), 5, cv2.LINE_AA)
    columns = np.flatnonzero((image < 120).any(axis=(0, 2)))
    left, right = float(columns[0]), float(columns[-1] + 1)
    found = box(image, line("HEMB", left, right, 70, loose=3))
    assert found[0] == pytest.approx(left, abs=0.15 * EM)
    assert found[2] == pytest.approx(right, abs=0.15 * EM)


def test_a_long_line_of_narrow_letters_does_not_reach_beyond_its_ink() -> None:
    image = paper(900)
    text = "fill till it will lift it, little filly"
    left, right = write(image, text, 60, 70)
    found = box(image, line(text, left, right, 70))
    assert found[0] > left - 0.5 * EM
    assert found[2] < right + 0.5 * EM


def test_a_mark_behind_the_value_stays_outside() -> None:
    image = paper()
    left, right = write(image, "64.0", 150, 70)
    write(image, "H", round(right) + 4, 70)
    assert_on_type(box(image, line("64.0", left, right, 70, loose=6)), left, right, 70)


def test_white_on_dark_is_print_too() -> None:
    image = paper()
    left, right = write(image, "6.94", 150, 70)
    assert_on_type(box(np.asarray(255 - image), line("6.94", left, right, 70)), left, right, 70)


def test_slender_letters_and_signs_take_no_more_room_than_their_ink() -> None:
    image = paper()
    left, right = write(image, "Cl-", 150, 70)
    assert_on_type(box(image, line("Cl-", left, right, 70)), left, right, 70)


def test_light_that_falls_off_over_a_line_makes_no_light_ink() -> None:
    image = paper(500)
    left, right = write(image, "1.50-12.40", 150, 70)
    light = np.linspace(0.15, 1.0, 500)[None, :, None]
    image = np.maximum(image, 140)
    assert_on_type(box(np.asarray(image * light, np.uint8), line("1.50-12.40", left, right, 70)), left, right, 70)


def test_rules_that_cross_and_lean_are_no_print() -> None:
    image = paper()
    left, right = write(image, "19", 150, 70)
    cv2.line(image, (0, 20), (400, 48), (150, 150, 150), 2, cv2.LINE_AA)
    cv2.line(image, (round(left) - 12, 0), (round(left) - 6, 120), (150, 150, 150), 2, cv2.LINE_AA)
    found = box(image, line("19", left, right, 70))
    assert found[0] > left - 0.2 * EM
    assert found[1] > 70 - 1.0 * EM


def test_a_box_on_a_sheet_seen_aslant_becomes_the_parallelogram_of_its_type() -> None:
    """The page tells how rows rise and columns lean; the detector's box is a rectangle whatever they do."""
    image = paper()
    left, right = write(image, "6.94", 150, 70)
    aslant = np.array([[1.0, 0.35, -20.0], [0.1, 1.0, -18.0]])
    image = np.asarray(cv2.warpAffine(image, aslant, (400, 120), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    printed = np.array([(x, y, 1.0) for x, y in line("6.94", left, right, 70).polygon]) @ aslant.T
    (a, b), (c, d) = printed.min(axis=0), printed.max(axis=0)
    quad = ((a, b), (c, b), (c, d), (a, d))
    back = np.linalg.inv(np.vstack([aslant, [0, 0, 1]]))[:2]
    flat = tuple(tuple(back @ (x, y, 1.0)) for x, y in quad)
    one = replace(line("6.94", left, right, 70), polygon=quad, flat=flat)
    found = Prints(image, [one]).of(one)
    type_ = ((left, 70 - 0.83 * EM), (right, 70 - 0.83 * EM), (right, 70 + 0.13 * EM), (left, 70 + 0.13 * EM))
    wanted = np.array([(x, y, 1.0) for x, y in type_]) @ aslant.T
    assert np.abs(found - wanted).max() < 0.17 * EM


def test_empty_paper_has_no_extent() -> None:
    assert extent(paper(), line("6.94", 150, 200, 70)) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("6.94", (0.72, 0.0)),
        ("mg/dL", (0.74, -0.21)),
        ("-", None),
        ("血", (0.84, -0.09)),
        ("Ấ", (0.99, 0.0)),
        ("Â", (0.93, 0.0)),
        ("QT", (0.72, -0.14)),
        ("Ş", (0.72, -0.21)),
        ("ậ", (0.76, -0.21)),
    ],
)
def test_letters_tell_how_high_ink_reaches(text: str, wanted: tuple[float, float] | None) -> None:
    assert reach(text) == wanted


def test_every_cell_of_a_turned_sheet_lies_on_its_print() -> None:
    page = turned(sheet(), 4)
    seen = see(page)
    turn = np.radians(4)
    across = np.array([-np.sin(turn), np.cos(turn)])
    prints = Prints(page.image, seen.lines)
    for text, place in page.cells:
        one = at(seen, place)
        assert one is not None
        quad = prints.of(one)
        height = abs((quad[3] - quad[0]) @ across)
        assert 0.8 * 24 < height < 1.2 * 24, text  # the sheet is printed at 24 pixels
        assert abs((quad.mean(axis=0) - place) @ across) < 4


def moved(one: Line, down: float) -> Line:
    """The line further down on the picture, at its place in the flat frame."""
    quad = tuple((x, y + down) for x, y in one.polygon)
    return Line(one.text, one.confidence, one.chars, quad, one.flat)


def reported(image: Image, row: tuple[Line, ...]) -> Polygon:
    report = Report(Source("0" * 64, "image/png", 1), results=(Result("Hb", "135"),))
    return on_print(report, [Parts(row, row[1:2])], [PageImage(0, image)]).results[0].polygon


def test_a_straight_row_has_four_corners() -> None:
    row = tuple(line(text, x, x + 60, 70) for text, x in (("Hb", 30), ("135", 150), ("(S)", 220), ("g/L", 300)))
    assert len(reported(paper(), row)) == 4


def test_a_bent_row_is_followed() -> None:
    row = tuple(line(text, x, x + 60, 70) for text, x in (("Hb", 30), ("135", 150), ("g/L", 300)))
    polygon = np.array(reported(paper(), (row[0], moved(row[1], 12), row[2])))
    assert len(polygon) == 12
    assert cv2.pointPolygonTest(polygon.astype(np.float32), (180.0, 70 + 12.0), False) > 0
    assert cv2.pointPolygonTest(polygon.astype(np.float32), (60.0, 70 + 12.0), False) < 0


def test_an_interval_in_two_lines_makes_the_row_higher() -> None:
    row = tuple(line(text, x, x + 60, 60) for text, x in (("Hb", 30), ("135", 150), ("M: 130", 300)))
    second = line("F: 115", 300, 360, 60 + 1.3 * EM)
    one, both = np.array(reported(paper(), row)), np.array(reported(paper(), (*row, second)))
    assert np.ptp(both[:, 1]) == pytest.approx(np.ptp(one[:, 1]) + 1.3 * EM, abs=0.2 * EM)
    assert np.ptp(both[:, 0]) == pytest.approx(np.ptp(one[:, 0]), abs=1)
