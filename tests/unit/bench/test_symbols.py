"""What a capture left nothing of is told apart from what a reader lost."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.bench.symbols import LEVELS, Cell, drawn, table, verdict

pytestmark = pytest.mark.unit

FAX = next(level for level in LEVELS if level.name == "fax")


def test_print_is_left_on_a_fax_but_for_hairlines(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cells = drawn(FAX, ["4.5", "10^9/L"], np.random.default_rng(5))
    assert all(cell.left for cell in cells)
    monkeypatch.setattr("tests.bench.symbols._darker", lambda page, out, quad: 5.0)
    _, cells = drawn(FAX, ["4.5", "10^9/L"], np.random.default_rng(5))
    assert not any(cell.left for cell in cells)


def test_what_was_effaced_counts_neither_as_right_nor_as_lost() -> None:
    quad = np.array([[0, 0], [9, 0], [9, 9], [0, 9]], np.float64)
    assert [verdict(Cell("-", quad, left), None) for left in (True, False)] == ["lost", "effaced"]

    rows = list(table({("-", "fax"): Counter(right=3, effaced=1)}, [FAX]))
    assert "100.0%" in rows[1]
    assert rows[-1].endswith("fax 1")
