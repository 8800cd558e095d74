"""From located text to exact rows: laboratory and measurement tables without rules, in seven languages.

``reader`` asks for one page after the other, ``one_page`` holds the order: ``frame`` has bands, panels and columns, ``headers`` what columns are
called, ``contents`` cells, ``bands`` rows, ``forms`` results that are no rows below headers; ``grammar``, ``naming``, ``marks`` and ``intervals``
read what is printed, and ``results`` says it with its evidence.
"""

from ocr_pipeline.tables.one_page import LeftOver
from ocr_pipeline.tables.reader import Tables, read_tables
from ocr_pipeline.tables.results import Evidence

__all__ = ["Evidence", "LeftOver", "Tables", "read_tables"]
