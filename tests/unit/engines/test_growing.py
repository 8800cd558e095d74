"""How large the picture grows on which the detector looks for a page's text."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.engines.boxes.detection import SIDES
from ocr_pipeline.engines.boxes.growing import page_boxes

pytestmark = pytest.mark.unit

PAGE = np.full((2400, 1800, 3), 255, np.uint8)


class Staring:
    """Sees twelve lines of print, ``height`` high on the first picture, and ``faint`` weak places; remembers the sizes."""

    def __init__(self, height: float, faint: dict[int, int] | None = None) -> None:
        self.sides: list[int] = []
        self._height, self._faint = height, faint or {}

    def text_map(self, picture: np.ndarray) -> np.ndarray:
        out = np.zeros(picture.shape[:2], np.uint8)
        side = max(out.shape)
        self.sides.append(side)
        scale = side / SIDES[0]
        for row in range(12):
            y = round((20 + 30 * row) * scale)
            out[y : y + max(3, round(self._height * scale)), round(40 * scale) : round(240 * scale)] = 230
        for spot in range(self._faint.get(side, 0)):
            x, y = round((300 + 10 * (spot % 20)) * scale), round((30 + 20 * (spot // 20)) * scale)
            out[y : y + 3, x : x + 3] = 60
        return out


def test_a_page_of_large_print_is_looked_at_once() -> None:
    eyes = Staring(9)
    found, weak = page_boxes(PAGE, eyes.text_map)
    assert len(found) == 12
    assert len(weak) == 0
    assert eyes.sides == [SIDES[0]]


def test_sizes_on_which_print_would_still_be_too_small_are_left_out() -> None:
    eyes = Staring(3)
    page_boxes(PAGE, eyes.text_map)
    assert eyes.sides[:2] == [SIDES[0], SIDES[2]]


def test_a_page_full_of_weak_places_is_looked_at_larger_as_long_as_that_clears_them_up() -> None:
    eyes = Staring(9, {SIDES[0]: 40, SIDES[1]: 24, SIDES[2]: 2})
    _, weak = page_boxes(PAGE, eyes.text_map)
    assert eyes.sides == list(SIDES[:3])
    assert len(weak) == 2


def test_what_is_faint_for_want_of_contrast_is_not_looked_at_on_every_size() -> None:
    eyes = Staring(9, dict.fromkeys(SIDES, 40))
    found, weak = page_boxes(PAGE, eyes.text_map)
    assert eyes.sides == list(SIDES[:2])
    assert len(found) == 12
    assert len(weak) == 40


class RunningTogether(Staring):
    """On the first picture rows run together about each other (fourteen boxes, half of them inside another), then ten lines."""

    def text_map(self, picture: np.ndarray) -> np.ndarray:
        if max(picture.shape[:2]) > SIDES[0]:
            return super().text_map(picture)[: picture.shape[0]] * (np.arange(picture.shape[0]) < 320)[:, None]
        out = np.zeros(picture.shape[:2], np.uint8)
        self.sides.append(max(out.shape))
        for row in range(7):
            y = 20 + 60 * row
            out[y : y + 40, 40:52] = out[y : y + 8, 40:240] = 230
            out[y + 14 : y + 26, 80:240] = 230
        return out


def test_boxes_inside_each_other_do_not_speak_for_the_smaller_picture() -> None:
    eyes = RunningTogether(9)
    found, _ = page_boxes(PAGE, eyes.text_map)
    assert eyes.sides[1:]
    assert len(found) < 14
    assert all(box.height < 80 for box in found)
