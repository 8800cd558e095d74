from __future__ import annotations

import math

from ocr_pipeline.engines.boxes.pitch import narrower
from ocr_pipeline.page import Polygon


def _line(x: float, y: float, width: float, height: float, angle: float = 0.0) -> Polygon:
    """About its own middle at ``x``, ``y``."""
    a = math.radians(angle)
    along, down = (
        (math.cos(a) * width / 2, math.sin(a) * width / 2),
        (-math.sin(a) * height / 2, math.cos(a) * height / 2),
    )
    return tuple(
        (x + s * along[0] + t * down[0], y + s * along[1] + t * down[1])
        for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )


def _height(quad: Polygon) -> float:
    return math.dist(quad[0], quad[3])


def test_a_tilted_line_that_reaches_into_its_neighbours_is_as_high_as_they_stand_apart() -> None:
    quads = [_line(834, 1376, 917, 46, 3.3), _line(815, 1400, 881, 47, 3.3), _line(829, 1424, 913, 45, 3.3)]
    found = narrower(quads, [1])
    assert [*found] == [1]
    assert 24 < _height(found[1]) < 32


def test_lines_that_stand_apart_keep_their_boxes() -> None:
    quads = [_line(500, y, 900, 40) for y in (100, 140, 180)]
    assert narrower(quads, [0, 1, 2]) == {}


def test_cells_of_a_table_tell_no_pitch() -> None:
    quads = [_line(500, 100, 900, 46), _line(200, 124, 90, 46), _line(400, 124, 90, 46)]
    assert narrower(quads, [0, 1, 2]) == {}


def test_two_boxes_of_one_line_and_a_line_across_tell_no_pitch() -> None:
    quads = [_line(500, 100, 900, 46), _line(520, 108, 700, 40), _line(500, 130, 900, 46, 30)]
    assert narrower(quads, [0]) == {}
