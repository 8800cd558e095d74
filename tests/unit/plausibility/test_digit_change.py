"""A digit changed by hand in a panel with closed algebra is noticed; a sound panel raises no doubt."""

from __future__ import annotations

from collections import Counter

import pytest

from ocr_pipeline.plausibility import doubt
from tests.bench.digit_change import judge, panel

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "templates",
    [
        ("zh_cbc_one_panel", "en_cbc", "es_cbc", "it_cbc", "vi_cbc"),
        ("zh_chemistry", "en_chemistry", "fr_chem", "tr_chem"),
    ],
)
def test_at_least_95_of_100_changed_digits_raise_a_doubt(templates: tuple[str, ...]) -> None:
    counts: Counter[str] = Counter()
    for template in templates:
        counts.update(judge(template, 77)[0])
    assert counts["closed"] >= 25
    assert counts["closed_noticed"] >= 0.95 * counts["closed"]


@pytest.mark.parametrize(
    "template", ["zh_cbc_one_panel", "en_cbc", "fr_cbc", "tr_cbc", "zh_chemistry", "es_chem", "it_chem"]
)
def test_drawn_panels_raise_no_doubt(template: str) -> None:
    results = [r for seed in (3, 4) for r in doubt(panel(template, seed)).results]
    assert sum(r.needs_review for r in results) <= 0.02 * len(results)
