"""Upright and flat: from a page's picture to located text whose rows and columns are straight in ``flat``.

Order (each step only where the measured distortion calls for it): detect; axis and direction; turn and detect again
when the text is tilted by more than ten degrees; recognise every line by its own quadrilateral on the original
picture; a smooth field on coordinates for rows, then one for columns. The recogniser forgives tilt; what tilt destroys
is rows, so coordinates are straightened and pixels are left alone.
"""

from __future__ import annotations

from ocr_pipeline.rectify.prints import Parts, on_print
from ocr_pipeline.rectify.seeing import see_page
from ocr_pipeline.rectify.steps import ALL_STEPS, Steps

__all__ = ["ALL_STEPS", "Parts", "Steps", "on_print", "see_page"]
