"""Narrative reports as headed sections."""

from __future__ import annotations

from ocr_pipeline.sections.read import read_sections

__all__ = ["read_sections"]
