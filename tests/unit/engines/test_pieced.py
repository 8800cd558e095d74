from __future__ import annotations

from itertools import pairwise

import numpy as np

from ocr_pipeline.engines.crops.cut import WIDEST
from ocr_pipeline.engines.crops.pieced import BEYOND, joined, pieces
from ocr_pipeline.page import Char


def _chars(text: str, *places: int, sure: float = 0.99) -> list[Char]:
    return [Char(c, sure, float(x), float(x)) for c, x in zip(text, places, strict=True)]


def test_long_lines_are_read_in_pieces_that_overlap_about_a_gap() -> None:
    crop = np.full((48, 2600, 3), 255, np.uint8)
    for x in range(10, 2590, 40):
        crop[10:38, x : x + 30] = 0
    parts = pieces(crop)
    assert parts[0][0] == 0
    assert parts[-1][1] == 2600
    assert max(b - a for a, b in parts) <= WIDEST
    assert all(b - c == 2 * BEYOND for (_, b), (c, _) in pairwise(parts))
    assert all(crop[20, b - BEYOND].mean() > 250 for _, b in parts[:-1])


def test_a_short_line_is_one_piece() -> None:
    assert pieces(np.full((48, WIDEST, 3), 255, np.uint8)) == [(0, WIDEST)]


def test_each_piece_says_what_stands_on_its_side_of_the_cut() -> None:
    left, right = _chars("portio", 10, 30, 50, 70, 80, 110), _chars("crag", 92, 112, 130, 150)
    assert "".join(c.text for c in joined([(left, 0, 124), (right, 76, 300)])) == "portirag"


def test_a_character_that_both_pieces_see_by_the_cut_is_there_once() -> None:
    once = joined([(_chars("ab", 50, 98), 0, 124), (_chars("bc", 104, 140), 76, 300)])
    assert "".join(c.text for c in once) == "abc"
    never = joined([(_chars("ab", 50, 103), 0, 124), (_chars("bc", 97, 140), 76, 300)])
    assert "".join(c.text for c in never) == "abc"


def test_two_like_letters_on_both_sides_of_a_gap_stay_two() -> None:
    read = joined([(_chars("al", 50, 92), 0, 124), (_chars("lo", 108, 140), 76, 300)])
    assert "".join(c.text for c in read) == "allo"


def test_three_pieces_keep_their_order() -> None:
    read = joined(
        [(_chars("ab", 20, 90), 0, 124), (_chars("bcd", 90, 150, 190), 76, 224), (_chars("de", 188, 260), 176, 300)]
    )
    assert "".join(c.text for c in read) == "abcde"
