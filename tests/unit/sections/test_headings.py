"""Headings of narrative reports: what opens a section, of which kind, and what does not."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.headings import heading_in

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "heading", "kind", "rest"),
    [
        ("超声所见：肝脏大小正常", "超声所见", "findings", "肝脏大小正常"),
        ("超声所见:", "超声所见", "findings", ""),
        ("【诊断意见】肝囊肿", "诊断意见", "impression", "肝囊肿"),
        ("[影像所见]", "影像所见", "findings", ""),
        ("检查所见", "检查所见", "findings", ""),
        ("诊断意见  未见异常", "诊断意见", "impression", "未见异常"),
        ("一、检查所见：", "检查所见", "findings", ""),
        ("2. 诊断意见：无", "诊断意见", "impression", "无"),
        ("病理诊断：（胃窦）慢性炎", "病理诊断", "diagnosis", "（胃窦）慢性炎"),
        ("内镜诊断:", "内镜诊断", "diagnosis", ""),
        ("CT诊断：", "CT诊断", "impression", ""),
        ("肉眼所见：灰白组织一块", "肉眼所见", "findings", "灰白组织一块"),
        ("活检部位：胃窦", "活检部位", "specimen", "胃窦"),
        ("检查方法：平扫", "检查方法", "technique", "平扫"),
        ("临床诊断：咳嗽待查", "临床诊断", "clinical", "咳嗽待查"),
        ("建议：定期复查", "建议", "recommendation", "定期复查"),
        ("超声所见（经腹）：肝", "超声所见（经腹）", "findings", "肝"),
        ("IMPRESSION:", "IMPRESSION", "impression", ""),
        ("Findings: The liver is normal.", "Findings", "findings", "The liver is normal."),
        ("FINDINGS", "FINDINGS", "findings", ""),
        ("CLINICAL INDICATION", "CLINICAL INDICATION", "clinical", ""),
        ("Gross Description:", "Gross Description", "findings", ""),
        ("FINAL DIAGNOSIS:", "FINAL DIAGNOSIS", "diagnosis", ""),
        ("Recommendation: CT", "Recommendation", "recommendation", "CT"),
        ("HALLAZGOS: Hígado normal", "HALLAZGOS", "findings", "Hígado normal"),
        ("CONCLUSION : Examen normal", "CONCLUSION", "impression", "Examen normal"),
        ("Technique : hélicoïdale", "Technique", "technique", "hélicoïdale"),
        ("Renseignements cliniques :", "Renseignements cliniques", "clinical", ""),
        ("Quesito clinico: dolore", "Quesito clinico", "clinical", "dolore"),
        ("BULGULAR:", "BULGULAR", "findings", ""),
        ("SONUÇ: Normal", "SONUÇ", "impression", "Normal"),
        ("KẾT LUẬN: Bình thường", "KẾT LUẬN", "impression", "Bình thường"),
        ("Đề nghị: tái khám", "Đề nghị", "recommendation", "tái khám"),
        ("KIT LUIN:", "KẾT LUẬN", "impression", ""),
        ("Sedación: propofol", "Sedación", "technique", "propofol"),
        ("超声所见 Findings：肝", "超声所见 Findings", "findings", "肝"),
        ("Discharge diagnosis: pneumonia", "Discharge diagnosis", "diagnosis", "pneumonia"),
        ("出院医嘱：注意休息", "出院医嘱", "recommendation", "注意休息"),
        ("Findings - The heart is normal.", "Findings", "findings", "The heart is normal."),
        ("Opinion –No active disease", "Opinion", "impression", "No active disease"),
        ("诊断——脑梗死", "诊断", "diagnosis", "脑梗死"),
    ],
)
def test_headings_are_known(text, heading, kind, rest):
    found = heading_in(text)
    assert found is not None
    assert (found.text, found.kind, text[found.after :]) == (heading, kind, rest)


def test_when_a_report_was_printed_is_no_impression() -> None:
    assert heading_in("Impresión: 12/05/2026 11:40") is None
    assert heading_in("IMPRESIÓN: 12-MAY-2026") is None
    assert heading_in("Impression: 12 mm nodule") is not None


def test_the_last_word_of_a_sentence_is_no_heading() -> None:
    assert heading_in("addendum.") is None
    assert heading_in("findings.") is None
    assert heading_in("Findings.") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Findings are consistent with Crohn disease.",
        "Please correlate with laboratory findings",
        "StudyIDMR757242",
        "检验结果",
        "提示炎症可能。",
        "诊断明确",
        "1.心脏各房室腔及心内大血管内径正常。",
        "EF:65%",
        "Head: normal skull",
        "肝脏：形态正常",
        "Impression of a foreign body",
        "所见肝脏实质回声均匀",
        "白细胞 5.2 10^9/L",
        "Contrast-Enhanced CT of the chest",
        "Report - Chest",
        "Impression - related to the probe",
        "",
        "：",
    ],
)
def test_prose_is_no_heading(text):
    assert heading_in(text) is None


@pytest.mark.parametrize(
    ("text", "heading", "kind"),
    [
        ("病理诊断 （甲状腺左叶）甲状腺乳头状癌", "病理诊断", "diagnosis"),
        ("部位", "部位", "technique"),
        ("DIAGNOSIS 1. Moderate canal stenosis", "DIAGNOSIS", "diagnosis"),
        ("SpecimensubmittedAppendix,appendicectomy", "Specimensubmitted", "specimen"),
        ("FINDINGSThe liver is normal", "FINDINGS", "findings"),
    ],
)
def test_a_form_without_signs_prints_headings_before_their_text(text, heading, kind):
    found = heading_in(text, loose=True)
    assert found is not None
    assert (found.text, found.kind) == (heading, kind)


def test_a_heading_in_brackets_with_one_character_misread_is_the_known_one() -> None:
    for text, printed, kind in (("【人院诊断】", "入院诊断", "clinical"), ("【出院诊断】", "出院诊断", "diagnosis")):
        found = heading_in(text)
        assert found is not None
        assert (found.text, found.kind, found.marked) == (printed, kind, True)


@pytest.mark.parametrize(
    ("read", "printed"),
    [("Macroscople", "Macroscopie"), ("IMPRESSI0N", "IMPRESSION"), ("Mô t hình Inh:", "Mô tả hình ảnh")],
)
def test_headings_with_bent_letters_are_those_that_were_printed(read: str, printed: str) -> None:
    found = heading_in(read)
    assert found is not None
    assert found.text == printed


@pytest.mark.parametrize(
    ("text", "heading", "kind"),
    [
        ("SPECIMEN(S) RECEIVED:", "SPECIMEN(S) RECEIVED", "specimen"),
        ("骨髓象特征", "骨髓象特征", "findings"),
        ("手术经过：", "手术经过", "technique"),
        ("BI-RADS category: 4", "BI-RADS category", "impression"),
        ("ESTIMATED BLOOD LOSS: 30 mL", "ESTIMATED BLOOD LOSS", "other"),
        ("Disposition: home", "Disposition", "other"),
    ],
)
def test_headings_of_operations_marrow_and_breast_are_known(text, heading, kind):
    found = heading_in(text)
    assert found is not None
    assert (found.text, found.kind) == (heading, kind)
