"""Which abbreviation a row prints, and how those of a sheet are counted."""

from __future__ import annotations

import pytest

from adapter.bench.abbreviations import abbreviation, compare

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "row, short",
    [
        ({"name": "白细胞计数", "code": "WBC"}, "WBC"), ({"name": "Gama GT(GGT)", "code": ""}, "GGT"), ({"name": "HBsAg"}, "HBSAG"),
        ({"name": "Hemoglobin"}, ""), ({"name": "血糖", "code": "糖"}, ""), ({"name": "CREATININE"}, ""), ({"name": "DFG (CKD-EPI)"}, "CKD-EPI"),
    ],
)  # fmt: skip
def test_the_abbreviation_of_a_row(row: dict[str, str], short: str) -> None:
    assert abbreviation(row) == short


def test_lost_bent_and_invented_ones_are_counted() -> None:
    truth = [{"name": "白细胞", "code": "WBC"}, {"name": "PR间期"}, {"name": "血小板", "code": "PLT"}]
    assert compare(truth, truth) == {"abbr_wanted": 2, "abbr_said": 2, "abbr_right": 2}
    bent = [{"name": "白细胞", "code": "VBC"}, {"name": "间期", "code": "PR"}, {"name": "血小板", "code": "PLT"}]
    assert compare(truth, bent) == {"abbr_wanted": 2, "abbr_said": 2, "abbr_right": 1}
    assert compare(truth, []) == {"abbr_wanted": 2, "abbr_said": 0, "abbr_right": 0}
    assert compare(truth, [*truth, {"name": "HGB"}], partial=True) == {
        "abbr_wanted": 2,
        "abbr_said": 2,
        "abbr_right": 2,
    }
