"""Light that washes print out: what stands beside a blown spot is doubtful, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_pipeline.page import Char, Image, Line
from ocr_pipeline.pipeline import read
from ocr_pipeline.rectify.glare import over_text, washed_out
from ocr_pipeline.report import Polygon
from tests.unit.engines.sheets import ROWS, sheet
from tests.unit.rectify.test_seeing import engine

pytestmark = pytest.mark.unit


def lit(image: Image, spot: tuple[float, float], size: float) -> Image:
    """The page as photographed (paper at 219), with a spot of light that hides all print in its core."""
    yy, xx = np.mgrid[: image.shape[0], : image.shape[1]]
    light = np.clip(1.6 - np.hypot(xx - spot[0], yy - spot[1]) / size, 0, 1)[..., None]
    noise = np.random.default_rng(0).normal(0, 3, image.shape)
    return np.asarray(np.clip(image * 0.86 + light * 300 + noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("size", [14, 22, 40, 90])
@pytest.mark.parametrize(("row", "shift"), [(2, 25.0), (1, -25.0), (8, 20.0)])
def test_no_value_loses_a_digit_to_light_unnoticed(row: int, shift: float, size: float) -> None:
    _, value, _ = ROWS[row]
    page = sheet()
    x, y = dict(page.cells)[value]
    picture = lit(page.image, (x + shift, y + 3), size)
    report = read(cv2.imencode(".png", picture)[1].tobytes(), engine()).report
    truth = {n: v for n, v, _ in ROWS}
    assert [r.name for r in report.results if truth.get(r.name) != r.value and not r.reasons] == []
    assert report.needs_review or {r.name: r.value for r in report.results} == truth
    assert all(r.reasons == () for r in report.results if abs(list(truth).index(r.name) - row) > 4)


def quad(x: float, y: float, width: float = 60.0, height: float = 22.0) -> Polygon:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def values(paper: int = 219) -> tuple[Image, list[Polygon]]:
    image = np.full((400, 400, 3), paper, np.uint8)
    places = [quad(150, 50.0 + 40 * i) for i in range(8)]
    for place in places:
        cv2.putText(
            image, "135", (round(place[0][0]) + 2, round(place[3][1])), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40,) * 3, 2
        )
    return image, places


def test_only_the_value_beside_the_spot_is_doubtful() -> None:
    image, places = values()
    cv2.circle(image, (226, 141), 15, (255, 255, 255), -1)
    assert washed_out(image, places) == [i == 2 for i in range(8)]


def test_white_paper_has_no_spots() -> None:
    image, places = values(paper=255)
    assert not any(washed_out(image, places))


def test_a_bright_half_of_the_page_is_no_spot_while_its_print_is_dark() -> None:
    image, places = values()
    page = np.full((1400, 2000, 3), 219, np.uint8)
    page[:, :900] = 255
    page[:400, :400] = np.where(image > 200, 255, image)
    page[:400, 1600:] = image
    both = [*places, *(tuple((x + 1600, y) for x, y in place) for place in places)]
    assert not any(washed_out(page, both))
    page[:400, :400] = np.where(image > 200, 255, 170)  # the print fades there too
    assert sum(washed_out(page, both)) == len(places)


def test_a_thin_digit_on_a_white_stripe_has_not_faded() -> None:
    page = np.full((2000, 2000, 3), 255, np.uint8)
    page[:, 1000:1600] = 238
    places = [quad(1300, 50.0 + 40 * i) for i in range(8)]
    for i, place in enumerate(places):
        left, top, foot = int(place[0][0]), int(place[0][1]), int(place[2][1])
        page[top - 9 : foot + 9, 1000:1600] = 238 if i % 3 else 255
        page[top:foot, left : left + 54] = 40
    thin = page[int(places[3][0][1]) : int(places[3][2][1]), 1300:1360]
    thin[:, 20:] = 255
    thin[:, 53:54] = 40
    assert not any(washed_out(page, places))


def text(x: float, y: float, width: float) -> Line:
    place = quad(x, y, width)
    return Line("text", 1.0, (Char("text", 1.0, 0, 1),), place, place)


def test_a_spot_between_lines_of_text_is_told() -> None:
    image = np.full((400, 400, 3), 219, np.uint8)
    lines = [text(40, 40.0 + 36 * i, 300) for i in range(9) if i != 4]
    lines += [text(40, 40.0 + 36 * 4, 100), text(280, 40.0 + 36 * 4, 60)]
    assert not over_text(image, lines)
    cv2.ellipse(image, (210, 40 + 36 * 4 + 11), (60, 16), 0, 0, 360, (255, 255, 255), -1)
    assert over_text(image, lines)
    assert not over_text(np.full((400, 400, 3), 255, np.uint8), lines)
