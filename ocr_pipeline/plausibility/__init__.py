"""Doubt as data. ``doubting`` is the table of contents: within a ``row``, across the ``page`` by the algebra that laboratories obey, by
``names`` and by ``quantities``. ``thresholds`` is written by calibration, ``surroundings`` has the form of a doubt."""

from ocr_pipeline.plausibility.doubting import doubt
from ocr_pipeline.plausibility.thresholds import CALIBRATED, Thresholds

__all__ = ["CALIBRATED", "Thresholds", "doubt"]
