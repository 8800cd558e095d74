"""The square about a sign's ink: where it stands, whatever is darker beside it and however coarse the grain."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.symbols.window import look

pytestmark = pytest.mark.unit

QUAD = ((80.0, 80.0), (110.0, 80.0), (110.0, 120.0), (80.0, 120.0))
SIZE = 26.0
Picture = NDArray[np.uint8]


def page(grain: float = 0.0) -> NDArray[np.float64]:
    return np.full((200, 200), 200.0) + np.random.default_rng(1).normal(0, 1, (200, 200)) * grain


def shown(grey: NDArray[np.float64]) -> Picture:
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def test_a_faint_dash_is_found_beside_a_dark_rule() -> None:
    paper = page(1.0)
    paper[104:107, 88:100] -= 25
    paper[119:123] = 30
    seen = look(shown(paper), QUAD, SIZE)
    assert seen.centre == pytest.approx([94.0, 105.5], abs=2)


def test_a_dash_in_coarse_grain_is_found_at_its_place() -> None:
    paper = page(9.0)
    paper[106:110, 88:100] -= 45
    seen = look(shown(paper), QUAD, SIZE)
    assert seen.centre == pytest.approx([94.0, 108.0], abs=2)
    assert seen.ink() == pytest.approx([94.0, 108.0], abs=2)


def test_on_blank_paper_the_square_stands_where_the_cell_is() -> None:
    seen = look(shown(page()), QUAD, SIZE)
    assert seen.centre == pytest.approx([95.0, 100.0])
    assert seen.ink() == pytest.approx([95.0, 100.0])


def test_of_ink_that_reaches_the_edge_only_what_stands_free_counts() -> None:
    paper = page()
    paper[:, 108:] = 60  # the desk
    seen = look(shown(paper), QUAD, SIZE)
    assert seen.centre == pytest.approx([95.0, 100.0])
