"""A unit or a dash in the place of the interval that nobody read makes its row doubtful; an empty cell does not."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from fixtures.generator.fonts import font
from ocr_pipeline.page import Line, PageImage
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.contents.unseen import with_unseen_cells
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.headers.columns import Column

pytestmark = pytest.mark.unit

COLUMNS = (Column("name", 20, 120), Column("result", 240, 300), Column("unit", 400, 460), Column("ref", 560, 680))
PANEL = Panel(COLUMNS, (0, 220, 380, 540, 900), 0.0)
SLOPE = 0.05  #: of the rows on the paper; the flat frame has none


def reasons(
    missing: str, printed: bool, rules: bool = False, value: str = "45", name: str = "室间隔厚度"
) -> list[tuple[Reason, ...]]:
    """The reasons of five rows of which the third lacks its ``missing`` cell in what was read."""
    canvas = Picture.new("RGB", (900, 400), (230, 230, 230))
    pen = ImageDraw.Draw(canvas)
    face = font("sans", 26, False)
    found: list[tuple[Result, Evidence]] = []
    for row in range(5):
        cells = {"name": name, "result": value, "unit": "mm", "ref": "-" if missing == "ref" else "35-56"}
        lines: dict[str, Line] = {}
        for column in COLUMNS:
            x, y = column.x0, 40 + 60 * row
            low = y + SLOPE * x
            text, lost = cells[column.kind], row == 2 and column.kind == missing
            if column.kind == "name":
                continue
            if not lost or printed:
                pen.text((x, low), text, font=face, fill=(40, 40, 40))
            wide = pen.textbbox((x, low), text, font=face)[2] + 4
            if not lost:
                box = ((x - 4, low), (wide, low), (wide, low + 34), (x - 4, low + 34))
                flat = ((x - 4, y), (wide, y), (wide, y + 34), (x - 4, y + 34))
                lines[column.kind] = Line(text, 1.0, (), box, flat)
            else:
                cells[column.kind] = ""
        result = Result(name, value, cells["unit"], cells["ref"], value_polygon=lines["result"].polygon)
        found.append((result, Evidence(row_lines=tuple(lines.values()), value_lines=(lines["result"],))))
    if rules:
        for x in (380, 540):
            pen.line([(x, 0), (x, 400)], fill=(60, 60, 60), width=2)
        for row in range(6):
            pen.line([(0, 34 + 60 * row), (900, 34 + 60 * row + 900 * SLOPE)], fill=(60, 60, 60), width=2)
    image = PageImage(0, np.array(canvas)[:, :, ::-1].copy())
    out = with_unseen_cells([r for r, _ in found], [e for _, e in found], [(0, PANEL)], [image])
    return [r.reasons for r in out]


@pytest.mark.parametrize("missing, reason", [("unit", Reason.UNIT_MISSING), ("ref", Reason.RANGE_UNREADABLE)])
@pytest.mark.parametrize("rules", [False, True])
def test_print_in_the_place_of_a_cell_that_was_not_read_is_doubtful(missing: str, reason: Reason, rules: bool) -> None:
    assert reasons(missing, printed=True, rules=rules) == [(), (), (reason,), (), ()]


def test_an_empty_cell_is_empty() -> None:
    assert set(reasons("unit", printed=False, rules=True)) == {()}


def test_a_column_of_dashes_has_none_missing() -> None:
    assert reasons("ref", printed=False)[2] == (Reason.RANGE_UNREADABLE,)


def test_a_word_needs_no_unit() -> None:
    assert set(reasons("unit", printed=True, value="阴性")) == {()}


@pytest.mark.parametrize("name", ["pH", "Reaction (pH)", "实测pH", "白球比例", "PT-INR"])
def test_what_has_no_unit_lacks_none(name: str) -> None:
    assert set(reasons("unit", printed=True, name=name)) == {()}
