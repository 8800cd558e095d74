"""Narrative reports as hospitals print them: what curled paper, tables and traces do to their text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.engines.characters.two_readings import with_capitals
from ocr_pipeline.identity import find_identity
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.sections import read_sections
from ocr_pipeline.sections.strokes import with_own_letters
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of
from tests.unit.tables.pages import line, page

pytestmark = pytest.mark.unit

HEAD = [[(300.0, "超声心动图报告")], [(100.0, "姓名：澹台文"), (500.0, "性别：男"), (800.0, "年龄：66岁")]]


def _read(seen: PageText) -> dict[str, str]:
    return {s.heading: s.text for s in read_sections([seen], [()])}


def test_the_last_item_of_a_list_beside_who_signed_it_belongs_to_the_text() -> None:
    seen = page([
        *HEAD,
        [(100.0, "影像表现：")],
        [(100.0, "腰椎生理曲度变直，各椎体边缘见唇样骨质增生，椎间盘信号减低，硬膜囊前缘受压。")],
        [(100.0, "诊断意见：")],
        [(100.0, "1.腰椎间盘突出。")],
        [(100.0, "2.椎体血管瘤。")],
        [(100.0, "3.腰椎退行性变。"), (800.0, "书写医师：宇文慧"), (1200.0, "审核医师：司空朗")],
    ])  # fmt: skip
    assert "3.腰椎退行性变。" in _read(seen)["诊断意见"]
    assert "宇文慧" not in _read(seen)["诊断意见"]


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    seen = page([
        *HEAD,
        [(100.0, "影像所见：")],
        [(100.0, "胸廓对称，气管及纵隔居中，双肺纹理清晰，双侧胸腔未见积液，纵隔内未见肿大淋巴结。")],
        [(100.0, "扫描范围内肝脏见类圆形低密度影，直径约15mm。")],
        [(100.0, "影像诊断：")],
        [(100.0, "肝囊肿可能。")],
    ])  # fmt: skip
    assert "扫描范围" not in _read(seen)
    assert "扫描范围内肝脏" in _read(seen)["影像所见"]


def test_a_sentence_below_a_table_of_measures_is_no_row() -> None:
    xs = (100.0, 560.0, 800.0, 1100.0)
    rows = [("项目", "测值", "单位", "参考值"), ("左房前后径", "42", "mm", "19-40"), ("室间隔厚度", "11", "mm", "6-11"),
            ("射血分数", "52", "%", ">50")]  # fmt: skip
    seen = page([
        *HEAD,
        *([*zip(xs, row, strict=True)] for row in rows),
        [(100.0, "超声描述：")],
        [(100.0, "1、左房增大，余房室腔内径正常范围。")],
        [(100.0, "4、三尖瓣反流速度2.7m/s，估测肺动脉收缩压约37mmHg。")],
        [(100.0, "5、心包腔内未见液性暗区。")],
    ])  # fmt: skip
    assert [r.name for r in read_tables([seen], [()]).results] == ["左房前后径", "室间隔厚度", "射血分数"]


def test_a_number_that_is_hardly_sure_is_said_with_a_reason() -> None:
    text = "大小约1.8cm，边界清，周围软组织未见异常密度影，邻近骨质未见破坏。"
    for sure, reasons in ((0.99, ()), (0.7, (Reason.LOW_CONFIDENCE,))):
        seen = page([*HEAD, [(100.0, "影像所见：")], [(100.0, text)]])
        chars = tuple(replace(c, confidence=sure) if c.text == "8" else c for c in seen.lines[-1].chars)
        lines = (*seen.lines[:-1], replace(seen.lines[-1], chars=chars))
        (section,) = read_sections([replace(seen, lines=lines)], [()])
        assert section.reasons == reasons


def test_letters_that_the_language_does_not_have_are_those_that_they_resemble() -> None:
    assert with_own_letters("at increased rişk of lung baseș", turkish=False) == "at increased risk of lung bases"
    assert with_own_letters("akciğer, geniș", turkish=True) == "akciğer, geniş"


def test_no_capital_stands_behind_a_small_letter() -> None:
    first, second = line("kich 12 mm", 0, 0), line("kích 12 m❇", 0, 0)
    assert with_capitals(first, second).text == "kích 12 mm"


def test_an_indication_above_a_table_of_gestational_ages_is_a_section() -> None:
    sheet = page_of(
        [
            "Obstetric Ultrasound Report",
            [(40.0, "Patient: Amara Nwosu"), (600.0, "Date of birth: 12 Jun 1994")],
            "Indication",
            "Fetal growth assessment.",
            [(40.0, "Measurement"), (300.0, "Value"), (450.0, "Unit"), (600.0, "Gestational age")],
            [(40.0, "BPD"), (300.0, "78"), (450.0, "mm"), (600.0, "31w2d")],
            [(40.0, "HC"), (300.0, "286"), (450.0, "mm"), (600.0, "31w3d")],
            [(40.0, "FL"), (300.0, "60"), (450.0, "mm"), (600.0, "31w1d")],
            "Conclusion",
            "Appropriately grown fetus at 31 weeks.",
        ]
    )
    used = read_tables([sheet]).used_lines
    assert [(s.heading, s.text) for s in read_sections([sheet], [()], used)][:1] == [
        ("Indication", "Fetal growth assessment.")
    ]


def test_a_stamp_over_the_conclusion_takes_no_word_of_it_away() -> None:
    sheet = page_of(
        [
            "电子肠镜检查报告单",
            "姓名：贺建军 性别：男 年龄：55岁",
            "内镜所见：",
            "循腔进镜至回肠末端，回肠末端黏膜光滑，回盲瓣呈唇形。",
            "内镜诊断：",
            "结肠息肉（EM验专用章）",
            "某某医院检验专用章",
        ]
    )
    assert read_sections([sheet], [()])[-1].text == "结肠息肉（EM验专用章）"


def test_remarks_above_a_conclusion_are_what_was_found() -> None:
    sheet = page_of(
        [
            "KẾT QUẢ SIÊU ÂM TIM",
            [(40.0, "Họ tên: Phạm Văn Dũng"), (600.0, "Tuổi: 59")],
            "Nhận xét: Các buồng tim không giãn, thành tim không dày.",
            "Kết luận: Hở van hai lá nhẹ.",
        ]
    )
    assert [(s.heading, s.kind) for s in read_sections([sheet], [()])] == [
        ("Nhận xét", "findings"),
        ("Kết luận", "impression"),
    ]


def test_a_name_before_degrees_signs_the_report() -> None:
    sheet = page_of(
        [
            "Thyroid Ultrasound Report",
            [(40.0, "Patient: Ingrid Solheim"), (600.0, "Date of birth: 14/07/1969")],
            "FINDINGS",
            "The thyroid parenchyma is mildly heterogeneous without a nodule.",
            "IMPRESSION",
            "Normal study of the thyroid gland.",
            "",
            "Mark Delaney, MB BCh",
        ]
    )
    assert read_sections([sheet], [()])[-1].text == "Normal study of the thyroid gland."
    assert any(sheet.lines[s.line].text[s.start : s.end].startswith("Mark Delaney") for s in find_identity([sheet]))


def test_a_conclusion_that_ran_into_its_list_and_a_diagnosis_above_the_gross_description() -> None:
    trace = page_of(
        [
            "心电图报告单",
            "患者姓名：金军鑫 性别：男 年龄：27岁",
            "心电图特征：",
            "窦性心律，频率56次/分，各导联波形未见异常改变。",
            "结论1.窦性心动过缓",
            "2.请结合临床",
        ]
    )
    assert [(s.heading, s.kind, s.text) for s in read_sections([trace], [()])][1:] == [
        ("结论", "impression", "1.窦性心动过缓\n2.请结合临床")
    ]
    tissue = page_of(
        [
            "Tissue Examination Report",
            "Patient Name: Eleanor Bracket   MRN: 22883977",
            "Diagnosis",
            "Basal cell carcinoma, nodular type, completely excised.",
            "Specimen submitted",
            "Skin, left forearm, excision.",
            "MACROSCOPY",
            "An ellipse of skin measuring 0.5 x 2 cm.",
        ]
    )
    assert [(s.heading, s.kind) for s in read_sections([tissue], [()])] == [
        ("Diagnosis", "diagnosis"),
        ("Specimen submitted", "specimen"),
        ("MACROSCOPY", "findings"),
    ]
