"""Short and faint text that has no box of its own on the detector's first picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_pipeline.engines.boxes.detection import SIDES, Box
from ocr_pipeline.engines.boxes.weak import too_many, unseen, weak_places, with_weak
from ocr_pipeline.engines.ppocr import PpOcr

pytestmark = pytest.mark.unit

LINES = [Box(200, 100 + 20 * i, 200, 18, 0) for i in range(5)]
PAGE = np.zeros((480, 640, 3), np.uint8)


def seen(*blobs: tuple[float, float, int]) -> np.ndarray:
    """A map of text with the lines and, at each place, a small blob of that strength."""
    out = np.zeros((480, 640), np.uint8)
    for line in LINES:
        cv2.fillPoly(out, [np.round(line.corners()).astype(np.int32)], 230)
    for x, y, strength in blobs:
        out[int(y) - 2 : int(y) + 2, int(x) - 2 : int(x) + 2] = strength
    return out


def closer(picture: np.ndarray) -> np.ndarray:
    """What the detector says to a window: text in its middle."""
    out = np.zeros(picture.shape[:2], np.uint8)
    y, x = (side // 2 for side in out.shape)
    out[y - 6 : y + 6, x - 8 : x + 8] = 220
    return out


def test_a_weak_response_outside_all_boxes_is_a_place_to_look_at() -> None:
    assert len(weak_places(seen(), LINES)) == 0
    assert np.allclose(weak_places(seen((400, 140, 90)), LINES), [[400, 140]], atol=1)
    assert len(weak_places(seen((400, 140, 20)), LINES)) == 0


def test_what_a_closer_look_shows_becomes_a_box() -> None:
    found = with_weak(PAGE, LINES, np.array([[400.0, 140.0]]), closer)
    (new,) = found[len(LINES) :]
    assert (new.x, new.y) == pytest.approx((400, 140), abs=2)
    assert 4 < new.height < 25


def test_what_a_closer_look_shows_as_blank_adds_nothing() -> None:
    assert with_weak(PAGE, LINES, np.array([[400.0, 140.0]]), lambda p: np.zeros(p.shape[:2], np.uint8)) == LINES


def test_a_place_is_looked_at_once_and_no_box_comes_twice() -> None:
    asked = []

    def counting(picture: np.ndarray) -> np.ndarray:
        asked.append(picture.shape)
        return closer(picture)

    found = with_weak(PAGE, LINES, np.array([[400.0, 140.0], [402.0, 141.0], [200.0, 120.0]]), counting)
    assert (len(found), len(asked)) == (len(LINES) + 1, 1)


def test_a_page_full_of_weak_places_is_looked_at_as_a_whole() -> None:
    assert not too_many(np.zeros((10, 2)), LINES)
    assert too_many(np.zeros((11, 2)), LINES)
    assert not too_many(np.zeros((11, 2)), LINES * 20)


def test_print_that_leaves_the_map_blank_is_unseen() -> None:
    page = np.full((640, 640, 3), 220, np.uint8)
    for line in LINES:
        cv2.putText(page, "PATIENT NAME 42", (int(line.x) - 90, int(line.y) + 6), 0, 0.6, (40, 40, 40), 1)
    assert not unseen(page, LINES)
    for row in range(240, 640, 10):
        cv2.putText(page, "small print of a table 12.5 mmol/L 3.5-9.5 " * 3, (4, row), 0, 0.3, (40, 40, 40), 1)
    assert unseen(page, LINES)
    assert not unseen(page, [])


def test_the_grain_of_paper_is_no_print() -> None:
    grain = np.random.default_rng(1).normal(200, 6, (640, 640, 3)).clip(0, 255).astype(np.uint8)
    for line in LINES:
        cv2.putText(grain, "PATIENT NAME 42", (int(line.x) - 90, int(line.y) + 6), 0, 0.6, (40, 40, 40), 1)
    assert not unseen(grain, LINES)


class Staring:
    """Networks that see lines of two sizes in every picture and remember how large it was."""

    version, characters = "", ()

    def __init__(self, small: int, large: int) -> None:
        self.sides: list[int] = []
        self._small, self._large = small, large

    def text_map(self, picture: np.ndarray) -> np.ndarray:
        out = np.zeros(picture.shape[:2], np.uint8)
        self.sides.append(max(out.shape))
        scale = self.sides[-1] / 736
        for row in range(self._small + self._large):
            height = 3 if row < self._small else 9  # of the blobs: the boxes that grow from them are higher
            y = round(20 + 25 * row * scale)
            out[y : y + round(height * scale), 50:250] = 230
        return out

    def values(self, strip: np.ndarray) -> np.ndarray:
        raise AssertionError("blank paper holds no sign")

    def rest(self, network: str) -> None: ...


@pytest.mark.parametrize(("small", "large", "again"), [(1, 9, False), (4, 8, True)])
def test_a_page_of_which_a_part_is_small_is_looked_at_on_a_larger_picture(small: int, large: int, again: bool) -> None:
    networks = Staring(small, large)
    PpOcr("", networks).detect(np.full((2000, 1500, 3), 255, np.uint8))  # type: ignore[arg-type]
    assert (max(networks.sides) > SIDES[0]) is again


class Glimpsing(Staring):
    """The same lines, upright or lying, and a weak place beside them."""

    def __init__(self, turned: bool) -> None:
        super().__init__(0, 9)
        self._turned = turned

    def text_map(self, picture: np.ndarray) -> np.ndarray:
        out = super().text_map(picture[:, ::-1].transpose(1, 0, 2) if self._turned else picture)
        out[20:30, 400:420] = 60
        return out.T if self._turned else out


@pytest.mark.parametrize("turned", [False, True])
def test_a_page_that_lies_aslant_is_not_looked_at_closely_before_it_is_turned(turned: bool) -> None:
    networks = Glimpsing(turned)
    PpOcr("", networks).detect(np.full((2000, 2000, 3), 255, np.uint8))  # type: ignore[arg-type]
    assert any(side < SIDES[0] for side in networks.sides) is not turned
