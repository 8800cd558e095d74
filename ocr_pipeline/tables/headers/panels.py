"""Panels side by side in one header row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.tables.headers.columns import Column, one_system
from ocr_pipeline.tables.headers.conditions import of_share_and_count


def split_panels(columns: Sequence[Column]) -> list[list[Column]]:
    """Columns of one header row, cut where the sequence of kinds starts again (two or three panels side by side)."""
    panels: list[list[Column]] = [[]]
    columns = of_share_and_count(columns)
    for column in columns:
        kinds = [c.kind for c in panels[-1]]
        full = "result" in kinds or ("ref" in kinds and bool({"unit", "flag"} & set(kinds)))
        again = column.kind in ("name", "code", "serial") and column.kind in kinds and full
        opens = (
            column.kind in ("serial", "code")
            and "name" in kinds
            and "result" in kinds
            and kinds[-1] in ("ref", "unit", "flag")
        )
        starts_with_result = (
            column.kind == "result"
            and not column.condition
            and kinds.count("result")
            and kinds[0] == "result"
            and "ref" in kinds
        )
        if again or (opens and _followed_by_name(columns, column)) or starts_with_result:
            panels.append([])
        kinds = [c.kind for c in panels[-1]]
        kind = column.kind
        if kind in ("result", "name") and kind in kinds:
            # a second column of results is the one before, or of another condition; a second name is a short one
            kind = "code" if kind == "name" else "result" if column.condition else "previous"
        panels[-1].append(replace(column, kind=kind))
    return [one_system(panel) if not any(c.condition for c in panel) else panel for panel in panels]


def _followed_by_name(columns: Sequence[Column], column: Column) -> bool:
    at = list(columns).index(column)
    return at + 1 < len(columns) and any(c.kind == "name" for c in columns[at + 1 : at + 3])
