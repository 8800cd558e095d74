"""Figures, their captions and the text that names them."""

from __future__ import annotations

from ocr_pipeline.figures.find import Figures, find_figures

__all__ = ["Figures", "find_figures"]
