"""Lone signs that the detector passed over: seen where they stand on a row, by two readers; dust is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from models.symbols.reader import Sign
from models.values.reader import Read
from ocr_pipeline.engines import marks as module
from ocr_pipeline.engines.boxes.detection import Box
from ocr_pipeline.engines.marks import lone_digits, marks, specks

pytestmark = pytest.mark.unit

ROWS = [Box(150, 60 + 40 * i, 160, 24, 0) for i in range(6)]
CELLS = [Box(400, 60 + 40 * i, 60, 24, 0) for i in range(5)]


def page(x: float, y: float) -> np.ndarray:
    """Rows of print with a plus at a place of its own."""
    out = np.full((340, 640, 3), 240, np.uint8)
    for box in (*ROWS, *CELLS):
        left = int(box.x - box.width / 2 + 6)
        for at in range(left, int(box.x + box.width / 2 - 6), 9):
            cv2.rectangle(out, (at, int(box.y) - 7), (at + 4, int(box.y) + 7), (20, 20, 20), -1)
    cv2.line(out, (int(x) - 5, int(y)), (int(x) + 5, int(y)), (20, 20, 20), 2)
    cv2.line(out, (int(x), int(y) - 5), (int(x), int(y) + 5), (20, 20, 20), 2)
    return out


class Reader:
    """Says the same of every window."""

    def __init__(self, text: str, confidence: float) -> None:
        self.sign = Sign(text, confidence, "", 0.0)

    def read(self, windows: Sequence[np.ndarray]) -> list[Sign]:
        return [self.sign for _ in windows]


def found(monkeypatch: pytest.MonkeyPatch, sign: tuple[str, float], second: tuple[bool, bool], x: float) -> list[Box]:
    """Marks at ``x`` on the last row, where ``second`` is what the second reader says: named, possible."""
    monkeypatch.setattr(module, "support", lambda *_: second)
    monkeypatch.setattr(module, "lined_up", lambda *_: [])
    return marks(page(x, 260), [*ROWS, *CELLS], Reader(*sign), lambda crops: [])  # type: ignore[arg-type]


IN_THE_COLUMN, FREE = 400.0, 540.0


@pytest.mark.parametrize(
    ("sign", "second", "x", "seen"),
    [
        (("+", 0.9), (False, True), FREE, True),
        (("+", 0.9), (False, False), FREE, False),
        (("+", 0.6), (False, True), FREE, False),
        (("+", 0.6), (True, True), FREE, True),
        (("+", 0.6), (False, True), IN_THE_COLUMN, True),
        (("+", 0.6), (False, False), IN_THE_COLUMN, False),
        (("+", 0.4), (True, True), IN_THE_COLUMN, False),
        (("-", 0.6), (True, True), IN_THE_COLUMN, False),
        (("-", 0.9), (False, True), IN_THE_COLUMN, True),
        (("", 0.99), (True, True), IN_THE_COLUMN, False),
    ],
)
def test_what_two_readers_say_and_where_it_stands_decide(
    monkeypatch: pytest.MonkeyPatch, sign: tuple[str, float], second: tuple[bool, bool], x: float, seen: bool
) -> None:
    got = found(monkeypatch, sign, second, x)
    assert len(got) == seen
    if got:
        assert (got[0].x, got[0].y) == pytest.approx((x, 260), abs=3)


def test_a_sign_right_beside_a_word_is_one_and_a_full_stop_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (True, True))
    last = replace(ROWS[-1], x=ROWS[-1].x + 1.5, width=ROWS[-1].width + 3)
    edge, boxes = int(last.x + last.width / 2), [*ROWS[:-1], last, *CELLS]
    assert len(marks(page(edge, 260), boxes, Reader("+", 0.9), lambda crops: [])) == 1  # type: ignore[arg-type]
    stop = page(-50, -50)
    stop[262:266, edge - 1 : edge + 3] = 20
    assert marks(stop, boxes, Reader("+", 0.9), lambda crops: []) == []  # type: ignore[arg-type]


def test_what_nobody_reads_is_a_mark_where_it_fills_a_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (False, False))
    for x, seen in ((IN_THE_COLUMN, 1), (FREE, 0)):
        assert len(marks(page(x, 260), [*ROWS, *CELLS], Reader("", 0.99), lambda crops: [])) == seen  # type: ignore[arg-type]


def test_the_parts_of_a_cell_of_several_signs_are_one_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = dashes([(531, 260), (549, 260)])
    for text, seen in (("--", 1), ("7", 0)):
        read = Read(text, (0.9,) * len(text), tuple(range(len(text))))
        monkeypatch.setattr(module, "heard", lambda *_, read=read: read)
        got = marks(picture, [*ROWS, *CELLS, *RIGHT], Reader("", 0.9), lambda crops: [])  # type: ignore[arg-type]
        assert [box.x for box in got] == [pytest.approx(540, abs=3)] * seen


RIGHT = [Box(600, 60, 60, 24, 0), Box(600, 300, 60, 24, 0)]


def dashes(places: Sequence[tuple[float, float]]) -> np.ndarray:
    out = page(-50, -50)
    for x, y in places:
        cv2.line(out, (int(x) - 4, int(y)), (int(x) + 4, int(y)), (20, 20, 20), 3)
    return out


@pytest.mark.parametrize(
    ("second", "rows", "seen"),
    [((True, True), (60, 140, 220), 3), ((True, True), (60, 140), 0), ((False, False), (60, 140, 220), 0)],
)
def test_dashes_in_line_hold_each_other(
    monkeypatch: pytest.MonkeyPatch, second: tuple[bool, bool], rows: tuple[int, ...], seen: int
) -> None:
    monkeypatch.setattr(module, "support", lambda *_: second)
    boxes = [*ROWS, *CELLS, *RIGHT]
    picture = dashes([(540, y) for y in rows])
    assert len(marks(picture, boxes, Reader("-", 0.6), lambda crops: [])) == seen  # type: ignore[arg-type]


def test_a_dash_outside_all_text_is_a_streak_of_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (True, True))
    picture = dashes([(FREE, 260)])
    for boxes, seen in (([*ROWS, *CELLS], 0), ([*ROWS, *CELLS, *RIGHT], 1)):
        assert len(marks(picture, boxes, Reader("-", 0.99), lambda crops: [])) == seen  # type: ignore[arg-type]


def with_bars(places: Sequence[tuple[float, float]], long: int = 10) -> np.ndarray:
    out = page(-50, -50)
    for x, y in places:
        cv2.rectangle(out, (int(x), int(y) - 1), (int(x) + long, int(y) + 1), (90, 90, 90), -1)
    return out


@pytest.mark.parametrize(
    ("places", "long", "kept"),
    [
        ([(290, 60 + 40 * i) for i in range(5)], 10, 5),
        ([(290 - 5 * i, 60 + 40 * i) for i in range(5)], 10, 5),  # as a photograph leans
        ([(290, 60 + 40 * i) for i in range(3)], 10, 0),  # too few
        ([(255 + x, 60 + 40 * i) for i, x in enumerate((0, 47, 15, 80, 33))], 10, 0),  # anywhere: dust
        ([(290, 60 + 40 * i) for i in range(5)], 3, 0),  # specks
    ],
)
def test_bars_above_one_another_are_signs_whatever_the_reader_says(
    monkeypatch: pytest.MonkeyPatch, places: list[tuple[float, float]], long: int, kept: int
) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (False, False))
    seen = marks(with_bars(places, long), [*ROWS, *CELLS], Reader("", 0.9), lambda crops: [])  # type: ignore[arg-type]
    assert len(seen) == kept


class Unsure:
    """Sees arrows, of which it takes the last for nothing."""

    def __init__(self, second: str) -> None:
        self.second = second

    def read(self, windows: Sequence[np.ndarray]) -> list[Sign]:
        seen = [Sign("↑", 0.7, "", 0.3) for _ in windows]
        return [*seen[:-1], Sign("", 0.9, self.second, 0.1)] if seen else []


@pytest.mark.parametrize(("second", "kept"), [("↑", 5), ("↓", 5), ("-", 4)])
def test_an_arrow_in_a_column_of_arrows_is_one_though_hardly_seen(
    monkeypatch: pytest.MonkeyPatch, second: str, kept: int
) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (False, False))
    picture = page(-50, -50)
    for i in range(5):
        cv2.line(picture, (290 - 4 * i, 55 + 40 * i), (290 - 4 * i, 65 + 40 * i), (90 + i, 90, 90), 2)
    seen = marks(picture, [*ROWS, *CELLS], Unsure(second), lambda crops: [])  # type: ignore[arg-type]
    assert len(seen) == kept


@pytest.mark.parametrize(("sprinkled", "pieces", "seen"), [(False, 0, 3), (False, 8, 0), (True, 0, 3)])
def test_a_piece_of_a_broken_rule_is_no_dash(
    monkeypatch: pytest.MonkeyPatch, sprinkled: bool, pieces: int, seen: int
) -> None:
    """A fax leaves crumbs of a table's rules; dust lies everywhere."""
    monkeypatch.setattr(module, "support", lambda *_: (True, True))
    places = [(540, y) for y in (60, 140, 220)]
    picture = dashes(places)
    for _, y in places:
        for x in [505 + 7 * i for i in range(pieces) if abs(505 + 7 * i - 540) > 12]:
            cv2.rectangle(picture, (x, y), (x + 2, y + 1), (20, 20, 20), -1)
    dice = np.random.default_rng(1)
    for x, y in dice.integers((470, 20), (610, 260), (60 if sprinkled else 0, 2)):
        if all(abs(x - a) > 10 or abs(y - b) > 5 for a, b in places):
            picture[y : y + 2, x] = 20
    boxes = [*ROWS, *CELLS, *RIGHT]
    assert len(marks(picture, boxes, Reader("-", 0.95), lambda crops: [])) == seen  # type: ignore[arg-type]


@pytest.mark.parametrize(("x", "seen"), [(IN_THE_COLUMN, 1), (FREE, 0)])
def test_a_digit_alone_in_its_cell_is_looked_for_again_where_a_column_says_so(x: float, seen: int) -> None:
    picture = page(2000, 260)
    cv2.putText(picture, "7", (int(x) - 4, 265), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 20, 20), 2)
    places = lone_digits([*ROWS, *CELLS], specks(picture, [*ROWS, *CELLS]))
    assert len(places) == seen
    assert all(abs(px - x) < 5 and abs(py - 260) < 5 for px, py in places)


def test_a_piece_of_an_upright_rule_is_no_digit() -> None:
    picture = page(2000, 260)
    picture[253:268, 399:401] = 20
    assert len(lone_digits([*ROWS, *CELLS], specks(picture, [*ROWS, *CELLS]))) == 0


@pytest.mark.parametrize(("aslant", "seen"), [(0.0, 0), (3.0, 1)])
def test_a_mark_stands_farther_off_its_row_where_rows_lie_aslant(
    monkeypatch: pytest.MonkeyPatch, aslant: float, seen: int
) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (True, True))
    rows = [replace(box, angle=aslant * (place - 2.5) / 2.5) for place, box in enumerate(ROWS)]
    picture = page(2000, 260)
    cv2.line(picture, (395, 248), (405, 248), (20, 20, 20), 2)
    cv2.line(picture, (400, 243), (400, 253), (20, 20, 20), 2)
    found = marks(picture, [*rows, *CELLS], Reader("+", 0.99), lambda crops: [])  # type: ignore[arg-type]
    assert len(found) == seen
    assert all(abs(box.y - 248) <= 5.5 for box in found)


def test_the_end_of_the_paper_is_no_column_of_signs() -> None:
    y, x = np.mgrid[:32, :32]
    aslant = np.where(x < 14 + y / 8, 90, 200).astype(np.uint8)
    ruled = np.where(np.abs(x - 3) < 2, 40, 200).astype(np.uint8)
    ruled[15:18, 12:22] = 60
    assert module.beside_paper(aslant)
    assert module.beside_paper(np.ascontiguousarray(aslant[:, ::-1]))
    assert not module.beside_paper(ruled)


@pytest.mark.parametrize(("x", "signs", "seen"), [(1000, (), 4), (1200, (), 0), (1200, (600,), 4)])
def test_a_mark_far_from_all_words_is_on_the_row_of_the_signs_between(
    monkeypatch: pytest.MonkeyPatch, x: int, signs: tuple[int, ...], seen: int
) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (True, True))
    picture = np.full((340, 1300, 3), 240, np.uint8)
    picture[:, :640] = page(-50, -50)
    for row in range(1, 5):
        cv2.line(picture, (x - 5, 60 + 40 * row), (x + 5, 60 + 40 * row), (20, 20, 20), 2)
    between = [Box(at, 60 + 40 * row, 20, 24, 0) for at in signs for row in range(6)]
    corner = Box(1250, 20, 80, 24, 0)  # text that the marks do not stand outside of
    boxes = [*ROWS, *between, corner, replace(corner, y=320)]
    got = marks(picture, boxes, Reader("-", 0.9), lambda crops: [])  # type: ignore[arg-type]
    assert len([box for box in got if abs(box.x - x) < 4]) == seen


def test_a_dash_in_a_column_of_dashes_is_no_piece_of_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "support", lambda *_: (True, True))
    places = [(540, 60 + 40 * row) for row in range(6)]
    picture = dashes(places)
    for x in (474, 487, 500, 580, 593):
        cv2.rectangle(picture, (x, 140), (x + 2, 141), (20, 20, 20), -1)
    got = marks(picture, [*ROWS, *CELLS, *RIGHT], Reader("-", 0.95), lambda crops: [])  # type: ignore[arg-type]
    assert sum(abs(box.x - 540) < 4 for box in got) == len(places)
