"""Which way a page lies is told by the beginnings of its lines: what is read costs by its width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr_pipeline.page import Char, Image, Line, Polygon
from ocr_pipeline.rectify.orientation import TELLING, _begun, as_quads, orient

pytestmark = pytest.mark.unit


def test_a_long_line_is_cut_along_itself_and_a_short_one_stays() -> None:
    long = np.array([(100.0, 50.0), (900.0, 50.0), (900.0, 80.0), (100.0, 80.0)])
    turned = np.roll(long, 2, axis=0)  # begins at the other end
    short = np.array([(100.0, 50.0), (200.0, 50.0), (200.0, 80.0), (100.0, 80.0)])
    first, other, same = _begun(np.stack([long, turned, short]))
    end = 100 + TELLING * 30
    assert first == pytest.approx(np.array([(100, 50), (end, 50), (end, 80), (100, 80)]))
    assert np.hypot(*(other[1] - other[0])) == pytest.approx(TELLING * 30)
    assert other[0] == pytest.approx(turned[0])
    assert same == pytest.approx(short)


class Asked:
    """An engine that votes for upside down and reads with one confidence; it counts how often it reads."""

    name, version = "asked", ""

    def __init__(self, confidence: float) -> None:
        self.confidence, self.glances = confidence, 0

    def upside_down(self, image: Image, quads: Sequence[Polygon]) -> list[float]:
        return [1.0] * len(quads)

    def glance(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        self.glances += 1
        on_its_head = quads[0][0][0] > quads[0][1][0]
        sure = self.confidence if on_its_head else self.confidence / 2
        return [Line("ab", sure, (Char("a", sure, 0, 0.5), Char("b", sure, 0.5, 1)), quad, quad) for quad in quads]

    detect, recognise = None, glance


@pytest.mark.parametrize(("confidence", "glances"), [(0.97, 1), (0.8, 3)])
def test_a_way_that_is_voted_for_and_reads_well_is_not_compared_with_the_other(confidence: float, glances: int) -> None:
    lines = as_quads([((50, y), (450, y), (450, y + 30), (50, y + 30)) for y in range(50, 450, 50)])
    engine = Asked(confidence)
    facing = orient(np.zeros((500, 500, 3), np.uint8), lines, engine)  # type: ignore[arg-type]
    assert (abs(facing.angle), facing.sure, engine.glances) == (180, True, glances)


class Traced(Asked):
    """Its longest lines are traces: nothing is read of them this way up, and something poor on their heads."""

    def glance(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        read = []
        for quad in quads:
            on_its_head, trace = quad[0][0] > quad[1][0], abs(quad[0][1] - quad[3][1]) > 40
            sure = (0.45 if on_its_head else 0.0) if trace else (0.3 if on_its_head else 0.97)
            chars = (Char("a", sure, 0, 0.5), Char("b", sure, 0.5, 1)) if sure else ()
            read.append(Line("ab" if chars else "", sure, chars, quad, quad))
        return read


def test_traces_that_are_read_as_hardly_a_letter_do_not_turn_a_page() -> None:
    traces = [((50, y), (750, y), (750, y + 60), (50, y + 60)) for y in range(400, 800, 50)]
    words = [((50, y), (250, y), (250, y + 30), (50, y + 30)) for y in range(50, 300, 50)]
    facing = orient(np.zeros((900, 900, 3), np.uint8), as_quads(traces + words), Traced(0.0))  # type: ignore[arg-type]
    assert (facing.angle, facing.sure) == (0, True)
