"""A speck on a row is a mark where it fills a column of short cells; elsewhere it is dust."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.engines.boxes.detection import Box
from ocr_pipeline.engines.boxes.lined_up import lined_up

pytestmark = pytest.mark.unit

USUAL = 24.0
LEVELS = [60 + 40 * i for i in range(8)]
NAMES = [Box(150, y, 160, 24, 0) for y in LEVELS]
NO_CRUMBS, NO_DARK = np.zeros((0, 2)), np.zeros((0, 4))
Speck = tuple[Box, np.ndarray]


def speck(x: float, y: float, w: float = 4, h: float = 3) -> Speck:
    return Box(x, y, w + USUAL / 2, USUAL, 0), np.array([x, y, w, h], float)


def cells(rows: list[int], x: float = 400, width: float = 24) -> list[Box]:
    return [Box(x, LEVELS[i], width, 24, 0) for i in rows]


@pytest.mark.parametrize(
    ("x", "w", "h", "taken"),
    [
        (400, 4, 3, True),
        (393, 4, 3, True),  # level with their left ends
        (440, 4, 3, False),  # beside the column
        (400, 3, 9, False),  # a piece of an upright rule
    ],
)
def test_a_speck_that_fills_the_gap_of_a_column_is_a_mark(x: float, w: float, h: float, taken: bool) -> None:
    found = [*NAMES, *cells([0, 1, 2, 4, 5])]
    assert len(lined_up([speck(x, LEVELS[3], w, h)], [], found, NO_CRUMBS, NO_DARK, 0.0, USUAL)) == taken


def test_a_column_that_is_mostly_empty_says_nothing() -> None:
    found = [*NAMES, *cells([0, 3, 6])]
    assert lined_up([speck(400, LEVELS[4])], [], found, NO_CRUMBS, NO_DARK, 0.0, USUAL) == []


def test_marks_that_were_seen_before_make_a_column_as_photographs_lean_it() -> None:
    places = [(400 + 6 * i, y) for i, y in enumerate(LEVELS)]
    marks = [(Box(x, y, 20, 24, 0), 8.0) for x, y in places[:5]]
    specks = [speck(x, y) for x, y in places[5:]]
    assert len(lined_up(specks, marks, NAMES, NO_CRUMBS, NO_DARK, 0.0, USUAL)) == 3
    assert lined_up([speck(470, LEVELS[5])], marks, NAMES, NO_CRUMBS, NO_DARK, 0.0, USUAL) == []


@pytest.mark.parametrize(("rows", "crumbs", "taken"), [(8, False, 8), (4, False, 0), (8, True, 0)])
def test_specks_alone_need_nearly_every_row_and_no_broken_rule(rows: int, crumbs: bool, taken: int) -> None:
    specks = [speck(400, y) for y in LEVELS[:rows]]
    pieces = [(400.0, y + off) for y in LEVELS for off in (-12, 12)] if crumbs else []
    assert len(lined_up(specks, [], NAMES, np.array(pieces).reshape(-1, 2), NO_DARK, 0.0, USUAL)) == taken


def test_bullets_left_of_their_lines_are_none() -> None:
    assert lined_up([speck(50, y) for y in LEVELS], [], NAMES, NO_CRUMBS, NO_DARK, 0.0, USUAL) == []


def test_what_stands_close_to_its_row_is_a_rule_beside_it() -> None:
    found = [*NAMES, *(Box(400, y, 60, 24, 0) for y in LEVELS)]
    assert lined_up([speck(434, y) for y in LEVELS], [], found, NO_CRUMBS, NO_DARK, 0.0, USUAL) == []


@pytest.mark.parametrize(("many", "size", "taken"), [(1, 4.0, 8), (4, 4.0, 0), (4, 1.5, 8)])
def test_a_texture_is_no_column_but_grain_is_smaller(many: int, size: float, taken: int) -> None:
    dark = np.array([(400 + 10 * i, y, size, size) for i in range(many) for y in LEVELS])
    assert len(lined_up([speck(400, y) for y in LEVELS], [], NAMES, NO_CRUMBS, dark, 0.0, USUAL)) == taken


def test_a_speck_beside_its_rows_own_cell_is_dust() -> None:
    found = [*NAMES, *cells([0, 1, 2, 3, 4, 5])]
    assert (
        lined_up([speck(420, LEVELS[3])], [], [*found, *cells([0, 1, 2, 4], 420)], NO_CRUMBS, NO_DARK, 0.0, USUAL) == []
    )
