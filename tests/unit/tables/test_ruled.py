"""Pieces of the thin rules between rows are no signs, and lone signs are no rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.frame.ruled import without_pieces_of_rules
from tests.unit.tables.pages import HEIGHT, line, page

HEAD = [(60.0, "Analyse"), (400.0, "Résultat"), (560.0, "Unité"), (760.0, "Intervalle")]
ROWS = [("Sodium", "143.0", "mmol/L", "137.0-147.0"), ("Potassium", "4.16", "mmol/L", "3.50-5.30"),
        ("Chlorures", "103.2", "mmol/L", "99.0-110.0"), ("Fer", "19.1", "umol/L", "10.6-36.7")]  # fmt: skip


def bar(text: str, x: float, row: int, off: float, confidence: float = 0.5) -> Line:
    """A bar in a box as high as a row and about as wide, ``off`` heights above the middle of ``row``."""
    one = line(text, x, 130.0 + 30.0 * row - off * HEIGHT, confidence, 1.2 * HEIGHT)
    quad = tuple((x + (1.2 * HEIGHT if px > x else 0.0), y) for px, y in one.flat)
    return replace(one, polygon=quad, flat=quad)  # type: ignore[arg-type]


def ruled(bars: Sequence[Line]) -> PageText:
    text = page([HEAD, *([(x, cell) for (x, _), cell in zip(HEAD, row, strict=True)] for row in ROWS)])
    return replace(text, lines=(*text.lines, *bars))


def read(bars: Sequence[Line]) -> tuple[Result, ...]:
    return read_tables([ruled(bars)]).results


def test_pieces_of_rules_belong_to_no_cell() -> None:
    found = read([bar("一", 200.0, 0, 0.15), bar("_", 330.0, 1, 0.2), bar("------", 890.0, 2, 0.15, 0.74),
                  bar("-", 480.0, 3, 0.12)])  # fmt: skip
    assert [(r.name, r.value, r.reference_range) for r in found] == [(n, v, r) for n, v, _, r in ROWS]
    assert not any(r.reasons for r in found)


def test_a_few_bars_prove_no_rules() -> None:
    text = ruled([bar("一", 200.0, 0, 0.15), bar("--", 890.0, 2, 0.15, 0.74)])
    assert without_pieces_of_rules(text) == text


def test_more_dashes_than_their_box_has_room_for_are_none() -> None:
    text = without_pieces_of_rules(ruled([bar("---", 890.0, 2, 0.15, 0.85), line("---", 890.0, 220.0, 0.85)]))
    assert [one.text for one in text.lines[-2:]] == ["", "---"]


def test_signs_that_were_read_with_certainty_stay_on_a_ruled_page() -> None:
    pieces = [bar("一", 200.0, row, 0.15) for row in range(3)]
    signs = [
        bar("-", 480.0, 0, 0.0),
        bar("-", 480.0, 1, 0.2, 0.99),
        bar("一", 480.0, 2, 0.0),
        bar("一", 600.0, 2, 0.0, 0.99),
    ]
    left = without_pieces_of_rules(ruled([*pieces, *signs])).lines
    assert [one.text for one in left[-7:]] == ["", "", "", "-", "-", "一", "一"]


def test_what_is_left_of_a_rule_beside_a_sub_heading_is_no_result() -> None:
    head = [(60.0, "项目"), (300.0, "结果"), (460.0, "参考区间"), (640.0, "单位")]
    body = [[(60.0, "白细胞"), (300.0, "0"), (460.0, "0-5"), (640.0, "/HPF")] for _ in range(3)]
    found = read_tables([page([head, *body, [(60.0, "尿沉渣"), (300.0, "--")], *body])]).results
    assert [r.name for r in found] == ["白细胞"] * 6
    assert [r.group for r in found] == [""] * 3 + ["尿沉渣"] * 3


def test_a_short_sentence_cut_by_the_columns_is_no_row() -> None:
    text = page([HEAD, *([(x, cell) for (x, _), cell in zip(HEAD, row, strict=True)] for row in ROWS)])
    sentence = line("Les résultats ne concernent que l'échantillon soumis à l'essai.", 330.0, 270.0)
    assert [r.name for r in read_tables([replace(text, lines=(*text.lines, sentence))]).results] == [
        n for n, *_ in ROWS
    ]


def test_a_mark_in_brackets_glued_to_its_interval() -> None:
    head = [(60.0, "Analyse"), (400.0, "Résultat"), (560.0, "Unité"), (700.0, "Intervalle de référence")]
    cells = [
        ("Cholestérol", "2.93", "(H) 1.40-2.00"),
        ("HDL", "0.38", "(L)>0.40"),
        ("Triglycérides", "2.54", "(H)0.40-1.50"),
    ]
    found = read_tables(
        [page([head, *([(60.0, n), (400.0, v), (560.0, "g/L"), (680.0, r)] for n, v, r in cells)])]
    ).results
    assert [(r.reference_range, r.flag) for r in found] == [("1.40-2.00", "H"), (">0.40", "L"), ("0.40-1.50", "H")]


COUNT = [("WBC", "12.08", "4.0-11.0"), ("RBC", "5.04", "4.50-5.90"), ("HGB", "15.7", "13.0-17.0"), ("HCT", "0.466", "0.40-0.50"),
         ("MCV", "92.5", "82.0-100.0"), ("MCH", "31.2", "27.0-32.0")]  # fmt: skip


def counted(title: str, at: float) -> list[Result]:
    """A count with marks of an upright rule, or of a column under ``title``, at ``at``."""
    head = [(60.0, "Test"), (400.0, "Result"), (760.0, "Interval"), (at, title)]
    text = page([head, *(list(zip((60.0, 400.0, 760.0), row, strict=True)) for row in COUNT)])
    marks = [bar(sign, at, row, 0.0) for row, sign in enumerate("↑1+1一1")]
    return list(read_tables([replace(text, lines=(*text.lines, *marks))]).results)


def test_pieces_of_a_rule_between_two_columns_belong_to_no_value() -> None:
    assert [(r.name, r.value, r.flag) for r in counted("", 330.0)] == [(n, v, "") for n, v, _ in COUNT]


def test_marks_under_a_title_or_behind_values_are_no_rule() -> None:
    assert counted("Flag", 330.0)[0].flag == "H"
    assert counted("", 560.0)[0].flag == "H"
