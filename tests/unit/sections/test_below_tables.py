"""Text below a table and beside pictures that belongs to sections and to nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Region
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import line_at, page_of

pytestmark = pytest.mark.unit

TABLE = [
    [(40.0, "Parameter"), (400.0, "Measured"), (560.0, "Units")],
    [(40.0, "FVC"), (400.0, "4.02"), (560.0, "L")],
    [(40.0, "FEV1"), (400.0, "2.31"), (560.0, "L")],
    [(40.0, "PEF"), (400.0, "6.81"), (560.0, "L/s")],
]


def said(page: PageText, regions: Sequence[Region] = ()) -> list[tuple[str, str]]:
    used = read_tables([page], [tuple(regions)]).used_lines
    return [(s.heading, s.text) for s in read_sections([page], [regions], used)]


def test_comments_below_a_sheet_of_results_are_kept() -> None:
    page = page_of([*TABLE, "", "COMMENTS", "Acceptable effort and the results meet the criteria of the society."])
    assert said(page) == [("COMMENTS", "Acceptable effort and the results meet the criteria of the society.")]


def test_the_last_words_of_a_paragraph_below_a_table_stay_with_it() -> None:
    text = [
        "Referto",
        "Tiroide in sede, di dimensioni nei limiti, non linfoadenopatie",
        "laterocervicali.",
        "Conclusioni",
        "Nodulo tiroideo destro di piccole dimensioni.",
    ]
    page = page_of([*TABLE, "", *text])
    assert said(page)[0] == ("Referto", f"{text[1]} {text[2]}")


def test_the_text_under_a_heading_that_no_list_knows_is_not_lost() -> None:
    page = page_of(
        [
            *TABLE,
            "",
            "睡眠情况：",
            "睡眠结构紊乱，微觉醒指数升高，呼吸事件以阻塞性为主。",
            "诊断意见：",
            "重度阻塞性睡眠呼吸暂停低通气综合征。",
        ]
    )
    assert any("睡眠结构紊乱" in text for _, text in said(page))


def test_a_letter_of_the_size_of_a_picture_is_no_text() -> None:
    page = page_of(
        ["Findings", "The mucosa of the antrum is", "normal throughout.", "Impression", "Normal study of the stomach."]
    )
    drawn = line_at("BS", 700.0, 60.0, height=300.0, confidence=0.5)
    assert said(replace(page, lines=(*page.lines, drawn))) == said(page)


def test_a_heading_in_a_region_taken_for_a_picture_stays() -> None:
    page = page_of(
        [
            "Quesito clinico",
            "Nodulo palpabile del lobo destro.",
            "Referto",
            "Tiroide in sede, di dimensioni nei limiti.",
        ]
    )
    box = ((0.0, 20.0), (400.0, 20.0), (400.0, 56.0), (0.0, 56.0))
    assert said(page, [Region("figure", box, 0.9)]) == said(page)


def test_vietnamese_without_its_vowels_asks_for_an_eye() -> None:
    rows = [
        "BỆNH VIỆN ĐA KHOA KHU VỰC",
        "PHIẾU XÉT NGHIỆM",
        "MÔ TẢ:",
        "Mt thai sng trong buồng tử cung, ngôi đầu, tim thai rõ.",
        "KẾT LUẬN:",
        "Nhồi máu não vùng nhân bèo trái.",
    ]
    found = read_sections([page_of(rows)], [()])
    assert [(s.heading, bool(s.reasons)) for s in found] == [("MÔ TẢ", True), ("KẾT LUẬN", False)]


def test_a_vietnamese_heading_without_its_vowels() -> None:
    assert [
        s.kind for s in read_sections([page_of(["MÔ TẢ:", "Gan bình thường.", "KT LUÂN:", "Bình thường."])], [()])
    ] == ["findings", "impression"]
