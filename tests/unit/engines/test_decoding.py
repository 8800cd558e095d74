from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.engines.characters.decoding import characters, is_wide, spread
from ocr_pipeline.engines.networks import Steps
from ocr_pipeline.page import Char

pytestmark = pytest.mark.unit

ALPHABET = ("", "1", "2", "-", "7")


def steps(best: list[int], confidence: float = 0.99, second: int = 4) -> Steps:
    index = np.array([[b, second if b else 0, 0] for b in best], np.int32)
    probability = np.array([[confidence, 1 - confidence, 0.0] for _ in best], np.float32)
    return Steps(probability, index)


def test_repeats_collapse_and_blanks_separate() -> None:
    found = characters(steps([0, 1, 1, 0, 1, 2, 0]), ALPHABET, 8, 34)
    assert "".join(c.text for c in found) == "112"
    assert [c.start for c in found] == pytest.approx([16, 36, 44])


def test_only_doubtful_characters_carry_a_runner_up() -> None:
    assert characters(steps([1], 0.99), ALPHABET, 8, 34)[0].runner_up == ""
    doubtful = characters(steps([1], 0.7), ALPHABET, 8, 34)[0]
    assert (doubtful.runner_up, doubtful.runner_up_confidence) == ("7", pytest.approx(0.3))


@pytest.mark.parametrize(("seen_for", "doubtful"), [(2, False), (3, True), (5, True)])
def test_a_digit_that_is_seen_for_too_long_may_be_two(seen_for: int, doubtful: bool) -> None:
    found = characters(steps([0, 2, 0, *[1] * seen_for, 0]), ALPHABET, 8, 34)
    assert [c.text for c in found] == ["2", "1"]
    assert (found[1].confidence < 0.9) == doubtful
    assert found[0].confidence > 0.9


def test_a_long_dash_is_one() -> None:
    assert characters(steps([3, 3, 3, 3]), ALPHABET, 8, 34)[0].confidence > 0.9


def at(text: str, *middles: float) -> list[Char]:
    return [Char(t, 0.99, m, m) for t, m in zip(text, middles, strict=True)]


def blank_between(width: int, *inked: tuple[int, int]) -> np.ndarray:
    ink = np.zeros(width, np.float32)
    for a, b in inked:
        ink[a:b] = 150
    return ink


def test_a_dropped_space_between_words_comes_back_with_its_extent() -> None:
    ink = blank_between(200, (10, 50), (80, 120))
    chars = spread(at("abcd", 20, 40, 90, 110), size=35, width=200, ink=lambda: ink)
    assert "".join(c.text for c in chars) == "ab cd"
    space = chars[2]
    assert (space.start * 200, space.end * 200) == pytest.approx((50, 80), abs=1)


def test_digits_that_stand_wide_get_no_space_without_a_gap_in_the_ink() -> None:
    chars = spread(at("12", 20, 60), size=35, width=200, ink=lambda: blank_between(200, (10, 70)))
    assert "".join(c.text for c in chars) == "12"


def test_a_decimal_point_in_typewriter_print_gets_no_space() -> None:
    ink = blank_between(200, (10, 26), (32, 36), (50, 66))
    assert "".join(c.text for c in spread(at("4.0", 18, 34, 58), 32, 200, lambda: ink)) == "4.0"


def test_two_joined_cells_are_separated_by_a_space() -> None:
    ink = blank_between(300, (10, 70), (140, 200))
    assert "".join(c.text for c in spread(at("提示单位", 25, 55, 155, 185), 34, 300, lambda: ink)) == "提示 单位"


def test_extents_cover_the_line_in_order() -> None:
    chars = spread(at("a白1", 20, 50, 80), 32, 100, lambda: blank_between(100, (10, 90)))
    edges = [e for c in chars for e in (c.start, c.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= 1


def test_wide_characters_are_told_apart() -> None:
    assert is_wide("血")
    assert is_wide("（")
    assert not is_wide("H")
    assert not is_wide("μ")


def test_a_space_that_the_recogniser_read_between_words_stays_and_one_inside_a_number_does_not():
    ink = np.full(200, 200, np.float32)
    chars = spread(at("a b", 20, 30, 40), size=32, width=200, ink=lambda: ink)
    assert "".join(c.text for c in chars) == "a b"
    assert "".join(c.text for c in spread(at("4 .5", 20, 30, 36, 44), 32, 200, lambda: ink)) == "4.5"
    assert "".join(c.text for c in spread(at("白 细", 20, 36, 52), 32, 200, lambda: ink)) == "白细"
    assert "".join(c.text for c in spread(at("g. 1", 20, 30, 36, 44), 32, 200, lambda: ink)) == "g. 1"


def test_a_rule_parts_two_cells_whatever_their_distance() -> None:
    ink = blank_between(200, (10, 200))
    shown = "".join(c.text for c in spread(at("4.24.3", 18, 30, 42, 72, 84, 96), 32, 200, lambda: ink, [(50, 64)]))
    assert shown == "4.2   4.3"


@pytest.mark.parametrize(
    ("text", "middles", "inked", "expected"),
    [
        ("..4,2", (5, 13, 40, 52, 64), [(3, 15), (30, 74)], "4,2"),
        (".4,2", (8, 40, 52, 64), [(6, 10), (30, 74)], "4,2"),
        (".216", (8, 50, 70, 90), [(6, 10), (40, 100)], "216"),
        (".5", (18, 38), [(16, 20), (29, 47)], ".5"),  # typewriter print
    ],
)
def test_leader_dots_are_no_decimal_point(
    text: str, middles: tuple[float, ...], inked: list[tuple[int, int]], expected: str
) -> None:
    assert "".join(c.text for c in spread(at(text, *middles), 32, 120, lambda: blank_between(120, *inked))) == expected
