"""Pages turned, tilted and curled: text is found, rows are level in ``flat``, polygons lie on the original picture."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from ocr_pipeline.engines import load_engine
from ocr_pipeline.page import Char, Engine, Line, PageImage, PageText
from ocr_pipeline.rectify import ALL_STEPS, Steps, see_page
from ocr_pipeline.report import Reason
from tests.unit.engines.sheets import Sheet, curled, sheet, tilted, turned

pytestmark = pytest.mark.unit


@cache
def engine() -> Engine:
    return load_engine("openvino", "f32", 2)


def see(page: Sheet) -> PageText:
    return see_page(PageImage(0, page.image), engine())


def at(seen: PageText, place: tuple[float, float]) -> Line | None:
    for line in seen.lines:
        if cv2.pointPolygonTest(np.array(line.polygon, np.float32), place, False) >= 0:
            return line
    return None


def assert_read_in_rows(page: Sheet, seen: PageText) -> None:
    places = dict(page.cells)
    for name, value in page.rows:
        left, right = at(seen, places[name]), at(seen, places[value])
        assert left is not None
        assert name in left.text.replace(" ", ""), name
        assert right is not None
        assert value in right.text.replace(" ", ""), value
        assert abs(left.middle[1] - right.middle[1]) < 0.3 * min(left.height, right.height), (name, value)
        assert left.middle[0] < right.middle[0]
    heights = [at(seen, places[name]).middle[1] for name, _ in page.rows]  # type: ignore[union-attr]
    assert heights == sorted(heights)


@pytest.mark.parametrize("angle", [0, 90, 180, 270, 4, -7, 25, -33, 57, 118, -151])
def test_a_page_is_read_upright_at_any_angle(angle: float) -> None:
    page = turned(sheet(), angle)
    seen = see(page)
    assert abs((seen.angle - angle + 180) % 360 - 180) < 1.0
    assert_read_in_rows(page, seen)
    assert Reason.GEOMETRY_UNCERTAIN not in seen.reasons


@pytest.mark.parametrize("pull", [0.06, 0.12])
def test_rows_of_a_page_in_perspective_become_level(pull: float) -> None:
    page = tilted(sheet(), pull)
    seen = see(page)
    assert_read_in_rows(page, seen)
    assert any(step.name == "rows" for step in seen.transforms)


@pytest.mark.parametrize("depth", [25, -45])
def test_rows_of_a_curled_page_become_level(depth: float) -> None:
    page = curled(sheet(), depth)
    assert_read_in_rows(page, see(page))


def test_a_flat_page_passes_untouched() -> None:
    seen = see(sheet())
    assert seen.transforms == ()
    assert all(np.allclose(line.flat, line.polygon, atol=1e-6) for line in seen.lines)
    assert seen.unevenness < 0.15
    assert seen.reasons == ()


def test_the_turn_maps_polygons_onto_flat() -> None:
    page = turned(sheet(), 90)
    seen = see(page)
    turn = next(step for step in seen.transforms if step.name == "turn")
    assert turn.matrix is not None
    assert turn.reason
    line = max(seen.lines, key=lambda x: len(x.text))
    corners = np.c_[np.array(line.polygon), np.ones(4)] @ np.array(turn.matrix).T
    assert np.allclose(corners[:, :2], line.flat, atol=0.6 * line.height)


def test_a_blank_page_says_so() -> None:
    seen = see_page(PageImage(3, np.full((500, 400, 3), 245, np.uint8)), engine())
    assert (seen.index, seen.lines, seen.reasons) == (3, (), (Reason.PAGE_BLANK,))


def test_small_print_is_a_reason_for_doubt() -> None:
    page = sheet()
    small = cv2.resize(page.image, None, fx=0.33, fy=0.33, interpolation=cv2.INTER_AREA)
    assert Reason.SMALL_PRINT in see_page(PageImage(0, np.asarray(small)), engine()).reasons


def layer_line(text: str, x: float, y: float) -> Line:
    width, height = 12.0 * len(text), 16.0
    quad = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    chars = tuple(Char(c, 1.0, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, 1.0, chars, quad, quad, "text-layer")


def test_a_text_layer_is_turned_but_never_recognised() -> None:
    upright = [layer_line(t, x, y) for y in (100.0, 140, 180, 220) for t, x in (("Glucose", 50.0), ("5.03", 300.0))]
    size = 600

    def quarter(line: Line) -> Line:
        quad = tuple((size - y, x) for x, y in line.polygon)
        return Line(line.text, 1.0, line.chars, quad, quad, "text-layer")

    class Nobody:
        name = version = "none"

        def detect(self, image: object) -> list[object]:
            raise AssertionError("a text layer needs no detector")

        recognise = detect

    page = PageImage(0, np.full((size, size, 3), 255, np.uint8), tuple(quarter(line) for line in upright))
    seen = see_page(page, Nobody())  # type: ignore[arg-type]
    assert seen.angle == pytest.approx(90)
    assert [line.text for line in seen.lines] == [line.text for line in upright]
    for name, value in zip(seen.lines[::2], seen.lines[1::2], strict=True):
        assert name.middle[1] == pytest.approx(value.middle[1], abs=1)
        assert name.right < value.left
    assert seen.reasons == ()


def test_a_step_that_is_left_out_is_not_taken() -> None:
    bent, quarter = tilted(sheet(), 0.12), turned(sheet(), 90)

    def names(page: Sheet, steps: Steps) -> set[str]:
        return {step.name for step in see_page(PageImage(0, page.image), engine(), steps).transforms}

    assert "rows" in names(bent, ALL_STEPS)
    assert "rows" not in names(bent, replace(ALL_STEPS, rows=False))
    assert "columns" not in names(bent, replace(ALL_STEPS, columns=False))
    assert "turn" in names(quarter, ALL_STEPS)
    assert "turn" not in names(quarter, replace(ALL_STEPS, orientation=False))
    assert "turn" not in names(turned(sheet(), 4), replace(ALL_STEPS, skew=False))
