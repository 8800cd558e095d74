"""Cells that a line was cut into: letters on both sides of a number show that no digit crossed over."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility.row.within import is_divided
from ocr_pipeline.report import Result
from ocr_pipeline.tables import Evidence
from tests.unit.tables.pages import line


@pytest.mark.parametrize(
    ("name", "parts", "whole"),
    [
        ("Red Blood Cells", ["Red Blood Cells", "5.3", "/uL", "0 to 10"], True),
        ("Sodium", ["Sodium", "141.25", "mmol/L", "137-147"], True),
        ("Red Blood Cells", ["Red Blood Cells", "5.3", "0 to 10", "/uL"], False),  # 5.30 to 10
        ("Casts 1", ["Casts 1", "5.3", "/uL", "0 to 10"], False),
        ("Redd Blodd", ["Redd Blodd", "5.3", "/uL", "0 to 10"], False),
        ("Sodium", ["Sodium", "141.25", "10^9/L", "137-147"], False),
    ],
)
def test_a_number_between_letters_was_cut_in_the_right_places(name: str, parts: list[str], whole: bool) -> None:
    unit = next(part for part in parts if "/" in part)
    interval = next(part for part in parts[2:] if part != unit)
    result = Result(name=name, value=parts[1], unit=unit, reference_range=interval)
    evidence = Evidence(row_lines=tuple(line(part, 300.0 * i, 50.0) for i, part in enumerate(parts)))
    assert is_divided(result, evidence, decimal_comma=False) == whole
