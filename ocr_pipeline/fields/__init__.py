"""Labelled fields of a page (``姓名：…``, ``Collected on: …``): what stands in headers and footers of reports."""

from __future__ import annotations

from ocr_pipeline.fields.folding import fold, is_han, squeeze
from ocr_pipeline.fields.labels import Label, labels_in
from ocr_pipeline.fields.split import Field, Part, read_fields, same_row
from ocr_pipeline.fields.vocabulary import IDENTITY_KINDS, FieldKind

__all__ = [
    "IDENTITY_KINDS",
    "Field",
    "FieldKind",
    "Label",
    "Part",
    "fold",
    "is_han",
    "labels_in",
    "read_fields",
    "same_row",
    "squeeze",
]
