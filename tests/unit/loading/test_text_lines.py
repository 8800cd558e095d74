"""Characters of a PDF joined to lines."""

from __future__ import annotations

import pytest

from ocr_pipeline.loading.glyphs import Glyph
from ocr_pipeline.loading.text_lines import join_lines

pytestmark = pytest.mark.unit


def glyph(text: str, x: float, run: int = 1) -> Glyph:
    return Glyph(text, (x, 100.0), 0.0, 10.0, -15.0, 5.0, 20.0, 0.0, run, False, False)


def test_letters_of_a_ligature_share_their_place() -> None:
    places = [0.0, 11.0, 22.0, 22.0, 22.0, 33.0]
    line = join_lines(glyph(c, x) for c, x in zip("Suffic", places, strict=True))
    assert [one.text for one in line] == ["Suffic"]


def test_bold_print_made_by_printing_twice_is_read_once() -> None:
    once = [glyph(c, 11.0 * i) for i, c in enumerate("cuff")]
    again = [glyph(c, 11.0 * i + 0.4, run=2) for i, c in enumerate("cuff")]
    assert [one.text for one in join_lines([*once, *again])] == ["cuff"]
