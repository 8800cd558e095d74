"""Pictures that are no report, or none that we can read: an empty page whose reasons say so, never an error."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines import load_engine
from ocr_pipeline.page import Engine, Image
from ocr_pipeline.pipeline import read
from ocr_pipeline.report import Reason, Report
from tests.unit.engines.sheets import LATIN

pytestmark = pytest.mark.unit
GEORGIAN = "სისხლის საერთო ანალიზი ჰემოგლობინი ლეიკოციტები".split()
ARMENIAN = "արյան ընդհանուր վերլուծություն հեմոգլոբին".split()


@cache
def engine() -> Engine:
    return load_engine("openvino", "f32", 2)


def report_of(picture: Image) -> Report:
    return read(cv2.imencode(".png", picture)[1].tobytes(), engine()).report


def cat() -> Image:
    """A cat on a sofa, as far as a program can draw one: fur, eyes, whiskers."""
    y, x = np.mgrid[:900, :1200]
    picture = np.stack([90 + x / 12, 120 + y / 15, 150 - x / 20], axis=-1).astype(np.uint8)
    cv2.ellipse(picture, (600, 560), (260, 230), 0, 0, 360, (60, 110, 170), -1)
    cv2.circle(picture, (600, 330), 170, (70, 120, 180), -1)
    for side in (-1, 1):
        ear = [(600 + side * 160, 330), (600 + side * 140, 120), (600 + side * 40, 190)]
        cv2.fillPoly(picture, [np.array(ear)], (70, 120, 180))
        cv2.circle(picture, (600 + side * 65, 310), 28, (60, 200, 90), -1)
        cv2.ellipse(picture, (600 + side * 65, 310), (7, 24), 0, 0, 360, (0, 0, 0), -1)
        for drop in (-20, 0, 20):
            cv2.line(picture, (600 + side * 40, 400), (600 + side * 230, 390 + 2 * drop), (230, 230, 230), 2)
    fur = np.random.default_rng(1).normal(0, 18, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 2) + fur, 0, 255).astype(np.uint8)


def printed(words: list[str]) -> Image:
    """A page of a script that the recogniser was not trained on."""
    page = PillowImage.new("RGB", (1000, 900), (255, 255, 255))
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(LATIN, 30)
    for row in range(12):
        pen.text((80, 80 + 56 * row), " ".join(words[(row + k) % len(words)] for k in range(4)), font=font, fill=0)
    return np.asarray(page)[:, :, ::-1].copy()


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(cat(), id="cat"),
        pytest.param(np.full((1200, 900, 3), 240, np.uint8), id="blank"),
        pytest.param(np.random.default_rng(1).integers(0, 255, (600, 600, 3), dtype=np.uint8), id="noise"),
        pytest.param(printed(GEORGIAN), id="georgian"),
        pytest.param(printed(ARMENIAN), id="armenian"),
    ],
)
def test_what_is_no_report_gives_no_values_and_says_so(picture: Image) -> None:
    report = report_of(picture)
    assert report.results == ()
    assert Reason.NO_RESULTS in report.reasons
    assert report.needs_review


def test_a_blank_page_is_called_blank() -> None:
    assert Reason.PAGE_BLANK in report_of(np.full((1200, 900, 3), 240, np.uint8)).pages[0].reasons
