"""Who the report is about and who wrote it: found, so that it can be kept out of everything that leaves."""

from __future__ import annotations

from ocr_pipeline.identity.find import find_identity
from ocr_pipeline.identity.scrub import MASK, is_identity_row, scrub
from ocr_pipeline.identity.span import IdentityKind, Span

__all__ = ["MASK", "IdentityKind", "Span", "find_identity", "is_identity_row", "scrub"]
