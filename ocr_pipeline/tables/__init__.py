"""From located text to exact rows: laboratory and measurement tables without rules, in seven languages."""

from ocr_pipeline.tables.one_page import LeftOver
from ocr_pipeline.tables.reader import Tables, read_tables
from ocr_pipeline.tables.results import Evidence

__all__ = ["Evidence", "LeftOver", "Tables", "read_tables"]
