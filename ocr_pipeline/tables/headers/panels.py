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
        beside = column.kind in ("serial", "code") and "result" in kinds and kinds[-1] in ("ref", "unit", "flag")
        named = "name" in kinds and _followed_by_name(columns, column)
        marks = column.kind == "flag" and "flag" in kinds and "result" in kinds and kinds[-1] != "flag" and named
        opens = marks or (beside and (named or _followed_again(columns, column, kinds)))
        starts_with_result = (
            column.kind == "result"
            and not column.condition
            and kinds.count("result")
            and kinds[0] == "result"
            and "ref" in kinds
        )
        if again or opens or starts_with_result:
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


def _followed_again(columns: Sequence[Column], column: Column, kinds: Sequence[str]) -> bool:
    """True where unit and interval come a second time behind ``column``: the panel beside, not all of whose headers were legible."""
    behind = [c.kind for c in columns[list(columns).index(column) + 1 :]]
    return all(kind in behind and kind in kinds for kind in ("unit", "ref")) and "previous" not in behind
