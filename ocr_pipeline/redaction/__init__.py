"""The page's picture with identity covered."""

from __future__ import annotations

from ocr_pipeline.redaction.codes import find_codes
from ocr_pipeline.redaction.paint import cut, encode, painted, redact

__all__ = ["cut", "encode", "find_codes", "painted", "redact"]
