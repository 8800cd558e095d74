"""Lines of prose in which a number, a class, a side or a place without its character may be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Char, Line
from ocr_pipeline.report import Reason
from ocr_pipeline.sections import read_sections
from ocr_pipeline.sections.strokes import with_strokes
from ocr_pipeline.sections.unsure import is_unsure, leaves_out
from tests.unit.identity.pages import line_at, page_of

pytestmark = pytest.mark.unit


def read(text: str, place: int, confidence: float) -> Line:
    line = line_at(text, 40.0, 40.0)
    chars = tuple(replace(c, confidence=confidence) if i == place else c for i, c in enumerate(line.chars))
    return replace(line, chars=chars, confidence=confidence)


@pytest.mark.parametrize(
    ("text", "place", "confidence"),
    [
        ("大小约14mm", 3, 0.75),
        ("胃角溃疡，Forrest Ia级", 13, 0.85),
        ("an ulcer, Forrest II", 18, 0.71),
        ("山田Ⅱ型息肉", 2, 0.85),
        ("右乳占位", 0, 0.56),
        ("累及左侧基底节", 2, 0.8),
    ],
)
def test_unsure_numbers_classes_and_sides(text: str, place: int, confidence: float) -> None:
    assert is_unsure(read(text, place, confidence))
    assert not is_unsure(read(text, place, 0.97))


def test_other_letters_may_be_weaker() -> None:
    assert not is_unsure(read("Indication", 0, 0.7))
    assert not is_unsure(read("黏膜光滑", 1, 0.7))


def test_a_character_that_was_left_out_leaves_its_place() -> None:
    whole = line_at("左侧颈部见、区见数个低回声淋巴结", 40.0, 40.0)
    kept = [c for i, c in enumerate(whole.chars) if i != 4]
    gap = replace(whole, text="".join(c.text for c in kept), chars=tuple(kept))
    assert leaves_out(gap)
    assert is_unsure(gap)
    assert not leaves_out(whole)
    assert leaves_out(line_at("导联S波增宽；、Ⅲ、aVF", 40.0, 40.0))


def test_a_blank_that_was_read_leaves_nothing_out() -> None:
    line = line_at("检查医师所见如下 未见明显异常改变", 40.0, 40.0)
    assert not leaves_out(line)
    assert not leaves_out(replace(line, text="无", chars=(Char("无", 1.0, 0.0, 1.0),)))


def test_a_stone_at_the_head_of_a_side_is_the_right_one() -> None:
    assert (
        with_strokes("石乳占位，（石）肺结节，胆囊结石左侧，结石上移，石样")
        == "右乳占位，（右）肺结节，胆囊结石左侧，结石上移，石样"
    )


def test_a_heading_whose_text_was_not_seen_is_told() -> None:
    seen = page_of(
        ["苏州某某医院", [(400.0, "病理检查报告")], "病理学诊断：", "", "巨检：", "", "显微镜下所见：", "黏膜慢性炎。"]
    )
    found = read_sections([seen], [()])
    assert [s.heading for s in found if s.reasons == (Reason.UNREADABLE,)] == ["病理学诊断", "巨检"]


@pytest.mark.parametrize("text", ["肌钙蛋白10.02ng/mL，余正常", "troponin l0.02 ng/mL"])
def test_a_letter_of_a_name_may_stand_in_its_number(text: str) -> None:
    assert is_unsure(line_at(text, 40.0, 40.0))
    assert not is_unsure(line_at("肌钙蛋白I 0.02ng/mL，余正常", 40.0, 40.0))


def test_a_stamp_on_the_text_is_told_and_its_words_are_none() -> None:
    page = page_of(
        [
            "超声报告",
            "姓名：郝建",
            "超声所见：",
            "颈动脉斑块，大小约14mm×2.6mm，",
            "超声提示：",
            "斑块形成伴右",
            "医师：年华",
        ]
    )
    over = [line_at("检查报告", 300.0, 178.0, height=28.0), line_at("专用章", 314.0, 214.0, height=28.0)]
    ends = line_at("建议复查。", 440.0, 190.0)
    found = read_sections([replace(page, lines=(*page.lines, *over, ends))], [()])
    assert [(s.heading, s.text.replace(" ", ""), s.reasons) for s in found] == [
        ("超声所见", "颈动脉斑块，大小约14mm×2.6mm，", ()),
        ("超声提示", "斑块形成伴右建议复查。", (Reason.OVERPRINTED,)),
    ]
