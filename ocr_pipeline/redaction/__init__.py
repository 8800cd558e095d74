"""The page's picture with identity covered."""

from __future__ import annotations

from ocr_pipeline.redaction.codes import find_codes
from ocr_pipeline.redaction.paint import cut, redact

__all__ = ["cut", "find_codes", "redact"]
