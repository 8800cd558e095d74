"""The second reading of values: it settles what the recogniser is unsure of, and never lets a clear quarrel pass silently."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.values.alphabet import BLANK, CHARS, STEP
from models.values.reader import Read
from ocr_pipeline.engines.values.second import OPEN, SURE, Opinion, Rows, asked, opinions, weighed
from ocr_pipeline.page import Char, Line, Polygon

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (90.0, 0.0), (90.0, 30.0), (0.0, 30.0))
CROP = np.full((48, 160, 3), 255, np.uint8)


def line(text: str, sure: float, second: str = "") -> Line:
    chars = tuple(Char(c, sure, i / len(text), (i + 1) / len(text), second) for i, c in enumerate(text))
    return Line(text, sure if text else 0.0, chars, QUAD, QUAD)


def opinion(text: str, share: float, ahead: float = 9.0) -> Opinion:
    return Opinion(Read(text, (share,) * len(text), tuple(range(1, 1 + len(text) * 3, 3))), ahead, CROP)


@pytest.mark.parametrize(
    "text",
    ["4.5", "135↑", "3.5-9.5", "10^9/L", "g/L", "%", "", "-", "十", "(+)", "阴性(-)", "mm", "mm²", "m", "pL", "UL"],
)
def test_cells_that_the_small_reader_knows_are_read_twice(text: str) -> None:
    assert asked(line(text, 0.99), QUAD)


@pytest.mark.parametrize("text", ["WBC", "CA125", "白细胞计数", "Haemoglobin", "2026-11-20 08:30 Dr Lindqvist", "pH"])
def test_names_and_prose_are_not(text: str) -> None:
    assert not asked(line(text, 0.99), QUAD)


def test_agreement_makes_a_doubtful_text_certain() -> None:
    out = weighed(line("10^9/L", 0.7), opinion("10^9/L", 0.97, 0.0))
    assert (out.text, out.confidence > 0.98) == ("10^9/L", True)


@pytest.mark.parametrize(
    ("said", "sure", "read"),
    [(".2.1", 0.5, "-2.1"), ("1091", 0.7, "10^9/L"), ("10/L", 0.3, "×10^9/L"), ("(十)", 0.8, "(+)"), ("十十", 0.99, "++")],
)  # fmt: skip
def test_the_small_reader_settles_what_the_recogniser_is_unsure_of(said: str, sure: float, read: str) -> None:
    out = weighed(line(said, sure), opinion(read, 0.98))
    assert out.text.replace(" ", "") == read
    assert out.confidence >= SURE
    assert len(out.chars) == len(out.text)


@pytest.mark.parametrize(
    ("said", "read"), [("1351", "135↑"), ("45", "4.5"), ("16", "1.6"), ("96", "%"), ("50.5", "≤0.5"), ("59.3", "59.3↑")]
)
@pytest.mark.parametrize("share", [0.9, 0.95, 0.99])
def test_what_both_are_sure_of_and_differ_in_is_never_certain(said: str, read: str, share: float) -> None:
    out = weighed(line(said, 0.999), opinion(read, share))
    assert out.confidence < SURE


def test_a_likelier_text_takes_no_place_of_characters_that_the_recogniser_is_sure_of() -> None:
    chars = tuple(Char(c, 0.5 if i == 0 else 0.99, i / 8, (i + 1) / 8) for i, c in enumerate(".180K/uL"))
    before = Line(".180K/uL", 0.5, chars, QUAD, QUAD)
    assert weighed(before, opinion("180MuL", 0.76)).text == ".180K/uL"
    assert weighed(line("45.1", 0.7), opinion("46.1", 0.8)).text == "46.1"


def test_of_a_text_in_the_recogniser_s_place_only_what_differs_is_doubted() -> None:
    chars = tuple(Char(c, 0.5 if i == 8 else 0.99, i / 11, (i + 1) / 11) for i, c in enumerate("12.4↓mmo1/L"))
    out = weighed(Line("12.4↓mmo1/L", 0.5, chars, QUAD, QUAD), opinion("12.4↓mmol/L", 0.9))
    assert out.text.replace(" ", "") == "12.4↓mmol/L"
    assert [c.text for c in out.chars if c.confidence < SURE and c.text != " "] == ["l"]


def test_only_what_differs_is_doubted() -> None:
    out = weighed(line("1.221", 0.999), opinion("1.22↑", 0.93))
    assert [c.confidence >= SURE for c in out.chars] == [True, True, True, True, False]
    assert out.chars[-1].runner_up == "↑"


@pytest.mark.parametrize(
    ("said", "read"), [("4,8", "4.8"), ("0,110", "0.110"), ("10^3/µL", "10^3/uL"), ("x10E9/L", "×10E9/L")]
)
def test_other_spellings_of_the_same_are_agreement(said: str, read: str) -> None:
    out = weighed(line(said, 0.95), opinion(read, 0.9))
    assert (out.text, out.confidence > 0.95) == (said, True)


@pytest.mark.parametrize(("said", "read"), [("4.800", "4,800"), ("12.350", "12,350"), ("4,800", "4.800")])
@pytest.mark.parametrize("share", [0.65, 0.9, 0.99])
def test_a_comma_that_may_part_thousands_is_no_decimal_point(said: str, read: str, share: float) -> None:
    out = weighed(line(said, 0.999), opinion(read, share))
    assert [c.text for c in out.chars if c.confidence < SURE] == [c for c in said if c in ",."]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("29L", "2.9L"),
        ("21", "-2.1"),
        ("1000", ">1000"),
        ("42", "4.2↓"),
        ("mm", "mm^3"),
        ("10/L", "10^9/L"),
        ("35-95", "3.5-9.5"),
    ],
)
def test_signs_that_only_the_small_reader_sees_are_not_lost_without_a_doubt(said: str, read: str) -> None:
    assert weighed(line(said, 0.999), opinion(read, 0.65)).confidence < SURE
    assert weighed(line(said, 0.999), opinion(read, 0.5)) == line(said, 0.999)
    assert weighed(line(said, 0.999), opinion(read, 0.65), trusted=False) == line(said, 0.999)


def test_a_dash_is_the_tilde_that_the_small_reader_is_surer_of() -> None:
    assert weighed(line("3.5-9.5", 0.8), opinion("3.5~9.5", 0.95, 0.0)).text == "3.5~9.5"
    assert weighed(line("3.5-9.5", 0.97), opinion("3.5~9.5", 0.95, 0.0)).text == "3.5-9.5"


@pytest.mark.parametrize(("text", "certain"), [("μ", False), ("pL", False), ("C", True), ("mL", True)])
def test_what_both_read_is_certain_unless_no_cell_holds_it(text: str, certain: bool) -> None:
    out = weighed(line(text, 0.97), opinion(text.replace("μ", "µ"), 0.97, 0.0))
    assert (out.text, out.confidence >= SURE) == (text, certain)


def test_a_minus_before_a_number_may_be_a_piece_of_a_rule() -> None:
    assert weighed(line("36.9", 0.999), opinion("-36.9", 0.8)) == line("36.9", 0.999)
    assert weighed(line("36.9", 0.999), opinion("-36.9", 0.93)).confidence < SURE
    unsure = weighed(line("0.02~0.10", 0.8), opinion("-0.02~0.10", 0.97))
    assert (unsure.text, unsure.confidence < SURE) == ("0.02~0.10", True)
    assert weighed(line("..2,10", 0.95), opinion("-2.10", 0.8)) == line("..2,10", 0.95)


@pytest.mark.parametrize(("said", "read"), [("65.741.0~73.0", "65.7-41.0~73.0"), ("1.080.80-1.20", "1.08.0.80-1.20")])
def test_between_joined_cells_stands_no_sign(said: str, read: str) -> None:
    assert weighed(line(said, 0.999), opinion(read, 0.8)) == line(said, 0.999)


@pytest.mark.parametrize(
    ("said", "sure", "read"), [('"C', 0.6, "°C"), ("*°C", 0.5, "°C"), ("10/1", 0.7, "U/L"), ("μ", 0.7, "µL")]
)
def test_a_unit_stands_where_the_recogniser_is_unsure_of_what_is_none(said: str, sure: float, read: str) -> None:
    out = weighed(line(said, sure), opinion(read, 0.97))
    assert (out.text.replace(" ", ""), out.confidence >= SURE) == (read, True)


@pytest.mark.parametrize(
    ("said", "read"), [("pL", "µL"), ("UL", "U/L"), ("μ", "µL"), ("gL", "g/L"), ("Pg", "pg"), ("C", "°C")]
)
def test_what_is_no_unit_however_sure_the_recogniser_is_loses_its_certainty(said: str, read: str) -> None:
    out = weighed(line(said, 0.99), opinion(read, 0.97))
    assert (out.text, out.confidence) == (read, OPEN)


@pytest.mark.parametrize(("said", "sure", "read"), [("g/L", 0.99, "µL"), ("L", 0.7, "fL"), ("%", 0.99, "g/L")])
def test_no_unit_takes_the_place_of_one_or_of_a_mark(said: str, sure: float, read: str) -> None:
    out = weighed(line(said, sure), opinion(read, 0.97))
    assert out.text == said or out.confidence < SURE


def test_a_percent_that_the_small_reader_takes_for_a_permille_is_doubtful() -> None:
    out = weighed(line("%", 0.99), opinion("‰", 0.95))
    assert (out.text, out.confidence < SURE, out.chars[0].runner_up) == ("%", True, "‰")


@pytest.mark.parametrize(("said", "read"), [("↓", "↓↓"), ("+", "+-"), ("+", "+++")])
def test_one_sign_of_which_the_small_reader_sees_several_is_never_certain(said: str, read: str) -> None:
    assert (out := weighed(line(said, 0.99), opinion(read, 0.97))).text.replace(" ", "") == read
    assert out.confidence < SURE
    assert (out := weighed(line(said, 0.99), opinion(read, 0.92))).text == said
    assert out.confidence < SURE
    assert weighed(line(said, 0.99), opinion(read, 0.8)) == line(said, 0.99)


@pytest.mark.parametrize(("said", "read"), [("**", "++"), ("**", "+-"), ("(*)", "(±)"), ("2*", "2+")])
def test_signs_in_a_row_that_blurred_to_stars_are_what_the_small_reader_sees_in_doubt(said: str, read: str) -> None:
    out = weighed(line(said, 0.8), opinion(read, 0.7, 1.0))
    assert (out.text.replace(" ", ""), out.confidence < SURE) == (read, True)
    assert weighed(line(said, 0.8), opinion(read, 0.5, 1.0)).text == said


@pytest.mark.parametrize(
    ("said", "sure", "read"),
    [("4,2", 0.5, "42"), (".4,2", 0.5, "42"), ("0-8", 0.99, "08"), ("4,0-6,0", 0.97, "40-60"), ("..33", 0.7, "33")],
)
def test_marks_that_the_small_reader_passes_over_are_not_lost(said: str, sure: float, read: str) -> None:
    before = line(said, sure)
    assert weighed(before, opinion(read, 0.99)) == before


@pytest.mark.parametrize(("said", "sure", "read"), [("十十", 0.99, "17"), ("2‡", 0.6, "2*"), ("44", 0.5, "**")])
def test_han_characters_for_signs_and_blots_are_never_certain(said: str, sure: float, read: str) -> None:
    assert weighed(line(said, sure), opinion(read, 0.99), trusted=True).confidence < SURE
    assert weighed(line("十十", 0.99), opinion("++", 0.97), trusted=False).text == "++"


def test_a_page_on_which_the_small_reader_sees_little_is_left_to_the_recogniser() -> None:
    before = line("5.1-28.0", 0.99)
    assert weighed(before, opinion("6.1-28.0", 0.99), trusted=False) == before
    unsure = line("5.1", 0.7)
    assert weighed(unsure, opinion("6.1", 0.8), trusted=False) == unsure


@pytest.mark.parametrize(("said", "other"), [("45", "4.5"), ("29 L", "2.9L"), ("142", "142↓"), ("-1000", ">1000")])
def test_what_the_small_reader_holds_possible_besides_is_doubted_though_both_read_the_same(
    said: str, other: str
) -> None:
    same = said.replace(" ", "")
    held = replace(opinion(same, 0.99, 0.0), otherwise=other)
    out = weighed(line(said, 0.999), held)
    assert (out.text, out.confidence < SURE) == (said, True)
    assert weighed(line(said, 0.999), held, trusted=False).confidence >= SURE


def test_a_slight_preference_changes_nothing() -> None:
    before = line("7.35", 0.99)
    assert weighed(before, opinion("7.85", 0.6, 2.0)) == before


def test_a_lone_sign_that_two_readers_agreed_on_stands_against_a_third() -> None:
    before = line("+", 0.97)
    assert weighed(before, opinion("*", 0.99)) == before


def test_a_lone_stroke_that_both_small_readers_take_for_an_arrow_is_doubtful() -> None:
    out = weighed(line("1", 0.95, "↑"), opinion("↑", 0.97))
    assert (out.text, out.confidence < SURE) == ("1", True)
    assert weighed(line("1", 0.95), opinion("↑", 0.97)).confidence >= SURE
    assert weighed(line("1", 0.95, "↑"), opinion("↑", 0.9)).confidence >= SURE


def test_a_lone_sign_becomes_certain_only_when_the_reader_of_signs_saw_it_too() -> None:
    assert weighed(line("中", 0.5, "↑"), opinion("↑", 0.97)).confidence >= SURE
    alone = weighed(line("中", 0.5), opinion("↑", 0.97))
    assert (alone.text, alone.confidence) == ("↑", OPEN)


@pytest.mark.parametrize(("said", "read"), [("4", "/L"), ("", "1.2"), ("丨", "11")])
def test_one_character_that_only_the_small_reader_sees_as_several_stays_doubtful(said: str, read: str) -> None:
    out = weighed(line(said, 0.86), opinion(read, 0.99))
    assert (out.text, out.confidence < SURE) == (read, True)


def test_two_readers_of_a_blur_do_not_make_a_star() -> None:
    assert weighed(line("*", 0.5), opinion("*", 0.99, 0.0)).confidence < SURE
    assert weighed(line("*", OPEN), opinion("*", 0.9, 0.0)).confidence < SURE


def test_three_readers_make_a_star() -> None:
    assert weighed(line("*", OPEN), opinion("*", 0.97, 0.0)).confidence >= SURE


def test_a_lost_raised_digit_of_a_length_is_given_back() -> None:
    assert weighed(line("mm", 0.98), opinion("mm^3", 0.96)).text == "mm^3"


def test_another_power_of_a_length_is_never_certain_beside_the_recogniser_s() -> None:
    assert weighed(line("mm²", 0.97), opinion("mm^3", 0.9)).confidence < SURE
    assert weighed(line("mm3", 0.97), opinion("mm^3", 0.98)).confidence >= SURE


def quad(x: float, y: float, w: float, h: float) -> Polygon:
    return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def test_a_lone_dash_is_looked_at_as_high_as_its_row() -> None:
    names = [quad(0, 50 * i, 200, 30) for i in range(6)]
    dash = quad(300, 110, 18, 14)
    out = Rows([*names, dash]).high(dash)
    assert out[3][1] - out[0][1] == pytest.approx(30)
    assert (out[0][1] + out[3][1]) / 2 == pytest.approx(115, abs=3)
    assert Rows([*names, dash]).high(names[0]) == names[0]


@pytest.mark.parametrize(
    ("said", "sure", "second", "read", "share"),
    [("*", 0.5, "+", "-", 0.62), ("*", 0.5, "<", "<", 0.45), ("*", 0.94, "<", "<", 0.96), ("'", 0.5, "*", "*", 0.99),
     ("个", 0.49, "↑", "↑", 0.5), ("1", 0.5, "↑", "↑", 0.97), (":", 0.27, ">", ">", 0.45)],
)  # fmt: skip
def test_a_blot_or_a_speck_is_the_sign_that_the_small_readers_see_in_doubt(
    said: str, sure: float, second: str, read: str, share: float
) -> None:
    chars = (Char(said, sure, 0.2, 0.8, second, 0.7),)
    out = weighed(Line(said, sure, chars, QUAD, QUAD), opinion(read, share, 1.2))
    assert out.text == read
    assert out.confidence < SURE


@pytest.mark.parametrize(
    ("said", "sure", "second", "read", "share"),
    [("*", 0.5, "+", "-", 0.5), ("*", 0.95, "-", "-", 0.7), ("1", 0.5, "↑", "↑", 0.5), ("1", 0.95, "↑", "↑", 0.97),
     ("7", 0.5, ">", "<", 0.9), ("*", 0.5, "9", "9", 0.9)],
)  # fmt: skip
def test_a_sign_that_one_small_reader_half_sees_takes_no_place(
    said: str, sure: float, second: str, read: str, share: float
) -> None:
    chars = (Char(said, sure, 0.2, 0.8, second, 0.9),)
    assert weighed(Line(said, sure, chars, QUAD, QUAD), opinion(read, share, 1.2)).text == said


def test_a_crop_that_the_recogniser_saw_is_not_cut_again() -> None:
    def blank(strip: NDArray[np.float32]) -> NDArray[np.float32]:
        steps = np.zeros((strip.shape[3] // STEP, len(CHARS) + 1), np.float32)
        steps[:, BLANK] = 1.0
        return steps

    page = np.full((40, 100, 3), 255, np.uint8)
    known = opinions(page, [QUAD], [line("4.5", 0.99)], blank, {QUAD: CROP})
    anew = opinions(page, [QUAD], [line("4.5", 0.99)], blank)
    assert known[0].crop is CROP
    assert anew[0].crop.shape == (48, 144, 3)
