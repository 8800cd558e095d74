"""Regions of a page: title, identity, table, text, figure, footer, other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocr_pipeline.layout.detector import Detector
    from ocr_pipeline.page import PageImage, PageText
    from ocr_pipeline.report import Region


def label_regions(page: PageImage, text: PageText, detector: Detector | None = None) -> tuple[Region, ...]:
    """See :func:`ocr_pipeline.layout.regions.label_regions` (imported late: words are needed where pictures are not)."""
    from ocr_pipeline.layout.regions import label_regions as label

    return label(page, text, detector)


__all__ = ["label_regions"]
