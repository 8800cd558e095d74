"""A digit that may be the sign of a negative result is doubted: no interval in numbers says that it is none."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import Evidence, Tables
from tests.unit.plausibility.test_doubt import report

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "reference", "weak", "other", "doubtful"),
    [
        ("7", "(-)", 0, "-", True),  # a dash that a fax bent
        ("1", "", 0, "+", True),
        ("11", "(-)", 1, "+", True),  # 1+
        ("7", "0-5", 0, "-", True),
        ("71", "60-80", 1, "-", False),  # no number ends in a dash
    ],
)
def test_a_digit_that_may_be_a_sign(value: str, reference: str, weak: int, other: str, doubtful: bool) -> None:
    single = report({"细菌": (value, "", reference)})
    chars = tuple(
        Char(c, 0.5, at, at + 1, other, 0.5) if at == weak else Char(c, 0.999, at, at + 1) for at, c in enumerate(value)
    )
    (found,) = doubt(single, (), Tables(single.results, (Evidence(value_chars=chars),))).results
    assert (Reason.AMBIGUOUS_CHARACTER in found.reasons) is doubtful
