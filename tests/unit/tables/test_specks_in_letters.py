"""Specks that were read as letters, and powers whose raised digit stands level with the value's."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.naming.vietnamese import restore


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("SốƠ lượng bạch cầu", "Số lượng bạch cầu"),
        ("SốƠlượngƠ bạch cầuƠ mono", "Số lượng bạch cầu mono"),
        ("Số Ơlượng bạch cầu Ơlympho", "Số lượng bạch cầu lympho"),
        ("ĐưƯng huyết lúc đói", "Đường huyết lúc đói"),
        ("Bạch cầu Ưa acid", "Bạch cầu Ưa acid"),
        ("BẠCH CẦU ƯA ACID", "BẠCH CẦU ƯA ACID"),
    ],
)
def test_horned_capitals_beside_small_letters_are_specks(read: str, printed: str) -> None:
    assert restore(read) == printed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("4.70109/L", ("4.70", "109/L")),
        ("28110E9/L", ("281", "10E9/L")),
        ("100-30010E9/L", ("100-300", "10E9/L")),
        ("4.0-11.0103/uL", ("4.0-11.0", "103/uL")),
        ("3.5--9.5109/L", ("3.5--9.5", "109/L")),
        ("4-10103/uL", ("4-10103", "/uL")),  # where the power begins is not told
        ("4.70 10 9/L", ("4.70", "109/L")),
        ("110109/L", ("110", "109/L")),
        ("5.21012/L", ("5.2", "1012/L")),
        ("7.5103/uL", ("7.5", "103/uL")),
        ("5109/uL", ("5109", "/uL")),
        ("4.5 /L", ("4.5", "/L")),
    ],
)
def test_a_power_run_into_its_value(text: str, parts: tuple[str, str]) -> None:
    assert split_trailing_unit(text) == parts
