"""Stars that nobody read, told by all values of a panel; arrows read as a letter before their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from fixtures.generator.fonts import font
from ocr_pipeline.page import Line, PageImage, PageText
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.marks.patterned import with_patterned_marks
from tests.unit.tables.test_unseen_marks import box

pytestmark = pytest.mark.unit

VALUES = ("118", "17", "6.1", "7.4", "4.5", "9.8", "236")
INTERVALS = ("74-106", "8-23", "2.6-6.0", "6.6-8.7", "3.4-4.8", "8.6-10.2", "<200")


def flags(starred: Sequence[int], key: str = "[*] Valores fuera del rango") -> list[str]:
    """The marks of seven rows, of which the first, third and last lie outside, with small stars before ``starred`` ones."""
    canvas = Picture.new("RGB", (760, 80 * len(VALUES)), (215, 215, 215))
    lines = [Line(key, 1.0, (), (), ())]
    results = []
    for place, (value, interval) in enumerate(zip(VALUES, INTERVALS, strict=True)):
        strip = Picture.new("RGB", (760, 80), (215, 215, 215))
        pen = ImageDraw.Draw(strip)
        quads = [box(pen, x, text, 40) for x, text in ((20, "Glucosa"), (300, value), (620, interval))]
        if place in starred:
            pen.text((260, 44), "*", font=font("sans", 20, False), fill=(40, 40, 40))
        canvas.paste(strip, (0, 80 * place))
        quads = [tuple((x, y + 80 * place) for x, y in q) for q in quads]
        lines += [Line(t, 1.0, (), q, q) for t, q in zip(("Glucosa", value, interval), quads, strict=True)]
        results.append(Result("Glucosa", value, "mg/dL", interval, value_polygon=quads[1]))
    picture = PageImage(0, np.array(canvas)[:, :, ::-1].copy())
    text = PageText(0, 760, 80 * len(VALUES), tuple(lines))
    found = with_patterned_marks(results, [Evidence() for _ in results], [text], [picture])
    return [r.flag for r in found]


def test_stars_beside_all_values_outside_and_no_other_are_marks() -> None:
    assert flags([0, 2, 6]) == ["A", "", "A", "", "", "", "A"]


@pytest.mark.parametrize("starred", [[0], [0, 1, 2, 3, 6], []])
def test_specks_anywhere_else_tell_nothing(starred: list[int]) -> None:
    assert not any(flags(starred))


def test_without_a_key_nobody_knows_what_the_specks_say() -> None:
    assert not any(flags([0, 2, 6], "Los resultados"))


def test_an_arrow_read_as_a_letter_before_names_is_a_mark() -> None:
    cells = [
        ("I pCO2", "58,4", "35,0-45,0", ""),
        ("1 pO2", "61,7", "80,0-100,0", ""),
        ("Lactates", "2,6", "0,5-2,0", "H"),
        ("Na+", "137", "136-145", ""),
        ("K+", "4,8", "3,5-5,0", ""),
        ("Hb totale", "14,8", "13,0-17,0", ""),
        ("MetHb", "0,6", "0,0-1,5", ""),
    ]
    rows = [Result(n, v, "", r, f) for n, v, r, f in cells]  # type: ignore[arg-type]
    found = with_patterned_marks(rows, [Evidence() for _ in rows], [PageText(0, 1, 1, ())], [None], True)
    assert [(r.name, r.flag) for r in found[:3]] == [("pCO2", "H"), ("pO2", "L"), ("Lactates", "H")]


def test_the_letter_a_is_alto_beside_the_key() -> None:
    cells = [("Leucocitos", "14.2 A", "4.0-10.5"), ("Plaquetas", "512 A", "140-420"), ("Hierro", "22 B", "60-160")]
    cells += [
        ("Glucosa", "88", "70-105"),
        ("Urea", "39", "15-45"),
        ("Calcio", "9.1", "8.6-10.3"),
        ("Sodio", "140", "135-145"),
    ]
    rows = [Result(n, v.split()[0], "", r, "L" if v.endswith("B") else "") for n, v, r in cells]
    seen = [Evidence(ranked=v) for _, v, _ in cells]
    found = with_patterned_marks(rows, seen, [PageText(0, 1, 1, (Line("A: Alto B: Bajo", 1.0, (), (), ()),))], [None])
    assert [r.flag for r in found] == ["H", "H", "L", "", "", "", ""]


def test_letters_that_belong_to_names_are_no_marks() -> None:
    cells = [
        ("T Bilirubin", "3.1", "0.2-1.2", ""),
        ("D Bilirubin", "1.9", "0.0-0.3", ""),
        ("Lactate", "2.6", "0.5-2.0", "H"),
        ("Sodium", "137", "136-145", ""),
        ("Potassium", "4.8", "3.5-5.1", ""),
        ("Chloride", "101", "98-107", ""),
        ("Calcium", "9.1", "8.6-10.2", ""),
    ]
    rows = [Result(n, v, "", r, f) for n, v, r, f in cells]  # type: ignore[arg-type]
    found = with_patterned_marks(rows, [Evidence() for _ in rows], [PageText(0, 1, 1, ())], [None])
    assert [(r.name, r.flag) for r in found[:2]] == [("T Bilirubin", ""), ("D Bilirubin", "")]


@pytest.mark.parametrize("marks, read", [("A  L", "H  L"), ("AA L", "AA L"), ("A  A", "A  A"), ("*  L", "A  L")])
def test_a_triangle_read_as_a_letter_says_high_where_low_values_have_another_mark(marks: str, read: str) -> None:
    told = (("118", "74-106"), ("17", "8-23"), ("5.1", "2.6-6.0"), ("6.1", "6.6-8.7"))
    results = [
        Result(name, value, "mg/dL", interval, flag="A" if mark in "A*" else mark)  # type: ignore[arg-type]
        for name, (value, interval), mark in zip("abcd", told, (m.strip() for m in marks), strict=True)
    ]
    results = [r if m.strip() else replace(r, flag="") for r, m in zip(results, marks, strict=True)]
    evidence = [Evidence(mark=m.strip()) for m in marks]
    found = with_patterned_marks(results, evidence, [PageText(0, 700, 400, ())], [None])
    assert "".join(r.flag or " " for r in found) == read


@pytest.mark.parametrize(
    ("confidence", "inside", "kept"), [(0.85, 4, ""), (0.97, 4, "H"), (0.85, 3, "H")], ids=["rule", "sure", "few"]
)
def test_arrows_that_all_stand_beside_values_inside_are_pieces_of_a_rule(
    confidence: float, inside: int, kept: str
) -> None:
    quad = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    results = [Result("Glucosa", "80", "mg/dL", "74-106", "H") for _ in range(inside)]
    seen = Evidence(row_lines=(Line("↑", confidence, (), quad, quad),))
    found = with_patterned_marks(results, [seen] * inside, [PageText(0, 10, 10, ())], [None])
    doubts = () if kept else (Reason.SYMBOL_UNCERTAIN,)
    assert {(r.flag, r.reasons) for r in found} == {(kept, doubts)}


def test_a_right_arrow_among_them_keeps_all() -> None:
    quad = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    results = [Result("Glucosa", value, "mg/dL", "74-106", "H") for value in ("80", "81", "82", "83", "118")]
    seen = Evidence(row_lines=(Line("↑", 0.85, (), quad, quad),))
    found = with_patterned_marks(results, [seen] * 5, [PageText(0, 10, 10, ())], [None])
    assert {r.flag for r in found} == {"H"}
