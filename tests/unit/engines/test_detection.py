from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_pipeline.engines.boxes.detection import (
    SHORT_SIDES,
    SIDES,
    Box,
    boxes,
    detector_picture,
    half_turn,
    main_axis,
    scaled,
    whole_map,
)
from ocr_pipeline.engines.boxes.merged import apart, joined
from ocr_pipeline.engines.crops.cut import cut

pytestmark = pytest.mark.unit


def drawn(*rectangles: tuple[float, float, float, float, float]) -> np.ndarray:
    text_map = np.zeros((480, 640), np.uint8)
    for x, y, w, h, angle in rectangles:
        cv2.fillPoly(text_map, [np.round(Box(x, y, w, h, angle).corners()).astype(np.int32)], 230)
    return text_map


def test_boxes_grow_back_by_the_unclip_distance() -> None:
    (box,) = boxes(drawn((300, 200, 200, 10, 0)))
    assert (box.x, box.y, box.angle) == pytest.approx((300, 200, 0), abs=1)
    assert box.height == pytest.approx(10 + 1.5 * 10 * 200 / 210, abs=2.5)
    assert box.width >= 200 + 14


@pytest.mark.parametrize("angle", [-80, -44, -7, 0, 12, 45, 70, 90])
def test_the_reading_axis_follows_the_text(angle: float) -> None:
    found = boxes(drawn((300, 200, 180, 12, angle), (330, 260, 150, 12, angle)))
    assert all(abs(half_turn(b.angle - angle)) < 2 for b in found)


@pytest.mark.parametrize("slope", [-3.0, -1.7, 1.3, 2.2])
def test_short_text_leans_as_its_response_does_not_as_whole_pixels_allow(slope: float) -> None:
    fine = np.zeros((480 * 8, 640 * 8), np.uint8)
    for n in range(5):
        corners = Box(300 * 8 + 3 * n, (100 + 40 * n) * 8 + n, 30 * 8, 6 * 8, slope).corners()
        cv2.fillPoly(fine, [np.round(corners).astype(np.int32)], 230)
    soft = cv2.resize(cv2.GaussianBlur(fine, (0, 0), 7), (640, 480), interpolation=cv2.INTER_AREA)
    assert [box.angle for box in boxes(soft)] == pytest.approx([slope] * 5, abs=0.8)


def test_a_lone_sign_takes_the_direction_of_the_lines_about_it() -> None:
    found = boxes(drawn((200, 100, 150, 12, 8), (200, 160, 150, 12, 8), (420, 140, 9, 14, 53)))
    sign = max(found, key=lambda b: b.x)
    assert sign.angle == pytest.approx(8, abs=2)


def test_faint_blobs_are_no_text() -> None:
    assert boxes((drawn((300, 200, 200, 10, 0)) * 0.35).astype(np.uint8)) == []


def test_the_axis_is_the_fullest_direction_across_the_wrap() -> None:
    assert abs(half_turn(main_axis(np.array([89.0, -89.0, 90.0, 10.0]), np.array([50.0, 50.0, 50.0, 60.0])) - 90)) < 1.5


def test_the_detectors_picture_has_sides_divisible_by_32_and_is_enlarged_at_most_twice() -> None:
    picture, sx, sy = detector_picture(np.zeros((100, 300, 3), np.uint8), 960)
    assert all(side % 32 == 0 for side in picture.shape[:2])
    assert max(sx, sy) < 2.3


def test_scaling_a_box_scales_its_corners() -> None:
    box = Box(100, 50, 80, 10, 30)
    assert np.allclose(scaled(box, 2, 2).corners(), box.corners() * 2)


def test_cells_joined_under_each_other_are_looked_at_again() -> None:
    lines = [Box(200, 100 + 20 * i, 200, 18, 0) for i in range(5)]
    tall = Box(400, 140, 30, 90, 0)

    def text_map(picture: np.ndarray) -> np.ndarray:
        out = np.zeros(picture.shape[:2], np.uint8)
        middle = picture.shape[1] // 2
        for part in (0.3, 0.5, 0.7):
            y = int(picture.shape[0] * part)
            out[y - 5 : y + 5, middle - 16 : middle + 16] = 220
        return out

    found = apart(np.zeros((480, 640, 3), np.uint8), [*lines, tall], text_map)
    assert tall not in found
    parts = [b for b in found if b not in lines]
    assert len(parts) == 3
    assert all(abs(b.x - 400) < 4 for b in parts)


@pytest.mark.parametrize(("step", "parted"), [(15, True), (24, False)])
def test_two_cells_are_looked_at_again_where_rows_stand_closer_than_their_boxes_are_high(
    step: int, parted: bool
) -> None:
    lines = [Box(200, 100 + step * i, 200, 18, 0) for i in range(6)]
    tall = Box(400, 100 + 2.5 * step, 30, 30, 0)

    def text_map(picture: np.ndarray) -> np.ndarray:
        out = np.zeros(picture.shape[:2], np.uint8)
        y, x = (side // 2 for side in picture.shape[:2])
        for off in (-11, 11):
            out[y + off - 5 : y + off + 5, x - 16 : x + 16] = 220
        return out

    found = apart(np.zeros((480, 640, 3), np.uint8), [*lines, tall], text_map)
    assert (tall not in found) is parted


def test_a_tall_box_that_stays_one_is_kept() -> None:
    lines = [Box(200, 100 + 20 * i, 200, 18, 0) for i in range(5)]
    tall = Box(400, 140, 30, 90, 0)
    blank = apart(np.zeros((480, 640, 3), np.uint8), [*lines, tall], lambda p: np.zeros(p.shape[:2], np.uint8))
    assert tall in blank


def test_what_the_second_look_sees_of_a_neighbour_is_not_there_twice() -> None:
    lines = [Box(200, 100 + 20 * i, 200, 18, 0) for i in range(5)]
    tall, beside = Box(400, 140, 30, 90, 0), Box(400, 140, 34, 18, 0)

    def text_map(picture: np.ndarray) -> np.ndarray:
        out = np.zeros(picture.shape[:2], np.uint8)
        middle = picture.shape[1] // 2
        for part in (0.3, 0.5, 0.7):
            y = int(picture.shape[0] * part)
            out[y - 5 : y + 5, middle - 16 : middle + 16] = 220
        return out

    found = apart(np.zeros((480, 640, 3), np.uint8), [*lines, tall, beside], text_map)
    assert sum(abs(b.x - 400) < 10 and abs(b.y - 140) < 6 for b in found) == 1


def test_a_block_of_joined_lines_calls_for_a_larger_picture() -> None:
    lines = [Box(200, 100 + 20 * i, 200, 18, 0) for i in range(5)]
    assert joined([*lines, Box(400, 300, 300, 140, 0)])
    assert not joined([*lines, Box(400, 140, 30, 90, 0), Box(400, 40, 300, 36, 0)])
    assert not joined([])


def test_a_turned_quadrilateral_is_cut_upright() -> None:
    flat = np.full((300, 300, 3), 255, np.uint8)
    cv2.rectangle(flat, (100, 140), (199, 159), (0, 0, 0), -1)
    matrix = cv2.getRotationMatrix2D((150, 150), -37, 1.0)
    image = cv2.warpAffine(flat, matrix, (300, 300), borderValue=(255, 255, 255))
    corners = np.array([[90, 130], [210, 130], [210, 170], [90, 170]], float) @ matrix[:, :2].T + matrix[:, 2]
    crop = cut(image, tuple((float(x), float(y)) for x, y in corners), squeeze=1.0)
    assert crop.shape[:2] == (48, 144)
    assert crop[24, 20:124].mean() < 40
    assert crop[4].mean() > 200


def test_boxes_that_leave_the_picture_are_still_cut() -> None:
    image = np.full((40, 60, 3), 255, np.uint8)
    assert cut(image, ((-10.0, -5.0), (80.0, -5.0), (80.0, 30.0), (-10.0, 30.0))).shape[0] == 48


def _polyline(points: list[tuple[int, int]], thick: int = 8) -> np.ndarray:
    text_map = np.zeros((480, 640), np.uint8)
    cv2.polylines(text_map, [np.array(points, np.int32)], False, 230, thick, cv2.LINE_4)
    return text_map


def test_when_a_fold_bends_a_line_it_is_parted_at_the_kink_and_nothing_of_it_is_lost() -> None:
    found = boxes(_polyline([(40, 200), (300, 240), (600, 220)]))
    left, right = sorted(found, key=lambda b: b.x)
    assert left.angle > 5
    assert right.angle < -2
    assert max(left.height, right.height) < 28
    end = float(left.corners()[1:3, 0].mean())
    start = float(right.corners()[[0, 3], 0].mean())
    assert abs(end - start) < 6
    assert 270 < end < 330
    assert left.corners()[:, 0].min() < 36 < 604 < right.corners()[:, 0].max()


def test_when_a_fold_bends_a_line_it_is_cut_in_the_gap_between_two_words() -> None:
    text_map = _polyline([(40, 200), (300, 240), (600, 220)])
    text_map[:, 310:316] = np.minimum(text_map[:, 310:316], 100)
    (left, _) = sorted(boxes(text_map), key=lambda b: b.x)
    assert 305 < float(left.corners()[1:3, 0].mean()) < 320


@pytest.mark.parametrize(
    "line", [[(40, 200), (600, 260)], [(40, 200), (300, 203), (600, 200)], [(40, 200), (90, 215), (130, 205)]]
)
def test_when_a_line_is_straight_or_short_it_stays_whole(line: list[tuple[int, int]]) -> None:
    assert len(boxes(_polyline(line))) == 1


@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_the_detector_sees_pages_of_few_sizes_and_its_map_is_the_page(side: int, upright: bool) -> None:
    shown = set()
    for short in range(32, side + 1, 32):
        shape = (side, short, 3) if upright else (short, side, 3)
        picture = np.random.default_rng(short).integers(0, 255, shape, np.uint8)

        def text_map(filled: np.ndarray) -> np.ndarray:
            shown.add(filled.shape[:2])
            return filled[:, :, 0]

        assert np.array_equal(whole_map(picture, text_map), picture[:, :, 0])
    assert len(shown) == len(SHORT_SIDES)
    assert all(height % 32 == 0 and width % 32 == 0 and max(height, width) == side for height, width in shown)
