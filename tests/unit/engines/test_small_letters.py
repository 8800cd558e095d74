"""Long lines of small letters in a high box: at its natural width they are too narrow for the recogniser."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines import load_engine

pytestmark = pytest.mark.unit

SERIF = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")
TEXT = "Nests and cords of atypical epithelial cells infiltrate a desmoplastic stroma."


@pytest.mark.skipif(not SERIF.is_file(), reason="needs the typeface Liberation Serif")
def test_a_long_line_that_can_hardly_be_read_is_read_wider() -> None:
    canvas = PillowImage.new("L", (1400, 120), 225)
    font = ImageFont.truetype(str(SERIF), 18)
    ImageDraw.Draw(canvas).text((30, 60), TEXT, font=font, fill=60, anchor="lm")
    blurred = cv2.GaussianBlur(np.asarray(canvas), (0, 0), 1.2) + np.random.default_rng(1).normal(0, 4, (120, 1400))
    image = np.asarray(cv2.cvtColor(np.clip(blurred, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR))
    right = 36.0 + font.getlength(TEXT)
    line = load_engine("openvino").recognise(image, [((24.0, 36.0), (right, 36.0), (right, 82.0), (24.0, 82.0))])[0]
    assert line.text == TEXT
