"""The ablation: rows on one line by place or by text, an engine that remembers, and the two promises."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from adapter.bench.ablation import ALL, NOTHING, WAYS, Ablation, Remembering, ablation_tables
from adapter.bench.level_rows import misread, on_one_line
from ocr_pipeline.page import Char, Image, Line, PageText, Polygon

pytestmark = pytest.mark.unit


def line(text: str, x: float, y: float, flat_y: float | None = None) -> Line:
    def quad(top: float) -> Polygon:
        right = x + 10 * len(text)
        return ((x, top), (right, top), (right, top + 20), (x, top + 20))

    chars = tuple(Char(c, 1.0, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, 1.0, chars, quad(y), quad(y if flat_y is None else flat_y))


ROW = {"name": "Glucose", "value": "5.03", "page": 0}
PLACED = {
    **ROW,
    "name_polygon": [[0, 100], [70, 100], [70, 120], [0, 120]],
    "value_polygon": [[200, 130], [240, 130], [240, 150], [200, 150]],
}


def page(*lines: Line) -> list[PageText]:
    return [PageText(0, 400, 400, lines)]


def test_rows_are_compared_in_the_flat_frame() -> None:
    torn = page(line("Glucose", 0, 100), line("5.03", 200, 130))
    mended = page(line("Glucose", 0, 100), line("5.03", 200, 130, flat_y=102))
    for row in (ROW, PLACED):
        assert not on_one_line(row, torn)
        assert on_one_line(row, mended)
    assert on_one_line(PLACED, page(line("G1ucose", 0, 100), line("5.03", 200, 130, 100)), spelled=False)
    assert not on_one_line(PLACED, page(line("G1ucose", 0, 100), line("5.03", 200, 130, 100)))
    assert not on_one_line({**ROW, "page": 3}, mended)


def test_a_row_is_misread_where_it_lies_right_and_is_spelled_wrongly() -> None:
    bent = line("G1ucose", 0, 100)
    assert misread(PLACED, page(bent, line("5.03", 200, 130, 100)))
    assert not misread(PLACED, page(bent, line("5.03", 200, 130)))
    assert not misread(PLACED, page(line("Glucose", 0, 100), line("5.03", 200, 130, 100)))


def test_the_same_value_elsewhere_is_not_taken() -> None:
    assert not on_one_line(PLACED, page(line("Glucose", 0, 100), line("5.03", 200, 300, flat_y=100)))


def test_an_engine_is_asked_once_for_the_same() -> None:
    class Counting:
        name = version = "counting"

        def __init__(self) -> None:
            self.asked: list[int] = []

        def detect(self, image: Image) -> list[Polygon]:
            self.asked.append(-1)
            return []

        def recognise(self, image: Image, quads: list[Polygon]) -> list[Line]:
            self.asked.append(len(quads))
            return [line(str(round(quad[0][0])), 0, 0) for quad in quads]

    inner = Counting()
    engine: Any = Remembering(inner)
    picture, other = np.zeros((40, 60, 3), np.uint8), np.ones((40, 60, 3), np.uint8)
    quads = [line("a", x, 0).polygon for x in (1.0, 2.0, 3.0)]
    assert [each.text for each in engine.recognise(picture, quads[:2])] == ["1", "2"]
    assert [each.text for each in engine.recognise(picture, quads[::-1])] == ["3", "2", "1"]
    engine.recognise(other, quads[:1])
    engine.detect(picture), engine.detect(picture)
    assert inner.asked == [2, 1, 1, -1]


def test_what_rectifying_buys_is_counted_on_the_right_pages() -> None:
    result = Ablation()
    for way in WAYS:
        full = way != NOTHING
        result.counts[way]["phone"] = Counter(
            rows=10, level=9 if full else 5, placed=10 if full else 5, exact=8 if full else 5, misread=1 if full else 0
        )
        result.counts[way]["flatbed"] = Counter(rows=7, level=7, exact=7)
        result.counts[way]["turned"] = Counter(rows=50, level=50 if full else 0, exact=50 if full else 0)
    result.counts[ALL]["flatbed"]["harmed"] = 1
    cells = [row[1] for row in ablation_tables(result)[-1].rows]
    assert cells == ["5", "0", "100.0%", "5", "1", "80.0%", "5", "2", "60.0%", "7", "1"]
