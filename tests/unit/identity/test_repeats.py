"""Strings that are printed again with slips of the recogniser."""

from __future__ import annotations

from itertools import combinations

import pytest

from ocr_pipeline.identity.repeats import Wanted, occurrences


@pytest.mark.parametrize("at", range(1, 8))
def test_a_name_with_one_slip_is_found_wherever_the_slip_is(at: int) -> None:
    name = "steinberg"
    found = occurrences(f"seen by {name[:at]}x{name[at + 1 :]} today", [Wanted(name, "name", False)])
    assert found == [(8, 17, "name")]


@pytest.mark.parametrize(("first", "second"), combinations(range(1, 12), 2))
def test_a_long_name_with_two_slips_is_found_wherever_they_are(first: int, second: int) -> None:
    name = "featherstonehaugh"
    bent = "".join("x" if i in (first, second) else c for i, c in enumerate(name))
    assert occurrences(bent, [Wanted(name, "name", False)]) == [(0, 17, "name")]


def test_three_slips_are_another_word() -> None:
    assert occurrences("fexthexstxnehaugh", [Wanted("featherstonehaugh", "name", False)]) == []
