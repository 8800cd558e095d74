"""Values and bounds with powers of ten."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ocr_pipeline.tables.grammar.powers import above_power, power

pytestmark = pytest.mark.unit


def test_numbers_with_a_power() -> None:
    assert [power(t) for t in ("3.62E+05", "5.0×10^2", "120", "阴性")] == [
        Decimal(362000),
        Decimal(500),
        Decimal(120),
        None,
    ]


@pytest.mark.parametrize(
    "value, interval, above",
    [
        ("3.62E+05", "<2.5E+01", True),
        ("1.0E+01", "<1.0E+02", False),
        ("600", "≤5.0×10^2", True),
        ("3.62E+05", "", False),
    ],
)
def test_above_a_bound(value: str, interval: str, above: bool) -> None:
    assert above_power(value, interval) == above
