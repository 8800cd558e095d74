"""Letters of a watermark that run aslant through prose belong to no sentence."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin

import pytest

from ocr_pipeline.page import Line, PageText, Point
from ocr_pipeline.report import Reason
from ocr_pipeline.sections import read_sections
from tests.unit.tables.pages import line, page

pytestmark = pytest.mark.unit


def turned(text: str, x: float, y: float, degrees: float) -> Line:
    one = line(text, x, y)
    c, s = cos(radians(degrees)), sin(radians(degrees))

    def point(at: Point) -> Point:
        return (x + (at[0] - x) * c - (at[1] - y) * s, y + (at[0] - x) * s + (at[1] - y) * c)

    quad = (point(one.flat[0]), point(one.flat[1]), point(one.flat[2]), point(one.flat[3]))
    return replace(one, polygon=quad, flat=quad)


def text_of(degrees: float, text: str = "PATHOLOGY") -> str:
    report: PageText = page(
        [
            [(60, "CT ABDOMEN")],
            [(60, "FINDINGS:")],
            [(60, "The liver is normal in size and attenuation.")],
            [(60, "The gallbladder is unremarkable and the bile ducts are not dilated.")],
            [(60, "IMPRESSION:")],
            [(60, "1. Fatty liver, grade II.")],
            [(60, "2. Cholelithiasis.")],
        ]
    )
    stamped = replace(report, lines=(*report.lines, turned(text, 420.0, 280.0, degrees)))
    return " ".join(section.text for section in read_sections([stamped], [()]))


def test_letters_aslant_are_no_words_of_a_sentence() -> None:
    assert "PATHOLOGY" not in text_of(-25.0)
    assert "Cholelithiasis" in text_of(-25.0)


def test_level_words_are() -> None:
    assert "PATHOLOGY" in text_of(0.0)


@pytest.mark.parametrize("text", ["No evidence of malignancy", "Metastasis suspected."])
def test_a_bent_sentence_is_not_lost(text: str) -> None:
    assert text in text_of(-9.0, text)


def test_pieces_of_a_stamp_beside_words_are_no_words_of_the_sentence() -> None:
    report = page(
        [
            [(60, "病理诊断报告")],
            [(60, "镜下观察：")],
            [(60, "肿瘤细胞呈腺管状、筛状排列，异型明显，核分裂象易见，脉管内见"), (760, "检验专"), (840, "用章。")],
            [(60, "病理诊断：")],
            [(60, "中分化腺癌。")],
        ]
    )
    said = {section.heading: section for section in read_sections([report], [()])}
    assert said["镜下观察"].text.endswith("脉管内见")
    assert said["镜下观察"].reasons == (Reason.UNREADABLE,)
