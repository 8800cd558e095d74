"""Doubt as data: within a row, across rows by the algebra that laboratories obey, and across the page."""

from ocr_pipeline.plausibility.doubting import doubt
from ocr_pipeline.plausibility.thresholds import CALIBRATED, Thresholds

__all__ = ["CALIBRATED", "Thresholds", "doubt"]
